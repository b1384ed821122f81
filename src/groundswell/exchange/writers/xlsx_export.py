"""XLSX for people to work on: text is always text, numbers are numbers, the headings stay in sight.

A table says the same few words again and again. The library writes each of them once, and each day and each yes or no;
what it made of them is then put wherever they stand. Only numbers and the places of cells are written here, so that
text never reaches a sheet but through the library.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import islice
from math import isfinite
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from groundswell.exchange.writers.csv_export import Cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"  # its media type
LONGEST_TEXT = 32_767
MOST_ROWS = 1_048_576
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_WIDEST = 60
_SHEET = "xl/worksheets/sheet1.xml"
_SIZE = re.compile(r'<dimension ref="[^"]*"/>')
_CELL = re.compile(r'<c r="[A-Z]+\d+"(.*?</c>)')
_ROWS = re.compile(r'<sheetData>(<row r="1".*?</row>)(.*)</sheetData>', re.DOTALL)
_ABREAST = 1_000  # words that the library writes side by side: there may be more of them than a sheet has rows
# No formulas, links or numbers are made out of text, whatever it looks like.
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_WORDS = (str, bool, date)
Row = Sequence[Cell]


def write_xlsx(stream: IO[bytes], headings: Sequence[str], rows: Iterable[Row], *, sheet: str = "Data") -> None:
    """Write one sheet. The same content gives the same bytes.

    Raises ValueError where there are more rows than a sheet can hold. Text longer than a cell can hold is cut and ends
    in an ellipsis.
    """
    body = list(islice(rows, MOST_ROWS))
    if len(body) == MOST_ROWS:
        raise ValueError(f"a sheet holds {MOST_ROWS:,} rows and there are more; export CSV")
    words = list(dict.fromkeys(cell for row in body for cell in row if isinstance(cell, _WORDS) and cell != ""))
    with ZipFile(_frame(headings, words, sheet)) as frame, ZipFile(stream, "w", ZIP_DEFLATED) as whole:
        for part in frame.infolist():
            content = frame.read(part)
            whole.writestr(part, _filled(content.decode(), words, body) if part.filename == _SHEET else content)


def _frame(headings: Sequence[str], words: Row, sheet: str) -> IO[bytes]:
    """A workbook with the headings, and under them every word once."""
    stream = BytesIO()
    workbook = xlsxwriter.Workbook(stream, _OPTIONS)
    workbook.set_properties({"created": datetime(1980, 1, 1, tzinfo=UTC)})
    page = workbook.add_worksheet(sheet_name(sheet))
    bold = workbook.add_format({"bold": True, "bottom": 1})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for column, heading in enumerate(headings):
        page.write_string(0, column, _fitting(heading), bold)
        page.set_column(column, column, min(max(len(heading) + 2, 10), _WIDEST))
    page.freeze_panes(1, 0)
    for number, cell in enumerate(words):
        row, column = divmod(number, _ABREAST)
        if isinstance(cell, str):
            page.write_string(row + 1, column, _fitting(cell))
        elif isinstance(cell, bool):
            page.write_boolean(row + 1, column, cell)
        else:
            page.write_datetime(row + 1, column, cell, day)
    workbook.close()
    return stream


def _filled(page: str, words: Row, body: Sequence[Row]) -> str:
    """The sheet's XML with the rows where the words stood."""
    headings, written = _ROWS.findall(page)[0]
    said = dict(zip(words, _CELL.findall(written), strict=True))
    columns = [xl_col_to_name(column) for column in range(max(map(len, body), default=0))]
    rows = "".join(_row(number, columns, row, said) for number, row in enumerate(body, start=2))
    last = xl_rowcol_to_cell(len(body), max(len(columns), headings.count("<c ")) - 1)
    page = _SIZE.sub(f'<dimension ref="A1:{last}"/>', page)
    return _ROWS.sub(lambda _: f"<sheetData>{headings}{rows}</sheetData>", page)


def _row(number: int, columns: Sequence[str], row: Row, said: Mapping[Cell, str]) -> str:
    cells = zip(columns, [_cell(cell, said) for cell in row], strict=False)
    written = "".join([f'<c r="{column}{number}"{cell}' for column, cell in cells if cell])
    return f'<row r="{number}">{written}</row>'


def _cell(cell: Cell, said: Mapping[Cell, str]) -> str:
    """A cell's XML after its place; blank for nothing, and for a number that is none."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, _WORDS):
        return said[cell]
    return f"><v>{cell:.16G}</v></c>" if isfinite(cell) else ""


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def sheet_name(text: str) -> str:
    """A name that a sheet may have: 31 letters, no brackets, no apostrophe at either end."""
    return _NOT_IN_A_SHEET_NAME.sub(" ", text).strip()[:31].strip("' ") or "Data"
