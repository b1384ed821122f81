"""Answers about the network, and networks of providers, in a package."""

from __future__ import annotations

from collections.abc import Iterator

from groundswell.core.collaboration.ratings import ROSTER
from groundswell.core.findings import Finding, error, warning
from groundswell.core.sentences import sentence
from groundswell.exchange.package.cells import list_of
from groundswell.exchange.package.partnership_check import Cells, row_by_row
from groundswell.exchange.tables import Table

FEWEST = 2


def check_answers(table: Table) -> list[Finding]:
    """Nobody answers about itself, but whether it named all its partners; and that about nobody else."""

    def problems(cells: Cells) -> Iterator[Finding]:
        mine, theirs = cells["from_organization_id"], cells["to_organization_id"]
        if not mine or not theirs or (mine == theirs) == (cells["question"] == ROSTER):
            return
        if mine == theirs:
            said = sentence("is an answer of an organization about itself")
            fix = sentence("name the other organization; only the question roster is about oneself")
        else:
            said = sentence("is another organization, and the question roster is about oneself")
            fix = sentence("write {name} again", name=mine)
        yield error(said, fix, column="to_organization_id")

    return row_by_row(table, problems)


def check_networks(table: Table) -> list[Finding]:
    """Several providers make a network; one is none."""

    def problems(cells: Cells) -> Iterator[Finding]:
        if not cells.get("retired") and len(set(list_of(cells["members"]))) < FEWEST:
            said = sentence("names fewer than two organizations")
            yield warning(said, sentence("a network has at least two members: add the others"), column="members")

    return row_by_row(table, problems)
