"""A target beside history: what it asks for, what was ever reached, and whether one year could show it."""

import pytest

from groundswell.core.estimates import Estimate, Observation, Refusal
from groundswell.core.periods import Period
from groundswell.core.targets import TargetRealism, detectable_change, target_realism
from groundswell.core.vocabulary import Polarity, Unit

HISTORY = [0.500, 0.504, 0.506, 0.512, 0.516, 0.520]  # 2018 to 2023


def yearly(values=HISTORY, margin: float | None = 0.01, first: int = 2018) -> list[Observation]:
    estimates = [Estimate.from_margin(value, margin, 0.90) for value in values]
    return [Observation(Period.year(first + i), estimate) for i, estimate in enumerate(estimates)]


def realism(observations, *, value: float, period: str = "2026", polarity: Polarity = Polarity.HIGHER) -> TargetRealism:
    found = target_realism(
        observations,
        target_period=Period.parse(period),
        target_value=value,
        polarity=polarity,
        unit=Unit.PERCENT,
    )
    assert isinstance(found, TargetRealism)
    return found


def test_the_pace_needed_is_set_beside_the_fastest_over_a_stretch_as_long():
    found = realism(yearly(), value=0.556)
    assert found.needed_per_year == pytest.approx(0.012)
    assert found.recent_per_year == pytest.approx((0.520 - 0.506) / 3)
    assert found.fastest_per_year == pytest.approx((0.520 - 0.506) / 3)
    assert found.fastest_years == 3
    assert found.words == (
        "It asks for 1.2 points more a year for three years; the fastest three years brought 0.47 points a year"
    )


def test_where_down_is_good_the_fastest_is_the_steepest_fall():
    found = realism(yearly([0.30, 0.28, 0.29, 0.25, 0.26]), value=0.20, period="2023", polarity=Polarity.LOWER)
    assert found.needed_per_year == pytest.approx(-0.06)
    assert found.fastest_per_year == pytest.approx(-0.04)
    assert "It asks for 6.0 points less a year for one year" in found.words


def test_a_history_that_never_moved_that_way_is_said_so():
    found = realism(yearly([0.50, 0.49, 0.48, 0.47]), value=0.60)
    assert "has never moved that way" in found.words


def test_one_point_has_no_history_to_set_the_target_beside():
    found = realism(yearly([0.50]), value=0.60)
    assert (found.fastest_per_year, found.recent_per_year) == (None, None)
    assert "no history" in found.words


def test_a_shorter_history_is_set_beside_with_its_own_length_said():
    found = realism(yearly([0.50, 0.51]), value=0.60, period="2029")
    assert "the fastest one year brought 1.0 point a year" in found.words


def test_what_one_years_data_can_show_is_root_two_times_the_margin():
    assert detectable_change(Estimate.from_margin(0.5, 0.01, 0.90)) == pytest.approx(2**0.5 * 0.01)
    assert detectable_change(Estimate.from_margin(0.5, 0.0196, 0.95)) == pytest.approx(2**0.5 * 1.645 * 0.01)


def test_a_step_too_small_for_one_years_data_is_said_with_the_years_it_takes():
    found = realism(yearly(), value=0.535)
    assert found.detectable.startswith("One year's data cannot show the step")
    assert "takes three years" in found.detectable


def test_a_step_that_one_years_data_can_show_is_said():
    assert realism(yearly(), value=0.60).detectable.startswith("One year's data can show the step")


def test_without_a_margin_detectability_cannot_be_said():
    assert "No margin of error" in realism(yearly(margin=None), value=0.60).detectable


def test_a_target_that_is_met_asks_for_nothing():
    found = realism(yearly(), value=0.52)
    assert found.is_met
    assert found.words == "The target of 52.0 % is met"
    assert found.detectable == ""


def test_a_target_whose_period_has_come_is_met_or_not():
    found = realism(yearly(), value=0.53, period="2022")
    assert (found.is_met, found.needed_per_year) == (False, None)
    assert "was not met" in found.words


def test_school_years_and_calendar_years_are_counted_to_the_month():
    history = [Observation(Period.parse(f"{year}/{year + 1}"), Estimate(0.5)) for year in (2020, 2021)]
    assert realism(history, value=0.6, period="2023").needed_per_year == pytest.approx(0.1 / 1.5)


def test_stretches_are_only_taken_between_spans_that_share_no_year():
    spans = [Observation(Period.parse(f"{y}..{y + 4}"), Estimate(0.5 + (y - 2010) / 100)) for y in range(2010, 2014)]
    found = realism(spans, value=0.6, period="2018..2022")
    assert (found.fastest_per_year, found.recent_per_year) == (None, None)


def test_no_value_is_a_refusal_with_the_reason():
    found = target_realism([], target_period=Period.year(2026), target_value=1, polarity=Polarity.HIGHER)
    assert isinstance(found, Refusal)
    assert "no value" in found.reason


def test_where_no_direction_is_good_a_target_at_the_latest_value_asks_for_no_change():
    found = realism(yearly(), value=0.52, polarity=Polarity.NEUTRAL)
    assert (found.is_met, found.words) == (False, "It asks for no change")
