"""One element with what was decided about it, as a line of the page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from groundswell.apps.scorecards.queries.agenda.pages import AgendaLine
from groundswell.core.specification.decisions import Decision
from groundswell.core.specification.element import Element
from groundswell.core.specification.elements import LIBRARY
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
    is_own = says_otherwise(decision)
    return ElementLine(
        id=decision.element_id,
        name=spoken(decision.name),
        address=reverse("agenda-element", args=[community_id, decision.element_id]),
        stance=stance_shown(decision.stance),
        words=decision.statement if is_own else library,
        library=library if is_own else "",
        reason=decision.reason,
        rating=rating_shown(decision),
        evidence=decision.evidence,
        owner=line.owner,
        reviewed=day_said(decision.reviewed),
        next_review=day_said(decision.next_review),
        is_due=line.is_due,
    )


def says_otherwise(decision: Decision) -> bool:
    """True where a community has words of its own for an element; the library's are said as any page says them."""
    library = LIBRARY.get(decision.element_id)
    return bool(decision.statement) and (library is None or decision.statement.strip() != str(library.statement))


def waiting_line(element: Element, community_id: str) -> WaitingLine:
    """Its name, and where to decide."""
    return WaitingLine(spoken(element.name), reverse("agenda-element", args=[community_id, element.id]))
