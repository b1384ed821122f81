"""A whole table against its layout: cells, ids that must be found elsewhere, rows that say the same thing twice.

Work is done once for each distinct cell, not once for each row, so that a million observations are checked while a
person waits. Problems of one kind in one column are listed row by row up to `LISTED`, then counted.
"""

from collections.abc import Collection, Iterable, Mapping

import numpy as np

from groundswell.core.findings import Finding, Severity
from groundswell.exchange.package.cells import (
    Problem,
    canonical,
    list_of,
    nearest,
    problems_with,
    quoted,
    warning_about,
)
from groundswell.exchange.package.columns import Column, Kind, TableLayout
from groundswell.exchange.package.csv_table import column_named
from groundswell.exchange.package.encoded import Codes, combined, ranks
from groundswell.exchange.tables import Table

LISTED = 1000


def check_cells(table: Table, layout: TableLayout) -> tuple[Table, list[Finding]]:
    """The table in canonical cells, and every cell that is not what its column asks."""
    findings: list[Finding] = []
    columns: dict[str, list[str]] = {}
    for heading, cells in table.columns.items():
        column = column_named(heading, layout) or Column(heading)
        is_required = column.required and heading == column.name
        columns[heading], found = _checked(column, heading, cells, table.rows, layout.file, is_required)
        findings += found
    return Table(table.name, table.headings, columns, table.rows), findings


def _checked(
    column: Column, heading: str, cells: list[str], rows: list[int], file: str, is_required: bool
) -> tuple[list[str], list[Finding]]:
    distinct = set(cells)
    changed = {cell: better for cell in distinct if (better := canonical(column, cell)) != cell}
    if changed:
        cells = [changed.get(cell, cell) for cell in cells]
        distinct = set(cells)
    problems = problems_with(column, distinct)
    if is_required and "" in distinct:
        problems[""] = ("is blank", "every row needs one")
    findings = at_rows(cells, rows, problems, file=file, column=heading)
    if column.kind is Kind.TEXT and not column.many:
        doubts = {cell: doubt for cell in distinct - problems.keys() if cell and (doubt := warning_about(cell))}
        findings += at_rows(cells, rows, doubts, file=file, column=heading, severity=Severity.WARNING)
    return cells, findings


def at_rows(
    cells: Iterable[str],
    rows: list[int],
    problems: Mapping[str, Problem],
    *,
    file: str,
    column: str,
    severity: Severity = Severity.ERROR,
) -> list[Finding]:
    """One finding for each row whose cell has a problem; beyond `LISTED` they are counted."""
    if not problems:
        return []
    hits = [(row, problems[cell]) for row, cell in zip(rows, cells, strict=True) if cell in problems]
    return listed([Finding(severity, *problem, file, row, column) for row, problem in hits])


def listed(findings: list[Finding]) -> list[Finding]:
    """The first of many findings of one kind, and how many more there are."""
    if len(findings) <= LISTED:
        return findings
    first = findings[LISTED]
    rest = f"and {len(findings) - LISTED:,} more rows of this kind"
    return [*findings[:LISTED], Finding(first.severity, rest, "mend those above first", first.file, None, first.column)]


def check_references(table: Table, layout: TableLayout, known: Mapping[str, Collection[str]]) -> list[Finding]:
    """Ids that name nothing: `known` holds the ids of each table and folder."""
    findings: list[Finding] = []
    for column in layout.columns:
        if column.to:
            cells = table.columns[column.name]
            problems = missing_ids(column, set(cells), known[column.to])
            findings += at_rows(cells, table.rows, problems, file=layout.file, column=column.name)
    return findings


def missing_ids(column: Column, cells: Iterable[str], known: Collection[str]) -> dict[str, Problem]:
    """The cells of an id column that name something unknown; ids that are no ids were reported already."""
    problems: dict[str, Problem] = {}
    for cell in cells:
        for part in list_of(cell) if column.many else [cell]:
            if part and part not in known and cell not in problems:
                problems[cell] = _nowhere(part, column.to, known, is_costly=len(problems) > 50)
    return problems


FOLDERS = {"indicators": "indicators/", "measures": "measures/", "sources": "sources/"}


def _nowhere(part: str, to: str, known: Collection[str], *, is_costly: bool) -> Problem:
    near = "" if is_costly else nearest(part, known)
    file = FOLDERS.get(to, f"{to}.csv")
    missing = f"{quoted(part)} is not in {file}"
    add = f"add {file}{part}.yaml" if to in FOLDERS else f"add it to {file}"
    return missing, f"did you mean {near}?" if near else add


def check_keys(table: Table, layout: TableLayout, own_place: str = "") -> list[Finding]:
    """Rows that share a key, each later one naming the first; a blank place is the community's own."""
    if not layout.is_unique or len(table) < 2:
        return []
    codes = key_codes(table, layout, own_place=own_place)
    order = np.argsort(codes, kind="stable")
    repeats = np.flatnonzero(codes[order][1:] == codes[order][:-1]) + 1
    if not len(repeats):
        return []
    firsts = {int(code): int(at) for code, at in zip(codes[order][::-1], order[::-1], strict=True)}
    return listed([_repeated(table, layout, int(at), firsts[int(codes[at])]) for at in np.sort(order[repeats])])


def _repeated(table: Table, layout: TableLayout, at: int, first: int) -> Finding:
    parts = [f"{name} {table.columns[name][at] or '(blank)'}" for name in layout.key]
    message = f"repeats row {table.rows[first]}: {', '.join(parts)}"
    return Finding(Severity.ERROR, message, "keep one of the two", layout.file, table.rows[at], layout.key[0])


def key_codes(table: Table, layout: TableLayout, *, own_place: str = "") -> Codes:
    """One number a row, in the order of the key as text; equal for rows with equal keys."""
    same = {own_place: ""} if own_place else {}
    columns = [(table.columns[name], same if name == "place_id" else {}) for name in layout.key]
    return combined([ranks(cells, same) for cells, same in columns])
