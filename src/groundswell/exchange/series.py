"""Series from one observations file alone, as `groundswell curve` reads them: no community, no package beside it.

The columns and their checks are those of observations.csv in a package, made easy: only `period` and `value` must be
there, ids may be any text, and where no `status` column is given a blank value is a missing one.
"""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from groundswell.core.estimates import ASSUMED_LEVEL, Estimate, Observation, Series, SeriesKey
from groundswell.core.findings import Finding, error, has_errors, info
from groundswell.core.periods import Period
from groundswell.core.sentences import sentence
from groundswell.core.vocabulary import ObservationStatus, Unit
from groundswell.exchange.package.cells import nearest, quoted
from groundswell.exchange.package.columns import RETIRED, Column, Kind
from groundswell.exchange.package.csv_table import column_named
from groundswell.exchange.package.layout import TABLES
from groundswell.exchange.package.observation_check import check_observations, with_statuses
from groundswell.exchange.package.table_check import check_cells, check_keys
from groundswell.exchange.readers import read_table
from groundswell.exchange.tables import Table

NEEDED = ("period", "value")
# What people call the columns that must be there.
_CALLED = {
    "period": frozenset(("year", "years", "date", "month", "quarter", "school year", "fiscal year", "time", "when")),
    "value": frozenset(("rate", "percent", "pct", "%", "estimate", "count", "number", "amount", "share", "score")),
}
_REASONS = {
    ObservationStatus.SUPPRESSED: sentence("withheld by the publisher"),
    ObservationStatus.MISSING: sentence("not published"),
    ObservationStatus.NOT_APPLICABLE: sentence("does not apply"),
}


def _easy(column: Column) -> Column:
    kind = Kind.TEXT if column.kind is Kind.ID else column.kind
    return replace(column, kind=kind, to="", required=column.name == "period")


_PUBLIC = TABLES["observations"]
LAYOUT = replace(_PUBLIC, columns=tuple(map(_easy, _PUBLIC.columns)))


def read_series(path: Path, *, unit: Unit = Unit.INDEX) -> tuple[list[Series], list[Finding]]:
    """All series of an observations file (delimited text or a workbook), by indicator, place and group.

    Values are in computing units: with `unit` percent, 20.4 in the file is 0.204. There are no series where a finding
    is an error. Raises OSError where the file cannot be opened.
    """
    read, findings = read_table(path)
    if read is None:
        return [], findings
    if len(read) == 0:
        findings = [error("the file has headings and no rows", "write one row for each period", file=path.name)]
    uneven = {finding.row for finding in findings if finding.is_error and finding.row and not finding.column}
    findings += _about_headings(read, path.name)
    table, found = _checked(read, unit, uneven)
    findings += [replace(finding, file=path.name) for finding in found]
    return ([] if has_errors(findings) else _series(table, unit)), findings


def _checked(read: Table, unit: Unit, uneven: Collection[int]) -> tuple[Table, list[Finding]]:
    """The rows in canonical cells and all that is wrong with them, whatever is wrong with the headings.

    Nothing follows from what was reported already: no cell of a row of the wrong length, no column that is not there.
    """
    missing = {name for name in NEEDED if name not in read.columns}
    table, about_cells = check_cells(_arranged(read), LAYOUT)
    table, about_status = _stated(table, "status" in read.columns)
    units = {indicator: {"unit": str(unit)} for indicator in set(table.columns["indicator_id"])}
    found = [*about_cells, *about_status]
    if "value" not in missing:
        found += check_observations(table, units)
    found = [finding for finding in found if finding.row not in uneven and finding.column not in missing]
    return table, found + ([] if "period" in missing else check_keys(table, LAYOUT))


def _about_headings(table: Table, file: str) -> list[Finding]:
    findings, known = [], f"the columns are {', '.join(LAYOUT.headings)}"
    for heading in table.headings:
        if column_named(heading, LAYOUT) is None:
            near = nearest(heading, (*LAYOUT.headings, RETIRED.name)) or _meant(heading, table)
            fix = f"did you mean {near}?" if near else f"rename or delete it; {known}"
            findings.append(error(f"unknown column {quoted(heading)}", fix, file=file, row=1, column=heading))
    for name in NEEDED:
        if name not in table.columns:
            findings.append(error("is missing", "add this column", file=file, row=1, column=name))
    return findings


def _meant(heading: str, table: Table) -> str:
    """What people call a column that is not there under its own name; "" where the heading is no such word."""
    word = heading.strip().casefold()
    return next((name for name, words in _CALLED.items() if word in words and name not in table.columns), "")


def _arranged(table: Table) -> Table:
    known = [heading for heading in table.headings if column_named(heading, LAYOUT)]
    columns = {name: table.column(name) for name in dict.fromkeys((*LAYOUT.headings, *known))}
    return Table("observations", list(columns), columns, table.rows)


def _stated(table: Table, has_status: bool) -> tuple[Table, list[Finding]]:
    """Every row with a status: what is blank where nobody said why is missing, and is said once."""
    if has_status:
        return with_statuses(table), []
    values = table.columns["value"]
    blank = values.count("")
    table = replace(table, columns={**table.columns, "status": ["final" if value else "missing" for value in values]})
    words = f"{blank} {'row has' if blank == 1 else 'rows have'} no value"
    return table, [info(words, "taken as missing; a status column says why", column="value")] if blank else []


def _series(table: Table, unit: Unit) -> list[Series]:
    """The rows of a file without errors, as series in the order in which they first stand there."""
    names = ("indicator_id", "place_id", "group_id", "period", "status", "break")
    numbers = ("value", "moe", "low", "high", "level", "numerator", "denominator")
    retired = table.column("retired")
    periods = {text: Period.parse(text) for text in set(table.columns["period"])}
    found: dict[SeriesKey, list[Observation]] = {}
    rows = zip(retired, *(table.columns[name] for name in (*names, *numbers)), strict=True)
    for gone, indicator, place, group, period, word, is_break, *cells in rows:
        if gone:
            continue
        status = ObservationStatus(word)
        estimate = Estimate.withheld(_REASONS[status]) if status.is_withheld else estimate_of(unit, *cells)
        observation = Observation(periods[period], estimate, status, is_break == "true")
        found.setdefault(SeriesKey(indicator, place, group), []).append(observation)
    return [Series.of(key, observations) for key, observations in found.items()]


def estimate_of(
    unit: Unit, value: str, moe: str, low: str, high: str, level: str, numerator: str, denominator: str
) -> Estimate:
    """An estimate from text in the published unit: the nearest float to the exact decimal, so 20.4 % is 0.204.

    A two-sided interval is kept as it is; otherwise a margin makes one. Without a level it is taken as 90 %.

    >>> estimate_of(Unit.PERCENT, "20.4", "3.9", "", "", "0.90", "", "").value
    0.204
    """
    shift = "e-2" if unit is Unit.PERCENT else ""
    centre = float(value + shift)
    of, whole = (float(text) if text else None for text in (numerator, denominator))
    said = float(level) if level else ASSUMED_LEVEL
    if low and high:
        return Estimate(centre, float(low + shift), float(high + shift), said, of, whole, "published")
    margin = float(moe + shift) if moe else None
    return Estimate.from_margin(centre, margin, said, numerator=of, denominator=whole)
