"""The page of the systems scan: two of service, area, ages and institution against each other with their capacity,
beside how many people live in each area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from groundswell.apps.agenda.queries import PeopleCounted, Scan, ScanArea, scan_of
from groundswell.apps.people.queries import Actor, community_for
from groundswell.apps.scorecards.queries.pages import CommunityFacts
from groundswell.apps.scorecards.queries.rows import community_facts
from groundswell.core.periods import Period
from groundswell.core.specification.ages import Ages, read_ages
from groundswell.core.specification.scan import Room, ScanLine, chosen_lines, room_of, services_of
from groundswell.core.specification.scan_crossing import Axis, Dimension, ScanCrossing, chosen_dimensions, crossing_of

AGE = "age"  # the dimension of groups that are told apart by age


@dataclass(frozen=True, slots=True)
class ScanAsked:
    """What the scan is looked at for: somebody of these ages, one institution, beside people of one group; and what
    stands in its rows and in its columns (services by areas, where that says nothing)."""

    ages: str = ""
    organization_id: str = ""
    group_id: str | None = None  # None: whoever fits the ages, else everyone
    rows: str = ""
    columns: str = ""


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
    crossing: ScanCrossing
    totals: Mapping[str, AreaTotal]  # by the id of the area
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
    axes = (_axis(scan, one, asked, ages) for one in chosen_dimensions(asked.rows, asked.columns))
    people = _beside(scan.people, asked.group_id, ages)
    return ScanPage(
        community=community_facts(community),
        asked=asked,
        ages=ages,
        crossing=crossing_of(lines, *axes),
        totals={total.area.id: total for total in _totals(scan, lines, people)},
        lines=tuple(lines),
        organizations=scan.organizations,
        all_ages=tuple(sorted({read for line in scan.lines if (read := line.ages_read) is not None})),
        people=people,
        groups=_groups(scan.people),
    )


def _axis(scan: Scan, dimension: Dimension, asked: ScanAsked, ages: Ages | None) -> Axis:
    """What stands in rows or columns: all that the whole scan names, but of ages and institutions those asked for."""
    match dimension:
        case Dimension.SERVICE:
            return Axis(dimension, tuple(services_of(scan.lines)))
        case Dimension.AREA:
            around = {area.id: area.around for area in scan.areas}
            return Axis(dimension, tuple(around), around)
        case Dimension.AGES:
            told = [line.ages_read for line in chosen_lines(scan.lines, ages=ages)]
            read = sorted({one for one in (*told, ages) if one})
            return Axis(dimension, (*map(str, read), *([""] if None in told else [])))
        case Dimension.INSTITUTION:
            names, only = scan.organizations, asked.organization_id
            ordered = sorted(names, key=lambda one: names[one].casefold())
            return Axis(dimension, (only,) if only in names else tuple(ordered))


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
