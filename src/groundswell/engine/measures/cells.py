"""What a run found: for each measure, scope, period, site, place and group its counts, and the value with its interval.

A share of people or enrollments carries Wilson's interval at 95 percent. Everybody who was served is counted, so the
interval tells how far a program like this one would vary with as few people, not an error of sampling; a number
has none, it is a complete count. Small numbers are not withheld here: who may see what is decided downstream.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.core.intervals import wilson
from groundswell.core.measures.rules import Count
from groundswell.core.periods import Period
from groundswell.engine.measures.cells_sql import CELL_COLUMNS, COUNT_COLUMNS
from groundswell.engine.measures.given import Given
from groundswell.engine.measures.parts import ComputedMeasure, Scope
from groundswell.engine.measures.periods import Grain, period_of
from groundswell.engine.measures.records_sql import MILLIONTHS

Numbers = NDArray[Any]
METHOD_OF_SHARES = "wilson"
METHOD_OF_COUNTS = "complete count"
METHOD_OF_SUMS = "complete sum"
NOTHING_TO_DIVIDE = "nothing to divide by"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """By what cells are broken down beside everyone together: sites, places, and the dimensions of groups.

    `crossed` asks for the crossings too (a group at a site): many cells of few people each.
    """

    sites: bool = True
    places: bool = True
    groups: bool = True
    crossed: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Cells as an engine counted them (CELL_COLUMNS and COUNT_COLUMNS), and what their codes stand for."""

    counts: Mapping[str, Numbers]
    words: Sequence[str]
    dimensions: Sequence[str]
    months: tuple[int, int]  # the first and the last month of all


@dataclass(frozen=True, slots=True)
class MeasureCell:
    """One number. "" is all sites, all places, everyone.

    `denominator` is None for a number that is no share; `value` is None where `reason` says why.
    """

    measure_id: str
    scope: Scope
    period: Period
    site: str
    place_id: str
    dimension: str
    group: str
    value: float | None
    numerator: float
    denominator: float | None
    low: float | None
    high: float | None
    method: str
    reason: str
    people: float | None  # behind a sum of services or quantities: what decides whether it may be shown


@dataclass(frozen=True, slots=True, eq=False)
class MeasureCells:
    """All cells of a run as arrays of codes, in a settled order, with what the codes stand for.

    `codes` has the columns of CELL_COLUMNS; -1 is all sites, all places, everyone.
    """

    codes: Mapping[str, NDArray[np.int64]]
    numerator: NDArray[np.float64]
    denominator: NDArray[np.float64]  # not a number for measures that are not shares
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    people: NDArray[np.float64]  # behind sums; not a number where people or enrollments themselves are counted
    measures: tuple[ComputedMeasure, ...]
    scopes: tuple[Scope, ...]
    periods: Mapping[tuple[int, int], Period]
    words: tuple[str, ...]
    dimensions: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.numerator)

    def __iter__(self) -> Iterator[MeasureCell]:
        return (self.cell(place) for place in range(len(self)))

    def cell(self, place: int) -> MeasureCell:
        """One cell in words."""
        code = {name: int(column[place]) for name, column in self.codes.items()}
        measure = self.measures[code["measure"]]
        numerator, denominator = float(self.numerator[place]), float(self.denominator[place])
        is_share = measure.rule.is_share
        value = numerator if not is_share else numerator / denominator if denominator else None
        return MeasureCell(
            measure.measure_id,
            self.scopes[code["scope"]],
            self.periods[code["grain"], code["period"]],
            self._word(code["site"]),
            self._word(code["place"]),
            self.dimensions[code["dimension"]] if code["dimension"] >= 0 else "",
            self._word(code["word"]),
            value,
            numerator,
            denominator if is_share else None,
            _known(self.low[place]),
            _known(self.high[place]),
            method_of(measure),
            NOTHING_TO_DIVIDE if value is None else "",
            _known(self.people[place]),
        )

    def _word(self, code: int) -> str:
        return self.words[code] if code >= 0 else ""

    def chosen(self, which: NDArray[np.bool_]) -> MeasureCells:
        """Some of the cells, in their order."""
        return MeasureCells(
            {name: column[which] for name, column in self.codes.items()},
            self.numerator[which],
            self.denominator[which],
            self.low[which],
            self.high[which],
            self.people[which],
            self.measures,
            self.scopes,
            self.periods,
            self.words,
            self.dimensions,
        )


def method_of(measure: ComputedMeasure) -> str:
    """How a measure's interval is made, or that it needs none."""
    if measure.rule.count is Count.QUANTITY:
        return METHOD_OF_SUMS
    return METHOD_OF_SHARES if measure.rule.is_share else METHOD_OF_COUNTS


def cells_from(counted_cells: Counted, given: Given) -> MeasureCells:
    """Counted cells with values and intervals, ordered by their codes."""
    counts, measures = counted_cells.counts, given.measures
    order = np.lexsort([np.asarray(counts[name], np.int64) for name in reversed(CELL_COLUMNS)])
    codes = {name: np.asarray(counts[name], np.int64)[order] for name in CELL_COLUMNS}
    units, counted, amount, counted_amount = (np.asarray(counts[name], np.int64)[order] for name in COUNT_COLUMNS)
    of_measure = codes["measure"]
    is_summed = np.array([_is_summed(each) for each in measures], bool)[of_measure]
    is_quantity = np.array([each.rule.count is Count.QUANTITY for each in measures], bool)[of_measure]
    is_share = np.array([each.rule.is_share for each in measures], bool)[of_measure]
    scale = np.where(is_quantity, MILLIONTHS, 1)
    numerator = np.where(is_summed, counted_amount, counted) / scale
    denominator = np.where(is_share, np.where(is_summed, amount, units) / scale, np.nan)
    low, high = np.full(len(order), np.nan), np.full(len(order), np.nan)
    with_interval = is_share & ~is_quantity
    low[with_interval], high[with_interval] = wilson(numerator[with_interval], denominator[with_interval])
    return MeasureCells(
        codes,
        numerator,
        denominator,
        low,
        high,
        np.where(is_summed, counted, np.nan),
        measures,
        tuple(given.scopes),
        _periods(codes, given, counted_cells.months),
        tuple(counted_cells.words),
        tuple(counted_cells.dimensions),
    )


def no_cells(given: Given) -> MeasureCells:
    """The cells of a run that asks for nothing."""
    nothing, zero = np.zeros(0, np.float64), np.zeros(0, np.int64)
    codes = dict.fromkeys(CELL_COLUMNS, zero)
    return MeasureCells(
        codes, nothing, nothing, nothing, nothing, nothing, given.measures, tuple(given.scopes), {}, (), ()
    )


def _periods(
    codes: Mapping[str, NDArray[np.int64]], given: Given, months: tuple[int, int]
) -> dict[tuple[int, int], Period]:
    """The periods that occur."""
    pairs = np.unique(np.stack([codes["grain"], codes["period"]], axis=1), axis=0)
    return {
        (int(grain), int(number)): period_of(Grain(int(grain)), int(number), given.wanted, months)
        for grain, number in pairs
    }


def _is_summed(measure: ComputedMeasure) -> bool:
    return measure.rule.count in (Count.SERVICES, Count.QUANTITY)


def _known(number: Any) -> float | None:
    return None if np.isnan(number) else float(number)
