"""What routine variation is, from the numbers alone, and the four patterns that chance seldom makes.

Limits are the mean ± 2.66 mean moving ranges (XmR chart); the patterns are those of the NHS's Making Data Count.

Sources: Wheeler, Understanding Variation (1993); Nelson, Journal of Quality Technology 14 (1982) 172 (screening of
moving ranges); NHS England, Making Data Count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from groundswell.core.vocabulary import Signal

LIMIT_WIDTH = 2.66  # mean moving ranges: 3 / 1.128
RANGE_WIDTH = 3.267
NEAR_WIDTH = LIMIT_WIDTH * 2 / 3
RUN = 7  # points of a trend or a shift


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """Where routine variation ends, in computing units; `near_low` and `near_high` are two thirds of the way."""

    mean: float
    mean_moving_range: float
    low: float
    high: float
    near_low: float
    near_high: float
    range_limit: float  # a moving range above this is a signal of its own


def process_limits(
    values: Sequence[float], moving_ranges: Sequence[float] | None = None, *, screen: bool = True
) -> ProcessLimits:
    """Mean ± 2.66 mean moving ranges. Screening drops moving ranges from 3.267 times their mean on, once.

    `moving_ranges` are those between neighbors where some points are missing; otherwise they are found here. Raises
    ValueError with fewer than two values.

    >>> limits = process_limits([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1])  # NHSRplotthedots' example
    >>> round(limits.mean, 4), round(limits.low, 4), round(limits.high, 4)
    (1.9444, -0.7156, 4.6044)
    """
    ranges = [abs(b - a) for a, b in pairwise(values)] if moving_ranges is None else list(moving_ranges)
    if not ranges:
        raise ValueError("limits need at least two neighboring points")
    mean, mean_range = sum(values) / len(values), sum(ranges) / len(ranges)
    kept = [r for r in ranges if r < RANGE_WIDTH * mean_range] if screen else ranges
    # Where all but the screened ranges are 0, screening would leave no variation at all and call everything a signal.
    if any(kept):
        mean_range = sum(kept) / len(kept)
    half, near = LIMIT_WIDTH * mean_range, NEAR_WIDTH * mean_range
    return ProcessLimits(mean, mean_range, mean - half, mean + half, mean - near, mean + near, RANGE_WIDTH * mean_range)


def signals_of(values: Sequence[float], limits: ProcessLimits) -> list[Signal | None]:
    """The signal of each point by the four NHS rules; where several apply, the first in the order of `Signal`.

    Astronomical: beyond a limit. Trend: seven in a row rising or falling, ties break it. Two of three: among three in
    a row on one side of the mean, two beyond two thirds of the way to the limit but inside it. Shift: seven in a row
    on one side of the mean. Every point of a run is flagged; of two of three only the two near the limit.

    >>> values = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    >>> [place for place, signal in enumerate(signals_of(values, process_limits(values)), 1) if signal]
    [5]
    """
    # Decimal numbers held in binary differ from their mean by dust; dust is neither above nor below.
    dust = 1e-12 * max((abs(value) for value in values), default=0.0)
    outside = [value > limits.high + dust or value < limits.low - dust for value in values]
    near = [
        (value > limits.near_high + dust or value < limits.near_low - dust) and not far
        for value, far in zip(values, outside, strict=True)
    ]
    sides = [_sign(value - limits.mean, dust) for value in values]
    steps = [_sign(later - earlier, dust) for earlier, later in pairwise(values)]
    flags = {
        Signal.ASTRONOMICAL: outside,
        Signal.TREND: trend_points(steps),
        Signal.TWO_OF_THREE: two_of_three_points(near, sides),
        Signal.SHIFT: shift_points(sides),
    }
    return [next((signal for signal in Signal if flags[signal][i]), None) for i in range(len(values))]


def _sign(difference: float, dust: float) -> int:
    return 0 if abs(difference) <= dust else (1 if difference > 0 else -1)


def _in_runs(signs: Sequence[int], length: int) -> list[bool]:
    """Which places belong to a run of at least `length` equal signs other than 0."""
    flags = [False] * len(signs)
    for start in range(len(signs) - length + 1):
        window = signs[start : start + length]
        if window[0] and len(set(window)) == 1:
            flags[start : start + length] = [True] * length
    return flags


def trend_points(steps: Sequence[int]) -> list[bool]:
    """Points of seven in a row rising or falling, from the signs of the steps between them (one fewer than points).

    >>> trend_points([1, 1, 1, 1, 1, 1])
    [True, True, True, True, True, True, True]
    """
    in_run = _in_runs(steps, RUN - 1)
    return [before or after for before, after in zip([False, *in_run], [*in_run, False], strict=True)]


def shift_points(sides: Sequence[int]) -> list[bool]:
    """Points of seven in a row on one side of the mean, from the side of each (0 is on it and breaks a run)."""
    return _in_runs(sides, RUN)


def two_of_three_points(near: Sequence[bool], sides: Sequence[int]) -> list[bool]:
    """Points near a limit that are two of three in a row on one side of the mean.

    >>> two_of_three_points([False, False, True, False, True, False, False], [1] * 7)
    [False, False, True, False, True, False, False]
    """
    flags = [False] * len(near)
    for start in range(len(near) - 2):
        window = range(start, start + 3)
        one_side = sides[start] != 0 and all(sides[i] == sides[start] for i in window)
        if one_side and sum(near[i] for i in window) >= 2:
            for i in window:
                flags[i] = flags[i] or near[i]
    return flags
