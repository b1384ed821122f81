"""The benchmark of linking runs whole at a small size, and judges groups as a slow and obvious count does."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks import linkage, linking
from benchmarks.linking import judged, largest_false_group, scores

from groundswell.engine.linkage.splink_engine import splink_is_missing


@pytest.mark.parametrize("seed", range(5))
def test_precision_and_recall_are_those_of_all_pairs(seed: int) -> None:
    rng = np.random.default_rng(seed)
    found, truth = rng.integers(0, 8, 40), rng.integers(0, 8, 40)
    put = {pair for pair in combinations(range(40), 2) if found[pair[0]] == found[pair[1]]}
    belong = {pair for pair in combinations(range(40), 2) if truth[pair[0]] == truth[pair[1]]}
    assert scores(found, truth) == pytest.approx((len(put & belong) / len(put), len(put & belong) / len(belong)))


def test_the_largest_false_group_is_the_largest_that_is_not_one_person() -> None:
    found = np.array([1, 1, 1, 1, 2, 2, 2, 3, 3])
    truth = np.array([5, 5, 5, 5, 6, 7, 7, 8, 9])
    assert largest_false_group(found, truth) == (3, 2)
    assert largest_false_group(truth, truth) == (0, 0)
    outcome = judged(1.0, 1.0, truth, truth, (4, 3, 5))
    assert (outcome.f1, outcome.true, outcome.groups) == (1.0, 5, 5) and linkage.is_inside(outcome)


def test_every_row_that_was_promised_is_there_at_a_small_size(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def here(work: Callable[..., Any], *arguments: Any) -> Any:
        return work(*arguments)

    monkeypatch.setattr(linkage, "apart", here)
    monkeypatch.setattr(linkage, "PUBLISHED", tmp_path)  # their own test has them
    monkeypatch.setattr(linkage, "by_splink", lambda size, how: linking.by_exact(size))  # it has a test of its own
    rows = linkage.measured((800, 1_600), 2, 800, 0, 1_000)
    assert {row.peer for row in rows} >= {"the same name and birth date", "all linked anew, same people"}
    said = {row.what: row for row in rows}
    for what in ("F1", "count beside the truth", "range", "largest false group", "memory", "growth"):
        assert said[f"Linking people: {what}"].figure and said[f"Linking people: {what}"].goal
    assert "of 2 inside" in said["Range of the count"].figure
    assert float(said["Lowest F1 of the seeds"].figure) > 0.9
    assert all(row.goal or row.ratio or row.figure or row.peer for row in rows)


def test_splink_is_measured_at_its_own_clusters(monkeypatch: pytest.MonkeyPatch) -> None:
    if splink_is_missing():
        pytest.skip(f"splink: {splink_is_missing()}")
    monkeypatch.setattr(linking, "LEARNING", {"tuned": (20_000.0, 20_000.0)})
    found = linking.by_splink(1_500, "tuned")
    assert found.f1 > 0.9 and found.people == found.groups and found.wall > 0


def test_a_network_that_has_just_begun_is_measured_through_the_command(tmp_path: Path) -> None:
    path = linkage.written(tmp_path / "participants.csv", 300)
    assert len(path.read_text().splitlines()) == 301
    assert 0 < linkage.command(path, "own", {}) < 300
