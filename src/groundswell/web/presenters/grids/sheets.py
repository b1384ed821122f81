"""A grid as it is drawn: headings, lines, cells, and in each cell what is wrong with it or who else wrote there."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext

from groundswell.exchange.package.columns import Column, Kind
from groundswell.web.presenters.grids.entries import Entry, Naming, worth_saving
from groundswell.web.presenters.grids.tables import HEADINGS, GridTable
from groundswell.web.presenters.grids.wide import Wide


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its input, what stands in it, and what is to be said beneath it.

    `kind` is text, number, words (several lines), choice or fixed (only read). `before` is what is kept; `theirs` is
    what somebody else has written since, `None` where nobody has.
    """

    name: str
    label: str
    text: str
    kind: str
    options: tuple[str, ...] = ()
    listed: str = ""  # the id of a list of suggestions
    before: str = ""
    is_changed: bool = False
    problems: tuple[str, ...] = ()
    theirs: str | None = None
    hint: str = ""

    @property
    def note_id(self) -> str:
        """Where what is said about the cell stands."""
        return f"{self.name}-note"

    @property
    def take(self) -> str:
        """The box that takes what somebody else wrote."""
        row, _, heading = self.name.partition("-")
        return f"{row}-take-{heading}"

    @property
    def is_noted(self) -> bool:
        """True where something is said beneath."""
        return bool(self.problems or self.theirs is not None or (self.is_changed and self.before))


@dataclass(frozen=True, slots=True)
class Line:
    """One row of inputs, and what the page remembers of it."""

    number: int
    label: str
    told: str
    cells: tuple[Cell, ...]
    is_new: bool
    is_retired: bool
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the summary: which cell, what is wrong, and where to go."""

    where: str
    words: str
    target: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole grid."""

    headings: tuple[str | Promise, ...]
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    changes: int
    clashes: int
    is_wide: bool = False
    told: str = ""

    @property
    def summary(self) -> str:
        """How many problems there are, in words."""
        count = len(self.problems)
        said = ngettext("%(count)s problem. Nothing was stored.", "%(count)s problems. Nothing was stored.", count)
        return said % {"count": count}


def long_sheet(
    entries: Sequence[Entry], table: GridTable, naming: Naming, *, keys: Sequence[str], facts: Sequence[str]
) -> Sheet:
    """A grid with a line for each row: its key, then its facts."""
    first = next((entry for entry in entries if entry.is_new), None)  # an example stands in the first row to fill
    lines = tuple(_line(entry, table, naming, keys, facts, is_example=entry is first) for entry in entries)
    columns = (*keys, *facts)
    return Sheet(
        tuple(HEADINGS[name] for name in columns),
        columns,
        lines,
        tuple(_summary(lines)),
        len(worth_saving(entries)),
        sum(cell.theirs is not None for line in lines for cell in line.cells),
    )


def _line(
    entry: Entry, table: GridTable, naming: Naming, keys: Sequence[str], facts: Sequence[str], *, is_example: bool
) -> Line:
    label = _label(entry, naming, keys) or gettext("New row %(number)s") % {"number": entry.number + 1}
    cells = [_key_cell(entry, table, naming, heading, label, is_example=is_example) for heading in keys]
    cells += [_fact_cell(entry, table, heading, label) for heading in facts]
    shown = {*keys, *facts}
    others = [problem for heading, said in entry.problems.items() if heading not in shown for problem in said]
    return Line(entry.number, label, told_of(entry), tuple(cells), entry.is_new, entry.is_retired, tuple(others))


def told_of(entry: Entry) -> str:
    """What the page remembers of a row, for when it comes back."""
    if entry.is_new:
        return ""
    return json.dumps({"key": entry.key, "base": entry.base}, separators=(",", ":"))


def _label(entry: Entry, naming: Naming, keys: Sequence[str]) -> str:
    written = (naming.name(heading, entry.key.get(heading, "")) for heading in keys)
    return ", ".join(words for words in written if words)


def _key_cell(entry: Entry, table: GridTable, naming: Naming, heading: str, label: str, *, is_example: bool) -> Cell:
    public_id = entry.key.get(heading, "")
    problems = tuple(entry.problems.get(heading, ()))
    name = f"r{entry.number}-{heading}"
    spoken = f"{HEADINGS[heading]}, {label}"
    if not entry.is_new:
        return Cell(name, spoken, naming.name(heading, public_id), "fixed", problems=problems)
    text = entry.typed.get(heading, naming.name(heading, public_id) if public_id else "")
    listed = f"list-{heading.removeprefix('from_').removeprefix('to_')}" if heading.endswith("_id") else ""
    column = table.columns[heading]
    kind = "choice" if column.words else "text"
    return Cell(
        name, spoken, text, kind, column.words, listed, problems=problems, hint=_hint(column) if is_example else ""
    )


def _hint(column: Column) -> str:
    return gettext("such as 2024") if column.kind is Kind.PERIOD else ""


def _fact_cell(entry: Entry, table: GridTable, heading: str, label: str) -> Cell:
    column = table.columns[heading]
    before = str((entry.base or {}).get(heading, ""))
    text = entry.typed.get(heading, str(entry.content.get(heading, "")))
    problems = tuple(entry.problems.get(heading, ()))
    is_changed = str(entry.content.get(heading, "")) != before and not entry.is_retired
    listed = "list-source_id" if heading == "source_id" else ""
    return Cell(
        f"r{entry.number}-{heading}",
        f"{HEADINGS[heading]}, {label}",
        text,
        _kind_of(column),
        column.words or (("true",) if column.kind is Kind.BOOLEAN else ()),
        listed,
        before,
        is_changed,
        problems,
        entry.theirs.get(heading),
    )


def _kind_of(column: Column) -> str:
    if column.words or column.kind is Kind.BOOLEAN:
        return "choice"
    if column.kind is Kind.TEXT:
        return "words"
    return "number" if column.kind is Kind.DECIMAL else "text"


def wide_sheet(wide: Wide, naming: Naming, *, is_named: bool) -> Sheet:
    """A grid with a line for each place or group; `is_named` where its rows were pasted, and may be named anew."""
    lines = []
    for row in wide.rows:
        label = naming.name(wide.by, row.about) or _everyone(wide.by, naming)
        problems = (row.problem,) if row.problem else ()
        named = Cell(f"r{row.number}-about", str(HEADINGS[wide.by]), row.written if row.problem else label,
                     "text" if row.problem else "fixed", listed=f"list-{wide.by}", problems=problems)  # fmt: skip
        cells = [_value_cell(entry, row.number, period, label) for entry, period in
                 zip(row.entries, wide.periods, strict=True)]  # fmt: skip
        bases = {entry.key["period"]: entry.base for entry in row.entries if entry.base is not None}
        told = json.dumps({"about": row.about, "bases": bases}, separators=(",", ":"))
        lines.append(Line(row.number, label, told, (named, *cells), is_new=False, is_retired=False))
    told = json.dumps({"by": wide.by, "periods": wide.periods, "rows": len(wide.rows)}, separators=(",", ":"))
    return Sheet(
        (HEADINGS[wide.by], *wide.periods),
        (wide.by, *wide.periods),
        tuple(lines),
        tuple(_summary(lines)),
        len(worth_saving(wide.entries)),
        sum(cell.theirs is not None for line in lines for cell in line.cells),
        is_wide=True,
        told=told,
    )


def _everyone(by: str, naming: Naming) -> str:
    return naming.name(by, "") or (gettext("Everyone") if by == "group_id" else gettext("The whole community"))


def _value_cell(entry: Entry, number: int, period: str, label: str) -> Cell:
    before = str((entry.base or {}).get("value", ""))
    status = str((entry.base or {}).get("status", ""))
    problems = [problem for said in entry.problems.values() for problem in said]
    return Cell(
        f"r{number}-{period}",
        f"{label}, {period}",
        entry.typed.get("value", before),
        "number",
        before=before,
        is_changed=entry.is_changed,
        problems=tuple(problems),
        theirs=entry.theirs.get("value"),
        hint=status if status not in ("", "final") else "",
    )


def _summary(lines: Sequence[Line]) -> list[Problem]:
    found = []
    for line in lines:
        found += [Problem(line.label, words, f"line-{line.number}") for words in line.problems]
        found += [Problem(cell.label, words, cell.name) for cell in line.cells for words in cell.problems]
    return found


def choices_of(names: Mapping[str, str], chosen: str, blank: str) -> list[tuple[str, str, bool]]:
    """The options of a chooser: id, words, whether it is the one; the blank one first."""
    return [("", blank, not chosen)] + [(key, name, key == chosen) for key, name in names.items() if key]
