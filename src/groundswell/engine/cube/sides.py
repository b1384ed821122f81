"""The two sides of a cell: what changes from row to row of one person, and what stays the same.

Programs, sites and months differ between a person's rows; her groups seldom do. A person counted once at a site in May
counts there for everyone, for her race, her sex and her age alike. So the stamps are put on the changing side only, and
each new stamp counts in all columns of the staying side at once: with four roll-ups by group, a quarter of the work.
Which axes stay is looked up in a sample. It decides how quick the cube is and never what it says.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.cube.axes import NOWHERE, Axis, Level
from groundswell.engine.cube.cells import steps_of
from groundswell.engine.cube.kernels import Int32s, Int64s
from groundswell.engine.cube.points import TABLE, Column, Points, points_of

SAMPLE = 1 << 16  # rows in which it is looked up whether an axis stays the same
STAYS = 0.9  # share of people who must agree with themselves
GROUPS = 1 << 16  # the most combinations of what stays: beyond that, columns would be more than stamps


@dataclass(frozen=True, slots=True, eq=False)
class SideCells:
    """The cells of one choice of levels: for each point its cells (-1: none), and for each cell its codes."""

    cells_of: Int32s  # (points, as many cells as a point lies in)
    codes: Int32s  # (cells, axes of the side)

    @property
    def count(self) -> int:
        """How many cells there are."""
        return len(self.codes)


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """Some of the axes, by their place, with the points of the rows in them."""

    axes: tuple[Axis, ...]
    places: tuple[int, ...]
    points: Points

    def cells(self, chosen: tuple[int, ...]) -> SideCells:
        """The cells of one level of each axis of this side, in the order of their codes."""
        levels = [axis.levels[pick] for axis, pick in zip(self.axes, chosen, strict=True)]
        tables = [self._codes(place, level) for place, level in enumerate(levels)]
        steps = steps_of([level.size for level in levels])
        keys = np.stack(
            [
                _keys([table[:, column] for table, column in zip(tables, columns, strict=True)], steps, self.points)
                for columns in itertools.product(*(range(table.shape[1]) for table in tables))
            ],
            axis=1,
        )
        numbers, occurring = _numbered(keys, steps[0] * levels[0].size if levels else 1)
        codes = np.zeros((len(occurring), len(levels)), np.int32)
        rest = occurring
        for place in range(len(levels) - 1, -1, -1):
            rest, codes[:, place] = np.divmod(rest, levels[place].size)
        return SideCells(numbers, codes)

    def _codes(self, place: int, level: Level) -> Int32s:
        """For each point its codes at a level: an array of shape (points, codes)."""
        if level.whole:
            return np.zeros((self.points.count, 1), np.int32)
        start = sum(len(columns_of(axis)) for axis in self.axes[:place])
        axis = self.axes[place]
        if level.codes is not None:
            rowwise = [each for each in axis.levels if each.codes is not None]
            return self.points.codes[start + axis.needs_codes + rowwise.index(level)].reshape(-1, 1)
        own = self.points.codes[start]
        if level.mapping is None:
            return own.reshape(-1, 1)
        # Nowhere is the last place when counted from the end, so that it finds the row put there for it.
        return np.concatenate([level.mapping, np.full((1, level.mapping.shape[1]), NOWHERE, np.int32)])[own]


def columns_of(axis: Axis) -> list[Column]:
    """The columns that tell an axis's rows apart: its finest codes where a level needs them, then its row codes."""
    columns: list[Column] = []
    if axis.needs_codes and axis.codes is not None:
        columns.append((axis.codes, axis.highest + 1))
    return columns + [(level.codes, level.size) for level in axis.levels if level.codes is not None]


def staying(person: Int32s, axes: Sequence[Axis]) -> tuple[int, ...]:
    """The places of axes in which people stay the same, by a sample of whole people; those with few codes first."""
    mask = (1 << max(0, (len(person) // SAMPLE).bit_length())) - 1
    sample = np.flatnonzero((person & mask) == 0)
    sample = sample[np.argsort(person[sample], kind="stable")]
    who = person[sample]
    again = who[1:] == who[:-1]
    people = max(1, len(who) - int(again.sum()))
    found: list[tuple[int, int]] = []
    for place, axis in enumerate(axes):
        changes = np.zeros(len(again), np.bool_)
        size = 1
        for codes, count in columns_of(axis):
            picked = codes[sample]
            changes |= picked[1:] != picked[:-1]
            size *= count + 1
        if len(np.unique(who[1:][again & changes])) <= (1 - STAYS) * people:
            found.append((size, place))
    chosen, size = [], 1
    for count, place in sorted(found):
        size *= count
        if size <= GROUPS:
            chosen.append(place)
    return tuple(sorted(chosen))


def side(axes: Sequence[Axis], places: Sequence[int], rows: int, pool: ThreadPoolExecutor) -> Side:
    """One side: the axes at these places, with their points."""
    mine = tuple(axes[place] for place in places)
    columns = [column for axis in mine for column in columns_of(axis)]
    return Side(mine, tuple(places), points_of(columns, rows, pool))


def _keys(codes: list[Int32s], steps: tuple[int, ...], points: Points) -> Int64s:
    """The codes of each point as one number; -1 where one of them is none."""
    keys = np.zeros(points.count, np.int64)
    nowhere = np.zeros(points.count, np.bool_)
    for code, step in zip(codes, steps, strict=True):
        keys += code.astype(np.int64) * step
        nowhere |= code == NOWHERE
    keys[nowhere] = NOWHERE
    return keys


def _numbered(keys: Int64s, thinkable: int) -> tuple[Int32s, NDArray[np.int64]]:
    """A number for each key that occurs, in their order (-1 stays -1), and the keys that occur."""
    if thinkable <= TABLE:
        present = np.zeros(thinkable + 1, np.bool_)
        present[keys] = True
        present[-1] = False
        numbers = np.cumsum(present, dtype=np.int32) - np.int32(1)
        numbers[-1] = NOWHERE
        return numbers[keys], np.flatnonzero(present)
    occurring, inverse = np.unique(keys, return_inverse=True)
    missing = int(len(occurring) > 0 and occurring[0] == NOWHERE)
    return inverse.reshape(keys.shape).astype(np.int32) - np.int32(missing), occurring[missing:]
