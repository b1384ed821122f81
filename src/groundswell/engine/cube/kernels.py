"""The compiled loops of the cube. Each does one thing to plain arrays, releases the lock, and is kept on disk.

People are counted by stamps: rows come person by person, each cell remembers who was there last, and counts whoever is
not that person. No table of people is kept for any cell, so the work is rows times roll-ups and nothing more. The slow
and obvious twin of all of them together is `tests/reference/plain_cube.py`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.compiling import compiled

Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
Bools = NDArray[np.bool_]

BITS = 16  # of a stamp or a record: the flags, with presence as the lowest; who or where stands above them
NOBODY, SEVERAL = -1, -2  # a person without rows; one whose rows disagree on who she is


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
def line_up(group_of: Int32s, next_of: Int64s, line: Int32s) -> None:
    """Give each person a place in line, group by group; `next_of` holds each group's next place."""
    for who in range(len(group_of)):
        group = group_of[who]
        if group >= 0:
            line[who] = next_of[group]
            next_of[group] += 1


@compiled
def stretches_of(person: Int32s, line: Int32s, starts: Int64s, ends: Int64s) -> None:
    """Where the rows of each place in line start and end, of rows that stand person by person."""
    row = 0
    while row < len(person):
        who = person[row]
        start = row
        while row < len(person) and person[row] == who:
            row += 1
        if line[who] < len(starts):
            starts[line[who]] = start
            ends[line[who]] = row


@compiled
def tally(person: Int32s, line: Int32s, shift: int, counts: Int64s) -> None:
    """How many rows fall into each bucket of neighbours in line."""
    for row in range(len(person)):
        counts[line[person[row]] >> shift] += 1


@compiled
def deal(person: Int32s, line: Int32s, records: Int64s, shift: int, at: Int64s, places: Int32s, dealt: Int64s) -> None:
    """Deal rows into their buckets, each with its place in line; `at` holds where each bucket's next row goes."""
    for row in range(len(person)):
        place = line[person[row]]
        bucket = place >> shift
        to = at[bucket]
        at[bucket] = to + 1
        places[to] = place
        dealt[to] = records[row]


@compiled
def order_bucket(places: Int32s, dealt: Int64s, first: int, start: int, ends: Int64s, records: Int64s) -> None:
    """Order one bucket by places in line, by counting.

    `first` is its lowest place, `start` where its rows start among all `records`; `ends` will hold where the rows of
    each of its places end.
    """
    at = np.zeros(len(ends) + 1, np.int64)
    for row in range(len(places)):
        at[places[row] - first + 1] += 1
    for place in range(len(ends)):
        at[place + 1] += at[place]
    for row in range(len(places)):
        place = places[row] - first
        to = at[place]
        at[place] = to + 1
        records[start + to] = dealt[row]
    for place in range(len(ends)):
        ends[place] = start + at[place]


@compiled
def stamp(
    starts: Int64s,
    ends: Int64s,
    group: Int32s,
    points: Int32s,
    cells_of: Int32s,
    columns_of: Int32s,
    weights: Int32s,
    seen_points: Int32s,
    cells: Int32s,
    counts: Int32s,
) -> None:
    """Count people who stand in line, group by group; person `who` has the rows from `starts[who]` to `ends[who]`.

    `cells_of[point]` are the cells a row lies in, `columns_of[group]` the columns of a cell that count the person.
    `cells` holds for each cell who was there last and how many of the group have been; when the next group's turn
    comes, those are added to the columns of `counts`, and only where anybody was, by the group's weight: 1, or -1 where
    the group is to be taken away.
    """
    touched = np.empty(len(cells), np.int32)
    many = 0
    for who in range(len(starts)):
        for row in range(starts[who], ends[who]):
            point = points[row]
            if seen_points[point] == who:
                continue
            seen_points[point] = who
            for each in range(cells_of.shape[1]):
                cell = cells_of[point, each]
                if cell >= 0 and cells[cell, 0] != who:
                    cells[cell, 0] = who
                    if cells[cell, 1] == 0:
                        touched[many] = cell
                        many += 1
                    cells[cell, 1] += 1
        if who + 1 == len(starts) or group[who + 1] != group[who]:
            for place in range(many):
                cell = touched[place]
                for column in range(columns_of.shape[1]):
                    counts[cell, columns_of[group[who], column]] += weights[group[who]] * cells[cell, 1]
                cells[cell, 1] = 0
            many = 0


@compiled
def stamp_flags(
    starts: Int64s,
    ends: Int64s,
    group: Int32s,
    records: Int64s,
    cells_of: Int32s,
    columns_of: Int32s,
    weights: Int32s,
    seen_points: Int64s,
    cells: Int64s,
    counts: Int32s,
) -> None:
    """As `stamp`, with flags: a cell also remembers what was seen of whoever was there last, and counts each flag.

    A record holds a point above sixteen bits, of which the lowest is always set; so does each stamp hold a person.
    """
    touched = np.empty(len(cells), np.int32)
    many = 0
    for who in range(len(starts)):
        for row in range(starts[who], ends[who]):
            bits = records[row] & 0xFFFF
            point = records[row] >> 16
            before = seen_points[point]
            if before >> 16 != who:
                before = np.int64(who) << 16
            if bits & ~before == 0:
                continue
            seen_points[point] = before | bits
            for each in range(cells_of.shape[1]):
                cell = cells_of[point, each]
                if cell < 0:
                    continue
                before = cells[cell, 0]
                if before >> 16 != who:
                    before = np.int64(who) << 16
                new = bits & ~before
                if new == 0:
                    continue
                cells[cell, 0] = before | bits
                if cells[cell, 1] == 0:
                    touched[many] = cell
                    many += 1
                flag = 1
                while new:
                    cells[cell, flag] += new & 1
                    new >>= 1
                    flag += 1
        if who + 1 == len(starts) or group[who + 1] != group[who]:
            for place in range(many):
                cell = touched[place]
                for flag in range(1, cells.shape[1]):
                    for column in range(columns_of.shape[1]):
                        counts[flag - 1, cell, columns_of[group[who], column]] += (
                            weights[group[who]] * cells[cell, flag]
                        )
                    cells[cell, flag] = 0
            many = 0


@compiled
def stamp_apart(
    person: Int32s,
    records: Int64s,
    group: Int32s,
    cells_of: Int32s,
    columns_of: Int32s,
    weights: Int32s,
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
                at = columns_of[group[row], column]
                before = seen[cell, at]
                if before >> 16 != who:
                    before = np.int64(who) << 16
                new = bits & ~before
                seen[cell, at] = before | bits
                flag = 0
                while new:
                    counts[flag, cell, at] += weights[group[row]] * (new & 1)
                    new >>= 1
                    flag += 1


@compiled
def add_rows(
    points: Int32s, group: Int32s, values: Int64s, columns_of: Int32s, weights: Int32s, totals: Int64s
) -> None:
    """Add each row, and its values, to its point: `totals` has the shape (columns of a cell, points, 1 + values)."""
    for row in range(len(points)):
        point = points[row]
        weight = weights[group[row]]
        for each in range(columns_of.shape[1]):
            column = columns_of[group[row], each]
            totals[column, point, 0] += weight
            for value in range(values.shape[1]):
                totals[column, point, value + 1] += weight * values[row, value]


@compiled
def spread(by_group: Int64s, columns_of: Int32s, totals: Int64s) -> None:
    """Add the totals of each group to all of its columns."""
    for group in range(by_group.shape[0]):
        for point in range(by_group.shape[1]):
            if np.any(by_group[group, point]):
                for each in range(columns_of.shape[1]):
                    for value in range(by_group.shape[2]):
                        totals[columns_of[group, each], point, value] += by_group[group, point, value]


@compiled
def roll_up(totals: Int64s, cells_of: Int32s, rolled: Int64s) -> None:
    """Add up points, of shape (points, 1 + values), to all of their cells."""
    for point in range(totals.shape[0]):
        if np.any(totals[point]):
            for each in range(cells_of.shape[1]):
                cell = cells_of[point, each]
                if cell >= 0:
                    for value in range(totals.shape[1]):
                        rolled[cell, value] += totals[point, value]
