"""What somebody's being at a table comes to: friends of the work, mandates, and power."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.collaboration.mandates import (
    Mandate,
    Presence,
    coverage_of,
    share_counted_once,
    share_of_sums,
)
from groundswell.core.collaboration.words import CommitmentKind

PROVIDERS = ("clinic", "library", "school", "shelter", "mentors")
DAY = date(2026, 3, 1)
DAYS = st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1))
SEATS = st.builds(
    Mandate,
    id=st.sampled_from("abc"),
    table=st.sampled_from(("council", "board")),
    represented=st.frozensets(st.sampled_from((*PROVIDERS, "stranger"))),
    is_formal=st.booleans(),
    named=st.frozensets(st.sampled_from(CommitmentKind)),
    since=DAYS,
    until=DAYS,
)
COMBINATIONS = [found for size in range(1, 4) for found in combinations(PROVIDERS, size)]
CELLS = st.dictionaries(st.sampled_from(COMBINATIONS), st.integers(0, 500), min_size=1, max_size=8)


@given(st.lists(SEATS), SEATS)
def test_representing_more_never_lowers_coverage(seats: list[Mandate], another: Mandate) -> None:
    before, after = coverage_of(PROVIDERS, seats, DAY), coverage_of(PROVIDERS, [*seats, another], DAY)
    assert before.present <= after.present
    assert before.formal <= after.formal
    assert all(before.can_commit[kind] <= after.can_commit[kind] for kind in CommitmentKind)


@given(st.lists(SEATS))
def test_who_can_commit_is_formally_represented_and_who_is_is_present(seats: list[Mandate]) -> None:
    found = coverage_of(PROVIDERS, seats, DAY)
    assert all(found.can_commit[kind] <= found.with_power for kind in CommitmentKind)
    assert found.with_power <= found.formal <= found.present <= found.providers
    assert found.absent == found.providers - found.present


@given(st.lists(SEATS), st.frozensets(st.sampled_from(PROVIDERS)))
def test_coverage_of_some_is_that_of_all_among_them(seats: list[Mandate], some: frozenset[str]) -> None:
    assert coverage_of(PROVIDERS, seats, DAY).among(some) == coverage_of(some, seats, DAY)


@given(SEATS)
def test_a_mandate_that_loses_its_formality_is_a_friendly_presence(seat: Mandate) -> None:
    friendly = replace(seat, is_formal=False)
    assert (friendly.presence, friendly.can_commit) == (Presence.FRIENDLY, frozenset())


@given(CELLS, st.frozensets(st.sampled_from(PROVIDERS)))
def test_the_share_of_people_counted_once_lies_in_the_range_of_the_sums(
    cells: dict[tuple[str, ...], int], programs: frozenset[str]
) -> None:
    served = {one: float(sum(people for inside, people in cells.items() if one in inside)) for one in PROVIDERS}
    known, guessed = share_counted_once(cells, programs), share_of_sums(served, programs)
    assert (known is None) == (guessed is None)
    if known and guessed:
        assert guessed.low - 1e-9 <= known.share <= guessed.high + 1e-9
        assert 0 <= guessed.low <= guessed.share + 1e-9 <= guessed.high + 2e-9 <= 1 + 3e-9


def test_nobody_served_has_no_share() -> None:
    assert share_counted_once({}, {"clinic"}) is None
    assert share_of_sums({"clinic": 0.0}, {"clinic"}) is None
    assert share_of_sums({"clinic": 10.0}, set()) is not None


def test_a_network_speaks_for_its_members_and_for_no_stranger() -> None:
    seat = Mandate("n", "council", frozenset({"clinic", "library", "stranger"}), True)
    found = coverage_of(PROVIDERS, [seat], DAY)
    assert found.formal == {"clinic", "library"}
    assert found.with_power == frozenset()
    assert seat.presence is Presence.FORMAL


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 2, 2)])
def test_a_mandate_counts_on_its_first_and_last_day_and_on_none_beyond(day: date) -> None:
    seat = Mandate("n", "council", frozenset({"clinic"}), since=date(2026, 1, 1), until=date(2026, 2, 1))
    assert seat.counts_on(date(2026, 1, 1)) and seat.counts_on(date(2026, 2, 1)) and not seat.counts_on(day)
