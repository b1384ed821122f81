"""The drift baseline over whole arrays: where a curve was heading, how far chance takes it, and how far it departed.

A row is a series, a column a point in time. The model is a random walk with drift: each step adds the same slope plus
chance, and chance adds up. That is why the band widens with distance, and why one good year proves little. Everything
is a closed form, so ten thousand series take milliseconds. `core.curves` puts words and periods around it.

Source: Hyndman & Athanasopoulos, Forecasting (drift method, with t instead of z), carried to the mean of several new
points and to missing years: over a distance h the walk varies by h, two points share min(h_i, h_j) of it, and the
uncertainty of the slope adds h squared over the span.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.core.vocabulary import Verdict

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]

FEWEST_FOR_A_BASELINE = 5  # below it there is no line at all
FEWEST_FOR_A_VERDICT = 6  # points before the work began; with fewer the band is too unsure of itself
FEWEST_SINCE = 2  # points since the work began
TRIAL_BELOW = 8  # a baseline on fewer points is shown as a trial
BAND_LEVEL = 0.80
DIFFERENCE_LEVEL = 0.90
CERTAIN, LIKELY = 0.05, 0.10  # two-sided p below which a verdict is said outright, or as a possibility

# A verdict code is a place in this tuple.
VERDICTS = (
    Verdict.TOO_EARLY,
    Verdict.WORSENED,
    Verdict.POSSIBLY_WORSENING,
    Verdict.AS_EXPECTED,
    Verdict.POSSIBLY_TURNING,
    Verdict.TURNED,
)
_AS_EXPECTED = VERDICTS.index(Verdict.AS_EXPECTED)
_BLOCK = 8192  # rows worked on at once, so that they stay in the processor's cache
NEGLIGIBLE = 1e-12  # a spread this small beside the values is arithmetic noise


@dataclass(frozen=True, slots=True)
class Drift:
    """The baseline of each of N series; every field is an array of N floats, NaN where a series has too few points.

    `span` is the number of steps from the first point to the last, `slope` the change a step, `sd` the standard
    deviation of one step's change around the slope (0 where the history does not vary at all).
    """

    observations: Floats
    span: Floats
    slope: Floats
    sd: Floats
    last_value: Floats
    last_step: Floats


@dataclass(frozen=True, slots=True)
class Departure:
    """How far the points since then lie from the baseline on average; arrays of N, differences observed - baseline."""

    points: Floats
    mean: Floats
    standard_error: Floats
    p_value: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Judgement:
    """What `judge_arrays` returns: the band [N, H] at the new points, the departure, and a code into `VERDICTS`."""

    drift: Drift
    value: Floats
    low: Floats
    high: Floats
    departure: Departure
    codes: Codes


def drift_of(values: ArrayLike, steps: ArrayLike | None = None) -> Drift:
    """Fit the baseline of each series.

    `values` is [N, T] in order of time, NaN where there is no point; `steps` is [N, T] or [T], when each stands
    (default 0, 1, 2...), so that missing years keep their true distance. The slope is (last - first)/span and
    sd^2 = sum((change - slope*distance)^2 / distance) / (points - 2).

    >>> d = drift_of([[62.1, 62.9, 62.4, 63.3, 63.0, 63.8, 64.1, 63.9, 64.6, 64.9]])
    >>> round(float(d.slope[0]), 7), round(float(d.sd[0]), 7)
    (0.3111111, 0.5325515)
    """
    y, t = packed(values, steps)
    points = np.isfinite(y).sum(axis=1)
    rows, last = np.arange(len(y)), np.maximum(points - 1, 0)
    last_value, last_step = y[rows, last], t[rows, last]
    span = np.where(points > 2, last_step - t[:, 0], np.nan)
    slope = (last_value - y[:, 0]) / span
    distance = np.diff(t, axis=1)
    surprise = np.diff(y, axis=1) - slope[:, None] * distance
    squares = np.nansum(surprise * surprise / distance, axis=1)
    sd = np.where(points > 2, np.sqrt(squares / np.maximum(points - 2, 1)), np.nan)
    largest = np.max(np.abs(y), axis=1, initial=0.0, where=np.isfinite(y))
    sd = np.where(sd <= NEGLIGIBLE * largest, 0.0, sd)
    return Drift(points.astype(float), span, slope, sd, last_value, last_step)


def packed(values: ArrayLike, steps: ArrayLike | None = None) -> tuple[Floats, Floats]:
    """Values and steps as [N, T] with every row's points moved to the left and NaN after them.

    Raises ValueError where the shapes do not fit.
    """
    y = np.asarray(values, dtype=np.float64)
    if y.ndim != 2:
        raise ValueError(f"values are an array of series by points, not of {y.ndim} dimensions")
    t = np.broadcast_to(np.arange(y.shape[1], dtype=np.float64) if steps is None else np.asarray(steps, float), y.shape)
    absent = ~np.isfinite(y)
    if not absent.any():
        return y, t
    if (absent[:, :-1] & ~absent[:, 1:]).any():
        order = np.argsort(absent, axis=1, kind="stable")
        y, t = np.take_along_axis(y, order, axis=1), np.take_along_axis(t, order, axis=1)
    return y, np.where(np.isfinite(y), t, np.nan)


def line_at(drift: Drift, distances: Floats) -> Floats:
    """The baseline at `distances` [N, H] steps beyond the last point: last value + slope * distance."""
    return drift.last_value[:, None] + drift.slope[:, None] * distances


def margin_at(drift: Drift, distances: Floats, level: float = BAND_LEVEL) -> Floats:
    """Half the width of the band [N, H] for one new point: t * sd * sqrt(h + h^2/span), t with points - 2 degrees."""
    spread = np.sqrt(distances + distances * distances / drift.span[:, None])
    return (t_quantile(drift.observations - 2, level) * drift.sd)[:, None] * spread


def departure_of(
    drift: Drift,
    distances: Floats,
    observed: Floats,
    standard_errors: Floats | None = None,
    expected: Floats | None = None,
    level: float = DIFFERENCE_LEVEL,
) -> Departure:
    """The mean difference between what was observed and the baseline, with its standard error, p and interval.

    All of [N, H], in order of time, NaN where nothing was observed. `standard_errors` are those of the observed
    values themselves (0 or NaN where unknown); `expected` replaces the line, where it was capped or frozen elsewhere.
    Var = sd^2 (sum_ij min(h_i, h_j)/H^2 + mean(h)^2/span) + sum(SE^2)/H^2, with points - 2 degrees of freedom.

    >>> d = drift_of([[62.1, 62.9, 62.4, 63.3, 63.0, 63.8, 64.1, 63.9, 64.6, 64.9]])
    >>> found = departure_of(d, np.array([[1.0, 2, 3]]), np.array([[66.0, 67.4, 68.1]]))
    >>> [round(float(x[0]), 4) for x in (found.mean, found.standard_error, found.p_value, found.low, found.high)]
    [1.6444, 0.7531, 0.0605, 0.2439, 3.0449]
    """
    seen = np.isfinite(observed)
    points = seen.sum(axis=1).astype(float)
    count = np.where(points > 0, points, np.nan)
    line = line_at(drift, distances) if expected is None else expected
    mean = np.where(seen, observed - line, 0.0).sum(axis=1) / count
    near = np.where(seen, distances, 0.0)
    # Sorted by distance, the k-th nearest is the smaller of the pair in 2(H - k) + 1 of the H*H pairs.
    pairs = 2 * (points[:, None] - np.cumsum(seen, axis=1)) + 1
    walk = (near * pairs).sum(axis=1) / count**2 + (near.sum(axis=1) / count) ** 2 / drift.span
    variance = drift.sd**2 * walk
    if standard_errors is not None:
        variance = variance + np.nansum(np.where(seen, standard_errors, 0.0) ** 2, axis=1) / count**2
    error = np.sqrt(variance)
    freedom = drift.observations - 2
    margin = t_quantile(freedom, level) * error
    return Departure(points, mean, error, p_values(mean, error, freedom), mean - margin, mean + margin)


def p_values(mean: Floats, error: Floats, freedom: Floats) -> Floats:
    """Two-sided p of each mean under Student's t; NaN where there is no error to measure by."""
    from scipy.special import stdtr

    safe = np.where(error > 0, error, np.nan)
    p: Floats = 2.0 * stdtr(np.where(freedom > 0, freedom, np.nan), -np.abs(mean) / safe)
    return p


def t_quantile(freedom: Floats, level: float) -> Floats:
    """Student's t for a two-sided `level`, one for each of N degrees of freedom (whole numbers); NaN below 1."""
    from scipy.special import stdtrit

    known, place = np.unique(freedom, return_inverse=True)
    known = np.where(known >= 1, known, np.nan)
    quantiles: Floats = np.asarray(stdtrit(known, 0.5 + level / 2), dtype=np.float64)[place]
    return quantiles


def verdict_codes(drift: Drift, departure: Departure, *, higher_is_better: bool | NDArray[np.bool_]) -> Codes:
    """The verdict ladder, as places in `VERDICTS`; rests on this test alone, whatever other signals say.

    Two-sided p below 0.05 in the good direction is `turned`, below 0.10 `possibly_turning`, mirrored for worse; with
    fewer than 6 points before or 2 since, or a history that does not vary, it is `too_early`.
    """
    good = np.where(higher_is_better, departure.mean, -departure.mean) > 0
    strength = (departure.p_value < CERTAIN).astype(int) + (departure.p_value < LIKELY)
    codes = _AS_EXPECTED + np.where(good, strength, -strength)
    known = (drift.observations >= FEWEST_FOR_A_VERDICT) & (departure.points >= FEWEST_SINCE) & (drift.sd > 0)
    return np.where(known & np.isfinite(departure.p_value), codes, 0).astype(np.int8)


def judge_arrays(
    values: ArrayLike,
    observed: ArrayLike,
    *,
    higher_is_better: bool,
    steps: ArrayLike | None = None,
    observed_steps: ArrayLike | None = None,
    standard_errors: ArrayLike | None = None,
) -> Judgement:
    """Baseline, 80 % band and verdict of N series at once.

    `values` [N, T] are the points before the work began, `observed` [N, H] those since, both in order of time with NaN
    where there is none. `steps` and `observed_steps` are on one clock; by default the new points follow at once.
    Works through the rows in blocks, so a million series take a hundred times as long as ten thousand.
    """
    y, new = np.asarray(values, dtype=np.float64), np.asarray(observed, dtype=np.float64)
    t = np.broadcast_to(np.arange(y.shape[1]) if steps is None else np.asarray(steps), y.shape)
    follow = y.shape[1] + np.arange(new.shape[1]) if observed_steps is None else np.asarray(observed_steps)
    when = np.broadcast_to(follow, new.shape)
    errors = np.broadcast_to(0.0 if standard_errors is None else np.asarray(standard_errors), new.shape)
    return _joined(
        [
            _judge_block(y[rows], t[rows], new[rows], when[rows], errors[rows], higher_is_better)
            for rows in _blocks(len(y))
        ]
    )


def _blocks(rows: int) -> Iterator[slice]:
    for start in range(0, max(rows, 1), _BLOCK):
        yield slice(start, min(start + _BLOCK, rows))


def _judge_block(
    y: Floats, steps: NDArray[Any], new: Floats, when: NDArray[Any], errors: Floats, higher_is_better: bool
) -> Judgement:
    drift = drift_of(y, steps)
    distances = when - drift.last_step[:, None]
    line, margin = line_at(drift, distances), margin_at(drift, distances)
    departure = departure_of(drift, distances, new, errors, expected=line)
    codes = verdict_codes(drift, departure, higher_is_better=higher_is_better)
    return Judgement(drift, line, line - margin, line + margin, departure, codes)


def _joined(blocks: list[Judgement]) -> Judgement:
    drift = Drift(*(np.concatenate([getattr(b.drift, f) for b in blocks]) for f in Drift.__slots__))
    departure = Departure(*(np.concatenate([getattr(b.departure, f) for b in blocks]) for f in Departure.__slots__))
    value, low, high = (np.concatenate([getattr(b, f) for b in blocks]) for f in ("value", "low", "high"))
    return Judgement(drift, value, low, high, departure, np.concatenate([b.codes for b in blocks]))
