"""`contribution`: what the programs linked to an indicator could add up to, the gap, and what nobody owns yet."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.cli.output import CommunityOption, HomeOption, InputError, JsonOption, Output, person
from groundswell.core.findings import error

if TYPE_CHECKING:
    from groundswell.apps.scorecards.queries.contributions.pages import ContributionPage

NEVER_ATTRIBUTION = "Contribution, never attribution: this is what could be, as it was declared."
MODELS = ("risks_multiply", "added_chances")


def contribution(
    indicator: Annotated[str, typer.Argument(metavar="INDICATOR", help="The indicator, by its id.")],
    period: Annotated[
        str, typer.Option(metavar="PERIOD", help="Look at this period; that of the target without it.")
    ] = "",
    model: Annotated[
        str, typer.Option(metavar="MODEL", help="How effects come together: risks_multiply or added_chances.")
    ] = MODELS[0],
    community: CommunityOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what the linked programs could add up to.

    Reads the links to INDICATOR, how many people their programs serve, and the indicator with its target; writes
    nothing. Prints each program alone with its range, all of them together without counting anybody twice, the gap, and
    the people whom nobody owns yet.

    Example: groundswell contribution kindergarten-readiness --json
    """
    output = Output(as_json)
    if model not in MODELS:
        raise typer.BadParameter(f"say {' or '.join(MODELS)}", param_hint="--model")
    if period:
        _checked(period)
    from groundswell.cli.installation import community_at

    community_id = community_at(home, community)
    from groundswell.apps.scorecards.queries.contributions.documents import contribution_document
    from groundswell.apps.scorecards.queries.contributions.pages import contribution_page

    page = contribution_page(community_id, indicator, reader=person(), period=period, model=model)
    if page is None:
        raise InputError(error(f"there is no indicator {indicator!r}", "groundswell dump writes all that there are"))
    said = contribution_document(page)
    output.document(said)
    if not as_json:
        _tell(output, page, said)


def _checked(period: str) -> None:
    from groundswell.core.periods import Period

    try:
        Period.parse(period)
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong), param_hint="--period") from None


def _tell(output: Output, page: "ContributionPage", said: dict[str, Any]) -> None:
    """A line a program, then all together in sentences."""
    output.result(f"{page.indicator.name}, {said['period'] or 'no period'}")
    if said["reason"]:
        output.result(f"Nothing can be computed: {said['reason']}.")
    if said["programs"]:
        headings = ("program", "reach", "people", "low", "high", "points", "part of all", "of the gap")
        output.table(headings, [_cells(one) for one in said["programs"]], right=range(1, 8))
    else:
        output.result("No program is linked to it yet.")
    for one in said["programs"]:
        if one["reason"]:
            output.result(f"{one['program_id']}: {one['reason']}.")
    if said["joint_points"] is not None:
        _tell_together(output, said)
    for warning in said["warnings"]:
        output.result(f"{warning[:1].upper()}{warning[1:]}.")


def _tell_together(output: Output, said: dict[str, Any]) -> None:
    ends = _range(said["low"], said["high"])
    known = f" ({said['level']:.0%}: {ends})" if ends else ""
    output.result("")
    output.result(
        f"Together: about {said['joint_points']:.2f} points{known}, added up one by one {said['sum_points']:.2f}."
    )
    if said["share_of_gap"] is not None:
        left = f"{said['unowned_people']:,.0f} people are owned by nobody yet"
        output.result(f"That is {said['share_of_gap']:.0%} of the gap of {said['gap_people']:,.0f} people; {left}.")
    elif said["gap_people"] is None:
        output.result("No target stands for that period.")
    if said["detectable_points"] is not None:
        output.result(f"One year's data could show changes from {said['detectable_points']:.1f} points on.")
    output.result(NEVER_ATTRIBUTION)


def _cells(one: dict[str, Any]) -> tuple[str, ...]:
    points = (
        f"{one[name]:.2f}" if one[name] is not None else "" for name in ("low", "high", "points", "modelled_share")
    )
    people = (f"{one[name]:,.0f}" if one[name] is not None else "" for name in ("reach", "people"))
    share = f"{one['share_of_gap']:.0%}" if one["share_of_gap"] is not None else ""
    return (one["program_id"], *people, *points, share)


def _range(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.2f} to {high:.2f}"
