"""Commitments and promises as the API, the CSV and the commands write them: exact amounts are text."""

from __future__ import annotations

from typing import Any

from groundswell.apps.scorecards.queries.partnerships.commitments import (
    CommitmentLine,
    CommitmentsPage,
    Named,
    PromisesPage,
)
from groundswell.apps.scorecards.queries.partnerships.needs import Aim, Beside
from groundswell.core.collaboration.commitments import tallied
from groundswell.exchange.documents import number

JSON = dict[str, Any]


def commitments_document(page: CommitmentsPage) -> JSON:
    """The page of commitments. Amounts of different units stand apart and are added nowhere."""
    return {
        "day": page.day.isoformat(),
        "commitments": [line_document(line) for line in page.lines],
        "tallies": [
            {"kind": str(kind or ""), "status": str(status), "commitments": count}
            for (kind, status), count in sorted(tallied(line.pledge for line in page.lines).items(), key=str)
        ],
        "toward_nothing": page.toward_nothing,
        "toward": [_aim(aim) for aim in page.aims],
    }


def promises_document(page: PromisesPage) -> JSON:
    """The page of promises: what everybody reads, without what is said of each besides."""
    hidden = ("evidence",)
    lines = (line_document(line) for line in page.lines)
    return {
        "day": page.day.isoformat(),
        "is_preview": page.is_preview,
        "promises": [{name: value for name, value in line.items() if name not in hidden} for line in lines],
    }


def line_document(line: CommitmentLine) -> JSON:
    """One commitment; null where nobody said, or where this reader may not know."""
    pledge = line.pledge
    return {
        "commitment_id": line.id,
        "statement": line.statement,
        "kind": str(pledge.kind) if pledge.kind else None,
        **_named("organization", line.organization),
        **_named("network", line.network),
        **_named("strategy", line.strategy),
        **_named("indicator", line.indicator),
        **_named("program", line.program),
        "amount": line.amount or None,
        "unit": line.unit or None,
        "kept_amount": line.kept_amount or None,
        "made": pledge.made.isoformat() if pledge.made else None,
        "due": pledge.due.isoformat() if pledge.due else None,
        "status": str(pledge.status),
        "standing": str(line.due),
        "evidence": line.evidence or None,
    }


def _named(what: str, named: Named) -> JSON:
    return {f"{what}_id": named.id or None, what: named.name or None}


def _aim(aim: Aim) -> JSON:
    return {
        "subject": aim.subject,
        "id": aim.id,
        "name": aim.name,
        "commitments": aim.commitments,
        "without_amount": aim.uncounted,
        "amounts": [_beside(one) for one in aim.amounts],
    }


def _beside(one: Beside) -> JSON:
    amounts = one.against.amounts
    return {
        "unit": amounts.unit,
        "program_id": one.program_id or None,
        "program": one.program or None,
        "pledged": str(amounts.pledged),
        "kept": str(amounts.kept),
        "standing": str(amounts.standing),
        "needed": number(one.against.needed),
        "missing": number(one.against.missing),
    }
