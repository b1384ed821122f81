"""What the judge promises, tried on random curves from fixed seeds: its bands hold, and it seldom cries wolf.

The arrays are quick enough that these thousands of curves take seconds, so they run every time.
"""

import numpy as np
import pytest
from docs.curve_power import shares
from numpy.typing import NDArray

from groundswell.core.drift import VERDICTS, drift_of, judge_arrays, line_at, margin_at
from groundswell.core.vocabulary import Verdict

CURVES = 20_000
HORIZONS = 8
DESIGNS = [(6, 2), (8, 3), (10, 3), (15, 5)]  # points before, points since: those of the methods reference, B7


def walks(length: int, *, drift: float = 0.3) -> NDArray[np.float64]:
    """Random walks with drift."""
    return np.random.default_rng([11, length]).normal(drift, 1, (CURVES, length)).cumsum(axis=1)


def trends(length: int) -> NDArray[np.float64]:
    """Straight lines with independent noise."""
    return np.random.default_rng([12, length]).normal(0, 1, (CURVES, length)) + 0.3 * np.arange(length)


def coverage(curves: NDArray[np.float64], before: int) -> NDArray[np.float64]:
    """At each horizon, the share of new points within the 80 % band."""
    found = judge_arrays(curves[:, :before], curves[:, before:], higher_is_better=True)
    new = curves[:, before:]
    return ((found.low <= new) & (new <= found.high)).mean(axis=0)


@pytest.mark.parametrize("before", range(6, 21))
def test_the_band_holds_a_wandering_curve_in_75_to_85_percent_at_every_horizon(before: int) -> None:
    held = coverage(walks(before + HORIZONS), before)
    assert held.min() >= 0.75
    assert held.max() <= 0.85


@pytest.mark.parametrize("before", range(6, 21))
def test_the_band_holds_a_steady_trend_in_at_least_75_percent_at_every_horizon(before: int) -> None:
    assert coverage(trends(before + HORIZONS), before).min() >= 0.75


def test_the_band_holds_where_years_are_missing() -> None:
    curves, steps = walks(18), np.array([0, 1, 3, 4, 5, 8, 9, 10, 12])
    found = drift_of(curves[:, steps], steps)
    ahead = np.arange(1.0, 6)[None]
    line, margin = line_at(found, ahead), margin_at(found, ahead)
    held = (np.abs(curves[:, 13:18] - line) <= margin).mean(axis=0)
    assert (np.abs(held - 0.80) < 0.02).all()


def test_with_normal_quantiles_the_band_would_be_too_narrow() -> None:
    curves = walks(7)
    found = drift_of(curves[:, :6])
    off = np.abs(curves[:, 6] - line_at(found, np.ones((1, 1)))[:, 0])
    assert (off <= 1.2816 * found.sd * np.sqrt(1.2)).mean() == pytest.approx(0.73, abs=0.02)


@pytest.mark.parametrize(("before", "since"), [*DESIGNS, (6, 5), (20, 5), (20, 2)])
def test_a_wandering_curve_is_seldom_said_to_be_turning(before: int, since: int) -> None:
    found = judge_arrays(*np.split(walks(before + since), [before], axis=1), higher_is_better=True)
    counts = np.bincount(found.codes, minlength=len(VERDICTS)) / CURVES
    turned, possibly = counts[VERDICTS.index(Verdict.TURNED)], counts[VERDICTS.index(Verdict.POSSIBLY_TURNING)]
    assert turned <= 0.035
    assert turned + possibly <= 0.065
    assert counts[VERDICTS.index(Verdict.TOO_EARLY)] == 0


@pytest.mark.parametrize(("before", "since"), DESIGNS)
def test_two_sided_error_at_5_percent_is_that_of_the_methods_reference(before: int, since: int) -> None:
    found = judge_arrays(*np.split(walks(before + since), [before], axis=1), higher_is_better=True)
    assert (found.departure.p_value < 0.05).mean() == pytest.approx(0.05, abs=0.006)


@pytest.mark.parametrize(("before", "since"), DESIGNS)
def test_on_a_steady_trend_the_judge_is_cautious(before: int, since: int) -> None:
    found = judge_arrays(*np.split(trends(before + since), [before], axis=1), higher_is_better=True)
    assert (found.departure.p_value < 0.05).mean() <= 0.02


@pytest.mark.parametrize(("design", "power"), list(zip(DESIGNS, (0.15, 0.21, 0.24, 0.37), strict=True)))
def test_a_bend_of_one_step_a_year_is_seen_as_often_as_in_the_methods_reference(
    design: tuple[int, int], power: float
) -> None:
    turned, _ = shares(*design, bend=1)
    assert turned == pytest.approx(power, abs=0.02)


def test_sampling_error_of_the_new_points_is_counted_once() -> None:
    curves, error = walks(13), np.full((CURVES, 3), 2.0)
    noisy = curves[:, 10:] + np.random.default_rng(5).normal(0, 2, (CURVES, 3))
    found = judge_arrays(curves[:, :10], noisy, higher_is_better=True, standard_errors=error)
    assert (found.departure.p_value < 0.05).mean() == pytest.approx(0.045, abs=0.015)
