"""Groups from pairs that another engine has judged: the surest are joined first, and what people decided stands.

Of encodings chains are long where many are linked, and there are no fields to compare again: what holds two groups
apart is the pairs between them that never came near.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.compiling import compiled
from groundswell.engine.linkage.clustering import are_apart, join, root
from groundswell.engine.linkage.coded import Codes

Two = tuple[Codes, Codes]
Keys = NDArray[np.int64]
MOST_ASKED = 48  # pairs between two groups; of larger groups some are asked


@compiled
def _on_the_whole(
    one: int, other: int, following: Codes, sizes: Codes, keys: Keys, probability: NDArray[np.float32]
) -> float:
    """The mean probability of the pairs between two groups; 0 for a pair that never came near. `keys` ascend."""
    step = max(1, sizes[one] * sizes[other] // MOST_ASKED)
    said, asked, number, i = 0.0, 0, 0, one
    for _ in range(sizes[one]):
        j = other
        for _ in range(sizes[other]):
            if number % step == 0:
                key = np.int64(min(i, j)) * len(sizes) + max(i, j)
                place = np.searchsorted(keys, key)
                if place < len(keys) and keys[place] == key:
                    said += probability[place]
                asked += 1
            number += 1
            j = following[j]
        i = following[i]
    return said / asked


@compiled
def _joined_on_the_whole(
    left: Codes, right: Codes, same_left: Codes, same_right: Codes, apart_left: Codes, apart_right: Codes,
    marked: NDArray[np.bool_], keys: Keys, probability: NDArray[np.float32], least: float,
) -> Codes:  # fmt: skip
    count = len(marked)
    parent = np.arange(count).astype(np.int32)
    following = np.arange(count).astype(np.int32)
    sizes = np.ones(count, np.int32)
    decided = len(same_left)
    for pair in range(decided + len(left)):
        is_decided = pair < decided
        one = root(parent, same_left[pair] if is_decided else left[pair - decided])
        other = root(parent, same_right[pair] if is_decided else right[pair - decided])
        if one == other or are_apart(one, other, parent, marked, apart_left, apart_right):
            continue
        is_asked = least > 0.0 and not is_decided and sizes[one] * sizes[other] > 1
        if is_asked and _on_the_whole(one, other, following, sizes, keys, probability) < least:
            continue
        join(parent, following, sizes, marked, one, other)
    for record in range(count):
        parent[record] = root(parent, record)
    return parent


def grouped_on_the_whole(
    count: int, left: Codes, right: Codes, probability: NDArray[np.float32], *, threshold: float, least: float,
    same: Two, apart: Two,
) -> Codes:  # fmt: skip
    """The first record of each record's group, where no chain of doubtful links holds strangers together.

    The pairs (left < right) are all that came near; those from `threshold` on join two groups where the mean of all
    pairs between them is at least `least`; where that is 0, wherever a pair joins them.
    """
    keys = left.astype(np.int64) * count + right
    order = np.argsort(keys)
    sure = np.flatnonzero(probability >= threshold)
    turn = sure[np.lexsort((right[sure], left[sure], -probability[sure]))]
    marked = np.zeros(count, np.bool_)
    marked[apart[0]] = marked[apart[1]] = True
    return _joined_on_the_whole(left[turn], right[turn], *same, *apart, marked, keys[order], probability[order], least)


def grouped_by_probability(
    count: int, left: Codes, right: Codes, probability: NDArray[np.float32], *, same: Two, apart: Two
) -> Codes:
    """The first record of each record's group; `left` and `right` are the pairs that are sure enough."""
    return grouped_on_the_whole(
        count, left, right, probability, threshold=0.0, least=0.0, same=same, apart=apart
    )  # fmt: skip
