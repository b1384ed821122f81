"""The community's stairsteps, and what each partnership is for on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from groundswell.apps.partnerships.models import PartnershipPurpose, Purpose
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import not_retired
from groundswell.core.collaboration.purposes import purposes_on


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
    return _facts(not_retired(Purpose.objects.filter(community=community)))


def purposes_named(community: Community, names: Collection[str]) -> tuple[PurposeFacts, ...]:
    """The purposes of these ids, those that have retired since too, by step. One query."""
    return _facts(row for row in Purpose.objects.filter(community=community) if row.public_id in names)


def has_purposes(community: Community) -> bool:
    """True where the community ever kept a purpose, so that none are offered."""
    return Purpose.objects.filter(community=community).exists()


def _facts(rows: Iterable[Purpose]) -> tuple[PurposeFacts, ...]:
    return tuple(sorted(map(_fact, rows), key=lambda one: (*_by_step(one.step), one.label)))


def _fact(row: Purpose) -> PurposeFacts:
    return PurposeFacts(row.public_id, row.label or row.public_id, row.step, row.description, row.from_source)


def _by_step(step: str) -> tuple[bool, int, str]:
    return (not step.isdecimal(), int(step) if step.isdecimal() and len(step) < 10 else 0, step)


def purposes_by_partnership(community: Community, *, on: date) -> Mapping[str, tuple[PurposeFacts, ...]]:
    """What each partnership is for on a day, by its id: the purposes of its latest day by then. One query."""
    rows = not_retired(PartnershipPurpose.objects.filter(community=community, since__lte=on))
    told: dict[str, list[tuple[date, PurposeFacts]]] = defaultdict(list)
    for row in rows.select_related("partnership", "purpose").order_by("purpose__public_id"):
        told[row.partnership.public_id].append((row.since, _fact(row.purpose)))
    return {name: purposes_on(since, on) for name, since in told.items()}
