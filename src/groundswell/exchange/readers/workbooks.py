"""Sheets of a workbook (XLSX, XLS, ODS) to records of text.

What a spreadsheet shows and a file does not say, or the other way round, is told: formulas nobody computed, error
cells, merged cells, hidden rows and sheets, and which sheet was read where there are several.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import TypeVar
from zipfile import ZipFile

from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from groundswell.core.findings import Finding, error, info, warning
from groundswell.exchange.readers.archives import open_archive
from groundswell.exchange.readers.contents import Kind
from groundswell.exchange.readers.sheet_facts import SheetFacts, column_number, facts_of_ods, facts_of_xlsx
from groundswell.exchange.tables import CellRemark, Limits

Cell = int | float | str | bool | time | date | datetime | timedelta
_MOST_CELLS = 20_000_000
_SURE_INTEGER = 10**15  # a spreadsheet keeps 15 digits; longer numbers have lost their end
_MOST_NAMED = 20
_SAVE_AS_XLSX = "open it in a spreadsheet and save it as XLSX"
Found = TypeVar("Found")


def workbook_records(
    content: bytes,
    name: str,
    *,
    kind: Kind,
    sheet: str | None,
    above: int,
    limits: Limits,
    remarks: list[CellRemark] | None = None,
) -> tuple["SheetRows | None", list[Finding]]:
    """Records of one sheet as text, and what was noticed; None where the workbook is refused.

    Row 1 is the first row of the sheet, blank or not. Merged cells are told below the first `above` rows. Where
    `remarks` is given, what concerns single cells goes there and not to the findings.
    """

    def read() -> tuple[SheetRows | None, list[Finding]]:
        facts = _facts(content, kind, sheet, limits)
        workbook = CalamineWorkbook.from_object(BytesIO(content))
        chosen, findings = _choose(workbook, sheet, name)
        if chosen is None:
            return None, findings
        found = workbook.get_sheet_by_name(chosen)
        if remarks is None:
            findings += _tell(facts, found, name, above)
        else:
            remarks.extend(_remarks(facts, found, above))
        findings += _tell_hidden(facts, name)
        if found.total_height * found.total_width > _MOST_CELLS:
            raise ValueError(f"the sheet is {found.total_height:,} rows by {found.total_width:,} columns")
        return SheetRows(found, name, findings, limits, remarks), findings

    return _guarded(read, name, quoting=remarks is None)


def visible_sheets(content: bytes, name: str, *, kind: Kind, limits: Limits) -> tuple[list[str] | None, list[Finding]]:
    """The names of the sheets that people see, in their order; None where the workbook is refused."""

    def read() -> tuple[list[str] | None, list[Finding]]:
        _facts(content, kind, "", limits)
        workbook = CalamineWorkbook.from_object(BytesIO(content))
        seen = [about.name for about in workbook.sheets_metadata if about.visible == SheetVisibleEnum.Visible]
        hidden = [each for each in workbook.sheet_names if each not in seen]
        return seen, [info(f"hidden sheets were not read: {'; '.join(hidden)}", file=name)] if hidden else []

    return _guarded(read, name, quoting=False)


def _guarded(
    read: Callable[[], tuple[Found | None, list[Finding]]], name: str, *, quoting: bool
) -> tuple[Found | None, list[Finding]]:
    """What `read` answers; whatever the library raises is a finding, for it means that the file is damaged."""
    try:
        return read()
    except ValueError as problem:
        return None, [error(str(problem) if quoting else _unquoted(problem), _SAVE_AS_XLSX, file=name)]
    except Exception as problem:
        words = f"the workbook cannot be read ({_short(problem)})" if quoting else "the workbook is damaged"
        return None, [error(words, _SAVE_AS_XLSX, file=name)]
    except BaseException as problem:  # a panic in the library written in Rust is no Exception
        if type(problem).__name__ != "PanicException":
            raise
        return None, [error("the workbook is damaged", _SAVE_AS_XLSX, file=name)]


def _unquoted(problem: ValueError) -> str:
    """Our own words for a refusal quote no cell; the words of the library's own kinds of ValueError might."""
    return str(problem) if type(problem) is ValueError else "the workbook is damaged"


def _short(problem: Exception) -> str:
    return " ".join(str(problem).split())[:120] or type(problem).__name__


def _facts(content: bytes, kind: Kind, sheet: str | None, limits: Limits) -> SheetFacts:
    """What the parts of the workbook say, before the library reads them. Raises ValueError where it is refused."""
    if kind is Kind.OLE:
        if len(content) > limits.entry_bytes:
            raise ValueError("the workbook is larger than 50 MB")
        return SheetFacts()
    with open_archive(content, limits) as archive:
        names = set(archive.namelist())
        _refuse_others(archive, names)
        facts = facts_of_xlsx(archive, sheet) if "xl/workbook.xml" in names else facts_of_ods(archive)
    if facts.last_row * facts.last_column > _MOST_CELLS:
        raise ValueError(f"the sheet spreads over {facts.last_row:,} rows by {facts.last_column:,} columns")
    return facts


def _refuse_others(archive: ZipFile, names: set[str]) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ValueError("the workbook holds macros")
    if "[Content_Types].xml" in names and b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise ValueError("the workbook holds macros")
    if "xl/workbook.bin" in names:
        raise ValueError("the file is a binary workbook (XLSB)")
    if "word/document.xml" in names:
        raise ValueError("the file is a Word document, whatever its name says")
    if "xl/workbook.xml" not in names and "content.xml" not in names:
        raise ValueError("the file is an archive, not a workbook, whatever its name says")
    if "content.xml" in names and b"spreadsheet" not in archive.read(
        "mimetype" if "mimetype" in names else "content.xml"
    ):
        raise ValueError("the file is an OpenDocument file, but no spreadsheet")


def _choose(workbook: CalamineWorkbook, sheet: str | None, name: str) -> tuple[str | None, list[Finding]]:
    """The sheet that is asked for, or the first that can be seen; the others are told."""
    names = workbook.sheet_names
    if sheet is not None:
        if sheet in names:
            return sheet, []
        words = f"there is no sheet {sheet!r}"
        return None, [error(words, f"write one of: {'; '.join(names)}", file=name)]
    seen = [about.name for about in workbook.sheets_metadata if about.visible == SheetVisibleEnum.Visible]
    findings: list[Finding] = []
    if hidden := [each for each in names if each not in seen]:
        findings.append(info(f"hidden sheets were not read: {'; '.join(hidden)}", file=name))
    if not seen:
        return None, [error("the workbook has no sheet that can be seen", "say sheet:", file=name)]
    if len(seen) > 1:
        words = f"only the first of {len(seen)} sheets was read: {seen[0]!r}"
        findings.append(warning(words, f"say sheet: to read another ({'; '.join(seen[1:])})", file=name))
    return seen[0], findings


def _tell(facts: SheetFacts, sheet: CalamineSheet, name: str, above: int) -> list[Finding]:
    """Findings about what a person sees in the sheet and a program does not."""
    findings: list[Finding] = []
    for cell, row in facts.uncomputed[:_MOST_NAMED]:
        words = f"the formula in {cell} was never computed"
        findings.append(
            error(words, "open the workbook in a spreadsheet, save it, and bring it again", file=name, row=row)
        )
    for cell, row, text in facts.errors[:_MOST_NAMED]:
        findings.append(warning(f"{cell} shows the error {text}", "the cell is read as blank", file=name, row=row))
    for first, last in (sheet.merged_cell_ranges or [])[:_MOST_NAMED]:
        if first[0] >= above + 1:
            words = f"cells are merged here over {last[0] - first[0] + 1} rows and {last[1] - first[1] + 1} columns"
            fix = "only the first of them has the value; unmerge them and fill each"
            findings.append(warning(words, fix, file=name, row=first[0] + 1))
    return findings


def _remarks(facts: SheetFacts, sheet: CalamineSheet, above: int) -> Iterator[CellRemark]:
    """The same about single cells, every one of them, to be told by whoever knows the headings."""
    for cell, row in facts.uncomputed:
        yield CellRemark("uncomputed", row, _column_of(cell))
    for cell, row, text in facts.errors:
        yield CellRemark("error", row, _column_of(cell), text)
    for first, last in sheet.merged_cell_ranges or []:
        if first[0] >= above + 1:
            size = f"{last[0] - first[0] + 1} rows and {last[1] - first[1] + 1} columns"
            yield CellRemark("merged", first[0] + 1, first[1] + 1, size)


def _column_of(cell: str) -> int:
    letters = cell.rstrip("0123456789")
    return column_number(letters.encode()) if letters.isascii() and letters.isupper() else 0


def _tell_hidden(facts: SheetFacts, name: str) -> list[Finding]:
    findings: list[Finding] = []
    if facts.hidden_rows:
        words = f"{facts.hidden_rows:,} rows are hidden (a filter, perhaps) and were read all the same"
        findings.append(warning(words, "take them out if they should not count", file=name))
    return findings


@dataclass(slots=True)
class SheetRows:
    """The rows of a sheet as text, from its very first row, until a thousand blank ones follow each other."""

    sheet: CalamineSheet
    name: str
    findings: list[Finding]
    limits: Limits
    remarks: list[CellRemark] | None = None
    lossy: list[int] = field(default_factory=list)

    @property
    def first_column(self) -> int:
        """The column of the sheet in which the records begin; empty ones at the left are not read."""
        return self.sheet.start[1] + 1 if self.sheet.start else 1

    def records(self) -> Iterator[list[str]]:
        """Each row as text; numbers that lost their end are told when all have been read."""
        blank = 0
        for row, cells in enumerate(self.sheet.iter_rows(), start=1):
            record = [cell if isinstance(cell, str) else self._text(cell, row, at) for at, cell in enumerate(cells)]
            blank = 0 if any(record) else blank + 1
            if blank > self.limits.blank_rows:
                break
            yield record
        if self.lossy:
            words = f"{len(self.lossy):,} cells are numbers of more than 15 digits, whose end the spreadsheet has lost"
            fix = "format the column as text before the numbers are typed in"
            self.findings.append(error(words, fix, file=self.name, row=self.lossy[0]))

    def _text(self, cell: Cell, row: int, at: int) -> str:
        if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= _SURE_INTEGER:
            if self.remarks is None:
                self.lossy.append(row)
            else:
                self.remarks.append(CellRemark("lossy", row, self.first_column + at))
        return text_of(cell)


def text_of(cell: Cell) -> str:
    """A cell as people would type it: 2023 and not 2023.0, a date as ISO, true or false."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < _SURE_INTEGER:
            return str(int(cell))
        return format(Decimal(repr(cell)), "f") if "e" in repr(cell) else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
