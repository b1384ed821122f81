"""XLSX for people to work on: text is always text, numbers are numbers, the headings stay in sight."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from math import isfinite
from typing import IO, Any

import xlsxwriter

from groundswell.exchange.writers.csv_export import Cell

LONGEST_TEXT = 32_767
MOST_ROWS = 1_048_576
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_WIDEST = 60
# No formulas, links or numbers are made out of text, whatever it looks like.
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def write_xlsx(
    stream: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str = "Data"
) -> None:
    """Write one sheet. The same content gives the same bytes.

    Raises ValueError where there are more rows than a sheet can hold. Text longer than a cell can hold is cut and ends
    in an ellipsis.
    """
    workbook = xlsxwriter.Workbook(stream, _OPTIONS)
    workbook.set_properties({"created": datetime(1980, 1, 1, tzinfo=UTC)})
    page = workbook.add_worksheet(sheet_name(sheet))
    bold = workbook.add_format({"bold": True, "bottom": 1})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for column, heading in enumerate(headings):
        page.write_string(0, column, _fitting(heading), bold)
        page.set_column(column, column, min(max(len(heading) + 2, 10), _WIDEST))
    page.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        if number >= MOST_ROWS:
            raise ValueError(f"a sheet holds {MOST_ROWS:,} rows and there are more; export CSV")
        for column, cell in enumerate(row):
            _write(page, number, column, cell, day)
    workbook.close()


def _write(page: Any, row: int, column: int, cell: Cell, day: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        page.write_string(row, column, _fitting(cell))
    elif isinstance(cell, bool):
        page.write_boolean(row, column, cell)
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, day)
    elif isinstance(cell, Decimal) or isfinite(cell):
        page.write_number(row, column, cell)


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def sheet_name(text: str) -> str:
    """A name that a sheet may have: 31 letters, no brackets, no apostrophe at either end."""
    return _NOT_IN_A_SHEET_NAME.sub(" ", text).strip()[:31].strip("' ") or "Data"
