"""What holds for every interval of a share, of a difference and of a count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.differences import difference_of
from groundswell.core.estimates import Estimate
from groundswell.core.intervals import (
    agresti_coull,
    byar,
    clopper_pearson,
    jeffreys,
    newcombe,
    poisson_exact,
    wilson,
)

of_a_share = pytest.mark.parametrize("interval", [wilson, agresti_coull, jeffreys, clopper_pearson])
levels = st.floats(0.5, 0.999)


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(1, 100_000))
    return draw(st.integers(0, n)), n


@of_a_share
@given(counts(), levels)
def test_an_interval_lies_in_0_to_1_around_the_share(interval, count, level):
    low, high = interval(*count, level)
    assert 0 <= low <= high <= 1
    if interval is not jeffreys:  # its posterior may leave out an extreme share
        assert low - 1e-9 <= count[0] / count[1] <= high + 1e-9


@of_a_share
@given(counts(), levels)
def test_successes_and_failures_mirror_each_other(interval, count, level):
    x, n = count
    low, high = interval(x, n, level)
    mirrored_low, mirrored_high = interval(n - x, n, level)
    assert (1 - high, 1 - low) == pytest.approx((mirrored_low, mirrored_high), abs=1e-9)


@of_a_share
@given(counts(), levels, levels)
def test_a_higher_level_gives_an_interval_around_the_lower_ones(interval, count, one, other):
    inner, outer = (interval(*count, level) for level in sorted((one, other)))
    assert outer[0] - 1e-9 <= inner[0] <= inner[1] <= outer[1] + 1e-9


@given(counts(), levels)
def test_the_exact_interval_holds_wilsons_up_to_a_little(count, level):
    exact, score = clopper_pearson(*count, level), wilson(*count, level)
    assert exact[1] - exact[0] > 0.5 * (score[1] - score[0])


@given(counts(), counts(), levels)
def test_a_difference_the_other_way_round_has_the_mirrored_interval(first, second, level):
    low, high = newcombe(*first, *second, level)
    assert (-high, -low) == pytest.approx(newcombe(*second, *first, level), abs=1e-12)
    assert -1 <= low <= first[0] / first[1] - second[0] / second[1] + 1e-12
    assert high <= 1


@given(st.integers(1, 100_000), levels)
def test_byars_interval_is_close_to_the_exact_one(events, level):
    approximate, exact = byar(events, level), poisson_exact(events, level)
    assert exact[0] < events < exact[1]
    assert approximate[1] == pytest.approx(exact[1], rel=0.03)


@given(st.integers(0, 5_000), levels)
def test_more_events_move_both_bounds_up(events, level):
    low, high = poisson_exact(events, level)
    next_low, next_high = poisson_exact(events + 1, level)
    assert low < next_low
    assert high < next_high


@given(
    st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.sampled_from([0.9, 0.95])
)
def test_a_difference_is_more_than_chance_just_where_its_interval_leaves_out_zero(a, a_margin, b, b_margin, level):
    first, second = Estimate.from_margin(a, a_margin, 0.90), Estimate.from_margin(b, b_margin, 0.95)
    found = difference_of(first, second, level=level)
    distance = abs(a - b) - found.estimate.margin
    if abs(distance) > 1e-6 * (1 + abs(a - b)):  # a tie is decided by rounding
        assert found.is_more_than_chance is (distance > 0)
