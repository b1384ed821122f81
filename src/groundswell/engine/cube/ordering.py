"""Rows brought into the order of people, by counting: each row is moved twice, however many rows there are.

Parts of the store are ordered by person already; rows that come so are left as they are. Several parts one after the
other are several runs: dealing them into buckets of neighbouring people is as quick as merging them.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import ArrayLike

from groundswell.engine.cube.kernels import Int32s, Int64s, deal, order_bucket, settle, tally
from groundswell.engine.cube.kernels import NOBODY, SEVERAL
from groundswell.engine.cube.points import CHUNK

BUCKETS = 512  # so many buckets are written to at once without falling over each other


def numbered_people(person: ArrayLike) -> tuple[Int32s, int]:
    """People as whole numbers from 0, and how many numbers that takes; raises ValueError where they are not numbers."""
    given = np.asarray(person)
    if given.dtype.kind not in "iu" or given.ndim != 1:
        raise ValueError("people must be whole numbers, one for each row")
    if not len(given):
        return np.zeros(0, np.int32), 0
    least, most = int(given.min()), int(given.max())
    if least < 0 or most > max(4 * len(given), 1 << 20):
        known, given = np.unique(given, return_inverse=True)
        most = len(known) - 1
    return np.ascontiguousarray(given, np.int32), most + 1


def in_order(person: Int32s) -> bool:
    """True where each person's rows stand together, in the order of people."""
    return all(
        bool(np.all(person[start + 1 : start + CHUNK + 1] >= person[start : min(start + CHUNK, len(person) - 1)]))
        for start in range(0, len(person) - 1, CHUNK)
    )


def ordered(
    person: Int32s, records: Int64s, people: int, pool: ThreadPoolExecutor, threads: int
) -> tuple[Int32s, Int64s]:
    """People and records with each person's rows together."""
    if in_order(person):
        return person, records
    shift = max(0, (people - 1).bit_length() - (BUCKETS - 1).bit_length())
    stretches = _stretches(len(person), threads)
    counts = np.zeros((threads, (people >> shift) + 1), np.int64)
    list(pool.map(lambda each: tally(person[each[1]], shift, counts[each[0]]), enumerate(stretches)))
    ends = counts.T.cumsum().reshape(counts.T.shape).T
    starts = np.ascontiguousarray(ends - counts)
    dealt = np.empty_like(person), np.empty_like(records)
    list(
        pool.map(
            lambda each: deal(person[each[1]], records[each[1]], shift, starts[each[0]], *dealt), enumerate(stretches)
        )
    )
    found = np.empty_like(person), np.empty_like(records)

    def order(bucket: int) -> None:
        rows = slice(ends[0, bucket] - counts[0, bucket], ends[-1, bucket])
        order_bucket(dealt[0][rows], dealt[1][rows], bucket << shift, 1 << shift, found[0][rows], found[1][rows])

    list(pool.map(order, range(counts.shape[1])))
    return found


def settled_groups(person: Int32s, group: Int32s, people: int, pool: ThreadPoolExecutor, threads: int) -> Int32s:
    """For each person the group that all her rows agree on; SEVERAL where they do not, NOBODY where she has no row."""
    found = np.full((threads, people), NOBODY, np.int32)
    list(pool.map(lambda e: settle(person[e[1]], group[e[1]], found[e[0]]), enumerate(_stretches(len(person), threads))))
    agreed = found[0]
    for other in found[1:]:
        differ = (agreed != other) & (agreed != NOBODY) & (other != NOBODY)
        np.copyto(agreed, other, where=agreed == NOBODY)
        agreed[differ] = SEVERAL
    return agreed


def halves(person: Int32s, threads: int) -> list[slice]:
    """Stretches of ordered rows, one for each thread; nobody's rows lie in two of them."""
    cuts = [0]
    for part in range(1, threads):
        cut = len(person) * part // threads
        cuts.append(int(np.searchsorted(person, person[cut])) if cut < len(person) else len(person))
    return [slice(start, stop) for start, stop in zip(cuts, [*cuts[1:], len(person)], strict=True)]


def _stretches(rows: int, threads: int) -> list[slice]:
    return [slice(rows * part // threads, rows * (part + 1) // threads) for part in range(threads)]
