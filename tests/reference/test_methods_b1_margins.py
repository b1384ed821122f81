"""Locks of B1: margins of error of what is made from ACS estimates, against the Census Bureau's worked examples."""

import random

import pytest
from tests.reference import slow_but_obvious

from groundswell.core.estimates import Estimate, Refusal, margin_at
from groundswell.core.margins import (
    ReliabilityPolicy,
    coefficient_of_variation,
    percent_change_margin,
    product_margin,
    proportion,
    proportion_margin,
    ratio,
    ratio_margin,
    reliability,
    sum_margin,
    total,
)
from groundswell.core.vocabulary import Reliability

FEMALES = [(135_173, 3_860), (43_104, 2_642), (24_842, 1_957)]  # never married, in three counties
MALES = [(156_720, 4_222), (44_613, 2_819), (25_507, 2_259)]
FEMALES_15_AND_OVER = [(466_037, 391), (97_360, 572), (67_101, 459)]


def acs(value: float, margin: float | None) -> Estimate:
    return Estimate.from_margin(value, margin, 0.90)


def summed(counties: list[tuple[int, int]]) -> Estimate:
    found = total([acs(value, margin) for value, margin in counties])
    assert isinstance(found, Estimate)
    return found


@pytest.mark.parametrize(
    ("counties", "value", "margin"),
    [
        (FEMALES, 203_119, 5_070.4647715963865),
        ([(0, 22), (0, 22), (0, 29), (41, 37)], 41, 47.01063709417264),
        (FEMALES_15_AND_OVER, 630_498, 831.11),
        (MALES, 226_840, 5_556.54),
        ([(10_154_024, 3_778), (9_712_936, 3_911)], 19_866_960, 5_437.757350231803),
    ],
)
def test_the_margin_of_a_sum_is_the_root_of_summed_squares_with_zeros_counted_once(counties, value, margin):
    found = summed(counties)
    assert found.value == value
    digits = 1e-9 if margin != round(margin, 2) else 5e-3 / margin
    assert found.margin == pytest.approx(margin, rel=digits)
    assert sum_margin([v for v, _ in counties], [m for _, m in counties]) == pytest.approx(found.margin, rel=1e-9)


def test_the_margin_of_a_sum_agrees_with_its_slow_twin_on_random_parts():
    draw = random.Random(1)
    for _ in range(200):
        parts = [(draw.choice([0, 0, draw.randint(1, 900)]), draw.randint(0, 60)) for _ in range(draw.randint(1, 12))]
        expected = slow_but_obvious.sum_margin(parts)
        assert sum_margin([v for v, _ in parts], [m for _, m in parts]) == pytest.approx(expected)


def test_the_standard_error_and_variation_of_the_handbooks_sum():
    found = summed(FEMALES)
    assert found.standard_error == pytest.approx(3_082.35, abs=5e-3)
    assert coefficient_of_variation(found) == pytest.approx(0.015175, abs=5e-7)


def test_the_margin_of_a_proportion_of_the_whole():
    found = proportion(summed(FEMALES), summed(FEMALES_15_AND_OVER))
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(0.32215645, abs=5e-9)
    assert found.margin == pytest.approx(0.0080307798, abs=5e-11)


def test_a_proportion_with_a_negative_radicand_takes_the_ratios_form():
    assert proportion_margin(90, 1, 100, 10) == ratio_margin(90, 1, 100, 10) == pytest.approx(0.0905538513814)


def test_the_margin_of_a_ratio_that_is_no_part():
    found = ratio(summed(MALES), summed(FEMALES))
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(1.1167837573, abs=5e-11)
    assert found.margin == pytest.approx(0.0390583492, abs=5e-11)


def test_the_margin_of_a_product():
    assert product_margin(74_506_512, 228_238, 0.824, 0.001) == pytest.approx(202_289, abs=0.5)


def test_the_margin_of_a_percent_change():
    assert percent_change_margin(135_173, 3_860, 139_301, 4_047) == pytest.approx(4.19806985226, abs=5e-12)


@pytest.mark.parametrize(("level", "margin"), [(0.95, 4_501.45), (0.99, 5_916.19)])
def test_a_90_percent_margin_is_carried_to_another_level_by_the_handbooks_z(level, margin):
    assert margin_at(3_778, 0.90, level) == pytest.approx(margin, abs=5e-3)


def test_a_missing_margin_is_never_taken_as_zero():
    found = total([acs(10, 3), acs(20, None)])
    assert isinstance(found, Estimate)
    assert (found.value, found.margin) == (30, None)


def test_a_controlled_total_has_a_margin_of_zero():
    found = total([acs(10, 3), Estimate.from_margin(20, 0, None)])
    assert isinstance(found, Estimate)
    assert found.margin == pytest.approx(3)


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (lambda: total([acs(1, 1), Estimate.withheld("small")]), "withheld"),
        (lambda: total([acs(1, 1), Estimate.from_margin(1, 1, None)]), "level"),
        (lambda: proportion(acs(1, 1), acs(0, 1)), "denominator is 0"),
        (lambda: ratio(Estimate.withheld("small"), acs(1, 1)), "withheld"),
    ],
)
def test_what_cannot_be_known_is_refused_with_the_reason(made, reason):
    refusal = made()
    assert isinstance(refusal, Refusal)
    assert reason in refusal.reason


def test_more_than_four_parts_are_called_rough():
    assert "rough" in summed([(10, 1)] * 5).method
    assert "rough" not in summed([(10, 1)] * 4).method


def test_unlike_margins_are_brought_to_one_level_before_they_are_added():
    found = total([acs(100, 1.645), Estimate.from_margin(100, 1.960, 0.95)])
    assert isinstance(found, Estimate)
    assert found.margin == pytest.approx(1.645 * 2**0.5)


@pytest.mark.parametrize(
    ("margin", "band"),
    [(12 * 1.645, "high"), (12.1 * 1.645, "medium"), (40 * 1.645, "medium"), (40.1 * 1.645, "low"), (None, "unknown")],
)
def test_reliability_bands_follow_the_coefficient_of_variation(margin, band):
    assert reliability(acs(100, margin)) is Reliability(band)


def test_reliability_bands_are_a_policy():
    strict = ReliabilityPolicy(high=0.15, low=0.30)
    assert reliability(acs(100, 13 * 1.645), strict) is Reliability.HIGH
    assert reliability(acs(100, 31 * 1.645), strict) is Reliability.LOW
