"""What is known of people in several programs where nobody knows who is whom: bounds from the counts alone."""

from __future__ import annotations

from collections.abc import Sequence


def bounds_of_counts(counts: Sequence[int], population: int | None = None) -> tuple[int, int]:
    """The fewest and the most people that these counts can be: max n_i <= U <= min(N, sum n_i).

    At least as many as the largest program has, if the others serve the same people; at most all added up, if nobody is
    in two, and no more than there are. Source: the Fréchet bounds of a union.

    >>> bounds_of_counts([800, 500, 1_200], 10_000)
    (1200, 2500)
    >>> bounds_of_counts([800, 500, 1_200], 2_000), bounds_of_counts([])
    ((1200, 2000), (0, 0))
    """
    largest = max(counts, default=0)
    return largest, max(largest, min(sum(counts), population if population is not None else sum(counts)))
