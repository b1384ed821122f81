"""What it would take, and what programs and funders contribute."""

from django.urls import path

from groundswell.web.views import contribution_plans, contribution_statements

ALL = "<slug:community_id>/contribution/"
ONE = f"{ALL}<slug:indicator_id>/"

urlpatterns = [
    path(f"{ALL}funders/", contribution_statements.funders, name="funders"),
    path(f"{ALL}funders/<slug:funder_id>/", contribution_statements.funder, name="funder-contribution"),
    path(f"{ONE}plan/", contribution_plans.plan, name="contribution-plan"),
    path(f"{ONE}scenarios/", contribution_plans.scenarios, name="contribution-scenarios"),
    path(f"{ONE}scenarios/<slug:scenario_id>/retire/", contribution_plans.retire, name="retire-scenario"),
    path(f"{ONE}years/", contribution_statements.years, name="contribution-years"),
    path("<slug:community_id>/programs/<slug:program_id>/contribution/", contribution_statements.statement,
         name="program-contribution"),
]  # fmt: skip
