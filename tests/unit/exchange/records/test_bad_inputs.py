"""Each bad input of methods.md A4 that concerns records is refused, or read and told, with words, row and column."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.exchange.records.bad_inputs import BAD
from tests.unit.exchange.records.planting import TODAY

from groundswell.exchange.records import canonical_digest, read_records
from groundswell.exchange.tables import Limits


@pytest.mark.parametrize("line", BAD)
def test_a_bad_input_is_told_where_it_stands_and_what_would_be_right(line: str) -> None:
    bad = BAD[line]
    read = read_records(bad.files, today=TODAY)
    said = [str(finding) for finding in read.findings]
    assert read.ok is bad.is_taken, said
    assert bad.is_taken or bad.says, "what is refused is told why"
    if bad.says:
        found = [one for one in read.findings if bad.says in str(one)]
        assert any(bad.row in (None, one.row) and bad.column in ("", one.column) for one in found), said
    assert all(finding.message and finding.fix for finding in read.findings), said


def test_every_line_that_concerns_records_is_there() -> None:
    lines = {line.split()[0] for line in BAD}
    below = {"C19", "C24"}
    of_the_readers = {"Z12", "Z15"}  # days counted from 1904 and links to others: tried where workbooks are read
    no_records = {"C25", "C26", "C30"}  # shares and published values
    wanted = {f"C{at}" for at in range(1, 31)} | {f"N{at}" for at in range(1, 13)} | {f"Z{at}" for at in range(1, 16)}
    assert lines == wanted - below - of_the_readers - no_records


def test_c19_what_is_larger_than_may_be_is_refused() -> None:
    large = [("participants.csv", b"participant_id\n" + b"1\n" * 600_000)]
    read = read_records(large, today=TODAY, limits=Limits(file_bytes=1024 * 1024))
    assert [str(one) for one in read.findings] == [
        "participants.csv: the file is larger than 1 MB; split it into several files"
    ]


def test_c24_services_may_be_given_in_fractions() -> None:
    visit = b"participant_id,date,service,quantity\n1,2024-03-04,visit,1.25\n"
    read = read_records([("participants.csv", b"participant_id\n1\n"), ("services.csv", visit)], today=TODAY)
    assert read.ok
    assert read.tables["services"].columns["quantity"].tolist() == [1.25]


def test_what_is_taken_means_what_was_written() -> None:
    def read(line: str, table: str, column: str) -> list[object]:
        return list(read_records(BAD[line].files, today=TODAY).tables[table].columns[column].tolist())

    assert read("C28 noughts before an id and a code", "participants", "postal_code") == ["02139"]
    assert read("C29 an id of nineteen digits", "participants", "participant_id") == ["1234567890123456789"]
    assert read("C27 a serial number", "services", "date") == [date(2024, 3, 4)]
    assert read("C21 thousands set apart", "services", "quantity") == [1234.0]
    assert read("C20 a row of totals", "services", "quantity") == [412.0]
    assert read("N2 a decomposed letter", "participants", "first_name") == ["Nguy\u1ec5n"]
    assert read("N3 a mark that turns the direction", "participants", "first_name") == ["Ana"]
    assert read("N9 words that look like nothing", "participants", "first_name") == ["Null", "NA"]
    assert read("N11 twins", "participants", "first_name") == ["Ana", "Bo"]
    encodings = ("C3 a mark before the first heading", "C4 two bytes for each letter")
    assert len({canonical_digest(read_records(BAD[each].files, today=TODAY).tables) for each in encodings}) == 1
