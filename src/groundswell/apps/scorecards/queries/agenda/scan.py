"""The page of the systems scan: services by areas with their capacity, beside how many people live there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from groundswell.apps.agenda.queries import PeopleCounted, Scan, ScanArea, scan_of
from groundswell.apps.people.queries import Actor, community_for
from groundswell.apps.scorecards.queries.pages import CommunityFacts
from groundswell.apps.scorecards.queries.rows import community_facts
from groundswell.core.periods import Period
from groundswell.core.specification.ages import Ages, read_ages
from groundswell.core.specification.scan import (
    Room,
    ScanLine,
    ScanMatrix,
    chosen_lines,
    matrix_of,
    room_of,
    services_of,
)

AGE = "age"  # the dimension of groups that are told apart by age


@dataclass(frozen=True, slots=True)
class ScanAsked:
    """What the scan is looked at for: somebody of these ages, one institution, beside people of one group."""

    ages: str = ""
    organization_id: str = ""
    group_id: str | None = None  # None: whoever fits the ages, else everyone


@dataclass(frozen=True, slots=True)
class PeopleBeside:
    """The people that capacity is set beside: who is counted, for when, and how many in each area."""

    group_id: str
    group: str  # blank: everyone
    period: Period
    counts: Mapping[str, int]  # by area; one that is absent is not known


@dataclass(frozen=True, slots=True)
class AreaTotal:
    """An area with what all its services come to, and the people who live there."""

    area: ScanArea
    room: Room
    people: int | None

    @property
    def per_100(self) -> float | None:
        """Capacity for every hundred people."""
        return self.room.per_100(self.people)


@dataclass(frozen=True, slots=True)
class ScanPage:
    """The whole scan as it was asked for."""

    community: CommunityFacts
    asked: ScanAsked
    ages: Ages | None
    matrix: ScanMatrix
    totals: tuple[AreaTotal, ...]
    lines: tuple[ScanLine, ...]  # those that were asked for
    organizations: Mapping[str, str]
    all_ages: tuple[Ages, ...]  # as the lines of the whole scan have them
    people: PeopleBeside | None
    groups: tuple[tuple[str, str], ...]  # that people are counted of: id and name, everyone first

    @property
    def data_version(self) -> str:
        """What the page is made from."""
        return self.community.data_version


def scan_page(community_id: str, asked: ScanAsked, *, reader: Actor) -> ScanPage | None:
    """The page; None where there is no such community for this reader."""
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    scan, ages = scan_of(community, reader=reader), read_ages(asked.ages)
    lines = chosen_lines(scan.lines, ages=ages, organization_id=asked.organization_id)
    matrix = matrix_of(
        lines,
        services=services_of(scan.lines),
        place_ids=[area.id for area in scan.areas],
        around={area.id: area.around for area in scan.areas},
    )
    people = _beside(scan.people, asked.group_id, ages)
    return ScanPage(
        community=community_facts(community),
        asked=asked,
        ages=ages,
        matrix=matrix,
        totals=tuple(_totals(scan, lines, people)),
        lines=tuple(lines),
        organizations=scan.organizations,
        all_ages=tuple(sorted({read for line in scan.lines if (read := line.ages_read) is not None})),
        people=people,
        groups=_groups(scan.people),
    )


def _totals(scan: Scan, lines: Sequence[ScanLine], people: PeopleBeside | None) -> Iterable[AreaTotal]:
    for area in scan.areas:
        room = room_of(line for line in lines if line.place_id == area.id)
        yield AreaTotal(area, room, people.counts.get(area.id) if people else None)


def _groups(people: Iterable[PeopleCounted]) -> tuple[tuple[str, str], ...]:
    found = {one.group_id: one.group for one in people}
    return tuple(sorted(found.items(), key=lambda pair: (pair[0] != "", pair[1])))


def _beside(people: Sequence[PeopleCounted], group_id: str | None, ages: Ages | None) -> PeopleBeside | None:
    """The people of a group in the latest period that any area is counted for; None where nobody is counted."""
    fitting = [one.group_id for one in people if ages and one.dimension == AGE and read_ages(one.group) == ages]
    wanted = group_id if group_id is not None else next(iter(fitting), "")
    of_group = [one for one in people if one.group_id == wanted]
    if not of_group:
        return None
    latest = max(one.period for one in of_group)
    counts = {one.place_id: one.count for one in of_group if one.period == latest}
    return PeopleBeside(wanted, of_group[0].group if wanted else "", latest, counts)
