"""An estimate is never bare, and its margin is never taken for what it is not."""

import pytest

from groundswell.core.estimates import Estimate, Observation, Series, SeriesKey, margin_at, z_for
from groundswell.core.periods import Period


def test_a_margin_without_a_level_gives_no_standard_error():
    found = Estimate.from_margin(10, 2, None)
    assert (found.margin, found.standard_error) == (2, None)


def test_a_margin_of_zero_is_zero_at_every_level():
    controlled = Estimate.from_margin(10, 0, None)
    assert controlled.standard_error == 0
    assert controlled.at_level(0.95).margin == 0


def test_a_value_without_a_margin_has_no_interval():
    found = Estimate.from_margin(10, None, 0.90)
    assert (found.low, found.high, found.level, found.margin) == (None, None, None, None)


def test_a_withheld_estimate_says_why():
    found = Estimate.withheld("fewer than 11 people")
    assert found.is_withheld
    assert found.reason == "fewer than 11 people"


def test_90_and_95_percent_margins_come_back_from_each_other():
    found = Estimate.from_margin(100, 16.45, 0.90).at_level(0.95)
    assert (found.margin, found.level) == (pytest.approx(19.6), 0.95)
    assert found.standard_error == pytest.approx(10)
    assert found.at_level(0.90).margin == pytest.approx(16.45)


def test_an_interval_that_is_not_symmetric_keeps_its_lean_at_another_level():
    found = Estimate(10.0, 9.0, 13.0, 0.90).at_level(0.95)
    assert (10 - found.low) * 3 == pytest.approx(found.high - 10)


def test_a_margin_of_unknown_level_is_never_converted():
    with pytest.raises(ValueError, match="level of this margin is not known"):
        margin_at(1.0, None, 0.95)
    with pytest.raises(ValueError, match="level of this margin is not known"):
        Estimate.from_margin(10, 2, None).at_level(0.95)


@pytest.mark.parametrize(("level", "z"), [(0.90, 1.645), (0.95, 1.960), (0.99, 2.576), (0.80, 1.2815515655446004)])
def test_common_levels_have_the_handbooks_z_and_others_the_exact_one(level, z):
    assert z_for(level) == pytest.approx(z, rel=1e-12)


@pytest.mark.parametrize("level", [0, 1, 90])
def test_a_level_outside_0_and_1_is_an_error(level):
    with pytest.raises(ValueError, match="between 0 and 1"):
        z_for(level)


def test_a_series_is_in_order_of_period():
    points = [Observation(Period.year(year), Estimate(1.0)) for year in (2021, 2019, 2020)]
    found = Series.of(SeriesKey("readiness"), points)
    assert [point.period.first_year for point in found.observations] == [2019, 2020, 2021]
