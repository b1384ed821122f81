"""Who takes part in a community, what a reader may do there, and one's own access tokens."""

from django.urls import URLPattern, URLResolver, path

from groundswell.web.views import people, permissions, tokens

PEOPLE = "<slug:community_id>/people/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/tokens/", tokens.tokens, name="tokens"),
    path("accounts/tokens/<uuid:token_id>/revoke/", tokens.revoke, name="revoke_token"),
    path("<slug:community_id>/permissions/", permissions.permissions, name="permissions"),
    path(PEOPLE, people.people, name="people"),
    path(f"{PEOPLE}people.csv", people.people_csv, name="people_csv"),
    path(f"{PEOPLE}roles/<uuid:appointment_id>/end/", people.end, name="end_role"),
    path(f"{PEOPLE}invitations/", people.invitations, name="invitations"),
    path(f"{PEOPLE}invitations/<uuid:invitation_id>/withdraw/", people.withdraw, name="withdraw_invitation"),
]
