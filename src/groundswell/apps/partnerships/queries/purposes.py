"""The community's stairsteps, and what each partnership is for on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from groundswell.apps.partnerships.models import PartnershipPurpose, Purpose
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import not_retired


@dataclass(frozen=True, slots=True)
class PurposeFacts:
    """A step: its id, what it is called, what it means, and where it comes from if not from the community."""

    id: str
    label: str
    step: str = ""
    description: str = ""
    from_source: str = ""


def purposes_of(community: Community) -> tuple[PurposeFacts, ...]:
    """The purposes in use, by step. One query."""
    rows = not_retired(Purpose.objects.filter(community=community))
    found = [
        PurposeFacts(row.public_id, row.label or row.public_id, row.step, row.description, row.from_source)
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (*_by_step(one.step), one.label)))


def has_purposes(community: Community) -> bool:
    """True where the community ever kept a purpose, so that none are offered."""
    return Purpose.objects.filter(community=community).exists()


def _by_step(step: str) -> tuple[bool, int, str]:
    return (not step.isdecimal(), int(step) if step.isdecimal() and len(step) < 10 else 0, step)


def purposes_by_partnership(community: Community, *, on: date) -> Mapping[str, tuple[PurposeFacts, ...]]:
    """What each partnership is for on a day, by its id: the purposes of its latest day by then. One query."""
    rows = not_retired(PartnershipPurpose.objects.filter(community=community, since__lte=on))
    told: dict[str, dict[date, list[PurposeFacts]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.select_related("partnership", "purpose").order_by("since", "purpose__public_id"):
        purpose = row.purpose
        facts = PurposeFacts(purpose.public_id, purpose.label or purpose.public_id, purpose.step)
        told[row.partnership.public_id][row.since].append(facts)
    return {name: tuple(by_day[max(by_day)]) for name, by_day in told.items()}
