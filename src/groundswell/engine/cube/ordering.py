"""Rows brought into the order of people, by counting: each row is moved twice, however many rows there are.

Parts of the store are ordered by person already; rows that come so are left as they are. Several parts one after the
other are several runs: dealing them into buckets of neighbouring people is as quick as merging them.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.engine.cube.kernels import (
    NOBODY,
    SEVERAL,
    Int32s,
    Int64s,
    deal,
    line_up,
    order_bucket,
    settle,
    stretches_of,
    tally,
)
from groundswell.engine.cube.points import CHUNK, done

SPARSE = 1 << 22  # numbers below are taken as they are, however few occur: a table of so many is quicker than sorting
BUCKETS = 512  # so many buckets are written to at once without falling over each other


def numbered_people(person: ArrayLike) -> tuple[Int32s, int]:
    """People as whole numbers from 0, and how many numbers that takes; raises ValueError where they are not numbers."""
    given = np.asarray(person)
    if given.dtype.kind not in "iu" or given.ndim != 1:
        raise ValueError("people must be whole numbers, one for each row")
    if not len(given):
        return np.zeros(0, np.int32), 0
    least, most = int(given.min()), int(given.max())
    if least < 0 or most > max(4 * len(given), SPARSE):
        known, given = np.unique(given, return_inverse=True)
        most = len(known) - 1
    # Arrays that may not be written to are of another type to the compiler, and would be compiled for anew.
    return np.require(given, np.int32, ["C", "W"]), most + 1


def in_order(person: Int32s) -> bool:
    """True where each person's rows stand together, in the order of people."""
    return all(
        bool(np.all(person[start + 1 : start + CHUNK + 1] >= person[start : min(start + CHUNK, len(person) - 1)]))
        for start in range(0, len(person) - 1, CHUNK)
    )


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """People in line, group by group: the group of each, and from where to where her records stand."""

    group: Int32s
    starts: Int64s
    ends: Int64s
    records: NDArray[Any]

    def parts(self, threads: int) -> list[slice]:
        """Stretches of the line, one for each thread, of about as many rows."""
        rows = np.cumsum(self.ends - self.starts)
        total = int(rows[-1]) if len(rows) else 0
        cuts = [int(np.searchsorted(rows, total * part // threads)) for part in range(threads)]
        return [slice(start, stop) for start, stop in zip(cuts, [*cuts[1:], len(rows)], strict=True)]


def lined_up(person: Int32s, records: NDArray[Any], groups: Int32s, pool: ThreadPoolExecutor, threads: int) -> Line:
    """The people who have one group, in line; those who have none or several are left out."""
    sizes = np.bincount(groups[groups >= 0]) if len(groups) else np.zeros(0, np.int64)
    waiting = int(sizes.sum())
    line = np.full(len(groups), waiting, np.int32)
    line_up(groups, np.cumsum(sizes) - sizes, line)
    group = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    if in_order(person):
        starts, ends = np.zeros(waiting, np.int64), np.zeros(waiting, np.int64)
        stretches_of(person, line, starts, ends)
        return Line(group, starts, ends, records)
    ends, records = _moved(person, line, records, waiting, pool, threads)
    return Line(group, np.concatenate([np.zeros(1, np.int64), ends[:-1]]), ends, records)


def _moved(
    person: Int32s, line: Int32s, records: NDArray[Any], waiting: int, pool: ThreadPoolExecutor, threads: int
) -> tuple[Int64s, NDArray[Any]]:
    """Records in the order of the line, and where those of each place end; the left out stand at the very end."""
    shift = max(0, waiting.bit_length() - (BUCKETS - 1).bit_length())
    stretches = _stretches(len(person), threads)
    counts = np.zeros((threads, (waiting >> shift) + 1), np.int64)
    done(pool.map(lambda part: tally(person[stretches[part]], line, shift, counts[part]), range(threads)))
    ends = counts.T.cumsum().reshape(counts.T.shape).T
    starts = np.ascontiguousarray(ends - counts)
    at = starts.copy()
    places, dealt = np.empty_like(person), np.empty_like(records)

    def hand_out(part: int) -> None:
        rows = stretches[part]
        deal(person[rows], line, records[rows], shift, at[part], places, dealt)

    done(pool.map(hand_out, range(threads)))
    moved, person_ends = np.empty_like(records), np.empty(waiting + 1, np.int64)

    def order(bucket: int) -> None:
        first, start, end = bucket << shift, starts[0, bucket], ends[-1, bucket]
        mine = person_ends[first : first + (1 << shift)]
        order_bucket(places[start:end], dealt[start:end], first, start, mine, moved)

    done(pool.map(order, range(counts.shape[1])))
    return person_ends[:waiting], moved


def settled_groups(person: Int32s, group: Int32s, people: int, pool: ThreadPoolExecutor, threads: int) -> Int32s:
    """For each person the group that all her rows agree on; SEVERAL where they do not, NOBODY where she has no row."""
    found = np.full((threads, people), NOBODY, np.int32)
    stretches = _stretches(len(person), threads)
    done(pool.map(lambda part: settle(person[stretches[part]], group[stretches[part]], found[part]), range(threads)))
    agreed: Int32s = found[0]
    for other in found[1:]:
        differ = (agreed != other) & (agreed != NOBODY) & (other != NOBODY)
        np.copyto(agreed, other, where=agreed == NOBODY)
        agreed[differ] = SEVERAL
    return agreed


def _stretches(rows: int, threads: int) -> list[slice]:
    return [slice(rows * part // threads, rows * (part + 1) // threads) for part in range(threads)]
