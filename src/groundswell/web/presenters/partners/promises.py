"""The page of promises: what organizations said they would shift, for everybody; no notes, no names of persons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.partnerships.commitments import CommitmentLine, PromisesPage
from groundswell.core.collaboration.commitments import Due
from groundswell.core.collaboration.words import CommitmentKind
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.partners.commitment_words import (
    Part,
    addresses_in,
    by_status,
    counted,
    due_words,
    kind_words,
    line_amount,
    line_kept,
    pledged_by,
    status_chip,
    status_words,
    toward,
)
from groundswell.web.presenters.verdicts import Chip


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise, as everybody reads it."""

    statement: str
    by: str
    toward: tuple[Part, ...]
    amount: str
    kept: str
    due: str
    chip: Chip
    status: str
    links: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class PromisesPart:
    """The promises of one kind."""

    id: str
    name: str
    meaning: str
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class PromisesSheet:
    """The page; `is_preview`: nobody but who takes part reads it."""

    around: Surroundings
    sentence: str
    parts: tuple[PromisesPart, ...]
    is_preview: bool
    commitments_address: str


def promises_sheet(page: PromisesPage, path: str) -> PromisesSheet:
    """Everything on the page."""
    opening = gettext("%(commitments)s: %(tally)s.") % {
        "commitments": counted(len(page.lines)),
        "tally": by_status(page.lines),
    }
    return PromisesSheet(
        around=surroundings(page.community, path),
        sentence=opening if page.lines else gettext("Nothing was promised yet."),
        parts=tuple(_parts(page)),
        is_preview=page.is_preview,
        commitments_address=reverse("commitments", args=[page.community.id]) if page.may_read_all else "",
    )


def _parts(page: PromisesPage) -> Iterator[PromisesPart]:
    for kind in (*CommitmentKind, None):
        found = tuple(_promise(line, page) for line in page.lines if line.pledge.kind is kind)
        if found:
            yield PromisesPart(str(kind or "other"), *kind_words(kind), promises=found)


def _promise(line: CommitmentLine, page: PromisesPage) -> Promise:
    currency = page.community.currency
    return Promise(
        statement=line.statement or line.id,
        by=pledged_by(line),
        toward=tuple(toward(line, page.community.id)),
        amount=line_amount(line, currency),
        kept=line_kept(line, currency),
        due=due_words(line),
        chip=status_chip(line),
        status=status_words(line.pledge.status) if line.due is Due.OVERDUE else "",
        links=addresses_in(line.evidence),
    )
