"""Points: the combinations of codes that rows really have.

Forty programs at two hundred sites are eight thousand pairs, of which a thousand exist. What does not exist gets no
number and so takes no memory later. Where all thinkable combinations of a few columns fit into a small table, the
table numbers them; where they do not, the codes that occur are sorted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.cube.axes import Codes
from groundswell.engine.cube.kernels import Int32s, mark, renumber

TABLE = 1 << 25  # the most thinkable combinations that are numbered by a table
CHUNK = 1 << 17  # rows that stay in the nearest memory while they are worked on

Column = tuple[Codes, int]  # a code for each row, and how many codes there are


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """The point of each row, and for each column the code of each point (-1: none)."""

    of_row: Int32s
    codes: tuple[Int32s, ...]
    count: int


def done(work: Iterable[None]) -> None:
    """Wait for all of the work; what goes wrong on a thread is raised here."""
    for nothing in work:
        assert nothing is None


def in_chunks(pool: ThreadPoolExecutor, rows: int, work: Callable[[slice], None]) -> None:
    """Do the work for stretches of rows, on every thread of the pool."""
    done(pool.map(work, (slice(start, min(start + CHUNK, rows)) for start in range(0, rows, CHUNK))))


def points_of(columns: Sequence[Column], rows: int, pool: ThreadPoolExecutor) -> Points:
    """Number the combinations of these columns that occur, in the order of their codes, the first column slowest."""
    found = Points(np.zeros(rows, np.int32), (), 1)
    waiting: list[Column] = []
    for column in columns:
        if waiting and _combinations(found.count, [*waiting, column]) > TABLE:
            found, waiting = _joined(found, waiting, pool), []
        waiting.append(column)
    return _joined(found, waiting, pool) if waiting else found


def _combinations(count: int, columns: Iterable[Column]) -> int:
    for _, size in columns:
        count *= size + 1
    return count


def _joined(found: Points, columns: list[Column], pool: ThreadPoolExecutor) -> Points:
    """The points of what was found so far together with these columns."""
    thinkable = _combinations(found.count, columns)
    if thinkable > TABLE:
        return _sorted(found, columns, thinkable)
    codes, present = found.of_row, np.zeros(thinkable, np.bool_)

    def fold(rows: slice) -> None:
        folded = codes[rows]
        for column, size in columns:
            np.multiply(folded, size + 1, out=folded)
            np.add(folded, _checked(column[rows], size), out=folded, casting="unsafe")
        mark(folded, present)

    in_chunks(pool, len(codes), fold)
    numbers = np.cumsum(present, dtype=np.int32) - np.int32(1)
    in_chunks(pool, len(codes), lambda rows: renumber(codes[rows], numbers))
    return _taken_apart(found, columns, codes, np.flatnonzero(present))


def _sorted(found: Points, columns: list[Column], thinkable: int) -> Points:
    """The same by sorting; one column at a time, so that the codes stay within 64 bits."""
    assert thinkable < 2**62
    codes = found.of_row.astype(np.int64)
    for column, size in columns:
        codes *= size + 1
        codes += _checked(column, size)
    occurring, of_row = np.unique(codes, return_inverse=True)
    return _taken_apart(found, columns, of_row.astype(np.int32), occurring)


def _taken_apart(found: Points, columns: list[Column], of_row: Int32s, occurring: NDArray[np.int64]) -> Points:
    """The codes of each point, column by column."""
    apart: list[Int32s] = []
    rest = occurring
    for _, size in reversed(columns):
        rest, code = np.divmod(rest, size + 1)
        apart.append(code.astype(np.int32) - np.int32(1))
    earlier = tuple(codes[rest] for codes in found.codes)
    return Points(of_row, (*earlier, *reversed(apart)), len(occurring))


def _checked(codes: Codes, size: int) -> NDArray[np.int32]:
    """The codes moved up by one, so that none is 0; raises ValueError where one is not a code."""
    if len(codes) and (int(codes.max()) >= size or int(codes.min()) < -1):
        raise ValueError(f"codes must be 0 to {size - 1}, or -1 for none")
    return codes.astype(np.int32) + np.int32(1)
