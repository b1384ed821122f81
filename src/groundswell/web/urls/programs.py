"""Programs and the measures that they share."""

from django.urls import path

from groundswell.web.views import computing, programs

urlpatterns = [
    path("<slug:community_id>/programs/", programs.programs, name="programs"),
    path("<slug:community_id>/programs/<slug:program_id>/", programs.program, name="program"),
    path("<slug:community_id>/programs/<slug:program_id>/measures/<slug:measure_id>/", programs.program_measure,
         name="program-measure"),
    path("<slug:community_id>/computing/", computing.computing, name="computing"),
    path("<slug:community_id>/computing/anew/", computing.compute, name="compute"),
    path("<slug:community_id>/computing/<slug:job_id>/stop/", computing.cancel, name="cancel-job"),
    path("<slug:community_id>/measures/", programs.measures, name="measures"),
    path("<slug:community_id>/measures/<slug:measure_id>/", programs.measure, name="measure"),
]  # fmt: skip
