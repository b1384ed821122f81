"""One commitment on the page: who promised what toward what, and the form by which its people say how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.partnerships.commitments import CommitmentLine, CommitmentsPage
from groundswell.core.collaboration.commitments import Due
from groundswell.core.collaboration.words import CommitmentStatus
from groundswell.core.findings import Finding
from groundswell.web.presenters.contributions.words import said_of
from groundswell.web.presenters.partners.commitment_words import (
    Part,
    due_words,
    evidence_parts,
    line_amount,
    line_kept,
    pledged_by,
    status_chip,
    status_in_a_sentence,
    status_words,
    toward,
)
from groundswell.web.presenters.verdicts import Chip

_OFFERED = (
    CommitmentStatus.UNDER_WAY,
    CommitmentStatus.KEPT,
    CommitmentStatus.BROKEN,
    CommitmentStatus.RELEASED,
)


@dataclass(frozen=True, slots=True)
class TypedStatus:
    """How somebody said that a commitment stands, as it came; `problems` say what to mend."""

    id: str
    evidence: str
    kept_amount: str
    problems: tuple[str, ...]

    @classmethod
    def refused(cls, commitment_id: str, evidence: str, kept_amount: str, findings: Sequence[Finding]) -> TypedStatus:
        """What was typed, with what is wrong with it."""
        return cls(commitment_id, evidence, kept_amount, tuple(said_of(one) for one in findings if one.is_error))


@dataclass(frozen=True, slots=True)
class StatusForm:
    """How a commitment can be said to stand: one press of one of `buttons`, with the words above them."""

    address: str
    version: str
    evidence: str
    kept_amount: str
    asks_how_much: bool
    buttons: tuple[tuple[str, str], ...]  # what is sent, what is read
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """One commitment on the page."""

    id: str
    statement: str
    by: str
    toward: tuple[Part, ...]
    amount: str
    kept: str
    due: str
    chip: Chip
    status: str  # where what is overdue stands besides
    evidence: tuple[Part, ...]
    change_address: str
    history_address: str
    form: StatusForm | None


def commitment_row(
    line: CommitmentLine, page: CommitmentsPage, version: str, typed: TypedStatus | None
) -> CommitmentRow:
    """Written out for the template; `version` is that of the commitment as it is kept."""
    community = page.community
    at = [community.id, "commitments", line.id]
    return CommitmentRow(
        id=line.id,
        statement=line.statement or line.id,
        by=pledged_by(line),
        toward=tuple(toward(line, community.id)),
        amount=line_amount(line, community.currency),
        kept=line_kept(line, community.currency),
        due=due_words(line),
        chip=status_chip(line),
        status=status_words(line.pledge.status) if line.due is Due.OVERDUE else "",
        evidence=evidence_parts(line.evidence),
        change_address=reverse("desk-object", args=at) if line.may_change else "",
        history_address=reverse("desk-history", args=at),
        form=_form(line, community.id, version, typed) if line.may_change else None,
    )


def _form(line: CommitmentLine, community_id: str, version: str, typed: TypedStatus | None) -> StatusForm:
    mine = typed if typed is not None and typed.id == line.id else None
    now = line.pledge.status
    buttons = [(str(one), status_words(one)) for one in _OFFERED if one is not now]
    return StatusForm(
        address=reverse("commitment-status", args=[community_id, line.id]),
        version=version,
        evidence=mine.evidence if mine else line.evidence,
        kept_amount=mine.kept_amount if mine else line.kept_amount,
        asks_how_much=line.pledge.amount is not None,
        buttons=((str(now), gettext("Still: %(status)s") % {"status": status_in_a_sentence(now)}), *buttons),
        problems=mine.problems if mine else (),
    )
