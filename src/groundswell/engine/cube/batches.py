"""Which sets are counted in one go, so that a pass over the rows serves many sets and memory stays within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from groundswell.engine.cube.kernels import Int32s
from groundswell.engine.cube.sides import Side, SideCells

PLACES = 1 << 25  # most places for counts in one batch: 128 MB for each thread and flag
ENTRIES = 1 << 26  # most entries of the table from points to cells: 256 MB

Levels = tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Choices of levels of the changing side times choices of the staying side, laid out one after the other.

    `cells_of` and `columns_of` are the tables that the stamps read; a column that is nobody's stands at the end.
    """

    changing: tuple[tuple[Levels, SideCells, int], ...]  # levels, cells, number of the first of them
    staying: tuple[tuple[Levels, SideCells, int], ...]  # levels, columns, number of the first of them
    cells_of: Int32s
    columns_of: Int32s
    cells: int
    width: int


def batches_of(
    sets: Sequence[Levels], changing: Side, staying: Side, values: int, kinds: int = 1
) -> tuple[list[Batch], list[Levels]]:
    """Batches for the sets, and the sets too wide for any; `values` is how many numbers a place holds.

    Groups of several `kinds` (to be added, to be taken away) stand one kind after the other in `columns_of`.
    """
    wanted: dict[Levels, list[Levels]] = {}
    for chosen in dict.fromkeys(sets):
        wanted.setdefault(_part(chosen, changing), []).append(_part(chosen, staying))
    together: dict[tuple[Levels, ...], list[Levels]] = {}
    for one, others in wanted.items():
        together.setdefault(tuple(sorted(set(others))), []).append(one)
    found: list[Batch] = []
    too_wide: list[Levels] = []
    limit = PLACES // (1 + values)
    for others_of, ones in together.items():
        columns = [(levels, staying.cells(levels)) for levels in others_of]
        width = sum(cells.count for _, cells in columns) + 1
        waiting: list[tuple[Levels, SideCells]] = []
        for one in ones:
            cells = changing.cells(one)
            if len(columns) > 1 and cells.count * width > limit:
                too_wide += [_whole(one, other, changing, staying) for other in others_of]
                continue
            if waiting and not _fits([*waiting, (one, cells)], width, limit):
                found.append(_batch(waiting, columns, kinds))
                waiting = []
            waiting.append((one, cells))
        if waiting:
            found.append(_batch(waiting, columns, kinds))
    return found, too_wide


def _fits(changing: list[tuple[Levels, SideCells]], width: int, limit: int) -> bool:
    entries = sum(cells.cells_of.size for _, cells in changing)
    return sum(cells.count for _, cells in changing) * width <= limit and entries <= ENTRIES


def _batch(changing: list[tuple[Levels, SideCells]], staying: list[tuple[Levels, SideCells]], kinds: int) -> Batch:
    rows, cells = _laid_out(changing)
    columns, width = _laid_out(staying)
    columns_of = np.tile(_table(columns), (kinds, 1))
    if columns_of.min(initial=0) < 0:
        columns_of[columns_of < 0] = width
        width += 1
    return Batch(rows, columns, _table(rows), columns_of, cells, width)


def _laid_out(choices: list[tuple[Levels, SideCells]]) -> tuple[tuple[tuple[Levels, SideCells, int], ...], int]:
    found, first = [], 0
    for levels, cells in choices:
        found.append((levels, cells, first))
        first += cells.count
    return tuple(found), first


def _table(choices: tuple[tuple[Levels, SideCells, int], ...]) -> Int32s:
    """For each point the numbers of all its cells, side by side, so that they are read in one go."""
    tables = [np.where(cells.cells_of < 0, -1, cells.cells_of + first) for _, cells, first in choices]
    return np.ascontiguousarray(np.concatenate(tables, axis=1), np.int32)


def _part(chosen: Levels, side: Side) -> Levels:
    return tuple(chosen[place] for place in side.places)


def _whole(one: Levels, other: Levels, changing: Side, staying: Side) -> Levels:
    """The set that picks these levels on the two sides."""
    picks = dict(zip((*changing.places, *staying.places), (*one, *other), strict=True))
    return tuple(picks[place] for place in range(len(picks)))
