"""A provider's own workbook with cells marked: their formats, formulas and other sheets stay as they are.

The workbook has passed the guards before it is opened here; links to other files are not kept, macros were refused, and
nothing is computed. What is written into it is text, whatever it looks like. The library is imported late: it takes a
tenth of a second, and only a workbook that is handed back needs it.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from groundswell.exchange.readers import sheets_of
from groundswell.exchange.records.marking import COLOURS, HEADINGS, Mark, Marks, listing, marks_of
from groundswell.exchange.records.sheets import MENDING_SHEET
from groundswell.exchange.records.submission import ReadRecords
from groundswell.exchange.writers.xlsx_export import LONGEST_TEXT

_MOST_ROWS = 30_000  # in all; larger workbooks would take minutes and a gigabyte to open as a whole
_MOST_BYTES = 10 * 1024 * 1024
_MOST_NOTES = 2_000
_MOST_LISTED = 50_000
_AUTHOR = "Groundswell"
_WIDTHS = (28, 16, 8, 20, 64, 64)


def marked_original(content: bytes | Path, read: ReadRecords) -> bytes | None:
    """The workbook marked; None where it is no XLSX, too large, or cannot be opened and saved as it is."""
    if isinstance(content, Path):
        content = content.read_bytes() if content.stat().st_size <= _MOST_BYTES else b""
    is_small = len(content) <= _MOST_BYTES and sum(read.counts.values()) <= _MOST_ROWS
    if not content.startswith(b"PK") or not is_small or not sheets_of(content, "workbook")[0]:
        return None
    try:
        return _marked(content, read)
    except Exception:  # the library raises many kinds for workbooks of other programs; all are then written anew
        return None


def _marked(content: bytes, read: ReadRecords) -> bytes:
    import openpyxl

    book = openpyxl.load_workbook(BytesIO(content), keep_links=False)
    marks = marks_of(read)
    if MENDING_SHEET in book.sheetnames:
        del book[MENDING_SHEET]
        for page in book.worksheets:
            _unmark(page)
    for at, source in enumerate(read.sources):
        if at in marks:
            page = book[source.sheet] if source.sheet else book.worksheets[0]
            _mark(page, marks[at], _header_row(read, at, page))
    _write_list(book.create_sheet(MENDING_SHEET, 0), read)
    for page in book.worksheets:
        page.sheet_view.tabSelected = page.title == MENDING_SHEET
    book.active = 0
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _unmark(page: Any) -> None:
    """Take off the marks of an earlier round."""
    from openpyxl.styles import PatternFill

    ours = set(COLOURS.values())
    for row in page.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.author == _AUTHOR:
                cell.comment = None
            if cell.has_style and str(cell.fill.fgColor.rgb)[-6:] in ours:
                cell.fill = PatternFill()


def _header_row(read: ReadRecords, source: int, page: Any) -> int:
    """The row of the headings: the one above the records in which a matched heading stands."""
    sheet = next((each for each in read.matches if each.source == source), None)
    if sheet is None or not sheet.places:
        return 1
    heading, place = next(iter(sheet.places.values()))
    for row in range(1, min(page.max_row, 1_000) + 1):
        if str(page.cell(row, place).value or "").strip() == heading:
            return row
    return 1


def _mark(page: Any, marks: Marks, header: int) -> None:
    for place, mark in marks.headings.items():
        _mark_cell(page.cell(header, place), mark, with_note=True)
    notes = 0
    for row, places in marks.rows.items():
        for place, mark in places.items():
            _mark_cell(page.cell(row, place or 1), mark, with_note=notes < _MOST_NOTES)
            notes += 1


def _mark_cell(cell: Any, mark: Mark, *, with_note: bool) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    if isinstance(cell, MergedCell):  # its look and its note are those of the first cell
        return
    colour = COLOURS[mark.severity]
    cell.fill = PatternFill("solid", start_color=colour, end_color=colour)
    if with_note:
        theirs = f"\n({cell.comment.text})" if cell.comment is not None and cell.comment.author != _AUTHOR else ""
        cell.comment = Comment(_printable(mark.text + theirs), _AUTHOR, height=120, width=320)


def _write_list(page: Any, read: ReadRecords) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for at, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True), start=1):
        _write(page.cell(1, at), heading).font = Font(bold=True)
        page.column_dimensions[get_column_letter(at)].width = width
    page.freeze_panes = "A2"
    wrapped = Alignment(wrap_text=True, vertical="top")
    for number, (severity, cells) in enumerate(listing(read, _MOST_LISTED), start=2):
        for at, value in enumerate(cells, start=1):
            if value != "":
                _write(page.cell(number, at), value).alignment = wrapped
        colour = COLOURS[severity]
        page.cell(number, 1).fill = PatternFill("solid", start_color=colour, end_color=colour)


def _write(cell: Any, value: str | int) -> Any:
    """Text as text: without its type said, this library makes a formula of whatever begins with `=`."""
    cell.value = value if isinstance(value, int) else _printable(value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _printable(text: str) -> str:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return str(ILLEGAL_CHARACTERS_RE.sub("", text))[:LONGEST_TEXT]
