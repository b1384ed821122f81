"""The forecaster on the 645 yearly series of the M3 competition, six years ahead, as the competition scored them."""

from pathlib import Path

import pytest
from benchmarks.m3 import Accuracy, accuracy, read_m3

from groundswell.core.forecasts import forecast_curves


@pytest.fixture(scope="module")
def scored(shared_data: Path) -> Accuracy:
    """Our forecasts, scored."""
    path = shared_data / "forecasting" / "m3_yearly.csv"
    if not path.is_file():
        pytest.skip("real data: forecasting/m3_yearly.csv is not there")
    histories, futures = read_m3(path)
    found = forecast_curves(histories, futures.shape[1], (0.80, 0.95))
    return accuracy(histories, futures, found.value, found.low, found.high)


@pytest.mark.real_data
def test_forecasts_are_no_worse_than_those_of_automatic_exponential_smoothing(scored: Accuracy) -> None:
    assert scored.series == 645
    assert scored.smape <= 16.19


@pytest.mark.real_data
def test_intervals_at_95_percent_hold_between_93_and_97_percent(scored: Accuracy) -> None:
    assert 0.93 <= scored.coverage_95 <= 0.97


@pytest.mark.real_data
def test_the_interval_score_is_a_fifth_below_that_of_automatic_exponential_smoothing(scored: Accuracy) -> None:
    assert scored.msis <= 0.8 * 28.7
