"""Networks of providers as they are kept: who belongs to each, and what makes it one system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from groundswell.apps.partnerships.models import Network
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import not_retired
from groundswell.exchange.package.cells import list_of


@dataclass(frozen=True, slots=True)
class NetworkFacts:
    """One network: its members and measures by id, and its step of the community's stairsteps where it has one."""

    id: str
    name: str
    description: str
    members: tuple[str, ...]
    purpose: str
    step: str
    since: date | None
    common_entry: str
    joint_planning: str
    measure_ids: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What it lacks of one system, of: members, common_entry, shared_measures, joint_planning."""
        has = {
            "members": len(self.members) > 1,
            "common_entry": bool(self.common_entry.strip()),
            "shared_measures": bool(self.measure_ids),
            "joint_planning": bool(self.joint_planning.strip()),
        }
        return tuple(name for name, there in has.items() if not there)


def networks_of(community: Community, *, ever: bool = False) -> tuple[NetworkFacts, ...]:
    """Every network in use, by name; `ever`: also retired ones. Whoever opens the community reads them. One query."""
    rows = Network.objects.filter(community=community).select_related("purpose").order_by("name", "public_id")
    return tuple(_facts(row) for row in (rows if ever else not_retired(rows)))


def _facts(row: Network) -> NetworkFacts:
    purpose = row.purpose if row.purpose is not None and row.purpose.retired is None else None
    return NetworkFacts(
        id=row.public_id,
        name=row.name or row.public_id,
        description=row.description,
        members=tuple(list_of(row.members)),
        purpose=(purpose.label or purpose.public_id) if purpose else "",
        step=purpose.step if purpose else "",
        since=row.since,
        common_entry=row.common_entry,
        joint_planning=row.joint_planning,
        measure_ids=tuple(list_of(row.measures)),
    )
