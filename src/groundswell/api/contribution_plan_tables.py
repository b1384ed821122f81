"""The CSV twins of plans, scenarios, statements and funders: one row for each program, scenario or indicator."""

from collections.abc import Iterator, Sequence

from groundswell.api.tables import Row
from groundswell.apps.scorecards.queries.contributions.calibrations import CalibrationPage, calibration_document
from groundswell.apps.scorecards.queries.contributions.funders import FunderList, FunderPage
from groundswell.apps.scorecards.queries.contributions.plan_documents import (
    funder_document,
    funders_document,
    plan_document,
    scenarios_document,
    statement_document,
)
from groundswell.apps.scorecards.queries.contributions.plans import ComparedScenario, PlanPage
from groundswell.apps.scorecards.queries.contributions.statements import StatementPage

PLAN = (
    *("indicator_id", "period", "kind", "program_id", "link_id", "name", "served", "added", "capacity", "people"),
    *(
        "people_per_slot",
        "unit_cost",
        "cost",
        "currency",
        "points",
        "is_feasible",
        "short_by_people",
        "withheld_because",
    ),
)
SCENARIOS = (
    *("indicator_id", "scenario_id", "name", "period", "target", "minimize", "budget", "needed_people", "is_feasible"),
    *("short_by_people", "slots", "people", "points", "cost", "currency", "note", "withheld_because"),
)
PART = (
    "reach",
    "people",
    "people_low",
    "people_high",
    "points",
    "low",
    "high",
    "level",
    "share_of_gap",
    "modelled_share",
)
STATEMENTS = (
    *(
        "program_id",
        "indicator_id",
        "link_id",
        "version",
        "period",
        "served",
        "served_before",
        "served_of",
        "population",
    ),
    *("at_risk", *PART, "joint_points", "evidence", "evidence_source", "withheld_because"),
)
FUNDERS = ("funder_id", "name", "grants", "programs", "linked")
FUNDER = (
    *("funder_id", "indicator_id", "period", "kind", "program_id", "link_id", "name", *PART, "evidence"),
    "withheld_because",
)

YEARS = (
    *("indicator_id", "modelled_id", "period", "kept_on", "points", "low", "high", "level", "forecast", "moved_points"),
    *("moved_low", "moved_high", "moved_level", "verdict", "words", "look_at_first", "note"),
)


def of_plan(page: PlanPage) -> Iterator[Row]:
    """One row for each program, then all together."""
    said = plan_document(page)
    head = {name: said[name] for name in ("indicator_id", "period", "currency")}
    for one in said["programs"]:
        yield _row(PLAN, {**one, **head, "kind": "program"})
    wrong = "; ".join(f"{one['field']}: {one['message']}" for one in said["findings"])
    told = {"kind": "together", "added": said["slots"], "withheld_because": said["reason"] or wrong}
    whole = {name: said[name] for name in ("people", "points", "cost", "is_feasible", "short_by_people")}
    yield _row(PLAN, {**head, **whole, **told})


def of_scenarios(own: PlanPage, compared: Sequence[ComparedScenario]) -> Iterator[Row]:
    """One row for each scenario."""
    for one in scenarios_document(own, compared)["scenarios"]:
        yield _row(SCENARIOS, {**one["plan"], **one, "withheld_because": one["plan"]["reason"]})


def of_statements(page: StatementPage) -> Iterator[Row]:
    """One row for each indicator that the program is linked to."""
    said = statement_document(page)
    for one in said["statements"]:
        yield _row(STATEMENTS, {**one, "program_id": said["program_id"], "withheld_because": one["reason"]})


def of_funders(page: FunderList) -> Iterator[Row]:
    """One row for each funder."""
    for one in funders_document(page)["funders"]:
        yield _row(FUNDERS, one)


def of_funder(page: FunderPage) -> Iterator[Row]:
    """One row for each program by indicator, then these together, and what is left of all linked programs."""
    said = funder_document(page)
    for each in said["indicators"]:
        head = {"funder_id": said["funder_id"], "indicator_id": each["indicator_id"], "period": each["period"]}
        for one in each["programs"]:
            yield _row(FUNDER, {**one, **head, "kind": "program", "withheld_because": one["reason"]})
        whole = {name: each[name] for name in ("people", "points", "low", "high", "level", "modelled_share")}
        yield _row(FUNDER, {**head, **whole, "kind": "together", "withheld_because": each["reason"]})
        yield _row(FUNDER, {**head, "kind": "all others", "modelled_share": each["share_of_others"]})


def of_years(page: CalibrationPage) -> Iterator[Row]:
    """One row for each kept model."""
    said = calibration_document(page)
    for one in said["years"]:
        first = one["suspects"][0]["words"] if one["suspects"] else ""
        yield _row(YEARS, {**one, "indicator_id": said["indicator_id"], "look_at_first": first})


def _row(headings: Sequence[str], said: dict) -> Row:
    return tuple(said.get(name) for name in headings)
