"""A template asks for what measures need, says it in plain words, and reads back as a submission without rows."""

from io import BytesIO

import openpyxl
import pytest
from tests.unit.exchange.records.planting import TODAY

from groundswell.core.measures.rule_text import parse_rule
from groundswell.core.records import RECORD_TABLES
from groundswell.exchange.records import read_records, template_csv, template_for, template_from, template_workbook
from groundswell.exchange.records.template import rule_words
from groundswell.exchange.records.template_writing import example_of

NEEDS = {
    "participants": {"birth_date": ["children aged 3 to 5"], "group.language": []},
    "services": {"service": ["visits"], "quantity": ["hours"]},
    "outcomes": ["achieved"],
}
TEMPLATE = template_from(NEEDS, {"services": {"service": {"visit", "=call"}}}, {"services": ["quantity"]})


def test_a_template_holds_what_is_needed_and_what_every_row_needs() -> None:
    assert {table: [column.name for column in columns] for table, columns in TEMPLATE.tables.items()} == {
        "participants": ["participant_id", "birth_date", "group.language"],
        "services": ["participant_id", "date", "service", "quantity"],
        "outcomes": ["participant_id", "date", "outcome", "achieved"],
    }
    quantity = TEMPLATE.column("services", "quantity")
    assert quantity is not None
    assert (quantity.needed, quantity.why) == (True, ("hours",))
    assert TEMPLATE.column("services", "unit") is None


def test_a_table_or_column_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no table 'people'"):
        template_from({"people": []})
    with pytest.raises(ValueError, match="no column 'colour' in services"):
        template_from({"services": ["colour"]})


def test_the_workbook_reads_back_as_a_submission_without_rows() -> None:
    answer = read_records([("template.xlsx", template_workbook(TEMPLATE))], today=TODAY, template=TEMPLATE)
    assert answer.counts == {"participants": 0, "services": 0, "outcomes": 0}
    assert [finding.message for finding in answer.findings] == ["there are no rows"]


def test_the_workbook_says_how_to_fill_it_in_and_holds_no_formula() -> None:
    book = openpyxl.load_workbook(BytesIO(template_workbook(TEMPLATE)))
    assert book.sheetnames == ["participants", "services", "outcomes", "How to fill this in"]
    assert "children aged 3 to 5" in book["participants"]["B1"].comment.text
    guide = list(book["How to fill this in"].iter_rows(min_row=2, values_only=True))
    assert ("services", "service") in [row[:2] for row in guide]
    assert {cell.data_type for page in book for row in page.iter_rows() for cell in row} <= {"s", "n"}
    assert book["participants"].max_row == 1
    assert template_workbook(TEMPLATE) == template_workbook(TEMPLATE)


def test_the_headings_as_csv_read_back_too() -> None:
    files = [(name, text.encode()) for name, text in template_csv(TEMPLATE).items()]
    assert [name for name, _ in files] == ["participants.csv", "services.csv", "outcomes.csv"]
    answer = read_records(files, today=TODAY)
    assert [finding.message for finding in answer.findings] == ["there are no rows"]


def test_every_column_has_its_rules_in_words_and_an_example_that_passes() -> None:
    whole = template_from({name: [column.name for column in table.columns] for name, table in RECORD_TABLES.items()})
    files = []
    for table, columns in whole.tables.items():
        assert all(rule_words(table, column).endswith(".") for column in columns)
        cells = [example_of(column) for column in columns]
        files.append((f"{table}.csv", (",".join(c.name for c in columns) + "\n" + ",".join(cells) + "\n").encode()))
    answer = read_records(files, today=TODAY)
    assert [str(finding) for finding in answer.findings] == []


def test_the_template_of_a_program_is_what_its_measures_imply() -> None:
    visits, findings = parse_rule(
        {
            "count": "people",
            "of": {"enrollments": {"started": "in_period"}},
            "where": {"services": {"service": "visit", "times": {"at_least": 12}}},
        },
        file="measures/visits.yaml",
        column="rule",
    )
    assert visits is not None, findings
    template = template_for([("Families with twelve visits", visits, True)])
    service = template.column("services", "service")
    assert service is not None
    assert (service.allowed, service.why, service.needed) == (("visit",), ("Families with twelve visits",), True)
    assert set(template.tables) == {"participants", "enrollments", "services"}
    assert template.column("services", "quantity") is None
