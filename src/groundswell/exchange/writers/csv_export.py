"""CSV for people to open in a spreadsheet: UTF-8, commas, line feeds, and no cell that runs."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import TextIO

from groundswell.exchange.writers.formulas import guarded

Cell = str | int | float | Decimal | date | bool | None


def write_csv(stream: TextIO, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write headings and rows, one at a time; `stream` is opened with newline="".

    None is blank, true and false are in lower case, dates are ISO. Decimals are written out, never as 1E+3. Line
    ends within text become line feeds.
    """
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([guarded(heading) for heading in headings])
    writer.writerows([_text(cell) for cell in row] for row in rows)


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """As `write_csv`, whole."""
    stream = StringIO(newline="")
    write_csv(stream, headings, rows)
    return stream.getvalue()


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        # The writer does not put quotation marks around a bare carriage return, which would break the row in two.
        return guarded(cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell)
    if cell is None or cell != cell:  # a missing number is blank, never "nan"
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell.isoformat() if isinstance(cell, date) else str(cell)
