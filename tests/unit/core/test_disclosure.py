"""No count from 1 to 10 is shown, nor anything it follows from: by itself, by what is left, by subtraction, by time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from groundswell.core.disclosure import (
    Counted,
    is_small,
    rounded,
    small_counts,
    smallest_count,
    tells_of_few,
    union_may_be_shown,
    withheld_parts,
    withheld_periods,
    without_numbers,
)
from groundswell.core.periods import Period

K = 11
COUNTS = some.one_of(some.integers(0, 14), some.integers(0, 200))


@some.composite
def shares(draw: some.DrawFn) -> Counted:
    numerator, remainder = draw(COUNTS), draw(COUNTS)
    return Counted(numerator=float(numerator), denominator=float(numerator + remainder))


def counts_of(figures: list[Counted]) -> list[float]:
    """What several figures come to together: how many, and of a share how many not and of how many."""
    if all(one.denominator is not None for one in figures):
        top, bottom = sum(one.numerator or 0 for one in figures), sum(one.denominator or 0 for one in figures)
        return [top, bottom, bottom - top]
    return [sum(one.value or 0 for one in figures)]


def whole_of(figures: list[Counted]) -> Counted:
    counts = counts_of(figures)
    return Counted(counts[0]) if len(counts) == 1 else Counted(numerator=counts[0], denominator=counts[1])


PARTS = some.one_of(
    some.lists(some.builds(Counted, COUNTS.map(float)), min_size=1, max_size=7),
    some.lists(shares(), min_size=1, max_size=7),
)


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (10, True), (11, False), (412, False)])
def test_a_count_below_eleven_is_never_shown_and_nought_is(count: int, small: bool) -> None:
    assert is_small(count) is small
    assert tells_of_few(Counted(float(count))) is small


@pytest.mark.parametrize(
    ("numerator", "denominator", "few"),
    [(7, 31, True), (33, 40, True), (0, 31, False), (40, 40, False), (0, 9, True), (9, 9, True), (11, 22, False)],
)
def test_a_share_is_shown_only_where_none_of_its_counts_is_small(numerator: int, denominator: int, few: bool) -> None:
    assert tells_of_few(Counted(numerator=float(numerator), denominator=float(denominator))) is few


def test_hours_of_few_people_are_withheld_and_few_hours_of_many_are_not() -> None:
    assert tells_of_few(Counted(813.5, people=9.0))
    assert not tells_of_few(Counted(6.0, people=60.0))


def test_a_percent_of_how_many_tells_its_numerator() -> None:
    assert Counted.of_share(22.6, None, 31.0).numerator == 7.0
    assert tells_of_few(Counted.of_share(22.6, None, 31.0))


def test_a_percent_of_nobody_knows_how_many_is_not_shown() -> None:
    assert tells_of_few(Counted.of_share(62.5, None, None))
    assert tells_of_few(Counted.of_share(62.5, 500.0, None))
    assert not tells_of_few(Counted.of_share(None, None, None))


def test_the_smallest_count_is_the_communitys_own_and_protects_somebody() -> None:
    assert [smallest_count(said) for said in ("", "20", "0", "eleven")] == [11, 20, 2, 11]
    assert tells_of_few(Counted(15.0), 20)
    assert small_counts([0, 3, 10, 11, 40]) == [3, 10]


def test_what_is_withheld_has_no_numbers_left() -> None:
    assert without_numbers(Counted(1, 2, 3, 4)) == Counted()


@given(PARTS)
def test_no_withheld_part_is_found_by_subtraction(figures: list[Counted]) -> None:
    parts, whole = dict(enumerate(figures)), whole_of(figures)
    withheld = withheld_parts(parts, whole)
    assert {name for name, one in parts.items() if tells_of_few(one)} <= withheld
    if tells_of_few(whole) or not withheld:
        return
    hidden = [parts[name] for name in withheld]
    assert not small_counts(counts_of(hidden), K)  # what the whole leaves, once all that is shown is taken away
    assert sum(max(counts_of([one])) > 0 for one in hidden) > 1


@given(PARTS, some.builds(Counted, some.integers(1, 10).map(float)))
def test_those_in_no_part_do_not_follow_either(figures: list[Counted], nowhere: Counted) -> None:
    if figures[0].denominator is not None or sum(one.value or 0 for one in figures) < K:
        return
    parts = dict(enumerate(figures))
    withheld = withheld_parts(parts, whole_of([*figures, nowhere]))
    assert not small_counts(counts_of([*(parts[name] for name in withheld), nowhere]), K)


@given(PARTS)
def test_no_more_is_withheld_than_tells_where_the_whole_is_not_shown(figures: list[Counted]) -> None:
    parts = dict(enumerate(figures))
    assert withheld_parts(parts, None) == {name for name, one in parts.items() if tells_of_few(one)}


@given(some.lists(COUNTS.map(float), min_size=12, max_size=12))
def test_no_withheld_month_follows_from_its_quarter_or_its_year(months: list[float]) -> None:
    figures = {Period.parse(f"2024-{at + 1:02}"): Counted(count) for at, count in enumerate(months)}
    wholes: dict[Period, list[Period]] = {}
    for length, names in ((3, [f"2024-Q{one}" for one in range(1, 5)]), (12, ["2024"])):
        for at, name in enumerate(names):
            within = [Period.parse(f"2024-{month + 1:02}") for month in range(at * length, (at + 1) * length)]
            wholes[Period.parse(name)] = within
    every = {**figures, **{name: Counted(sum(figures[one].value or 0 for one in own)) for name, own in wholes.items()}}
    withheld = withheld_periods(every)
    assert {when for when, one in every.items() if tells_of_few(one)} <= withheld
    for name, own in wholes.items():
        hidden = [figures[one] for one in own if one in withheld]
        if name not in withheld and hidden:
            assert not small_counts(counts_of(hidden), K), name
        if name in withheld and every[name].value:
            assert any(one.value for one in hidden), name  # or its months would add up to it
    year = Period.parse("2024")
    quarters = [name for name in wholes if name != year and name in withheld]
    if year not in withheld and quarters:
        assert not small_counts(counts_of([every[name] for name in quarters]), K)


def test_a_school_year_and_a_calendar_year_are_both_looked_at() -> None:
    said = {"2023": 160, "2023/2024": 150, "2023-Q1": 50, "2023-Q2": 40, "2023-Q3": 9, "2023-Q4": 61,
            "2024-Q1": 45, "2024-Q2": 35}  # fmt: skip
    found = set(map(str, withheld_periods({Period.parse(when): Counted(float(n)) for when, n in said.items()})))
    assert found >= {"2023-Q3"}
    for year in (("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"), ("2023-Q3", "2023-Q4", "2024-Q1", "2024-Q2")):
        assert len(found & set(year)) >= 2


def test_a_series_with_nothing_small_is_shown_whole() -> None:
    assert withheld_periods({Period.year(year): Counted(40.0) for year in range(2015, 2025)}) == frozenset()


@given(some.lists(some.sets(some.integers(0, 60)), min_size=1, max_size=4))
def test_a_union_is_shown_only_where_nobody_few_is_in_two_programs(programs: list[set[int]]) -> None:
    """Whoever sees the programs and the union subtracts one from the other."""
    union, apart = len(set().union(*programs)), sum(map(len, programs))
    may = union_may_be_shown(Counted(float(union)), [Counted(float(len(one))) for one in programs])
    assert may is not (is_small(union) or is_small(apart - union))


def test_of_a_share_neither_numerator_nor_remainder_may_tell_of_few_who_are_in_two_programs() -> None:
    one, other = Counted(numerator=40, denominator=80), Counted(numerator=30, denominator=60)
    assert union_may_be_shown(Counted(numerator=55, denominator=110), [one, other])
    assert not union_may_be_shown(Counted(numerator=65, denominator=110), [one, other])  # 5 achieved it in both
    assert not union_may_be_shown(Counted(numerator=45, denominator=120), [one, other])  # 5 achieved it in neither
    assert not union_may_be_shown(Counted(numerator=71, denominator=120), [one, other])  # more than there are


@given(some.integers(0, 1000))
def test_rounding_moves_a_count_by_two_at_most(count: int) -> None:
    near = rounded(Counted(float(count))).value
    assert near is not None and near % 5 == 0 and abs(near - count) <= 2
