"""Could one year's data show it at all? A small contribution is real and still lost in the chance of a single year."""

from __future__ import annotations

from math import sqrt

from groundswell.core.differences import ACS_LEVEL
from groundswell.core.estimates import z_for


def detectable_points(risk: float, people: float, level: float = ACS_LEVEL) -> float | None:
    """The least change between two years, in points of 100, that is more than the chance in `people` a year.

    100 √2 z √(p (1 - p) / N); `risk` is a proportion. None where there are no people.

    >>> round(detectable_points(0.2, 4000), 2), round(detectable_points(0.17, 4000), 2)
    (1.47, 1.38)
    """
    if people <= 0:
        return None
    return 100 * sqrt(2) * z_for(level) * sqrt(risk * (1 - risk) / people)
