"""Signing in, one's own account, invitations: under /accounts/. What is not offered has no address here."""

from allauth.account import views as account
from allauth.socialaccount import views as provider
from django.urls import URLPattern, URLResolver, include, path, re_path

from groundswell.web.views.accounts import entrance, first, invitations, own, sessions

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", own.account, name="account"),
    path("accounts/name/", own.name, name="account_name"),
    path("accounts/reminders/", own.reminders, name="account_reminders"),
    path("accounts/login/", entrance.sign_in, name="account_login"),
    path("accounts/logout/", entrance.sign_out, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/signup/", entrance.by_invitation, name="account_signup"),
    path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("accounts/email/", account.email, name="account_email"),
    path("accounts/confirm-email/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^accounts/confirm-email/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    path("accounts/password/change/", account.password_change, name="account_change_password"),
    path("accounts/password/set/", account.password_set, name="account_set_password"),
    path("accounts/password/reset/", account.password_reset, name="account_reset_password"),
    path("accounts/password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "accounts/password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("accounts/provider/cancelled/", provider.login_cancelled, name="socialaccount_login_cancelled"),
    path("accounts/provider/error/", provider.login_error, name="socialaccount_login_error"),
    path("accounts/sessions/", sessions.sessions, name="usersessions_list"),
    path("accounts/invitations/", invitations.invitation, name="invitation"),
    path("accounts/invitations/<str:secret>/", invitations.open_invitation, name="open_invitation"),
    path("accounts/first/", first.first, name="first_account"),
    path("accounts/first/<str:secret>/", first.open_first, name="open_first_account"),
]
