"""What it would take, what programs and funders contribute, and what came of what was modelled."""

from django.urls import path

from groundswell.web.views import contribution_plans

ONE = "<slug:community_id>/contribution/<slug:indicator_id>/"

urlpatterns = [
    path(f"{ONE}plan/", contribution_plans.plan, name="contribution-plan"),
    path(f"{ONE}scenarios/", contribution_plans.scenarios, name="contribution-scenarios"),
    path(f"{ONE}scenarios/<slug:scenario_id>/retire/", contribution_plans.retire, name="retire-scenario"),
]
urlpatterns += [path("<slug:community_id>/programs/<slug:program_id>/contribution/", contribution_plans.plan, name="program-contribution")]
