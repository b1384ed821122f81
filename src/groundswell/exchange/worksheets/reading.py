"""A worksheet that somebody brings, in the shape of the paper or of the package's table, to entries and findings.

Titles above the headings are passed over, headings may be spelled as on the paper, and every problem names its row and
column; what cannot be read stops nothing else from being read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from groundswell.core.collaboration.levels import Level
from groundswell.core.findings import Finding, error, has_errors, warning
from groundswell.core.sentences import sentence
from groundswell.exchange.package.layout import TABLES
from groundswell.exchange.package.table_check import check_cells
from groundswell.exchange.readers.files import table_from
from groundswell.exchange.tables import Limits, Table
from groundswell.exchange.worksheets import entries as words
from groundswell.exchange.worksheets.entries import Entry, EntryCell, level_meant, plain, wanted_meant
from groundswell.exchange.writers.formulas import runs_as_formula

MOST_ROWS = 2_000
LIMITS = Limits(file_bytes=2 * 1024 * 1024)
_TITLES = 12  # lines above the headings at most
_NOTES = TABLES["partnership_notes"]
_MEANT = {
    words.PARTNER: ("name of partner/ partnership", "name of partner/partnership", "partner", "partnership", "name",
                    "name of partner", "partner or partnership", "partner/partnership", "initiative"),
    words.PURPOSE: ("purpose", "type", "type of partnership", "purpose of partnership"),
    words.DATE: ("date", "day", "when", "as of"),
    words.WHOSE: ("whose account", "whose", "by", "side", "who says", "answered by"),
    words.WANTED: ("wanted level", "wanted", "level wanted"),
    words.NEXT_STEP: ("next step", "next steps", "next"),
    words.ORGANIZATION: ("partner organization", "organization", "organisation", "partner organisation"),
    words.PARTNERSHIP_ID: ("partnership id",),
}  # fmt: skip
_PACKAGE = {words.PARTNERSHIP_ID: "partnership_id", words.DATE: "date", words.WHOSE: "recorded_by",
            words.WANTED: "wanted_level", words.NEXT_STEP: "next_step"}  # fmt: skip
_WHOSE = {
    **dict.fromkeys(("", "ours", "our", "us", "we", "own"), words.OURS),
    **dict.fromkeys(("theirs", "their", "them", "they"), words.THEIRS),
    **dict.fromkeys(("both", "for both", "together"), words.FOR_BOTH),
}


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which heading of a file means what."""

    named: dict[str, str] = field(default_factory=dict)
    levels: dict[tuple[int, str, str], str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)

    @property
    def is_worksheet(self) -> bool:
        """True where there is a partner and a level."""
        return bool(self.levels) and bool({words.PARTNER, words.ORGANIZATION, words.PARTNERSHIP_ID} & set(self.named))


def read_worksheet(content: bytes, name: str) -> tuple[Table | None, list[Finding]]:
    """The table in a file, whatever stands above its headings; None where it is no worksheet."""
    for above, lines in product(range(_TITLES), (1, 2)):
        table, findings = table_from(content, name, header_rows=lines, skip_rows=above, limits=LIMITS)
        if table is None and not above:
            return None, findings
        if table is not None and (_is_package(table.headings) or _columns_of(table.headings).is_worksheet):
            return table, [each for each in findings if each.is_error]
    said = sentence("this is no worksheet: there is no column of a partner with one of a level beside it")
    fix = sentence("name columns as on the paper: Name of Partner/Partnership, Purpose, Communicate, Cooperate, ...")
    return None, [error(said, fix, file=name)]


def worksheet_from(table: Table, *, day: date) -> tuple[tuple[Entry, ...], list[Finding]]:
    """The accounts in a table; `day` is that of a row that says none. Finds what is wrong, row by row."""
    if len(table) > MOST_ROWS:
        said = sentence("there are {count} rows", count=f"{len(table):,}")
        return (), [error(said, sentence("at most {most} at once", most=f"{MOST_ROWS:,}"), file=table.name)]
    entries, findings = _package(table) if _is_package(table.headings) else _Paper(table, day).read()
    if not entries and not has_errors(findings):
        said = sentence("there is no row beneath the headings")
        findings.append(error(said, sentence("write one row for each partner, and load it again"), file=table.name))
    return entries, findings


class _Paper:
    """A worksheet in the shape of the paper, row by row."""

    def __init__(self, table: Table, day: date) -> None:
        self.table, self.day = table, day
        self.columns = _columns_of(table.headings)
        self.findings: list[Finding] = []

    def read(self) -> tuple[tuple[Entry, ...], list[Finding]]:
        columns = self.columns
        for heading in columns.others:
            fix = sentence("rename it, if it belongs to the worksheet")
            said = sentence("this column was not read")
            self.findings.append(warning(said, fix, file=self.table.name, column=heading))
        for heading in columns.twice:
            said = sentence("another column means the same")
            fix = sentence("keep one of the two")
            self.findings.append(error(said, fix, file=self.table.name, column=heading))
        found = []
        for row, cells in zip(self.table.rows, self.table.records(), strict=True):
            told = {heading: _unguarded(cell.strip()) for heading, cell in cells.items()}
            if any(told.values()):
                found.append(self._entry(row, told))
        return tuple(found), self.findings

    def _entry(self, row: int, told: Mapping[str, str]) -> Entry:
        def cell(name: str) -> str:
            return told.get(self.columns.named.get(name, ""), "")

        if not cell(words.PARTNER) and not cell(words.ORGANIZATION) and not cell(words.PARTNERSHIP_ID):
            fix = sentence("name the partner, or delete the row")
            self._wrong(row, words.PARTNER, sentence("no partner is named"), fix)
        return Entry(
            row=row, partner=" ".join(cell(words.PARTNER).split()),
            organization=" ".join(cell(words.ORGANIZATION).split()),
            partnership_id=cell(words.PARTNERSHIP_ID), purpose=cell(words.PURPOSE),
            day=self._day(row, cell(words.DATE), words.DATE) or self.day, whose=self._whose(row, cell(words.WHOSE)),
            cells=tuple(self._cells(row, told)), wanted_level=self._wanted(row, cell(words.WANTED)),
            next_step=cell(words.NEXT_STEP), headings=self.columns.named,
        )  # fmt: skip

    def _cells(self, row: int, told: Mapping[str, str]) -> Iterator[EntryCell]:
        said: dict[tuple[int, str], dict[str, str]] = {}
        for (level, who, part), heading in self.columns.levels.items():
            if told[heading]:
                said.setdefault((level, who), {})[part] = told[heading]
        for (level, who), parts in sorted(said.items()):
            activity = parts.get(words.ACTIVITY, "")
            if level <= Level.COEXIST and plain(activity) in (words.YES, "x", "true"):
                activity = ""
            part = next(iter(parts))
            heading = self.columns.levels[level, who, part]
            since = self._day(row, parts.get(words.SINCE, ""), self.columns.levels.get((level, who, words.SINCE), ""))
            yield EntryCell(level, who, activity, parts.get(words.EVIDENCE, ""), since, heading)

    def _day(self, row: int, text: str, column: str) -> date | None:
        try:
            return date.fromisoformat(text[:10]) if text else None
        except ValueError:
            self._wrong(
                row, column, sentence("{text} is no day", text=repr(text[:40])), sentence("write it like 2026-05-31")
            )
            return None

    def _whose(self, row: int, text: str) -> str:
        if (meant := _WHOSE.get(plain(text))) is not None:
            return meant
        said = sentence("{text} is nobody's account", text=repr(text[:40]))
        self._wrong(row, words.WHOSE, said, sentence("write ours, theirs or both"))
        return words.OURS

    def _wanted(self, row: int, text: str) -> int | None:
        level = wanted_meant(text) if text else None
        if text and level is None:
            fix = sentence("write a level by its name, or 1 to 7")
            self._wrong(row, words.WANTED, sentence("{text} is no level", text=repr(text[:40])), fix)
        return level

    def _wrong(self, row: int, column: str, said: str, fix: str) -> None:
        heading = self.columns.named.get(column, column)
        self.findings.append(error(said, fix, file=self.table.name, row=row, column=heading))


def _unguarded(cell: str) -> str:
    """Without the apostrophe that our own exports put before what a spreadsheet would run."""
    return cell[1:] if cell.startswith("'") and runs_as_formula(cell[1:]) else cell


def _columns_of(headings: list[str]) -> _Columns:
    found = _Columns()
    for heading in headings:
        bare = plain(heading).partition("(")[0].strip()  # the paper explains some of its headings in brackets
        name = next((each for each, spellings in _MEANT.items() if bare in spellings), None)
        if name is not None:
            _put(found.named, name, heading, found)
        elif (level := level_meant(heading)) is not None:
            _put(found.levels, level, heading, found)
        elif plain(heading) != plain(words.RECORDED_BY):
            found.others.append(heading)
    return found


def _put(known: dict, key: object, heading: str, found: _Columns) -> None:  # type: ignore[type-arg]
    if key in known:
        found.twice.append(heading)
    else:
        known[key] = heading


# The table of the package


def _is_package(headings: list[str]) -> bool:
    return {"partnership_id", "date", "level"} <= {heading.strip() for heading in headings}


def _package(table: Table) -> tuple[tuple[Entry, ...], list[Finding]]:
    columns = {name: table.column(name) for name in _NOTES.headings}
    whole = Table(table.name, list(_NOTES.headings), columns, table.rows)
    whole, findings = check_cells(whole, _NOTES)
    findings = [Finding(each.severity, each.message, each.fix, table.name, each.row, each.column) for each in findings]
    for heading in table.headings:
        if heading not in _NOTES.headings:
            fix = sentence("rename it, if it belongs to the worksheet")
            findings.append(warning(sentence("this column was not read"), fix, file=table.name, column=heading))
    if has_errors(findings):
        return (), findings
    told: dict[tuple[str, ...], list[tuple[int, dict[str, str]]]] = {}
    for row, record in zip(whole.rows, whole.records(), strict=True):
        key = tuple(record[name] for name in ("partnership_id", "date", "recorded_by", "on_behalf_of"))
        told.setdefault(key, []).append((row, record))
    return tuple(_of_package(key, rows) for key, rows in told.items()), findings


def _of_package(key: tuple[str, ...], rows: list[tuple[int, dict[str, str]]]) -> Entry:
    partnership, day, recorded_by, behalf = key
    cells = tuple(
        EntryCell(int(one["level"]), one["actor"], one["activity"], one["evidence"],
                  date.fromisoformat(one["since"]) if one["since"] else None, "level")
        for _, one in rows if one["level"]
    )  # fmt: skip
    wanted = max((int(one["wanted_level"]) for _, one in rows if one["wanted_level"]), default=None)
    steps = dict.fromkeys(one["next_step"] for _, one in rows if one["next_step"])
    return Entry(rows[0][0], partnership_id=partnership, day=date.fromisoformat(day), whose=behalf or recorded_by,
                 cells=cells, wanted_level=wanted, next_step="\n".join(steps),
                 headings=_PACKAGE)  # fmt: skip
