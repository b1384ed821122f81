"""One element with what was decided about it, as a line of the page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from groundswell.apps.scorecards.queries.agenda.pages import AgendaLine
from groundswell.core.specification.element import Element
from groundswell.web.presenters.agenda.words import RatingShown, StanceShown, day_said, rating_shown, stance_shown
from groundswell.web.presenters.language import spoken


@dataclass(frozen=True, slots=True)
class ElementLine:
    """An element: its own words first, the library's beside them where they differ."""

    id: str
    name: str
    address: str
    stance: StanceShown
    words: str
    library: str
    reason: str
    rating: RatingShown | None
    evidence: str
    owner: str
    reviewed: str
    next_review: str
    is_due: bool


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """An element about which nothing is decided."""

    name: str
    address: str


def element_line(line: AgendaLine, community_id: str) -> ElementLine:
    """Written out."""
    decision, library = line.decision, spoken(line.element.statement) if line.element else ""
    return ElementLine(
        id=decision.element_id,
        name=spoken(decision.name),
        address=reverse("agenda-element", args=[community_id, decision.element_id]),
        stance=stance_shown(decision.stance),
        words=decision.statement or library,
        library=library if decision.statement else "",
        reason=decision.reason,
        rating=rating_shown(decision),
        evidence=decision.evidence,
        owner=decision.owner,
        reviewed=day_said(decision.reviewed),
        next_review=day_said(decision.next_review),
        is_due=line.is_due,
    )


def waiting_line(element: Element, community_id: str) -> WaitingLine:
    """Its name, and where to decide."""
    return WaitingLine(spoken(element.name), reverse("agenda-element", args=[community_id, element.id]))
