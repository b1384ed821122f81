"""A community with three organizations, purposes, and one partnership of which nobody has said anything yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import timezone
from tests import cast
from tests.builders import package
from tests.cast import COMMAND_LINE

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import Actor, actor_of
from groundswell.core.collaboration.accounts import Account, Cell

PAIR = "library-school"
COMMUNITY = "elmwood"


def elmwood(**tables: Iterable[Mapping[str, str]]) -> Community:
    """The community; `tables` take the place of those it would have."""
    whole = {
        "organizations": [
            {"organization_id": "library", "name": "Elmwood Library", "roles": "provider"},
            {"organization_id": "school", "name": "Hill School", "roles": "provider"},
            {"organization_id": "clinic", "name": "River Clinic", "roles": "provider"},
        ],
        "purposes": [
            {"purpose_id": "exchange", "label": "Information exchange", "step": "1"},
            {"purpose_id": "network", "label": "Consolidated Services Network", "step": "6"},
        ],
        "partnerships": [{"partnership_id": PAIR, "organization_id": "library", "partner_id": "school"}],
        **tables,
    }
    outcome = load_package(package=package([], tables=whole), by=COMMAND_LINE)
    assert outcome.is_done, outcome.findings
    return Community.objects.get(public_id=COMMUNITY)


def speaker(community: Community, organization_id: str, mark: str = "") -> Actor:
    """Somebody who answers for an organization."""
    organization = Organization.objects.get(community=community, public_id=organization_id)
    return actor_of(cast.partner_member(community, organization, mark or organization_id))


def account(
    side: str = "library", *, day: date | None = None, recorded_by: str = "", level: int = 4, **facts
) -> Account:
    """An account of today that says one thing at a level."""
    words = f"What {side or 'both'} say"
    cells = facts.pop("cells", (Cell(level, side, words),))
    return Account(PAIR, day or timezone.localdate(), side, recorded_by or side, cells, **facts)
