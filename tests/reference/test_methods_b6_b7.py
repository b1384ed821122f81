"""Every worked number of the methods reference, B6 and B7, whose inputs are given."""

import numpy as np
import pytest

from groundswell.core.curves import judge_curves
from groundswell.core.drift import departure_of, drift_of, judge_arrays, line_at, margin_at
from groundswell.core.estimates import Estimate, Observation, Series, SeriesKey
from groundswell.core.forecasts import half_trend, smoothed
from groundswell.core.periods import Period
from groundswell.core.vocabulary import Polarity, Verdict

AUSAIR = (
    17.5534, 21.86, 23.8866, 26.9293, 26.8885, 28.8314, 30.0751, 30.9535, 30.1857, 31.5797, 32.577569, 33.477398,
    39.021581, 41.386432, 41.596552,
)  # fmt: skip
OIL = (
    446.6565, 454.4733, 455.663, 423.6322, 456.2713, 440.5881, 425.3325, 485.1494, 506.0482, 526.792, 514.2689, 494.211,
)  # fmt: skip
READING = (62.1, 62.9, 62.4, 63.3, 63.0, 63.8, 64.1, 63.9, 64.6, 64.9)
SINCE = (66.0, 67.4, 68.1)


def test_air_passengers_have_the_slope_and_spread_of_the_reference() -> None:
    drift = drift_of([AUSAIR])
    assert drift.slope[0] == pytest.approx(1.7173680, abs=5e-8)
    assert drift.sd[0] == pytest.approx(1.6968006, abs=5e-8)


@pytest.mark.parametrize(
    ("h", "value", "low", "high"),
    [(1, 43.31392, 40.942539, 45.685301), (5, 50.183392, 44.215548, 56.151236)],
)
def test_air_passengers_are_forecast_as_in_the_reference(h: int, value: float, low: float, high: float) -> None:
    drift, ahead = drift_of([AUSAIR]), np.array([[float(h)]])
    line, margin = line_at(drift, ahead)[0, 0], margin_at(drift, ahead, 0.80)[0, 0]
    assert (line, line - margin, line + margin) == pytest.approx((value, low, high), abs=1e-6)


def test_the_reading_example_has_the_baseline_of_the_reference() -> None:
    found = judge_arrays([READING], [SINCE], higher_is_better=True)
    assert (found.drift.slope[0], found.drift.sd[0]) == pytest.approx((0.3111111, 0.5325515), abs=5e-8)
    assert found.value[0] == pytest.approx((65.2111, 65.5222, 65.8333), abs=5e-5)
    assert (found.low[0, 2], found.high[0, 2]) == pytest.approx((64.3456, 67.3211), abs=5e-5)


def test_the_reading_example_departs_as_in_the_reference() -> None:
    drift = drift_of([READING])
    found = departure_of(drift, np.array([[1.0, 2.0, 3.0]]), np.array([SINCE]))
    mean, error = found.mean[0], found.standard_error[0]
    assert (mean, error, mean / error) == pytest.approx((1.644444, 0.753142, 2.183447), abs=1e-6)
    assert found.p_value[0] == pytest.approx(0.0605, abs=5e-5)
    assert (found.low[0], found.high[0]) == pytest.approx((0.2439, 3.0449), abs=5e-5)


def test_the_reading_example_may_be_turning_and_no_more() -> None:
    observations = [Observation(Period.year(2008 + i), Estimate(v)) for i, v in enumerate(READING + SINCE)]
    series = Series.of(SeriesKey("reading"), observations)
    (curve,) = judge_curves([series], work_began=Period.year(2018), polarity=Polarity.HIGHER)
    assert curve.verdict is Verdict.POSSIBLY_TURNING


def test_exponential_smoothing_of_oil_ends_where_the_reference_does() -> None:
    level, _ = smoothed(np.array([OIL]), np.array([0.6]))
    assert level[0, 0] == pytest.approx(501.8370, abs=1e-3)  # the reference starts from another first level


def test_the_theta_forecast_of_air_passengers_rises_by_half_the_trend_as_in_the_reference() -> None:
    y = np.array([AUSAIR])
    drift = half_trend(y, np.arange(15.0)[None])
    assert drift[0] == pytest.approx(43.061 - 42.329, abs=1e-3)
