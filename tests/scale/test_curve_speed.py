"""Curves by the ten thousand: quick enough for a page, and in proportion.

Measured in processor time, so that neighbours on the machine count less.
"""

import math
import time
from collections.abc import Callable

import numpy as np
import pytest

from groundswell.core.curves import judge_curves
from groundswell.core.drift import judge_arrays
from groundswell.core.estimates import Estimate, Observation, Series, SeriesKey
from groundswell.core.forecasts import forecast_curves
from groundswell.core.periods import Period
from groundswell.core.vocabulary import Polarity

Job = Callable[[int], object]


def judge(series: int) -> object:
    """Baseline, band and verdict of series of 12 points with 3 since."""
    curves = np.random.default_rng(1).normal(size=(series, 15)).cumsum(axis=1) + 100
    return judge_arrays(curves[:, :12], curves[:, 12:], higher_is_better=True)


def forecast(series: int) -> object:
    """Five years ahead with two intervals."""
    return forecast_curves(np.random.default_rng(1).normal(size=(series, 12)).cumsum(axis=1) + 100, 5, (0.8, 0.95))


def processor_seconds(job: Job, series: int, enough: float = 0.0) -> float:
    """The best of four runs; of up to sixteen while none is within `enough`, since busy neighbours slow a core down."""
    best = math.inf
    for run in range(16):
        if best <= enough or (run >= 4 and not enough):
            break
        start = time.process_time()
        job(series)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("job", [judge, forecast])
def test_ten_thousand_series_take_a_tenth_of_a_second(job: Job) -> None:
    assert processor_seconds(job, 10_000, enough=0.1) <= 0.1


@pytest.mark.slow
@pytest.mark.parametrize("job", [judge, forecast])
def test_time_grows_in_proportion_from_ten_thousand_to_a_million_series(job: Job) -> None:
    assert processor_seconds(job, 1_000_000) <= 200 * processor_seconds(job, 10_000)


def test_two_thousand_series_of_observations_take_half_a_second() -> None:
    periods = [Period.year(2001 + i) for i in range(20)]
    walks = np.random.default_rng(1).normal(size=(2000, 20)).cumsum(axis=1).tolist()
    series = [
        Series(SeriesKey("x", str(i)), tuple(Observation(p, Estimate(v)) for p, v in zip(periods, row, strict=True)))
        for i, row in enumerate(walks)
    ]

    def job(_: int) -> object:
        return judge_curves(series, work_began=Period.year(2014), polarity=Polarity.HIGHER)

    assert processor_seconds(job, 0, enough=0.5) <= 0.5
