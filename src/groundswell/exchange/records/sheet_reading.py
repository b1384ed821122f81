"""The cells of one sheet: each column read as what it is, once for each distinct text, and its problems told."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from groundswell.core.findings import Severity
from groundswell.core.records import RECORD_TABLES, RecordColumn, RecordKind
from groundswell.exchange.readers.assembly import is_total
from groundswell.exchange.records.columns import ColumnMatch, TableMatch
from groundswell.exchange.records.dates import read_dates
from groundswell.exchange.records.encodings import read_encodings
from groundswell.exchange.records.quantities import read_numbers, read_truths
from groundswell.exchange.records.sheets import Sheet
from groundswell.exchange.records.submission import Column
from groundswell.exchange.records.template import Template
from groundswell.exchange.records.texts import ERROR_CELL, cleaned, read_ids, read_texts
from groundswell.exchange.records.values import tell_unknown_values
from groundswell.exchange.records.wrongs import Telling, Wrong
from groundswell.exchange.tables import CellRemark, Table

_TOTAL = Wrong(
    "total_row",
    "the row looks like a total over the others, and is left out",
    "take it out of the file; fill in the blank cells, if it is a record",
    Severity.WARNING,
)
_ASIDE = Wrong(
    "aside",
    "the row has nothing in the columns that are read, and is left out",
    "take it out, or fill it in",
    Severity.WARNING,
)
_BLANK = Wrong("required_blank", "the cell is blank, and every row needs it", "fill it in, or take the row out")
_UNCOMPUTED = Wrong(
    "uncomputed",
    "the formula in the cell was never computed",
    "open the workbook in a spreadsheet, save it, and bring it again",
)
_LOSSY = Wrong(
    "lossy_number",
    "the cell is a number of more than 15 digits, whose end the spreadsheet has lost",
    "format the column as text, and fill in the id again from where it was given out",
)
_LOST_ZEROS = Wrong(
    "lost_zeros",
    "the postal code is shorter than the others, as where a spreadsheet has dropped a leading zero",
    "format the column as text, and write the code in full",
    Severity.WARNING,
)
_NAMING = ("first_name", "last_name", "birth_date")
_NOTHING_BUT_DIGITS = re.compile(r"\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """The records of one sheet: its columns of ours, and the row in which each record stood."""

    source: int
    columns: dict[str, Column]
    rows: NDArray[np.int64]


@dataclass(slots=True)
class _Cells:
    """The stripped texts of one column of ours, joined where it is made of several, with a map's values put in."""

    column: RecordColumn
    match: ColumnMatch
    texts: list[str]


def read_sheet(
    telling: Telling,
    source: int,
    sheet: Sheet,
    match: TableMatch,
    places: Mapping[str, tuple[str, int]],
    *,
    template: Template | None,
    today: date,
    lenient: bool,
) -> SheetPart:
    """All records of a sheet, read; what is wrong with a cell is told, and the cell is blank."""
    table = sheet.table
    assert table is not None
    cells = [_gathered(table, match.table, each) for each in match.columns.values()]
    reader = _SheetReader(telling, source, places, template, today, lenient, match.table)
    kept = reader.records_among(table, cells)
    rows = np.array(table.rows, np.int64)
    if not kept.all():
        rows = rows[kept]
        for each in cells:
            each.texts = list(compress(each.texts, kept.tolist()))
    reader.rows = rows.tolist()
    reader.tell_remarks(sheet.remarks)
    return SheetPart(source, {each.column.name: reader.column(each) for each in cells}, rows)


def _gathered(table: Table, name: str, match: ColumnMatch) -> _Cells:
    column = RECORD_TABLES[name].column(match.column)
    assert column is not None
    pieces = [list(map(str.strip, table.column(heading))) for heading in match.headings]
    texts = pieces[0] if len(pieces) == 1 else [" ".join(filter(None, each)) for each in zip(*pieces, strict=True)]
    if match.values:
        values = {key.casefold(): value for key, value in match.values.items()}
        changed = {text: values[text.casefold()] for text in set(texts) if text.casefold() in values}
        texts = [changed.get(text, text) for text in texts]
    return _Cells(column, match, texts)


class _SheetReader:
    """Reads the columns of one sheet and tells their problems at the sheet's own rows and headings."""

    def __init__(
        self,
        telling: Telling,
        source: int,
        places: Mapping[str, tuple[str, int]],
        template: Template | None,
        today: date,
        lenient: bool,
        table: str,
    ) -> None:
        self.telling = telling
        self.source = source
        self.places = places
        self.template = template
        self.today = today
        self.lenient = lenient
        self.table = table
        self.rows: list[int] = []
        self.remarked: dict[int, set[int]] = defaultdict(set)  # place -> rows that have been told of already

    def tell(self, wrong: Wrong, rows: Sequence[int], column: str) -> None:
        """One problem of one column."""
        heading, place = self.places[column]
        self.telling.tell(wrong, self.source, rows, heading, place)

    def records_among(self, table: Table, cells: Sequence[_Cells]) -> NDArray[np.bool_]:
        """Which rows are records: not totals, and not blank in all that is read."""
        size = len(table)
        filled = np.zeros(size, bool)
        whole = np.ones(size, bool)
        named = np.zeros(size, bool)
        totals = np.zeros(size, bool)
        totals[list(table.totals)] = True
        for each in cells:
            here = np.fromiter(map(bool, each.texts), bool, size)
            filled |= here
            if each.column.required:
                whole &= here
            if each.column.name in _NAMING:
                named |= here
            if each.column.kind is RecordKind.ID and each.column.required:
                words = {text for text in set(each.texts) if text and not text[0].isdigit() and is_total(text)}
                if words:
                    totals |= np.fromiter((text in words for text in each.texts), bool, size)
        # An id may be any word; a row of totals lacks what every record has, or what a person goes by.
        totals &= ~(named if self.table == "participants" else whole)
        rows = np.array(table.rows, np.int64)
        if totals.any():
            self.telling.tell(_TOTAL, self.source, rows[totals].tolist())
        aside = ~filled & ~totals
        noted = [at for at in np.flatnonzero(aside) if any(table.columns[each][at].strip() for each in table.headings)]
        if noted:
            self.telling.tell(_ASIDE, self.source, rows[noted].tolist())
        kept: NDArray[np.bool_] = filled & ~totals
        return kept

    def tell_remarks(self, remarks: Sequence[CellRemark]) -> None:
        """What the spreadsheet says of single cells, where they are cells that are read."""
        by_place = {place: name for name, (_, place) in self.places.items()}
        rows = set(self.rows)
        told: dict[tuple[Wrong, str], list[int]] = defaultdict(list)
        for remark in remarks:
            name = by_place.get(remark.column)
            if remark.kind == "merged" and remark.row in rows:
                self.telling.tell(_merged(remark), self.source, [remark.row])
            wrong = {"uncomputed": _UNCOMPUTED, "error": ERROR_CELL, "lossy": _LOSSY}.get(remark.kind)
            if wrong is None or name is None or remark.row not in rows or not self._matters(remark, name):
                continue
            self.remarked[remark.column].add(remark.row)
            told[self._graded(wrong, name), name].append(remark.row)
        for (wrong, name), places in told.items():
            self.tell(wrong, places, name)

    def _matters(self, remark: CellRemark, name: str) -> bool:
        column = RECORD_TABLES[self.table].column(name)
        return remark.kind != "lossy" or (column is not None and column.kind is RecordKind.ID)

    def _graded(self, wrong: Wrong, name: str) -> Wrong:
        column = RECORD_TABLES[self.table].column(name)
        return wrong.softened() if self.lenient and column is not None and not column.required else wrong

    def column(self, cells: _Cells) -> Column:
        """One column as an array."""
        name, kind = cells.column.name, cells.column.kind
        self._tell_blanks(cells)
        texts = self._without_errors(cells)
        if kind in (RecordKind.DATE, RecordKind.NUMBER, RecordKind.TRUTH):
            texts = _plain(texts)
        if kind is RecordKind.DATE:
            dates = read_dates(texts, column=name, today=self.today, written=cells.match.format)
            for wrong in dates.whole:
                self.tell(self._graded(wrong, name), (), name)
            self._tell_cells(name, texts, dates.wrong)
            return dates.days
        if kind is RecordKind.NUMBER:
            numbers = read_numbers(texts, column=name)
            self._tell_cells(name, texts, numbers.wrong)
            return numbers.numbers
        if kind is RecordKind.TRUTH:
            truths = read_truths(texts)
            self._tell_cells(name, texts, truths.wrong)
            return _objects(truths.truths)
        if kind is RecordKind.ENCODING:
            encodings = read_encodings(texts)
            self._tell_cells(name, texts, encodings.wrong)
            return _objects(encodings.texts)
        read = read_ids(texts) if kind is RecordKind.ID else read_texts(texts)
        self._tell_cells(name, texts, read.wrong)
        self._tell_values(name, read.texts)
        return _objects(read.texts)

    def _tell_blanks(self, cells: _Cells) -> None:
        if cells.column.required and not all(cells.texts):
            told = self.remarked[self.places[cells.column.name][1]]
            rows = [row for text, row in zip(cells.texts, self.rows, strict=True) if not text and row not in told]
            if rows:
                self.tell(_BLANK, rows, cells.column.name)

    def _without_errors(self, cells: _Cells) -> list[str]:
        """The texts with `#REF!` and its like told and made blank."""
        name = cells.column.name
        errors = {text for text in set(cells.texts) if text[:1] == "#" and cleaned(text)[1] is ERROR_CELL}
        if not errors:
            return cells.texts
        self._tell_cells(name, cells.texts, dict.fromkeys(errors, ERROR_CELL))
        return ["" if text in errors else text for text in cells.texts]

    def _tell_cells(self, name: str, texts: Sequence[str], wrong: Mapping[str, Wrong]) -> None:
        """Each wrong text, at every row where it stands and nothing was told yet."""
        if not wrong:
            return
        told = self.remarked[self.places[name][1]]
        places: dict[Wrong, list[int]] = defaultdict(list)
        for text, row in zip(texts, self.rows, strict=True):
            if text in wrong and row not in told:
                places[wrong[text]].append(row)
        for each, rows in places.items():
            self.tell(self._graded(each, name), rows, name)

    def _tell_values(self, name: str, texts: Sequence[str]) -> None:
        if name == "postal_code" and (short := _short_codes(texts)):
            rows = [row for text, row in zip(texts, self.rows, strict=True) if text in short]
            self.tell(_LOST_ZEROS, rows, name)
        asked = self.template.column(self.table, name) if self.template else None
        if asked and asked.allowed:
            for wrong, rows in tell_unknown_values(name, texts, self.rows, asked.allowed):
                self.tell(wrong, rows, name)


def _plain(texts: list[str]) -> list[str]:
    """Dates and numbers without marks that nobody sees, and with full-width digits made plain."""
    odd = {text: unicodedata.normalize("NFKC", cleaned(text)[0]) for text in set(texts) if not text.isascii()}
    odd = {text: made for text, made in odd.items() if made and len(made) < 100}
    return [odd.get(text, text) for text in texts] if odd else texts


def _short_codes(texts: Sequence[str]) -> set[str]:
    """Postal codes of four digits or three, where nearly all others have five."""
    distinct = {text for text in texts if _NOTHING_BUT_DIGITS.fullmatch(text)}
    short = {text for text in distinct if 3 <= len(text) <= 4}
    five = sum(len(text) == 5 for text in distinct)
    return short if short and five > 2 * len(short) else set()


def _merged(remark: CellRemark) -> Wrong:
    words = f"cells are merged here over {remark.text}, and only the first of them has the value"
    return Wrong("merged", words, "unmerge them and fill each", Severity.WARNING)


def _objects(values: Sequence[object]) -> Column:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made
