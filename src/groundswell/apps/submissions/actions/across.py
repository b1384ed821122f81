"""Figures of a program that tell of others' customers: who moved on to the next program.

To its own provider too they say whom others serve. So they are kept as they may be shown to anybody: nothing small, no
parts, every count rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from groundswell.core.disclosure import Counted, rounded, withheld_periods
from groundswell.core.periods import Period

Numbers = list[Any]  # [period, value, numerator, denominator, people]


def for_everybody(figures: Sequence[Numbers], smallest_shown: int) -> list[Numbers]:
    """The figures of one series that may be shown to anybody, rounded.

    >>> for_everybody([["2024", None, 33, 62, 62], ["2025", None, 4, 60, 60]], 11)
    [['2024', None, 35.0, 60.0, 60.0]]
    """
    counted = [(Period.parse(one[0]), Counted(*one[1:])) for one in figures]
    hidden: frozenset[Period] = frozenset()
    for period, one in counted:  # two figures may be of one period, as of a year by two calendars
        hidden |= withheld_periods({period: one}, smallest_shown)
    hidden = withheld_periods(dict(counted), smallest_shown, already=hidden)
    stay = [
        (one[0], rounded(said)) for one, (period, said) in zip(figures, counted, strict=True) if period not in hidden
    ]
    return [[name, one.value, one.numerator, one.denominator, one.people] for name, one in stay]
