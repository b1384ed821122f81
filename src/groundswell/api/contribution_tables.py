"""The CSV twins of contribution: one row for each program and for all together; one row for each indicator."""

from collections.abc import Iterator

from groundswell.api.tables import Row
from groundswell.apps.scorecards.queries.contributions.documents import (
    contribution_document,
    contribution_list_document,
)
from groundswell.apps.scorecards.queries.contributions.listing import ContributionList
from groundswell.apps.scorecards.queries.contributions.pages import ContributionPage

CONTRIBUTION = (
    *("indicator_id", "period", "kind", "program_id", "link_id", "name", "served", "served_before", "served_of"),
    *("reach", "people", "people_low", "people_high", "points", "low", "high", "level", "share_of_gap"),
    *("modelled_share", "slots_for_the_gap", "evidence", "withheld_because"),
)
INDICATORS = (
    *("indicator_id", "name", "links", "programs", "period", "joint_points", "low", "high", "level", "share_of_gap"),
    *("unowned_people", "withheld_because"),
)


def of_contribution(page: ContributionPage) -> Iterator[Row]:
    """One row for each program, then the others, the overlap, all together, and what nobody owns yet."""
    said = contribution_document(page)
    head = {"indicator_id": said["indicator_id"], "period": said["period"], "level": said["level"]}
    for each in said["programs"]:
        yield _row(head, each, kind="program", withheld_because=each["reason"])
    if said["others"]:
        yield _row(head, said["others"], kind="other programs")
    if page.modelled is None:
        yield _row(head, {}, kind="together", withheld_because=said["reason"])
        return
    yield _row(head, {"points": -said["overlap"]}, kind="overlap")
    people = {
        name.removeprefix("joint_"): said[name] for name in ("joint_people", "joint_people_low", "joint_people_high")
    }
    ends = {"points": said["joint_points"], "low": said["low"], "high": said["high"]}
    yield _row(head, people | ends | {"share_of_gap": said["share_of_gap"]}, kind="together")
    if said["unowned_people"] is not None:
        yield _row(head, {"people": said["unowned_people"]}, kind="unowned")


def _row(head: dict, said: dict, **more: str) -> Row:
    known = {name: value for name, value in said.items() if name != "links"} | head | more
    return tuple(known.get(name) for name in CONTRIBUTION)


def of_list(page: ContributionList) -> Iterator[Row]:
    """One row for each indicator, those with links first."""
    for one in contribution_list_document(page)["indicators"]:
        yield tuple((one | {"withheld_because": one["reason"]})[name] for name in INDICATORS)
