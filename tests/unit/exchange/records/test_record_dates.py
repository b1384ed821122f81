"""Dates are read where they can be read in one way only; no day is guessed and none is made up (methods.md A4, C27)."""

from datetime import date

import pytest

from groundswell.exchange.records.date_formats import format_problem, spelling_of
from groundswell.exchange.records.dates import DatesRead, read_dates

TODAY = date(2026, 11, 22)


def read(*cells: str, column: str = "started", written: str = "") -> DatesRead:
    return read_dates(cells, column=column, today=TODAY, written=written)


def days(*cells: str, column: str = "started", written: str = "") -> list[str]:
    found = read(*cells, column=column, written=written)
    assert not found.wrong and not found.whole, (found.wrong, found.whole)
    return [str(day) for day in found.days]


@pytest.mark.parametrize(
    "cell",
    [
        *("2024-03-04", "2024/3/4", "2024.03.04", "20240304", "04-Mar-2024", "4 March 2024", "March 4, 2024"),
        *("Mar 4 2024", "Mon, 4 Mar 2024", "4th March 2024", "Monday, March 4th, 2024", "4-MAR-24", "2024-Mar-04"),
        *(
            "45355",
            "45355.0",
            "45355.75",
            "2024-03-04 00:00:00",
            "2024-03-04T12:13:14Z",
            "2024-03-04T08:00:00.000+01:00",
        ),
        "2024-03-04T08:00:00.000+01:00",
        *("4 de marzo de 2024", "4 mars 2024", "4 Mar '24"),
    ],
)
def test_a_date_in_any_sure_spelling_is_the_day_it_names(cell: str) -> None:
    assert days(cell) == ["2024-03-04"]


def test_one_column_may_mix_spellings_that_are_each_sure() -> None:
    cells = ("2024-03-04", "4 March 2024", "45355", "03/25/2024", "3/4/2024 0:00", "20240304", "")
    assert days(*cells) == ["2024-03-04"] * 3 + ["2024-03-25", "2024-03-04", "2024-03-04", "NaT"]


def test_the_other_dates_of_a_column_decide_between_day_and_month() -> None:
    assert days("03/04/2024", "25/04/2024") == ["2024-04-03", "2024-04-25"]
    assert days("03/04/2024", "04/25/2024") == ["2024-03-04", "2024-04-25"]
    assert days("04/04/2024") == ["2024-04-04"]


def test_a_column_that_is_ambiguous_throughout_is_refused_as_one() -> None:
    found = read("03/04/2024", "05/06/2024", "07/07/2024")
    assert [wrong.kind for wrong in found.whole] == ["ambiguous_dates"]
    assert "format: MM/DD/YYYY" in found.whole[0].fix
    assert not found.wrong
    assert [str(day) for day in found.days] == ["NaT"] * 3


def test_a_declared_format_ends_the_doubt() -> None:
    assert days("03/04/2024", "05/06/2024", written="DD/MM/YYYY") == ["2024-04-03", "2024-06-05"]
    assert days("03/04/2024", "05/06/2024", written="MM/DD/YYYY") == ["2024-03-04", "2024-05-06"]
    assert days("03041984", "3041984", written="MMDDYYYY") == ["1984-03-04", "1984-03-04"]
    assert days("4-Mar-24", written="D-MMM-YY") == ["2024-03-04"]
    assert days("45355", "2024-03-04", written="serial") == ["2024-03-04", "2024-03-04"]
    assert days("2024-03-04", "03/05/2024", written="MM/DD/YYYY") == ["2024-03-04", "2024-03-05"]


def test_a_date_of_another_format_than_the_declared_is_named() -> None:
    found = read("13/04/2024", "4 March 2024", written="MM/DD/YYYY")
    assert {text: wrong.kind for text, wrong in found.wrong.items()} == {
        "13/04/2024": "impossible_date",
        "4 March 2024": "other_format",
    }


def test_days_first_beside_months_first_are_refused_and_the_fewer_are_named() -> None:
    found = read("25/12/2024", "12/26/2024", "12/27/2024", "01/02/2024")
    assert [wrong.kind for wrong in found.whole] == ["mixed_dates"]
    assert {text: wrong.kind for text, wrong in found.wrong.items()} == {"25/12/2024": "mixed_dates"}
    assert [str(day) for day in found.days] == ["NaT"] * 4


def test_one_ambiguous_date_among_sure_ones_is_named_alone() -> None:
    found = read("2024-01-02", "03/04/2024")
    assert {text: wrong.kind for text, wrong in found.wrong.items()} == {"03/04/2024": "ambiguous_date"}
    assert [str(day) for day in found.days] == ["2024-01-02", "NaT"]


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("2024-02-30", "impossible_date"),
        ("2023-02-29", "impossible_date"),
        ("31/31/2024", "impossible_date"),
        ("20241345", "impossible_date"),
        ("0000-00-00", "zero_date"),
        ("00/00/0000", "zero_date"),
        ("00000000", "zero_date"),
        ("2024-00-00", "impossible_date"),
        ("1984", "part_of_a_date"),
        ("2024-03", "part_of_a_date"),
        ("March 2024", "part_of_a_date"),
        ("soon", "not_a_date"),
        ("12345678901", "not_a_date"),
        ("x" * 5_000, "not_a_date"),
        ("1" * 5_000, "not_a_date"),
        ("1/1/" * 2_000, "not_a_date"),
        ("2027-01-01", "future_date"),
        ("1905-01-01", "long_ago"),
    ],
)
def test_what_is_no_day_is_told_as_what_it_is(cell: str, kind: str) -> None:
    assert [wrong.kind for wrong in read(cell).wrong.values()] == [kind]


def test_birth_dates_lie_in_the_past_and_within_a_human_life() -> None:
    found = read("2026-11-23", "1890-01-01", "2026-11-22", column="birth_date")
    assert {text: wrong.kind for text, wrong in found.wrong.items()} == {
        "2026-11-23": "future_birth",
        "1890-01-01": "old_birth",
    }
    assert [str(day) for day in found.days] == ["NaT", "1890-01-01", "2026-11-22"]


def test_years_of_two_digits_are_read_where_one_century_is_possible() -> None:
    assert days("03/25/24") == ["2024-03-25"]
    assert days("03/25/84", column="birth_date") == ["1984-03-25"]
    assert [wrong.kind for wrong in read("03/25/14", column="birth_date").wrong.values()] == ["two_digit_year"]
    assert days("03/25/14", column="birth_date", written="MM/DD/YY") == ["2014-03-25"]


def test_eight_digits_are_read_in_the_one_order_that_fits_them_all() -> None:
    assert days("19840304", "20241231") == ["1984-03-04", "2024-12-31"]
    assert days("12311999", "01311999") == ["1999-12-31", "1999-01-31"]
    assert days("31121999", "31011999") == ["1999-12-31", "1999-01-31"]
    found = read("03041999", "05061999")
    assert [wrong.kind for wrong in found.whole] == ["ambiguous_dates"]
    assert [str(day) for day in found.days] == ["NaT", "NaT"]


@pytest.mark.parametrize("written", ["MM/DD/YYYY", "D.M.YY", "YYYYMMDD", "DD-MMM-YYYY", "MMMM D, YYYY", "serial"])
def test_a_format_that_names_year_month_and_day_can_be_declared(written: str) -> None:
    assert format_problem(written) == ""


@pytest.mark.parametrize("written", ["", "YYYY", "MM/DD", "MM/MM/YYYY", "%d/%m/%Y", "hello", "YYYY-MM-DD" * 9])
def test_a_format_that_does_not_is_refused(written: str) -> None:
    assert format_problem(written) != ""


def test_a_hundred_thousand_rows_of_dates_are_quick() -> None:
    import time

    cells = [f"{1 + at % 28:02d}/{1 + at % 12:02d}/{2000 + at % 20}" for at in range(100_000)]
    started = time.process_time()
    found = read(*cells)
    assert time.process_time() - started < 2
    assert len(found.days) == 100_000 and not found.wrong
    assert spelling_of(cells[0]).year == 2000
