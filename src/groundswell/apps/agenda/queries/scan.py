"""The systems scan of a community, and the areas and people that it is set beside."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from groundswell.apps.agenda.models import ScannedService
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for, not_retired
from groundswell.apps.places.models import Place, Population
from groundswell.core.periods import Period
from groundswell.core.specification.scan import ScanLine


@dataclass(frozen=True, slots=True)
class ScanArea:
    """A place as a column of the scan: its id (blank: the community's own place), its name, what lies around it."""

    id: str
    name: str
    around: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleCounted:
    """How many people of a group live in an area, as published for a period."""

    place_id: str
    group_id: str
    group: str
    dimension: str
    period: Period
    count: int


@dataclass(frozen=True, slots=True)
class Scan:
    """Every line in use, with the institutions' names, the areas in order, and the people who live there."""

    lines: tuple[ScanLine, ...]
    organizations: Mapping[str, str]
    areas: tuple[ScanArea, ...]
    people: tuple[PeopleCounted, ...]


def scan_of(community: Community, *, reader: Actor) -> Scan:
    """The scan as whoever may open the community reads it; nothing for anybody else. Four queries."""
    if community_for(community.public_id, reader=reader) is None:
        return Scan((), {}, (), ())
    rows = list(_standing(community))
    places = {place.pk: place for place in not_retired(Place.objects.filter(community=community))}
    areas = tuple(_areas(places, {row.place_id for row in rows}))
    return Scan(
        lines=tuple(_line(row) for row in rows),
        organizations={row.organization.public_id: row.organization.name or row.organization.public_id for row in rows},
        areas=areas,
        people=tuple(_people(community, {area.id for area in areas})),
    )


def _standing(community: Community) -> Iterator[ScannedService]:
    standing = not_retired(ScannedService.objects.filter(community=community))
    in_use = standing.filter(organization__retired=None, place__retired=None)
    yield from in_use.select_related("organization", "place").order_by("service", "organization__public_id", "ages")


def _line(row: ScannedService) -> ScanLine:
    capacity = Decimal(row.capacity) if row.capacity else None
    return ScanLine(row.organization.public_id, row.service, row.ages, _id(row.place), capacity, row.note)


def _id(place: Place) -> str:
    return "" if place.is_own else place.public_id


def _areas(places: Mapping[UUID, Place], scanned: Collection[UUID]) -> Iterator[ScanArea]:
    """The places that the scan names and those of their kind, else the parts of the whole; the whole where it is
    named. An area that nobody named is in view too: that is where the gaps are."""
    named = [places[key] for key in scanned if key in places]
    kinds = {place.kind for place in named if not place.is_own}
    own = next((place for place in places.values() if place.is_own), None)
    parts = [place for place in places.values() if place.kind in kinds and not place.is_own]
    if named and not parts:
        parts = [place for place in places.values() if not place.is_own and _is_part(place, own)]
    for place in (*(one for one in named if one.is_own), *sorted(parts, key=lambda place: (place.kind, place.name))):
        yield ScanArea(_id(place), place.name or place.public_id, tuple(_around(place, places, own)))


def _is_part(place: Place, own: Place | None) -> bool:
    return place.parent_id is None or (own is not None and place.parent_id == own.pk)


def _around(place: Place, places: Mapping[UUID, Place], own: Place | None) -> Iterator[str]:
    """The larger areas that a place lies in, the community's own last; each once, however places were nested."""
    met, parent = {place.pk}, places.get(place.parent_id) if place.parent_id else None
    while parent is not None and parent.pk not in met:
        met.add(parent.pk)
        yield _id(parent)
        parent = places.get(parent.parent_id) if parent.parent_id else None
    if own is not None and own.pk not in met:
        yield _id(own)


def _people(community: Community, place_ids: Collection[str]) -> Iterator[PeopleCounted]:
    rows = not_retired(Population.objects.filter(community=community)).select_related("place", "group")
    for row in rows:
        if row.count and _id(row.place) in place_ids:
            group = row.group
            yield PeopleCounted(
                place_id=_id(row.place),
                group_id=group.public_id,
                group=group.label or group.public_id,
                dimension=group.dimension,
                period=Period.parse(row.period),
                count=round(Decimal(row.count)),
            )
