"""One cell against its column."""

import pytest

from groundswell.exchange.package.cells import id_made_from, problem_with, problems_with, warning_about
from groundswell.exchange.package.columns import (
    boolean,
    date,
    decimal,
    identifier,
    integer,
    level,
    period,
    text,
    url,
    word,
)


@pytest.mark.parametrize("cell", ["0", "20.4", "20.40", "-5", "0.001", "12345678901234567890.12345"])
def test_a_plain_decimal_is_taken_as_it_stands(cell: str) -> None:
    assert problem_with(decimal("value"), cell) is None


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("1,234", "1234"),
        ("1.234,5", "1234.5"),
        ("12,5", "12.5"),
        ("45%", "45"),
        ("(5)", "-5"),
        ("1e3", "1000"),
        ("1E-2", "0.01"),
        ("$1,200.50", "1200.50"),
        ("\u22125", "-5"),
        (".5", "0.5"),
        ("+3", "3"),
        ("007", "7"),
        ("-0", "0"),
        ("-0.0", "0.0"),
    ],
)
def test_a_number_written_otherwise_is_refused_with_the_number_meant(cell: str, meant: str) -> None:
    problem = problem_with(decimal("value"), cell)
    assert problem is not None
    assert problem[1] == f"write {meant}"
    assert problem_with(decimal("value"), meant) is None


@pytest.mark.parametrize(
    "cell", ["NaN", "Inf", "-inf", "N/A", "#DIV/0!", "#REF!", "٣", "1_000", "0x10", "--1", "1.2.3"]
)
def test_what_is_no_number_is_refused_and_a_blank_offered(cell: str) -> None:
    problem = problem_with(decimal("value"), cell)
    assert problem is not None
    assert "is not a decimal number" in problem[0]
    assert "leave the cell blank" in problem[1]


@pytest.mark.parametrize("cell", ["-999999999", "-888888888", "-666666666", "-555555555", "-333333333", "-222222222"])
def test_codes_of_the_census_bureau_are_not_numbers(cell: str) -> None:
    problem = problem_with(decimal("moe"), cell)
    assert problem == (f"{cell} is a code of the Census Bureau, not a number", "leave it blank and say status missing")


def test_many_decimals_are_judged_as_each_alone() -> None:
    cells = ["1", "2.50", "-3", "4,5", "-0", "-999999999", "", "101"]
    column = decimal("share", -10, 100)
    assert problems_with(column, cells) == {
        cell: problem_with(column, cell) for cell in ("4,5", "-0", "-999999999", "101")
    }
    assert problems_with(column, cells[:3]) == {}
    assert set(problems_with(column, ["1", "101"])) == {"101"}


@pytest.mark.parametrize("cell", ["0", "1", "1.0"])
def test_a_level_lies_strictly_between_nought_and_one(cell: str) -> None:
    assert problem_with(level(), cell) is not None
    assert problem_with(level(), "0.90") is None


@pytest.mark.parametrize(
    "cell", ["03/04/2024", "4/3/24", "04-Mar-2024", "45355", "2024-3-4", "20240304", "2024-03-04T00:00"]
)
def test_a_date_in_another_order_is_refused(cell: str) -> None:
    assert problem_with(date("as_of"), cell) == (f"'{cell}' is not a date", "write year-month-day, such as 2024-03-04")


@pytest.mark.parametrize("cell", ["2024-02-30", "0000-00-00", "2023-13-01"])
def test_a_day_that_never_was_is_refused(cell: str) -> None:
    assert problem_with(date("as_of"), cell) == (
        f"there is no day {cell}",
        "write a day of the calendar as year-month-day",
    )


@pytest.mark.parametrize("cell", ["2023", "2023-Q2", "2023-06", "2022/2023", "2018..2022"])
def test_the_five_spellings_of_a_period_are_taken(cell: str) -> None:
    assert problem_with(period(), cell) is None


@pytest.mark.parametrize("cell", ["2022/2024", "2022..2018", "2023-13", "2022-23", "Jun-23", "２０２３"])
def test_another_spelling_of_a_period_is_refused_with_a_right_one(cell: str) -> None:
    problem = problem_with(period(), cell)
    assert problem is not None
    assert problem[1].startswith("write 20")


@pytest.mark.parametrize(
    ("cell", "made"), [("Fair Haven", "fair-haven"), ("a--b", "a-b"), ("Café_9", "cafe-9"), ("-x", "x")]
)
def test_what_is_no_id_is_refused_with_one_made_from_it(cell: str, made: str) -> None:
    problem = problem_with(identifier("place_id"), cell)
    assert problem is not None
    assert problem[1].endswith(f"for example {made}")
    assert problem_with(identifier("place_id"), id_made_from(cell)) is None


def test_an_id_has_at_most_64_characters() -> None:
    assert problem_with(identifier("place_id"), "a" * 64) is None
    problem = problem_with(identifier("place_id"), "a" * 65)
    assert problem is not None
    assert problem[1] == "an id has at most 64"


def test_a_word_that_is_not_known_is_answered_with_the_nearest() -> None:
    column = word("polarity", "higher", "lower", "neutral")
    assert problem_with(column, "heigher") == (
        "'heigher' is not a known polarity",
        "write higher (the words are higher, lower, neutral)",
    )


@pytest.mark.parametrize(
    "cell", ["javascript:alert(1)", "example.org", "https://a b", "ftp://example.org", "//example.org"]
)
def test_only_web_addresses_are_addresses(cell: str) -> None:
    assert problem_with(url("website"), cell) is not None
    assert problem_with(url("website"), "https://example.org/a?b=c") is None


def test_a_list_is_judged_part_by_part() -> None:
    column = word("can_commit", "priorities", "resources", many=True)
    assert problem_with(column, "priorities; resources") is None
    assert problem_with(column, "priorities; money") is not None


def test_whole_numbers_and_truth_values_are_exact() -> None:
    assert problem_with(integer("level", 1, 7), "8") == ("8 is out of range", "a level lies between 1 and 7")
    assert problem_with(integer("sort"), "1.5") == ("'1.5' is not a whole number", "write digits only, such as 12")
    assert problem_with(boolean("break"), "yes") == ("'yes' is not true or false", "write true or false")


def test_text_may_hold_anything_but_control_characters() -> None:
    assert problem_with(text("note"), "O'Neil, “quoted”\n<b>é</b> 😀") is None
    assert problem_with(text("note"), "a\x07b") == ("holds a control character (U+0007)", "delete it")


@pytest.mark.parametrize("cell", ["=1+1", "+SUM(A1)", "-2+3", "@SUM(1)", "＝1"])
def test_text_that_a_spreadsheet_would_run_is_warned_of(cell: str) -> None:
    warning = warning_about(cell)
    assert warning is not None
    assert "formula" in warning[0]


@pytest.mark.parametrize("cell", ["-5", "-", "plain", "a=b"])
def test_text_that_a_spreadsheet_would_not_run_is_not_warned_of(cell: str) -> None:
    assert warning_about(cell) is None


@pytest.mark.parametrize("mark", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
@pytest.mark.parametrize("column", ["name", "name.es", "label", "representative", "table"])
def test_no_name_holds_a_mark_that_turns_the_direction_of_writing(column: str, mark: str) -> None:
    problem = problem_with(text(column), f"Library{mark}")
    assert problem is not None and f"U+{ord(mark):04X}" in problem[0]
    assert problem_with(text("note"), f"Library{mark}") is None


def test_marks_that_turn_the_direction_of_writing_are_warned_of() -> None:
    warning = warning_about("abc\u202edcb")
    assert warning is not None
    assert "U+202E, right-to-left override" in warning[0]
