"""Whose a program is, and whether somebody may act on it."""

from __future__ import annotations

from groundswell.apps.people.actions import RefusalError, community_to_change
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, require, require_any
from groundswell.apps.programs.models import Program
from groundswell.core.findings import error
from groundswell.core.permissions import Permission


def program_to_change(community_id: str, program_id: str, by: Actor) -> tuple[Community, Program]:
    """The program that somebody is about to change; refused where there is none that they could open."""
    community = community_to_change(community_id, by)
    program = Program.objects.filter(community=community, public_id=program_id).select_related("organization").first()
    if program is None:
        raise RefusalError(error(f"there is no program {program_id!r}", "check the id"))
    return community, program


def require_one(community: Community, program: Program, by: Actor, permissions: tuple[Permission, ...]) -> None:
    """Raise NotAllowedError unless the actor may do it everywhere, or for the organization that runs the program."""
    if len(permissions) == 1:
        require(by, permissions[0], community)
        return
    owner = program.organization.public_id if program.organization else ""
    require_any(by, permissions, community, owner)
