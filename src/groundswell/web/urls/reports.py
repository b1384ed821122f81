"""A program's report of entered values, and the seven questions that it answers."""

from django.urls import path

from groundswell.web.views import reports

PROGRAM = "<slug:community_id>/programs/<slug:program_id>/"

urlpatterns = [
    path(f"{PROGRAM}report/", reports.reports, name="reports"),
    path(f"{PROGRAM}report/<str:period>/", reports.report, name="program-report"),
    path(f"{PROGRAM}questions/", reports.questions, name="program-questions"),
]
