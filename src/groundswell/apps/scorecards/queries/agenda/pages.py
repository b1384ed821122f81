"""A community's own version of its framework, as its page and the page of one element show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from groundswell.apps.agenda.queries import decisions_of
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import Actor, community_for, not_retired
from groundswell.apps.scorecards.queries.agenda.state import community_state
from groundswell.apps.scorecards.queries.pages import CommunityFacts
from groundswell.apps.scorecards.queries.rows import community_facts
from groundswell.core.specification.decisions import Decision
from groundswell.core.specification.element import Element
from groundswell.core.specification.elements import LIBRARY
from groundswell.core.specification.frameworks import Family
from groundswell.core.specification.implications import Implication, implications


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One element with what was decided about it; `element` None: one of the community's own.

    `owner` is the name of the organization that looks after it, or whoever it is as it was written.
    """

    decision: Decision
    element: Element | None
    is_due: bool
    owner: str = ""


@dataclass(frozen=True, slots=True)
class AgendaPage:
    """Every decision, what follows from all of them, and which elements of families that were begun wait for one."""

    community: CommunityFacts
    framework: str  # as community.yaml names it, in whatever words
    lines: tuple[AgendaLine, ...]
    waiting: tuple[Element, ...]
    implications: tuple[Implication, ...]
    today: date

    @property
    def data_version(self) -> str:
        """What the page is made from: what was written, and the day, on which reviews fall due."""
        return f"{self.community.data_version}-{self.today:%Y%m%d}"

    @property
    def decided(self) -> tuple[AgendaLine, ...]:
        """The lines that say what is done with an element."""
        return tuple(one for one in self.lines if one.decision.stance is not None)


@dataclass(frozen=True, slots=True)
class ElementPage:
    """One element, decided or not, and what follows from what was decided about it."""

    community: CommunityFacts
    line: AgendaLine
    implications: tuple[Implication, ...]
    decided: frozenset[str]  # which elements the community decided about
    today: date

    @property
    def data_version(self) -> str:
        """What the page is made from."""
        return f"{self.community.data_version}-{self.today:%Y%m%d}"


def agenda_page(community_id: str, *, reader: Actor) -> AgendaPage | None:
    """A community's own version; None where it may not be opened."""
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    today, decisions = timezone.localdate(), decisions_of(community)
    state = community_state(community, reader=reader, today=today)
    names = _owners(community, decisions)
    return AgendaPage(
        community=community_facts(community),
        framework=community.framework,
        lines=tuple(_line(one, today, names) for one in decisions),
        waiting=tuple(_waiting(decisions)),
        implications=implications(decisions, state, today=today),
        today=today,
    )


def element_page(community_id: str, element_id: str, *, reader: Actor) -> ElementPage | None:
    """One element of the library, or of the community's own; None where there is none, or none for this reader."""
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    today, decisions = timezone.localdate(), decisions_of(community)
    found = next((one for one in decisions if one.element_id == element_id), None)
    if found is None and element_id not in LIBRARY:
        return None
    state = community_state(community, reader=reader, today=today)
    follows = implications(decisions, state, today=today)
    return ElementPage(
        community=community_facts(community),
        line=_line(found or Decision(element_id), today, _owners(community, [found] if found else [])),
        implications=tuple(one for one in follows if one.element_id == element_id),
        decided=frozenset(one.element_id for one in decisions if one.stance is not None),
        today=today,
    )


def _line(decision: Decision, today: date, names: Mapping[str, str]) -> AgendaLine:
    owner = names.get(decision.owner) or decision.owner
    return AgendaLine(decision, LIBRARY.get(decision.element_id), decision.is_due(today), owner)


def _owners(community: Community, decisions: Iterable[Decision]) -> dict[str, str]:
    """The names of organizations that decisions name as owners, by id; an owner may also be anybody, in words."""
    written = {one.owner for one in decisions if one.owner}
    if not written:
        return {}
    rows = not_retired(Organization.objects.filter(community=community, public_id__in=written))
    return dict(rows.values_list("public_id", "name"))


def _waiting(decisions: Iterable[Decision]) -> Iterable[Element]:
    """Elements of families that the community began with, about which nothing is written down."""
    written = {one.element_id for one in decisions}
    begun: set[Family | None] = {one.family for one in decisions}
    return (one for one in LIBRARY.values() if one.family in begun and one.id not in written and not one.replaces)
