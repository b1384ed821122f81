"""The page of mandates: one sentence first, then how far power reaches, and who sits at which table for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.template.defaultfilters import date as date_words
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries.partnerships.mandates import (
    FORMAL,
    POWER,
    PRESENT,
    Board,
    GapCovered,
    MandatesPage,
    Rung,
)
from groundswell.charts.coverage import STRONG, WEAKER, WEAKEST, Covered, coverage_bars
from groundswell.core.collaboration.words import CommitmentKind
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.contributions.amounts import few_or, share_words
from groundswell.web.presenters.language import spoken, stopped
from groundswell.web.presenters.partners.mandate_words import SHARE, SeatLine, kind_word, people_words, seat_line
from groundswell.web.presenters.partners.mandate_words import table_words as called_table
from groundswell.web.presenters.writing import grouped, period_text


@dataclass(frozen=True, slots=True)
class RungLine:
    """One line of coverage."""

    words: str
    providers: str
    share: str
    people: str
    people_note: str


@dataclass(frozen=True, slots=True)
class GapLine:
    """An indicator whose gap nobody has taken on whole."""

    name: str
    address: str
    unowned: str
    when: str
    providers: str
    formal: str
    power: str
    by_kind: tuple[tuple[str, str], ...]  # the kind's word, and how many providers


@dataclass(frozen=True, slots=True)
class BoardTable:
    """A table and its seats."""

    id: str
    name: str
    tally: str
    seats: tuple[SeatLine, ...]


@dataclass(frozen=True, slots=True)
class MandatesSheet:
    """The page of mandates."""

    around: Surroundings
    sentence: str
    reason: str
    is_told: bool
    is_empty: bool
    day: str
    on: str
    problem: str
    chart: SafeString
    rungs: tuple[RungLine, ...]
    has_people: bool
    people_note: str
    kinds: tuple[str, ...]
    gaps: tuple[GapLine, ...]
    tables: tuple[BoardTable, ...]
    absent: tuple[str, ...]
    ending: tuple[SeatLine, ...]
    coming: tuple[SeatLine, ...]
    new_address: str
    desk_address: str
    networks_address: str


def mandates_sheet(page: MandatesPage, path: str, *, asked: str = "", problem: str = "") -> MandatesSheet:
    """Everything on the page; `asked` is the day as it was typed, `problem` what is wrong with it."""
    community = page.community.id
    query = f"?on={page.on.isoformat()}" if asked and not problem else ""
    return MandatesSheet(
        around=surroundings(page.community, path, query),
        sentence=sentence_of(page),
        reason=stopped(spoken(page.reason))[:1].upper() + stopped(spoken(page.reason))[1:] if page.reason else "",
        is_told=page.is_told,
        is_empty=page.is_told and not (page.tables or page.coming),
        day=date_words(page.on, "DATE_FORMAT"),
        on=asked or page.on.isoformat(),
        problem=problem,
        chart=_chart(page),
        rungs=tuple(_line(one, page.providers) for one in page.rungs),
        has_people=any(one.people for one in page.rungs),
        people_note=_people_note(page),
        kinds=tuple(kind_word(kind) for kind in CommitmentKind),
        gaps=tuple(_gap(one, community) for one in page.gaps),
        tables=tuple(_board(one, number, community) for number, one in enumerate(page.tables, 1)),
        absent=tuple(name for _, name in page.absent),
        ending=tuple(seat_line(one, community) for one in page.ending),
        coming=tuple(seat_line(one, community) for one in page.coming),
        new_address=reverse("desk-new", args=[community, "mandates"]) if page.may_make else "",
        desk_address=reverse("desk-list", args=[community, "mandates"]) if page.may_make else "",
        networks_address=reverse("provider-networks", args=[community]),
    )


def sentence_of(page: MandatesPage) -> str:
    """One sentence first: from presence to power."""
    if not page.rungs:
        return gettext("How many providers are represented is not shown.")
    if not page.providers:
        return gettext("No provider is known here yet.")
    counts = {one.name: one.providers or 0 for one in page.rungs if one.kind is None}
    said = {"n": grouped(page.providers), "present": grouped(counts[PRESENT]), "formal": grouped(counts[FORMAL]),
            "power": grouped(counts[POWER])}  # fmt: skip
    if not counts[PRESENT]:
        return ngettext(
            "The %(n)s provider has nobody at a table.", "None of the %(n)s providers has anybody at a table.",
            page.providers,
        ) % said  # fmt: skip
    first = ngettext(
        "%(present)s of %(n)s providers has somebody at a table",
        "%(present)s of %(n)s providers have somebody at a table",
        counts[PRESENT],
    )
    second = ngettext("%(formal)s is formally represented", "%(formal)s are formally represented", counts[FORMAL])
    third = ngettext("%(power)s by somebody who can commit", "%(power)s by somebody who can commit", counts[POWER])
    return gettext("%(first)s; %(second)s; %(third)s.") % {
        "first": first % said, "second": second % said, "third": third % said
    }  # fmt: skip


def rung_words(one: Rung) -> str:
    """What a line of coverage asks."""
    if one.kind is not None:
        return gettext("By somebody who can commit %(kind)s") % {"kind": kind_word(one.kind)}
    return {
        PRESENT: gettext("Somebody at a table"),
        FORMAL: gettext("Formally represented"),
        POWER: gettext("By somebody who can commit something"),
    }[one.name]


def _line(one: Rung, whole: int) -> RungLine:
    people, note = people_words(one.people)
    counted = {"count": grouped(one.providers or 0), "n": grouped(whole)}
    return RungLine(
        words=rung_words(one),
        providers=gettext("%(count)s of %(n)s") % counted,
        share=SHARE.value(one.share) if one.share is not None else "–",
        people=people or "–",
        people_note=note,
    )


def _chart(page: MandatesPage) -> SafeString:
    """One bar from power to presence, and one for each kind of power."""
    counts = {(one.name, one.kind): one.providers or 0 for one in page.rungs}
    if not counts or not page.providers:
        return SafeString("")
    present, formal, power = (counts[name, None] for name in (PRESENT, FORMAL, POWER))
    parts = ((STRONG, float(power)), (WEAKER, float(formal - power)), (WEAKEST, float(present - formal)))
    rows = [Covered(gettext("All %(n)s providers") % {"n": grouped(page.providers)}, parts)]
    for one in page.rungs:
        if one.kind is not None:
            words = f"{rung_words(one)}: {_line(one, page.providers).providers}"
            rows.append(Covered(words, ((STRONG, float(one.providers or 0)),)))
    drawn = coverage_bars(rows, page.providers, label=sentence_of(page), name="covered-providers")
    return mark_safe(drawn)  # noqa: S308  drawn by us, and every word is escaped


def _people_note(page: MandatesPage) -> str:
    if not any(one.people for one in page.rungs):
        return ""
    note = gettext(
        "People served by the programs that you may see, %(period)s, of numbers rounded to the nearest five."
    )
    said = note % {"period": period_text(page.people_period)}
    if page.programs_withheld:
        said += " " + ngettext(
            "%(n)s program serves too few people for its number to be told, and is left out.",
            "%(n)s programs serve too few people for their numbers to be told, and are left out.",
            page.programs_withheld,
        ) % {"n": grouped(page.programs_withheld)}  # fmt: skip
    return said


def _gap(one: GapCovered, community: str) -> GapLine:
    def among(count: int) -> str:
        said = gettext("%(count)s of %(n)s") % {"count": grouped(count), "n": grouped(one.providers)}
        return f"{said} ({share_words(count / one.providers)})" if one.providers else said

    return GapLine(
        name=one.name,
        address=reverse("contribution", args=[community, one.indicator_id]),
        unowned=few_or(one.unowned_people),
        when=period_text(one.period),
        providers=grouped(one.providers),
        formal=among(one.formal),
        power=among(one.with_power),
        by_kind=tuple((kind_word(kind), grouped(one.can_commit.get(kind, 0))) for kind in CommitmentKind),
    )


def _board(one: Board, number: int, community: str) -> BoardTable:
    seats = tuple(seat_line(seat, community) for seat in one.seats)
    power = sum(seat.presence == "power" for seat in seats)
    tally = ngettext("%(n)s seat", "%(n)s seats", len(seats)) % {"n": grouped(len(seats))}
    with_power = ngettext("%(n)s with power", "%(n)s with power", power) % {"n": grouped(power)}
    return BoardTable(f"table-{number}", called_table(one.name), f"{tally}, {with_power}", seats)


def day_asked(text: str, today: date) -> tuple[date, str]:
    """The day that was asked for, else today; and what is wrong with what was typed."""
    if not text:
        return today, ""
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return today, gettext(
            "This is no day that we can read: write year-month-day, such as 2026-02-10. Today is shown."
        )
