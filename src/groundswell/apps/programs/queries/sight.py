"""How much of a program a reader sees: nothing, what may leave its organization, or everything.

Everything is for the program's own organization alone, for its people keep the records. What may leave it (values
that were accepted, and no small numbers) is for everybody where the program is published, and else for the backbone,
analysts, and the funders whose grants reach it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from enum import IntEnum

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, may, not_retired
from groundswell.apps.programs.models import Grant, Program
from groundswell.core.permissions import Permission
from groundswell.exchange.package.cells import list_of


class Sight(IntEnum):
    """How much of a program's figures somebody sees."""

    NOTHING = 0
    PROTECTED = 1
    WHOLE = 2


def funded_by(community: Community) -> Mapping[str, frozenset[str]]:
    """The funders (by public id) whose grants reach each program, by the program's public id. One query."""
    found: dict[str, set[str]] = defaultdict(set)
    grants = not_retired(Grant.objects.filter(community=community)).exclude(funder=None)
    for programs, funder in grants.values_list("programs", "funder__public_id"):
        for program in list_of(programs):
            found[program].add(funder)
    return {program: frozenset(funders) for program, funders in found.items()}


def sight_of(program: Program, *, reader: Actor, community: Community, funders: Collection[str] | None = None) -> Sight:
    """How much of one program this reader sees. `funders` are those whose grants reach it, looked up where not said."""
    owner = program.organization.public_id if program.organization else ""
    if may(reader, Permission.READ_OWN_PROGRAMS, community, organization_id=owner):
        return Sight.WHOLE
    if program.published == "true" or may(reader, Permission.READ_PROGRAMS, community):
        return Sight.PROTECTED
    if not any(True for _ in reader.held_in(community)):
        return Sight.NOTHING
    reached = funded_by(community).get(program.public_id, frozenset()) if funders is None else funders
    is_funded = any(
        may(reader, Permission.READ_FUNDED_PROGRAMS, community, organization_id=funder) for funder in reached
    )
    return Sight.PROTECTED if is_funded else Sight.NOTHING


def programs_seen(community: Community, *, reader: Actor) -> list[tuple[Program, Sight]]:
    """The programs in use of which this reader sees something, by name. Two queries."""
    funders = funded_by(community)
    rows = not_retired(Program.objects.filter(community=community)).select_related("organization", "place")
    seen = [
        (row, sight_of(row, reader=reader, community=community, funders=funders.get(row.public_id, frozenset())))
        for row in rows.order_by("name", "public_id")
    ]
    return [(row, sight) for row, sight in seen if sight is not Sight.NOTHING]
