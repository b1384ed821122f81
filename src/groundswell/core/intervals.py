"""Intervals for shares and counts: how far a percentage of few people, or a small number of events, could be chance.

Every function takes single numbers or whole arrays and returns the low and the high bound in the same shape. Counts
that cannot be (no trials, more successes than trials, a negative count) have bounds that are not a number. Where
all clients of a program are observed, an interval describes how the process varies, not a sampling error.

Sources: Brown, Cai and DasGupta, Statistical Science 16 (2001) 101; Newcombe, Statistics in Medicine 17 (1998) 873;
Breslow and Day, Statistical Methods in Cancer Research II (1987) for Byar's approximation.
"""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from groundswell.core.estimates import Estimate
from groundswell.core.sentences import sentence

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
# A single number or an array of them: what goes in comes out.
Numbers = TypeVar("Numbers", float, Floats)

EXACT_BELOW = 10  # events; from here on Byar's approximation is as good (Public Health England's rule)


def exact_z(level: float) -> float:
    """The normal quantile of a two-sided level, unrounded: 1.959964 for 0.95 (margins of the ACS use 1.960)."""
    from scipy.special import ndtri

    return float(ndtri(0.5 + level / 2))


def _floats(numbers: float | Floats) -> Floats:
    return np.asarray(numbers, dtype=np.float64)


def _bounds(low: Floats, high: Floats, possible: Booleans) -> tuple[Any, Any]:
    """Bounds where they are possible, as plain numbers if numbers went in."""
    low, high = np.where(possible, low, np.nan), np.where(possible, high, np.nan)
    return (low, high) if low.ndim else (float(low), float(high))


def _possible(count: Floats, total: Floats) -> Booleans:
    return (total > 0) & (count >= 0) & (count <= total)


def wilson(successes: Numbers, trials: Numbers, level: float = 0.95) -> tuple[Numbers, Numbers]:
    """Wilson's score interval of a share x/n, the default here, also at 0 and n.

    Centre (p + z²/2n) / (1 + z²/n), half-width z √(p(1-p)/n + z²/4n²) / (1 + z²/n).

    >>> low, high = wilson(65, 100)  # Public Health England's published example
    >>> round(low, 6), round(high, 6)
    (0.552544, 0.736358)
    """
    count, total = _floats(successes), _floats(trials)
    with np.errstate(all="ignore"):
        p, z2n = count / total, exact_z(level) ** 2 / total
        centre = (p + z2n / 2) / (1 + z2n)
        half = np.sqrt(z2n * (p * (1 - p) + z2n / 4)) / (1 + z2n)
    # At 0 and n the bound is 0 or 1 but for rounding.
    low, high = np.where(p == 0, 0.0, centre - half), np.where(p == 1, 1.0, centre + half)
    return _bounds(low, high, _possible(count, total))


def agresti_coull(successes: Numbers, trials: Numbers, level: float = 0.95) -> tuple[Numbers, Numbers]:
    """Agresti and Coull's interval of a share: add z²/2 successes and failures to the textbook one, kept in 0..1.

    >>> low, high = agresti_coull(65, 100)
    >>> round(low, 6), round(high, 6)
    (0.552383, 0.736519)
    """
    z = exact_z(level)
    count, total = _floats(successes), _floats(trials)
    with np.errstate(all="ignore"):
        n = total + z**2
        p = (count + z**2 / 2) / n
        half = z * np.sqrt(p * (1 - p) / n)
    return _bounds(np.maximum(p - half, 0), np.minimum(p + half, 1), _possible(count, total))


def jeffreys(
    successes: Numbers, trials: Numbers, level: float = 0.95, *, close_ends: bool = True
) -> tuple[Numbers, Numbers]:
    """Jeffreys' interval of a share: quantiles of Beta(x + 1/2, n - x + 1/2).

    With `close_ends`, as Brown, Cai and DasGupta recommend, no success means a low bound of 0 and no failure a high
    bound of 1.

    >>> low, high = jeffreys(65, 100)
    >>> round(low, 6), round(high, 6)
    (0.553303, 0.738154)
    """
    from scipy.special import betaincinv

    count, total = _floats(successes), _floats(trials)
    a, b = count + 0.5, total - count + 0.5
    low, high = betaincinv(a, b, 0.5 - level / 2), betaincinv(a, b, 0.5 + level / 2)
    if close_ends:
        low, high = np.where(count == 0, 0.0, low), np.where(count == total, 1.0, high)
    return _bounds(low, high, _possible(count, total))


def clopper_pearson(successes: Numbers, trials: Numbers, level: float = 0.95) -> tuple[Numbers, Numbers]:
    """The exact interval of a share, from quantiles of Beta(x, n - x + 1) and Beta(x + 1, n - x).

    >>> low, high = clopper_pearson(65, 100)
    >>> round(low, 6), round(high, 6)
    (0.548151, 0.742706)
    """
    from scipy.special import betaincinv

    count, total = _floats(successes), _floats(trials)
    # A parameter of 0 has no quantile; these ends are 0 and 1 by definition and replaced below.
    low = betaincinv(np.maximum(count, 0.5), total - count + 1, 0.5 - level / 2)
    high = betaincinv(count + 1, np.maximum(total - count, 0.5), 0.5 + level / 2)
    low, high = np.where(count == 0, 0.0, low), np.where(count == total, 1.0, high)
    return _bounds(low, high, _possible(count, total))


def newcombe(
    successes: Numbers, trials: Numbers, other_successes: Numbers, other_trials: Numbers, level: float = 0.95
) -> tuple[Numbers, Numbers]:
    """Newcombe's hybrid score interval of the difference between two independent shares (his method 10).

    low = d - √((p1 - l1)² + (u2 - p2)²), high = d + √((u1 - p1)² + (p2 - l2)²), with Wilson's l and u.

    >>> low, high = newcombe(56, 70, 48, 80)  # Newcombe 1998, table II, example (a)
    >>> round(low, 4), round(high, 4)
    (0.0524, 0.3339)
    """
    with np.errstate(all="ignore"):
        p1 = _floats(successes) / _floats(trials)
        p2 = _floats(other_successes) / _floats(other_trials)
    low1, high1 = wilson(successes, trials, level)
    low2, high2 = wilson(other_successes, other_trials, level)
    d = p1 - p2
    low = d - np.sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
    high = d + np.sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
    return _bounds(low, high, np.isfinite(d))


def poisson_exact(events: Numbers, level: float = 0.95) -> tuple[Numbers, Numbers]:
    """The exact interval of a count of events: L = χ²(α/2; 2x) / 2, U = χ²(1 - α/2; 2x + 2) / 2; L = 0 where x = 0.

    >>> low, high = poisson_exact(5)
    >>> round(low, 12), round(high, 12)
    (1.623486390118, 11.668332079323)
    """
    from scipy.special import gammaincinv

    count = _floats(events)
    low = np.where(count == 0, 0.0, gammaincinv(np.maximum(count, 0.5), 0.5 - level / 2))
    high = gammaincinv(np.maximum(count, 0) + 1, 0.5 + level / 2)
    return _bounds(low, high, count >= 0)


def byar(events: Numbers, level: float = 0.95) -> tuple[Numbers, Numbers]:
    """Byar's approximate interval of a count of events; it has no low bound where there are no events.

    L = x (1 - 1/9x - z/3√x)³, U = (x + 1) (1 - 1/9(x+1) + z/3√(x+1))³.

    >>> low, high = byar(65)
    >>> round(low, 12), round(high, 12)
    (50.163187710459, 82.84913854594)
    """
    z, count = exact_z(level), _floats(events)
    with np.errstate(all="ignore"):
        low = count * (1 - 1 / (9 * count) - z / (3 * np.sqrt(count))) ** 3
        above = count + 1
        high = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    low = np.where(low < 0, np.nan, low)
    return _bounds(low, high, count >= 0)


def poisson(events: Numbers, level: float = 0.95) -> tuple[Numbers, Numbers]:
    """The interval of a count of events by Public Health England's rule: exact below 10 events, then Byar."""
    count = _floats(events)
    few = count < EXACT_BELOW
    exact, approximate = poisson_exact(count, level), byar(count, level)
    low, high = np.where(few, exact[0], approximate[0]), np.where(few, exact[1], approximate[1])
    return _bounds(low, high, count >= 0)


def share(successes: float, trials: float, level: float = 0.95) -> Estimate:
    """A share of people as an Estimate with Wilson's interval, or withheld with the reason where there is none.

    >>> round(share(5, 100).low, 7)
    0.0215437
    """
    if trials <= 0:
        return Estimate.withheld(sentence("There is nobody in the denominator"))
    if not 0 <= successes <= trials:
        return Estimate.withheld(sentence("The numerator is not between 0 and the denominator"))
    low, high = wilson(successes, trials, level)
    return Estimate(successes / trials, low, high, level, successes, trials, "wilson")
