"""Who reads and who acts, and whether they may: the one place that decides.

An `Actor` is somebody at the door: a person who signed in, a program that speaks for a person by a token, the operator
at the command line of the machine, or the public. Reads take one as `reader=`, actions as `by=`.

A reader who may not open a community gets the same answer as where there is none (`community_for` gives None); who may
open it and not do a thing meets `NotAllowedError`, which says which roles could.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from groundswell.apps.people.isolation import speaking_as_person
from groundswell.apps.people.models import AccessToken, Appointment, Community, EmergencyAccess, Person
from groundswell.core.permissions import Permission
from groundswell.core.roles import ROLES, Role, roles_with
from groundswell.core.vocabulary import Visibility

_READING = frozenset(ROLES[Role.PUBLIC].permissions)


@dataclass(frozen=True, slots=True)
class Holding:
    """A role that an actor holds now: where, for which organization, until when."""

    community: UUID
    role: Role
    organization: UUID | None = None
    organization_id: str = ""  # its public id
    until: datetime | None = None
    is_emergency: bool = False


@dataclass(frozen=True)
class Actor:
    """Whoever reads or acts. `name` is what the audit log keeps of them: never an address, never a person's name."""

    name: str
    person: Person | None = None
    is_operator: bool = False
    token: AccessToken | None = None
    holdings: tuple[Holding, ...] = field(default=(), repr=False)

    @property
    def is_signed_in(self) -> bool:
        """True for a person, or a program that speaks for one."""
        return self.person is not None

    @property
    def is_administrator(self) -> bool:
        """True for a person who runs the installation, in person: a token never does."""
        return self.person is not None and self.person.is_administrator and self.token is None

    def held_in(self, community: Community) -> Iterator[Holding]:
        """The roles this actor holds in a community; a token that is bound to another community has none."""
        if self.token is not None and self.token.community_id not in (None, community.pk):
            return
        yield from (holding for holding in self.holdings if holding.community == community.pk)


PUBLIC = Actor("public")


class NotAllowedError(Exception):
    """Somebody may open a community and may not do this in it."""

    def __init__(self, permission: Permission | None, community: Community | None = None) -> None:
        """Names what was asked for; None is what nobody does by a role, but who runs the installation."""
        super().__init__(f"may not {permission or 'run the installation'}")
        self.permission = permission
        self.community = community
        self.roles = [ROLES[role].name for role in roles_with(permission)] if permission else []


def operator(name: str) -> Actor:
    """Somebody at the command line of the machine that keeps the installation, who can read its files anyway."""
    return Actor(name, is_operator=True)


def actor_of(person: Person, *, token: AccessToken | None = None) -> Actor:
    """A person, or a program by this token, with every role held at this moment. One query, or two."""
    if not person.is_active:
        return PUBLIC
    with speaking_as_person(person.pk):
        return Actor(f"person:{person.pk}", person=person, token=token, holdings=tuple(_holdings(person, token)))


def _holdings(person: Person, token: AccessToken | None) -> Iterator[Holding]:
    appointments = current(Appointment.objects.filter(person=person)).select_related("organization")
    for held in appointments.order_by("id"):
        organization = held.organization
        public_id = organization.public_id if organization else ""
        yield Holding(held.community_id, Role(held.role), held.organization_id, public_id, held.until)
    if person.is_administrator and token is None:  # nobody else, and no program, opens a community in an emergency
        now = timezone.now()
        for opened in EmergencyAccess.objects.filter(person=person, starts__lte=now, ends__gt=now):
            yield Holding(opened.community_id, Role.VIEWER, until=opened.ends, is_emergency=True)


# Within a change: what each actor holds since it began, by the actor; None while nothing is being changed.
_since_alone: ContextVar[dict[int, tuple[Actor, Actor]] | None] = ContextVar("since_alone", default=None)


@contextmanager
def asked_anew() -> Iterator[None]:
    """Whoever acts within is looked up once more, for they may have waited: a role that ended meanwhile is gone."""
    before = _since_alone.set({})
    try:
        yield
    finally:
        _since_alone.reset(before)


def as_of_now(actor: Actor) -> Actor:
    """The actor with what they hold: at this moment within a change, else when their request began."""
    known = _since_alone.get()
    if known is None or actor.person is None:
        return actor
    if id(actor) not in known:  # both are kept, so that no other actor can have this id
        known[id(actor)] = (actor, _looked_up(actor))
    return known[id(actor)][1]


def _looked_up(actor: Actor) -> Actor:
    assert actor.person is not None
    person, token = Person.objects.filter(pk=actor.person.pk).first(), None
    if actor.token is not None:
        alive = AccessToken.objects.filter(revoked__isnull=True, expires__gt=timezone.now())
        token = alive.filter(pk=actor.token.pk).first()
        if token is None:
            return PUBLIC
    return actor_of(person, token=token) if person is not None else PUBLIC


def current(appointments: QuerySet[Appointment], at: datetime | None = None) -> QuerySet[Appointment]:
    """Appointments that are held at a moment, now where none is said."""
    at = at or timezone.now()
    return appointments.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why somebody may do something: as the operator, by a role, or because everybody may."""

    role: Role | None
    organization_id: str = ""
    until: datetime | None = None
    is_emergency: bool = False


def grounds_for(
    actor: Actor, permission: Permission, community: Community, *, organization_id: str = ""
) -> Grounds | None:
    """Why the actor may do this here; None where not.

    `organization_id` says whose the thing is: permissions over one's own reach only what is that organization's.
    """
    actor = as_of_now(actor)
    if actor.is_operator:
        return Grounds(None)
    if actor.token is not None and not actor.token.may_write and permission not in _READ_ONLY:
        return None
    for holding in actor.held_in(community):
        if permission not in ROLES[holding.role].permissions:
            continue
        if permission.is_own and (not organization_id or holding.organization_id != organization_id):
            continue
        return Grounds(holding.role, holding.organization_id, holding.until, holding.is_emergency)
    if permission in _READING and community.visibility != Visibility.PRIVATE:
        return Grounds(Role.PUBLIC)
    return None


_READ_ONLY = frozenset(
    {
        Permission.READ_COMMUNITY,
        Permission.READ_HISTORY,
        Permission.EXPORT_COMMUNITY,
        Permission.READ_PEOPLE,
        Permission.READ_AUDIT_LOG,
        Permission.READ_PROGRAMS,
        Permission.READ_OWN_PROGRAMS,
        Permission.READ_FUNDED_PROGRAMS,
        Permission.READ_PARTNERSHIPS,
    }
)


def may(actor: Actor, permission: Permission, community: Community, *, organization_id: str = "") -> bool:
    """True where the actor may do this here."""
    return grounds_for(actor, permission, community, organization_id=organization_id) is not None


def may_for_any_organization(actor: Actor, permission: Permission, community: Community) -> bool:
    """True where the actor may do this for at least one organization, its own or all."""
    owned = (holding.organization_id for holding in actor.held_in(community))
    return any(may(actor, permission, community, organization_id=owner) for owner in ("", *owned))


def runs_installation(actor: Actor) -> bool:
    """True for an administrator in person, and for the operator."""
    return actor.is_operator or as_of_now(actor).is_administrator


def require_administrator(actor: Actor) -> None:
    """Raise NotAllowedError for anybody but an administrator in person, or the operator."""
    if not runs_installation(actor):
        raise NotAllowedError(None)


def require(actor: Actor, permission: Permission, community: Community, *, organization_id: str = "") -> None:
    """Raise NotAllowedError where the actor may not do this here. Every action on a community begins so."""
    if not may(actor, permission, community, organization_id=organization_id):
        raise NotAllowedError(permission, community)


def require_any(actor: Actor, permissions: tuple[Permission, ...], community: Community, organization_id: str) -> None:
    """Raise NotAllowedError for the first where the actor may do none of these: a wider permission, or one's own."""
    if not any(may(actor, each, community, organization_id=organization_id) for each in permissions):
        raise NotAllowedError(permissions[0], community)
