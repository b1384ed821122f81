"""Does an observation say one thing: a number or why there is none, an interval around it, a share of a whole?

Everything here works on whole columns at once. A blank status beside a number is `final`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from groundswell.core.findings import Finding, Severity
from groundswell.core.periods import EARLIEST_YEAR, LATEST_YEAR, Period
from groundswell.core.vocabulary import ObservationStatus, Unit
from groundswell.exchange.package.cells import Problem
from groundswell.exchange.package.encoded import Codes, Floats, Mask, combined, encode, numbers, ranks, said
from groundswell.exchange.package.model import Document
from groundswell.exchange.package.table_check import listed
from groundswell.exchange.tables import Table

WITHHELD = frozenset(str(status) for status in ObservationStatus if status.is_withheld)
STATED = frozenset(str(status) for status in ObservationStatus) - WITHHELD
WITHHELD_IN_WORDS = "suppressed, missing or not_applicable"


def with_statuses(table: Table) -> Table:
    """The same observations, each number without a status now said to be final."""
    status = table.columns["status"]
    if "" not in status:
        return table
    values = table.columns["value"]
    said = [word or ("final" if value else "") for word, value in zip(status, values, strict=True)]
    return Table(table.name, table.headings, {**table.columns, "status": said}, table.rows)


@dataclass(slots=True)
class _Rows:
    """The rows of one file, and the findings about them."""

    table: Table
    file: str

    def at(self, wrong: Mask, problem: Problem, column: str, severity: Severity = Severity.ERROR) -> list[Finding]:
        """One finding for each row that is wrong."""
        places = np.flatnonzero(wrong).tolist()
        return listed([Finding(severity, *problem, self.file, self.table.rows[at], column) for at in places])

    def once(self, wrong: Mask, groups: Codes, problem: Problem, column: str) -> list[Finding]:
        """One warning for each group that has such rows, at its first: a habit of a source, not a slip of the pen."""
        places = np.flatnonzero(wrong)
        if not len(places):
            return []
        firsts, counts = np.unique(groups[places], return_index=True, return_counts=True)[1:]
        message, fix = problem
        return listed(
            [
                Finding(
                    Severity.WARNING,
                    message if count == 1 else f"{message} (and in {count - 1:,} more rows of this indicator)",
                    fix,
                    self.file,
                    self.table.rows[int(places[first])],
                    column,
                )
                for first, count in zip(firsts, counts, strict=True)
            ]
        )


def check_observations(table: Table, indicators: Mapping[str, Document]) -> list[Finding]:
    """What is wrong within and between the rows of observations.csv."""
    rows = _Rows(table, "observations.csv")
    names = encode(table.columns["indicator_id"])
    value = numbers(table.columns["value"])
    is_percent = names.where(lambda name: indicators.get(name, {}).get("unit") == Unit.PERCENT)
    is_count = names.where(lambda name: indicators.get(name, {}).get("unit") == Unit.COUNT)
    return [
        *_check_status(rows),
        *check_interval(table, rows.file, value),
        *_check_margin(rows, names.codes),
        *_check_whole(rows, value, is_percent, names.codes),
        *_check_counts(rows, value, is_count, names.codes),
        *_check_proportions(rows, value, is_percent, names.codes),
        *_check_years(rows),
        *_check_period_kinds(rows, names.codes),
    ]


def _check_status(rows: _Rows) -> list[Finding]:
    columns = rows.table.columns
    status, has_value = encode(columns["status"]), said(columns["value"])
    withheld, unsaid = status.where(WITHHELD.__contains__), status.where("".__eq__)
    stated = status.where(STATED.__contains__)
    without = ("has no value and no status", f"write the value, or say {WITHHELD_IN_WORDS}")
    hidden = ("has a value though its status says there is none", "clear the value, or write final or provisional")
    bare = ("has no value though its status says there is one", f"write the value, or say {WITHHELD_IN_WORDS}")
    findings = rows.at(unsaid & ~has_value, without, "value")
    findings += rows.at(withheld & has_value, hidden, "value")
    findings += rows.at(stated & ~has_value, bare, "value")
    suppressed = status.where("suppressed".__eq__) & ~has_value
    if suppressed.any():
        for name in ("numerator", "low", "high", "moe"):
            beside = suppressed & said(columns[name])
            problem = (f"a suppressed value stands beside its {name}, which may give it away", f"clear the {name}")
            findings += rows.at(beside, problem, name, Severity.WARNING)
    return findings


def check_interval(table: Table, file: str, value: Floats) -> list[Finding]:
    """low <= value <= high, on every row that gives them."""
    low, high = numbers(table.columns["low"]), numbers(table.columns["high"])
    rows = _Rows(table, file)
    ends = "an interval runs from low to high with the value inside"
    findings = rows.at(low > high, ("low is above high", ends), "low")
    findings += rows.at((low > value) & ~(low > high), ("low is above the value", ends), "low")
    findings += rows.at((high < value) & ~(low > high), ("high is below the value", ends), "high")
    alone = np.isnan(low) != np.isnan(high)
    if alone.any():
        problem = ("only one end of the interval is given", "give both low and high; one alone is not used")
        everything = np.zeros(len(table), np.int64)
        findings += rows.once(alone, everything, problem, "low")
    return findings


def _check_margin(rows: _Rows, series: Codes) -> list[Finding]:
    columns = rows.table.columns
    if not any(columns["moe"]):
        return []
    bare = said(columns["moe"]) & ~said(columns["level"])
    problem = ("a margin of error has no level", "write its level; 0.90 is taken, as the Census Bureau uses")
    return rows.once(bare, series, problem, "level")


def _check_whole(rows: _Rows, value: Floats, is_percent: Mask, series: Codes) -> list[Finding]:
    """A share of a whole: numerator within denominator, percent within 0 and 100."""
    numerator, denominator = numbers(rows.table.columns["numerator"]), numbers(rows.table.columns["denominator"])
    more = ("the numerator is greater than the denominator", "a percent is a part of a whole; check both")
    findings = rows.at(is_percent & (numerator > denominator), more, "numerator")
    zero = ("the denominator is zero, so there can be no value", "clear the value and say not_applicable")
    findings += rows.at((denominator == 0) & ~np.isnan(value), zero, "denominator")
    outside = is_percent & ((value < 0) | (value > 100))
    is_share = ~np.isnan(denominator)
    wrong = ("a percent that is a share of a whole lies outside 0 to 100", "check the value, or the indicator's unit")
    findings += rows.at(outside & is_share, wrong, "value")
    doubt = ("a percent lies outside 0 to 100", "right for a percent change; a share lies within")
    return findings + rows.once(outside & ~is_share, series, doubt, "value")


def _check_counts(rows: _Rows, value: Floats, is_count: Mask, series: Codes) -> list[Finding]:
    if not is_count.any():
        return []
    below = ("a count is below zero", "check the value, or the indicator's unit")
    doubt = ("a count is not a whole number", "right for an estimate; otherwise check the indicator's unit")
    broken = is_count & (value % 1 != 0) & ~np.isnan(value)
    return rows.at(is_count & (value < 0), below, "value") + rows.once(broken, series, doubt, "value")


def _check_proportions(rows: _Rows, value: Floats, is_percent: Mask, series: Codes) -> list[Finding]:
    """Percents that were evidently written as proportions: at least four, all within 0 and 1, not all whole."""
    given = is_percent & ~np.isnan(value)
    if not given.any():
        return []
    size = int(series.max()) + 1
    number = np.bincount(series[given], minlength=size)
    beyond = np.bincount(series[given & ((value > 1) | (value < 0))], minlength=size)
    broken = np.bincount(series[given & (value % 1 != 0)], minlength=size)
    suspect = (number >= 4) & (beyond == 0) & (broken >= 2)
    problem = ("every value of this percent lies within 0 and 1", "write a percent as people do: 20.4, not 0.204")
    return rows.once(given & suspect[series], series, problem, "value")


def _check_years(rows: _Rows) -> list[Finding]:
    """A year that nobody can have observed is a slip of the pen, and no baseline could be drawn beyond it."""
    year = encode(rows.table.columns["period"])
    wrong = year.where(lambda cell: cell[:4].isdecimal() and not EARLIEST_YEAR <= int(cell[:4]) <= LATEST_YEAR)
    if not wrong.any():
        return []
    return rows.at(wrong, ("the year is out of range", f"write a year from {EARLIEST_YEAR} to {LATEST_YEAR}"), "period")


def _check_period_kinds(rows: _Rows, series: Codes) -> list[Finding]:
    columns = rows.table.columns
    kinds = {cell: _kind_of(cell) for cell in set(columns["period"])}
    if len(set(kinds.values()) - {""}) < 2:
        return []
    names = [kinds[cell] for cell in columns["period"]]
    one = combined([series, ranks(columns["place_id"]), ranks(columns["group_id"])])
    one = np.unique(one, return_inverse=True)[1].astype(np.int64)
    kind, is_read = ranks(names), said(names)  # what cannot be read is told elsewhere, and is of no kind
    first = np.full(int(one.max()) + 1, -1, np.int64)
    first[one[is_read][::-1]] = kind[is_read][::-1]  # the first row of each series has the last word
    problem = ("this series mixes periods of different kinds", "keep to one kind; the curve is not judged across kinds")
    return rows.once(is_read & (kind != first[one]), one, problem, "period")


def _kind_of(cell: str) -> str:
    try:
        period = Period.parse(cell)
    except ValueError:
        return ""
    return f"{period.kind}:{period.length}"
