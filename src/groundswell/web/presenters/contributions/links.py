"""The page of a link: what is assumed and how sure it is, version by version, and what was said for and against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.contributions.ledger import LinkPage
from groundswell.core.findings import Finding
from groundswell.web.presenters.communities import Surroundings, bare_surroundings
from groundswell.web.presenters.contributions.analysis import (
    Challenge,
    NoteLine,
    StepLine,
    TypedNote,
    analysis_of,
    challenges_of,
    lines_of,
)
from groundswell.web.presenters.contributions.assumptions import Assumption, assumptions_of
from groundswell.web.presenters.contributions.steps import PreviewSheet, preview_sheet
from groundswell.web.presenters.contributions.versions import (
    MOST_VERSIONS,
    Version,
    VersionCell,
    compared,
    day_words,
    version_of,
)
from groundswell.web.presenters.contributions.words import evidence_words, said_of

__all__ = ["TypedNote", "link_sheet", "withdrawing_sheet"]


@dataclass(frozen=True, slots=True)
class LinkSheet:
    """Everything on the page of a link."""

    around: Surroundings
    title: str
    program: str
    program_address: str
    indicator: str
    indicator_address: str
    mechanism: str
    withdrawn: str
    preview: PreviewSheet | None
    is_shown: bool
    summary: tuple[str, ...]
    assumptions: tuple[Assumption, ...]
    evidence: str
    evidence_help: str
    source: str
    source_address: str
    owner: str
    reviewed: str
    next_review: str
    is_overdue: bool
    version: int
    versions: tuple[Version, ...]
    compared: tuple[tuple[str, tuple[VersionCell, ...]], ...]
    older: int
    steps: tuple[StepLine, ...]
    steps_said: int
    must_be_true: tuple[NoteLine, ...]
    would_change: tuple[NoteLine, ...]
    challenges: tuple[Challenge, ...]
    open_challenges: int
    typed: TypedNote
    may_change: bool
    may_note: bool
    change_address: str
    withdraw_address: str
    restore_address: str
    note_address: str


@dataclass(frozen=True, slots=True)
class WithdrawingSheet:
    """The question before a link is withdrawn."""

    around: Surroundings
    title: str
    address: str
    seen: int
    problems: tuple[str, ...]


def link_sheet(
    page: LinkPage, typed: TypedNote | None = None, findings: Sequence[Finding] = (), refused: Sequence[Finding] = ()
) -> LinkSheet:
    """The page; `typed` is a note that could not be kept as it was, for `findings`."""
    facts, community = page.facts, page.community.public_id
    typed = (typed or TypedNote()).wrong([said_of(one) for one in findings if one.is_error])
    evidence, evidence_help = evidence_words(facts.evidence)
    polarity = page.asking.condition.polarity if page.asking else None
    steps, challenges = analysis_of(page, typed), challenges_of(page)
    return LinkSheet(
        around=replace(bare_surroundings(page.community), json=f"/api/v1{_address(page).rstrip('/')}.json"),
        title=gettext("%(program)s and “%(indicator)s”")
        % {"program": facts.program_name, "indicator": facts.indicator_name},
        program=facts.program_name,
        program_address=reverse("program", args=[community, facts.program_id]),
        indicator=facts.indicator_name,
        indicator_address=reverse("contribution", args=[community, facts.indicator_id]),
        mechanism=facts.mechanism,
        withdrawn=day_words(facts.retired),
        preview=preview_sheet(page.preview, page.asking) if page.preview and page.asking else None,
        is_shown=False,
        summary=tuple(said_of(one) for one in refused if one.is_error),
        assumptions=tuple(assumptions_of(facts, polarity)),
        evidence=evidence,
        evidence_help=evidence_help,
        source=facts.evidence_source,
        source_address=facts.evidence_source if _is_address(facts.evidence_source) else "",
        owner=page.owners.get(facts.owner, facts.owner),
        reviewed=day_words(facts.reviewed),
        next_review=day_words(facts.next_review),
        is_overdue=bool(facts.next_review) and facts.next_review < timezone.localdate().isoformat(),
        version=facts.version,
        versions=tuple(version_of(one, page) for one in page.versions[:MOST_VERSIONS]),
        compared=tuple(compared(page.versions, polarity, page.owners)),
        older=max(0, len(page.versions) - MOST_VERSIONS),
        steps=steps,
        steps_said=sum(bool(step.notes) for step in steps),
        must_be_true=lines_of(page, "must_be_true"),
        would_change=lines_of(page, "would_change"),
        challenges=challenges,
        open_challenges=sum(not one.answers for one in challenges),
        typed=typed,
        may_change=page.may_change,
        may_note=page.may_note,
        **{
            f"{name}_address": reverse(f"{name}-contribution-link", args=[community, facts.id])
            for name in ("change", "withdraw", "restore", "note")
        },
    )


def withdrawing_sheet(page: LinkPage, findings: Sequence[Finding] = ()) -> WithdrawingSheet:
    """Asked once more."""
    facts = page.facts
    return WithdrawingSheet(
        around=bare_surroundings(page.community),
        title=gettext("%(program)s and “%(indicator)s”")
        % {"program": facts.program_name, "indicator": facts.indicator_name},
        address=_address(page),
        seen=facts.version,
        problems=tuple(said_of(one) for one in findings if one.is_error),
    )


def _address(page: LinkPage) -> str:
    return reverse("contribution-link", args=[page.community.public_id, page.facts.id])


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://")) and not any(mark.isspace() for mark in text)
