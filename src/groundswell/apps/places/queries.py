"""Which places and groups a community has, and what a source is read against."""

from __future__ import annotations

from uuid import UUID

from groundswell.apps.people.models import Community
from groundswell.apps.places.models import Group, Place
from groundswell.exchange.mapping.reading import Known, KnownGroup, KnownPlace


def place_directory(community: Community) -> dict[str, UUID]:
    """Places by public id; a blank id leads to the community's own place."""
    rows = Place.objects.filter(community=community).values_list("public_id", "id", "is_own")
    ids = {public_id: key for public_id, key, _ in rows}
    ids.update(("", key) for _, key, is_own in rows if is_own)
    return ids


def group_directory(community: Community) -> dict[str, UUID]:
    """Groups by public id; a blank id leads to everyone."""
    return dict(Group.objects.filter(community=community).values_list("public_id", "id"))


def known_of(community_id: str) -> Known | None:
    """What a source is read against: the community's places, groups and calendar; None where there is none."""
    community = Community.objects.filter(public_id=community_id).first()
    if community is None:
        return None
    places = Place.objects.filter(community=community).exclude(public_id="").order_by("public_id")
    groups = Group.objects.filter(community=community).exclude(public_id="").order_by("public_id")
    return Known(
        places=tuple(KnownPlace(row.public_id, row.name, row.geoid) for row in places),
        groups=tuple(KnownGroup(row.public_id, row.dimension, row.label) for row in groups),
        fiscal_year_start=int(community.fiscal_year_start or 7),
        fiscal_year_named_by=community.fiscal_year_named_by or "end",
    )
