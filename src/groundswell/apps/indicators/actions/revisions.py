"""How the history of changed values is kept: what stood there before, when it was changed, and why."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone

from groundswell.apps.indicators.actions.observations import KEY, Key, StoredObservations, keys_of
from groundswell.apps.indicators.models import Revision
from groundswell.apps.people.actions import Directory, append_rows
from groundswell.apps.people.models import Community, time_ordered_hexes
from groundswell.exchange.tables import Table


def record_revisions(stored: StoredObservations, *, community: Community, reason: str) -> None:
    """Keep what stood before each value that was changed today."""
    fields = ("id", "community", "recorded", "translations", *KEY, "value", "reason")
    fixed = (community.id.hex, timezone.localdate(), "{}")
    rows = (
        (identity, *fixed, *key, value, "; ".join(words for words in (reason, others) if words))
        for identity, (key, value, others) in zip(
            time_ordered_hexes(len(stored.revisions)), stored.revisions, strict=True
        )
    )
    append_rows(Revision, fields, rows, count=len(stored.revisions))


def store_revisions(table: Table | None, *, community: Community, directory: Directory) -> set[tuple[Key, str]]:
    """Revisions that a package brings, those that stand already left alone; returns (key, value before) of each new."""
    if table is None:
        return set()
    brought = []
    for key, row in zip(keys_of(table, directory), table.records(), strict=True):
        brought.append((*key, row["value"], row["recorded"], row.get("reason", "")))
    remaining: dict[tuple[str, ...], int] = {}
    for revision in Revision.objects.filter(community=community):
        same = _same(revision)
        remaining[same] = remaining.get(same, 0) + 1
    rows = []
    new: set[tuple[Key, str]] = set()
    for one in brought:
        if remaining.get(one, 0):
            remaining[one] -= 1
            continue
        new.add((one[:4], one[4]))
        ids = dict(zip(KEY[:3], map(UUID, one[:3]), strict=True))
        rows.append(
            Revision(
                community=community,
                **ids,
                period=one[3],
                value=one[4],
                recorded=date.fromisoformat(one[5]),
                reason=one[6],
            )
        )
    Revision.objects.bulk_create(rows)
    return new


def _same(row: Revision) -> tuple[str, ...]:
    ids = (row.indicator_id.hex, row.place_id.hex, row.group_id.hex)
    return (*ids, row.period, row.value, row.recorded.isoformat(), row.reason)
