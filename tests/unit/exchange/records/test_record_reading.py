"""Files of every kind become the four tables; what spreadsheets do to data is told at its row and column."""

from datetime import date
from io import BytesIO
from pathlib import Path

import duckdb
import openpyxl
import pytest
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P
from tests.unit.exchange.records.planting import TODAY, as_csv, as_workbook, clean

from groundswell.exchange.records import (
    ReadRecords,
    canonical_digest,
    marked_workbook,
    read_records,
)
from groundswell.exchange.tables import Limits


def said(read: ReadRecords) -> list[str]:
    return [str(finding) for finding in read.findings]


def one(text: str, name: str = "participants.csv", **options: object) -> ReadRecords:
    return read_records([(name, text.encode())], today=TODAY, **options)  # type: ignore[arg-type]


def book_of(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name.replace("_", " "))
        for row in rows:
            page.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def parquet_of(tmp_path: Path, select: str) -> bytes:
    path = tmp_path / "made.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return path.read_bytes()


def test_csv_xlsx_and_parquet_of_the_same_rows_have_one_digest(tmp_path: Path) -> None:
    rows = clean(people=20)
    text = [(f"{table}.csv", as_csv(table, records)) for table, records in rows.items()]
    parquet = []
    for table, records in rows.items():
        (tmp_path / "a.csv").write_bytes(as_csv(table, records))
        select = f"SELECT * FROM read_csv('{tmp_path / 'a.csv'}', all_varchar = true)"
        parquet.append((f"{table}.parquet", parquet_of(tmp_path, select)))
    answers = [
        read_records(files, today=TODAY) for files in (text, [("b.xlsx", as_workbook(rows))], parquet, text[::-1])
    ]
    assert [said(answer) for answer in answers] == [[]] * 4
    assert len({canonical_digest(answer.tables) for answer in answers}) == 1


def test_the_canonical_digest_sees_what_changed_and_not_how_it_was_saved() -> None:
    first = one("participant_id,first_name,birth_date\n1,Ana,2000-01-02\n2,Bo,\n")
    same = one("DOB,participant_id,City,first_name\n,2,,Bo\n2 Jan 2000,1,,Ana\n", "Participants 2.csv")
    other = one("participant_id,first_name,birth_date\n1,Ana,2000-01-03\n2,Bo,\n")
    assert canonical_digest(first.tables) == canonical_digest(same.tables) != canonical_digest(other.tables)
    assert canonical_digest(one("participant_id,first_name\n1,12\n").tables) != canonical_digest(
        one("participant_id,first_name\n11,2\n").tables
    )


def test_semicolons_tabs_western_letters_and_blank_lines_are_read() -> None:
    content = "participant_id;first_name\n1;José\n\n2;Bo\n".encode("cp1252")
    answer = read_records([("participants.csv", content)], today=TODAY)
    assert answer.tables["participants"].columns["first_name"].tolist() == ["José", "Bo"]
    assert answer.tables["participants"].rows.tolist() == [2, 4]
    assert said(answer) == [
        "participants.csv:2: the file is not UTF-8 and was read as cp1252; "
        "if that looks wrong, say encoding:, or save the file as UTF-8"
    ]
    tabs = read_records([("participants.tsv", b"participant_id\tfirst_name\n1\tAna\n")], today=TODAY)
    assert (tabs.counts, said(tabs)) == ({"participants": 1}, [])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"participant_id,first_name\n1,A\0na\n", "the file holds a NUL character"),
        (b'participant_id,first_name\n1,"Ana\n2,Bo\n3,Cy\n', "a quotation mark is opened in this row and never closed"),
        (b"participant_id,first_name\n1,Ana,x\n", "the row has 3 cells and the headings have 2"),
        (b"participant_id," + b"x," * 5_000 + b"y\n1\n", "more than 4,096"),
        (b"%PDF-1.4", "the file is a PDF document, whatever its name says"),
        (b"PK\x03\x04damaged", "the workbook is damaged"),
        (b"PAR1damaged", "the Parquet file is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "the file is not a workbook"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_words(content: bytes, words: str) -> None:
    answer = read_records([("participants.csv", content)], today=TODAY)
    assert not answer.ok
    assert any(words in finding for finding in said(answer)), said(answer)


def test_a_file_larger_than_may_be_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "participants.csv"
    path.write_bytes(b"participant_id\n" + b"1\n" * 600_000)
    for content in (path, path.read_bytes()):
        answer = read_records([(path.name, content)], today=TODAY, limits=Limits(file_bytes=1024 * 1024))
        assert said(answer) == ["participants.csv: the file is larger than 1 MB; split it into several files"]


def test_headings_alone_are_a_submission_without_rows() -> None:
    answer = one("participant_id,first_name\n")
    assert said(answer) == [
        "participants.csv: there are no rows; fill in a row for each person, stay, service or outcome"
    ]
    assert answer.counts == {"participants": 0}
    assert said(read_records([], today=TODAY))[0].startswith("nothing was brought")


def test_all_sheets_named_as_tables_are_read_and_others_are_said() -> None:
    content = book_of(
        Clients=[["Client ID", "DOB"], ["007", date(2001, 2, 3)]],
        Service_log=[["Client ID", "Date", "Service"], ["007", date(2024, 5, 6), "visit"]],
        Notes=[["Dear colleagues"], ["call me"]],
    )
    answer = read_records([("March.xlsx", content)], today=TODAY)
    assert answer.counts == {"participants": 1, "services": 1}
    assert str(answer.tables["participants"].columns["birth_date"][0]) == "2001-02-03"
    assert str(answer.tables["services"].columns["date"][0]) == "2024-05-06"
    assert said(answer) == ["March.xlsx (Notes): the sheet is none of the four tables and is left out"]


def test_a_workbook_of_no_table_is_refused() -> None:
    content = book_of(A=[["x"], ["1"]], B=[["y"], ["2"]])
    assert any("no sheet of the workbook is one of the tables" in each for each in said(_read_book(content)))


def _read_book(content: bytes) -> ReadRecords:
    return read_records([("book.xlsx", content)], today=TODAY)


def test_rows_and_columns_count_from_the_corner_of_the_sheet() -> None:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream)
    page = book.add_worksheet("participants")
    for row, cells in ((3, ["participant_id", "birth_date"]), (4, ["1", "2024-02-30"]), (6, ["2", "2001-01-01"])):
        page.write_row(row, 2, cells)
    book.close()
    answer = _read_book(stream.getvalue())
    (problem,) = answer.problems
    assert (problem.rows, problem.place, problem.heading) == ((5,), 4, "birth_date")
    assert answer.tables["participants"].rows.tolist() == [5, 7]
    back = openpyxl.load_workbook(BytesIO(marked_workbook([("book.xlsx", stream.getvalue())], answer)))
    assert back["participants"]["D5"].comment is not None
    assert back["participants"]["D6"].comment is None


def test_numbers_typed_as_ids_stay_whole_and_lost_digits_are_told() -> None:
    content = book_of(participants=[["participant_id", "first_name"], [12345, "Ana"], [1.2e18, "Bo"], [77.5, "Cy"]])
    answer = _read_book(content)
    assert answer.tables["participants"].columns["participant_id"].tolist()[0] == "12345"
    assert said(answer) == [
        "book.xlsx:3:participant_id: the cell is a number of more than 15 digits, whose end the spreadsheet has lost; "
        "format the column as text, and fill in the id again from where it was given out"
    ]


def test_old_and_open_workbooks_are_read() -> None:
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    page = book.add_sheet("services")
    for row, cells in enumerate((["participant_id", "date", "service"], ["1", "2024-01-02", "visit"])):
        for at, cell in enumerate(cells):
            page.write(row, at, cell)
    stream = BytesIO()
    book.save(stream)
    answer = read_records([("services.xls", stream.getvalue())], today=TODAY)
    assert answer.counts == {"services": 1}
    back = openpyxl.load_workbook(BytesIO(marked_workbook([("services.xls", stream.getvalue())], answer)))
    assert back["services"]["C2"].value == "visit"


def test_an_opendocument_sheet_is_read_with_its_dates() -> None:
    document = OpenDocumentSpreadsheet()
    sheet = OdfTable(name="services")
    for cells in (["participant_id", "date", "service"], ["007", "2024-05-06", "visit"]):
        row = TableRow()
        for text in cells:
            kind = {"valuetype": "date", "datevalue": text} if text[:2] == "20" else {"valuetype": "string"}
            cell = TableCell(**kind)
            cell.addElement(P(text=text))
            row.addElement(cell)
        sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    stream = BytesIO()
    document.write(stream)
    answer = read_records([("March.ods", stream.getvalue())], today=TODAY)
    assert said(answer)[1:] == []
    assert str(answer.tables["services"].columns["date"][0]) == "2024-05-06"
    back = openpyxl.load_workbook(BytesIO(marked_workbook([("March.ods", stream.getvalue())], answer)))
    assert back["services"]["A2"].value == "007"


def test_parquet_is_read_with_its_types_and_nested_columns_are_left_out(tmp_path: Path) -> None:
    content = parquet_of(
        tmp_path,
        "SELECT '007' AS participant_id, DATE '2024-05-06' AS date, 'visit' AS service, 1.5::DOUBLE AS quantity, "
        "NULL AS unit, [1, 2] AS more",
    )
    answer = read_records([("services.parquet", content)], today=TODAY)
    columns = {name: column.tolist() for name, column in answer.tables["services"].columns.items()}
    assert columns == {
        "participant_id": ["007"],
        "date": [date(2024, 5, 6)],
        "service": ["visit"],
        "quantity": [1.5],
        "unit": [""],
    }
    assert any("'more' holds values that are nested and is left out" in each for each in said(answer))


def test_a_parquet_file_that_unfolds_too_far_is_refused_by_its_list_of_contents(tmp_path: Path) -> None:
    content = parquet_of(tmp_path, "SELECT 'x' AS participant_id FROM range(20000001)")
    answer = read_records([("participants.parquet", content)], today=TODAY)
    assert len(content) < 1_000_000
    assert any("unfolds to more than" in each for each in said(answer))


def test_several_files_of_one_table_are_put_together_and_remember_where_each_row_stood() -> None:
    files = [
        ("participants-north.csv", b"participant_id,first_name,dob\n1,Ana,2001-01-01\n"),
        ("participants-south.csv", b"Client ID,Surname\n2,Example\n1,Example\n"),
    ]
    answer = read_records(files, today=TODAY)
    people = answer.tables["participants"]
    assert [answer.sources[at].file for at in people.sources] == [files[0][0], files[1][0], files[1][0]]
    assert people.columns["last_name"].tolist() == ["", "Example", "Example"]
    assert said(answer) == [
        "participants-south.csv:3:Client ID: the id stands already in row 2 of participants-north.csv, "
        "with other content; keep one row for each id, or give this one an id of its own"
    ]


def test_the_first_twenty_of_a_kind_are_named_and_the_rest_is_summed_up() -> None:
    rows = "".join(f"{at},2024-02-30\n" for at in range(832))
    answer = one(f"participant_id,dob\n{rows}")
    assert len(answer.findings) == 21
    assert str(answer.findings[-1]).startswith("participants.csv:22:dob: the calendar has no such day")
    assert "(and 812 more rows like it, from here on)" in answer.findings[-1].message
    (problem,) = answer.problems
    assert len(problem.rows) == 832
    book = openpyxl.load_workbook(
        BytesIO(marked_workbook([("participants.csv", f"participant_id,dob\n{rows}".encode())], answer))
    )
    assert book["What to mend"].max_row == 833


def test_victim_services_may_not_bring_who_a_person_is() -> None:
    content = "participant_id,first_name,DOB,sex,id.ssn\n1,Ana,2000-01-01,F,123\n"
    answer = one(content, identifying_allowed=False)
    refused = [(finding.column, finding.is_error) for finding in answer.findings]
    assert refused == [("first_name", True), ("DOB", True), ("id.ssn", True)]
    assert list(answer.tables["participants"].columns) == ["participant_id", "sex"]
    stays = "enrollment_id,participant_id,started\nE1,1,2024-01-01\n"
    assert one(stays, "enrollments.csv", identifying_allowed=False).ok


def test_a_lenient_reading_leaves_blank_what_it_cannot_read() -> None:
    content = "participant_id,dob\n1,2024-02-30\n2,2001-01-01\n,2001-01-01\n"
    answer = one(content, lenient=True)
    assert {(finding.row, finding.is_error) for finding in answer.findings} == {(2, False), (4, True)}
    assert answer.findings[1].message.endswith("it is read as blank")


def test_a_person_called_total_is_no_total() -> None:
    answer = one("participant_id,first_name\nTotal,Ana\n2,Bo\nTotal,\n")
    assert answer.tables["participants"].columns["participant_id"].tolist() == ["Total", "2"]
    assert [(finding.row, finding.message) for finding in answer.findings] == [
        (4, "the row looks like a total over the others, and is left out")
    ]


def test_a_row_that_only_holds_a_remark_is_left_out_and_said() -> None:
    answer = one("participant_id,first_name,notes\n1,Ana,\n,,see above\n , ,\n2,Bo,\n")
    assert answer.tables["participants"].columns["participant_id"].tolist() == ["1", "2"]
    assert [finding.row for finding in answer.findings if finding.row] == [3]


def test_headings_that_stand_twice_are_told() -> None:
    answer = one("participant_id,first_name,First_Name\n1,Ana,Bo\n")
    assert any("stands more than once" in each or "stands already" in each for each in said(answer))
    assert answer.tables["participants"].columns["first_name"].tolist() == ["Ana"]
