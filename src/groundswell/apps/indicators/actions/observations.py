"""How observations are put away, by the million where need be.

An observation that changes is noticed: its value, interval or status as it stood becomes a revision. An observation
that comes again unchanged is left as it is.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from groundswell.apps.indicators.models import Indicator, Observation
from groundswell.apps.people.actions import (
    Directory,
    Progress,
    RefusalError,
    append_rows,
    change_rows_by_id,
    translations_at,
)
from groundswell.apps.people.models import Community, field_of, time_ordered_hexes
from groundswell.apps.places.models import Group, Place
from groundswell.apps.sources.models import ImportRun, Source
from groundswell.core.findings import Finding, error, info
from groundswell.exchange.tables import Table

# What an observation holds beside its key, in the order of an `_Row`: heading of the package, field of the model.
_FACTS = {
    "value": "value",
    "moe": "moe",
    "low": "low",
    "high": "high",
    "level": "level",
    "numerator": "numerator",
    "denominator": "denominator",
    "status": "status",
    "break": "is_break",
    "quality": "quality",
    "source_id": "source_id",
    "as_of": "as_of",
    "note": "note",
}
_EXTRAS = ("translations", "retired")
KEY = ("indicator_id", "place_id", "group_id", "period")
_SHOWN = 8  # value .. status: a change in these is a revision; in the rest it is not
OWNERS = ((Indicator, "indicator"), (Place, "place"), (Group, "group"))
FEW = 1_000  # so many rows or fewer are compared with what stands in their periods, not with everything
Key = tuple[str, str, str, str]
Facts = tuple[Any, ...]


@dataclass(slots=True)
class StoredObservations:
    """What became of the observations that came."""

    added: int = 0
    revised: int = 0  # a value, its interval or its status changed: a revision keeps what stood there
    amended: int = 0  # only words around the value changed
    unchanged: int = 0
    revisions: list[tuple[Key, str, str]] = field(default_factory=list)  # key, value before, what else changed

    def counts(self) -> dict[str, int]:
        """By name, as commands say them."""
        came = self.added + self.revised + self.amended + self.unchanged
        counts = {"observations": came, "added": self.added, "revised": self.revised, "amended": self.amended}
        return {**counts, "unchanged": self.unchanged}


def store_observations(
    table: Table,
    *,
    community: Community,
    directory: Directory,
    known_before: Collection[tuple[Key, str]] = (),
    run: ImportRun | None = None,
    progress: Progress | None = None,
) -> StoredObservations:
    """Add new observations, change those that differ, and keep a revision of every value that was changed.

    `known_before` are revisions that the same package brings: (key, value before); those are not recorded twice. What
    comes from a `run` of a source says nothing of breaks and notes: where it is blank, what people wrote there stays.
    """
    refuse_one_place_twice(table, directory)
    keys, facts = list(keys_of(table, directory)), _facts(table, directory)
    periods = set(table.column("period")) if len(table) < FEW else None
    standing = standing_observations(directory[Indicator].values(), periods)
    stored = StoredObservations()
    if not standing:
        _append(keys, facts, community=community, run=run, progress=progress)
        stored.added = len(keys)
        return stored
    new: list[tuple[Key, Facts]] = []
    changed: list[tuple[str, Facts]] = []
    for key, fact in zip(keys, facts, strict=True):
        before = standing.get(key)
        if before is not None and run:
            fact = _with_what_people_wrote(before[1], fact)
        if before is None:
            new.append((key, fact))
        elif before[1] == fact:
            stored.unchanged += 1
        else:
            changed.append((before[0], fact))
            _notice(stored, key, before[1], fact)
    _append([key for key, _ in new], [fact for _, fact in new], community=community, run=run, progress=progress)
    _change(changed, run)
    stored.added = len(new)
    kept = set(known_before)
    stored.revisions = [one for one in stored.revisions if (one[0], one[1]) not in kept]
    return stored


def _with_what_people_wrote(before: Facts, came: Facts) -> Facts:
    blank = ("", "{}", False, None)
    words = (old if new in blank else new for old, new in zip(before[_SHOWN:], came[_SHOWN:], strict=True))
    return (*came[:_SHOWN], *words)


def _notice(stored: StoredObservations, key: Key, before: Facts, after: Facts) -> None:
    if before[:_SHOWN] == after[:_SHOWN]:
        stored.amended += 1
        return
    stored.revised += 1
    names = list(_FACTS)[1:_SHOWN]
    others = [
        f"{name} was {old or 'blank'}"
        for name, old, new in zip(names, before[1:], after[1:], strict=False)
        if old != new
    ]
    stored.revisions.append((key, before[0], "; ".join(others)))


def refuse_one_place_twice(table: Table, directory: Directory) -> None:
    """Blank and the own place's name are one place: raises RefusalError where both have a value for one period."""
    own = {name for name, key in directory[Place].items() if key == directory[Place][""]}
    places = table.column("place_id")
    if len(own) < 2 or not all(name in places for name in own):
        return
    first: dict[Key, int] = {}
    findings = []
    for key, row, place in zip(keys_of(table, directory), table.rows, places, strict=True):
        if first.setdefault(key, row) != row and place in own:
            message = f"row {first[key]} says this already: a blank place_id is the community's own place"
            findings.append(
                error(message, "keep one of the two rows", file="observations.csv", row=row, column="place_id")
            )
    if findings:
        raise RefusalError(*findings)


def keys_of(table: Table, directory: Directory) -> Iterator[Key]:
    ids = [_hexes(directory[model], table.column(f"{name}_id")) for model, name in OWNERS]
    return zip(*ids, table.column("period"), strict=True)


def _hexes(ids: Mapping[str, UUID], cells: list[str]) -> Iterator[str]:
    known = {name: key.hex for name, key in ids.items()}
    return map(known.__getitem__, cells)


def _facts(table: Table, directory: Directory) -> Iterable[Facts]:
    columns: list[Iterable[Any]] = []
    sources = {"": None, **{name: key.hex for name, key in directory[Source].items()}}
    for heading in _FACTS:
        cells = table.column(heading)
        if heading == "status":
            columns.append([cell or "final" for cell in cells])
        elif heading == "break":
            columns.append([cell == "true" for cell in cells])
        elif heading == "source_id":
            columns.append(map(sources.__getitem__, cells))
        else:
            columns.append(cells)
    return zip(*columns, _translations(table), _retired(table), strict=True)


def _translations(table: Table) -> list[str]:
    if not any("." in heading for heading in table.headings):
        return ["{}"] * len(table)
    every = (translations_at(table, _FACTS, position) for position in range(len(table)))
    return [json.dumps(words, sort_keys=True) for words in every]


def _retired(table: Table) -> list[date | None]:
    return [date.fromisoformat(cell) if cell else None for cell in table.column("retired")]


def _append(
    keys: Collection[Key],
    facts: Iterable[Facts],
    *,
    community: Community,
    run: ImportRun | None,
    progress: Progress | None,
) -> None:
    fields = ("id", "community", "run", *KEY, *_FACTS.values(), *_EXTRAS)
    fixed = (community.id.hex, run.id.hex if run else None)
    rows = (
        (identity, *fixed, *key, *fact)
        for identity, key, fact in zip(time_ordered_hexes(len(keys)), keys, facts, strict=True)
    )
    append_rows(Observation, fields, rows, count=len(keys), progress=progress)


def _change(changed: list[tuple[str, Facts]], run: ImportRun | None) -> None:
    if not changed:
        return
    run_id = run.id.hex if run else None
    fields = (*_FACTS.values(), *_EXTRAS, "run")
    rows = [(*fact, run_id) for _, fact in changed]
    change_rows_by_id(Observation, fields, rows, [identity for identity, _ in changed])


def standing_observations(
    indicators: Iterable[UUID], periods: Collection[str] | None = None
) -> dict[Key, tuple[str, Facts]]:
    """Every observation that stands for these indicators, or in some periods: its key, its row's id, what it holds."""
    wanted = [key.hex for key in indicators]
    dates = sorted(periods or ())
    found: dict[Key, tuple[str, Facts]] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            cursor.execute(_standing_sql(len(some), len(dates)), [*some, *dates])
            for identity, indicator, place, group, period, *facts in cursor:
                facts[-2] = facts[-2] if facts[-2] == "{}" else json.dumps(json.loads(facts[-2]), sort_keys=True)
                found[indicator, place, group, period] = (identity, tuple(facts))
    return found


def _standing_sql(indicators: int, periods: int) -> str:
    postgres = connection.vendor == "postgresql"

    def plain(column: str) -> str:
        if not postgres:
            return column
        return f"replace({column}::text, '-', '')" if column == "id" or column.endswith("_id") else column

    fields = [str(field_of(Observation, name).column) for name in ("id", *KEY, *_FACTS.values(), *_EXTRAS)]
    columns = ["translations::text" if postgres and name == "translations" else plain(name) for name in fields]
    marks = ", ".join(["%s"] * indicators)
    within = f" AND period IN ({', '.join(['%s'] * periods)})" if periods else ""
    table = Observation._meta.db_table
    return f"SELECT {', '.join(columns)} FROM {table} WHERE indicator_id IN ({marks}){within}"  # noqa: S608


def revision_findings(stored: StoredObservations) -> Iterator[Finding]:
    """What a reader should know about values that changed."""
    if stored.revised:
        values = "1 value" if stored.revised == 1 else f"{stored.revised} values"
        yield info(f"{values} changed; what stood before is kept as revisions")
