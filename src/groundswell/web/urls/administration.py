"""Running the installation: communities, people, emergency access, under /admin/."""

from django.urls import URLPattern, URLResolver, path

from groundswell.web.views import administration

COMMUNITY = "admin/communities/<slug:community_id>/"
PERSON = "admin/people/<uuid:person_id>/"
LOG = "admin/audit-log/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", administration.administration, name="administration"),
    path("admin/new-community/", administration.new_community, name="new_community"),
    path(COMMUNITY, administration.community, name="administer_community"),
    path(f"{COMMUNITY}steward/", administration.steward, name="appoint_steward"),
    path(f"{COMMUNITY}emergency/", administration.emergency, name="open_emergency_access"),
    path(f"{COMMUNITY}emergency/<uuid:access_id>/end/", administration.end_emergency, name="close_emergency_access"),
    path(f"{COMMUNITY}retire/", administration.retire, name="retire_community"),
    path(f"{COMMUNITY}restore/", administration.restore, name="restore_community"),
    path("admin/people/", administration.accounts, name="administer_people"),
    path(f"{PERSON}close/", administration.close_account, name="close_account"),
    path(f"{PERSON}open/", administration.open_account, name="reopen_account"),
    path(LOG, administration.log, name="installation_log"),
    path(f"{LOG}audit-log.csv", administration.log_export, {"form": "csv"}, name="installation_log_csv"),
    path(f"{LOG}audit-log.json", administration.log_export, {"form": "json"}, name="installation_log_json"),
]
