"""Groups of pairs that were judged without fields: as a slow twin joins them, and no chain of strangers."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from groundswell.engine.linkage.joining import MOST_ASKED, grouped_on_the_whole

Pair = tuple[int, int]
NONE = np.zeros(0, np.int32), np.zeros(0, np.int32)


def columns(pairs: list[Pair]) -> tuple[np.ndarray, np.ndarray]:
    both = np.array(pairs, np.int32).reshape(-1, 2)
    return both[:, 0].copy(), both[:, 1].copy()


def plainly(count: int, near: dict[Pair, float], least: float, same: list[Pair], apart: list[Pair]) -> list[int]:
    """Sets of records, joined one after the other."""
    groups = [{record} for record in range(count)]

    def of(record: int) -> set[int]:
        return next(group for group in groups if record in group)

    def join(one: int, other: int, is_decided: bool) -> None:
        left, right = of(one), of(other)
        if left is right or any((a in left and b in right) or (a in right and b in left) for a, b in apart):
            return
        between = [near.get((min(each), max(each)), 0.0) for each in product(left, right)]
        assert len(between) < 2 * MOST_ASKED
        if is_decided or len(between) == 1 or sum(between) / len(between) >= least:
            groups.remove(right)
            left |= right

    for one, other in same:
        join(one, other, is_decided=True)
    for (one, other), probability in sorted(near.items(), key=lambda item: (-item[1], item[0])):
        if probability >= 0.7:
            join(one, other, is_decided=False)
    return [min(of(record)) for record in range(count)]


@pytest.mark.parametrize("seed", range(12))
def test_groups_are_those_of_the_slow_twin(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = 30
    drawn = {(int(min(pair)), int(max(pair))) for pair in rng.integers(0, count, (60, 2)) if pair[0] != pair[1]}
    near = {pair: float(np.float32(rng.uniform(0.01, 1.0))) for pair in sorted(drawn)}
    decided = [pair for pair in sorted(drawn) if rng.random() < 0.1]
    same, apart = decided[::2], decided[1::2]
    left, right = columns(list(near))
    found = grouped_on_the_whole(
        count, left, right, np.array(list(near.values()), np.float32), threshold=0.7, least=0.3,
        same=columns(same), apart=columns(apart),
    )  # fmt: skip
    assert found.tolist() == plainly(count, near, 0.3, same, apart)


def test_a_chain_of_strangers_is_no_person() -> None:
    left, right = columns([(at, at + 1) for at in range(40)])
    group = grouped_on_the_whole(
        41, left, right, np.full(40, 0.8, np.float32), threshold=0.7, least=0.3, same=NONE, apart=NONE
    )
    assert np.bincount(group).max() <= 3
