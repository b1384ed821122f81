"""Numbers, answers, texts and ids as they come out of spreadsheets (methods.md A4, C21-C24, C28-C29, N1-N12)."""

import math

import pytest
from tests.naughty import NAUGHTY

from groundswell.exchange.records.quantities import read_numbers, read_truths
from groundswell.exchange.records.texts import read_ids, read_texts


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("5", 5.0),
        ("5.50", 5.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-0", 0.0),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567.0),
        ("0.25", 0.25),
        ("5.3000000000000001776", 5.3),
    ],
)
def test_a_number_that_can_be_read_in_one_way_is_read(cell: str, number: float) -> None:
    read = read_numbers([cell], column="quantity")
    assert (read.numbers.tolist(), read.wrong) == ([number], {})
    assert math.copysign(1, read.numbers[0]) == 1


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("(5)", "brackets"),
        ("($5.00)", "brackets"),
        ("45%", "percent"),
        ("1.234,5", "decimal_comma"),
        ("1,5", "decimal_comma"),
        ("1 234", "decimal_comma"),
        ("$5", "money"),
        ("5 €", "money"),
        ("NaN", "not_finite"),
        ("Inf", "not_finite"),
        ("-inf", "not_finite"),
        ("N/A", "placeholder"),
        ("-", "placeholder"),
        ("5 hours", "number_and_unit"),
        ("2h 30m", "number_and_unit"),
        ("five", "not_a_number"),
        ("1e99", "too_large"),
        ("9" * 400, "not_a_number"),
        ("-5", "negative"),
        ("1,2,3", "not_a_number"),
    ],
)
def test_what_is_no_plain_quantity_is_told_as_what_it_is(cell: str, kind: str) -> None:
    read = read_numbers([cell, "2"], column="quantity")
    assert {text: wrong.kind for text, wrong in read.wrong.items()} == {cell: kind}
    assert math.isnan(read.numbers[0]) and read.numbers[1] == 2


def test_a_comma_that_may_set_thousands_apart_is_read_so_and_said() -> None:
    read = read_numbers(["1,234"], column="quantity")
    assert read.numbers.tolist() == [1234.0]
    assert read.wrong["1,234"].severity == "warning"


def test_a_score_may_be_negative() -> None:
    assert read_numbers(["-1.5"], column="score").numbers.tolist() == [-1.5]


def test_yes_and_no_are_known_in_several_tongues() -> None:
    yes = ["yes", "Y", "1", "TRUE", "true", "oui", "sí", "Si", "✓", "t", "1.0"]
    no = ["no", "N", "0", "FALSE", "false", "non", "não", "f", "0.0"]
    assert read_truths(yes).truths == [True] * len(yes)
    assert read_truths(no).truths == [False] * len(no)
    read = read_truths(["maybe", "", "2"])
    assert read.truths == [None] * 3
    assert {text: wrong.kind for text, wrong in read.wrong.items()} == {"maybe": "not_a_truth", "2": "not_a_truth"}


@pytest.mark.parametrize("cell", ["02139", "1234567890123456789", "007", "A-1", "12E4", "é-9", "O'N-1", "0", "NA"])
def test_an_id_is_kept_letter_by_letter(cell: str) -> None:
    read = read_ids([cell])
    assert (read.texts, read.wrong) == ([cell], {})


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("1.2E+18", "scientific_id"), ("1E+18", "scientific_id"), ("1,2E+18", "scientific_id"), ("123.0", "decimal_id")],
)
def test_an_id_that_a_spreadsheet_has_damaged_is_refused(cell: str, kind: str) -> None:
    read = read_ids([cell])
    assert (read.texts, read.wrong[cell].kind) == ([""], kind)


@pytest.mark.parametrize(
    "name",
    [
        *("O'Neil", "O’Neil", "Null", "None", "NA", "True", "Jr", "Madonna", "n" * 300, "😀", "👩‍👩‍👧", "李小龍"),
        *("می‌خواهم", "D'Arcy-Núñez", "=1+1", "'; DROP TABLE people; --", "<b>Ana</b>"),
    ],
)
def test_a_name_is_kept_as_it_is(name: str) -> None:
    read = read_texts([name])
    assert (read.texts, read.wrong) == ([name], {})


def test_composed_and_decomposed_letters_become_one_form() -> None:
    assert read_texts(["Nguye\u0302\u0303n", "Nguyễn"]).texts == ["Nguyễn", "Nguyễn"]


@pytest.mark.parametrize("cell", ["An\u202ea", "\u2066Ana", "An\u200ba", "Ana\ufeff", "A\u200dna", "An\u00ada"])
def test_marks_that_nobody_sees_are_taken_out_and_told(cell: str) -> None:
    read = read_texts([cell])
    assert (read.texts, read.wrong[cell].kind) == (["Ana"], "unseen_marks")


def test_cells_that_are_too_long_or_show_an_error_are_refused() -> None:
    read = read_texts(["x" * 1_001, "#REF!", "#DIV/0!", "#N/A", "#hashtag", "x" * 1_000])
    assert [wrong.kind for wrong in read.wrong.values()] == ["too_long", "error_cell", "error_cell", "error_cell"]
    assert read.texts == ["", "", "", "", "#hashtag", "x" * 1_000]


def test_what_may_be_typed_is_read_without_an_exception_and_settles_at_once() -> None:
    texts = [text.strip() for text in NAUGHTY]
    once = read_texts(texts).texts
    assert read_texts(once).texts == once
    assert len(read_ids(texts).texts) == len(read_numbers(texts, column="score").numbers) == len(texts)
