"""How the values of measures are put away: a value that others may read keeps what stood there before it changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from groundswell.apps.people.actions import Directory, store_table
from groundswell.apps.people.models import Community
from groundswell.apps.programs.models import MeasureRevision, MeasureValue
from groundswell.core.vocabulary import ValueState
from groundswell.exchange.tables import Table

Key = tuple[UUID, UUID, str, str, UUID, UUID]
Numbers = tuple[str, str, str]
Corrected = tuple[Key, Numbers]  # a value, and what stood there before


@dataclass(slots=True)
class StoredValues:
    """How many values were new, changed or left as they were, and what stood before each that was corrected."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    corrected: list[Corrected] = field(default_factory=list)


def is_final(state: str) -> bool:
    """True for a value that others than its organization may read; a package that says no state means that."""
    return not state or ValueState(state).is_final


def key_of_value(row: MeasureValue | MeasureRevision) -> Key:
    """What tells a value apart: program, measure, period, site, place and group."""
    return row.program_id, row.measure_id, row.period, row.site, row.place_id, row.group_id


def numbers_of(row: MeasureValue | MeasureRevision) -> Numbers:
    """The three numbers of a value as they were entered."""
    return row.value, row.numerator, row.denominator


def final_numbers(community: Community) -> dict[Key, Numbers]:
    """Every value that others may read, by its key."""
    rows = MeasureValue.objects.filter(community=community)
    return {key_of_value(row): numbers_of(row) for row in rows if is_final(row.state)}


def store_measure_values(
    table: Table | None, *, community: Community, directory: Directory, known_before: Collection[Corrected] = ()
) -> StoredValues:
    """Values as a table says, added or changed; values that it does not mention stay as they are.

    `known_before` are corrections whose revisions came with the table.
    """
    if table is None:
        return StoredValues()
    before = final_numbers(community)
    stored = store_table(MeasureValue, table, community=community, directory=directory)
    now = {key_of_value(row): numbers_of(row) for row in MeasureValue.objects.filter(community=community)}
    corrected = [one for one in before.items() if now[one[0]] != one[1] and one not in known_before]
    return StoredValues(stored.added, stored.changed, stored.unchanged, corrected)


def record_corrections(corrected: Iterable[Corrected], *, community: Community, reason: str) -> None:
    """Keep what stood before each value that was corrected today, and why it was."""
    MeasureRevision.objects.bulk_create(
        MeasureRevision(community=community, recorded=timezone.localdate(), reason=reason, **_facts(key, numbers))
        for key, numbers in corrected
    )


def _facts(key: Key, numbers: Numbers) -> dict[str, Any]:
    names = ("program_id", "measure_id", "period", "site", "place_id", "group_id", "value", "numerator", "denominator")
    return dict(zip(names, (*key, *numbers), strict=True))


def store_measure_revisions(table: Table | None, *, community: Community, directory: Directory) -> set[Corrected]:
    """Revisions that a package brings, those that stand already left alone; returns what each new one tells."""
    if table is None:
        return set()
    remaining: dict[tuple[Any, ...], int] = {}
    for row in MeasureRevision.objects.filter(community=community):
        remaining[_same(row)] = remaining.get(_same(row), 0) + 1
    news = []
    for row in _rows(table, community, directory):
        if remaining.get(_same(row), 0):
            remaining[_same(row)] -= 1
        else:
            news.append(row)
    MeasureRevision.objects.bulk_create(news)
    return {(key_of_value(row), numbers_of(row)) for row in news}


def _rows(table: Table, community: Community, directory: Directory) -> Iterable[MeasureRevision]:
    for cells in table.records():
        ids = {}
        for heading, name in MeasureRevision.columns.items():
            model = MeasureRevision._meta.get_field(name).related_model
            if model is not None:
                ids[f"{name}_id"] = directory[model][cells[heading]]
        texts = {name: cells.get(name, "") for name in ("period", "site", "value", "numerator", "denominator")}
        recorded = date.fromisoformat(cells["recorded"])
        yield MeasureRevision(community=community, **ids, **texts, recorded=recorded, reason=cells.get("reason", ""))


def _same(row: MeasureRevision) -> tuple[Any, ...]:
    return (*key_of_value(row), *numbers_of(row), row.recorded, row.reason)
