"""What a commitment may not say, however well its cells are written: the same for a package, a form and the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from groundswell.core.collaboration.words import CommitmentStatus
from groundswell.core.findings import Finding, error, warning
from groundswell.core.sentences import sentence
from groundswell.exchange.package.cells import problem_with
from groundswell.exchange.package.columns import decimal
from groundswell.exchange.package.table_check import listed
from groundswell.exchange.tables import Table

_KEEPING = frozenset({CommitmentStatus.UNDER_WAY, CommitmentStatus.KEPT, CommitmentStatus.BROKEN})
_NEEDS_REASON = frozenset({CommitmentStatus.BROKEN, CommitmentStatus.RELEASED})


def check_commitments(table: Table) -> list[Finding]:
    """What is wrong with commitments beyond their cells, row by row."""
    findings = [
        replace(finding, file="commitments.csv", row=row)
        for row, cells in zip(table.rows, table.records(), strict=True)
        for finding in commitment_problems(cells)
    ]
    return listed(findings)


def commitment_problems(cells: Mapping[str, str]) -> Iterator[Finding]:
    """What is wrong with one commitment; what is no error is worth a second look."""
    if not cells.get("organization_id") and not cells.get("network_id"):
        fix = sentence("say which organization, or which network of providers, promised it")
        yield error(sentence("is promised by nobody"), fix, column="organization_id")
    yield from _amounts(cells)
    status, evidence = cells.get("status", ""), cells.get("evidence", "").strip()
    if status in _NEEDS_REASON and not evidence:
        fix = sentence("say why, in evidence: what happened, or who let it go")
        yield error(sentence("is blank, and nobody can tell why it will not be kept"), fix, column="evidence")
    if status == CommitmentStatus.KEPT and not evidence:
        fix = sentence("say what shows that it was kept, or where to see it")
        yield warning(sentence("is blank, and nothing shows that it was kept"), fix, column="evidence")


def _amounts(cells: Mapping[str, str]) -> Iterator[Finding]:
    amount, unit, kept = (cells.get(name, "").strip() for name in ("amount", "unit", "kept_amount"))
    if amount and not unit:
        fix = sentence("say what is counted: {examples}", examples="people, slots, USD")
        yield error(sentence("is blank beside an amount"), fix, column="unit")
    if unit and not amount:
        fix = sentence("say how many, or leave the unit blank")
        yield error(sentence("is blank beside a unit"), fix, column="amount")
    for name, cell in (("amount", amount), ("kept_amount", kept)):
        if cell and problem_with(decimal(name), cell) is None and float(cell) < 0:
            yield error(sentence("is below 0"), sentence("write how much, as 0 or more"), column=name)
    if not kept:
        return
    if cells.get("status", "") not in _KEEPING:
        fix = sentence("say under_way, kept or broken, or leave it blank")
        yield error(sentence("stands beside a status that keeps nothing"), fix, column="kept_amount")
    if not amount:
        fix = sentence("say first how much was promised, and in what unit")
        yield error(sentence("is kept of no amount"), fix, column="kept_amount")
