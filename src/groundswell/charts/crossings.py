"""Columns of a map in an order that lessens the crossings of their links, and each at the height of its neighbours.

The order is found by barycentres: again and again every column is sorted by where its neighbours stand, to the right
and back; the order with the fewest crossings is kept. Heights are then the least squares to the neighbours' heights
that keep the order and leave everything its room.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence

Edge = tuple[str, str]  # from a column to the next
SWEEPS = 12


def ordered(columns: Sequence[Sequence[str]], gaps: Sequence[Sequence[Edge]]) -> list[list[str]]:
    """The columns anew, never with more crossings than they came with; `gaps[n]` lie between columns n and n + 1."""
    best = now = [list(column) for column in columns]
    fewest = crossings(best, gaps)
    for sweep in range(SWEEPS):
        if fewest == 0:
            break
        now = _swept(now, gaps, is_rightward=sweep % 2 == 0)
        count = crossings(now, gaps)
        if count < fewest:
            best, fewest = now, count
    return best


def crossings(columns: Sequence[Sequence[str]], gaps: Sequence[Sequence[Edge]]) -> int:
    """How many pairs of links cross."""
    return sum(_inversions(columns[at], columns[at + 1], edges) for at, edges in enumerate(gaps))


def _inversions(left: Sequence[str], right: Sequence[str], edges: Sequence[Edge]) -> int:
    start, end = _places(left), _places(right)
    seen: list[int] = []
    count = 0
    for _, at in sorted((start[one], end[other]) for one, other in edges):
        count += bisect_left(seen, -at)  # places are negative there: those further down stand before
        insort(seen, -at)
    return count


def _places(column: Sequence[str]) -> dict[str, int]:
    return {key: at for at, key in enumerate(column)}


def _swept(columns: list[list[str]], gaps: Sequence[Sequence[Edge]], *, is_rightward: bool) -> list[list[str]]:
    """Every column sorted by the mean place of its neighbours in the one before; who has none keeps its place."""
    found = [list(column) for column in columns]
    steps = range(1, len(found)) if is_rightward else range(len(found) - 2, -1, -1)
    for at in steps:
        beside, edges = (at - 1, gaps[at - 1]) if is_rightward else (at + 1, gaps[at])
        place, own = _places(found[beside]), _places(found[at])
        near = neighbours(edges, is_rightward=is_rightward)
        scale = (len(found[beside]) or 1) / (len(found[at]) or 1)

        def mean(key: str) -> tuple[float, int]:
            places = [place[other] for other in near.get(key, ())]  # noqa: B023  used within this round only
            return (sum(places) / len(places) if places else own[key] * scale, own[key])  # noqa: B023

        found[at].sort(key=mean)
    return found


def neighbours(edges: Sequence[Edge], *, is_rightward: bool) -> Mapping[str, list[str]]:
    """Who stands before each (rightward), or after it."""
    found: dict[str, list[str]] = defaultdict(list)
    for one, other in edges:
        key, near = (other, one) if is_rightward else (one, other)
        found[key].append(near)
    return found


def heights(
    columns: Sequence[Sequence[str]], gaps: Sequence[Sequence[Edge]], room: Mapping[str, float]
) -> tuple[dict[str, float], float]:
    """The middle of each in pixels from the top, and the height of the whole; `room` is what each needs."""
    totals = [sum(room[key] for key in column) for column in columns]
    tallest = max(range(len(columns)), key=lambda at: totals[at])
    whole = totals[tallest]
    middles = dict(zip(columns[tallest], spaced([0.0] * len(columns[tallest]), columns[tallest], room, 0), strict=True))
    for at in [*range(tallest + 1, len(columns)), *range(tallest - 1, -1, -1)]:
        is_rightward = at > tallest
        near = neighbours(gaps[at - 1] if is_rightward else gaps[at], is_rightward=is_rightward)
        wished = [_mean([middles[other] for other in near.get(key, ())], whole / 2) for key in columns[at]]
        middles |= dict(zip(columns[at], spaced(wished, columns[at], room, whole - totals[at]), strict=True))
    return middles, whole


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def spaced(wished: Sequence[float], column: Sequence[str], room: Mapping[str, float], slack: float) -> list[float]:
    """The middles nearest to those wished for, in order and clear of each other (pooling of adjacent violators)."""
    offsets, at = [], 0.0
    for key in column:
        offsets.append(at + room[key] / 2)
        at += room[key]
    pools: list[tuple[float, int]] = []  # a mean, and of how many
    for wish, offset in zip(wished, offsets, strict=True):
        mean, count = wish - offset, 1
        while pools and pools[-1][0] > mean:
            before, more = pools.pop()
            mean, count = (before * more + mean * count) / (more + count), more + count
        pools.append((mean, count))
    free = [min(max(mean, 0.0), slack) for mean, count in pools for _ in range(count)]
    return [start + offset for start, offset in zip(free, offsets, strict=True)]
