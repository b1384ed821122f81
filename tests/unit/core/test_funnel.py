"""Programs are compared with their common share: within what chance allows nobody differs, and it is no ranking."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from groundswell.core.funnel import ALARM_LEVEL, WARNING_LEVEL, Beyond, funnel_limits, funnel_of


def test_limits_are_spiegelhalters() -> None:
    """θ ± z √(θ (1 - θ) / n): of 0.5 and 400, 1.96 and 3.09 times 0.025."""
    for level, z in ((WARNING_LEVEL, 1.959964), (ALARM_LEVEL, 3.090232)):
        low, high = funnel_limits(0.5, [400.0], level)
        assert (float(low[0]), float(high[0])) == pytest.approx((0.5 - z * 0.025, 0.5 + z * 0.025), abs=1e-6)


def test_limits_stay_within_nought_and_one_and_close_with_people() -> None:
    low, high = funnel_limits(0.02, [5.0, 50.0, 5_000.0], ALARM_LEVEL)
    assert low[0] == 0.0
    assert list(np.sign(np.diff(high - low))) == [-1.0, -1.0]


@pytest.mark.parametrize(
    ("successes", "trials"),
    [([], []), ([5, 6], [10, 10]), ([0, 0, 0], [9, 9, 9]), ([9, 9, 9], [9, 9, 9]), ([1, 2, 0], [9, 9, 0])],
)
def test_no_funnel_where_nothing_is_common(successes: list[float], trials: list[float]) -> None:
    assert funnel_of(successes, trials) is None


def test_whoever_lies_far_beyond_is_told_from_whoever_lies_beyond() -> None:
    found = funnel_of([600, 330, 275, 300, 200], [1_000, 500, 500, 500, 400])
    assert found is not None
    assert found.share == pytest.approx(1_705 / 2_900)
    assert found.places == (Beyond.WITHIN, Beyond.FAR_ABOVE, Beyond.WITHIN, Beyond.WITHIN, Beyond.FAR_BELOW)


@given(some.lists(some.tuples(some.integers(0, 300), some.integers(1, 300)), min_size=3, max_size=12))
def test_the_order_of_the_programs_changes_nothing(rows: list[tuple[int, int]]) -> None:
    x, n = [min(row) for row in rows], [max(row) for row in rows]
    found, backwards = funnel_of(x, n), funnel_of(x[::-1], n[::-1])
    assert (found is None) == (backwards is None)
    if found and backwards:
        assert found.places == backwards.places[::-1]
        assert found.share == pytest.approx(backwards.share)


@given(some.floats(0.05, 0.95), some.integers(3, 20))
def test_equal_shares_never_differ(share: float, count: int) -> None:
    x = round(share * 200)
    found = funnel_of([x] * count, [200] * count)
    assert found is not None
    assert set(found.places) == {Beyond.WITHIN}


def test_chance_alone_seldom_takes_a_program_out() -> None:
    chance = np.random.default_rng(7)
    trials = chance.integers(60, 600, 2_000)
    found = funnel_of(chance.binomial(trials, 0.4).tolist(), trials.tolist())
    assert found is not None
    beyond = sum(place is not Beyond.WITHIN for place in found.places) / 2_000
    far = sum(place in (Beyond.FAR_ABOVE, Beyond.FAR_BELOW) for place in found.places) / 2_000
    assert 0.035 < beyond < 0.065
    assert far < 0.006


def test_every_place_has_words() -> None:
    assert len({str(place.words) for place in Beyond}) == len(Beyond)
