"""The systems scan in a package: a service spelled in two ways would look like two, with cells empty in both."""

from __future__ import annotations

from collections.abc import Iterator

from groundswell.core.findings import Finding, warning
from groundswell.core.sentences import sentence
from groundswell.exchange.package.partnership_check import Cells, row_by_row
from groundswell.exchange.tables import Table

_NAMING = ("service", "ages")


def check_scan(table: Table) -> list[Finding]:
    """Names that differ from an earlier one by nothing but capitals and spaces."""
    firsts: dict[tuple[str, str], str] = {}

    def problems(cells: Cells) -> Iterator[Finding]:
        for column in _NAMING:
            name = cells[column]
            first = firsts.setdefault((column, "".join(name.split()).casefold()), name)
            if first != name:
                said = sentence("'{name}' stands as '{first}' above", name=name, first=first)
                yield warning(said, sentence("spell both alike, so that they are one"), column=column)

    return row_by_row(table, problems)
