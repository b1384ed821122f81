"""What the parts of a workbook tell before the library opens it: how far a sheet spreads, which formulas nobody
computed, which cells show an error, how many rows are hidden.

The XML has passed the guards, so it is searched with patterns rather than parsed: quick, and nothing is expanded.
"""

import re
from dataclasses import dataclass, field
from html import unescape
from zipfile import ZipFile

_CELL_PLACE = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*?(?<!/)>")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb"\br=\"([A-Z]{1,3})(\d{1,7})\"")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*\bhidden=\"(?:1|true)\"")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(r"<Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(r"([\w:]+)=\"([^\"]*)\"")
_ODS_ROWS = re.compile(rb"<table:table-row\b([^>]*)(?<!/)>(.*?)</table:table-row>", re.DOTALL)
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
_ROWS_REPEATED = re.compile(rb"number-rows-repeated=\"(\d+)\"")
_COLUMNS_REPEATED = re.compile(rb"number-columns-repeated=\"(\d+)\"")


@dataclass(slots=True)
class SheetFacts:
    """`uncomputed` and `errors` name cells as a spreadsheet does, with their row."""

    last_row: int = 0
    last_column: int = 0
    hidden_rows: int = 0
    uncomputed: list[tuple[str, int]] = field(default_factory=list)
    errors: list[tuple[str, int, str]] = field(default_factory=list)


def facts_of_xlsx(archive: ZipFile, sheet: str | None) -> SheetFacts:
    """Facts of the sheet that will be read: the one named, or the first that can be seen."""
    part = _part_of_sheet(archive, sheet)
    if part is None:
        return SheetFacts()
    xml = archive.read(part)
    facts = SheetFacts(hidden_rows=len(_HIDDEN_ROW.findall(xml)))
    columns: set[bytes] = set()
    for column, row in _CELL_PLACE.findall(xml):
        columns.add(column)
        facts.last_row = max(facts.last_row, int(row))
    facts.last_column = max(map(column_number, columns), default=0)
    if _FORMULA.search(xml) or b't="e"' in xml:
        _look_into_cells(xml, facts)
    return facts


def _look_into_cells(xml: bytes, facts: SheetFacts) -> None:
    for attributes, inside in _CELL.findall(xml):
        place = _PLACE.search(attributes)
        row = int(place.group(2)) if place else 0
        name = (place.group(1) + place.group(2)).decode() if place else "a cell"
        value = _VALUE.search(inside)
        if _FORMULA.search(inside) and not value and b't="str"' not in attributes:
            facts.uncomputed.append((name, row))
        elif b't="e"' in attributes:
            facts.errors.append((name, row, unescape(value.group(1).decode("utf-8", "replace")) if value else "?"))


def column_number(letters: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _part_of_sheet(archive: ZipFile, sheet: str | None) -> str | None:
    """The path of a sheet's XML within the archive."""
    workbook = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    sheets = [dict(_ATTRIBUTE.findall(attributes)) for attributes in _SHEET.findall(workbook)]
    chosen = next((each for each in sheets if _is_chosen(each, sheet)), None)
    names = set(archive.namelist())
    if chosen is None or "xl/_rels/workbook.xml.rels" not in names:
        return None
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {each.get("Id"): each.get("Target", "") for each in map(_attributes, _RELATION.findall(relations))}
    target = targets.get(next((value for key, value in chosen.items() if key.endswith(":id")), ""), "")
    path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return path if path in names else None


def _attributes(text: str) -> dict[str, str]:
    return dict(_ATTRIBUTE.findall(text))


def _is_chosen(attributes: dict[str, str], sheet: str | None) -> bool:
    if sheet is None:
        return attributes.get("state", "visible") == "visible"
    return unescape(attributes.get("name", "")) == sheet


def facts_of_ods(archive: ZipFile) -> SheetFacts:
    """How far the filled cells of an OpenDocument sheet spread once its repeated rows and columns are counted out."""
    facts = SheetFacts()
    row = 0
    for attributes, inside in _ODS_ROWS.findall(archive.read("content.xml")):
        repeated = _ROWS_REPEATED.search(attributes)
        row += int(repeated.group(1)) if repeated else 1
        column = 0
        for cell in _ODS_CELL.findall(inside):
            wide = _COLUMNS_REPEATED.search(cell)
            column += int(wide.group(1)) if wide else 1
            if b"value-type" in cell:
                facts.last_row = row
                facts.last_column = max(facts.last_column, column)
    return facts
