"""Is the curve turning? The frozen baseline, its band, and the verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from groundswell.core.estimates import Estimate, Series, SeriesKey
from groundswell.core.periods import Period
from groundswell.core.vocabulary import Polarity, Unit, Verdict


@dataclass(frozen=True, slots=True)
class BaselinePoint:
    """Where the curve was heading at one period, in computing units."""

    period: Period
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Baseline:
    """A frozen forecast from before the work began, with all that a later judge needs."""

    method: str
    frozen_at: Period  # the last period it was drawn from
    level: float
    points: tuple[BaselinePoint, ...]
    observations: int  # how many points it was drawn from
    span: int  # steps from the first of them to the last
    slope: float  # per step
    sd: float  # of one step's change around the slope


@dataclass(frozen=True, slots=True)
class Curve:
    """The answer for one series. Differences are observed minus baseline: positive is a higher value."""

    key: SeriesKey
    observations: int
    latest_period: Period | None
    latest: Estimate | None
    baseline: Baseline | None
    verdict: Verdict | None
    reason: str
    mean_difference: float | None = None
    low: float | None = None
    high: float | None = None
    difference_level: float = 0.9
    p_value: float | None = None
    method: str = "drift-t"
    warnings: tuple[str, ...] = ()


def judge_curves(
    series: Sequence[Series],
    *,
    work_began: Period | None,
    polarity: Polarity | None,
    unit: Unit = Unit.INDEX,
    horizon: int | None = None,
    frozen: Mapping[SeriesKey, Baseline] | None = None,
) -> list[Curve]:
    """Judge many series of one indicator at once; a baseline in `frozen` is used as it stands, never redrawn."""
    raise NotImplementedError
