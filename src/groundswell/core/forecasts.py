"""Where a curve is heading from its latest point on: the forecaster of the future.

It is not the judge. A verdict rests on the frozen drift baseline (`core.drift`), whose false alarms are known; the
future beyond the latest point is drawn by the forecaster that does best on the 645 yearly series of the M3
competition. This is the Theta method in the form of simple exponential smoothing with half the trend as drift, on
logarithms where all values are positive, with the smoothing chosen from a grid. All of it is a closed form over whole
arrays.

Source: Assimakopoulos & Nikolopoulos (2000), Hyndman & Billah (2003) for the equivalent form.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.core import reasons
from groundswell.core.baselines import bounds_of, periods_at
from groundswell.core.drift import FEWEST_FOR_A_BASELINE, NEGLIGIBLE, Floats, packed, t_quantile
from groundswell.core.estimates import Estimate, Observation
from groundswell.core.histories import numbers_of, stride_of, why_not_one_axis
from groundswell.core.periods import Period
from groundswell.core.vocabulary import Unit

METHOD = "log-theta"
FORECAST_LEVEL = 0.80
SMOOTHINGS = np.arange(1, 9) / 8  # 1 is "tomorrow as today", 1/8 nearly the mean of all
_FITTED = 3  # smoothing, level and drift are taken from the data
_BLOCK = 4096  # rows worked on at once, so that they stay in the processor's cache
_FARTHEST = 50.0  # exponents are kept within what a float can hold

Forecast = tuple[tuple[Period, Estimate], ...]


@dataclass(frozen=True, slots=True)
class Forecasts:
    """Of N series at H distances: `value` [N, H], `low` and `high` [levels, N, H]; NaN where points are too few."""

    value: Floats
    low: Floats
    high: Floats


def forecast_curves(
    values: ArrayLike,
    horizon: int,
    levels: Sequence[float] = (FORECAST_LEVEL,),
    *,
    steps: ArrayLike | None = None,
    distances: ArrayLike | None = None,
) -> Forecasts:
    """Forecast each series 1 to `horizon` steps beyond its last point, or at `distances` [H].

    `values` is [N, T] in order of time, NaN where there is no point, `steps` [N, T] or [T] says when each stands.
    A series needs 5 points. Intervals are symmetric around the forecast and end at 0 for series that are never below.
    """
    y, t = packed(values, steps)
    ahead = np.arange(1.0, horizon + 1) if distances is None else np.asarray(distances, dtype=np.float64)
    blocks = [_block(y[start : start + _BLOCK], t[start : start + _BLOCK], ahead, levels) for start in _starts(len(y))]
    value = np.concatenate([block.value for block in blocks])
    low, high = (np.concatenate([getattr(block, side) for block in blocks], axis=1) for side in ("low", "high"))
    return Forecasts(value, low, high)


def _starts(rows: int) -> range:
    return range(0, max(rows, 1), _BLOCK)


def _block(values: Floats, steps: Floats, ahead: Floats, levels: Sequence[float]) -> Forecasts:
    seen = np.isfinite(values)
    points = seen.sum(axis=1)
    enough = points >= FEWEST_FOR_A_BASELINE
    least = np.min(values, axis=1, initial=np.inf, where=seen)
    positive = (least > 0)[:, None]
    y = np.log(values, out=np.array(values), where=positive & seen)
    centre, spread = _theta(y, steps, points, ahead)
    level_of = np.exp(np.clip(centre, -_FARTHEST, _FARTHEST))
    value = np.where(enough[:, None], np.where(positive, level_of, centre), np.nan)
    spread = np.where(positive, value * spread, spread)  # on logarithms a step is a part of the value
    freedom = np.maximum(points - _FITTED, 2).astype(float)
    margins = np.stack([t_quantile(freedom, level)[:, None] * spread for level in levels])
    floor = np.where(least >= 0, 0.0, -np.inf)[:, None]
    return Forecasts(np.maximum(value, floor), np.maximum(value - margins, floor), np.maximum(value + margins, floor))


def _theta(y: Floats, t: Floats, points: NDArray[np.int_], ahead: Floats) -> tuple[Floats, Floats]:
    """Forecast and its standard deviation, each [N, H], on the scale of `y`.

    Smoothing runs along each series with half its trend taken out; the smoothing with the least squared error stays.
    Variance at distance h: s^2 (1 + (h-1) a^2 + a^2 h^2/span): one new shock, the shocks that stay, the drift's own.
    """
    rows, span = np.arange(len(y)), np.nanmax(t, axis=1, initial=0.0) - t[:, 0]
    drift = half_trend(y, t)
    level, squares = smoothed(y - drift[:, None] * (t - t[:, :1]), SMOOTHINGS)
    best = squares.argmin(axis=1)
    smoothing = SMOOTHINGS[best][:, None]
    sd = np.sqrt(squares[rows, best] / np.maximum(points - _FITTED, 2))[:, None]
    centre = (level[rows, best] + drift * span)[:, None] + drift[:, None] * ahead
    own = ahead * ahead / np.maximum(span, 1)[:, None]
    return centre, sd * np.sqrt(1 + smoothing**2 * (ahead - 1 + own))


def half_trend(y: Floats, t: Floats) -> Floats:
    """Half the least-squares slope of each row [N, T]: the drift to which the Theta method comes down."""
    seen = np.isfinite(y)
    count = np.maximum(seen.sum(axis=1, keepdims=True), 1)
    middle = np.where(seen, t, 0.0).sum(axis=1, keepdims=True) / count
    apart = np.where(seen, t - middle, 0.0)
    slope: Floats = (apart * np.where(seen, y, 0.0)).sum(axis=1) / np.maximum((apart * apart).sum(axis=1), 1e-12)
    return slope / 2


def smoothed(y: Floats, smoothings: Floats) -> tuple[Floats, Floats]:
    """Last level and summed squared one-step errors of simple exponential smoothing, each [N, smoothings].

    The first point is the first level; where a point is absent the level stays.
    """
    level = np.repeat(y[:, :1], len(smoothings), axis=1)
    squares = np.zeros_like(level)
    has_gaps = bool(np.isnan(y).any())
    for column in y[:, 1:].T:
        error = column[:, None] - level
        if has_gaps:
            error[np.isnan(column)] = 0.0
        squares += error * error
        level += smoothings * error
    return level, squares


def forecast_of(
    observations: Sequence[Observation], horizon: int, *, unit: Unit = Unit.INDEX, level: float = FORECAST_LEVEL
) -> tuple[Forecast, str]:
    """What the next `horizon` periods would bring, with an interval at `level`; empty, with the reason, where unknown.

    Only points since the last change of definition count. Fewer than 5 points, overlapping survey spans and mixed
    kinds of period are refused. A share stays between 0 and 1.

    >>> values = (0.902, 0.916, 0.911, 0.934, 0.958, 0.967)
    >>> points = [Observation(Period.year(2015 + i), Estimate(v)) for i, v in enumerate(values)]
    >>> forecast, reason = forecast_of(points, 2, unit=Unit.PERCENT)
    >>> [(str(period), round(e.value, 3), round(e.low, 3), e.high) for period, e in forecast], reason
    ([('2021', 0.974, 0.944, 1.0), ('2022', 0.981, 0.935, 1.0)], '')
    """
    ordered = sorted(observations, key=lambda observation: observation.period)
    breaks = [o.period for o in ordered if o.is_break]
    numbers = [o for o in numbers_of(ordered) if not breaks or o.period >= breaks[-1]]
    refusal = _refusal(numbers)
    if refusal or horizon < 1:
        return (), refusal
    last = numbers[-1].period
    distances = [stride_of(last) * step for step in range(1, horizon + 1)]
    values = np.array([[o.estimate.value for o in numbers]], dtype=np.float64)
    steps = [o.period.index for o in numbers]
    found = forecast_curves(values, horizon, (level,), steps=steps, distances=distances)
    if found.high[0, 0, 0] - found.low[0, 0, 0] <= NEGLIGIBLE * abs(found.value[0, 0]):
        return (), reasons.NOTHING_VARIES
    cap = bounds_of(unit, numbers).cap
    triples = zip(found.value[0].tolist(), found.low[0, 0].tolist(), found.high[0, 0].tolist(), strict=True)
    estimates = [Estimate(cap(v), cap(low), cap(high), level=level, method=METHOD) for v, low, high in triples]
    return tuple(zip(periods_at(last, distances), estimates, strict=True)), ""


def _refusal(numbers: Sequence[Observation]) -> str:
    if len(numbers) < FEWEST_FOR_A_BASELINE:
        return reasons.too_few_to_forecast(len(numbers))
    return why_not_one_axis([o.period for o in numbers])
