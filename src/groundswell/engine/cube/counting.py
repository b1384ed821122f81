"""Counting people and adding up, for many roll-ups at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.engine.cube.axes import Axis, checked
from groundswell.engine.cube.batches import Batch, Levels, batches_of
from groundswell.engine.cube.cells import Cells, Counts, CubeResult, steps_of
from groundswell.engine.cube.kernels import BITS, SEVERAL, Int32s, Int64s, stamp, stamp_apart, stamp_flags
from groundswell.engine.cube.ordering import halves, numbered_people, ordered, settled_groups
from groundswell.engine.cube.points import in_chunks
from groundswell.engine.cube.sides import Side, SideCells, side, staying
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


def counted(rows: Rows, sets: Sequence[Levels], *, threads: int = THREADS) -> CubeResult:
    """As `cube`, for rows that stand together."""
    person, people = numbered_people(rows.person)
    wanted = [tuple(chosen) for chosen in sets]
    checked(rows.axes, wanted, len(person))
    marks = {name: _flag(values, name, len(person)) for name, values in rows.flags.items()}
    if len(marks) > MOST_FLAGS:
        raise ValueError(f"a cube takes at most {MOST_FLAGS} flags")
    values = values_of(rows.sums, len(person))
    with ThreadPoolExecutor(threads) as pool:
        stays = staying(person, rows.axes)
        work = _Work(person, people, tuple(rows.axes), marks, values, pool, threads)
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

    def cells(self, sets: Sequence[Levels], stays: tuple[int, ...]) -> dict[Levels, Cells]:
        """The cells of each set, where the axes at these places seldom change within a person."""
        rows = len(self.person)
        changing = side(self.axes, [p for p in range(len(self.axes)) if p not in stays], rows, self.pool)
        same = side(self.axes, stays, rows, self.pool)
        batches, too_wide = batches_of(sets, changing, same, 2 * (2 + len(self.values) + len(self.flags)))
        found: dict[Levels, Cells] = {}
        if batches:
            stamps = self._stamps(changing, same)
        for batch in batches:
            totals = totals_of_points(changing.points, same.points, batch, self.values, self.pool, self.threads)
            rolled = rolled_up(totals, batch, self.pool, self.threads)
            found |= self._taken_out(batch, changing, same, rolled, stamps.counts(batch, self))
        if too_wide:
            found |= self.cells(too_wide, ())
        return found

    def _stamps(self, changing: Side, same: Side) -> _Stamps:
        """The rows as the stamps want them: person by person, with point and flags in one number."""
        records = np.empty(len(self.person), np.int64)

        def write(rows: slice) -> None:
            bits = np.ones(rows.stop - rows.start, np.int64)
            for place, mask in enumerate(self.flags.values()):
                bits |= mask[rows].astype(np.int64) << (place + 1)
            records[rows] = (changing.points.of_row[rows].astype(np.int64) << BITS) | bits

        in_chunks(self.pool, len(self.person), write)
        groups = settled_groups(self.person, same.points.of_row, self.people, self.pool, self.threads)
        if bool((groups == SEVERAL).any()):
            rows = np.flatnonzero(groups[self.person] == SEVERAL)
            rows = rows[np.argsort(self.person[rows], kind="stable")]
            apart = (self.person[rows], records[rows], same.points.of_row[rows])
        else:
            apart = None
        person, records = ordered(self.person, records, self.people, self.pool, self.threads)
        return _Stamps(person, records, groups, apart, changing.points.count)

    def _taken_out(
        self, batch: Batch, changing: Side, same: Side, rolled: Int64s, counts: Int64s
    ) -> dict[Levels, Cells]:
        """The cells that have rows, set by set."""
        found: dict[Levels, Cells] = {}
        for one, cells, first in batch.changing:
            for other, columns, start in batch.staying:
                picks = dict(zip((*changing.places, *same.places), (*one, *other), strict=True))
                chosen = tuple(picks[place] for place in range(len(picks)))
                block = (slice(first, first + cells.count), slice(start, start + columns.count))
                found[chosen] = self._set(
                    chosen, _keys(self.axes, chosen, changing, cells, same, columns), rolled[block], counts[:, *block]
                )
        return found

    def _set(self, chosen: Levels, keys: Int64s, rolled: Int64s, counts: Int64s) -> Cells:
        """One set's cells in the order of their codes."""
        there = np.flatnonzero(rolled[:, :, 0].ravel())
        key = keys.ravel()[there]
        if len(key) > 1 and not bool(np.all(key[1:] > key[:-1])):
            order = np.argsort(key)
            key, there = key[order], there[order]
        flat = rolled.reshape(-1, rolled.shape[2])[there]
        people = [each.ravel()[there].astype(np.int64) for each in counts]
        totals: dict[str, Counts] = {
            name: np.ascontiguousarray(flat[:, 1 + place]) for place, name in enumerate(self.values.names)
        }
        return Cells(
            chosen,
            tuple(axis.levels[pick].size for axis, pick in zip(self.axes, chosen, strict=True)),
            key,
            np.ascontiguousarray(flat[:, 0]),
            people[0],
            dict(zip(self.flags, people[1:], strict=True)),
            totals,
            dict(self.values.scales),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Stamps:
    """Rows person by person, the group of each person, and the rows of those whose group is not one."""

    person: Int32s
    records: Int64s
    groups: Int32s
    apart: tuple[Int32s, Int64s, Int32s] | None
    points: int

    def counts(self, batch: Batch, work: _Work) -> Int64s:
        """Distinct people, and with each flag: an array of shape (1 + flags, cells, columns)."""
        shape = (1 + len(work.flags), batch.cells * batch.width)
        kind = np.int64 if work.flags else np.int32
        kernel = stamp_flags if work.flags else stamp

        def count(rows: slice) -> Int32s:
            found = np.zeros(shape[0] * shape[1], np.int32)
            points, seen = np.full(self.points, -1, kind), np.full(batch.cells, -1, kind)
            kernel(
                self.person[rows],
                self.records[rows],
                self.groups,
                batch.cells_of,
                batch.columns_of,
                batch.width,
                points,
                seen,
                found,
            )
            return found

        total, *others = work.pool.map(count, halves(self.person, work.threads))
        for other in others:
            total += other
        if self.apart is not None:
            person, records, group = self.apart
            seen = np.full(shape[1], -1, np.int64)
            stamp_apart(person, records, group, batch.cells_of, batch.columns_of, batch.width, seen, total)
        return total.reshape(shape[0], batch.cells, batch.width)


def _keys(
    axes: Sequence[Axis], chosen: Levels, changing: Side, cells: SideCells, same: Side, columns: SideCells
) -> Int64s:
    """The key of each place of a block: an array of shape (cells, columns)."""
    steps = steps_of([axis.levels[pick].size for axis, pick in zip(axes, chosen, strict=True)])
    down = cells.codes.astype(np.int64) @ np.array([steps[p] for p in changing.places], np.int64)
    across = columns.codes.astype(np.int64) @ np.array([steps[p] for p in same.places], np.int64)
    return down[:, None] + across[None, :]
