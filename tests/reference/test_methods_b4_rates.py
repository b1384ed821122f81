"""Locks of B4: Poisson intervals and age-standardized rates, against published worked examples."""

import math
import random

import numpy as np
import pytest
from tests.reference import slow_but_obvious

from groundswell.core.intervals import byar, poisson, poisson_exact
from groundswell.core.rates import EUROPEAN_STANDARD_2013, crude_rate, rate_ratio, standardized_rate, standardized_ratio

BYAR = [
    (1, 0.95, 0.013072132901504, 5.563755582475),
    (5, 0.95, 1.611348, 11.668164),
    (20, 0.95, 12.211428834876, 30.889880369197),
    (65, 0.95, 50.163187710459, 82.849138545940),
    (1045, 0.95, 982.593201807333, 1110.331212985650),
    (65, 0.998, 42.8802614714802, 94.00029084431802),
    (10, 0.998, 2.916318374695686, 24.193724927880535),
]
EXACT = [
    (0, 0, 3.688879),
    (1, 0.025317807984, 5.571643390939),
    (5, 1.623486390118, 11.668332079323),
    (20, 12.216520, 30.888378),
    (65, 50.165628, 82.847836),
]
ALL_BIRTHS = (319933, 931318, 786511, 488235, 237863, 61313)
DOWNS_BY_BIRTH_ORDER = [  # Michigan; Fay and Feuer 1997, table I
    ((107, 141, 60, 40, 39, 25), (230061, 329449, 114920, 39487, 14208, 3052), 92.3, 80.4, 105.8),
    ((25, 150, 110, 84, 82, 39), (72202, 326701, 208667, 83228, 28466, 5375), 91.2, 82.4, 100.9),
    ((0, 8, 63, 112, 262, 295), (327, 30666, 123419, 149919, 104088, 34392), 75.5, 67.7, 188.3),
]
PHE_POPULATIONS = (636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207)
PHE_EVENTS = (127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91)
PHE_FEW_EVENTS = (12, 4, 3, 2, 3, 4, 8, 2, 2, 3, 4, 5, 6, 8, 5, 6, 5, 5, 4)


@pytest.mark.parametrize(("x", "level", "low", "high"), BYAR)
def test_byars_interval(x, level, low, high):
    digits = 1e-9 if low != round(low, 6) else 5e-7
    assert byar(x, level) == pytest.approx((low, high), rel=digits)


def test_byars_interval_of_no_events_has_no_low_bound():
    low, high = byar(0)
    assert math.isnan(low)
    assert high == pytest.approx(3.668012, abs=5e-7)


@pytest.mark.parametrize(("x", "low", "high"), EXACT)
def test_the_exact_poisson_interval(x, low, high):
    assert poisson_exact(x) == pytest.approx((low, high), abs=5.1e-7)


def test_below_ten_events_the_exact_interval_is_taken_and_byars_from_there():
    assert poisson(9) == poisson_exact(9)
    assert poisson(10) == byar(10)
    low, _ = poisson(np.array([0.0, 9.0, 10.0]))
    assert low == pytest.approx([0, poisson_exact(9)[0], byar(10)[0]])


def test_the_exact_interval_agrees_with_its_slow_twin():
    draw = random.Random(4)
    for _ in range(25):
        x, level = draw.randint(0, 40), draw.choice([0.8, 0.9, 0.95])
        assert poisson_exact(x, level) == pytest.approx(slow_but_obvious.poisson_exact(x, level), abs=1e-8)


@pytest.mark.parametrize(("events", "births", "rate", "low", "high"), DOWNS_BY_BIRTH_ORDER)
def test_fay_and_feuers_table(events, births, rate, low, high):
    found = standardized_rate(events, births, ALL_BIRTHS)
    assert (found.value, found.low, found.high) == pytest.approx((rate, low, high), abs=0.05)


def test_fay_and_feuers_bounds_cut_the_tails_that_a_slow_integral_finds():
    events, people, standard = (12, 5, 9), (4000, 900, 700), (3, 2, 1)
    found = standardized_rate(events, people, standard, per=1)
    weights = [share / 6 / n for share, n in zip(standard, people, strict=True)]
    rate = sum(w * x for w, x in zip(weights, events, strict=True))
    spread = sum(w * w * x for w, x in zip(weights, events, strict=True))
    above, spread_above = rate + max(weights), spread + max(weights) ** 2
    below_low = slow_but_obvious.gamma_share_below(found.low, rate**2 / spread, spread / rate)
    below_high = slow_but_obvious.gamma_share_below(found.high, above**2 / spread_above, spread_above / above)
    assert (below_low, below_high) == pytest.approx((0.025, 0.975), abs=1e-6)


def test_fay_and_feuers_crude_rate():
    events, births, *_ = DOWNS_BY_BIRTH_ORDER[0]
    assert crude_rate(sum(events), sum(births)).value == pytest.approx(56.3, abs=0.05)


def test_the_standardized_rate_of_four_districts():
    found = standardized_rate((30, 25, 25, 15), (1000, 1000, 1100, 900), (1000, 900, 1000, 900), per=1)
    expected = (0.02374402, 0.01920491, 0.02904848)
    assert (found.value, found.low, found.high) == pytest.approx(expected, abs=5e-9)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (PHE_EVENTS, (10430.247991469, 9717.709067986, 11178.940915479)),
        (PHE_FEW_EVENTS, (1103.212025300, 877.455767537, 1367.088222725)),
    ],
)
def test_dobsons_interval_with_byars_limits(events, expected):
    found = standardized_rate(events, PHE_POPULATIONS, EUROPEAN_STANDARD_2013, method="dobson-byar")
    assert (found.value, found.low, found.high) == pytest.approx(expected, rel=1e-12)


def test_fay_and_feuers_interval_of_the_same_table_is_a_little_wider():
    found = standardized_rate(PHE_EVENTS, PHE_POPULATIONS, EUROPEAN_STANDARD_2013)
    assert (found.low, found.high) == pytest.approx((9718.426, 11188.105), abs=5e-4)


def test_the_european_standard_adds_up_to_a_hundred_thousand():
    assert sum(EUROPEAN_STANDARD_2013) == 100_000
    assert len(EUROPEAN_STANDARD_2013) == 19


def test_fewer_than_ten_events_are_not_standardized_by_dobsons_method():
    found = standardized_rate((4, 5), (100, 100), (1, 1), method="dobson-byar")
    assert found.is_withheld
    assert "10 events" in found.reason


def test_with_one_age_band_fay_and_feuers_interval_is_the_exact_poisson_one():
    found = standardized_rate((7,), (100,), (1,), per=100)
    assert (found.low, found.high) == pytest.approx(poisson_exact(7))


def test_no_events_at_all_still_have_an_upper_bound():
    found = standardized_rate((0, 0), (100, 100), (1, 1), per=100)
    assert (found.value, found.low) == (0, 0)
    assert found.high > 0


def test_the_score_interval_of_a_rate_ratio():
    found = rate_ratio(60, 51_477.5, 30, 54_308.7)
    assert (found.value, found.low, found.high) == pytest.approx((2.109998, 1.365962, 3.259306), abs=5.1e-7)


@pytest.mark.parametrize(
    "estimate",
    [
        crude_rate(5, 0),
        crude_rate(-1, 100),
        rate_ratio(5, 100, 0, 100),
        rate_ratio(5, 0, 5, 100),
        standardized_ratio(5, 0),
        standardized_rate((1, 2), (0, 100), (1, 1)),
    ],
)
def test_a_rate_that_cannot_be_is_withheld_with_the_reason(estimate):
    assert estimate.is_withheld
    assert estimate.reason


def test_age_bands_that_do_not_match_are_an_error():
    with pytest.raises(ValueError, match="one entry for each age band"):
        standardized_rate((1, 2), (100,), (1, 1))
