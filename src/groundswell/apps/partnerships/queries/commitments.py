"""Commitments in use as they are kept, and as arithmetic takes them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.db.models import QuerySet

from groundswell.apps.partnerships.models import Commitment
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import not_retired
from groundswell.core.collaboration.commitments import Pledge
from groundswell.core.collaboration.words import CommitmentKind, CommitmentStatus

_POINTING = ("organization", "network", "strategy", "indicator", "program")


def commitments_in_use(community: Community) -> QuerySet[Commitment]:
    """Those that have not retired, by id, with what they point to at hand; callers have asked who reads. One query."""
    rows = not_retired(Commitment.objects.filter(community=community))
    return rows.select_related(*_POINTING).order_by("public_id")


def pledge_of(row: Commitment) -> Pledge:
    """A commitment as arithmetic takes it; what it points to is expected at hand (`select_related`)."""
    return Pledge(
        id=row.public_id,
        kind=CommitmentKind(row.kind) if row.kind else None,
        status=CommitmentStatus(row.status or CommitmentStatus.PLEDGED),
        amount=_number(row.amount),
        unit=row.unit,
        kept_amount=_number(row.kept_amount),
        made=row.made,
        due=row.due,
        strategy_id=row.strategy.public_id if row.strategy else "",
        indicator_id=row.indicator.public_id if row.indicator else "",
        program_id=row.program.public_id if row.program else "",
    )


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:  # checked when it was stored
        return None
