"""Locks of B3: intervals of shares and of their difference, against published and independently computed values."""

import math
import random

import numpy as np
import pytest
from tests.reference import slow_but_obvious

from groundswell.core.intervals import agresti_coull, clopper_pearson, exact_z, jeffreys, newcombe, share, wilson

WILSON = [
    (65, 100, 0.95, 0.552544, 0.736358),
    (5, 100, 0.95, 0.0215437, 0.1117505),
    (1, 100, 0.95, 0.00176743, 0.05448620),
    (0, 20, 0.95, 0, 0.161125),
    (7, 9, 0.95, 0.452589, 0.936775),
    (1045, 5000, 0.95, 0.1979554988, 0.2204913037),
    (1045, 5000, 0.998, 0.1917938, 0.2273156),
]
AGRESTI_COULL = [
    (65, 100, 0.552383, 0.736519),
    (5, 100, 0.018676, 0.114618),
    (1, 100, 0, 0.059927),
    (0, 20, 0, 0.189810),
    (7, 9, 0.442792, 0.946571),
]
JEFFREYS = [
    (65, 100, 0.553303, 0.738154),
    (5, 100, 0.019332, 0.106100),
    (1, 100, 0.001081, 0.045779),
    (0, 20, 0.000024, 0.116639),
    (7, 9, 0.456176, 0.950698),
]
EXACT = [
    (65, 100, 0.548151, 0.742706),
    (5, 100, 0.016432, 0.112835),
    (1, 100, 0.000253, 0.054459),
    (0, 20, 0, 0.168433),
    (7, 9, 0.399906, 0.971855),
]


def printed(low: float, high: float, digits: float = 1e-6) -> object:
    """Equal to the last printed digit."""
    return pytest.approx((low, high), abs=0.51 * digits)


@pytest.mark.parametrize(("x", "n", "level", "low", "high"), WILSON)
def test_wilsons_interval(x, n, level, low, high):
    assert wilson(x, n, level) == printed(low, high)


def test_wilsons_interval_at_full_precision():
    assert wilson(65, 100) == pytest.approx((0.5525444329688797, 0.7363575175690247), rel=1e-12)


@pytest.mark.parametrize(("x", "n", "low", "high"), AGRESTI_COULL)
def test_agresti_and_coulls_interval(x, n, low, high):
    assert agresti_coull(x, n) == printed(low, high)


@pytest.mark.parametrize(("x", "n", "low", "high"), JEFFREYS)
def test_jeffreys_quantiles(x, n, low, high):
    assert jeffreys(x, n, close_ends=False) == printed(low, high)


def test_jeffreys_interval_ends_at_zero_and_one_where_there_is_nothing_beyond():
    assert jeffreys(0, 20)[0] == 0
    assert jeffreys(20, 20)[1] == 1


@pytest.mark.parametrize(("x", "n", "low", "high"), EXACT)
def test_the_exact_interval(x, n, low, high):
    assert clopper_pearson(x, n) == printed(low, high)


@pytest.mark.parametrize(
    ("counts", "difference", "low", "high"),
    [((56, 70, 48, 80), 0.20, 0.0524, 0.3339), ((9, 10, 3, 10), 0.60, 0.1705, 0.8090)],
)
def test_newcombes_interval_of_a_difference(counts, difference, low, high):
    assert counts[0] / counts[1] - counts[2] / counts[3] == pytest.approx(difference)
    assert newcombe(*counts) == printed(low, high, 1e-4)


@pytest.mark.parametrize("interval", [wilson, agresti_coull, jeffreys, clopper_pearson])
def test_whole_arrays_give_what_single_numbers_give(interval):
    trials = np.arange(1, 40, dtype=float)
    successes = np.floor(trials * 0.4)
    low, high = interval(successes, trials)
    singly = [interval(float(x), float(n)) for x, n in zip(successes, trials, strict=True)]
    assert np.column_stack([low, high]) == pytest.approx(np.array(singly))


@pytest.mark.parametrize("interval", [wilson, agresti_coull, jeffreys, clopper_pearson])
@pytest.mark.parametrize(("x", "n"), [(1, 0), (-1, 10), (11, 10)])
def test_counts_that_cannot_be_have_no_interval(interval, x, n):
    assert all(math.isnan(bound) for bound in interval(x, n))


def test_intervals_agree_with_their_slow_twins_on_random_counts():
    draw = random.Random(3)
    for _ in range(60):
        n = draw.randint(1, 60)
        x = draw.randint(0, n)
        level = draw.choice([0.8, 0.9, 0.95, 0.99])
        assert wilson(x, n, level) == pytest.approx(slow_but_obvious.wilson(x, n, exact_z(level)), abs=1e-9)
        assert clopper_pearson(x, n, level) == pytest.approx(slow_but_obvious.clopper_pearson(x, n, level), abs=1e-9)


def test_jeffreys_bounds_cut_the_tails_of_the_posterior_that_a_slow_integral_finds():
    for x, n in [(3, 9), (5, 100), (40, 60), (8, 12)]:
        low, high = jeffreys(x, n, 0.9)
        assert slow_but_obvious.beta_share_below(low, x + 0.5, n - x + 0.5) == pytest.approx(0.05, abs=1e-6)
        assert slow_but_obvious.beta_share_below(high, x + 0.5, n - x + 0.5) == pytest.approx(0.95, abs=1e-6)


def test_a_share_of_nobody_is_withheld_with_the_reason():
    assert "denominator" in share(0, 0).reason
    assert "numerator" in share(3, 2).reason


def test_a_share_carries_its_counts_and_its_method():
    found = share(7, 9)
    assert (found.numerator, found.denominator, found.method, found.level) == (7, 9, "wilson", 0.95)
