"""Headings are matched to our columns by map, by name and by the words other systems use; the rest is left out."""

from datetime import date
from pathlib import Path

import pytest

from groundswell.exchange.records import (
    ColumnMap,
    ColumnRule,
    Sureness,
    column_map_from,
    column_map_text,
    match_columns,
    meaning,
    read_records,
    recognized_table,
)
from groundswell.exchange.records.headings import SYNONYMS, TABLE_WORDS, table_named

TODAY = date(2026, 11, 22)
FEBRL = "rec_id,given_name,surname,street_number,address_1,address_2,suburb,postcode,state,date_of_birth,soc_sec_id"


@pytest.mark.parametrize(
    ("table", "heading", "column"),
    [
        ("participants", "participant_id", "participant_id"),
        ("participants", "Client ID", "participant_id"),
        ("participants", "Client #", "participant_id"),
        ("participants", "DOB", "birth_date"),
        ("participants", "dob ", "birth_date"),
        ("participants", "Date of Birth", "birth_date"),
        ("participants", "DOB (MM/DD/YYYY)", "birth_date"),
        ("participants", "Prénom", "first_name"),
        ("participants", "SURNAME", "last_name"),
        ("participants", "zip", "postal_code"),
        ("participants", "Post Code", "postal_code"),
        ("participants", "soc_sec_id", "id.ssn"),
        ("participants", "Group.Language at home", "group.language_at_home"),
        ("participants", "ID.HMIS", "id.hmis"),
        ("enrollments", "Start Date", "started"),
        ("enrollments", "Exit Reason", "end_reason"),
        ("services", "Service Date", "date"),
        ("services", "Qty", "quantity"),
        ("outcomes", "Met?", "achieved"),
        ("participants", "favourite colour", ""),
        ("services", "group.language", ""),
        ("participants", "", ""),
    ],
)
def test_a_heading_means_the_column_that_people_mean_by_it(table: str, heading: str, column: str) -> None:
    assert meaning(table, heading)[0] == column


def test_every_word_known_leads_to_a_column_that_exists() -> None:
    for table, words in SYNONYMS.items():
        for word, column in words.items():
            assert meaning(table, word)[0] == column, (table, word)


def test_an_exact_name_is_surer_than_another_word_for_it() -> None:
    match = match_columns("participants", ["DOB", "birth_date"])
    assert match.columns["birth_date"].headings == ("birth_date",)
    assert match.left_out == ("DOB",)


def test_two_words_for_one_column_are_left_to_a_person() -> None:
    match = match_columns("participants", ["participant_id", "DOB", "Date of Birth"])
    assert match.unclear == (("birth_date", ("DOB", "Date of Birth")),)
    answer = read_records([("participants.csv", b"participant_id,DOB,Date of Birth\n1,2000-01-01,\n")], today=TODAY)
    assert [str(finding) for finding in answer.findings if finding.is_error] == [
        "participants.csv:birth_date: 2 headings could be birth_date: DOB, Date of Birth; "
        "say which in a column map, as in birth_date: DOB"
    ]


def test_the_participants_of_a_linkage_test_file_need_no_column_map() -> None:
    match = match_columns("participants", FEBRL.split(","))
    assert {name: each.headings for name, each in match.columns.items()} == {
        "participant_id": ("rec_id",),
        "first_name": ("given_name",),
        "last_name": ("surname",),
        "street": ("street_number", "address_1"),
        "city": ("suburb",),
        "postal_code": ("postcode",),
        "birth_date": ("date_of_birth",),
        "id.ssn": ("soc_sec_id",),
    }
    assert match.left_out == ("address_2", "state")
    assert recognized_table(FEBRL.split(",")) == "participants"


@pytest.mark.real_data
def test_febrl_1_goes_through_without_a_column_map(shared_data: Path) -> None:
    path = shared_data / "linkage" / "dataset1.csv"
    if not path.is_file():
        pytest.skip("real data: FEBRL 1 is not beside the checkout")
    strict = read_records([(path.name, path)], today=TODAY)
    assert strict.counts == {"participants": 1000}
    errors = [(finding.row, finding.column) for finding in strict.findings if finding.is_error]
    assert errors == [(146, "date_of_birth"), (149, "date_of_birth"), (588, "date_of_birth")]
    lenient = read_records([(path.name, path)], today=TODAY, lenient=True)
    assert lenient.ok
    people = lenient.tables["participants"]
    assert people.columns["street"][0] == "6 tullaroop street"
    assert str(people.columns["birth_date"][0]) == "1908-12-09"
    assert people.rows[0] == 2


MAP = """\
first_name: given_name
street:
  - street_number
  - address_1
birth_date:
  column: dob
  format: MMDDYYYY
outcomes:
  achieved:
    column: Result
    map:
      P: 'true'
      F: 'false'
"""


def test_a_column_map_reads_back_as_it_was_written() -> None:
    columns, findings = column_map_from(MAP)
    assert findings == []
    assert columns is not None
    assert columns.rules[""]["birth_date"] == ColumnRule(("dob",), "MMDDYYYY")
    assert columns.rules["outcomes"]["achieved"].values == {"P": "true", "F": "false"}
    assert column_map_text(columns) == MAP


def test_a_column_map_is_obeyed_and_said_to_be_so() -> None:
    columns, _ = column_map_from(MAP)
    people = b"participant_id,given_name,street_number,address_1,dob\n1,Ana,12,Invented Street,03041984\n"
    seen = b"participant_id,date,outcome,result\n1,2024-01-01,test,P\n1,2024-01-02,test,f\n"
    answer = read_records([("participants.csv", people), ("outcomes.csv", seen)], today=TODAY, columns=columns)
    assert [str(finding) for finding in answer.findings] == []
    table = answer.tables["participants"].columns
    assert (str(table["birth_date"][0]), table["street"][0]) == ("1984-03-04", "12 Invented Street")
    assert answer.tables["outcomes"].columns["achieved"].tolist() == [True, False]
    assert answer.matches[0].match.columns["birth_date"].sureness is Sureness.DECLARED


def test_a_match_that_is_remembered_reads_the_next_file_alike() -> None:
    content = (FEBRL + "\nrec-1,ana,example,7,invented street,,riverbend,2119,ct,19560409,1804974\n").encode()
    first = read_records([("a.csv", content)], today=TODAY)
    columns, findings = column_map_from(column_map_text(first.column_map))
    assert findings == []
    second = read_records([("a.csv", content)], today=TODAY, columns=columns)
    assert {name: column.tolist() for name, column in second.tables["participants"].columns.items()} == {
        name: column.tolist() for name, column in first.tables["participants"].columns.items()
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("frist_name: x\n", "there is no column 'frist_name'; write first_name"),
        ("first_name: {column: x, colour: y}\n", "the key 'colour' is not known here"),
        ("birth_date: {column: x, format: DD.YYYY}\n", "the format has no month; write it with YYYY, MM and DD"),
        ("birth_date: {column: x, format: DDMMYYYYY}\n", "the format holds letters other than Y, M and D"),
        ("first_name: {column: x, format: YYYY-MM-DD}\n", "a format is for dates"),
        ("first_name: ''\n", "no heading is named"),
        ("participants: x\n", "a table's name stands here without columns"),
        ("services: {group.race: x}\n", "there is no column 'group.race'"),
        ("- a\n", "the column map has no columns"),
        ("a: [\n", "is not YAML"),
        ("first_name: {column: x, map: [a]}\n", "this should be pairs"),
        ("first_name: [a, b, c, d, e, f, g, h, i, j, k]\n", "more than 10 headings are joined"),
        ("first_name: " + "x" * 100_000, "longer than any could be"),
    ],
)
def test_a_mistake_in_a_column_map_is_named_with_what_would_be_right(text: str, said: str) -> None:
    columns, findings = column_map_from(text, "map.yaml")
    assert columns is None
    assert any(said in str(finding) for finding in findings), [str(finding) for finding in findings]
    assert all(finding.file == "map.yaml" and finding.fix for finding in findings)


def test_a_heading_that_a_map_names_and_the_file_lacks_is_told() -> None:
    columns = ColumnMap({"": {"birth_date": ColumnRule(("geboren",))}})
    answer = read_records([("participants.csv", b"participant_id,dob\n1,2000-01-01\n")], today=TODAY, columns=columns)
    assert not answer.ok
    assert "says that birth_date stands under 'geboren', and there is no such heading" in str(answer.findings)
    assert "birth_date" not in answer.tables["participants"].columns


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("participants", "participants"),
        ("Participants 2024", "participants"),
        ("2024-03_Enrolments", "enrollments"),
        ("client services", "services"),
        ("services and outcomes", ""),
        ("Sheet1", ""),
        ("Résultats", ""),
    ],
)
def test_the_name_of_a_file_or_sheet_says_which_table_it_is(name: str, table: str) -> None:
    assert table_named(name) == table
    assert set(TABLE_WORDS.values()) == {"participants", "enrollments", "services", "outcomes"}


def test_a_file_of_any_name_is_recognized_by_its_headings_and_that_is_said() -> None:
    answer = read_records([("export.csv", b"Client ID,Service Date,Service Type\n1,2024-01-01,visit\n")], today=TODAY)
    assert answer.counts == {"services": 1}
    assert any("the headings are those of services" in finding.message for finding in answer.findings)


def test_what_no_one_can_place_is_refused_and_the_table_can_be_said() -> None:
    content = b"participant_id,site\n1,Main\n"
    assert (
        "nothing says which table this is" in read_records([("export.csv", content)], today=TODAY).findings[0].message
    )
    assert read_records([("export.csv", content)], today=TODAY, table="participants").counts == {"participants": 1}
    with pytest.raises(ValueError, match="there is no table"):
        read_records([("export.csv", content)], today=TODAY, table="people")


def test_columns_nobody_asked_for_are_left_out_and_said_once() -> None:
    answer = read_records([("participants.csv", b"participant_id,sin,notes\n1,a,b\n2,c,d\n")], today=TODAY)
    assert list(answer.tables["participants"].columns) == ["participant_id"]
    assert [str(finding) for finding in answer.findings] == [
        "participants.csv: 2 columns that nobody asked for are left out: sin, notes; nothing of them is stored; "
        "name a column in a column map, if it is one of ours"
    ]


def test_a_file_without_headings_is_refused_without_quoting_its_first_person() -> None:
    answer = read_records([("participants.csv", b"17,Ana,Example\n18,Bo,Example\n")], today=TODAY)
    assert [finding.message for finding in answer.findings] == ["none of the headings is known"]
    assert "Ana" not in str(answer.findings)
