"""What must come of a request, worked out slowly and on its own from the roles and their permissions.

Nothing of the application's own decisions is asked: `core.roles` says what a role may do, the world says who holds it,
and the rules here put the two together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from django.http import HttpResponse
from tests.authorization.world import NO_ONE, VISIBILITY, Persona, canary, name_canary, people_canary, said_canary

from groundswell.core.permissions import Permission
from groundswell.core.roles import ROLES, Role

LOOKING = {
    Permission.READ_COMMUNITY,
    Permission.READ_HISTORY,
    Permission.EXPORT_COMMUNITY,
    Permission.READ_PEOPLE,
    Permission.READ_AUDIT_LOG,
    Permission.READ_PARTNERSHIPS,
}
SIGN_IN = "/accounts/"


class Door(Enum):
    """Who passes without any permission in a community."""

    EVERYBODY = "everybody"
    READERS = "whoever may open the community"
    SIGNED_IN = "whoever has signed in"
    ADMINISTRATOR = "who runs the installation"
    HOLDER = "whoever holds a secret, and nobody here; others are told that there is nothing"
    IN_BETWEEN = "a step of signing in, which sends back whoever has not taken the one before"
    OPERATOR = "who sits at the command line of the machine, and so nobody here"


@dataclass(frozen=True)
class Needs:
    """Any one of these permissions; over one's own, where the thing is `owner`'s (the id follows the community's)."""

    permissions: tuple[Permission, ...]
    owner: str = ""
    any_organization: bool = False  # enough to hold it for some organization
    or_absent: bool = False  # there may be nothing of the kind


@dataclass(frozen=True)
class Only:
    """Those of whom something holds that no single permission says."""

    words: str
    holds: Callable[[Persona, str], bool]
    in_community: bool = False  # among those who may open it


Access = Door | Needs | Only


def needs(*permissions: Permission, owner: str = "", any_organization: bool = False, or_absent: bool = False) -> Needs:
    """One of these permissions."""
    return Needs(permissions, owner, any_organization, or_absent)


class Verdict(Enum):
    """What must come of it."""

    DONE = "answered"
    REFUSED = "refused"
    HIDDEN = "not found"


def opens(persona: Persona, community_id: str) -> bool:
    """True where this persona may open the community at all."""
    if community_id == NO_ONE:
        return False
    return VISIBILITY[community_id] != "private" or bool(persona.roles_in(community_id))


def holds(persona: Persona, permission: Permission, community_id: str, owner: str, any_organization: bool) -> bool:
    """True where some role that this persona holds there carries the permission, for this owner where it is own."""
    if persona.speaks_by_token and not persona.may_write and permission not in LOOKING:
        return False
    for role, organization in persona.roles_in(community_id):
        if permission not in ROLES[role].permissions:
            continue
        if not permission.is_own or (any_organization and organization) or (owner and organization == owner):
            return True
    return permission in ROLES[Role.PUBLIC].permissions and VISIBILITY[community_id] != "private"


def verdict(persona: Persona, access: Access, community_id: str) -> Verdict:
    """What must come of asking for this; `community_id` is blank where the address names none."""
    if access in {Door.EVERYBODY, Door.IN_BETWEEN}:
        return Verdict.DONE
    if access is Door.SIGNED_IN:
        return Verdict.DONE if persona.is_signed_in else Verdict.REFUSED
    if access is Door.ADMINISTRATOR:
        return Verdict.DONE if persona.is_administrator else Verdict.REFUSED
    if access is Door.HOLDER:
        return Verdict.HIDDEN
    if access is Door.OPERATOR:
        return Verdict.REFUSED
    if isinstance(access, Only) and not access.in_community:
        return Verdict.DONE if access.holds(persona, community_id) else Verdict.REFUSED
    if not opens(persona, community_id):
        return Verdict.HIDDEN
    if access is Door.READERS:
        return Verdict.DONE
    if isinstance(access, Only):
        return Verdict.DONE if access.holds(persona, community_id) else Verdict.REFUSED
    owner = f"{community_id}-{access.owner}" if access.owner else ""
    may = any(holds(persona, each, community_id, owner, access.any_organization) for each in access.permissions)
    return Verdict.DONE if may else Verdict.REFUSED


def came_of(response: HttpResponse) -> Verdict | str:
    """What did come of it; anything that is none of the three in words."""
    status = response.status_code
    if status == 404:
        return Verdict.HIDDEN
    if status in {401, 403} or (status == 302 and _asks_to_sign_in(response)):
        return Verdict.REFUSED
    if status in {200, 201, 202, 204, 301, 302, 303, 304, 400, 409, 412, 415, 422, 428}:
        return Verdict.DONE
    return f"status {status}"


def _asks_to_sign_in(response: HttpResponse) -> bool:
    return response.headers.get("Location", "").startswith(f"{SIGN_IN}login")


def foreign_canaries(persona: Persona, said: str, *, administers: bool = False) -> list[str]:
    """Words of communities, and of their people, that this persona must never read. `administers`: names are shown."""
    found = []
    for community_id in VISIBILITY:
        if canary(community_id) in said and not opens(persona, community_id):
            found.append(canary(community_id))
        if name_canary(community_id) in said and not opens(persona, community_id) and not administers:
            found.append(name_canary(community_id))
        sees_people = holds(persona, Permission.READ_PEOPLE, community_id, "", any_organization=False) or administers
        if people_canary(community_id).lower() in said.lower() and not sees_people:
            found.append(people_canary(community_id))
        for side in ("library", "clinic"):
            speaks = holds(persona, Permission.CHANGE_OWN_PARTNERSHIPS, community_id, f"{community_id}-{side}", False)
            if said_canary(community_id, side) in said and not speaks and not _reads_own(persona, community_id, side):
                found.append(said_canary(community_id, side))
    return found


def _reads_own(persona: Persona, community_id: str, side: str) -> bool:
    """True for a program that may only read and speaks for somebody who answers for this side."""
    answering = {role for role, about in ROLES.items() if Permission.CHANGE_OWN_PARTNERSHIPS in about.permissions}
    return any(role in answering and held == f"{community_id}-{side}" for role, held in persona.roles_in(community_id))
