"""The compiled loops of the cube. Each does one thing to plain arrays, releases the lock, and is kept on disk.

People are counted by stamps: rows come person by person, each cell remembers who was there last, and counts whoever is
not that person. No table of people is kept for any cell, so the work is rows times roll-ups and nothing more. The slow
and obvious twin of all of them together is `tests/reference/plain_cube.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

P = ParamSpec("P")
R = TypeVar("R")
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
Bools = NDArray[np.bool_]

BITS = 16  # of a stamp or a record: the flags, with presence as the lowest; who or where stands above them
ALL_BITS = (1 << BITS) - 1
NOBODY, SEVERAL = -1, -2  # a person without rows; one whose rows disagree on who she is


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """The function as machine code, made at its first call and kept beside the module."""
    return cast(Callable[P, R], numba.njit(cache=True, nogil=True)(function))


@compiled
def mark(codes: Int32s, present: Bools) -> None:
    """Note which codes occur."""
    for place in range(len(codes)):
        present[codes[place]] = True


@compiled
def renumber(codes: Int32s, numbers: Int32s) -> None:
    """Put each code's number in its place."""
    for place in range(len(codes)):
        codes[place] = numbers[codes[place]]


@compiled
def settle(person: Int32s, group: Int32s, group_of: Int32s) -> None:
    """The one group each person's rows agree on, or SEVERAL."""
    for row in range(len(person)):
        who = person[row]
        if group_of[who] == -1:
            group_of[who] = group[row]
        elif group_of[who] != group[row]:
            group_of[who] = -2


@compiled
def tally(person: Int32s, shift: int, counts: Int64s) -> None:
    """How many rows fall into each bucket of neighbouring people."""
    for row in range(len(person)):
        counts[person[row] >> shift] += 1


@compiled
def deal(
    person: Int32s, records: Int64s, shift: int, at: Int64s, dealt_person: Int32s, dealt_records: Int64s
) -> None:
    """Deal rows into their buckets; `at` holds where each bucket's next row goes."""
    for row in range(len(person)):
        bucket = person[row] >> shift
        place = at[bucket]
        at[bucket] = place + 1
        dealt_person[place] = person[row]
        dealt_records[place] = records[row]


@compiled
def order_bucket(
    person: Int32s, records: Int64s, first: int, people: int, sorted_person: Int32s, sorted_records: Int64s
) -> None:
    """Order one bucket person by person, by counting; `first` is its lowest person."""
    at = np.zeros(people + 1, np.int64)
    for row in range(len(person)):
        at[person[row] - first + 1] += 1
    for who in range(people):
        at[who + 1] += at[who]
    for row in range(len(person)):
        who = person[row] - first
        place = at[who]
        at[who] = place + 1
        sorted_person[place] = person[row]
        sorted_records[place] = records[row]


@compiled
def stamp(
    person: Int32s,
    records: Int64s,
    group_of: Int32s,
    cells_of: Int32s,
    columns_of: Int32s,
    width: int,
    seen_points: Int32s,
    seen: Int32s,
    counts: Int32s,
) -> None:
    """Count people: rows come person by person, and every row of a person is in one group.

    `cells_of[point]` are the cells a row lies in, `columns_of[group]` the columns of a cell that count the person.
    """
    for row in range(len(person)):
        who = person[row]
        group = group_of[who]
        point = records[row] >> 16
        if group < 0 or seen_points[point] == who:
            continue
        seen_points[point] = who
        for each in range(cells_of.shape[1]):
            cell = cells_of[point, each]
            if cell >= 0 and seen[cell] != who:
                seen[cell] = who
                start = cell * width
                for column in range(columns_of.shape[1]):
                    counts[start + columns_of[group, column]] += 1


@compiled
def stamp_flags(
    person: Int32s,
    records: Int64s,
    group_of: Int32s,
    cells_of: Int32s,
    columns_of: Int32s,
    width: int,
    seen_points: Int64s,
    seen: Int64s,
    counts: Int32s,
) -> None:
    """As `stamp`, with flags: a cell remembers who was there last and what was seen of her there."""
    per_flag = len(seen) * width
    for row in range(len(person)):
        who = person[row]
        group = group_of[who]
        bits = records[row] & 0xFFFF
        point = records[row] >> 16
        mine = (np.int64(who) << 16) | bits
        if group < 0:
            continue
        before = seen_points[point]
        if before >> 16 == who:
            if bits & ~before == 0:
                continue
            mine |= before
        seen_points[point] = mine
        for each in range(cells_of.shape[1]):
            cell = cells_of[point, each]
            if cell < 0:
                continue
            before = seen[cell]
            new = bits
            if before >> 16 == who:
                new = bits & ~before
                if new == 0:
                    continue
                seen[cell] = before | bits
            else:
                seen[cell] = (np.int64(who) << 16) | bits
            start = cell * width
            while new:
                if new & 1:
                    for column in range(columns_of.shape[1]):
                        counts[start + columns_of[group, column]] += 1
                new >>= 1
                start += per_flag


@compiled
def stamp_apart(
    person: Int32s,
    records: Int64s,
    group: Int32s,
    cells_of: Int32s,
    columns_of: Int32s,
    width: int,
    seen: Int64s,
    counts: Int32s,
) -> None:
    """As `stamp_flags`, for the few people whose rows disagree on their group: every column has stamps of its own."""
    for row in range(len(person)):
        who = person[row]
        bits = records[row] & 0xFFFF
        point = records[row] >> 16
        for each in range(cells_of.shape[1]):
            cell = cells_of[point, each]
            if cell < 0:
                continue
            for column in range(columns_of.shape[1]):
                place = cell * width + columns_of[group[row], column]
                before = seen[place]
                new = bits
                if before >> 16 == who:
                    new = bits & ~before
                    seen[place] = before | bits
                else:
                    seen[place] = (np.int64(who) << 16) | bits
                start = place
                while new:
                    if new & 1:
                        counts[start] += 1
                    new >>= 1
                    start += len(seen)


@compiled
def add_rows(points: Int32s, group: Int32s, values: Int64s, columns_of: Int32s, totals: Int64s) -> None:
    """Add each row, and its values, to its point: `totals` has the shape (points, columns of a cell, 1 + values)."""
    for row in range(len(points)):
        point = points[row]
        for each in range(columns_of.shape[1]):
            column = columns_of[group[row], each]
            totals[point, column, 0] += 1
            for value in range(values.shape[1]):
                totals[point, column, value + 1] += values[row, value]


@compiled
def roll_up(totals: Int64s, cells_of: Int32s, first: int, last: int, rolled: Int64s) -> None:
    """Add up points to cells, for some of the columns of `cells_of`; both sides are flat behind their first axis."""
    for each in range(first, last):
        for point in range(len(totals)):
            cell = cells_of[point, each]
            if cell >= 0:
                for value in range(totals.shape[1]):
                    rolled[cell, value] += totals[point, value]
