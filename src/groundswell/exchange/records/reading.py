"""A provider's files read into the four tables: every sheet to its table, every heading to its column, every cell once.

Nothing is raised for what is in a file, and no finding quotes a cell: it names file, row and column, what is wrong and
what would be right. All problems are told together, so that a submission is mended in one sitting.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from groundswell.core.findings import Severity
from groundswell.core.records import RECORD_TABLES, RecordKind
from groundswell.exchange.collector import paused_collector
from groundswell.exchange.records.checks import check_tables
from groundswell.exchange.records.column_map import ColumnMap
from groundswell.exchange.records.columns import TableMatch, match_columns, recognized_table
from groundswell.exchange.records.headings import table_named
from groundswell.exchange.records.matching_words import tell_match
from groundswell.exchange.records.sheet_reading import SheetPart, read_sheet
from groundswell.exchange.records.sheets import Brought, Sheet, opened
from groundswell.exchange.records.submission import Column, ReadRecords, RecordColumns, SheetMatch
from groundswell.exchange.records.template import Template
from groundswell.exchange.records.wrongs import Telling, Wrong
from groundswell.exchange.tables import DEFAULT_LIMITS, Limits, Table

_MOST_FILES = 50
_TABLES = ", ".join(RECORD_TABLES)
_WHICH = Wrong(
    "which_table",
    "nothing says which table this is",
    f"name the file or the sheet after one of {_TABLES}, or say which with --table",
)
_LEFT_OUT = Wrong("sheet_left_out", "the sheet is none of the four tables and is left out", "", Severity.INFO)
_NO_SHEET = Wrong("no_table", "no sheet of the workbook is one of the tables", f"name sheets after {_TABLES}")
_NO_HEADINGS = Wrong(
    "no_headings",
    "none of the headings is known",
    "put the names of the columns into the first row, or bring a column map that names yours",
)
_EMPTY = Wrong("no_rows", "there are no rows", "fill in a row for each person, stay, service or outcome")
_NOTHING = Wrong("no_files", "nothing was brought", f"bring a file of one of {_TABLES}")
_MANY = Wrong("many_files", f"more than {_MOST_FILES} files were brought at once", "bring the four tables together")


def read_records(
    files: Brought,
    *,
    today: date,
    columns: ColumnMap | None = None,
    table: str | None = None,
    template: Template | None = None,
    identifying_allowed: bool = True,
    lenient: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> ReadRecords:
    """Read and check a submission: `files` are names with their bytes, or with the path of the file.

    `columns` names a provider's headings, `table` the table where nothing else tells it, `template` what the program's
    measures need. With `identifying_allowed` False (victim services), any column that tells who a person is, but for
    the ids of the rows, is refused. `lenient` leaves a cell that cannot be read blank, with a warning, where its column
    is not required: for counting people across files rather than for keeping them. Raises OSError only where a path
    cannot be opened, ValueError where `table` is no table.
    """
    if table is not None and table not in RECORD_TABLES:
        raise ValueError(f"there is no table {table!r}")
    reader = _Reading(columns, table, template, today, identifying_allowed, lenient, limits)
    with paused_collector():
        return reader.read(files)


class _Reading:
    def __init__(
        self,
        columns: ColumnMap | None,
        table: str | None,
        template: Template | None,
        today: date,
        identifying_allowed: bool,
        lenient: bool,
        limits: Limits,
    ) -> None:
        self.columns = columns
        self.table = table
        self.template = template
        self.today = today
        self.identifying_allowed = identifying_allowed
        self.lenient = lenient
        self.limits = limits
        self.telling = Telling()
        self.matches: list[SheetMatch] = []
        self.parts: dict[str, list[SheetPart]] = {}

    def read(self, files: Brought) -> ReadRecords:
        """All files, then the checks between them."""
        for name, content in files[:_MOST_FILES]:
            self._file(name, content)
        if not files or len(files) > _MOST_FILES:
            self._tell_about_all(_MANY if files else _NOTHING)
        tables = {name: _together(name, self.parts.pop(name)) for name in RECORD_TABLES if name in self.parts}
        read = ReadRecords(tables, [], self.telling.problems, self.telling.sources, self.matches, self.telling.others)
        if tables and not any(map(len, tables.values())):
            self._tell_about_all(_EMPTY)
        elif tables:
            check_tables(read, self.telling, self.template)
        read.findings = self.telling.findings()
        return read

    def _tell_about_all(self, wrong: Wrong) -> None:
        """Something that concerns the submission as a whole stands beside its first sheet."""
        if not self.telling.sources:
            self.telling.others.append(wrong.finding())
        else:
            self.telling.tell(wrong, 0)

    def _file(self, name: str, content: bytes | Path) -> None:
        understood, several = False, 0
        first = len(self.telling.sources)
        for sheet in opened(name, content, self.limits):
            several += sheet.table is not None and not sheet.only
            understood = self._sheet(sheet) or understood
        if several and not understood:
            self.telling.tell(_NO_SHEET, first)

    def _sheet(self, sheet: Sheet) -> bool:
        """Read one sheet; True where its table is known."""
        source = len(self.telling.sources)
        self.telling.sources.append(sheet.source)
        if sheet.table is None:
            self.telling.others += sheet.findings
            return False
        table, known_by = self._table_of(sheet, sheet.table)
        if not table:
            self.telling.tell(_WHICH if sheet.only else _LEFT_OUT, source)
            return False
        match = match_columns(table, sheet.table.headings, self.columns)
        if not match.columns:
            # Where no heading is known, the first row may be a record: nothing that quotes it may be told.
            self.telling.tell(_NO_HEADINGS, source)
            return True
        self.telling.others += sheet.findings
        match = tell_match(self.telling, source, sheet.table, match, known_by, self.template, self.identifying_allowed)
        places = _places(sheet.table, match)
        self.matches.append(SheetMatch(source, known_by, match, places))
        part = read_sheet(
            self.telling, source, sheet, match, places, template=self.template, today=self.today, lenient=self.lenient
        )
        self.parts.setdefault(table, []).append(part)
        return True

    def _table_of(self, sheet: Sheet, table: Table) -> tuple[str, str]:
        """The table that a sheet holds and how that is known; "" where it is none."""
        if self.table and sheet.only:
            return self.table, "said"
        name = sheet.source.sheet
        if found := table_named(name) or (table_named(Path(sheet.source.file).stem) if sheet.only else ""):
            return found, "name"
        if self.table and not match_columns(self.table, table.headings, self.columns).absent:
            return self.table, "said"
        return recognized_table(table.headings, self.columns), "headings"


def _places(table: Table, match: TableMatch) -> dict[str, tuple[str, int]]:
    """For each column of ours its heading and where that stands in the sheet."""
    standing = dict(zip(table.headings, table.places, strict=True)) if table.places else {}
    return {
        name: (each.headings[0], standing.get(each.headings[0], table.headings.index(each.headings[0]) + 1))
        for name, each in match.columns.items()
    }


def _together(name: str, parts: Sequence[SheetPart]) -> RecordColumns:
    """The sheets of one table, one beneath the other; a column that a sheet lacks is blank there."""
    names = list(dict.fromkeys(column for part in parts for column in part.columns))
    columns: dict[str, Column] = {}
    for column in names:
        pieces = [part.columns.get(column) for part in parts]
        filled = [
            _blank(name, column, len(part.rows)) if piece is None else piece
            for piece, part in zip(pieces, parts, strict=True)
        ]
        columns[column] = np.concatenate(filled)
    sources = np.concatenate([np.full(len(part.rows), part.source, np.int32) for part in parts])
    return RecordColumns(name, columns, sources, np.concatenate([part.rows for part in parts]))


def _blank(table: str, column: str, size: int) -> Column:
    known = RECORD_TABLES[table].column(column)
    kind = known.kind if known else RecordKind.TEXT
    if kind is RecordKind.DATE:
        return np.full(size, np.datetime64("NaT", "D"), "datetime64[D]")
    if kind is RecordKind.NUMBER:
        return np.full(size, np.nan)
    return np.full(size, None if kind is RecordKind.TRUTH else "", dtype=object)
