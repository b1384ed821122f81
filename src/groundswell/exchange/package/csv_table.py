"""One CSV file of a package as a `Table`: comma, header row, every column that its layout knows.

Rows are numbered as a spreadsheet shows them, so a line break within a cell does not shift the count. Equal cells of a
column share one piece of memory: a million observations name few indicators, places and periods.
"""

import csv
import io
from collections.abc import Callable, Iterator
from itertools import islice
from operator import itemgetter
from pathlib import Path

from groundswell.core.findings import Finding, error
from groundswell.exchange.collector import paused_collector
from groundswell.exchange.package.cells import nearest, quoted
from groundswell.exchange.package.columns import RETIRED, Column, TableLayout
from groundswell.exchange.package.encoding import read_text
from groundswell.exchange.readers.delimited import LONGEST_CELL
from groundswell.exchange.tables import Table

CHUNK = 500  # records that fit the processor's cache; larger chunks are slower
Progress = Callable[[int, int], None]


def read_csv(path: Path, layout: TableLayout, seen: Progress | None = None) -> tuple[Table | None, list[Finding]]:
    """The file as it stands, with absent columns blank; None where it cannot be read at all.

    `seen(characters, all_characters)` is called as reading goes on.
    """
    text, findings = read_text(path, layout.file)
    if text is None:
        return None, findings
    stream = io.StringIO(text, newline="")
    csv.field_size_limit(LONGEST_CELL)  # one limit for the whole process, which other libraries widen
    reader = csv.reader(stream, strict=True)
    try:
        headings = next(reader, [])
    except csv.Error as problem:
        return None, [
            error(f"the header cannot be read: {problem}", "write one row of plain headings", file=layout.file, row=1)
        ]
    places, findings = _understood(headings, layout)
    if not places:
        return None, findings
    columns, rows, problems = _read_records(reader, len(headings), layout.file, lambda: _tell(seen, stream, text))
    findings += problems + _cells_without_heading(headings, columns, rows, layout.file)
    return _arranged(layout, {name: columns[at] for name, at in places.items()}, rows), findings


def _tell(seen: Progress | None, stream: io.StringIO, text: str) -> None:
    if seen:
        seen(stream.tell(), len(text))


def _read_records(
    reader: Iterator[list[str]], width: int, file: str, tell: Callable[[], None]
) -> tuple[list[list[str]], list[int], list[Finding]]:
    columns = [_Cells() for _ in range(width)]
    rows: list[int] = []
    findings: list[Finding] = []
    with paused_collector():
        for at, (chunk, numbers, problems) in enumerate(_chunks(reader, width, file)):
            findings += problems
            rows += numbers
            for column, cells in zip(columns, zip(*chunk, strict=True), strict=False):
                column.add(cells)
            if at % 50 == 0:
                tell()
    return [column.cells for column in columns], rows, findings


def column_named(heading: str, layout: TableLayout) -> Column | None:
    """The column that a heading means, sisters in other languages and `retired` included."""
    if heading == RETIRED.name:
        return RETIRED
    name, _, language = heading.partition(".")
    for column in layout.columns:
        if column.name == heading or (column.name == name and column.is_translatable and is_language(language)):
            return column
    return None


def is_language(tag: str) -> bool:
    """True for the look of a language tag: `es`, `pt-br`, `zh-Hant`."""
    first, *rest = tag.split("-")
    return (
        first.isascii() and first.isalpha() and 2 <= len(first) <= 3 and all(p.isalnum() and len(p) <= 8 for p in rest)
    )


def _understood(headings: list[str], layout: TableLayout) -> tuple[dict[str, int], list[Finding]]:
    findings: list[Finding] = []
    places: dict[str, int] = {}
    if not any(heading.strip() for heading in headings):
        return {}, [
            error("is empty", f"begin with the headings {', '.join(layout.key)} or delete the file", file=layout.file)
        ]
    for at, heading in enumerate(map(str.strip, headings)):
        if not heading:
            continue
        if column_named(heading, layout) is None:
            findings.append(_unknown(heading, layout, len(headings)))
        elif heading in places:
            findings.append(error(f"has two columns {heading}", "keep one", file=layout.file, row=1, column=heading))
        else:
            places[heading] = at
    for column in layout.columns:
        if column.required and column.name not in places and not findings:
            findings.append(error("is missing", "add this column", file=layout.file, row=1, column=column.name))
    return places, findings


def _unknown(heading: str, layout: TableLayout, number: int) -> Finding:
    for delimiter, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if number == 1 and delimiter in heading:
            return error(
                f"cells are separated by {name}", "save the file with commas between cells", file=layout.file, row=1
            )
    near = nearest(heading, (*layout.headings, RETIRED.name))
    known = f"the columns are {', '.join(layout.headings)}"
    fix = f"did you mean {near}?" if near else f"rename or delete it; {known}"
    return error(f"unknown column {quoted(heading)}", fix, file=layout.file, row=1, column=heading)


def _chunks(
    reader: Iterator[list[str]], width: int, file: str
) -> Iterator[tuple[list[list[str]], list[int], list[Finding]]]:
    """Records in chunks, all `width` cells wide, with their row numbers and what was wrong with them."""
    row = 2
    while True:
        chunk: list[list[str]] = []
        problems: list[Finding] = []
        try:
            chunk.extend(islice(reader, CHUNK))
        except csv.Error as problem:
            # extend() keeps what came before the record that failed.
            problems.append(_unreadable(problem, file, row + len(chunk)))
        if not chunk and not problems:
            return
        numbers = list(range(row, row + len(chunk)))
        row += len(chunk)
        if set(map(len, chunk)) - {width} or _may_be_blank(chunk):
            chunk, numbers, ragged = _straightened(chunk, numbers, width, file)
            problems += ragged
        yield chunk, numbers, problems
        if any(problem.row == row for problem in problems):
            return


def _may_be_blank(chunk: list[list[str]]) -> bool:
    return not all(map(itemgetter(0), chunk)) and not all(map(any, chunk))


def _unreadable(problem: csv.Error, file: str, row: int) -> Finding:
    if "field larger" in str(problem):
        return error("a cell is too long", f"keep a cell within {LONGEST_CELL:,} characters", file=file, row=row)
    return error(
        "a quotation mark that opens a cell in this row is not closed, so the rest of the file cannot be read",
        'close the cell with ", and write a quotation mark within a cell twice',
        file=file,
        row=row,
    )


def _straightened(
    chunk: list[list[str]], numbers: list[int], width: int, file: str
) -> tuple[list[list[str]], list[int], list[Finding]]:
    kept, rows, findings = [], [], []
    for record, row in zip(chunk, numbers, strict=True):
        if not any(cell.strip() for cell in record):
            continue  # a blank line
        if len(record) > width and not any(cell.strip() for cell in record[width:]):
            record = record[:width]
        if len(record) != width:
            message = f"has {len(record)} cells where the header has {width}"
            findings.append(error(message, "give every row one cell a heading", file=file, row=row))
            record = [*record[:width], *[""] * (width - len(record))]
        kept.append(record)
        rows.append(row)
    return kept, rows, findings


class _Cells:
    """One column as it grows; equal cells near each other share memory while that pays."""

    def __init__(self) -> None:
        self.cells: list[str] = []
        self.is_repetitive = True

    def add(self, chunk: tuple[str, ...]) -> None:
        """Append the cells of one chunk."""
        if not self.is_repetitive or not any(chunk):
            self.cells += chunk
            return
        same: dict[str, str] = {}
        self.cells += map(same.setdefault, chunk, chunk)
        self.is_repetitive = len(same) < CHUNK // 2


def _cells_without_heading(headings: list[str], columns: list[list[str]], rows: list[int], file: str) -> list[Finding]:
    findings = []
    for heading, column in zip(headings, columns, strict=True):
        if not heading.strip() and any(column):
            first = next(row for row, cell in zip(rows, column, strict=True) if cell)
            findings.append(
                error("a cell stands under no heading", "name the column or clear it", file=file, row=first)
            )
    return findings


def _arranged(layout: TableLayout, found: dict[str, list[str]], rows: list[int]) -> Table:
    """Columns in layout order: sisters after their column, `retired` last, both only where they say something."""
    columns: dict[str, list[str]] = {}
    blank = [""] * len(rows)
    for name in layout.headings:
        columns[name] = found.get(name, blank)
        for sister in sorted(found):
            if sister.startswith(f"{name}.") and any(found[sister]):
                columns[sister] = found[sister]
    if any(found.get(RETIRED.name, ())):
        columns[RETIRED.name] = found[RETIRED.name]
    return Table(layout.name, list(columns), columns, rows)
