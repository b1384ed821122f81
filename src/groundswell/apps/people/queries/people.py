"""Who takes part in a community, in which role, for whom; and what an actor's name in a record means to a reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from groundswell.apps.people.models import (
    Appointment,
    Community,
    EmergencyAccess,
    Invitation,
    Organization,
    Person,
    key_from,
)
from groundswell.apps.people.queries.actors import Actor, current, may
from groundswell.apps.people.queries.communities import not_retired
from groundswell.core.permissions import Permission
from groundswell.core.roles import Role

PERSON = "person:"


@dataclass(frozen=True, slots=True)
class Part:
    """A role that somebody holds in a community. `email` is blank where the reader may not see it."""

    id: UUID
    person_id: UUID
    name: str
    email: str
    role: Role
    organization_id: str
    organization: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A role offered and not taken up yet. `email` is blank where the reader may not see it."""

    id: UUID
    email: str
    name: str
    role: Role
    organization_id: str
    organization: str
    made: datetime
    expires: datetime


def parts_in(community: Community, *, reader: Actor) -> tuple[Part, ...]:
    """Everybody who takes part today: the backbone's people first, then organization by organization."""
    held = current(Appointment.objects.filter(community=community, person__is_active=True))
    rows = held.select_related("person", "organization").order_by("organization__name", "person__name", "id")
    parts = [_part(row, community, reader) for row in rows]
    return tuple(sorted(parts, key=lambda part: (bool(part.organization_id), part.organization, part.name.casefold())))


def offers_in(community: Community, *, reader: Actor) -> tuple[Offer, ...]:
    """Offers that can still be taken up, as far as they are the reader's business, newest first."""
    waiting = Invitation.objects.filter(community=community, accepted__isnull=True, withdrawn__isnull=True)
    rows = waiting.filter(expires__gt=timezone.now()).select_related("organization").order_by("-made")
    shown = (_invitation(row) for row in rows)
    return tuple(row for row in shown if may_see_address(reader, community, row.organization_id))


def may_see_address(reader: Actor, community: Community, organization_id: str) -> bool:
    """E-mail addresses are for those who invite and give roles; a provider's, for its own organization's people."""
    wanted = (Permission.GIVE_ROLES, Permission.INVITE_PEOPLE, Permission.INVITE_OWN_PEOPLE)
    return any(may(reader, each, community, organization_id=organization_id) for each in wanted)


def person_of(community: Community, person_id: str) -> Person | None:
    """Somebody who takes part in this community or once did; nobody else's account can be reached from here."""
    known = Person.objects.filter(pk=key_from(person_id), appointments__community=community)
    return known.distinct().first()


def organization_names(community: Community, *, ever: bool = False) -> dict[str, str]:
    """What organizations are called, by id: those at work today; `ever`: with those that were."""
    every = Organization.objects.filter(community=community)
    rows = (every if ever else not_retired(every)).order_by("name", "public_id")
    return {public_id: name or public_id for public_id, name in rows.values_list("public_id", "name")}


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """What people behind actors' names are called: those that are people, by the actor's name. One query.

    Blank for who gave no name: an e-mail address is not for everybody who reads a history.
    """
    keys = {actor: key_from(actor.removeprefix(PERSON)) for actor in set(actors) if actor.startswith(PERSON)}
    people = dict(Person.objects.filter(pk__in=keys.values()).values_list("pk", "name")) if keys else {}
    return {actor: people[key] for actor, key in keys.items() if key in people}


def stewards_of(communities: Iterable[Community]) -> dict[UUID, list[Person]]:
    """Who stewards each of these communities today, by the community's key."""
    held = current(Appointment.objects.filter(community__in=list(communities), role=str(Role.STEWARD)))
    rows = held.filter(person__is_active=True).select_related("person").order_by("id")
    found: dict[UUID, list[Person]] = {}
    for row in rows:
        found.setdefault(row.community_id, []).append(row.person)
    return found


def lasting_stewards(community: Community) -> QuerySet[Appointment]:
    """Appointments as steward that end on no date, of people whose account is in use."""
    return current(Appointment.objects.filter(community=community, role=str(Role.STEWARD))).filter(
        Q(until__isnull=True), person__is_active=True
    )


def left_without_steward(person: Person) -> list[Community]:
    """The communities that this person was to keep, and that nobody keeps now: another may be appointed there."""
    held = current(Appointment.objects.filter(person=person, role=str(Role.STEWARD), until__isnull=True))
    communities = not_retired(Community.objects.filter(pk__in=held.values("community"))).order_by("name", "public_id")
    return [community for community in communities if not lasting_stewards(community).exists()]


def emergency_accesses(community: Community | None = None) -> QuerySet[EmergencyAccess]:
    """Emergency accesses, newest first: of one community, or of all."""
    rows = EmergencyAccess.objects.select_related("community", "person").order_by("-starts")
    return rows if community is None else rows.filter(community=community)


def _part(row: Appointment, community: Community, reader: Actor) -> Part:
    organization_id = row.organization.public_id if row.organization else ""
    shows_address = may_see_address(reader, community, organization_id)
    return Part(
        id=row.pk,
        person_id=row.person_id,
        name=row.person.name,
        email=row.person.email if shows_address else "",
        role=Role(row.role),
        organization_id=organization_id,
        organization=(row.organization.name or organization_id) if row.organization else "",
        since=row.since,
        until=row.until,
    )


def _invitation(row: Invitation) -> Offer:
    return Offer(
        id=row.pk,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        organization_id=row.organization.public_id if row.organization else "",
        organization=(row.organization.name or row.organization.public_id) if row.organization else "",
        made=row.made,
        expires=row.expires,
    )
