"""A baseline is the line "if nothing changes", drawn once before the work is judged, with its band.

It is frozen with all that a later judge needs. A frozen baseline outlives the history it was drawn from: later data may
make it longer and never move it. Where a unit ends (no share is above 100 %, no count below 0) line and band end too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite

import numpy as np
from numpy.typing import NDArray

from groundswell.core.drift import Drift, Floats
from groundswell.core.estimates import Observation
from groundswell.core.histories import stride_of
from groundswell.core.periods import Period
from groundswell.core.sentences import Sentence, sentence
from groundswell.core.vocabulary import Unit

METHOD = "drift-t"
LONGEST_PROMISE = 5  # beyond what is observed a baseline is drawn no further than this, or half its points


@dataclass(frozen=True, slots=True)
class BaselinePoint:
    """Where the curve was heading at one period, in computing units."""

    period: Period
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Baseline:
    """A frozen forecast from before the work began, with all that a later judge needs.

    Where a file does not tell `slope` or `sd` they are NaN, and `observations` and `span` 0; they are then derived
    from the history as it stands today.
    """

    method: str
    frozen_at: Period  # the last period it was drawn from
    level: float
    points: tuple[BaselinePoint, ...]
    observations: int  # how many points it was drawn from
    span: int  # steps from the first of them to the last
    slope: float  # per step
    sd: float  # of one step's change around the slope

    @property
    def is_whole(self) -> bool:
        """True where it can be judged against without looking at the history again."""
        return isfinite(self.sd) and isfinite(self.slope) and self.observations > 0 and self.span > 0

    def is_ripe(self, work_began: Period, latest: Period | None) -> bool:
        """True where no number from before the work can still come: the history reaches its eve, or later ones are in.

        Until then a baseline may be shown and must not be frozen, or the years between would be lost to it.
        """
        has_later = latest is not None and latest > self.frozen_at
        return has_later or not self.frozen_at.shift(stride_of(self.frozen_at)).is_before(work_began)

    def settle(self, drift: Drift, row: int) -> None:
        """Write this baseline over row `row` of a fit: its line goes through its own points, whatever came later."""
        if self.is_whole:
            drift.observations[row], drift.span[row] = self.observations, self.span
            drift.slope[row], drift.sd[row] = self.slope, self.sd
        last = self.points[-1]
        drift.last_value[row] = last.value - drift.slope[row] * (last.period.index - self.frozen_at.index)
        drift.last_step[row] = self.frozen_at.index


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that a value of a unit can be."""

    least: float
    most: float

    def cap(self, value: float) -> float:
        """The value, or the bound that it passed."""
        return min(max(value, self.least), self.most)

    @property
    def words(self) -> Sentence:
        """What is said where a baseline reached the end of its unit."""
        if self.most == 1:
            return sentence("The baseline or its band is capped between 0 and 100 %, where the unit ends")
        return sentence("The baseline or its band is capped at 0, where the unit ends")


_SHARE, _POSITIVE, _ANY = Bounds(0.0, 1.0), Bounds(0.0, inf), Bounds(-inf, inf)


def bounds_of(unit: Unit, observations: Sequence[Observation]) -> Bounds:
    """What values of this unit can be, where the observed ones keep to it: a percent change may pass 100 %."""
    bounds = _SHARE if unit is Unit.PERCENT else _POSITIVE if unit in (Unit.COUNT, Unit.RATE) else _ANY
    values = [value for o in observations if (value := o.estimate.value) is not None]
    return bounds if not values or (bounds.least <= min(values) and max(values) <= bounds.most) else _ANY


def distances_of(frozen_at: Period, points: int, since: Sequence[Observation], horizon: int | None) -> list[int]:
    """Steps beyond `frozen_at` at which a baseline from `points` points is drawn, nearest first.

    To the last point observed since, and at least to min(5, points/2) periods; or exactly `horizon` periods.
    """
    stride = stride_of(frozen_at)
    observed = [o.period.index - frozen_at.index for o in since]
    far = horizon or max(min(LONGEST_PROMISE, points // 2), -(-max(observed, default=0) // stride))
    return sorted({stride * step for step in range(1, far + 1)} | {h for h in observed if h <= far * stride})


def periods_at(frozen_at: Period, distances: Sequence[int]) -> list[Period]:
    """The periods that lie `distances` steps beyond the last one of the history."""
    return [Period(frozen_at.kind, frozen_at.index + distance, frozen_at.length) for distance in distances]


@dataclass(frozen=True, slots=True)
class Band:
    """Lines with their bands as they are shown, each [N, H]; `is_capped` where a unit's bounds cut something off."""

    value: Floats
    low: Floats
    high: Floats
    is_capped: NDArray[np.bool_]


def capped(line: Floats, margin: Floats, bounds: Sequence[Bounds]) -> Band:
    """N lines and the half widths of their bands [N, H], ended where the unit of each ends."""
    least, most = np.array([(b.least, b.most) for b in bounds]).T[:, :, None]
    low, high = line - margin, line + margin
    beyond = (low < least) | (high > most)
    return Band(np.clip(line, least, most), np.clip(low, least, most), np.clip(high, least, most), beyond)
