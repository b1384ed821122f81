"""What a community's decisions about its framework still lack, said row by row of framework.csv.

A package is never refused for it: what people decided long ago may come without its reason. Whoever decides anew on a
page is asked for it.
"""

from collections.abc import Iterator
from dataclasses import replace

from groundswell.core.findings import Finding, Severity
from groundswell.core.specification.decisions import Decision, problems_of
from groundswell.exchange.package.layout import TABLES
from groundswell.exchange.package.table_check import listed
from groundswell.exchange.tables import Table


def check_framework(table: Table) -> list[Finding]:
    """A warning for each thing that a row lacks; rows that have retired are left alone."""
    return listed(list(_lacking(table)))


def _lacking(table: Table) -> Iterator[Finding]:
    for row, cells in zip(table.rows, table.records(), strict=True):
        if cells.get("retired"):
            continue
        for found in problems_of(Decision.of(cells)):
            yield replace(found, severity=Severity.WARNING, file=TABLES["framework"].file, row=row)
