"""Groups from pairs that another engine has judged: the surest are joined first, and what people decided stands."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.compiling import compiled
from groundswell.engine.linkage.clustering import _are_apart, _join, _root
from groundswell.engine.linkage.coded import Codes

Two = tuple[Codes, Codes]


@compiled
def _joined(
    count: int, left: Codes, right: Codes, apart_left: Codes, apart_right: Codes, marked: NDArray[np.bool_]
) -> Codes:
    parent = np.arange(count).astype(np.int32)
    following = np.arange(count).astype(np.int32)
    sizes = np.ones(count, np.int32)
    for pair in range(len(left)):
        one, other = _root(parent, left[pair]), _root(parent, right[pair])
        if one == other:
            continue
        if marked[one] and marked[other] and _are_apart(one, other, parent, apart_left, apart_right):
            continue
        _join(parent, following, sizes, one, other)
        marked[min(one, other)] |= marked[max(one, other)]
    for record in range(count):
        parent[record] = _root(parent, record)
    return parent


def grouped_by_probability(
    count: int, left: Codes, right: Codes, probability: NDArray[np.floating], *, same: Two, apart: Two
) -> Codes:
    """The first record of each record's group; `left` and `right` are the pairs that are sure enough."""
    order = np.lexsort((right, left, -probability))
    marked = np.zeros(count, np.bool_)
    marked[apart[0]] = marked[apart[1]] = True
    one, other = np.concatenate([same[0], left[order]]), np.concatenate([same[1], right[order]])
    return _joined(count, one.astype(np.int32), other.astype(np.int32), *apart, marked)
