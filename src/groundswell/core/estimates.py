"""An `Estimate` is a number that is never bare: its interval, its counts, its method and, if withheld, the reason.

Computing is in proportions: an indicator published as 20.4 percent is an Estimate of 0.204. Rates, counts, currency
and indexes stay in their published unit. Exact published decimals are kept by whoever stores them; an Estimate is
for arithmetic.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from groundswell.core.periods import Period
from groundswell.core.vocabulary import ObservationStatus

# z by confidence level as the Census Bureau's Handbook rounds it, so that published margins convert as published.
Z_BY_LEVEL = {0.90: 1.645, 0.95: 1.960, 0.99: 2.576}
# The level of a margin published without one, as the Census Bureau's are; where it is wrong, it errs towards caution.
ASSUMED_LEVEL = 0.90


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with what is known about it.

    `low` and `high` bound it at confidence `level` (0.90, 0.95). `method` says how the interval was made ("published",
    "wilson"). A withheld value is None and `reason` says why in plain words.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    method: str = ""
    reason: str = ""

    @classmethod
    def from_margin(
        cls,
        value: float,
        margin: float | None,
        level: float | None,
        *,
        numerator: float | None = None,
        denominator: float | None = None,
        method: str = "published",
    ) -> "Estimate":
        """A value with a published margin of error at `level`; without a margin it has no interval.

        >>> round(Estimate.from_margin(0.204, 0.039, 0.90).low, 3)
        0.165
        """
        if margin is None:
            return cls(value, numerator=numerator, denominator=denominator)
        return cls(value, value - margin, value + margin, level, numerator, denominator, method)

    @classmethod
    def withheld(cls, reason: str) -> "Estimate":
        """A number that is not shown, and why."""
        return cls(None, reason=reason)

    @property
    def is_withheld(self) -> bool:
        """True where there is no number to show."""
        return self.value is None

    @property
    def margin(self) -> float | None:
        """Half the width of the interval, at `level`; None where no interval is known."""
        if self.low is None or self.high is None:
            return None
        return (self.high - self.low) / 2

    @property
    def standard_error(self) -> float | None:
        """The margin over z at its level; None where no interval, or not its level, is known.

        A margin of 0, as a controlled total has, is 0 at every level.
        """
        margin = self.margin
        if not margin or self.level is None:
            return margin if margin == 0 else None
        return margin / z_for(self.level)

    def at_level(self, level: float) -> "Estimate":
        """The same estimate with its interval carried to another confidence level, each side by itself.

        90 and 95 percent intervals can only be compared after this. Raises ValueError where the published level is
        unknown, since a margin of unknown level says nothing that could be converted.
        """
        if self.value is None or self.low is None or self.high is None or level == self.level:
            return self
        stretch = margin_at(1.0, self.level, level) if self.margin else 1.0
        low = self.value - (self.value - self.low) * stretch
        high = self.value + (self.high - self.value) * stretch
        return replace(self, low=low, high=high, level=level)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that is not given, and why, in words that a resident can read."""

    reason: str


def margin_at(margin: float, level: float | None, wanted: float) -> float:
    """A margin of error at one confidence level carried to another: M95 = M90 x 1.960 / 1.645.

    Source: Census Bureau, Understanding and Using ACS Data, chapter 7. Raises ValueError where `level` is unknown.

    >>> round(margin_at(3778, 0.90, 0.95), 2), round(margin_at(3778, 0.90, 0.99), 2)
    (4501.45, 5916.19)
    """
    if level is None:
        raise ValueError("the confidence level of this margin is not known, so it cannot be converted")
    return margin * z_for(wanted) / z_for(level)


def z_for(level: float) -> float:
    """The normal quantile for a two-sided confidence level; the three common levels as the Handbook rounds them."""
    rounded = Z_BY_LEVEL.get(round(level, 4))
    if rounded is not None:
        return rounded
    if not 0 < level < 1:
        raise ValueError(f"a confidence level lies between 0 and 1, not {level}")
    from scipy.special import ndtri

    return float(ndtri(0.5 + level / 2))


@dataclass(frozen=True, slots=True)
class Observation:
    """One published number of a series: when, how much, and in what state."""

    period: Period
    estimate: Estimate
    status: ObservationStatus = ObservationStatus.FINAL
    is_break: bool = False  # not comparable with what came before


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """Which series: public ids; an empty place is the community's own, an empty group is everyone."""

    indicator_id: str
    place_id: str = ""
    group_id: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """The observations of one indicator, place and group, in order of period."""

    key: SeriesKey
    observations: tuple[Observation, ...]

    @classmethod
    def of(cls, key: SeriesKey, observations: Iterable[Observation]) -> "Series":
        """Sort the observations into a series."""
        return cls(key, tuple(sorted(observations, key=lambda observation: observation.period)))
