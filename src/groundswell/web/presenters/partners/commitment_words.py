"""How commitments are written: who promised what toward what, how one stands by word and shape, amounts in their unit,
evidence with its links, and many of them counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.defaultfilters import date as date_words
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries.partnerships.commitments import CommitmentLine
from groundswell.core.collaboration.commitments import PEOPLE, SLOTS, Due, tallied, unit_of
from groundswell.core.collaboration.words import CommitmentKind, CommitmentStatus
from groundswell.core.sentences import listed
from groundswell.web.presenters.contributions.money import money
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.verdicts import Chip
from groundswell.web.presenters.writing import grouped

# The shape that stands beside each word, among those that pages know.
_SHAPES = {
    CommitmentStatus.PLEDGED: "too_early",
    CommitmentStatus.UNDER_WAY: "possibly_turning",
    CommitmentStatus.KEPT: "turned",
    CommitmentStatus.BROKEN: "worsened",
    CommitmentStatus.RELEASED: "as_expected",
}
_ADDRESS = re.compile(r"(https?://[^\s<>\"]+[^\s<>\".,;:!?)\]])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text: words, and where they lead; blank where they lead nowhere."""

    words: str
    address: str = ""


def status_words(status: CommitmentStatus) -> str:
    """How a commitment stands, in a word or two."""
    return {
        CommitmentStatus.PLEDGED: gettext("Pledged"),
        CommitmentStatus.UNDER_WAY: gettext("Under way"),
        CommitmentStatus.KEPT: gettext("Kept"),
        CommitmentStatus.BROKEN: gettext("Broken"),
        CommitmentStatus.RELEASED: gettext("Released"),
    }[status]


def status_in_a_sentence(status: CommitmentStatus) -> str:
    """The same within a sentence: `under way`."""
    words = status_words(status)
    return words[:1].lower() + words[1:]


def status_chip(line: CommitmentLine) -> Chip:
    """Its shape, its colour and its word; what is overdue says so."""
    if line.due is Due.OVERDUE:
        return Chip("possibly_worsening", gettext("Overdue"), "worse")
    return chip_of(line.pledge.status)


def chip_of(status: CommitmentStatus) -> Chip:
    """The shape and the word of a status."""
    return Chip(_SHAPES[status], status_words(status), "even")


def kind_words(kind: CommitmentKind | None) -> tuple[str, str]:
    """What can be shifted, and what that means."""
    return {
        CommitmentKind.PRIORITIES: (gettext("Priorities"), gettext("What we put first.")),
        CommitmentKind.RESOURCES: (gettext("Resources"), gettext("What we give: money, people, places, data.")),
        CommitmentKind.PRACTICES: (gettext("Practices"), gettext("How we work.")),
        None: (gettext("Other"), gettext("Nobody said which of the three it is.")),
    }[kind]


def pledged_by(line: CommitmentLine) -> str:
    """`Valley Family Center, for the Early Years Network`."""
    if line.organization.id and line.network.id:
        names = {"organization": line.organization.name, "network": line.network.name}
        return gettext("%(organization)s, for %(network)s") % names
    return line.organization.name or line.network.name


def toward(line: CommitmentLine, community_id: str) -> Iterator[Part]:
    """What it is for: the indicator, the strategy, the program, as far as the reader may know of them."""
    if line.indicator.id:
        yield Part(line.indicator.name, reverse("contribution", args=[community_id, line.indicator.id]))
    if line.strategy.id:
        yield Part(line.strategy.name)
    if line.program.id:
        yield Part(line.program.name, reverse("program", args=[community_id, line.program.id]))


def amount_words(amount: Decimal | float, unit: str, currency: str) -> str:
    """`60 people`, `$25,000`, `12 hours a week`."""
    known = unit_of(unit)
    if currency and known == unit_of(currency):
        return money(float(amount), currency)
    number = _plain(amount)
    if known == PEOPLE:
        return ngettext("%(n)s person", "%(n)s people", round(float(amount))) % {"n": number}
    if known == SLOTS:
        return ngettext("%(n)s place", "%(n)s places", round(float(amount))) % {"n": number}
    return f"{number} {unit}"


def unit_words(unit: str, currency: str) -> str:
    """A unit as the heading of a bar."""
    if currency and unit == unit_of(currency):
        return gettext("Money (%(currency)s)") % {"currency": currency}
    return {PEOPLE: gettext("People better off"), SLOTS: gettext("Places in programs")}.get(
        unit, f"{unit[:1].upper()}{unit[1:]}"
    )


def _plain(amount: Decimal | float) -> str:
    exact = Decimal(str(amount))
    return grouped(float(exact)) if exact == exact.to_integral_value() else f"{exact.normalize():f}"


def line_amount(line: CommitmentLine, currency: str) -> str:
    """How much is promised; blank where nobody said."""
    amount = line.pledge.amount
    return "" if amount is None else amount_words(amount, line.unit, currency)


def line_kept(line: CommitmentLine, currency: str) -> str:
    """How much of it was kept so far; blank where nobody said."""
    kept = line.pledge.kept_amount
    return "" if kept is None else gettext("%(amount)s kept") % {"amount": amount_words(kept, line.unit, currency)}


def due_words(line: CommitmentLine) -> str:
    """`by 30 June 2027`; blank where no day was said."""
    return gettext("by %(day)s") % {"day": date_words(line.pledge.due, "DATE_FORMAT")} if line.pledge.due else ""


def evidence_parts(text: str) -> tuple[Part, ...]:
    """Evidence with its addresses as links: those of the web, and no others.

    >>> [(part.words, part.address) for part in evidence_parts("See https://example.org/a. Or javascript:alert(1)")]
    [('See ', ''), ('https://example.org/a', 'https://example.org/a'), ('. Or javascript:alert(1)', '')]
    """
    pieces = _ADDRESS.split(text)
    return tuple(Part(piece, piece if at % 2 else "") for at, piece in enumerate(pieces) if piece)


def addresses_in(text: str) -> tuple[Part, ...]:
    """Only the links of a piece of evidence, for a page that shows no internal notes."""
    return tuple(part for part in evidence_parts(text) if part.address)


def counted(number: int) -> str:
    """`12 commitments`."""
    return ngettext("%(n)s commitment", "%(n)s commitments", number) % {"n": grouped(number)}


def by_status(lines: Sequence[CommitmentLine]) -> str:
    """`3 kept, 6 under way and 1 broken`, in the order in which a commitment goes."""
    found: dict[CommitmentStatus, int] = {}
    for (_, status), number in tallied(line.pledge for line in lines).items():
        found[status] = found.get(status, 0) + number
    words = [
        gettext("%(n)s %(status)s") % {"n": grouped(found[status]), "status": status_in_a_sentence(status)}
        for status in (CommitmentStatus.KEPT, CommitmentStatus.UNDER_WAY, CommitmentStatus.PLEDGED,
                       CommitmentStatus.BROKEN, CommitmentStatus.RELEASED)
        if status in found
    ]  # fmt: skip
    return spoken(listed(words))
