"""Workbooks as they really arrive (methods.md A4, Z1-Z15): guarded before anything in them is parsed."""

import datetime as dt
import resource
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from groundswell.core.findings import Finding
from groundswell.exchange.readers import table_from
from groundswell.exchange.tables import Table

xlwt = pytest.importorskip("xlwt")


def read(content: bytes, **options: object) -> tuple[Table | None, list[Finding]]:
    return table_from(content, "a.xlsx", **options)  # type: ignore[arg-type]


def workbook(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def simple(*rows: list[object]) -> bytes:
    return workbook(lambda book: [book.active.append(row) for row in rows] and None)


def rebuilt(content: bytes, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> bytes:
    """The archive with its parts changed, and more of them."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in (extra or {}).items():
            new.writestr(name, part)
    return stream.getvalue()


def with_part(name: str, part: bytes) -> bytes:
    return rebuilt(simple(["a"], [1]), lambda _, old: old, {name: part})


def refusal(content: bytes) -> str:
    table, findings = read(content)
    assert table is None
    assert len(findings) == 1
    return str(findings[0])


def test_a_sheet_becomes_text_as_people_would_type_it() -> None:
    table, findings = read(
        simple(
            ["id", "n", "x", "day", "yes"],
            ["02139", 2023, 20.4, dt.date(2024, 3, 4), True],
            ["b", 1e-7, -5, None, False],
        )
    )
    assert findings == []
    assert table is not None
    assert list(table.records()) == [
        {"id": "02139", "n": "2023", "x": "20.4", "day": "2024-03-04", "yes": "true"},
        {"id": "b", "n": "0.0000001", "x": "-5", "day": "", "yes": "false"},
    ]
    assert table.rows == [2, 3]


def test_old_workbooks_and_open_document_sheets_are_read_alike(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("s")
    for row, cells in enumerate([["id", "n"], ["02139", 2.5]]):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    book.save(str(tmp_path / "a.xls"))
    document = OpenDocumentSpreadsheet()
    page = OdfTable(name="s")
    for cells in (["id", "n"], ["02139", 2.5]):
        line = TableRow()
        for cell in cells:
            kind = {"valuetype": "float", "value": str(cell)} if isinstance(cell, float) else {"valuetype": "string"}
            made = TableCell(**kind)
            made.addElement(P(text=str(cell)))
            line.addElement(made)
        page.addElement(line)
    document.spreadsheet.addElement(page)
    document.save(str(tmp_path / "a.ods"))
    for name in ("a.xls", "a.ods"):
        table, findings = table_from((tmp_path / name).read_bytes(), name)
        assert findings == []
        assert table is not None
        assert list(table.records()) == [{"id": "02139", "n": "2.5"}], name


def test_z1_a_bomb_is_refused_from_its_list_of_contents_quickly_and_in_little_memory() -> None:
    bomb = with_part("xl/worksheets/sheet9.xml", b"<a>" + b"0" * (150 * 1024 * 1024))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    assert refusal(bomb).startswith("a.xlsx: a part of the workbook unfolds to 150 MB, more than 50 MB")
    assert time.process_time() - started < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_z1_a_part_packed_beyond_reason_is_refused() -> None:
    assert "is packed more than 100 to 1" in refusal(with_part("xl/worksheets/sheet9.xml", b"0" * 40_000_000))


def test_z1_many_parts_and_a_large_total_are_refused() -> None:
    names = {f"xl/x{number}.xml": b"<a/>" for number in range(1_001)}
    assert "parts, more than 1,000" in refusal(rebuilt(simple(["a"], [1]), lambda _, old: old, names))
    stream = BytesIO()
    part = bytes(range(256)) * (45 * 4096)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for number in range(5):
            archive.writestr(f"x{number}.bin", part)
    assert "the workbook unfolds to 225 MB, more than 200 MB" in refusal(stream.getvalue())


def test_z1_a_part_that_lies_about_its_size_is_refused() -> None:
    content = with_part("xl/worksheets/sheet9.xml", b"<a>" + b"01" * 30_000)
    size = (60_003).to_bytes(4, "little")
    assert "is longer than it says" in refusal(content.replace(size, (10).to_bytes(4, "little")))


def test_z2_an_archive_within_the_archive_is_refused() -> None:
    inner = BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("b", "c")
    assert "the workbook holds another archive ('xl/inner.zip')" in refusal(with_part("xl/inner.zip", inner.getvalue()))
    assert "the workbook holds another archive ('xl/media.png')" in refusal(with_part("xl/media.png", inner.getvalue()))


def test_z3_parts_that_overlap_are_refused() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.xml", "<a/>" * 100)
        archive.writestr("b.xml", "<a/>" * 100)
        archive.filelist[1].header_offset = archive.filelist[0].header_offset
    assert "parts of the workbook overlap" in refusal(stream.getvalue())


@pytest.mark.parametrize("name", ["../../x.xml", "/etc/x.xml", "C:/x.xml", "xl\\..\\..\\x.xml"])
def test_z4_a_part_that_points_outside_is_refused(name: str) -> None:
    assert "which points outside of it" in refusal(with_part(name, b"<a/>"))


def test_z4_a_part_that_is_a_link_is_refused() -> None:
    stream = BytesIO(simple(["a"], [1]))
    with zipfile.ZipFile(stream, "a") as archive:
        link = zipfile.ZipInfo("xl/link.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "is a link to another file" in refusal(stream.getvalue())


@pytest.mark.parametrize(
    "prolog",
    [
        b'<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>',
        b'<!DOCTYPE foo [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_z5_entities_are_refused_before_parsing(prolog: bytes) -> None:
    def change(name: str, part: bytes) -> bytes:
        return part.replace(b"<worksheet", prolog + b"<worksheet", 1) if "sheet1" in name else part

    assert "declares entities" in refusal(rebuilt(simple(["a"], [1]), change))


def test_z5_entities_in_another_encoding_are_refused_as_well() -> None:
    def change(name: str, part: bytes) -> bytes:
        return b"\xff\xfe" + part.decode().encode("utf-16-le") if "sheet1" in name else part

    assert "XML in an unusual encoding" in refusal(rebuilt(simple(["a"], [1]), change))


def test_z6_other_documents_are_refused_by_name() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "the file is a Word document, whatever its name says" in refusal(stream.getvalue())
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert "the file is an archive, not a workbook" in refusal(stream.getvalue())
    assert "the workbook is damaged" in refusal(simple(["a"], [1])[:-30])


def test_z7_a_workbook_with_a_password_is_refused() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert "the file is protected by a password" in refusal(locked)


def test_z8_macros_are_refused() -> None:
    assert "the workbook holds macros" in refusal(with_part("xl/vbaProject.bin", b"x"))


def test_z9_a_million_blank_formatted_rows_end_the_reading_early() -> None:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page, style = book.add_worksheet(), book.add_format({"bold": True})
    page.write_row(0, 0, ["a", "b"])
    page.write_row(1, 0, [1, 2])
    for row in range(2, 200_000):
        page.write_blank(row, 0, None, style)
    book.close()
    started = time.process_time()
    table, findings = read(stream.getvalue())
    assert findings == []
    assert table is not None
    assert table.rows == [2]
    assert time.process_time() - started < 5


def test_z9_one_cell_at_the_far_corner_does_not_fill_the_memory() -> None:
    content = workbook(lambda book: book.active.cell(1_048_576, 16_384, "x") and None)
    assert "the sheet spreads over 1,048,576 rows by 16,384 columns" in refusal(content)


def test_z10_merged_cells_hidden_rows_and_sheets_are_told() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        page = book.active
        page.title = "Data"
        for row in (["a", "b"], [1, 2], [3, 4]):
            page.append(row)
        page.merge_cells("A3:A4")
        page.row_dimensions[2].hidden = True
        book.create_sheet("More")
        book.create_sheet("Old").sheet_state = "hidden"

    table, findings = read(workbook(fill))
    assert table is not None
    assert len(table) == 2
    assert [str(finding) for finding in findings] == [
        "a.xlsx: hidden sheets were not read: Old",
        "a.xlsx: only the first of 2 sheets was read: 'Data'; say sheet: to read another (More)",
        "a.xlsx:3: cells are merged here over 2 rows and 1 columns; "
        "only the first of them has the value; unmerge them and fill each",
        "a.xlsx: 1 rows are hidden (a filter, perhaps) and were read all the same; "
        "take them out if they should not count",
    ]


def test_z10_a_sheet_that_is_not_there_is_told_with_those_that_are() -> None:
    table, findings = read(simple(["a"], [1]), sheet="Data")
    assert table is None
    assert str(findings[0]) == "a.xlsx: there is no sheet 'Data'; write one of: Sheet"


def test_z11_computed_formulas_are_read_and_others_are_errors() -> None:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, ["a", "b"])
    page.write_formula(1, 0, "=1+1", None, 2)
    page.write(1, 1, 5)
    book.close()
    table, findings = read(stream.getvalue())
    assert findings == []
    assert table is not None
    assert table.columns["a"] == ["2"]
    _, findings = read(simple(["a", "b"], ["=1+1", 5]))
    assert str(findings[0]).startswith("a.xlsx:2: the formula in A2 was never computed")
    assert findings[0].is_error


def test_z12_dates_counted_from_1904_are_the_same_days() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        book.active.append(["day"])
        book.active.append([dt.date(2024, 3, 4)])

    table, _ = read(workbook(fill))
    assert table is not None
    assert table.columns["day"] == ["2024-03-04"]


def test_z13_error_cells_are_told_and_read_as_blank() -> None:
    table, findings = read(simple(["a", "b"], ["#DIV/0!", 1]))
    assert table is not None
    assert table.columns["a"] == [""]
    assert str(findings[0]) == "a.xlsx:2: A2 shows the error #DIV/0!; the cell is read as blank"


def test_z14_a_sheet_name_with_special_signs_can_be_read() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["wrong"])
        page = book.create_sheet("It's! & <more>")
        page.append(["a"])
        page.append(["=1+1"])

    table, findings = read(workbook(fill), sheet="It's! & <more>")
    assert table is not None
    assert table.headings == ["a"]
    assert "the formula in A2 was never computed" in str(findings[0])


def test_z15_links_to_other_workbooks_are_not_followed() -> None:
    table, findings = read(with_part("xl/externalLinks/externalLink1.xml", b'<externalLink r:id="rId1"/>'))
    assert (table.columns if table else None, findings) == ({"a": ["1"]}, [])


def test_c29_numbers_whose_end_the_spreadsheet_has_lost_are_errors() -> None:
    _, findings = read(simple(["id"], [1234567890123456789]))
    assert str(findings[0]).startswith("a.xlsx:2: 1 cells are numbers of more than 15 digits")


def test_rows_keep_the_numbers_a_spreadsheet_shows() -> None:
    table, _ = read(simple([], ["Title"], [], ["a", "b"], [1, 2], [], [3, 4]), skip_rows=3)
    assert table is not None
    assert (table.titles, table.rows) == (["Title"], [5, 7])
