"""The pages on doubtful links: the list of pairs, and two records side by side with what speaks for one person."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from groundswell.apps.submissions.queries.reviewing import (
    PAIRS_ON_A_PAGE,
    DecidedLine,
    DoubtfulPair,
    DoubtfulPairs,
    FieldFacts,
    RecordFacts,
)
from groundswell.web.presenters.audit import who_did
from groundswell.web.presenters.communities import Surroundings, bare_surroundings
from groundswell.web.presenters.language import THIN
from groundswell.web.presenters.writing import grouped

STRONG, PLAIN = 5.0, 1.0  # bits: thirty times, and twice, as likely for one person as for two
MOST_DRAWN = 10.0  # bits; what weighs more is drawn as long
MOST_REASONS = 4


@dataclass(frozen=True, slots=True)
class PairLine:
    """One pair of the list."""

    address: str
    programs: str
    likely: str


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """One decision of the list."""

    address: str
    words: str
    by: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """The list of doubtful pairs."""

    around: Surroundings
    sentence: str
    lines: tuple[PairLine, ...]
    decided: tuple[DecidedRow, ...]
    is_linked: bool
    first_address: str
    links_address: str
    earlier_address: str
    later_address: str


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of both records, and what it says."""

    name: str
    left: str
    right: str
    level: str
    words: str
    bits: str
    drawn_from: float  # the bar of its weight, of 100: it leaves the middle to the right for one person
    drawn: float


@dataclass(frozen=True, slots=True)
class OtherLine:
    """Another record of the person whom one of the two is linked with."""

    side: str
    program: str
    said: str


@dataclass(frozen=True, slots=True)
class PairSheet:
    """Two records side by side."""

    around: Surroundings
    title: str
    likely_words: str
    for_one: tuple[str, ...]
    for_two: tuple[str, ...]
    left_program: str
    right_program: str
    fields: tuple[FieldLine, ...]
    sum_words: str
    standing_words: str
    others: tuple[OtherLine, ...]
    others_note: str
    decision: str
    decision_reason: str
    remaining: str
    address: str
    review_address: str
    problem: str


def review_sheet(page: DoubtfulPairs) -> ReviewSheet:
    """Everything on the list."""
    name = page.community.public_id
    here = reverse("review-links", args=[name])
    words = ngettext("%(n)s pair is doubtful", "%(n)s pairs are doubtful", page.count) % {"n": grouped(page.count)}
    return ReviewSheet(
        around=bare_surroundings(page.community),
        sentence=words if page.count else gettext("No pair is doubtful"),
        lines=tuple(
            PairLine(
                reverse("review-link", args=[name, one.pair_id]), _programs(one.programs), _likely(one.probability)
            )
            for one in page.lines
        ),
        decided=tuple(_decided(one, name) for one in page.decided),
        is_linked=page.is_linked,
        first_address=reverse("review-link", args=[name, page.lines[0].pair_id]) if page.lines else "",
        links_address=reverse("links", args=[name]),
        earlier_address=f"{here}?page={page.page - 1}" if page.page > 1 else "",
        later_address=f"{here}?page={page.page + 1}" if page.page * PAIRS_ON_A_PAGE < page.count else "",
    )


def _programs(two: tuple[str, str]) -> str:
    one, other = two
    if one == other:
        return gettext("Two records of %(program)s") % {"program": one}
    return gettext("%(one)s and %(other)s") % {"one": one, "other": other}


def _likely(probability: float) -> str:
    """Never quite certain, as long as it is a matter of probability."""
    return f"{min(max(round(probability * 100), 1), 99)}{THIN}%"


def _decided(one: DecidedLine, community_id: str) -> DecidedRow:
    address = reverse("review-link", args=[community_id, one.pair_id])
    by, at = who_did(one.by_name, {}), date_format(one.at, "DATETIME_FORMAT")
    return DecidedRow(address, verdict_words(one.verdict), by, at, one.reason)


def verdict_words(verdict: str) -> str:
    """What was decided."""
    return gettext("The same person") if verdict == "same" else gettext("Different people")


def pair_sheet(page: DoubtfulPair, *, is_unanswered: bool = False) -> PairSheet:
    """Everything on the page of one pair."""
    name = page.community.public_id
    held = page.decision
    decided = {"verdict": verdict_words(held.verdict), "by": who_did(held.by_name, {}),
               "day": date_format(held.at, "DATE_FORMAT")} if held else {}  # fmt: skip
    return PairSheet(
        around=bare_surroundings(page.community),
        title=gettext("One person or two?"),
        likely_words=gettext("It is %(likely)s likely that these two records are of one person.")
        % {"likely": _likely(page.probability)},
        for_one=_reasons(page, 1),
        for_two=_reasons(page, -1),
        left_program=page.left.program,
        right_program=page.right.program,
        fields=tuple(_field(one) for one in page.fields),
        sum_words=_sum_words(page),
        standing_words=gettext("As people are linked now, they are.")
        if page.is_linked
        else gettext("As people are linked now, they are not."),
        others=tuple(_other(one) for one in page.others),
        others_note=ngettext("and %(n)s more record", "and %(n)s more records", page.others_left_out)
        % {"n": page.others_left_out} if page.others_left_out else "",
        decision=gettext("Decided by %(by)s on %(day)s: %(verdict)s.") % decided if held else "",
        decision_reason=held.reason if held else "",
        remaining=ngettext("%(n)s more pair waits", "%(n)s more pairs wait", page.remaining)
        % {"n": grouped(page.remaining)} if page.remaining else gettext("This is the last doubtful pair"),
        address=reverse("review-link", args=[name, page.pair_id]),
        review_address=reverse("review-links", args=[name]),
        problem=gettext("Choose one: the same person, or different people.") if is_unanswered else "",
    )  # fmt: skip


def _sum_words(page: DoubtfulPair) -> str:
    if not page.is_explained:
        words = gettext("Splink linked these records and finds them %(likely)s likely one person; it does not say why.")
        return words % {"likely": _likely(page.probability)}
    words = gettext(
        "All weights add up to %(weight)s: %(likely)s likely one person. %(prior)s of it counts for how often two "
        "records that were compared are of one person, of one household, or of strangers. Weights are in bits: +1 is "
        "twice as likely for one person as for two, −1 half as likely."
    )
    return words % {
        "prior": _signed(page.prior_bits),
        "weight": _signed(page.weight),
        "likely": _likely(page.probability),
    }


def _reasons(page: DoubtfulPair, side: int) -> tuple[str, ...]:
    """The fields that speak for one person (`side` 1) or for two (−1), the weightiest first."""
    weighed = [(one.bits * side, one) for one in page.fields if one.bits is not None and one.bits * side >= PLAIN]
    weighed.sort(key=lambda each: -each[0])
    words = gettext("%(field)s: %(level)s")
    return tuple(words % {"field": field_words(one.name), "level": level_words(one.level)}
                 for _, one in weighed[:MOST_REASONS])  # fmt: skip


def _field(one: FieldFacts) -> FieldLine:
    bits = one.bits or 0.0
    drawn = round(50 * min(abs(bits), MOST_DRAWN) / MOST_DRAWN, 1)
    return FieldLine(
        name=field_words(one.name),
        left=one.left,
        right=one.right,
        level=level_words(one.level),
        words=gettext("says nothing")
        if one.level == "missing" and not _signed(bits).strip("0")
        else weight_words(one.bits),
        bits="" if one.bits is None else _signed(one.bits),
        drawn_from=50.0 if bits > 0 else 50.0 - drawn,
        drawn=drawn,
    )


def _signed(bits: float) -> str:
    return "0" if abs(bits) < 0.05 else f"{bits:+.1f}".replace("-", "−")


def weight_words(bits: float | None) -> str:
    """What a weight in bits says: +1 is twice as likely for one person as for two, +5 more than thirty times."""
    if bits is None:
        return gettext("not compared")
    if bits >= STRONG:
        return gettext("speaks strongly for one person")
    if bits >= PLAIN:
        return gettext("speaks for one person")
    if bits > -PLAIN:
        return gettext("says little")
    return gettext("speaks for two people") if bits > -STRONG else gettext("speaks strongly for two people")


def level_words(level: str) -> str:
    """How far two fields agree."""
    return {
        "": "",
        "same": gettext("the same"),
        "close": gettext("nearly the same"),
        "other_form": gettext("another form of it: short, half or swapped"),
        "similar": gettext("similar"),
        "alike": gettext("a little alike"),
        "slip": gettext("one slip, or day and month swapped"),
        "initial": gettext("the same first letter"),
        "year_only": gettext("the same year, and one is its first of January"),
        "days_apart": gettext("at most a month apart"),
        "years_apart": gettext("one year apart"),
        "near": gettext("at most ten years apart"),
        "different": gettext("different"),
        "missing": gettext("missing in one"),
    }.get(level, level.replace("_", " "))


def field_words(name: str) -> str:
    """What a field is called; an agreed id keeps its name."""
    return {
        "first_name": gettext("First name"),
        "middle_name": gettext("Middle name"),
        "last_name": gettext("Last name"),
        "suffix": gettext("Suffix"),
        "birth_date": gettext("Birth date"),
        "sex": gettext("Sex"),
        "street": gettext("Street"),
        "city": gettext("City"),
        "postal_code": gettext("Postal code"),
        "place": gettext("Postal code and city"),
        "agreed_id": gettext("Agreed ids"),
        "phone": gettext("Phone"),
        "email": gettext("E-mail"),
    }.get(name, name.replace("_", " "))


def _other(one: RecordFacts) -> OtherLine:
    shown = [one.said[name] for name in ("first_name", "middle_name", "last_name", "suffix", "birth_date", "street",
                                         "postal_code") if one.said.get(name)]  # fmt: skip
    side = gettext("linked with the first") if one.side == "left" else gettext("linked with the second")
    return OtherLine(side, one.program, " · ".join(shown))
