"""The pages on linking people: what it came to, the doubtful pairs, and two records side by side with their reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from groundswell.apps.submissions.queries.computing import JobFacts
from groundswell.apps.submissions.queries.linking import LinkRunFacts, LinksPage, PeopleAt
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
class RunLine:
    """One linking."""

    at: str
    by: str
    engine: str
    records: str
    people: str
    between: str
    took: str
    is_standing: bool


@dataclass(frozen=True, slots=True)
class JobLine:
    """Linking at work, or how the last went wrong."""

    words: str
    cancel_address: str


@dataclass(frozen=True, slots=True)
class RangeDrawing:
    """People among records, as lengths of 1,000: the people as linked, and where the truth likely lies."""

    people: float
    low: float
    width: float
    people_words: str
    records_words: str


@dataclass(frozen=True, slots=True)
class LinksSheet:
    """The overview."""

    around: Surroundings
    sentence: str
    range_words: str
    drawing: RangeDrawing | None
    notes: tuple[str, ...]
    found_at: tuple[tuple[str, str], ...]
    jobs: tuple[JobLine, ...]
    is_at_work: bool
    runs: tuple[RunLine, ...]
    has_records: bool
    has_splink: bool
    link_address: str
    review_address: str
    review_words: str
    address: str
    programs_address: str
    json_address: str
    protection: str


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


def links_sheet(page: LinksPage) -> LinksSheet:
    """Everything on the overview."""
    name, now = page.community.public_id, page.standing
    return LinksSheet(
        around=bare_surroundings(page.community),
        sentence=_sentence(page),
        range_words=_range(now) if now else "",
        drawing=_drawing(now) if now else None,
        notes=tuple(_notes(page)),
        found_at=tuple(_found_at(one) for one in page.found_at),
        jobs=tuple(_job(job, name) for job in page.jobs if job.is_open or job.state == "failed"),
        is_at_work=any(job.is_open for job in page.jobs),
        runs=tuple(_run(run) for run in page.runs),
        has_records=page.has_records,
        has_splink=find_spec("splink") is not None,
        link_address=reverse("link-now", args=[name]) if page.has_records else "",
        review_address=reverse("review-links", args=[name]),
        review_words=_review_words(page),
        address=reverse("links", args=[name]),
        programs_address=reverse("programs", args=[name]),
        json_address=f"/api/v1/{name}/links.json",
        protection=_protection(page),
    )


def _protection(page: LinksPage) -> str:
    words = gettext(
        "Numbers of people are rounded to the nearest 5, and fewer than %(count)s people are never told of."
    )
    said = words % {"count": page.smallest_shown}
    lowest = min((one.people for one in page.found_at if one.people is not None), default=page.smallest_shown)
    if lowest >= page.smallest_shown:
        return said
    more = gettext("What reads as %(count)s was at least %(smallest)s before it was rounded.")
    return f"{said} {more % {'count': lowest, 'smallest': page.smallest_shown}}"


def _sentence(page: LinksPage) -> str:
    now = page.standing
    if now is None:
        return gettext("Nobody is linked yet: who was served by two programs is counted by both.")
    if now.people is None or now.records is None:
        return gettext("People are linked; how many there are would tell of few, and is not shown.")
    words = gettext("%(records)s records of participants are linked into %(people)s people.")
    return words % {"records": grouped(now.records), "people": grouped(now.people)}


def _range(now: LinkRunFacts) -> str:
    if now.low is None or now.high is None:
        return ""
    words = gettext(
        "Truly they are between %(low)s and %(high)s, with %(level)s confidence: some links are missed, and some are "
        "wrong."
    )
    return words % {
        "low": grouped(now.low),
        "high": grouped(now.high),
        "level": f"{now.level:.0%}".replace("%", f"{THIN}%"),
    }


def _drawing(now: LinkRunFacts) -> RangeDrawing | None:
    if now.records is None or now.people is None or now.low is None or now.high is None or now.records < 1:
        return None
    low, high, people = (round(1000 * min(count / now.records, 1), 1) for count in (now.low, now.high, now.people))
    return RangeDrawing(
        people=people,
        low=low,
        width=round(max(high - low, 2.0), 1),
        people_words=ngettext("%(n)s person", "%(n)s people", now.people) % {"n": grouped(now.people)},
        records_words=ngettext("%(n)s record", "%(n)s records", now.records) % {"n": grouped(now.records)},
    )


def _notes(page: LinksPage) -> Iterator[str]:
    """What the next linking would take up."""
    if page.standing is None:
        return
    if page.is_behind:
        yield gettext(
            "Records came or went since. Numbers over several providers stand as they were and take them up with the "
            "next linking, so that nobody learns from what it moves whom others serve."
        )
    waiting = page.standing.waiting
    if waiting is None or waiting > 0:
        yield gettext(
            "Some participants came, or were changed, fewer than 50 at a time at their provider: they wait until there "
            "are enough to hide among."
        )
    if page.is_worth_training:
        yield gettext("So many records came that the next linking learns anew how much each field counts.")
    if page.decided_since:
        yield ngettext(
            "%(n)s decision waits for the next linking.", "%(n)s decisions wait for the next linking.",
            page.decided_since,
        ) % {"n": grouped(page.decided_since)}  # fmt: skip


def _review_words(page: LinksPage) -> str:
    if not page.doubtful:
        return gettext("No pair is doubtful")
    words = ngettext("Look at %(n)s doubtful pair", "Look at %(n)s doubtful pairs", page.doubtful)
    return words % {"n": grouped(page.doubtful)}


def _found_at(one: PeopleAt) -> tuple[str, str]:
    words = ngettext("at %(n)s provider", "at %(n)s providers", one.providers) % {"n": one.providers}
    return words, gettext("withheld") if one.people is None else grouped(one.people)


def _job(job: JobFacts, community_id: str) -> JobLine:
    by = {"by": who_did(job.by_name, {}), "done": f"{job.done}{THIN}%"}
    said = {
        "waiting": gettext("Linking waits to begin; %(by)s asked for it."),
        "running": gettext("Linking is stopping.") if job.is_cancelling else gettext("Linking: %(done)s done."),
        "failed": gettext("The last linking failed."),
    }
    words = said.get(job.state, "") % by
    more = f" {job.words}" if job.state in ("running", "failed") and job.words else ""
    return JobLine(words + more, reverse("cancel-job", args=[community_id, job.id.hex]) if job.is_open else "")


def _run(run: LinkRunFacts) -> RunLine:
    hidden = gettext("withheld")
    both = {"low": grouped(run.low or 0), "high": grouped(run.high or 0)}
    return RunLine(
        at=date_format(run.at, "DATETIME_FORMAT"),
        by=who_did(run.by_name, {}),
        engine={"own": gettext("Groundswell's own"), "splink": "Splink"}.get(run.engine, run.engine),
        records=hidden if run.records is None else grouped(run.records),
        people=hidden if run.people is None else grouped(run.people),
        between=hidden if run.low is None else gettext("%(low)s to %(high)s") % both,
        took=gettext("%(seconds)s s") % {"seconds": f"{run.seconds:.1f}"},
        is_standing=run.is_standing,
    )


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
