"""What it would take, statements and funders: the twins of their pages."""

from django.http import HttpRequest, HttpResponse

from groundswell.api import contribution_plan_tables as tables
from groundswell.api.answers import csv_for_reader, found, json_for_reader, reader_of
from groundswell.api.description import DescribedRouter
from groundswell.api.schemas.contribution_plans import (
    CalibrationDocument,
    FunderDocument,
    FundersDocument,
    PlanDocument,
    ScenariosDocument,
    StatementPageDocument,
)
from groundswell.api.schemas.people import ProblemDocument
from groundswell.apps.scorecards.queries.contributions import plan_documents as documents
from groundswell.apps.scorecards.queries.contributions.calibrations import (
    CalibrationPage,
    calibration_document,
    calibration_page,
)
from groundswell.apps.scorecards.queries.contributions.funders import FunderList, FunderPage, funder_page, funders_in
from groundswell.apps.scorecards.queries.contributions.plans import (
    ComparedScenario,
    PlanAsked,
    PlanPage,
    compared_scenarios,
    plan_page,
)
from groundswell.apps.scorecards.queries.contributions.statements import StatementPage, statement_page

router = DescribedRouter(tags=["contribution"])
PROBLEMS = {404: ProblemDocument}
MOST_SCENARIOS = 20


def _plan(request: HttpRequest, community_id: str, indicator_id: str) -> PlanPage:
    asked = PlanAsked.of_query(request.GET)
    return found(plan_page(community_id, indicator_id, reader=reader_of(request), asked=asked))


def _scenarios(
    request: HttpRequest, community_id: str, indicator_id: str
) -> tuple[PlanPage, tuple[ComparedScenario, ...]]:
    names = request.GET.getlist("scenario")[:MOST_SCENARIOS]
    return found(compared_scenarios(community_id, indicator_id, reader=reader_of(request), names=names))


def _statement(request: HttpRequest, community_id: str, program_id: str) -> StatementPage:
    return found(statement_page(community_id, program_id, reader=reader_of(request)))


def _years(request: HttpRequest, community_id: str, indicator_id: str) -> CalibrationPage:
    return found(calibration_page(community_id, indicator_id, reader=reader_of(request)))


def _funders(request: HttpRequest, community_id: str) -> FunderList:
    return found(funders_in(community_id, reader=reader_of(request)))


def _funder(request: HttpRequest, community_id: str, funder_id: str) -> FunderPage:
    return found(funder_page(community_id, funder_id, reader=reader_of(request)))


@router.get("{community_id}/contribution/funders.json", response={200: FundersDocument, **PROBLEMS}, summary="Funders")
def funders_json(request: HttpRequest, community_id: str) -> HttpResponse:
    """The funders whose grants reach a program that you may see."""
    page = _funders(request, community_id)
    return json_for_reader(request, FundersDocument, documents.funders_document(page), version=page.data_version)


@router.get("{community_id}/contribution/funders.csv", response=PROBLEMS, summary="Funders, as CSV")
def funders_csv(request: HttpRequest, community_id: str) -> HttpResponse:
    """One row for each funder."""
    page = _funders(request, community_id)
    name = f"{community_id}-funders"
    return csv_for_reader(request, tables.FUNDERS, tables.of_funders(page), version=page.data_version, name=name)


@router.get("{community_id}/contribution/funders/{funder_id}.json", response={200: FunderDocument, **PROBLEMS},
            summary="What a funder's grants could add up to")  # fmt: skip
def funder_json(request: HttpRequest, community_id: str, funder_id: str) -> HttpResponse:
    """By indicator, beside what others fund. Never add it to another funder's: they may support the same program."""
    page = _funder(request, community_id, funder_id)
    return json_for_reader(request, FunderDocument, documents.funder_document(page), version=page.data_version)


@router.get("{community_id}/contribution/funders/{funder_id}.csv", response=PROBLEMS,
            summary="What a funder's grants could add up to, as CSV")  # fmt: skip
def funder_csv(request: HttpRequest, community_id: str, funder_id: str) -> HttpResponse:
    """One row for each program by indicator, these together, and all others."""
    page = _funder(request, community_id, funder_id)
    name = f"{community_id}-funder-{funder_id}"
    return csv_for_reader(request, tables.FUNDER, tables.of_funder(page), version=page.data_version, name=name)


@router.get("{community_id}/contribution/{indicator_id}/plan.json", response={200: PlanDocument, **PROBLEMS},
            summary="What it would take")  # fmt: skip
def plan_json(request: HttpRequest, community_id: str, indicator_id: str) -> HttpResponse:
    """The mix of programs that would be enough for a target. Ask as the page does: `target` in the published unit,
    `period`, `minimize` (cost, slots), `budget`, `capacity-LINK` and `smallest-LINK` in people served, `group-CELL` in
    people better off. What cannot be worked out stands in `findings`."""
    page = _plan(request, community_id, indicator_id)
    return json_for_reader(request, PlanDocument, documents.plan_document(page), version=page.data_version)


@router.get("{community_id}/contribution/{indicator_id}/plan.csv", response=PROBLEMS,
            summary="What it would take, as CSV")  # fmt: skip
def plan_csv(request: HttpRequest, community_id: str, indicator_id: str) -> HttpResponse:
    """One row for each program, then all together."""
    page = _plan(request, community_id, indicator_id)
    name = f"{community_id}-plan-{indicator_id}"
    return csv_for_reader(request, tables.PLAN, tables.of_plan(page), version=page.data_version, name=name)


@router.get("{community_id}/contribution/{indicator_id}/scenarios.json", response={200: ScenariosDocument, **PROBLEMS},
            summary="Scenarios side by side")  # fmt: skip
def scenarios_json(request: HttpRequest, community_id: str, indicator_id: str) -> HttpResponse:
    """Kept scenarios, each worked out as of today; `?scenario=` chooses some of them."""
    own, compared = _scenarios(request, community_id, indicator_id)
    return json_for_reader(
        request, ScenariosDocument, documents.scenarios_document(own, compared), version=own.data_version
    )


@router.get("{community_id}/contribution/{indicator_id}/scenarios.csv", response=PROBLEMS,
            summary="Scenarios side by side, as CSV")  # fmt: skip
def scenarios_csv(request: HttpRequest, community_id: str, indicator_id: str) -> HttpResponse:
    """One row for each scenario."""
    own, compared = _scenarios(request, community_id, indicator_id)
    name = f"{community_id}-scenarios-{indicator_id}"
    return csv_for_reader(
        request, tables.SCENARIOS, tables.of_scenarios(own, compared), version=own.data_version, name=name
    )


@router.get("{community_id}/programs/{program_id}/contribution.json", response={200: StatementPageDocument, **PROBLEMS},
            summary="A contribution statement")  # fmt: skip
def statement_json(request: HttpRequest, community_id: str, program_id: str) -> HttpResponse:
    """What a program could contribute to each indicator that it is linked to, and what was said about it."""
    page = _statement(request, community_id, program_id)
    return json_for_reader(
        request, StatementPageDocument, documents.statement_document(page), version=page.data_version
    )


@router.get("{community_id}/programs/{program_id}/contribution.csv", response=PROBLEMS,
            summary="A contribution statement, as CSV")  # fmt: skip
def statement_csv(request: HttpRequest, community_id: str, program_id: str) -> HttpResponse:
    """One row for each indicator that the program is linked to."""
    page = _statement(request, community_id, program_id)
    name = f"{community_id}-contribution-of-{program_id}"
    return csv_for_reader(request, tables.STATEMENTS, tables.of_statements(page), version=page.data_version, name=name)


@router.get("{community_id}/contribution/{indicator_id}/years.json", response={200: CalibrationDocument, **PROBLEMS},
            summary="What was modelled, and what happened")  # fmt: skip
def years_json(request: HttpRequest, community_id: str, indicator_id: str) -> HttpResponse:
    """Every kept model beside what happened in its year, and which assumption to look at."""
    page = _years(request, community_id, indicator_id)
    return json_for_reader(request, CalibrationDocument, calibration_document(page), version=page.data_version)


@router.get("{community_id}/contribution/{indicator_id}/years.csv", response=PROBLEMS,
            summary="What was modelled, and what happened, as CSV")  # fmt: skip
def years_csv(request: HttpRequest, community_id: str, indicator_id: str) -> HttpResponse:
    """One row for each kept model."""
    page = _years(request, community_id, indicator_id)
    name = f"{community_id}-years-{indicator_id}"
    return csv_for_reader(request, tables.YEARS, tables.of_years(page), version=page.data_version, name=name)
