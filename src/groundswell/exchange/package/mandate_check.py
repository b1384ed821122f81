"""Mandates in a package: somebody is represented, and what is formal has a document."""

from __future__ import annotations

from collections.abc import Iterator

from groundswell.core.findings import Finding, error, warning
from groundswell.core.sentences import sentence
from groundswell.exchange.package.partnership_check import Cells, row_by_row
from groundswell.exchange.tables import Table


def check_mandates(table: Table) -> list[Finding]:
    """Every problem of `mandates`, row by row."""

    def problems(cells: Cells) -> Iterator[Finding]:
        if not cells["organization_id"] and not cells["network_id"]:
            said = sentence("is blank, and so is network_id: nobody is represented")
            fix = sentence("name the organization or the network that the mandate comes from")
            yield error(said, fix, column="organization_id")
        if cells["formal"] == "true" and not cells["document"]:
            said = sentence("is formal, and no document says so")
            fix = sentence("name the letter, decision or agreement, or write formal false")
            yield warning(said, fix, column="document")

    return row_by_row(table, problems)
