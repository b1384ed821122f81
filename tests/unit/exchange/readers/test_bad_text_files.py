"""Text files as they really arrive (methods.md A4, C1-C20): read right, or refused with the row and what to do."""

import time
from pathlib import Path

import pytest

from groundswell.core.findings import Finding
from groundswell.exchange.readers import read_table, table_from
from groundswell.exchange.tables import Limits, Table


def read(content: bytes | str, **options: object) -> tuple[Table | None, list[Finding]]:
    data = content.encode() if isinstance(content, str) else content
    return table_from(data, "a.csv", **options)  # type: ignore[arg-type]


def sound(content: bytes | str, **options: object) -> Table:
    table, findings = read(content, **options)
    assert table is not None
    assert not [str(finding) for finding in findings if finding.is_error]
    return table


def only(findings: list[Finding]) -> str:
    assert len(findings) == 1, [str(finding) for finding in findings]
    return str(findings[0])


@pytest.mark.parametrize("content", ["", "\n\n\n", "   \n", "\ufeff"])
def test_c1_an_empty_file_is_refused(content: str) -> None:
    table, findings = read(content)
    assert table is None
    assert only(findings) == "a.csv: the file is empty; the first row names the columns"


def test_c2_a_file_of_headings_only_is_an_empty_table_and_said() -> None:
    table, findings = read("id,name\n")
    assert table is not None
    assert (table.headings, len(table)) == (["id", "name"], 0)
    assert only(findings) == "a.csv:1: the file has headings and no rows"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_c3_c4_unicode_is_read_with_and_without_its_mark(encoding: str) -> None:
    table = sound("id,name\n1,José “Pepe”\n2,Ann\n".encode(encoding))
    assert table.headings == ["id", "name"]
    assert table.columns["name"] == ["José “Pepe”", "Ann"]


def test_c5_c6_a_western_file_is_read_and_the_guess_is_shown_with_a_sample() -> None:
    table, findings = read("id,name\n1,Ann\n2,O’Neil – José\n".encode("cp1252"))
    assert table is not None
    assert table.columns["name"][1] == "O’Neil – José"
    assert only(findings) == (
        "a.csv:3: the file is not UTF-8 and was read as cp1252, which makes this of it: 'O’Neil'; "
        "if that looks wrong, say encoding:, or save the file as UTF-8"
    )


def test_c6_an_encoding_that_is_said_is_used_without_a_word() -> None:
    table, findings = read("name\nJosé\n".encode("latin-1"), encoding="latin-1")
    assert (table.columns if table else None, findings) == ({"name": ["José"]}, [])


def test_c6_an_encoding_that_does_not_fit_is_refused_with_the_row() -> None:
    table, findings = read("name\nAnn\nJosé\n".encode("latin-1"), encoding="utf-8")
    assert table is None
    assert only(findings).startswith("a.csv:3: the file is not utf-8: a byte here is no letter in it")
    assert "is no encoding" in only(read("name\nAnn\n", encoding="klingon")[1])
    assert "is no encoding" in only(read("name\nAnn\n", encoding="zip")[1])


def test_c7_two_encodings_in_one_file_are_refused_with_both_rows() -> None:
    table, findings = read("name\nJosé\n".encode() + "Zoë\n".encode("latin-1"))
    assert table is None
    assert only(findings) == (
        "a.csv:3: two encodings are mixed: UTF-8 in row 2, something else here ('Zoë'); "
        "save the whole file as UTF-8, or say encoding: to read all of it in one"
    )


def test_c8_a_nul_is_refused_with_its_row() -> None:
    table, findings = read(b"id,name\n1,Ann\n2,B\0b\n")
    assert table is None
    assert only(findings).startswith("a.csv:3: the file holds a NUL character")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_c9_every_line_end_is_read_and_rows_keep_their_numbers(end: str) -> None:
    table = sound(end.join(["id,name", "1,Ann", "", "2,Bob", ""]))
    assert table.columns == {"id": ["1", "2"], "name": ["Ann", "Bob"]}
    assert table.rows == [2, 4]


def test_c10_line_breaks_and_doubled_quotes_within_a_cell_belong_to_it() -> None:
    table = sound('id,note\n1,"two\nlines, and ""quotes"""\n2,x\n')
    assert table.columns["note"] == ['two\nlines, and "quotes"', "x"]
    assert table.rows == [2, 3]


def test_c11_a_quote_that_is_never_closed_names_the_row_where_it_was_opened() -> None:
    lines = ["id,name", "1,Ann", '2,"Bob', *(f"{number},x" for number in range(3, 100_000))]
    started = time.process_time()
    _, findings = read("\n".join(lines))
    assert only([finding for finding in findings if finding.is_error]).startswith(
        "a.csv:3: a quotation mark is opened in this row and never closed, "
        "so that the 99,997 lines after it would be one cell"
    )
    assert time.process_time() - started < 5


def test_c11_a_short_file_says_how_much_would_be_swallowed() -> None:
    _, findings = read('id,name\n1,Ann\n2,"Bob\n3,Cy\n4,Di\n')
    assert "the 2 lines after it would be one cell" in only([finding for finding in findings if finding.is_error])


def test_c11_a_quote_closed_by_a_later_one_is_named_by_the_row_where_it_was_opened() -> None:
    _, findings = read('id,name\n1,Ann\n2,"Bob\n3,Cy\n4,"Di"\n5,Ed\n')
    assert [finding.row for finding in findings if finding.is_error] == [3]
    assert "the 2 lines after it would be one cell" in str(findings[0])


def test_a_stray_quote_within_a_line_is_read_as_it_stands() -> None:
    assert sound('a,b\n"x"y,1\n5" pipe,2\n"fine",3\n').columns == {"a": ["xy", '5" pipe', "fine"], "b": ["1", "2", "3"]}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_c12_the_delimiter_is_found(delimiter: str) -> None:
    table = sound(f"id{delimiter}name{delimiter}value\n1{delimiter}Ann{delimiter}1.5\n")
    assert table.columns == {"id": ["1"], "name": ["Ann"], "value": ["1.5"]}


def test_c12_decimal_commas_do_not_hide_the_semicolon() -> None:
    assert sound("id;a;b\n1;1,5;2,5\n2;3,5;4,5\n").columns["a"] == ["1,5", "3,5"]


def test_c13_ragged_rows_are_named_one_by_one() -> None:
    table, findings = read("id,name,value\n1,Ann,2\n2,Bob\n3,Cy,4,extra\n4,Di,5,\n")
    assert [finding.row for finding in findings] == [3, 4]
    assert str(findings[0]) == (
        "a.csv:3: the row has 2 cells and the headings have 3; "
        "put quotation marks around a cell that holds the delimiter, or fill up the row"
    )
    assert table is not None
    assert len(table) == 4


def test_c13_thousands_of_ragged_rows_are_counted_rather_than_listed() -> None:
    _, findings = read("a,b\n" + "1,2,3\n" * 4_000)
    assert len(findings) == 51
    assert str(findings[-1]).startswith("a.csv: 3,950 more rows do not have 2 cells")


def test_a_note_beneath_the_data_is_left_out_and_said() -> None:
    table, findings = read("id,name\n1,Ann\n\nSource: the registry\n")
    assert table is not None
    assert table.columns["name"] == ["Ann"]
    assert only(findings) == "a.csv:4: a note beneath the data was left out: 'Source: the registry'"


def test_c14_headings_that_differ_in_case_or_blanks_only_are_one() -> None:
    _, findings = read("DOB,name,dob \n1,2,3\n")
    assert only(findings) == (
        "a.csv:1:dob: the heading 'dob' of column 3 stands already at column 1 as 'DOB'; "
        "give every column a name of its own"
    )


def test_c16_the_order_of_columns_does_not_matter() -> None:
    first, second = sound("a,b\n1,2\n"), sound("b,a\n2,1\n")
    assert first.columns == second.columns


@pytest.mark.parametrize("quote", ["", '"'])
def test_c17_a_cell_of_a_megabyte_is_refused_with_its_row(quote: str) -> None:
    _, findings = read(f"id,name\n1,Ann\n2,{quote}{'x' * 1_000_000}{quote}\n")
    assert only([finding for finding in findings if finding.is_error]) == (
        "a.csv:3: a cell holds more than 131,072 characters; shorten it, or split it over several columns"
    )


def test_c18_ten_thousand_columns_are_refused() -> None:
    table, findings = read(",".join(f"c{number}" for number in range(10_000)) + "\n")
    assert table is None
    assert only(findings) == "a.csv:1: the file has 10,000 columns, more than 4,096; keep the columns you need"


def test_c19_a_file_above_the_limit_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as stream:
        stream.truncate(500 * 1024 * 1024)
    started = time.process_time()
    table, findings = read_table(path)
    assert table is None
    assert only(findings) == "big.csv: the file is larger than 256 MB; split it into several files"
    assert time.process_time() - started < 1


def test_c19_the_limit_can_be_set(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id\n1\n")
    assert read_table(path, limits=Limits(file_bytes=5))[0] is not None
    assert read_table(path, limits=Limits(file_bytes=4))[0] is None


def test_c20_a_total_row_at_the_end_is_recognized_and_said() -> None:
    table, findings = read("district,note,count\nA,,400\nB,,12\nTotal,,412\n")
    assert table is not None
    assert table.totals == (2,)
    assert only(findings) == "a.csv:4: this looks like a row of totals beneath the data; take it out if it is one"


def test_c28_c29_codes_and_long_ids_stay_text() -> None:
    table = sound("zip,id\n02139,1234567890123456789\n")
    assert table.columns == {"zip": ["02139"], "id": ["1234567890123456789"]}


def test_two_rows_of_headings_join_and_blanks_fill_from_the_left() -> None:
    text = 'Title\n\n"",,"Absent",,"Enrolled"\nDistrict,Code,Count,%,Count\nA,1,2,3,4\n'
    table = sound(text, skip_rows=2, header_rows=2)
    assert table.headings == ["District", "Code", "Absent Count", "Absent %", "Enrolled Count"]
    assert (table.titles, table.rows) == (["Title"], [5])


def test_formulas_that_wrap_text_are_unwrapped_on_request_only() -> None:
    content = 'code,name\n"=""0930011""",x\n'
    assert sound(content).columns["code"] == ['="0930011"']
    assert sound(content, unwrap_formulas=True).columns["code"] == ["0930011"]


def test_a_nameless_column_with_values_is_said_and_an_empty_one_is_dropped() -> None:
    table, findings = read("a,,\n1,2,\n")
    assert table is not None
    assert table.headings == ["a", "column 2"]
    assert "column 2 holds values and has no heading" in only(findings)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ\x90\x00\x03", "a program"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"\n <HTML><table>", "a web page"),
        (b"\x1f\x8b\x08\x00", "compressed with gzip"),
        (b"PAR1\x15\x04", "a Parquet file"),
        (b'<?xml version="1.0"?><Workbook>', "XML"),
    ],
)
def test_z6_a_renamed_file_is_recognized_by_what_it_holds(content: bytes, words: str) -> None:
    table, findings = read(content)
    assert table is None
    assert only(findings).startswith(f"a.csv: the file is {words}, whatever its name says; bring CSV, XLSX, XLS or ODS")


def test_a_heading_that_begins_like_a_program_is_text() -> None:
    assert sound("MZ code,b\n1,2\n").headings == ["MZ code", "b"]


def test_quick_and_careful_reading_agree_on_uneven_files() -> None:
    """Texts without quotation marks are cut in stretches; with one they are read record by record."""
    body = "".join(
        f"{n},x{n}\n" + ("\n" if n % 97 == 0 else "") + (",\n" if n % 89 == 0 else "") for n in range(30_000)
    )
    quick, careful = sound("a,b\n" + body), sound('"a",b\n' + body)
    assert quick.columns == careful.columns
    assert quick.rows == careful.rows
