"""Overlap: who is served by which programs together, and who went from one program to another."""

from __future__ import annotations

from dataclasses import dataclass

from groundswell.apps.people.queries import Actor, community_for, not_retired
from groundswell.apps.scorecards.queries.pages import CommunityFacts
from groundswell.apps.scorecards.queries.participation.standing import Standing, standing_of
from groundswell.apps.scorecards.queries.rows import community_facts
from groundswell.apps.submissions.models import ParticipationTable
from groundswell.core.estimates import Estimate
from groundswell.core.participation import may_stand, rounded
from groundswell.core.periods import Period


@dataclass(frozen=True, slots=True)
class ProgramColumn:
    """One program: its people, and how many of them are in another program too."""

    id: str
    name: str
    people: Estimate
    also_elsewhere: Estimate


@dataclass(frozen=True, slots=True)
class CombinationRow:
    """People who are in exactly these programs and in no other."""

    programs: tuple[str, ...]
    people: Estimate


@dataclass(frozen=True, slots=True)
class PathwayRow:
    """People whose first enrollment in one program was followed by their first in another, and the median days."""

    origin: str
    origin_name: str
    destination: str
    destination_name: str
    people: Estimate
    median_days: int


@dataclass(frozen=True, slots=True)
class OverlapPage:
    """Overlap in one period, pathways over all time. `others` are people in combinations that are not shown."""

    community: CommunityFacts
    period: Period | None
    periods: tuple[Period, ...]
    is_so_far: bool
    is_linked: bool
    reason: str  # why nothing is shown; blank where it is
    whole: Estimate
    in_several: int  # people in more than one program
    is_at_least: bool  # `in_several` are those in combinations that are shown, and there may be more
    columns: tuple[ProgramColumn, ...]
    rows: tuple[CombinationRow, ...]
    others: Estimate
    pathways: tuple[PathwayRow, ...]
    within_days: int
    bounds: tuple[int, int] | None  # of all together, where people are not linked
    unseen: int
    smallest_shown: int
    data_version: str


def overlap_page(community_id: str, *, reader: Actor, period: str = "") -> OverlapPage | None:
    """Overlap for a reader; None where the community may not be opened."""
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    standing = standing_of(community, reader=reader, wanted=period)
    is_whole = bool(standing.table and standing.table.shown.get("is_whole"))
    rows = _combinations(standing)
    told = {each for each, _ in rows}
    left = sum(people for each, people in standing.whole.items() if each not in told)
    # Who is in several follows from all together and from those who are in one only, where these may all be shown.
    is_whole_known = is_whole and told.issuperset(each for each in standing.whole if len(each) == 1)
    several = sum(
        people
        for each, people in standing.whole.items()
        if len(each) > 1 and (each in told or (is_whole_known and not standing.why_not))
    )
    pathways, within = _pathways(standing)
    return OverlapPage(
        community=community_facts(community),
        period=standing.period,
        periods=standing.periods,
        is_so_far=standing.is_so_far,
        is_linked=standing.is_linked,
        reason=standing.why_not,
        whole=standing.count(sum(standing.whole.values()), is_shown=is_whole),
        in_several=rounded(several) if may_stand(several, standing.smallest) else 0,
        is_at_least=not is_whole_known,
        columns=tuple(_columns(standing, told)),
        rows=tuple(CombinationRow(each, standing.count(people, is_shown=True)) for each, people in rows),
        others=standing.count(left, is_shown=is_whole),
        pathways=pathways,
        within_days=within,
        bounds=None if standing.is_linked else standing.bounds(standing.whole, None),
        unseen=len(standing.unseen),
        smallest_shown=standing.smallest,
        data_version=community.data_version,
    )


def _combinations(standing: Standing) -> list[tuple[tuple[str, ...], int]]:
    """What may be shown, of programs that this reader sees, the most people first."""
    if standing.why_not or standing.table is None:
        return []
    shown = [tuple(each) for each in standing.table.shown.get("combinations", ())]
    known = [(each, standing.whole.get(each, 0)) for each in shown if set(each) <= set(standing.seen)]
    return sorted(known, key=lambda one: (-rounded(one[1]), len(one[0]), one[0]))


def _columns(standing: Standing, told: set[tuple[str, ...]]) -> list[ProgramColumn]:
    """Programs that this reader sees, by name; who is elsewhere too follows where those who are not may be shown."""
    found = []
    for program_id, row in standing.seen.items():
        if program_id not in standing.counts:
            continue
        alone = standing.whole.get((program_id,), 0)
        elsewhere = standing.counts[program_id] - alone
        is_known = (program_id,) in told and may_stand(standing.counts[program_id], standing.smallest)
        found.append(
            ProgramColumn(
                program_id,
                row.name or program_id,
                standing.of_program(program_id),
                standing.count(elsewhere, is_shown=is_known),
            )
        )
    return found


def _pathways(standing: Standing) -> tuple[tuple[PathwayRow, ...], int]:
    """Pathways between programs that this reader sees, the most people first. One query."""
    rows = not_retired(ParticipationTable.objects.filter(community=standing.community, kind="pathways"))
    table = rows.first()
    within = int(table.shown.get("within_days", 0)) if table else 0
    if table is None or standing.why_not or table.smallest_shown < standing.smallest:
        return (), within
    shown = {tuple(each) for each in table.shown.get("pathways", ())}
    seen = standing.seen
    found = [
        PathwayRow(
            origin, seen[origin].name or origin, destination, seen[destination].name or destination,
            standing.count(people, is_shown=True), round(days),
        )
        for origin, destination, people, days in table.rows
        if (origin, destination) in shown and origin in seen and destination in seen
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-(one.people.value or 0.0), one.origin, one.destination))), within
