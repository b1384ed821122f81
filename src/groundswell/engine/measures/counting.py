"""Cells counted from unit rows by the stamp cube: what `cells_sql` says, many times quicker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.cube import Axis, Level, by_row, cube, everything, finest, mapped
from groundswell.engine.cube.cells import Cells
from groundswell.engine.measures.cells import Breakdown, Numbers
from groundswell.engine.measures.cells_sql import CELL_COLUMNS, COUNT_COLUMNS, EVERYTHING

Counts = dict[str, NDArray[np.int64]]


def counted_cells(
    rows: Mapping[str, Numbers],
    calendar: Mapping[str, Numbers],
    scopes_of: Sequence[Sequence[int]],
    measures: int,
    dimensions: int,
    breakdown: Breakdown,
) -> Counts:
    """Every cell with its counts: columns CELL_COLUMNS and COUNT_COLUMNS.

    `calendar` says in which periods a row's period counts, `scopes_of` in which scopes each program does.
    """
    if not len(rows["unit"]):
        return {name: np.zeros(0, np.int64) for name in (*CELL_COLUMNS, *COUNT_COLUMNS)}
    period_axis, periods = _period_axis(rows, calendar)
    axes = [
        Axis.of("measure", [finest("measure", measures)], rows["measure"]),
        Axis.of("scope", [mapped("scope", [list(each) for each in scopes_of], _size(scopes_of))], rows["program"]),
        period_axis,
        _word_axis("site", [rows["site"]] if breakdown.sites else []),
        _word_axis("place", [rows["place"]] if breakdown.places else []),
        _word_axis("group", [rows[f"group_{number}"] for number in range(dimensions)]),
    ]
    sets = [
        (0, 0, 0, site, place, group)
        for site in range(len(axes[3].levels))
        for place in range(len(axes[4].levels))
        for group in range(len(axes[5].levels))
        if breakdown.crossed or (site > 0) + (place > 0) + (group > 0) <= 1
    ]
    counted = rows["counted"] == 1
    amount = rows["amount"].astype(np.int64)
    sums = {"amount": amount, "counted_amount": np.where(counted, amount, 0)}
    result = cube(rows["unit"].astype(np.int64), axes, sets, {"counted": counted}, sums)
    return _joined([_columns(cells, periods) for cells in result.sets])


def _size(scopes_of: Sequence[Sequence[int]]) -> int:
    return max((max(each, default=-1) for each in scopes_of), default=-1) + 1


def _period_axis(rows: Mapping[str, Numbers], calendar: Mapping[str, Numbers]) -> tuple[Axis, NDArray[np.int64]]:
    """The axis of periods, and the (grain, number) of each of its codes."""
    row_keys = _pairs(calendar["row_grain"], calendar["row_period"])
    cell_keys = _pairs(calendar["grain"], calendar["period"])
    known, row_codes = np.unique(row_keys, return_inverse=True)
    cells, cell_codes = np.unique(cell_keys, return_inverse=True)
    table: list[list[int]] = [[] for _ in known]
    for row, cell in zip(row_codes.tolist(), cell_codes.tolist(), strict=True):
        table[row].append(cell)
    keys = _pairs(rows["grain"], rows["period"])
    places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    codes = np.where(known[places] == keys, places, EVERYTHING)  # a period that nobody wanted is in no cell
    return Axis.of("period", [mapped("period", table, len(cells))], codes), cells


_WIDTH = 1 << 32


def _pairs(grain: Numbers, number: Numbers) -> NDArray[np.int64]:
    """Two whole numbers as one; a grain is -1 at least."""
    return (grain.astype(np.int64) + 1) * _WIDTH + number.astype(np.int64)


def _word_axis(name: str, columns: Sequence[Numbers]) -> Axis:
    """Everything first, then a level for each column of words."""
    levels: list[Level] = [everything()]
    levels += [
        by_row(f"{name}_{place}", each.astype(np.int32), int(each.max()) + 1) for place, each in enumerate(columns)
    ]
    return Axis.of(name, levels)


def _columns(cells: Cells, periods: NDArray[np.int64]) -> Counts:
    codes = cells.codes.astype(np.int64)
    period = periods[codes[:, 2]]
    _, _, _, site, place, group = cells.levels
    asked = [
        codes[:, 3 + at] if level else np.full(len(cells), EVERYTHING, np.int64)
        for at, level in enumerate((site, place, group))
    ]
    return {
        "measure": codes[:, 0],
        "scope": codes[:, 1],
        "grain": period // _WIDTH - 1,
        "period": period % _WIDTH,
        "site": asked[0],
        "place": asked[1],
        "dimension": np.full(len(cells), group - 1, np.int64),
        "word": asked[2],
        "units": cells.people,
        "counted_units": cells.flagged["counted"],
        "amount": cells.totals["amount"],
        "counted_amount": cells.totals["counted_amount"],
    }


def _joined(tables: Sequence[Counts]) -> Counts:
    return {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}
