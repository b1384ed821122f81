"""Funnel limits: how far shares of programs may lie apart though all of them do equally well.

Programs that share a measure are compared with their common share, not with each other: the fewer people a program
has, the further chance alone carries it. Whoever lies within the limits does not differ; whoever lies beyond them is
worth a visit, to learn from or to ask. It is never a ranking.

Source: Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 24 (2005) 1185:
limits at θ ± z √(θ (1 - θ) / n), drawn at 95 % and 99.8 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from groundswell.core.intervals import Floats, exact_z
from groundswell.core.sentences import Sentence, sentence

WARNING_LEVEL = 0.95
ALARM_LEVEL = 0.998
FEWEST_PROGRAMS = 3


class Beyond(StrEnum):
    """Where a program lies in the funnel."""

    WITHIN = "within"
    ABOVE = "above"
    FAR_ABOVE = "far_above"
    BELOW = "below"
    FAR_BELOW = "far_below"

    @property
    def words(self) -> Sentence:
        """In plain words."""
        return _WORDS[self]


_WORDS = {
    Beyond.WITHIN: sentence("within what chance allows"),
    Beyond.ABOVE: sentence("higher than chance usually makes it"),
    Beyond.FAR_ABOVE: sentence("much higher than chance makes it"),
    Beyond.BELOW: sentence("lower than chance usually makes it"),
    Beyond.FAR_BELOW: sentence("much lower than chance makes it"),
}


@dataclass(frozen=True, slots=True)
class Funnel:
    """The common share, and for each program where it lies; in the order in which they were given."""

    share: float
    places: tuple[Beyond, ...]


def funnel_limits(share: float, trials: Sequence[float] | Floats, level: float) -> tuple[Floats, Floats]:
    """Low and high limits around a common share for these numbers of people, within 0 and 1.

    >>> low, high = funnel_limits(0.6, [100.0], 0.95)
    >>> round(float(low[0]), 4), round(float(high[0]), 4)
    (0.504, 0.696)
    """
    n = np.asarray(trials, dtype=float)
    half = exact_z(level) * np.sqrt(share * (1 - share) / n)
    return np.clip(share - half, 0.0, 1.0), np.clip(share + half, 0.0, 1.0)


def funnel_of(successes: Sequence[float], trials: Sequence[float]) -> Funnel | None:
    """Where each program lies; None for fewer than three, or where nobody or everybody succeeds.

    >>> funnel_of([62, 118, 30], [100, 200, 90]).places[2]
    <Beyond.FAR_BELOW: 'far_below'>
    """
    x, n = np.asarray(successes, dtype=float), np.asarray(trials, dtype=float)
    if len(x) < FEWEST_PROGRAMS or not n.all() or not 0 < x.sum() < n.sum():
        return None
    share = float(x.sum() / n.sum())
    found = x / n
    warning, alarm = funnel_limits(share, n, WARNING_LEVEL), funnel_limits(share, n, ALARM_LEVEL)
    places = [
        Beyond.FAR_ABOVE if one > alarm[1][at] else Beyond.FAR_BELOW if one < alarm[0][at]
        else Beyond.ABOVE if one > warning[1][at] else Beyond.BELOW if one < warning[0][at] else Beyond.WITHIN
        for at, one in enumerate(found)
    ]  # fmt: skip
    return Funnel(share, tuple(places))
