"""The same spreadsheet handed back with its cells marked, and a first sheet that lists all there is to mend.

A workbook comes back as the provider made it, formulas and all: they stay theirs and nothing here runs them. Text
files, and workbooks too large to be opened whole, are written anew, where every cell is text and none can run. What is
mended in it can be sent again as it is: the list is not read as a table.
"""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from groundswell.core.findings import Severity
from groundswell.exchange.records.marked_workbook import marked_original
from groundswell.exchange.records.marking import COLOURS, HEADINGS, MOST_LISTED, Marks, listing, marks_of
from groundswell.exchange.records.sheets import MENDING_SHEET, Brought, opened
from groundswell.exchange.records.submission import ReadRecords
from groundswell.exchange.tables import Table
from groundswell.exchange.writers.xlsx_export import LONGEST_TEXT, MOST_ROWS, sheet_name

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
    "in_memory": False,
}
_MOST_NOTES = 1_000
_WIDTHS = (28, 16, 8, 20, 64, 64)


def marked_workbook(files: Brought, read: ReadRecords) -> bytes:
    """One XLSX with everything that was brought, the cells of each problem filled and noted, and the list in front.

    `files` are those that `read` was made of. A single XLSX of ordinary size is marked as it is; everything else is
    written anew, a sheet for each sheet.
    """
    if len(files) == 1 and (marked := marked_original(files[0][1], read)):
        return marked
    stream = BytesIO()
    workbook = xlsxwriter.Workbook(stream, _OPTIONS)
    workbook.set_properties({"created": datetime(1980, 1, 1, tzinfo=UTC)})
    _write_list(workbook, read)
    marks = marks_of(read)
    names: set[str] = {MENDING_SHEET.casefold()}
    source = 0
    for name, content in files:
        for sheet in opened(name, content):
            if sheet.table is not None:
                page = workbook.add_worksheet(_unused(sheet.source.sheet or Path(name).stem, names))
                _write_sheet(workbook, page, sheet.table, marks.get(source, Marks()))
            source += 1
    workbook.close()
    return stream.getvalue()


def _unused(wanted: str, names: set[str]) -> str:
    """A name that no other sheet has; a sheet called like the list would not be read again."""
    name, number = sheet_name(wanted), 2
    while name.casefold() in names:
        ending = f" {number}"
        name, number = f"{sheet_name(wanted)[: 31 - len(ending)]}{ending}", number + 1
    names.add(name.casefold())
    return name


def _write_list(workbook: Any, read: ReadRecords) -> None:
    page = workbook.add_worksheet(MENDING_SHEET)
    bold = workbook.add_format({"bold": True, "bottom": 1})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    fills = _fills(workbook)
    for at, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        page.set_column(at, at, width, wrapped)
        page.write_string(0, at, heading, bold)
    page.freeze_panes(1, 0)
    for number, (severity, cells) in enumerate(listing(read, MOST_LISTED), start=1):
        for at, cell in enumerate(cells):
            if isinstance(cell, int):
                page.write_number(number, at, cell, fills[severity] if at == 0 else wrapped)
            elif cell:
                page.write_string(number, at, cell[:LONGEST_TEXT], fills[severity] if at == 0 else wrapped)


def _fills(workbook: Any) -> dict[Severity, Any]:
    return {severity: workbook.add_format({"bg_color": f"#{colour}"}) for severity, colour in COLOURS.items()}


def _write_sheet(workbook: Any, page: Any, table: Table, marks: Marks) -> None:
    """A table as text, each row where it stood, so that the list's row numbers hold."""
    fills = _fills(workbook)
    bold = workbook.add_format({"bold": True, "bottom": 1})
    places = table.places or list(range(1, len(table.headings) + 1))
    first = table.rows[0] if table.rows else 2
    header = max(1, min(first - 1, MOST_ROWS))
    notes = 0
    for place, heading in zip(places, table.headings, strict=True):
        page.set_column(place - 1, place - 1, min(max(len(heading) + 2, 12), 40))
        told = marks.headings.get(place)
        page.write_string(header - 1, place - 1, heading, fills[told.severity] if told else bold)
        if told:
            page.write_comment(header - 1, place - 1, told.text, {"x_scale": 2})
    page.freeze_panes(header, 0)
    columns = [table.columns[heading] for heading in table.headings]
    for at, row in enumerate(table.rows):
        if row > MOST_ROWS:
            break
        here = marks.rows.get(row, {})
        for place, column in zip(places, columns, strict=True):
            told = here.get(place) or (here.get(0) if place == places[0] else None)
            if told:
                page.write_string(row - 1, place - 1, column[at][:LONGEST_TEXT] or " ", fills[told.severity])
                if notes < _MOST_NOTES:
                    page.write_comment(row - 1, place - 1, told.text, {"x_scale": 2})
                notes += 1
            elif column[at]:
                page.write_string(row - 1, place - 1, column[at][:LONGEST_TEXT])
