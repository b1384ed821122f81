"""Rows as somebody typed them against the package's own checks: what a package would refuse is refused here.

Findings name the field that they are about (`column`), so that a form says each beside its field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from groundswell.apps.indicators.models import Indicator
from groundswell.apps.people.actions import Directory, directory_of
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.places.models import Group, Place
from groundswell.apps.places.queries import group_directory, place_directory
from groundswell.apps.programs.models import Measure, Program
from groundswell.core.findings import Finding, error
from groundswell.core.sentences import sentence
from groundswell.exchange.package.cells import problem_with
from groundswell.exchange.package.columns import TableLayout, identifier
from groundswell.exchange.package.csv_table import column_named
from groundswell.exchange.package.layout import TABLES
from groundswell.exchange.package.table_check import at_rows, check_cells, missing_ids
from groundswell.exchange.readers.delimited import LONGEST_CELL
from groundswell.exchange.tables import Table

Cells = dict[str, str]
_MODELS = {
    "programs": Program,
    "measures": Measure,
    "indicators": Indicator,
    "organizations": Organization,
    "places": Place,
    "groups": Group,
}


def checked_row(name: str, content: Mapping[str, str], community: Community) -> tuple[Cells, list[Finding]]:
    """One row of a table in canonical cells, and what is wrong with each; ids must name what the community has."""
    layout = TABLES[name]
    cells = {heading: _tidy(cell) for heading, cell in content.items()}
    if strangers := [heading for heading in cells if column_named(heading, layout) is None]:
        fix = sentence("the fields are {names}", names=", ".join(layout.headings))
        return cells, [
            error(sentence("there is no field {name}", name=repr(one)), fix, column=one) for one in strangers
        ]
    table, findings = check_cells(_table(layout, cells), layout)
    found = {heading: column[0] for heading, column in table.columns.items()}
    findings += _too_long(found) + _unknown(layout, found, community)
    return found, [replace(finding, file="", row=None) for finding in findings]


def is_id(text: str) -> bool:
    """True for what could be an id; nothing else is looked for, since no database takes every text."""
    return bool(text.strip()) and problem_with(identifier("id"), text.strip()) is None


def _tidy(cell: str) -> str:
    return str(cell).replace("\r\n", "\n").replace("\r", "\n").strip()


def _table(layout: TableLayout, cells: Cells) -> Table:
    headings = [*layout.headings, *sorted(set(cells) - set(layout.headings))]
    return Table(layout.name, headings, {heading: [cells.get(heading, "")] for heading in headings}, [0])


def _too_long(cells: Cells) -> list[Finding]:
    fix = sentence("keep it within {count} characters", count=f"{LONGEST_CELL:,}")
    return [
        error(sentence("is {count} characters long", count=f"{len(cell):,}"), fix, column=heading)
        for heading, cell in cells.items()
        if len(cell) > LONGEST_CELL
    ]


def _unknown(layout: TableLayout, cells: Cells, community: Community) -> list[Finding]:
    findings: list[Finding] = []
    for column in layout.columns:
        cell = cells[column.name]
        if column.to in _MODELS and cell:
            rows = _MODELS[column.to]._default_manager.filter(community=community)
            known: Sequence[str] = list(rows.exclude(public_id="").values_list("public_id", flat=True))
            problems = missing_ids(column, [cell], known)
            findings += at_rows([cell], [0], problems, file="", column=column.name)
    return findings


def directory_for(community: Community) -> Directory:
    """Where each id of a row leads."""
    named: Directory = {model: directory_of(model, community) for model in (Program, Measure, Indicator, Organization)}
    return {**named, Place: place_directory(community), Group: group_directory(community)}
