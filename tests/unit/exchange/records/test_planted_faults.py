"""Faults of every kind planted in a clean submission are found at their row and column, and nothing else is."""

from io import BytesIO

import openpyxl
import pytest
from tests.unit.exchange.records.planting import ALLOWED, NEEDS, TODAY, Planted, as_csv, as_workbook, clean, plant

from groundswell.core.findings import Severity
from groundswell.exchange.records import ReadRecords, marked_workbook, read_records, template_from

TEMPLATE = template_from(NEEDS, ALLOWED)


def read(content: bytes) -> ReadRecords:
    return read_records([("returned.xlsx", content)], today=TODAY, template=TEMPLATE)


def found(read: ReadRecords) -> set[Planted]:
    """What the checker says, but for what is only information."""
    return {
        Planted(problem.wrong.kind, read.sources[problem.source].sheet, row, problem.heading)
        for problem in read.problems
        for row in problem.rows
        if problem.wrong.severity is not Severity.INFO
    }


def test_a_clean_submission_has_nothing_to_mend() -> None:
    answer = read(as_workbook(clean()))
    assert [str(finding) for finding in answer.findings] == []
    assert answer.counts == {"participants": 60, "enrollments": 60, "services": 120, "outcomes": 60}


@pytest.mark.parametrize("seed", range(8))
def test_more_than_thirty_seven_kinds_of_fault_at_once_are_all_found_where_they_stand(seed: int) -> None:
    rows = clean(seed=seed)
    planted = set(plant(rows, seed))
    assert len({(each.kind, each.table, each.column) for each in planted}) >= 48
    assert len({each.kind for each in planted}) >= 37
    assert found(read(as_workbook(rows))) == planted


def test_every_finding_names_file_row_and_column_and_what_would_be_right() -> None:
    rows = clean()
    plant(rows)
    for finding in read(as_workbook(rows)).findings:
        assert finding.file.startswith("returned.xlsx (")
        assert finding.message and finding.fix
        assert finding.row is not None and (finding.column or "total" in finding.message)


def test_no_finding_quotes_what_a_cell_holds() -> None:
    rows = clean()
    plant(rows)
    cells = {str(cell) for table in ("participants", "enrollments") for row in rows[table] for cell in row[:4]}
    spoken = " ".join(f"{finding.message} {finding.fix}" for finding in read(as_workbook(rows)).findings)
    assert not [cell for cell in cells if len(cell) > 3 and cell in spoken and cell != "2024-03-05"]


def test_the_workbook_handed_back_marks_every_planted_cell() -> None:
    rows = clean()
    planted = plant(rows)
    content = as_workbook(rows)
    answer = read(content)
    book = openpyxl.load_workbook(BytesIO(marked_workbook([("returned.xlsx", content)], answer)))
    assert book.sheetnames == ["What to mend", *rows]
    listed = {tuple(row[1:4]) for row in book["What to mend"].iter_rows(min_row=2, values_only=True)}
    for each in planted:
        place = 1 if each.column is None else [cell.value for cell in book[each.table][1]].index(each.column) + 1
        cell = book[each.table].cell(each.row, place)
        assert cell.comment is not None and cell.comment.text
        assert cell.fill.fgColor.rgb[-6:] in ("F8CBAD", "FFE699")
        assert (each.table, each.row, each.column) in listed


def test_a_handed_back_workbook_that_is_mended_is_clean_when_it_comes_again() -> None:
    rows = clean()
    plant(rows)
    content = as_workbook(rows)
    marked = marked_workbook([("returned.xlsx", content)], read(content))
    book = openpyxl.load_workbook(BytesIO(marked))
    mended = clean()
    for table, records in mended.items():
        page = book[table]
        page.delete_rows(len(records) + 2, 100)
        for at, record in enumerate(records, start=2):
            for place, value in enumerate(record, start=1):
                page.cell(at, place).value = value
    stream = BytesIO()
    book.save(stream)
    answer = read(stream.getvalue())
    assert [str(finding) for finding in answer.findings] == []
    again = openpyxl.load_workbook(BytesIO(marked_workbook([("returned.xlsx", stream.getvalue())], answer)))
    assert again.sheetnames == ["What to mend", *rows]
    assert again["What to mend"].max_row == 1
    assert not [cell for page in again.worksheets[1:] for row in page.iter_rows() for cell in row if cell.comment]


def test_csv_files_come_back_as_one_workbook_in_which_nothing_runs() -> None:
    rows = clean(people=3)
    rows["participants"][1][1] = "=1+1"
    rows["services"][2][3] = "(5)"
    files = [(f"{table}.csv", as_csv(table, records)) for table, records in rows.items()]
    answer = read_records(files, today=TODAY)
    assert not answer.ok
    book = openpyxl.load_workbook(BytesIO(marked_workbook(files, answer)))
    assert book.sheetnames == ["What to mend", *rows]
    assert book["participants"]["B3"].value == "=1+1"
    assert book["participants"]["B3"].data_type == "s"
    marked = book["services"]["D4"]
    assert (marked.value, marked.fill.fgColor.rgb[-6:]) == ("(5)", "F8CBAD")
    assert "brackets" in marked.comment.text
    assert [cell.value for cell in book["What to mend"][2]][:4] == ["services.csv", None, 4, "quantity"]


def test_a_formula_of_theirs_stays_as_it_is_and_our_words_are_text() -> None:
    rows = clean(people=2)
    content = as_workbook(rows)
    book = openpyxl.load_workbook(BytesIO(content))
    book["services"]["D2"] = "=1+1"
    book["services"]["F1"] = '=HYPERLINK("http://example.org")'
    book["services"]["F1"].data_type = "s"
    book["services"]["F2"] = "x"
    stream = BytesIO()
    book.save(stream)
    answer = read(stream.getvalue())
    back = openpyxl.load_workbook(BytesIO(marked_workbook([("returned.xlsx", stream.getvalue())], answer)))
    assert back["services"]["D2"].value == "=1+1"
    assert back["services"]["D2"].data_type == "f"
    types = {cell.data_type for row in back["What to mend"].iter_rows() for cell in row if cell.value is not None}
    assert types == {"s", "n"}
