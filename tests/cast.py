"""The people of the tests: whoever does something, does it under one of these names.

Constants need no database. The functions make a person who holds a role in a community, as the application would find
them there: `steward(community)` gives the person, `actor_of(steward(community))` the actor. Everybody's name and
address carry a word of the test's own (`mark`), so that a test sees at once where they turn up.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.utils import timezone

from groundswell.apps.people.models import (
    AccessToken,
    Appointment,
    Community,
    EmergencyAccess,
    Invitation,
    Organization,
    Person,
)
from groundswell.apps.people.queries import PUBLIC, Actor, actor_of, operator
from groundswell.core.roles import Role

DATA_LEAD = operator("cli:dana")  # Dana, data lead of the backbone, at the command line
COMMAND_LINE = operator("cli:ada")
OWNER = DATA_LEAD  # as a reader: whoever keeps the machine sees everything
RESIDENT = PUBLIC  # as a reader

PASSWORD = "correct horse battery staple"  # of everybody who signs in by one
LONG_AGO = timedelta(days=400)
YESTERDAY = timedelta(days=1)


def person(name: str, *, mark: str = "", password: str | None = None, **facts: Any) -> Person:
    """Somebody with an account and no role. Without a password, sign in with `client.force_login`."""
    words = [name.lower(), *([mark.lower()] if mark else [])]
    email = facts.pop("email", f"{'.'.join(words)}@example.org".replace(" ", "."))
    return Person.objects.create_user(email, password, name=f"{name} {mark}".strip(), **facts)


def appointed(
    who: Person,
    community: Community,
    role: Role,
    *,
    organization: Organization | None = None,
    ended: timedelta | None = None,
) -> Person:
    """The same person, who now holds this role here; `ended` says how long ago it came to its end."""
    now = timezone.now()
    Appointment.objects.create(
        person=who,
        community=community,
        organization=organization,
        role=str(role),
        since=now - LONG_AGO,
        until=now - ended if ended else None,
        given_by=COMMAND_LINE.name,
    )
    return who


def administrator(mark: str = "") -> Person:
    """Ines runs the installation; by that alone she reads no community that is private."""
    return person("Ines", mark=mark, is_administrator=True)


def steward(community: Community, mark: str = "") -> Person:
    """Sam works for the backbone."""
    return appointed(person("Sam", mark=mark), community, Role.STEWARD)


def data_manager(community: Community, mark: str = "") -> Person:
    """Dora keeps the data of the backbone."""
    return appointed(person("Dora", mark=mark), community, Role.DATA_MANAGER)


def provider_data_manager(community: Community, organization: Organization, mark: str = "") -> Person:
    """Pia answers for one provider."""
    return appointed(person("Pia", mark=mark), community, Role.PROVIDER_DATA_MANAGER, organization=organization)


def other_provider_data_manager(community: Community, organization: Organization, mark: str = "") -> Person:
    """Omar answers for another provider of the same community."""
    return appointed(person("Omar", mark=mark), community, Role.PROVIDER_DATA_MANAGER, organization=organization)


def funder(community: Community, organization: Organization, mark: str = "") -> Person:
    """Fay reads what the grants of her foundation reach."""
    return appointed(person("Fay", mark=mark), community, Role.FUNDER, organization=organization)


def analyst(community: Community, mark: str = "") -> Person:
    """Ali works for the data institute."""
    return appointed(person("Ali", mark=mark), community, Role.ANALYST)


def partner_member(community: Community, organization: Organization, mark: str = "") -> Person:
    """Mo speaks for an organization at the table."""
    return appointed(person("Mo", mark=mark), community, Role.PARTNER_MEMBER, organization=organization)


def viewer(community: Community, mark: str = "") -> Person:
    """Vic only reads."""
    return appointed(person("Vic", mark=mark), community, Role.VIEWER)


def expired_viewer(community: Community, mark: str = "") -> Person:
    """Eve could read until yesterday."""
    return appointed(person("Eve", mark=mark), community, Role.VIEWER, ended=YESTERDAY)


def expired_steward(community: Community, mark: str = "") -> Person:
    """Ernst was a steward until yesterday."""
    return appointed(person("Ernst", mark=mark), community, Role.STEWARD, ended=YESTERDAY)


def deactivated_steward(community: Community, mark: str = "") -> Person:
    """Dee left the backbone; her account was closed and her role never ended."""
    return appointed(person("Dee", mark=mark, is_active=False), community, Role.STEWARD)


def stranger(mark: str = "") -> Person:
    """Stan has an account and no role anywhere."""
    return person("Stan", mark=mark)


def emergency_administrator(community: Community, mark: str = "") -> Person:
    """Greta runs the installation and opened this community for an hour."""
    greta = person("Greta", mark=mark, is_administrator=True)
    now = timezone.now()
    EmergencyAccess.objects.create(
        person=greta,
        community=community,
        reason="The stewards cannot sign in and asked for help.",
        starts=now - timedelta(minutes=5),
        ends=now + timedelta(minutes=55),
    )
    return greta


def invited(community: Community, mark: str = "", role: Role = Role.VIEWER) -> tuple[Invitation, str]:
    """Ivy was invited and has not accepted; the secret is what stands in her mail."""
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=f"ivy.{mark.lower() or 'invited'}@example.org",
        name=f"Ivy {mark}".strip(),
        community=community,
        role=str(role),
        digest=digest_of(secret),
        expires=timezone.now() + timedelta(days=7),
        by=COMMAND_LINE.name,
    )
    return invitation, secret


def token_of(
    who: Person, *, may_write: bool = False, community: Community | None = None, secret: str = "", **facts: Any
) -> tuple[AccessToken, str]:
    """A token by which a program speaks for this person, and its secret."""
    secret = secret or f"gsw_{secrets.token_urlsafe(32)}"
    now = timezone.now()
    kept = {"name": "a program", "expires": now + timedelta(days=30), **facts}
    token = AccessToken.objects.create(
        person=who, may_write=may_write, community=community, digest=digest_of(secret), hint=secret[-4:], **kept
    )
    return token, secret


def token_reader(who: Person) -> Actor:
    """A program that may only read, whatever the person may do."""
    return actor_of(who, token=token_of(who)[0])


def token_writer(who: Person) -> Actor:
    """A program that may do what the person may."""
    return actor_of(who, token=token_of(who, may_write=True)[0])


def digest_of(secret: str) -> str:
    """What the database keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
