"""Encodings that come in place of names: read where they are whole, told where they are not, quoted nowhere."""

from datetime import date

import pytest

from groundswell.core.encodings import BODY_BYTES, encoding_body, encoding_check, encoding_fault, encoding_text
from groundswell.core.records import PARTICIPANTS
from groundswell.exchange.records import ReadRecords, read_records, template_from


def text(number: int, check: str = "AAAAAAAA") -> str:
    """An encoding of nobody."""
    return encoding_text(check, bytes([number]) * BODY_BYTES)


def read(*cells: str, **options: object) -> ReadRecords:
    rows = "".join(f"{number},F,{cell}\n" for number, cell in enumerate(cells))
    content = f"participant_id,sex,encoding\n{rows}".encode()
    return read_records([("participants.csv", content)], today=date(2026, 1, 1), **options)  # type: ignore[arg-type]


def test_an_encoding_is_read_letter_by_letter() -> None:
    answer = read(text(1), text(2), "")
    assert answer.ok
    assert answer.findings == []
    assert answer.tables["participants"].columns["encoding"].tolist() == [text(1), text(2), ""]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("Lovelace", "no encoding, or one that was cut short"),
        (text(3)[:-1], "no encoding, or one that was cut short"),
        (text(3)[:40] + "!" + text(3)[41:], "no encoding, or one that was cut short"),
        (text(3).replace("gs1-", "gs2-"), "of another version"),
        (text(3, "BBBBBBBB"), "made with another secret"),
    ],
    ids=["a name", "cut short", "a sign too many", "version", "secret"],
)
def test_what_cannot_be_linked_is_told_in_its_row_without_quoting_it(cell: str, said: str) -> None:
    answer = read(text(1), text(2), cell)
    (finding,) = answer.findings
    assert (finding.row, finding.column, finding.is_error) == (4, "encoding", True)
    assert said in finding.message
    assert cell[-12:] not in str(finding)


def test_one_encoding_in_two_rows_is_worth_a_word() -> None:
    answer = read(text(1), text(1), text(2))
    assert answer.ok
    assert [finding.row for finding in answer.findings] == [2, 3]


def test_an_encoding_tells_who_a_person_is_and_victim_services_may_not_bring_it() -> None:
    column = PARTICIPANTS.column("encoding")
    assert column is not None
    assert column.identifying
    answer = read(text(1), identifying_allowed=False)
    (finding,) = answer.findings
    assert finding.is_error
    assert "may not bring that" in finding.message
    assert "encoding" not in answer.tables["participants"].columns


def test_an_encoding_is_whole_or_it_is_none() -> None:
    assert encoding_fault(text(4)) == ""
    assert encoding_check(text(4, "abcDEF_-")) == "abcDEF_-"
    assert encoding_body(text(4)) == bytes([4]) * BODY_BYTES
    with pytest.raises(ValueError, match="no encoding"):
        encoding_body("Lovelace")


def test_who_sends_encodings_goes_without_the_measures_that_need_a_birth_date() -> None:
    template = template_from({"participants": {"birth_date": ["Age"]}}, needed={"participants": ["birth_date"]})
    answer = read(text(1), template=template)
    assert answer.ok
    assert [finding.column for finding in answer.findings] == ["birth_date"]
    content = b"participant_id,sex\n1,F\n"
    bare = read_records([("participants.csv", content)], today=date(2026, 1, 1), template=template)
    assert not bare.ok


def test_who_sent_names_before_may_send_encodings_from_now_on() -> None:
    named = b"participant_id,first_name,dob,sex\n1,Ana,2001-02-03,F\n"
    before = read_records([("participants.csv", named)], today=date(2026, 1, 1))
    assert before.ok
    assert read(text(1), columns=before.column_map).ok
    without_sex = f"participant_id,encoding\n1,{text(1)}\n".encode()
    after = read_records([("participants.csv", without_sex)], today=date(2026, 1, 1), columns=before.column_map)
    assert [finding.column for finding in after.findings if finding.is_error] == ["sex"]
