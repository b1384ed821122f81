"""How places, groups, boundaries and populations are put away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from groundswell.apps.people.actions import Directory, RefusalError, Stored, store_records, store_table
from groundswell.apps.people.models import Community, time_ordered_hexes
from groundswell.apps.places.models import Boundary, Crosswalk, Group, Place, Population
from groundswell.core.findings import error
from groundswell.exchange.mapping.reading import GroupSeen, PlaceSeen
from groundswell.exchange.package.model import Package


def store_places(package: Package, *, community: Community) -> dict[str, UUID]:
    """Places as the package lists them, and the community's own; returns the directory of places by id.

    A blank id leads to the own place, and so does its name: the two are one place, so their rows share a key.
    Raises RefusalError where the community has an own place already and the package names another.
    """
    own_id = str(package.community.get("place_id", ""))
    own = _own_place(community, own_id)
    table = package.tables.get("places")
    ids = {row.public_id: row.id for row in Place.objects.filter(community=community)}
    listed = table.column("place_id") if table else []
    new = sorted(place for place in listed if place not in ids)
    ids.update(zip(new, map(UUID, time_ordered_hexes(len(new))), strict=True))
    ids[""] = own.id
    if new:  # rows first, parents after: a place may stand before the place it lies in
        Place.objects.bulk_create([Place(id=ids[place], community=community, public_id=place) for place in new])
    store_table(Place, table, community=community, directory={Place: ids}, is_listed=True, is_matched=True)
    return ids


def _own_place(community: Community, own_id: str) -> Place:
    own = Place.objects.filter(community=community, is_own=True).first()
    if own is None:
        row = {"community": community, "public_id": own_id}
        own, _ = Place.objects.get_or_create(**row, defaults={"is_listed": False})
        Place.objects.filter(pk=own.pk).update(is_own=True)
    elif own.public_id == "" and own_id:
        if Place.objects.filter(community=community, public_id=own_id).exists():
            raise _moved("", own_id)
        own.public_id = own_id
        own.save(update_fields=["public_id"])
    elif own_id and own.public_id != own_id:
        raise _moved(own.public_id, own_id)
    return own


def _moved(before: str, after: str) -> RefusalError:
    stands = f"{before!r} is" if before else "a place without a name is"
    return RefusalError(
        error(
            f"{after!r} cannot become the community's own place: {stands}, and its values stand under it",
            "keep place_id as it was, or load the package under another community id",
            file="community.yaml",
            column="place_id",
        )
    )


def store_groups(package: Package, *, community: Community) -> dict[str, UUID]:
    """Groups as the package lists them, and the row for everyone; returns the directory of groups by id."""
    everyone, _ = Group.objects.get_or_create(community=community, public_id="")
    store_table(Group, package.tables.get("groups"), community=community, directory={}, is_matched=True)
    ids = dict(Group.objects.filter(community=community).values_list("public_id", "id"))
    return {**ids, "": everyone.id}


def store_boundaries(boundaries: Mapping[str, Any], *, community: Community, places: Mapping[str, UUID]) -> Stored:
    """Outlines of places, by the place's id."""
    records = [{"place_id": places[place], "geometry": geometry} for place, geometry in sorted(boundaries.items())]
    return store_records(Boundary, records, community=community)


def store_areas(package: Package, *, community: Community, directory: Directory) -> None:
    """Boundaries, crosswalks and populations."""
    store_boundaries(package.boundaries, community=community, places=directory[Place])
    for model in (Crosswalk, Population):
        store_table(model, package.tables.get(model.file), community=community, directory=directory)


def keep_unmatched_places(seen: Iterable[PlaceSeen], *, community: Community, places: dict[str, UUID]) -> list[str]:
    """Places that an import met and the community does not know: kept under an id made from their spelling."""
    _name_the_own_place(seen := list(seen), community)
    new = {place.id: place for place in seen if place.id and place.id not in places}
    rows = [
        Place(community=community, public_id=place.id, name=place.spelling, geoid=place.geoid, is_matched=place.matched)
        for place in new.values()
    ]
    Place.objects.bulk_create(rows)
    places.update({row.public_id: row.id for row in rows})
    return sorted(new)


def _name_the_own_place(seen: Iterable[PlaceSeen], community: Community) -> None:
    """An own place that no places.csv has named is called what the publisher calls it."""
    own = Place.objects.filter(community=community, is_own=True, name="").exclude(public_id="").first()
    for place in seen:
        if own and place.id == own.public_id and place.spelling != own.public_id:
            Place.objects.filter(pk=own.pk).update(name=place.spelling)


def keep_unmatched_groups(seen: Iterable[GroupSeen], *, community: Community, groups: dict[str, UUID]) -> list[str]:
    """Groups that an import met and the community does not know: kept under an id made from their spelling."""
    new = {group.id: group for group in seen if group.id and group.id not in groups}
    rows = [
        Group(
            community=community,
            public_id=group.id,
            dimension=group.dimension or "other",
            label=group.label or group.spelling,
            is_matched=group.matched,
        )
        for group in new.values()
    ]
    Group.objects.bulk_create(rows)
    groups.update({row.public_id: row.id for row in rows})
    return sorted(new)
