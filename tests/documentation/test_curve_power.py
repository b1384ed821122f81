"""The figures in docs/reference/curve-power.md are those of the judge as it is today."""

import re
from pathlib import Path

import pytest
from docs.curve_power import BEFORE, BENDS, SINCE, shares

NUMBER = re.compile(r"([\d.]+) \+ ([\d.]+)")


def _tables(repo: Path) -> list[list[list[tuple[float, float]]]]:
    """Tables, rows, cells: (turned, possibly) in percent."""
    text = (repo / "docs" / "reference" / "curve-power.md").read_text(encoding="utf-8")
    tables = []
    for part in text.split("\n## ")[1:]:
        rows = [NUMBER.findall(line) for line in part.splitlines() if NUMBER.search(line)]
        if rows:
            tables.append([[(float(a), float(b)) for a, b in row] for row in rows])
    return tables


@pytest.mark.parametrize("at", range(len(BENDS) + 1))
def test_the_power_that_is_printed_is_found_again_by_a_smaller_run(at: int, repo: Path) -> None:
    tables = _tables(repo)
    assert len(tables) == len(BENDS) + 1
    assert [len(row) for row in tables[at]] == [len(SINCE)] * len(BEFORE)
    for before, row in zip(BEFORE, tables[at], strict=True):
        for since, (turned, possibly) in zip(SINCE, row, strict=True):
            found = shares(before, since, (*BENDS, 0)[at], series=4000, seed=99)
            assert 100 * found[0] == pytest.approx(turned, abs=3.5), (before, since)
            assert 100 * found[1] == pytest.approx(possibly, abs=2.5), (before, since)
