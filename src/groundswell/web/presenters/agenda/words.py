"""Words and shapes of stances and ratings, and where what follows can be looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from groundswell.core.specification.decisions import Decision
from groundswell.core.specification.frameworks import FAMILIES, Family
from groundswell.core.specification.implications import Implication
from groundswell.core.specification.words import RATINGS, Rating, Stance
from groundswell.web.presenters.language import spoken, stopped

_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
UNDECIDED, OWN = "undecided", "own"  # a stance that nobody took, a family that no framework has
# Which page shows what a sentence speaks of; those of rooms that an installation lacks are not offered.
_PAGES = {
    "results": "community",
    "measures": "measures",
    "contribution": "contributions",
    "partners": "partners",
    "mandates": "mandates",
    "commitments": "commitments",
    "networks": "provider-networks",
}


@dataclass(frozen=True, slots=True)
class StanceShown:
    """A stance by its word in addresses, which also names its shape, and by what people read."""

    word: str
    words: str


@dataclass(frozen=True, slots=True)
class RatingShown:
    """A rating as people read it; `step` from 1 to 5, 0 where it is in words of the community's own."""

    words: str
    step: int


@dataclass(frozen=True, slots=True)
class FollowsShown:
    """What follows, why, and where to look: the address is blank where the page is not here."""

    words: str
    reason: str
    address: str


def stance_shown(stance: Stance | None) -> StanceShown:
    """What a stance is called on pages."""
    words = {
        Stance.AS_WRITTEN: gettext("As written"),
        Stance.ADAPTED: gettext("Adapted"),
        Stance.WAIVED: gettext("Waived"),
        Stance.LATER: gettext("Later"),
        None: gettext("Not decided"),
    }
    return StanceShown(str(stance) if stance else UNDECIDED, words[stance])


def rating_shown(decision: Decision) -> RatingShown | None:
    """A rating in words and as a step; None where there is none."""
    if not decision.rating:
        return None
    step = decision.step
    if step is None:
        return RatingShown(decision.rating, 0)
    return RatingShown(spoken(RATINGS[step]), 1 + list(Rating).index(step))


def family_words(family: Family | None) -> str:
    """What a family is called; elements of a community's own that stand with none are its own."""
    return spoken(FAMILIES[family]) if family else gettext("Of our own")


def day_said(day: str) -> str:
    """A day as people write it; as it stands where it is no day."""
    try:
        return date_format(date.fromisoformat(day), "DATE_FORMAT") if day else ""
    except ValueError:
        return day


def counted_stances(stances: list[Stance | None]) -> str:
    """`9 as written, 2 adapted, 1 waived and 1 for later`; stances that nobody took are left out."""
    templates = {
        Stance.AS_WRITTEN: gettext("%(n)s as written"),
        Stance.ADAPTED: gettext("%(n)s adapted"),
        Stance.WAIVED: gettext("%(n)s waived"),
        Stance.LATER: gettext("%(n)s for later"),
    }
    counts = {stance: stances.count(stance) for stance in templates}
    return ", ".join(words % {"n": counts[stance]} for stance, words in templates.items() if counts[stance])


def opening(stances: list[Stance | None], waiting: int, follows: int) -> str:
    """The sentence that the page opens with."""
    decided = sum(stance is not None for stance in stances)
    if not decided:
        return gettext("Nothing is decided yet.")
    said = {"n": decided, "stances": counted_stances(stances)}
    parts = [
        ngettext(
            "We decided about %(n)s element: %(stances)s.", "We decided about %(n)s elements: %(stances)s.", decided
        )
        % said
    ]
    if waiting:
        words = ngettext("%(n)s more waits for a decision.", "%(n)s more wait for a decision.", waiting)
        parts.append(words % {"n": waiting})
    words = ngettext("%(n)s thing follows from that today.", "%(n)s things follow from that today.", follows)
    parts.append(words % {"n": follows} if follows else gettext("Nothing stands against that today."))
    return " ".join(parts)


def follows_shown(one: Implication, community_id: str, here: str = "") -> FollowsShown:
    """What follows, with the door to where it can be looked at; no door back to the element whose page this is."""
    if one.link == "element":
        address = "" if one.element_id == here else reverse("agenda-element", args=[community_id, one.element_id])
    else:
        address = _page(_PAGES[one.link], community_id)
    words = _DAY.sub(lambda day: day_said(day[0]), stopped(one.words))
    return FollowsShown(words, stopped(one.reason), address)


def _page(name: str, community_id: str) -> str:
    try:
        return reverse(name, args=[community_id])
    except NoReverseMatch:
        return ""
