"""The systems scan."""

from django.urls import path

from groundswell.web.views import systems_scan

urlpatterns = [path("<slug:community_id>/agenda/systems/", systems_scan.scan, name="systems-scan")]
