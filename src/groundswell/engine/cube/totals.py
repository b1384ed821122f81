"""What is added up: rows and values of each point, then of each cell.

Adding up needs no order of people. Each row is added once to its point; the few points are then added up to cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.engine.cube.batches import Batch
from groundswell.engine.cube.cells import MILLIONTHS
from groundswell.engine.cube.kernels import Int32s, Int64s, add_rows, roll_up, spread
from groundswell.engine.cube.points import CHUNK, Points, done

SPACIOUS = 1 << 25  # totals beyond so many numbers are kept once, not once for each thread


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """Arrays to be added up, and how many of their whole units make one of theirs."""

    arrays: dict[str, NDArray[np.generic]]
    scales: dict[str, int]

    @property
    def names(self) -> tuple[str, ...]:
        """The names, in the order in which they stand in totals."""
        return tuple(self.arrays)

    def __len__(self) -> int:
        return len(self.arrays)

    def whole(self, rows: slice) -> Int64s:
        """The values of some rows as whole numbers: an array of shape (rows, values)."""
        found = np.empty((rows.stop - rows.start, len(self.arrays)), np.int64)
        for place, (name, values) in enumerate(self.arrays.items()):
            scale = self.scales[name]
            picked = values[rows]
            found[:, place] = picked if scale == 1 else np.rint(picked.astype(np.float64) * scale)
        return found


def values_of(sums: Mapping[str, ArrayLike], rows: int) -> Values:
    """The values, checked: raises ValueError where one is not finite, or so large that sums would not be exact."""
    arrays: dict[str, NDArray[np.generic]] = {}
    scales: dict[str, int] = {}
    for name, given in sums.items():
        values = np.asarray(given)
        if values.dtype.kind not in "iubf" or values.shape != (rows,):
            raise ValueError(f"{name} is not one number for each of {rows} rows")
        scales[name] = MILLIONTHS if values.dtype.kind == "f" else 1
        largest = max(abs(float(values.min())), abs(float(values.max()))) if rows else 0.0
        # Doubles hold whole numbers up to 2**53 exactly, and a sum must fit into 63 bits; a NaN fails both.
        if not (largest * scales[name] < 2.0**53 and largest * scales[name] * rows < 2.0**63):
            raise ValueError(f"{name} holds a number that is not finite, or too large to be added up exactly")
        arrays[name] = values
    return Values(arrays, scales)


def totals_of_points(
    changing: Points,
    group: Int32s,
    batch: Batch,
    weights: Int32s,
    values: Values,
    pool: ThreadPoolExecutor,
    threads: int,
) -> Int64s:
    """Rows and values of each point in each column: an array of shape (columns, points, 1 + values).

    Where there are more rows than pairs of group and point, a row is added to its pair only, and the pairs to columns.
    """
    shape = (batch.width, changing.count, 1 + len(values))
    columns_of = batch.columns_of
    pairs = (len(columns_of), *shape[1:])
    few = len(changing.of_row) < pairs[0] * pairs[1]
    if few or columns_of.shape[1] == 1 or int(np.prod(pairs)) > SPACIOUS:
        return _added(changing, group, columns_of, weights, shape, values, pool, threads)
    itself = np.arange(len(columns_of), dtype=np.int32).reshape(-1, 1)
    totals = np.zeros(shape, np.int64)
    spread(_added(changing, group, itself, weights, pairs, values, pool, threads), columns_of, totals)
    return totals


def _added(
    changing: Points,
    group: Int32s,
    columns_of: Int32s,
    weights: Int32s,
    shape: tuple[int, int, int],
    values: Values,
    pool: ThreadPoolExecutor,
    threads: int,
) -> Int64s:
    """Every row added to its point in its columns."""
    rows = len(changing.of_row)
    parts = threads if int(np.prod(shape)) <= SPACIOUS else 1

    def add(part: int) -> Int64s:
        totals = np.zeros(shape, np.int64)
        last = rows * (part + 1) // parts
        for start in range(rows * part // parts, last, CHUNK):
            here = slice(start, min(start + CHUNK, last))
            add_rows(changing.of_row[here], group[here], values.whole(here), columns_of, weights, totals)
        return totals

    found, *others = pool.map(add, range(parts))
    for other in others:
        found += other
    return found


def rolled_up(totals: Int64s, batch: Batch, pool: ThreadPoolExecutor) -> Int64s:
    """Rows and values of each cell in each column: an array of shape (columns, cells, 1 + values)."""
    found = np.zeros((len(totals), batch.cells, totals.shape[2]), np.int64)
    done(pool.map(lambda column: roll_up(totals[column], batch.cells_of, found[column]), range(len(totals))))
    return found
