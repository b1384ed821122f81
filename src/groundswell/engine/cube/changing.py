"""A cube brought up to date where the rows of some people have changed: a correction, a new part, a new link.

A cell's people cannot be told from its number, so a change is told by whole people: all their rows as they stood
before, and all as they stand now. What they were counted for is taken away and what they count for now is put there.
Everything is whole numbers, so the cube is the same to the last bit as one made anew.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.cube.cells import Cells, Counts, CubeResult, steps_of
from groundswell.engine.cube.counting import THREADS, Rows, counted
from groundswell.engine.cube.rows_of_both import both


def change(cube: CubeResult, before: Rows, after: Rows, *, threads: int = THREADS) -> CubeResult:
    """The cube as it is once `before` has become `after`: for each person touched, all of her rows then and now.

    Axes, levels, flags and sums are those of the cube; codes may have been added since. Raises ValueError where the
    rows before were never counted in this cube, or where a level says of a code another thing than before: then a cube
    has to be made anew.
    """
    sets = [cells.levels for cells in cube.sets]
    for rows in (before, after):
        if tuple(axis.name for axis in rows.axes) != cube.axes:
            raise ValueError(f"the cube has the axes {', '.join(cube.axes)}, and other axes were given")
    rows, taken = both(before, after)
    difference = counted(rows, sets, taken=taken, threads=threads)
    if len(taken):
        _same_measures(cube, difference)
    return CubeResult(cube.axes, tuple(map(_changed, cube.sets, difference.sets)))


def _same_measures(cube: CubeResult, other: CubeResult) -> None:
    for cells, others in zip(cube.sets, other.sets, strict=True):
        if cells.scales != others.scales or cells.flagged.keys() != others.flagged.keys():
            raise ValueError("flags and sums must be those of the cube, and whole numbers where they were")


def _changed(cells: Cells, difference: Cells) -> Cells:
    """One set with its difference added: cells that were not there come in, cells left without rows drop out."""
    sizes = tuple(max(each) for each in zip(cells.sizes, difference.sizes, strict=True))
    key, other = _rekeyed(cells, sizes), _rekeyed(difference, sizes)
    if not len(other):
        return replace(cells, sizes=sizes, key=key)
    new = other[~_among(other, key)]
    where = np.searchsorted(key, new)
    keys = np.insert(key, where, new) if len(new) else key
    places = np.searchsorted(keys, other)

    def with_difference(counts: Counts, more: Counts) -> Counts:
        found = np.insert(counts, where, 0) if len(new) else counts.copy()
        found[places] += more
        return found

    rows, people = with_difference(cells.rows, difference.rows), with_difference(cells.people, difference.people)
    if min(int(rows.min()), int(people.min())) < 0:
        raise ValueError("more was taken away than this cube counted")
    left = slice(None) if bool(rows.all()) else rows > 0
    flagged = {name: with_difference(each, difference.flagged[name])[left] for name, each in cells.flagged.items()}
    totals = {name: with_difference(each, difference.totals[name])[left] for name, each in cells.totals.items()}
    return Cells(cells.levels, sizes, keys[left], rows[left], people[left], flagged, totals, cells.scales)


def _among(keys: Counts, ordered: Counts) -> NDArray[np.bool_]:
    """For each key whether it is among keys that stand in order."""
    if not len(ordered):
        return np.zeros(len(keys), np.bool_)
    found: NDArray[np.bool_] = ordered[np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)] == keys
    return found


def _rekeyed(cells: Cells, sizes: tuple[int, ...]) -> Counts:
    """The keys as they are where levels have as many codes as `sizes` says."""
    if cells.sizes == sizes:
        return cells.key
    return cells.codes.astype(np.int64) @ np.array(steps_of(sizes), np.int64)
