"""How many different people several providers serve, where only their counts may be known.

Victim services may send nothing about a person, not even encoded. What their counts say for certain is a range, and it
is often wide: everybody may be served by all, or nobody by two. Overlaps of two providers that are known narrow it. The
estimate that would hold if providers reached people independently of each other is no more than that: people in need
are served by several, so that it is mostly too high.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

Overlaps = Mapping[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Unduplicated:
    """The number of different people lies from `low` to `high`; `independent` is None without a population."""

    low: int
    high: int
    independent: float | None = None


def unduplicated(
    counts: Sequence[int], population: int | None = None, overlaps: Overlaps | None = None
) -> Unduplicated:
    """Bounds of the number of different people behind the counts of providers.

    From counts alone: max n <= U <= min(N, sum n). `overlaps` are people known to be served by two providers, by their
    positions. With them U is at most sum n less the overlaps along the heaviest tree that joins providers (Hunter
    1976), and at least n + m less the overlap of the two; where all overlaps are known, at least
    2 S1/(k+1) - 2 S2/(k(k+1)), k = 1 + floor(2 S2/S1), S1 and S2 the sums of counts and overlaps (Dawson and Sankoff
    1967). Independence is N (1 - prod(1 - n/N)), held within the bounds.

    Raises ValueError where the numbers cannot be: below zero, more people than the population, an overlap larger than
    either count.

    >>> unduplicated([800, 500, 1200], 10_000)
    Unduplicated(low=1200, high=2500, independent=2308.8)
    >>> unduplicated([800, 500, 1200], overlaps={(0, 1): 200, (0, 2): 300, (1, 2): 100})  # with 50 in all three: 1,950
    Unduplicated(low=1900, high=2000, independent=None)
    """
    known = _checked(counts, population, overlaps or {})
    low = max([*counts, *(counts[one] + counts[other] - both for (one, other), both in known.items()), 0])
    if len(known) == len(counts) * (len(counts) - 1) // 2:
        low = max(low, _dawson_sankoff(sum(counts), sum(known.values())))
    high = sum(counts) - _heaviest_tree(len(counts), known)
    if population is None:
        return _range(low, high, None)
    high = min(high, population)
    free = population * (1 - prod(1 - count / population for count in counts)) if population else 0.0
    return _range(low, high, round(min(max(free, low), high), 6))


def _range(low: int, high: int, independent: float | None) -> Unduplicated:
    if low > high:
        raise ValueError("the overlaps contradict each other")
    return Unduplicated(low, high, independent)


def _checked(counts: Sequence[int], population: int | None, overlaps: Overlaps) -> dict[tuple[int, int], int]:
    """Overlaps by (smaller, larger) position."""
    if any(count < 0 for count in counts):
        raise ValueError("a count is below zero")
    if population is not None and any(count > population for count in counts):
        raise ValueError("a provider serves more people than there are")
    known: dict[tuple[int, int], int] = {}
    for (one, other), both in overlaps.items():
        pair = (min(one, other), max(one, other))
        if one == other or not 0 <= pair[0] <= pair[1] < len(counts):
            raise ValueError("an overlap is not of two of the providers")
        if not 0 <= both <= min(counts[one], counts[other]):
            raise ValueError("an overlap is below zero or larger than one of its counts")
        if known.setdefault(pair, both) != both:
            raise ValueError("the overlaps contradict each other")
    return known


def _dawson_sankoff(singles: int, pairs: int) -> int:
    """The best lower bound from the two sums, as a whole number of people."""
    if not singles:
        return 0
    fold = 1 + 2 * pairs // singles
    return -(-(2 * (fold * singles - pairs)) // (fold * (fold + 1)))


def _heaviest_tree(size: int, known: Mapping[tuple[int, int], int]) -> int:
    """The largest sum of overlaps along a tree: what is certainly counted twice (Kruskal)."""
    group, found = list(range(size)), 0
    for (one, other), both in sorted(known.items(), key=lambda each: -each[1]):
        if group[one] != group[other]:
            found += both
            old, new = group[other], group[one]
            group = [new if each == old else each for each in group]
    return found
