"""The wide grid: a row for each place or group, a column for each period, and in the cells nothing but values.

Each cell is a row of the table. What else that row says (its margin, its note) stays as it is.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from groundswell.web.presenters.grids.entries import MOST_LINES, Content, Entry, Naming, put_fact
from groundswell.web.presenters.grids.pasting import MOST_PERIODS
from groundswell.web.presenters.grids.tables import GridTable


@dataclass(slots=True)
class WideRow:
    """One place or group, with an entry for each period; `problem` is about its name."""

    number: int
    about: str  # the id
    written: str
    entries: list[Entry] = field(default_factory=list)
    problem: str = ""


@dataclass(slots=True)
class Wide:
    """A wide grid before it is drawn; `by` is what its rows are: place_id or group_id."""

    by: str
    periods: tuple[str, ...]
    rows: list[WideRow] = field(default_factory=list)

    @property
    def entries(self) -> list[Entry]:
        """Every cell's row, numbered through."""
        return [entry for row in self.rows for entry in row.entries]


def wide_of(
    by: str,
    about: Iterable[str],
    periods: Sequence[str],
    fixed: Mapping[str, str],
    standing: Mapping[tuple[str, str], Content],
) -> Wide:
    """The wide grid of what is kept: `standing` by place or group, and period."""
    wide = Wide(by, tuple(periods))
    for number, public_id in enumerate(about):
        row = WideRow(number, public_id, public_id)
        for period in periods:
            base = standing.get((public_id, period))
            key = {**fixed, by: public_id, "period": period}
            row.entries.append(Entry(0, key, dict(base or {}), dict(base) if base is not None else None))
        wide.rows.append(row)
    return numbered(wide)


def numbered(wide: Wide) -> Wide:
    """Give every cell its number."""
    for number, entry in enumerate(wide.entries):
        entry.number = number
    return wide


def pasted_wide(
    by: str,
    periods: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    *,
    table: GridTable,
    naming: Naming,
    fixed: Mapping[str, str],
    standing: Mapping[tuple[str, str], Content],
) -> Wide:
    """The wide grid of a paste, typed over what stands."""
    wide = Wide(by, tuple(periods))
    for number, cells in enumerate(rows):
        written = cells[by]
        found = naming.id_of(by, written)
        row = WideRow(number, written if found == "?" else found, written)
        if found == "?":
            row.problem = naming.problem(by, written)
        elif any(found == other.about for other in wide.rows):
            row.problem = naming.name(by, found) or written
        for period in periods:
            base = standing.get((row.about, period))
            entry = Entry(0, {**fixed, by: row.about, "period": period}, {}, dict(base) if base is not None else None)
            content = dict(base or {})
            put_fact(entry, "value", cells.get(period, ""), table, content)
            entry.content = content
            row.entries.append(entry)
        wide.rows.append(row)
    return numbered(wide)


def typed_wide(form: Mapping[str, str], table: GridTable, naming: Naming, fixed: Mapping[str, str]) -> Wide | None:
    """A wide grid that was sent, as it was typed; None where the form is no such grid."""
    told = _document(form.get("wide", ""))
    found = told.get("periods")
    periods = [str(each) for each in found][:MOST_PERIODS] if isinstance(found, list) else []
    by = told.get("by")
    if by not in ("place_id", "group_id"):
        return None
    wide = Wide(by, tuple(periods))
    for number in range(_count(told.get("rows"))):
        said = _document(form.get(f"k{number}", ""))
        bases = _dictionary(said.get("bases"))
        written = form.get(f"r{number}-about")
        about = str(said.get("about", "")) if written is None else naming.id_of(by, written.strip())
        row = WideRow(number, about, written or about)
        if about == "?":
            row.about, row.problem = str(written), naming.problem(by, str(written))
        for period in periods:
            base = _dictionary(bases[period]) if period in bases else None
            entry = Entry(0, {**fixed, by: row.about, "period": period}, {}, base)
            content: Content = dict(base or {})
            put_fact(entry, "value", form.get(f"r{number}-{period}", ""), table, content)
            if form.get(f"r{number}-take-{period}") == "theirs":
                content = dict(base or {})
                entry.typed["value"] = str(content.get("value", ""))
            entry.content = content
            row.entries.append(entry)
        wide.rows.append(row)
    return numbered(wide)


def _document(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return _dictionary(found)


def _dictionary(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _count(found: Any) -> int:
    return min(max(found, 0), MOST_LINES) if isinstance(found, int) else 0
