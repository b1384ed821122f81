"""One partnership: what each side says, beside each other where both are read; how it changed; what to talk about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from groundswell.apps.partnerships.queries import PartnershipFacts, PartnersPage
from groundswell.charts.level_strip import NARROW, WIDE, StripLine, level_strip
from groundswell.core.collaboration.accounts import Account
from groundswell.web.presenters.communities import Surroundings
from groundswell.web.presenters.partners.around import around_partners
from groundswell.web.presenters.partners.cells import SheetCell, sheet_cells
from groundswell.web.presenters.partners.words import (
    level_name,
    levels,
    newer_words,
    readers_words,
    recorded_words,
    talk_words,
    why_not_read,
)
from groundswell.web.presenters.partners.worksheet import names_for


@dataclass(frozen=True, slots=True)
class SideCard:
    """What one side says on the day looked at, or why it is not to be read here."""

    side: str
    name: str
    is_own: bool
    when: str
    recorded: str
    level: str
    cells: tuple[SheetCell, ...]
    wanted: str
    next_step: str
    why_not: str
    newer: str
    consent: str
    answer_address: str
    consent_address: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One row of the table beside the strip."""

    when: str
    whose: str
    level: str
    wanted: str
    recorded: str


@dataclass(frozen=True, slots=True)
class PartnershipSheet:
    """The page."""

    around: Surroundings
    title: str
    names: str
    partners_address: str
    sheets: tuple[tuple[str, str], ...]
    purpose: str
    sides: tuple[SideCard, ...]
    is_both_read: bool
    talks: tuple[str, ...]
    strips: tuple[tuple[str, str], ...]  # the same drawn for a wide page and for a phone
    key: tuple[str, ...]
    moments: tuple[Moment, ...]
    on: str
    may_change: bool
    answer_address: str
    change_address: str


def partnership_sheet(page: PartnersPage, facts: PartnershipFacts, path: str, *, on: date | None) -> PartnershipSheet:
    """Written out for the template."""
    community = page.community.public_id
    first, second = (facts.name_of(side) for side in facts.sides)
    names = gettext("%(first)s and %(second)s") % {"first": first, "second": second}
    talks = tuple(talk_words(facts, one) for one in facts.differences)
    read = [facts.account_of(side) for side in facts.sides]
    return PartnershipSheet(
        around=around_partners(page.community, path, on=on),
        title=facts.said.name or names,
        names=names if facts.said.name else "",
        partners_address=reverse("partners", args=[community]),
        sheets=tuple((facts.name_of(side), reverse("worksheet", args=[community, side])) for side in facts.sides),
        purpose=facts.purpose,
        sides=tuple(_card(facts, side, community) for side in facts.sides),
        is_both_read=all(one is not None and not one.is_for_both for one in read) and not facts.said.newer,
        talks=talks,
        strips=_strips(facts),
        key=tuple(facts.name_of(side) for side in facts.sides),
        moments=tuple(_moments(facts)),
        on=on.isoformat() if on else "",
        may_change=facts.may_answer,
        answer_address=reverse("answer-partnership", args=[community, facts.id]),
        change_address=reverse("change-partnership", args=[community, facts.id]),
    )


def _card(facts: PartnershipFacts, side: str, community: str) -> SideCard:
    account = facts.account_of(side)
    is_own = side in facts.own
    return SideCard(
        side=side,
        name=facts.name_of(side),
        is_own=is_own,
        when=date_format(account.day, "DATE_FORMAT") if account else "",
        recorded=recorded_words(facts, account) if account else "",
        level=level_name(account.level) if account else "",
        cells=tuple(cell for cell in sheet_cells(account, levels(), names_for(facts, account.side)) if cell.lines)
        if account
        else (),
        wanted=level_name(account.wanted_level) if account else "",
        next_step=account.next_step if account else "",
        why_not=why_not_read(facts, side),
        newer=newer_words(facts, side),
        consent=readers_words(facts, side) if is_own else "",
        answer_address=reverse("answer-partnership", args=[community, facts.id]) if is_own else "",
        consent_address=f"{reverse('partnership-consent', args=[community, facts.id])}?side={side}" if is_own else "",
    )


def _told(facts: PartnershipFacts) -> tuple[Account, ...]:
    return tuple(one for one in facts.said.accounts if one.day <= facts.on)


def _strips(facts: PartnershipFacts) -> tuple[tuple[str, str], ...]:
    lines = [
        StripLine(
            facts.name_of(side),
            tuple((one.day, one.level) for one in _told(facts) if one.side in (side, "") and one.level is not None),
        )
        for side in facts.sides
    ]
    label = gettext("The highest level that each side described, over time; the table beneath says the same.")
    names = [level.name for level in levels()]
    drawn = ((kind, level_strip(lines, names=names, until=facts.on, label=label, width=width))
             for kind, width in (("wide", WIDE), ("narrow", NARROW)))  # fmt: skip
    return tuple((kind, strip) for kind, strip in drawn if strip)


def _moments(facts: PartnershipFacts) -> Iterator[Moment]:
    for one in reversed(_told(facts)):
        yield Moment(
            date_format(one.day, "DATE_FORMAT"),
            facts.name_of(one.side) if one.side else gettext("both"),
            level_name(one.level),
            level_name(one.wanted_level),
            recorded_words(facts, one),
        )
