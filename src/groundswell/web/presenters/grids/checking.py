"""What is wrong with the rows of a grid, said in their cells, before anything is stored.

The checks are the package's own. Storing makes them again; here they let a person see every problem of a paste at once.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from groundswell.exchange.package.cells import canonical, problem_with
from groundswell.exchange.package.observation_check import check_observations
from groundswell.exchange.tables import Table
from groundswell.web.presenters.grids.entries import Entry
from groundswell.web.presenters.grids.tables import GridTable


def check_entries(entries: Sequence[Entry], table: GridTable, indicator: Mapping[str, Any] | None = None) -> bool:
    """Say in every changed row what is wrong with it; True where nothing is. `indicator` is its whole document."""
    changed = [entry for entry in entries if entry.is_changed and not entry.is_retired]
    for entry in changed:
        _check_cells(entry, table)
    if table.kind == "observations" and indicator is not None:
        _check_sense([entry for entry in changed if not entry.problems], table, indicator)
    return not any(entry.problems for entry in entries)


def _check_cells(entry: Entry, table: GridTable) -> None:
    for heading, column in table.columns.items():
        cell = entry.key.get(heading, "") if heading in table.keys else str(entry.content.get(heading, ""))
        cell = canonical(column, cell)
        is_asked = heading in table.keys or heading in table.facts
        if not cell and column.required and is_asked:
            entry.say(heading, gettext("This is blank and is needed."))
        elif cell and is_asked and heading not in entry.problems and (problem := problem_with(column, cell)):
            entry.say(heading, said(*problem))


def said(message: str, fix: str) -> str:
    """A problem and its mending as a sentence."""
    words = f"{message.rstrip('.')}; {fix}" if fix else message.rstrip(".")
    return f"{words[:1].upper()}{words[1:]}."


def _check_sense(entries: Sequence[Entry], table: GridTable, indicator: Mapping[str, Any]) -> None:
    """Does each row say one thing: a number or why there is none, an interval around it, a part of a whole?"""
    if not entries:
        return
    name = str(indicator.get("indicator_id", "indicator"))
    headings = list(table.columns)
    columns = {
        heading: [str(entry.key.get(heading) or entry.content.get(heading, "")) for entry in entries]
        for heading in headings
    }
    columns["indicator_id"] = [name] * len(entries)
    columns["status"] = [
        status or ("final" if value else "") for status, value in zip(columns["status"], columns["value"], strict=True)
    ]
    rows = list(range(len(entries)))
    for finding in check_observations(Table("observations", headings, columns, rows), {name: dict(indicator)}):
        if finding.is_error and finding.row is not None and 0 <= finding.row < len(entries):
            entries[finding.row].say(finding.column or "", said(finding.message, finding.fix))
