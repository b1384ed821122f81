"""What counts alone say of how many different people there are: a range that always holds the truth."""

from itertools import combinations

import numpy as np
import pytest

from groundswell.core.unduplicated import Unduplicated, unduplicated


@pytest.mark.parametrize("seed", range(60))
def test_the_truth_always_lies_within_the_bounds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    people, providers = int(rng.integers(1, 60)), int(rng.integers(1, 6))
    served = rng.random((people, providers)) < rng.random(providers)
    counts = served.sum(axis=0).tolist()
    truth = int(served.any(axis=1).sum())
    overlaps = {
        (one, other): int((served[:, one] & served[:, other]).sum()) for one, other in combinations(range(providers), 2)
    }
    some = {pair: both for pair, both in overlaps.items() if rng.random() < 0.5}
    widths = []
    for known in ({}, some, overlaps):
        for population in (None, people):
            found = unduplicated(counts, population, known)
            assert found.low <= truth <= found.high
            assert (found.independent is None) == (population is None)
            assert found.independent is None or found.low <= found.independent <= found.high
        widths.append(found.high - found.low)
    assert widths == sorted(widths, reverse=True)


def test_the_worked_number_lies_between_what_overlaps_allow() -> None:
    found = unduplicated([800, 500, 1_200], 10_000, {(0, 1): 200, (2, 0): 300, (1, 2): 100})
    assert found == Unduplicated(1_900, 2_000, 2_000)


def test_two_providers_with_a_known_overlap_leave_no_doubt() -> None:
    assert unduplicated([50, 30], overlaps={(0, 1): 2}) == Unduplicated(78, 78)


def test_nobody_is_nobody() -> None:
    assert unduplicated([]) == Unduplicated(0, 0)
    assert unduplicated([0, 0], 0) == Unduplicated(0, 0, 0)


@pytest.mark.parametrize(
    ("counts", "population", "overlaps", "said"),
    [
        ([-1], None, {}, "below zero"),
        ([11], 10, {}, "more people than there are"),
        ([5, 6], None, {(0, 1): 6}, "larger than one of its counts"),
        ([5, 6], None, {(0, 0): 1}, "not of two"),
        ([5, 6], None, {(0, 2): 1}, "not of two"),
        ([5, 6], None, {(0, 1): 1, (1, 0): 2}, "contradict"),
        ([6, 6], 8, {(0, 1): 1}, "contradict"),
    ],
)
def test_numbers_that_cannot_be_are_refused(
    counts: list[int], population: int | None, overlaps: dict[tuple[int, int], int], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        unduplicated(counts, population, overlaps)
