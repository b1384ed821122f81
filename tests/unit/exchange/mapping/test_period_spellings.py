"""Periods as publishers write them; what could mean two is refused until the mapping says which (A4, C27)."""

import pytest

from groundswell.exchange.mapping.definition import PeriodFormat, PeriodRule
from groundswell.exchange.mapping.period_spellings import reader_of


def read(text: str, how: str = "", *, fiscal_start: int = 7, fiscal_named_by: str = "end", **rule: object) -> str:
    about = PeriodRule(format=PeriodFormat(how), **rule)  # type: ignore[arg-type]
    return str(reader_of(about, fiscal_start, fiscal_named_by)(text))


@pytest.mark.parametrize(
    ("text", "how", "period"),
    [
        ("2023", "", "2023"),
        ("2023.0", "", "2023"),
        ("2023-Q2", "", "2023-Q2"),
        ("2022/2023", "", "2022/2023"),
        ("2018..2022", "", "2018..2022"),
        ("2011-2012", "school_year", "2011/2012"),
        ("2011-12", "school_year", "2011/2012"),
        ("2011/12", "school_year", "2011/2012"),
        ("2011–12", "school_year", "2011/2012"),
        ("SY 2011-12", "school_year", "2011/2012"),
        ("1999-00", "school_year", "1999/2000"),
        ("2023", "fiscal_year", "2022/2023"),
        ("FY23", "fiscal_year", "2022/2023"),
        ("FY 2022-23", "fiscal_year", "2022/2023"),
        ("2023 Q2", "quarter", "2023-Q2"),
        ("Q2 2023", "quarter", "2023-Q2"),
        ("2023/06", "month", "2023-06"),
        ("6/2023", "month", "2023-06"),
        ("202306", "month", "2023-06"),
        ("June 2023", "month", "2023-06"),
        ("Jun-2023", "month", "2023-06"),
        ("2024-03-04", "date", "2024-03"),
        ("2024-03-04 00:00:00", "date", "2024-03"),
        ("04-Mar-2024", "date", "2024-03"),
        ("2018-2022", "span", "2018..2022"),
        ("2018 to 2022", "span", "2018..2022"),
    ],
)
def test_a_spelling_is_read_by_its_format(text: str, how: str, period: str) -> None:
    assert read(text, how) == period


def test_a_fiscal_year_is_named_as_the_community_or_the_mapping_says() -> None:
    assert read("2023", "fiscal_year", fiscal_named_by="start") == "2023/2024"
    assert read("2023", "fiscal_year", named_by="start") == "2023/2024"
    assert read("2023", "fiscal_year", fiscal_start=1) == "2023"


def test_a_school_year_of_one_year_needs_to_be_told_which() -> None:
    with pytest.raises(ValueError, match="one year of a school year's two; say named_by: start or named_by: end"):
        read("2023", "school_year")
    assert read("2023", "school_year", named_by="end") == "2022/2023"


def test_a_span_named_by_its_last_year_needs_its_length() -> None:
    assert read("2022", "span", years=5) == "2018..2022"
    with pytest.raises(ValueError, match="say years: 5"):
        read("2022", "span")


def test_c27_dates_with_slashes_need_an_order() -> None:
    with pytest.raises(ValueError, match="'03/04/2024' could be read in two ways; say order: mdy, dmy or ymd"):
        read("03/04/2024", "date")
    assert read("03/04/2024", "date", order="mdy") == "2024-03"
    assert read("03/04/2024", "date", order="dmy") == "2024-04"
    assert read("4/3/24", "date", order="mdy") == "2024-04"


@pytest.mark.parametrize(
    ("text", "how", "words"),
    [
        ("2024-02-30", "date", "'2024-02-30' is no day of the calendar"),
        ("0000-00-00", "date", "'0000-00-00' is no day of the calendar"),
        ("45355", "date", "a spreadsheet's count of days (2024-03-04, perhaps)"),
        ("2011-13", "school_year", "'2011-13' is not two consecutive years"),
        ("2011-12", "", "'2011-12' could be a school year or a month; say format: school_year or format: month"),
        ("2011-2012", "", "'2011-2012' is no period; say format: school_year"),
        ("Q2 2023", "", "'Q2 2023' is no period; say format: quarter"),
        ("last year", "", "'last year' is no period; write 2023, 2023-Q2"),
        ("2023-13", "month", "'2023-13' is no month"),
        ("12", "year", "'12' is no year"),
        ("soon", "quarter", "'soon' is no quarter"),
    ],
)
def test_a_spelling_that_does_not_fit_says_what_would(text: str, how: str, words: str) -> None:
    with pytest.raises(ValueError) as problem:
        read(text, how)
    assert words in str(problem.value)


@pytest.mark.parametrize(
    ("per", "period"),
    [("year", "2024"), ("quarter", "2024-Q1"), ("month", "2024-03"), ("school_year", "2023/2024")],
)
def test_a_date_counts_to_the_period_that_is_said(per: str, period: str) -> None:
    assert read("2024-03-04", "date", per=PeriodFormat(per)) == period
