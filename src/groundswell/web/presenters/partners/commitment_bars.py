"""What was promised and kept beside what is needed: a small bar for each unit, with its table."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries.pages import CommunityFacts
from groundswell.apps.scorecards.queries.partnerships.needs import Aim, Beside
from groundswell.core.collaboration.commitments import PEOPLE, SLOTS, Amounts, unit_of
from groundswell.web.presenters.contributions.amounts import few_or
from groundswell.web.presenters.contributions.money import money_words
from groundswell.web.presenters.partners.commitment_words import amount_words, unit_words
from groundswell.web.presenters.writing import grouped


@dataclass(frozen=True, slots=True)
class Bar:
    """One unit: what was promised, what of it was kept, what is needed. Widths are percents of the longest."""

    name: str
    note: str
    pledged: str
    lost: str  # what was promised and will not come
    kept: str
    needed: str
    missing: str
    kept_width: float
    standing_width: float
    needed_width: float


@dataclass(frozen=True, slots=True)
class AimPart:
    """An indicator or a strategy with its bars."""

    id: str
    name: str
    address: str
    words: str
    note: str
    bars: tuple[Bar, ...]


def aim_parts(aims: tuple[Aim, ...], community: CommunityFacts) -> tuple[AimPart, ...]:
    """Everything that something was promised toward."""
    return tuple(_part(aim, community) for aim in aims)


def _part(aim: Aim, community: CommunityFacts) -> AimPart:
    address = reverse("contribution", args=[community.id, aim.id]) if aim.subject == "indicator" else ""
    words = ngettext("%(n)s commitment", "%(n)s commitments", aim.commitments) % {"n": grouped(aim.commitments)}
    if aim.uncounted:
        said = ngettext("%(n)s without an amount", "%(n)s without amounts", aim.uncounted)
        words = gettext("%(commitments)s, %(uncounted)s") % {
            "commitments": words,
            "uncounted": said % {"n": grouped(aim.uncounted)},
        }
    bars = tuple(_bar(one, aim.subject, community.currency) for one in aim.amounts)
    note = gettext("How much a strategy needs is not worked out; it is for indicators.")
    return AimPart(
        f"{aim.subject}-{aim.id}", aim.name, address, words, note if bars and aim.subject == "strategy" else "", bars
    )


def _bar(one: Beside, subject: str, currency: str) -> Bar:
    amounts, needed = one.against.amounts, one.against.needed
    longest = max(float(amounts.pledged), needed or 0.0) or 1.0
    return Bar(
        name=one.program or unit_words(amounts.unit, currency),
        note=_note(one) if needed is not None else _why_no_need(amounts, subject, currency),
        pledged=amount_words(amounts.standing, amounts.unit, currency),
        lost=_lost(amounts, currency),
        kept=amount_words(amounts.kept, amounts.unit, currency),
        needed="" if needed is None else _needed(needed, amounts.unit, currency),
        missing="" if one.against.missing is None else _needed(one.against.missing, amounts.unit, currency),
        kept_width=100 * min(float(amounts.kept), float(amounts.standing)) / longest,
        standing_width=100 * float(amounts.standing) / longest,
        needed_width=100 * (needed or 0.0) / longest,
    )


def _lost(amounts: Amounts, currency: str) -> str:
    if not amounts.lost:
        return ""
    return gettext("besides %(amount)s that will not come") % {
        "amount": amount_words(amounts.lost, amounts.unit, currency)
    }


def _needed(number: float, unit: str, currency: str) -> str:
    """As the contribution pages write it: an estimate, with no more figures than it has."""
    if unit == PEOPLE:
        return ngettext("%(n)s person", "%(n)s people", round(number)) % {"n": few_or(number)}
    if unit == SLOTS:
        return ngettext("%(n)s place", "%(n)s places", round(number)) % {"n": few_or(number)}
    return money_words(number, currency)


def _note(one: Beside) -> str:
    """What the need is, for what is set beside one."""
    if one.program:
        return gettext("places, beside those by which it would close the gap alone")
    if one.against.amounts.unit == PEOPLE:
        return gettext("beside those whom no linked program owns yet")
    return gettext("beside what the plan for the target would cost")


def _why_no_need(amounts: Amounts, subject: str, currency: str) -> str:
    """Why nothing stands beside it."""
    if subject == "strategy":
        return ""  # said once, of all its units
    if currency and amounts.unit == unit_of(currency):
        return gettext("how much is needed is known where a plan reaches the target and each of its places has a cost")
    return gettext("nobody can say how much is needed")
