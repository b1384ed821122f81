"""What whoever runs the installation sees of it: communities by name, people, emergency accesses; nothing within."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from groundswell.apps.people.models import Community, EmergencyAccess, Person
from groundswell.web.forms.people import EmergencyForm, StewardForm
from groundswell.web.presenters.audit import Emergency, emergency_row
from groundswell.web.presenters.people import day_of


@dataclass(frozen=True, slots=True)
class CommunityRow:
    """A community as far as an administrator sees it."""

    id: str
    name: str
    stewards: str
    retired: str
    address: str


@dataclass(frozen=True, slots=True)
class AdministrationPage:
    """The installation at a glance."""

    communities: tuple[CommunityRow, ...]
    emergencies: tuple[Emergency, ...]


@dataclass(frozen=True, slots=True)
class OneCommunityPage:
    """One community: whose hands it is in, and the door for an emergency."""

    row: CommunityRow
    has_steward: bool
    steward_form: StewardForm
    emergency_form: EmergencyForm
    open_access: Emergency | None
    open_address: str
    desk_address: str  # where who keeps it begins; blank for whoever only runs the installation


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account."""

    id: str
    name: str
    email: str
    is_active: bool
    is_administrator: bool
    is_own: bool
    joined: str


def administration_page(
    communities: Sequence[Community], stewards: Mapping[UUID, list[Person]], opened: Iterable[EmergencyAccess]
) -> AdministrationPage:
    """`stewards` are those of today by the community's key."""
    rows = tuple(community_row(community, stewards.get(community.pk, [])) for community in communities)
    return AdministrationPage(rows, tuple(emergency_row(access) for access in opened))


def community_row(community: Community, stewards: Sequence[Person]) -> CommunityRow:
    """A community and who keeps it."""
    return CommunityRow(
        id=community.public_id,
        name=community.name,
        stewards=", ".join(person.name or person.email for person in dict.fromkeys(stewards)),
        retired=community.retired.isoformat() if community.retired else "",
        address=reverse("administer_community", args=[community.public_id]),
    )


def account_row(person: Person, own: Person | None) -> AccountRow:
    """An account, as a row."""
    return AccountRow(
        id=str(person.pk),
        name=person.name,
        email=person.email,
        is_active=person.is_active,
        is_administrator=person.is_administrator,
        is_own=person == own,
        joined=day_of(person.joined),
    )
