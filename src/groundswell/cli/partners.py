"""`partners`: who works with whom, how far each side says so, the network, who may commit, and what was promised."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.cli.output import CommunityOption, HomeOption, JsonOption, Output, person

if TYPE_CHECKING:
    from groundswell.apps.people.models import Community

NOT_A_SCORE = "What differs is something to talk about, and no score; a higher level is not a better one."
AS_TODAY = "Commitments are those made by that day, as they stand today."
SHUT = "What partners did not share is left out, here as on every page."


def partners(
    on: Annotated[
        str, typer.Option(metavar="DATE", help="As it stood on this day, year-month-day; today without it.")
    ] = "",
    remind: Annotated[
        bool, typer.Option("--remind", help="Send the letters about commitments that are due, then end.")
    ] = False,
    community: CommunityOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say who works with whom, and what was promised.

    Reads partnerships, the answers that both sides share with everybody who takes part, mandates and commitments;
    writes nothing, but with --remind: that sends letters to people of organizations whose promises are due, each once.
    Prints a line a partnership with the level that each side puts it at, the network's figures, and what is covered.

    Example: groundswell partners --on 2026-06-30 --json
    """
    output = Output(as_json)
    day = _day(on)
    from groundswell.cli.installation import community_at

    community_id = community_at(home, community)
    if remind:
        _remind(output, community_id)
        return
    from django.utils import timezone

    from groundswell.apps.people.models import Community
    from groundswell.apps.scorecards.queries.partnerships.partners_document import partners_document

    here, today = Community.objects.get(public_id=community_id), timezone.localdate()
    said = partners_document(here, reader=person(), on=min(day or today, today), today=today)
    output.document(said)
    if not as_json:
        _tell(output, here, said, is_earlier=said["date"] < today)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter("write a day as 2026-06-30", param_hint="--on") from None


def _remind(output: Output, community_id: str) -> None:
    from groundswell.apps.partnerships.actions import remind_of_commitments

    done = remind_of_commitments(community_id=community_id, by=person())
    output.report(done.findings, done.counts)
    letters, reminders = done.counts.get("letters", 0), done.counts.get("reminders", 0)
    output.result(f"Letters sent: {letters:,}, about {reminders:,} commitments.")


def _tell(output: Output, here: "Community", said: dict[str, Any], *, is_earlier: bool) -> None:
    from groundswell.apps.packages.queries import objects_of
    from groundswell.apps.people.queries import organization_names

    names = {kind: {one.id: one.title for one in objects_of(here, kind)} for kind in ("purposes", "networks")}
    names["organizations"] = organization_names(here, ever=True)
    output.result(f"{here.name}, {said['date']}")
    output.result("")
    if said["partnerships"]:
        headings = ("partnership", "purpose", "date", "level", "partner's", "gap")
        output.table(headings, [_cells(one, names) for one in said["partnerships"]], right=range(3, 6))
        output.result(NOT_A_SCORE)
        output.result(SHUT)
    else:
        output.result("No partnership is named yet.")
    output.result("")
    _tell_network(output, said["network"], names["organizations"])
    output.result("")
    _tell_mandates(output, said["mandates"], names["networks"])
    output.result("")
    _tell_commitments(output, said["commitments"])
    if is_earlier:
        output.result(AS_TODAY)


def _cells(one: dict[str, Any], names: dict[str, dict[str, str]]) -> tuple[str, ...]:
    sides = [names["organizations"].get(one[side]) or one[side] for side in ("organization_id", "partner_id")]
    partnership = f"{' and '.join(sides)} ({one['partnership_id']})"
    purpose = names["purposes"].get(one["purpose"]) or one["purpose"] or ""
    levels = (one["levels"].get(one[side]) for side in ("organization_id", "partner_id"))
    return (partnership, purpose, _or_blank(one["date"]), *map(_or_blank, levels),
            "" if one["gap"] is None else f"{one['gap']:+d}" if one["gap"] else "0")  # fmt: skip


def _called(public_id: str | None, names: dict[str, str]) -> str:
    """A name with its id in brackets, by which the other commands and the files call it; blank for none."""
    name = names.get(public_id or "")
    return f"{name} ({public_id})" if name else public_id or ""


def _or_blank(value: object) -> str:
    return "" if value is None else str(value)


def _tell_network(output: Output, network: dict[str, Any], names: dict[str, str]) -> None:
    cut_points = ", ".join(_called(one, names) for one in network["cut_points"])
    low, high = network["density_low"], network["density_high"]
    output.result(
        f"Network of {network['organizations']:,} organizations, {network['confirmed_ties']:,} ties that both confirm."
    )
    output.result(f"Answered: {_share(network['response_rate'])} of what partnerships wait for.")
    output.result(
        f"Density: {_share(network['density'])}; with the answers that are missing {_share(low)} to {_share(high)}."
    )
    output.result(f"Without the backbone: {_share(network['density_without_backbone'])}.")
    output.result(f"Returned: {_share(network['reciprocity'])}. Centralization: {_share(network['centralization'])}.")
    output.result(f"What falls apart without one: {cut_points or 'nothing'}.")


def _tell_mandates(output: Output, mandates: list[dict[str, Any]], names: dict[str, str]) -> None:
    headings = ("who", "providers", "present", "formally", "priorities", "resources", "practices")
    kinds = ("priorities", "resources", "practices")
    rows = [
        (_called(one["network_id"], names) or "all providers", f"{one['providers']:,}", _share(one["present_share"]),
         _share(one["represented_share"]), *(_share(one["can_commit"][kind]) for kind in kinds))
        for one in mandates
    ]  # fmt: skip
    output.table(headings, rows, right=range(1, 7))


def _tell_commitments(output: Output, told: dict[str, Any]) -> None:
    counted = ", ".join(f"{status.replace('_', ' ')} {number:,}" for status, number in told["by_status"].items())
    output.result(f"Commitments: {told['total']:,} ({counted}); overdue {told['overdue']:,}.")
    for one in told["amounts"]:
        unit = one["unit"] or "without a unit"
        output.result(
            f"  {unit}: {one['pledged']:,.0f} pledged, {one['kept']:,.0f} kept, {one['standing']:,.0f} stand."
        )


def _share(share: float | None) -> str:
    return "nobody can tell" if share is None else f"{share:.0%}"
