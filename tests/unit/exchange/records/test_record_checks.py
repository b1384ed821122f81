"""What the tables of a submission say against each other, and what a program's measures need of them."""

import pytest
from tests.unit.exchange.records.planting import TODAY

from groundswell.exchange.records import ReadRecords, Template, read_records, template_from

PEOPLE = "participant_id,first_name,dob\n007,Ana,2001-01-01\n8,Bo,2002-01-01\n"


def read(template: Template | None = None, **tables: str) -> ReadRecords:
    files = [(f"{name}.csv", text.encode()) for name, text in tables.items()]
    return read_records(files, today=TODAY, template=template)


def said(answer: ReadRecords) -> list[tuple[str, int | None, str | None, str]]:
    return [(str(each.severity), each.row, each.column, each.message) for each in answer.findings]


def test_an_id_that_stands_twice_is_dropped_where_the_rows_are_the_same_and_refused_where_not() -> None:
    answer = read(participants=PEOPLE + "8,Bo,1 Jan 2002\n007,Eve,2001-01-01\n")
    assert said(answer) == [
        ("warning", 4, "participant_id", "the row is the same as row 3, and is kept once"),
        ("error", 5, "participant_id", "the id stands already in row 2, with other content"),
    ]
    assert answer.counts == {"participants": 3}


def test_whoever_is_served_is_among_the_participants() -> None:
    services = "participant_id,date,service\n7,2024-01-01,visit\n9,2024-01-01,visit\n8,2024-01-01,visit\n"
    answer = read(participants=PEOPLE, services=services)
    assert [(each.row, "leading zeros" in each.message) for each in answer.findings] == [(2, True), (3, False)]
    assert not answer.ok


def test_services_without_participants_are_taken_with_a_warning() -> None:
    answer = read(services="participant_id,date,service\n7,2024-01-01,visit\n")
    assert [each[0] for each in said(answer)] == ["warning"]
    assert answer.ok


def test_an_enrollment_ends_after_it_started() -> None:
    rows = "E1,8,2024-03-01,2024-02-01\nE2,8,2024-03-01,2024-03-01\nE3,8,2024-03-01,\n"
    answer = read(participants=PEOPLE, enrollments=f"enrollment_id,participant_id,started,ended\n{rows}")
    assert said(answer) == [("error", 2, "ended", "the enrollment ended before it started")]


def test_a_service_that_stands_twice_counts_twice_and_an_outcome_once() -> None:
    services = "participant_id,date,service\n8,2024-01-01,visit\n8,2024-01-01,visit\n"
    outcomes = "participant_id,date,outcome,achieved\n8,2024-01-01,test,yes\n8,2024-01-01,test,1\n"
    answer = read(participants=PEOPLE, services=services, outcomes=outcomes)
    assert answer.counts == {"participants": 2, "services": 2, "outcomes": 1}
    assert [(each[0], each[1]) for each in said(answer)] == [("warning", 3), ("warning", 3)]


def test_a_column_that_every_row_needs_is_missed_by_name() -> None:
    answer = read(services="participant_id,service,quantity\n8,visit,1\n", participants=PEOPLE)
    assert said(answer)[0] == (
        "error",
        None,
        "date",
        "the column date is missing, which every row of services needs",
    )


TEMPLATE = template_from(
    {"services": {"quantity": ["hours of tutoring"], "unit": ["hours of tutoring"]}, "outcomes": {"score": ["growth"]}},
    {"services": {"service": ["visit", "call"]}},
    {"services": ["quantity"], "outcomes": ["score"]},
)


def test_what_measures_need_and_nobody_brought_is_an_error_where_the_measure_is_required() -> None:
    answer = read(TEMPLATE, participants=PEOPLE, services="participant_id,date,service\n8,2024-01-01,visit\n")
    assert [(each.severity, each.column, each.message) for each in answer.findings] == [
        ("error", None, "the table outcomes is missing, and measures need it (growth)"),
        (
            "error",
            "quantity",
            "the column quantity is missing, and a measure that this program must report needs it (hours of tutoring)",
        ),
        ("warning", "unit", "the column unit is missing, and measures need it (hours of tutoring)"),
    ]


@pytest.mark.parametrize(("service", "meant"), [("visitt", "visit"), ("Visit", "visit"), ("CALL ", "call")])
def test_a_slip_in_a_value_is_told_with_the_word_that_measures_ask_for(service: str, meant: str) -> None:
    services = f"participant_id,date,service,quantity,unit\n8,2024-01-01,{service},1,h\n"
    outcomes = "participant_id,date,outcome,score\n8,2024-01-01,test,5\n"
    answer = read(TEMPLATE, participants=PEOPLE, services=services, outcomes=outcomes)
    assert said(answer) == [
        ("warning", 2, "service", f"measures ask for {meant!r}, and this service is nearly that"),
    ]


def test_a_service_that_no_measure_asks_for_is_only_counted() -> None:
    services = "participant_id,date,service,quantity,unit\n8,2024-01-01,bus pass,1,h\n"
    outcomes = "participant_id,date,outcome,score\n8,2024-01-01,test,5\n"
    answer = read(TEMPLATE, participants=PEOPLE, services=services, outcomes=outcomes)
    assert said(answer) == [("info", None, "service", "1 row holds a value of service that no measure asks for")]
    assert answer.ok
