"""Accounts: who administers the installation, which roles a person holds, and what an invitation's secret opens."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from groundswell.apps.people.isolation import with_invitation
from groundswell.apps.people.models import Appointment, Invitation, Person
from groundswell.apps.people.queries.actors import current
from groundswell.apps.people.queries.offers import still_offered
from groundswell.core.roles import ROLES, Role


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role that a person holds now, in words."""

    community_id: str
    community: str
    role: str
    sentence: str
    organization: str
    since: datetime
    until: datetime | None


def roles_held(person: Person) -> tuple[RoleHeld, ...]:
    """Every role of a person today, by community."""
    held = current(Appointment.objects.filter(person=person)).select_related("community", "organization")
    return tuple(_role_held(appointment) for appointment in held.order_by("community__name", "id"))


def _role_held(appointment: Appointment) -> RoleHeld:
    described = ROLES[Role(appointment.role)]
    organization = appointment.organization
    return RoleHeld(
        community_id=appointment.community.public_id,
        community=str(appointment.community),
        role=described.name,
        sentence=described.sentence,
        organization=(organization.name or organization.public_id) if organization else "",
        since=appointment.since,
        until=appointment.until,
    )


def administrators() -> QuerySet[Person]:
    """Who runs the installation, by address."""
    return Person.objects.filter(is_administrator=True, is_active=True).order_by("email")


def digest_of_secret(secret: str) -> str:
    """What is kept of a secret from a letter: SHA-256, for the secret itself holds 256 bits of chance."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def open_invitations() -> QuerySet[Invitation]:
    """Invitations that can still be accepted: not accepted, not withdrawn, not expired."""
    waiting = Invitation.objects.filter(accepted__isnull=True, withdrawn__isnull=True, expires__gt=timezone.now())
    return waiting.select_related("community", "organization")


def invitation_of(secret: str) -> Invitation | None:
    """The invitation that this secret opens, while it can be accepted.

    Found by the secret's digest, so how long it takes tells nothing about secrets that exist.
    """
    digest = digest_of_secret(secret)
    with with_invitation(digest):
        found = open_invitations().filter(digest=digest).first() if secret else None
        return found if found is not None and still_offered(found) else None


def invitations_to(email: str) -> tuple[Invitation, ...]:
    """What waits for whoever reads the mail at this address."""
    waiting = open_invitations().filter(email=email.strip().lower()).order_by("made")
    return tuple(each for each in waiting if still_offered(each))
