"""A cube brought up to date where the rows of some people have changed: a correction, a new part, a new link.

A cell's people cannot be told from its number, so a change is told by whole people: all their rows as they stood
before, and all as they stand now. What they were counted for is taken away and what they count for now is put there.
Everything is whole numbers, so the cube is the same to the last bit as one made anew.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.cube.cells import Cells, Counts, CubeResult, steps_of
from groundswell.engine.cube.counting import THREADS, Rows, counted


def change(cube: CubeResult, before: Rows, after: Rows, *, threads: int = THREADS) -> CubeResult:
    """The cube as it is once `before` has become `after`: for each person touched, all of her rows then and now.

    Axes, levels, flags and sums are those of the cube; codes may have been added since. Raises ValueError where the
    rows before were never counted in this cube.
    """
    sets = [cells.levels for cells in cube.sets]
    gone, come = (counted(rows, sets, threads=threads) for rows in (before, after))
    for other, rows in ((gone, before), (come, after)):
        if other.axes != cube.axes:
            raise ValueError(f"the cube has the axes {', '.join(cube.axes)}, not {', '.join(other.axes)}")
        if len(np.asarray(rows.person)):
            _same_measures(cube, other)
    return CubeResult(cube.axes, tuple(_changed(*each) for each in zip(cube.sets, gone.sets, come.sets, strict=True)))


def _same_measures(cube: CubeResult, other: CubeResult) -> None:
    for cells, others in zip(cube.sets, other.sets, strict=True):
        if cells.scales != others.scales or cells.flagged.keys() != others.flagged.keys():
            raise ValueError("flags and sums must be those of the cube, and whole numbers where they were")


def _changed(cells: Cells, gone: Cells, come: Cells) -> Cells:
    """One set: what is gone taken away, what has come added, and cells left without rows dropped."""
    sizes = tuple(max(each) for each in zip(cells.sizes, gone.sizes, come.sizes, strict=True))
    key, new_key, old_key = (_rekeyed(each, sizes) for each in (cells, come, gone))
    new = new_key[~_among(new_key, key)]
    where = np.searchsorted(key, new)
    keys = np.insert(key, where, new) if len(new) else key
    if not _among(old_key, keys).all():
        raise ValueError("rows said to have been counted before are not in this cube")
    added, taken = np.searchsorted(keys, new_key), np.searchsorted(keys, old_key)

    def brought_up_to_date(counts: Counts, more: Counts | None, less: Counts | None) -> Counts:
        found = np.insert(counts, where, 0) if len(new) else counts.copy()
        if more is not None:
            found[added] += more
        if less is not None:
            found[taken] -= less
        return found

    rows = brought_up_to_date(cells.rows, come.rows, gone.rows)
    people = brought_up_to_date(cells.people, come.people, gone.people)
    if len(rows) and min(int(rows.min()), int(people.min())) < 0:
        raise ValueError("more was taken away than this cube counted")
    left = slice(None) if bool(rows.all()) else rows > 0
    flagged = {
        name: brought_up_to_date(counts, come.flagged.get(name), gone.flagged.get(name))[left]
        for name, counts in cells.flagged.items()
    }
    totals = {
        name: brought_up_to_date(counts, come.totals.get(name), gone.totals.get(name))[left]
        for name, counts in cells.totals.items()
    }
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
