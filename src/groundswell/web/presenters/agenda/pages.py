"""The page of the agenda: our version of a framework, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries.agenda.pages import AgendaLine, AgendaPage
from groundswell.core.specification.elements import BUNDLES, Bundle
from groundswell.core.specification.frameworks import Family, framework_named
from groundswell.core.specification.words import Stance
from groundswell.web.presenters.agenda.lines import ElementLine, WaitingLine, element_line, waiting_line
from groundswell.web.presenters.agenda.printing import PrintedPage, printed_page
from groundswell.web.presenters.agenda.words import (
    OWN,
    UNDECIDED,
    FollowsShown,
    family_words,
    follows_shown,
    opening,
    stance_shown,
)
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.selectors import Option


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: a stance, a family, or only what is due to be gone over."""

    stance: str = ""
    family: str = ""
    due: bool = False

    @property
    def is_anything(self) -> bool:
        """True where something is left out."""
        return bool(self.stance or self.family or self.due)


@dataclass(frozen=True, slots=True)
class BundleShown:
    """A bundle that can be taken up: how many of its elements nothing is decided about."""

    id: str
    name: str
    what: str
    new: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class FamilyShown:
    """A family with what was decided and what waits."""

    id: str
    name: str
    lines: tuple[ElementLine, ...]
    waiting: tuple[WaitingLine, ...]


@dataclass(frozen=True, slots=True)
class AgendaSheet:
    """Everything on the page."""

    around: Surroundings
    framework: str
    sentence: str
    due: str
    is_begun: bool
    families: tuple[FamilyShown, ...]
    follows: tuple[FollowsShown, ...]
    stances: tuple[Option, ...]
    kinds: tuple[Option, ...]
    asked: Asked
    bundles: tuple[BundleShown, ...]
    printed: PrintedPage
    may_change: bool
    address: str
    take_up_address: str
    new_address: str
    history_address: str


def agenda_sheet(page: AgendaPage, path: str, asked: Asked, *, may_change: bool, may_read_history: bool) -> AgendaSheet:
    """Everything on the page, for who asked for some of it."""
    community, follows = page.community.id, tuple(follows_shown(one, page.community.id) for one in page.implications)
    due = sum(one.is_due for one in page.lines)
    words = ngettext("%(n)s has come up for review.", "%(n)s have come up for review.", due) % {"n": due}
    return AgendaSheet(
        around=surroundings(page.community, path),
        framework=_framework(page.framework),
        sentence=opening([one.decision.stance for one in page.lines], _undecided(page), len(follows)),
        due=words if due else "",
        is_begun=bool(page.lines),
        families=tuple(_families(page, asked)),
        follows=follows,
        stances=_stances(asked),
        kinds=_kinds(page, asked),
        asked=asked,
        bundles=_bundles(page),
        printed=printed_page(_families(page, Asked()), follows),
        may_change=may_change,
        address=reverse("agenda", args=[community]),
        take_up_address=reverse("agenda-take-up", args=[community]),
        new_address=reverse("desk-new", args=[community, "framework"]) if may_change else "",
        history_address=reverse("desk-list", args=[community, "framework"]) if may_read_history else "",
    )


def _framework(said: str) -> str:
    found = framework_named(said)
    return spoken(found.name) if found else said


def _undecided(page: AgendaPage) -> int:
    return len(page.waiting) + len(page.lines) - len(page.decided)


def _stances(asked: Asked) -> tuple[Option, ...]:
    found = [stance_shown(one) for one in (*Stance, None)]
    return (
        Option("", gettext("Whatever we do with them"), not asked.stance),
        *(Option(one.word, one.words, one.word == asked.stance) for one in found),
    )


def _kinds(page: AgendaPage, asked: Asked) -> tuple[Option, ...]:
    begun = {one.decision.family for one in page.lines}
    names = [(str(one), family_words(one)) for one in Family if one in begun]
    own = [(OWN, family_words(None))] if None in begun else []
    return (
        Option("", gettext("All families"), not asked.family),
        *(Option(word, words, word == asked.family) for word, words in (*names, *own)),
    )


def _families(page: AgendaPage, asked: Asked) -> list[FamilyShown]:
    """The families in their order, those of their own last; what was not asked for is left out."""
    found = []
    for family in (*Family, None):
        word = str(family or OWN)
        if asked.family not in ("", word):
            continue
        lines = [one for one in page.lines if one.decision.family is family and _is_asked(one, asked)]
        shows_waiting = asked.stance in ("", UNDECIDED) and not asked.due
        waiting = [one for one in page.waiting if one.family is family] if shows_waiting else []
        if lines or waiting:
            community = page.community.id
            shown = tuple(element_line(one, community) for one in lines)
            rest = tuple(waiting_line(one, community) for one in waiting)
            found.append(FamilyShown(word, family_words(family), shown, rest))
    return found


def _is_asked(line: AgendaLine, asked: Asked) -> bool:
    if asked.due and not line.is_due:
        return False
    return asked.stance in ("", stance_shown(line.decision.stance).word)


def _bundles(page: AgendaPage) -> tuple[BundleShown, ...]:
    """Bundles that hold something undecided; that of the community's own framework first."""
    decided = {one.decision.element_id for one in page.decided}
    named = framework_named(page.framework)
    own = "rba" if named and named.id == "oba" else named.id if named else ""
    ordered = sorted(BUNDLES.values(), key=lambda one: one.id != own)
    found = [_bundle(one, decided, own) for one in ordered]
    return tuple(one for one in found if one is not None)


def _bundle(bundle: Bundle, decided: set[str], own: str) -> BundleShown | None:
    new = sum(one.id not in decided for one in bundle.elements)
    if not new:
        return None
    words = ngettext("%(n)s element", "%(n)s elements", new) % {"n": new}
    return BundleShown(bundle.id, spoken(bundle.name), _listed(bundle.families), words, bundle.id == own)


def _listed(families: Sequence[Family]) -> str:
    return " · ".join(family_words(one) for one in families)
