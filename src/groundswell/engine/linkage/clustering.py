"""From pairs to people: records that belong together, and no chain of strangers each a little like the next.

The surest pairs are joined first. Two groups are joined where their records, each of the one with each of the other,
speak for one person on the whole: one doubtful pair does not join two groups that disagree in everything else. What
people decided stands above all: who was said to be the same is joined, who was said to be different never meets in one
group.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.compiling import compiled, cores
from groundswell.engine.linkage.coded import Coded, Codes
from groundswell.engine.linkage.comparing import pattern_of
from groundswell.engine.linkage.scoring import Scale, weight_of

_MANY = 100_000  # pairs from which on groups are made on every core


@compiled
def root(parent: Codes, record: int) -> int:
    while parent[record] != record:
        parent[record] = parent[parent[record]]
        record = parent[record]
    return record


@compiled
def join(parent: Codes, following: Codes, sizes: Codes, marked: NDArray[np.bool_], one: int, other: int) -> None:
    """Make one group of two: the smaller number stays its root; the rings of members are spliced."""
    if other < one:
        one, other = other, one
    parent[other] = one
    sizes[one] += sizes[other]
    marked[one] |= marked[other]
    following[one], following[other] = following[other], following[one]


@compiled
def are_apart(
    one: int, other: int, parent: Codes, marked: NDArray[np.bool_], apart_left: Codes, apart_right: Codes
) -> bool:
    """True where somebody said that a record of the one group and one of the other are different people.

    `marked` are the groups of which anything like that was said.
    """
    if not (marked[one] and marked[other]):
        return False
    for place in range(len(apart_left)):
        left, right = root(parent, apart_left[place]), root(parent, apart_right[place])
        if (left == one and right == other) or (left == other and right == one):
            return True
    return False


@compiled
def _agree(one: int, other: int, following: Codes, sizes: Codes, records: Coded, scale: Scale) -> float:
    """What the pairs between two groups say on the whole: the mean of logarithms of odds, each within 12."""
    step = max(1, sizes[one] * sizes[other] // 48)  # of large groups some pairs are asked
    said, asked, number = 0.0, 0, 0
    i = one
    for _ in range(sizes[one]):
        j = other
        for _ in range(sizes[other]):
            if number % step == 0:
                low, high = min(i, j), max(i, j)
                weight = weight_of(low, pattern_of(low, high, records), records, scale)
                said += min(max(weight, -12.0), 12.0)
                asked += 1
            number += 1
            j = following[j]
        i = following[i]
    return said / asked


@compiled
def _grouped(
    left: Codes, right: Codes, same_left: Codes, same_right: Codes, apart_left: Codes, apart_right: Codes,
    marked: NDArray[np.bool_], records: Coded, scale: Scale,
) -> Codes:  # fmt: skip
    count = len(marked)
    parent = np.arange(count).astype(np.int32)
    following = np.arange(count).astype(np.int32)
    sizes = np.ones(count, np.int32)
    for pair in range(len(same_left)):
        one, other = root(parent, same_left[pair]), root(parent, same_right[pair])
        if one != other and not are_apart(one, other, parent, marked, apart_left, apart_right):
            join(parent, following, sizes, marked, one, other)
    for pair in range(len(left)):
        one, other = root(parent, left[pair]), root(parent, right[pair])
        if one == other or are_apart(one, other, parent, marked, apart_left, apart_right):
            continue
        if sizes[one] * sizes[other] > 1 and _agree(one, other, following, sizes, records, scale) <= 0.0:
            continue
        join(parent, following, sizes, marked, one, other)
    for record in range(count):
        parent[record] = root(parent, record)
    return parent


def grouped(
    left: Codes, right: Codes, weight: NDArray[np.floating], records: Coded, scale: Scale, *, threshold: float,
    same: tuple[Codes, Codes], apart: tuple[Codes, Codes],
) -> Codes:  # fmt: skip
    """The first record of each record's group, from pairs with their weights (logarithms of odds)."""
    near = np.flatnonzero(weight >= threshold)
    left, right, turns = left[near], right[near], _turns(left[near], right[near], weight[near])
    marked = np.zeros(len(records.facts), bool)
    marked[apart[0]] = marked[apart[1]] = True

    def groups(some: NDArray[np.intp] | slice) -> Codes:
        order = np.argsort(turns[some])
        return _grouped(left[some][order], right[some][order], *same, *apart, marked.copy(), records, scale)

    if len(left) < _MANY or len(same[0]) or cores() == 1:
        return groups(slice(None))
    # What no pair ties together is grouped apart, on every core.
    part = joined(len(marked), left, right) % cores()
    found = np.empty(len(marked), np.int32)
    with ThreadPoolExecutor(cores()) as pool:
        each = list(pool.map(lambda number: groups(np.flatnonzero(part[left] == number)), range(cores())))
    for number, one in enumerate(each):
        found[part == number] = one[part == number]
    return found


def _turns(left: Codes, right: Codes, weight: NDArray[np.floating]) -> NDArray[np.uint64]:
    """Numbers that put the surest pair first, and equally sure ones in an order that only the records decide."""
    bits = weight.astype(np.float32).view(np.uint32)
    rising = np.where(bits >> np.uint32(31), ~bits, bits | np.uint32(1 << 31))
    mixed = (left.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) ^ right.astype(np.uint64)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return (~rising).astype(np.uint64) << np.uint64(32) | mixed >> np.uint64(32)


@compiled
def _union(count: int, left: Codes, right: Codes, holds: NDArray[np.bool_]) -> Codes:
    parent = np.arange(count).astype(np.int32)
    for pair in range(len(left)):
        one, other = root(parent, left[pair]), root(parent, right[pair])
        if one != other:
            parent[max(one, other)] = min(one, other)
            holds[pair] = True
    for record in range(count):
        parent[record] = root(parent, record)
    return parent


def holding(count: int, left: Codes, right: Codes) -> NDArray[np.bool_]:
    """Which pairs, taken in their order, join what was not joined yet."""
    found = np.zeros(len(left), bool)
    _union(count, left, right, found)
    return found


def joined(count: int, left: Codes, right: Codes) -> Codes:
    """The first record of all that are tied together by any pairs."""
    return _union(count, left, right, np.zeros(len(left), bool))


def numbered(group: Codes) -> NDArray[np.int64]:
    """Groups named by their first record, numbered in the order of these."""
    is_first = group == np.arange(len(group))
    return np.asarray((np.cumsum(is_first) - 1)[group], np.int64)
