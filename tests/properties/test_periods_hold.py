"""What holds for every period."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.periods import Period, PeriodKind, fiscal_year

years = st.integers(min_value=1000, max_value=9000)
kinds = st.sampled_from(PeriodKind)


@st.composite
def any_period(draw: st.DrawFn) -> Period:
    kind = draw(kinds)
    index = draw(years) * kind.per_year + draw(st.integers(0, kind.per_year - 1))
    return Period(kind, index, draw(st.integers(1, 10)) if kind is PeriodKind.SPAN else 1)


@given(any_period())
def test_a_period_is_read_back_from_its_spelling(period):
    assert Period.parse(str(period)) == period


@given(any_period(), st.integers(1, 100))
def test_a_later_period_of_the_same_kind_comes_after_and_is_as_far_as_it_was_moved(period, steps):
    later = period.shift(steps)
    assert period < later
    assert period.distance_to(later) == steps
    assert later.shift(-steps) == period


@given(any_period())
def test_a_period_touches_its_neighbor_exactly_and_shares_nothing_with_it(period):
    following = period.shift(period.length)
    assert period.end == following.start
    assert period.is_before(following)
    assert not period.overlaps(following)
    assert period.shared_fraction(following) == 0


@given(any_period(), any_period())
def test_two_periods_either_overlap_or_one_is_before_the_other(first, second):
    assert first.overlaps(second) == second.overlaps(first)
    assert first.overlaps(second) != (first.is_before(second) or second.is_before(first))


@given(any_period(), any_period())
def test_the_shared_fraction_is_symmetric_and_positive_only_where_periods_overlap(first, second):
    shared = first.shared_fraction(second)
    assert shared == second.shared_fraction(first)
    assert 0 <= shared <= 1
    assert (shared > 0) == first.overlaps(second)
    assert first.shared_fraction(first) == 1


@given(any_period(), any_period())
def test_periods_are_in_one_order(first, second):
    assert (first < second) + (second < first) + (first == second) == 1


@given(any_period(), any_period())
def test_years_between_ends_have_the_opposite_sign_the_other_way(first, second):
    assert first.years_to(second) == -second.years_to(first)
    assert first.years_to(second) == pytest.approx(second.end - first.end)


@given(any_period())
def test_a_period_lies_in_the_years_it_names(period):
    assert period.first_year <= period.start < period.end <= period.last_year + 1


@given(years, st.integers(2, 12), st.sampled_from(["start", "end"]))
def test_a_fiscal_year_is_named_by_the_year_it_starts_or_ends_in(label, month, named_by):
    period = fiscal_year(label, first_month=month, named_by=named_by)
    assert label == (period.first_year if named_by == "start" else period.last_year)
    assert period.kind is PeriodKind.SPLIT_YEAR


@given(years)
def test_a_fiscal_year_that_begins_in_january_is_the_calendar_year(label):
    assert fiscal_year(label, first_month=1) == Period.year(label)


@pytest.mark.parametrize("month", [0, 13])
def test_a_fiscal_year_begins_in_a_month(month):
    with pytest.raises(ValueError, match="from 1 to 12"):
        fiscal_year(2023, first_month=month)


@given(st.text(max_size=12))
def test_any_other_text_is_refused_in_words_that_name_the_spellings(text):
    try:
        assert str(Period.parse(text)) == text
    except ValueError as refusal:
        assert "write" in str(refusal)  # most texts are refused; the few that are not must come back


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("2022/2024", "write 2022/2023"),
        ("2022..2018", "write 2018..2022"),
        ("٢٠٢٣", "write 2023"),
        ("2023-13", "write 2023"),
    ],
)
def test_a_near_miss_is_told_what_would_be_right(text, advice):
    with pytest.raises(ValueError, match=advice.replace(".", r"\.")):
        Period.parse(text)


def test_the_acs_example_of_shared_years():
    assert Period.parse("2015..2019").shared_fraction(Period.parse("2016..2020")) == 0.8


def test_periods_of_different_kinds_have_no_distance():
    with pytest.raises(ValueError, match="different kinds"):
        Period.year(2020).distance_to(Period.parse("2021-Q1"))
