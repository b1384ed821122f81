"""The cube's slow and obvious twin: for every set and every row, the cells it lies in, and a Python set of people."""

from __future__ import annotations

import itertools
from collections import defaultdict

import numpy as np

from groundswell.engine.cube import CubeResult, Rows
from groundswell.engine.cube.axes import Axis


def codes_at(axis: Axis, pick: int, row: int) -> list[int]:
    """The codes of a row at a level of an axis; none, one or several."""
    level = axis.levels[pick]
    if level.whole:
        return [0]
    code = int(level.codes[row]) if level.codes is not None else int(axis.codes[row])
    if code < 0:
        return []
    if level.mapping is None:
        return [code]
    return sorted({int(each) for each in level.mapping[code]} - {-1})


def millionths(value) -> int:
    """A number as it is added up: whole, or rounded to a millionth."""
    return int(value) if np.asarray(value).dtype.kind in "iub" else round(float(value) * 1_000_000)


def plain_cells(rows: Rows, chosen: tuple[int, ...]) -> dict:
    """From codes to rows, people, people with each flag, and sums."""
    found: dict = defaultdict(
        lambda: {"rows": 0, "people": set(), "flagged": defaultdict(set), "sums": defaultdict(int)}
    )
    for row, person in enumerate(np.asarray(rows.person).tolist()):
        for codes in itertools.product(
            *(codes_at(axis, pick, row) for axis, pick in zip(rows.axes, chosen, strict=True))
        ):
            cell = found[codes]
            cell["rows"] += 1
            cell["people"].add(person)
            for name, flag in rows.flags.items():
                if flag[row]:
                    cell["flagged"][name].add(person)
            for name, values in rows.sums.items():
                cell["sums"][name] += millionths(values[row])
    return {
        codes: (
            cell["rows"],
            len(cell["people"]),
            {name: len(cell["flagged"][name]) for name in rows.flags},
            {name: cell["sums"][name] for name in rows.sums},
        )
        for codes, cell in sorted(found.items())
    }


def as_plain(cube: CubeResult, chosen: tuple[int, ...]) -> dict:
    """What a cube found for a set, in the same form; in the cube's own order."""
    cells = cube.of(chosen)
    return {
        tuple(codes): (
            int(cells.rows[place]),
            int(cells.people[place]),
            {name: int(counts[place]) for name, counts in cells.flagged.items()},
            {name: int(sums[place]) for name, sums in cells.totals.items()},
        )
        for place, codes in enumerate(cells.codes.tolist())
    }
