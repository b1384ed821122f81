"""What the forecaster of the future promises, and when it keeps silent."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from groundswell.core import reasons
from groundswell.core.estimates import Estimate, Observation
from groundswell.core.forecasts import forecast_curves, forecast_of
from groundswell.core.periods import Period
from groundswell.core.vocabulary import ObservationStatus, Unit

GROWING = (10.0, 11.2, 11.9, 13.4, 14.1, 15.8, 17.0, 18.1)


def yearly(values: tuple[float, ...], first: int = 2010) -> list[Observation]:
    """One observation a year."""
    return [Observation(Period.year(first + i), Estimate(v)) for i, v in enumerate(values)]


def test_the_forecast_begins_after_the_latest_point_and_says_its_level_and_method() -> None:
    forecast, reason = forecast_of(yearly(GROWING), 3, level=0.95)
    assert ([str(period) for period, _ in forecast], reason) == (["2018", "2019", "2020"], "")
    assert {(estimate.level, estimate.method) for _, estimate in forecast} == {(0.95, "log-theta")}
    assert all(e.low < e.value < e.high for _, e in forecast if e.low and e.value and e.high)


def test_the_interval_widens_with_distance() -> None:
    margins = [estimate.margin or 0 for _, estimate in forecast_of(yearly(GROWING), 5)[0]]
    assert margins == sorted(margins)
    assert margins[0] < margins[-1]


def test_growth_goes_on_by_half_the_trend_of_the_logarithms() -> None:
    values = forecast_curves([GROWING], 3).value[0]
    slope = np.polyfit(range(8), np.log(GROWING), 1)[0]
    assert_allclose(np.diff(np.log(values)), slope / 2)


@pytest.mark.parametrize("count", range(5))
def test_fewer_than_five_values_are_not_forecast(count: int) -> None:
    forecast, reason = forecast_of(yearly(GROWING[:count]), 3)
    assert (forecast, reason) == ((), reasons.too_few_to_forecast(count))


def test_overlapping_survey_spans_are_not_forecast() -> None:
    spans = [replace(o, period=Period.parse(f"{o.period.index}..{o.period.index + 4}")) for o in yearly(GROWING)]
    assert forecast_of(spans, 3) == ((), reasons.OVERLAPPING)


def test_survey_spans_end_to_end_are_forecast_end_to_end() -> None:
    starts = zip(range(1970, 2010, 5), GROWING, strict=True)
    spans = [Observation(Period.parse(f"{year}..{year + 4}"), Estimate(value)) for year, value in starts]
    assert [str(period) for period, _ in forecast_of(spans, 2)[0]] == ["2010..2014", "2015..2019"]


def test_only_values_since_the_last_break_are_used() -> None:
    observations = yearly((900.0, 870.0, *GROWING))
    observations[2] = replace(observations[2], is_break=True)
    assert forecast_of(observations, 2) == forecast_of(observations[2:], 2)
    observations[6] = replace(observations[6], is_break=True)
    assert forecast_of(observations, 2)[1] == reasons.too_few_to_forecast(4)


def test_withheld_values_are_not_used() -> None:
    observations = yearly((*GROWING, 999.0))
    hidden = [*observations[:-1], replace(observations[-1], status=ObservationStatus.SUPPRESSED)]
    assert forecast_of(hidden, 2) == forecast_of(observations[:-1], 2)


def test_values_that_never_vary_are_not_forecast() -> None:
    assert forecast_of(yearly((7.0,) * 8), 3) == ((), reasons.NOTHING_VARIES)


def test_no_share_is_forecast_above_a_hundred_percent() -> None:
    forecast, _ = forecast_of(yearly((0.80, 0.85, 0.91, 0.94, 0.97, 0.99)), 5, unit=Unit.PERCENT)
    assert all(0 <= e.low <= e.value <= e.high <= 1 for _, e in forecast if None not in (e.low, e.value, e.high))
    assert forecast[-1][1].high == 1


def test_what_is_never_negative_is_not_forecast_below_zero() -> None:
    found = forecast_curves(
        [(90.0, 60.0, 42.0, 25.0, 11.0, 3.0, 0.0), (5.0, 40.0, 2.0, 60.0, 1.0, 50.0, 2.0)], 6, (0.99,)
    )
    assert (found.low >= 0).all()
    assert (found.value >= 0).all()


def test_series_below_zero_are_forecast_as_they_are() -> None:
    values = np.array([-3.0, -1.0, -2.0, 1.0, 0.0, 2.0, 3.0])
    up, down = forecast_curves(np.stack([values, -values]), 4).value
    assert_allclose(up, -down)


def test_a_missing_year_keeps_its_distance() -> None:
    found = forecast_curves([(10.0, 11.0, 13.0, 14.0, 15.0, 17.0)], 2, steps=[0, 1, 3, 4, 5, 7])
    padded = forecast_curves([(10.0, 11.0, np.nan, 13.0, 14.0, 15.0, np.nan, 17.0)], 2)
    assert_allclose(found.value, padded.value)
    assert_allclose(found.high, padded.high)


def test_series_are_forecast_each_by_itself() -> None:
    short = (*GROWING[:6], np.nan, np.nan)
    together, alone = forecast_curves([GROWING, short], 3), forecast_curves([GROWING[:6]], 3)
    assert_allclose(together.value[1], alone.value[0])
    assert np.isnan(forecast_curves([(*GROWING[:4], np.nan)], 3).value).all()
