"""Counting people and adding up, for many roll-ups at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.engine.cube.axes import Axis, checked
from groundswell.engine.cube.batches import Batch, Levels, batches_of
from groundswell.engine.cube.cells import Cells, CubeResult, steps_of
from groundswell.engine.cube.kernels import BITS, NOBODY, SEVERAL, Int32s, Int64s, stamp, stamp_apart, stamp_flags
from groundswell.engine.cube.ordering import Line, lined_up, numbered_people, settled_groups
from groundswell.engine.cube.points import in_chunks
from groundswell.engine.cube.sides import Side, side, staying
from groundswell.engine.cube.totals import Values, rolled_up, totals_of_points, values_of

MOST_FLAGS = BITS - 2
THREADS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows about people: who, where they stand on each axis, which flags they carry, and what is added up.

    `person` is a whole number for each row, in any order; ordered by person, counting is quicker. A flag is true or
    false for each row. What is added up is whole numbers, or numbers of which the first six decimals count.
    """

    person: ArrayLike
    axes: Sequence[Axis]
    flags: Mapping[str, ArrayLike] = field(default_factory=dict)
    sums: Mapping[str, ArrayLike] = field(default_factory=dict)


def cube(
    person: ArrayLike,
    axes: Sequence[Axis],
    sets: Sequence[Levels],
    flags: Mapping[str, ArrayLike] | None = None,
    sums: Mapping[str, ArrayLike] | None = None,
    *,
    threads: int = THREADS,
) -> CubeResult:
    """Each set's cells with rows, distinct people, distinct people with each flag, and sums; every number exact.

    A set picks a level of each axis by its place. Memory grows with the rows and with the combinations that occur.
    Raises ValueError where codes are out of range, lengths differ, there are more than 14 flags, or a number to be
    added up is not finite or too large.
    """
    return counted(Rows(person, axes, flags or {}, sums or {}), sets, threads=threads)


def counted(
    rows: Rows, sets: Sequence[Levels], *, taken: NDArray[np.bool_] | None = None, threads: int = THREADS
) -> CubeResult:
    """As `cube`, for rows that stand together.

    With `taken`, true for all the rows of a person or for none, those rows count negatively, and cells in which
    everything cancels out are not there.
    """
    person, people = numbered_people(rows.person)
    wanted = [tuple(chosen) for chosen in sets]
    checked(rows.axes, wanted, len(person))
    marks = {name: _flag(values, name, len(person)) for name, values in rows.flags.items()}
    if len(marks) > MOST_FLAGS:
        raise ValueError(f"a cube takes at most {MOST_FLAGS} flags")
    values = values_of(rows.sums, len(person))
    with ThreadPoolExecutor(threads) as pool:
        stays = staying(person, rows.axes)
        work = _Work(person, people, tuple(rows.axes), marks, values, pool, threads, taken)
        found = work.cells(wanted, stays)
    return CubeResult(tuple(axis.name for axis in rows.axes), tuple(found[chosen] for chosen in wanted))


def _flag(values: ArrayLike, name: str, rows: int) -> NDArray[np.bool_]:
    found = np.asarray(values)
    if found.dtype != np.bool_ or found.shape != (rows,):
        raise ValueError(f"the flag {name} is not true or false for each of {rows} rows")
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Work:
    """What one counting holds in its hands."""

    person: Int32s
    people: int
    axes: tuple[Axis, ...]
    flags: dict[str, NDArray[np.bool_]]
    values: Values
    pool: ThreadPoolExecutor
    threads: int
    taken: NDArray[np.bool_] | None = None  # rows that are to be taken away; a person's all or none

    def cells(self, sets: Sequence[Levels], stays: tuple[int, ...]) -> dict[Levels, Cells]:
        """The cells of each set, where the axes at these places seldom change within a person."""
        rows = len(self.person)
        changing = side(self.axes, [p for p in range(len(self.axes)) if p not in stays], rows, self.pool)
        same = side(self.axes, stays, rows, self.pool)
        kinds = 1 if self.taken is None else 2
        batches, too_wide = batches_of(sets, changing, same, 2 * (2 + len(self.values) + len(self.flags)), kinds)
        weights = np.repeat(np.array([1, -1], np.int32)[:kinds], same.points.count)
        group = same.points.of_row
        if self.taken is not None:
            group = group + np.where(self.taken, np.int32(same.points.count), np.int32(0))
        found: dict[Levels, Cells] = {}
        if batches:
            stamps = self._stamps(changing, group, weights)
        for batch in batches:
            totals = totals_of_points(changing.points, group, batch, weights, self.values, self.pool, self.threads)
            rolled = rolled_up(totals, batch, self.pool)
            found |= self._taken_out(batch, changing, same, rolled, stamps.counts(batch, self))
        if too_wide:
            found |= self.cells(too_wide, ())
        return found

    def _stamps(self, changing: Side, group: Int32s, weights: Int32s) -> _Stamps:
        """The rows as the stamps want them: person by person, with point and flags in one number."""
        records = self._records(changing)
        groups = settled_groups(self.person, group, self.people, self.pool, self.threads)
        apart = None
        if bool((groups == SEVERAL).any()):
            rows = np.flatnonzero(groups[self.person] == SEVERAL)
            rows = rows[np.argsort(self.person[rows], kind="stable")]
            marked = records[rows] if self.flags else (records[rows].astype(np.int64) << BITS) | 1
            apart = (self.person[rows], marked, group[rows])
        line = lined_up(self.person, records, groups, self.pool, self.threads)
        return _Stamps(line, apart, changing.points.count, weights)

    def _records(self, changing: Side) -> NDArray[Any]:
        """The point of each row; with flags, the point above the row's flags."""
        points = changing.points.of_row
        if not self.flags:
            return points
        records = np.empty(len(points), np.int64)

        def write(rows: slice) -> None:
            bits = np.ones(rows.stop - rows.start, np.int64)
            for place, mask in enumerate(self.flags.values()):
                bits |= mask[rows].astype(np.int64) << (place + 1)
            records[rows] = (points[rows].astype(np.int64) << BITS) | bits

        in_chunks(self.pool, len(points), write)
        return records

    def _taken_out(
        self, batch: Batch, changing: Side, same: Side, rolled: Int64s, counts: Int32s
    ) -> dict[Levels, Cells]:
        """The cells that have rows, set by set."""
        found: dict[Levels, Cells] = {}
        for one, cells, first in batch.changing:
            for other, columns, start in batch.staying:
                picks = dict(zip((*changing.places, *same.places), (*one, *other), strict=True))
                chosen = tuple(picks[place] for place in range(len(picks)))
                down, across = slice(first, first + cells.count), slice(start, start + columns.count)
                filled = rolled[across, down, 0].T != 0
                if self.taken is not None:  # what is taken away and put back cancels out, not always everything at once
                    filled |= _anything(rolled[across, down]).T | (counts[:, down, across] != 0).any(axis=0)
                there = filled.nonzero()
                key = _keys(self.axes, chosen, changing, cells.codes[there[0]], same, columns.codes[there[1]])
                found[chosen] = self._set(chosen, key, there[0] + first, there[1] + start, rolled, counts)
        return found

    def _set(self, chosen: Levels, key: Int64s, cell: Int64s, column: Int64s, rolled: Int64s, counts: Int32s) -> Cells:
        """One set's cells in the order of their codes."""
        if len(key) > 1 and not bool(np.all(key[1:] > key[:-1])):
            order = np.argsort(key)
            key, cell, column = key[order], cell[order], column[order]
        sums = rolled[column, cell]
        people = [each[cell, column].astype(np.int64) for each in counts]
        return Cells(
            chosen,
            tuple(axis.levels[pick].size for axis, pick in zip(self.axes, chosen, strict=True)),
            key,
            np.ascontiguousarray(sums[:, 0]),
            people[0],
            dict(zip(self.flags, people[1:], strict=True)),
            {name: np.ascontiguousarray(sums[:, 1 + place]) for place, name in enumerate(self.values.names)},
            dict(self.values.scales),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Stamps:
    """People in line, and the rows of those whose group is not one: who, record, group."""

    line: Line
    apart: tuple[Int32s, Int64s, Int32s] | None
    points: int
    weights: Int32s

    def counts(self, batch: Batch, work: _Work) -> Int32s:
        """Distinct people, and with each flag: an array of shape (1 + flags, cells, columns)."""
        parts = [part for part in self.line.parts(work.threads) if part.stop > part.start]
        shape = (1 + len(work.flags), batch.cells, batch.width)
        total = np.zeros(shape, np.int32)
        for found in work.pool.map(lambda part: self._counted(part, batch, shape), parts):
            total += found
        if self.apart is not None:
            seen = np.full(shape[1:], -1, np.int64)
            stamp_apart(*self.apart, batch.cells_of, batch.columns_of, self.weights, seen, total)
        return total

    def _counted(self, part: slice, batch: Batch, shape: tuple[int, int, int]) -> Int32s:
        """The counts of some of the people in line."""
        line, found = self.line, np.zeros(shape, np.int32)
        stretch = (line.starts[part], line.ends[part], line.group[part], line.records)
        people = (*stretch, batch.cells_of, batch.columns_of, self.weights)
        if shape[0] == 1:
            people_of = np.zeros((batch.cells, 2), np.int32)
            people_of[:, 0] = NOBODY
            stamp(*people, np.full(self.points, NOBODY, np.int32), people_of, found[0])
        else:
            flags_of = np.zeros((batch.cells, 1 + shape[0]), np.int64)
            flags_of[:, 0] = NOBODY
            stamp_flags(*people, np.full(self.points, NOBODY, np.int64), flags_of, found)
        return found


def _anything(totals: Int64s) -> NDArray[np.bool_]:
    """Where any of the values along the last axis is not nought; value by value, many times quicker than at once."""
    found: NDArray[np.bool_] = totals[..., 0] != 0
    for value in range(1, totals.shape[-1]):
        found |= totals[..., value] != 0
    return found


def _keys(axes: Sequence[Axis], chosen: Levels, changing: Side, codes: Int32s, same: Side, others: Int32s) -> Int64s:
    """The key of each cell, from its codes on the two sides."""
    steps = steps_of([axis.levels[pick].size for axis, pick in zip(axes, chosen, strict=True)])
    key = np.zeros(len(codes), np.int64)
    for table, side_of in ((codes, changing), (others, same)):
        for column, place in enumerate(side_of.places):
            key += table[:, column] * np.int64(steps[place])
    return key
