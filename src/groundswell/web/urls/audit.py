"""The record of what was done in a community."""

from django.urls import URLPattern, URLResolver, path

from groundswell.web.views import audit

LOG = "<slug:community_id>/audit-log/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(LOG, audit.log, name="audit_log"),
    path(f"{LOG}audit-log.csv", audit.export, {"form": "csv"}, name="audit_log_csv"),
    path(f"{LOG}audit-log.json", audit.export, {"form": "json"}, name="audit_log_json"),
    path(f"{LOG}emergency/<uuid:access_id>/end/", audit.end_access, name="end_emergency_access"),
]
