"""Records to a `Table`: titles set aside, headings joined and made sure of, every record brought to one width.

Rows that are too long or too short, headings that stand twice, notes beneath the data and totals are all noticed here,
for text files and workbooks alike.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from groundswell.core.findings import Finding, Severity, error, info, warning
from groundswell.exchange.readers.delimited import PlainRecords
from groundswell.exchange.tables import Limits, Table

_CHUNK = 2_048
_MOST_FINDINGS = 50
_FORMULA_TEXT = re.compile(r'="((?:[^"]|"")*)"')
NO_ROWS = "the file has headings and no rows"
TOTAL_ROW = "this looks like a row of totals beneath the data"
_TOTAL = re.compile(r"(grand |sub|sub-)?totals?:?|all rows|sum", re.IGNORECASE)


def is_total(text: str) -> bool:
    """True for the words that head a row of totals."""
    return _TOTAL.fullmatch(text.strip()) is not None


def assemble(
    records: Iterator[list[str]],
    *,
    name: str,
    header_rows: int,
    skip_rows: int,
    unwrap_formulas: bool,
    duplicates_are: Severity,
    limits: Limits,
    findings: list[Finding],
    first_column: int = 1,
    quoting: bool = True,
) -> Table | None:
    """A table of `records`; None where there are no headings to read it by. Problems go to `findings`.

    `first_column` is where the records begin in their sheet. Without `quoting`, findings quote no cell.
    """
    titles, header, above = _header(records, header_rows, skip_rows)
    if not any(any(cell.strip() for cell in line) for line in header):
        if not any(finding.is_error for finding in findings):
            findings.append(error("the file is empty", "the first row names the columns", file=name))
        return None
    width = max(len(line) for line in header)
    if width > limits.columns:
        words = f"the file has {width:,} columns, more than {limits.columns:,}"
        findings.append(error(words, "keep the columns you need", file=name, row=above))
        return None
    body = _Body(name, width, above, findings, quoting)
    columns = body.read(records)
    if unwrap_formulas:
        columns = [_unwrapped(column) for column in columns]
        header = [[_FORMULA_TEXT.sub(r"\1", cell) for cell in line] for line in header]
    headings, kept, places, duplicates = _headings(header, columns, name, above, duplicates_are, findings)
    if not body.rows and not any(finding.is_error for finding in findings):
        findings.append(warning(NO_ROWS, file=name, row=above))
    totals = _totals(columns, body.rows, name, findings)
    named = dict(zip(headings, kept, strict=True))
    places = [place + first_column - 1 for place in places]
    return Table(name, headings, named, body.rows, titles, duplicates, totals, places)


def _header(records: Iterator[list[str]], header_rows: int, skip_rows: int) -> tuple[list[str], list[list[str]], int]:
    """Title lines, heading lines, and the spreadsheet row of the last heading line."""
    # A title with a comma in it was cut at the comma; blank cells at its end are the sheet's, not its own.
    titles = [",".join(record).strip(" ,") for record in islice(records, skip_rows)]
    row = len(titles)
    header: list[list[str]] = []
    for record in records:
        row += 1
        if not header and not any(cell.strip() for cell in record):
            continue  # blank lines above the headings
        header.append([cell.strip() for cell in record])
        if len(header) == header_rows:
            break
    return [title for title in titles if title.strip()], header, row


def _joined(header: list[list[str]], width: int) -> list[str]:
    """One heading a column: upper lines fill their blanks from the left, then all lines join with a space."""
    lines = [line + [""] * (width - len(line)) for line in header]
    for line in lines[:-1]:
        for position in range(1, width):
            line[position] = line[position] or line[position - 1]
    return [" ".join(" ".join(parts).split()) for parts in zip(*lines, strict=True)]


def _headings(
    header: list[list[str]],
    columns: Sequence[list[str]],
    name: str,
    row: int,
    duplicates_are: Severity,
    findings: list[Finding],
) -> tuple[list[str], list[list[str]], list[int], frozenset[str]]:
    """Headings that differ, the columns under them, where they stand, and those that stood more than once."""
    headings: list[str] = []
    kept: list[list[str]] = []
    places: list[int] = []
    first: dict[str, tuple[str, int]] = {}
    duplicates: set[str] = set()
    for number, (heading, column) in enumerate(zip(_joined(header, len(columns)), columns, strict=True), start=1):
        if not heading:
            if not any(column):
                continue  # an empty column, as spreadsheets leave at the edge
            heading = f"column {number}"
            words = f"column {number} holds values and has no heading"
            findings.append(warning(words, "name it, or empty it", file=name, row=row, column=heading))
        if seen := first.get(heading.casefold()):
            words = f"the heading {heading!r} of column {number} stands already at column {seen[1]} as {seen[0]!r}"
            findings.append(Finding(duplicates_are, words, "give every column a name of its own", name, row, heading))
            duplicates.add(seen[0])
            heading = f"{heading} ({number})"
        first.setdefault(heading.casefold(), (heading, number))
        headings.append(heading)
        kept.append(column)
        places.append(number)
    return headings, kept, places, frozenset(duplicates)


class _Body:
    """Reads records under the headings into columns, fast where they are even and with care where they are not."""

    def __init__(self, name: str, width: int, above: int, findings: list[Finding], quoting: bool) -> None:
        self.name = name
        self.quoting = quoting
        self.width = width
        self.row = above
        self.findings = findings
        self.rows: list[int] = []
        self.columns: list[list[str]] = [[] for _ in range(width)]
        self.uneven = 0
        self.notes: list[tuple[int, int, list[str]]] = []  # row, how many records stood before it, cells

    def read(self, records: Iterator[list[str]]) -> list[list[str]]:
        """All records as columns, each `len(self.rows)` long."""
        while True:
            while isinstance(records, PlainRecords) and (columns := records.even_columns(self.width)):
                self._extend_columns(columns)
            if not (chunk := list(islice(records, _CHUNK))):
                break
            if all(map(any, chunk)) and set(map(len, chunk)) == {self.width}:
                self._extend(chunk, list(range(self.row + 1, self.row + 1 + len(chunk))))
            else:
                self._mend(chunk)
            self.row += len(chunk)
        self._tell_notes()
        if self.uneven > _MOST_FINDINGS:
            words = f"{self.uneven - _MOST_FINDINGS:,} more rows do not have {self.width} cells"
            self.findings.append(error(words, "see the rows named above", file=self.name))
        return self.columns

    def _extend_columns(self, columns: list[list[str]]) -> None:
        for column, cells in zip(self.columns, columns, strict=True):
            column.extend(cells)
        self.rows.extend(range(self.row + 1, self.row + 1 + len(columns[0])))
        self.row += len(columns[0])

    def _extend(self, chunk: list[list[str]], rows: list[int]) -> None:
        for column, cells in zip(self.columns, zip(*chunk, strict=True), strict=True):
            column.extend(cells)
        self.rows.extend(rows)

    def _mend(self, chunk: list[list[str]]) -> None:
        even: list[list[str]] = []
        rows: list[int] = []
        for row, record in enumerate(chunk, start=self.row + 1):
            if not any(record):
                continue
            if len(record) == 1 < self.width:
                self.notes.append((row, len(self.rows) + len(even), record))
                continue
            even.append(self._evened(record, row) if len(record) != self.width else record)
            rows.append(row)
        if even:
            self._extend(even, rows)

    def _evened(self, record: list[str], row: int) -> list[str]:
        if any(record[self.width :]) or len(record) < self.width:
            self._tell_uneven(record, row)
        return (record + [""] * self.width)[: self.width]

    def _tell_uneven(self, record: list[str], row: int) -> None:
        self.uneven += 1
        if self.uneven > _MOST_FINDINGS:
            return
        lines = sum(cell.count("\n") for cell in record)
        words = f"the row has {len(record)} cells and the headings have {self.width}"
        fix = "put quotation marks around a cell that holds the delimiter, or fill up the row"
        if lines:
            words += f"; a quotation mark opened here closes {lines:,} lines below"
            fix = 'close the quotation mark in its row, or double it ("") where it belongs to the text'
        self.findings.append(error(words, fix, file=self.name, row=row))

    def _tell_notes(self) -> None:
        """Lines of one cell beneath the data are notes; between records they are rows that are too short."""
        for row, before, record in self.notes:
            if before < len(self.rows):
                self._tell_uneven(record, row)
            else:
                words = "a note beneath the data was left out" + (f": {record[0][:80]!r}" if self.quoting else "")
                self.findings.append(info(words, file=self.name, row=row))


def _unwrapped(column: list[str]) -> list[str]:
    """Cells written as a formula that holds text, `="02139"`, become that text."""
    seen = {cell: _FORMULA_TEXT.fullmatch(cell) for cell in set(column) if cell.startswith("=")}
    texts = {cell: match.group(1).replace('""', '"') for cell, match in seen.items() if match}
    return [texts.get(cell, cell) for cell in column] if texts else column


def _totals(columns: Sequence[list[str]], rows: list[int], name: str, findings: list[Finding]) -> tuple[int, ...]:
    """Positions of the last records whose first filled cell says "Total"."""
    totals: list[int] = []
    for position in range(len(rows) - 1, -1, -1):
        filled = next((column[position] for column in columns if column[position].strip()), "")
        if not is_total(filled):
            break
        totals.append(position)
    for position in totals:
        findings.append(info(TOTAL_ROW, "take it out if it is one", file=name, row=rows[position]))
    return tuple(reversed(totals))
