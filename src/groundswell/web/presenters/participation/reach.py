"""Reach on a page: one sentence first, then places and groups with their people, their share, and the need there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries.participation import ReachPage, ReachPart, ReachRow
from groundswell.charts.dots import Dot, dot_chart
from groundswell.core.estimates import Estimate
from groundswell.core.periods import Period
from groundswell.core.vocabulary import Unit
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.comparisons import dimension_words
from groundswell.web.presenters.figures import MOST_DOTS, Figure, drawn_figure
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.programs.pages import Link
from groundswell.web.presenters.writing import Pen, Written, grouped, period_text

PEOPLE, SHARE = Pen(Unit.COUNT), Pen(Unit.PERCENT)


@dataclass(frozen=True, slots=True)
class ReachLine:
    """One place, group, strategy or program."""

    label: str
    address: str
    people: Written
    bounds: str  # "between 1,200 and 3,400", where the number itself is not known
    population: str
    population_note: str
    share: Written
    share_range: str
    need: Written | None
    need_note: str


@dataclass(frozen=True, slots=True)
class ReachTable:
    """Reach by one dimension, with its chart."""

    id: str
    heading: str
    column: str
    lines: tuple[ReachLine, ...]
    figure: Figure | None
    has_population: bool
    has_need: bool


@dataclass(frozen=True, slots=True)
class ReachSheet:
    """The page of reach."""

    around: Surroundings
    sentence: str
    sentence_note: str
    has_records: bool
    is_linked: bool
    whole: ReachLine | None
    tables: tuple[ReachTable, ...]
    periods: tuple[Link, ...]
    period: str
    so_far: str
    need_name: str
    need_choices: tuple[tuple[str, str, bool], ...]
    need_address: str
    period_chosen: str
    programs_address: str
    overlap_address: str
    unseen: str
    protection: str


def reach_sheet(page: ReachPage, path: str, *, period: str = "", indicator: str = "") -> ReachSheet:
    """Everything on the page of reach; `period` and `indicator` as they were asked for."""
    community = page.community.id
    asked = {name: said for name, said in (("period", period), ("indicator", indicator)) if said}
    query = f"?{urlencode(asked)}" if asked else ""
    pen = Pen(page.need.unit, page.need.per, page.community.currency) if page.need else None
    return ReachSheet(
        around=surroundings(page.community, path, query),
        sentence=_sentence(page),
        sentence_note=_note(page),
        has_records=page.whole is not None,
        is_linked=page.is_linked,
        whole=_line(page.whole, pen, page) if page.whole else None,
        tables=tuple(_tables(page, pen)),
        periods=period_choices(page.periods, page.period, path, {"indicator": indicator} if indicator else {}),
        period=period_text(page.period),
        so_far=so_far_words(page.is_so_far),
        need_name=page.need.name if page.need else "",
        need_choices=tuple((one, name, page.need is not None and one == page.need.id) for one, name in page.needs),
        need_address=reverse("indicator", args=[community, page.need.id]) if page.need else "",
        period_chosen=period,
        programs_address=reverse("programs", args=[community]),
        overlap_address=reverse("overlap", args=[community]),
        unseen=unseen_words(page.unseen),
        protection=protection_across(page.smallest_shown),
    )


def period_choices(
    periods: Sequence[Period], chosen: Period | None, path: str, more: dict[str, str]
) -> tuple[Link, ...]:
    """The periods to choose from; none where there is nothing to choose."""
    if len(periods) < 2:
        return ()
    return tuple(
        Link(period_text(one), f"{path}?{urlencode({'period': str(one), **more})}", one == chosen) for one in periods
    )


def so_far_words(is_so_far: bool) -> str:
    """That a period is not over."""
    if not is_so_far:
        return ""
    return gettext("This period was not over when the latest records were sent: its numbers will grow.")


def unseen_words(unseen: int) -> str:
    """How many programs are counted that this reader does not see."""
    if not unseen:
        return ""
    return ngettext(
        "%(n)s program is counted here that you may not see by itself.",
        "%(n)s programs are counted here that you may not see by themselves.",
        unseen,
    ) % {"n": unseen}


def protection_across(smallest: int) -> str:
    """How numbers across programs are protected."""
    return gettext(
        "Counts are rounded to the nearest five, so they need not add up. Withheld is what could tell of fewer than "
        "%(count)s people, by itself or together with what programs say of themselves."
    ) % {"count": smallest}


def bounds_words(fewest: int | None, most: int | None) -> str:
    """Between which numbers the truth lies."""
    if fewest is None or most is None:
        return ""
    return gettext("between %(low)s and %(high)s") % {"low": grouped(fewest), "high": grouped(most)}


def sentence_of(reason: str) -> str:
    """A reason as a sentence of its own."""
    return f"{reason[:1].upper()}{reason[1:]}." if reason else ""


def _sentence(page: ReachPage) -> str:
    """One sentence first."""
    whole = page.whole
    if whole is None:
        return ""
    if whole.people.value is not None:
        people = {"people": grouped(whole.people.value), "population": grouped(whole.population or 0)}
        if whole.share.value is None:
            return gettext("Programs together reached about %(people)s people, each counted once.") % people
        people |= {"share": SHARE.value(whole.share.value)}
        return (
            gettext("Programs together reached about %(people)s of the %(population)s people who live here: %(share)s.")
            % people
        )
    if bounds := bounds_words(whole.fewest, whole.most):
        return gettext("Programs together reached %(between)s people: nobody can say it more closely yet.") % {
            "between": bounds
        }
    return gettext("How many people programs reach together is not shown.")


def _note(page: ReachPage) -> str:
    whole = page.whole
    if whole is None:
        return ""
    if whole.people.value is None:
        return sentence_of(spoken(whole.people.reason))
    ends = _range(whole.share)
    return gettext("Rounded as the count is, the share is %(range)s.") % {"range": ends} if ends else ""


def _range(share: Estimate) -> str:
    if share.low is None or share.high is None:
        return ""
    low, high = (f"{100 * end:.1f}" for end in (share.low, share.high))
    if low == high:
        return ""
    return gettext("%(low)s to %(high)s") % {"low": SHARE.value(share.low), "high": SHARE.value(share.high)}


def _tables(page: ReachPage, pen: Pen | None) -> Iterator[ReachTable]:
    for number, part in enumerate(page.parts, 1):
        yield _of_part(part, number, page, pen)
    for name, heading, column, rows, route in (
        ("strategies", gettext("By strategy"), gettext("Strategy"), page.strategies, ""),
        ("programs", gettext("By program"), gettext("Program"), page.programs, "program"),
    ):
        if rows:
            lines = tuple(_line(row, pen, page, route) for row in rows)
            yield ReachTable(name, heading, column, lines, None, False, False)


def _of_part(part: ReachPart, number: int, page: ReachPage, pen: Pen | None) -> ReachTable:
    is_place = part.dimension == "place"
    words = gettext("place") if is_place else dimension_words(part.dimension)
    heading = gettext("By %(dimension)s") % {"dimension": words}
    lines = tuple(_line(row, pen, page, dimension=part.dimension) for row in part.rows)
    return ReachTable(
        f"part-{number}",
        heading,
        gettext("Place") if is_place else gettext("Group"),
        lines,
        _figure(part, number, heading, page),
        any(line.population for line in lines),
        any(line.need is not None for line in lines),
    )


def _label(row: ReachRow, dimension: str) -> str:
    if dimension == "sex":  # records hold a letter, and pages words
        words = {"F": gettext("Women and girls"), "M": gettext("Men and boys")}
        return words.get(row.label.upper(), row.label) or gettext("Not written down")
    return row.label or gettext("Not written down")


def _line(row: ReachRow, pen: Pen | None, page: ReachPage, route: str = "", dimension: str = "") -> ReachLine:
    need = pen.estimate(row.need.estimate) if row.need and pen else None
    has_share = row.population is not None and row.people.value is not None
    return ReachLine(
        label=_label(row, dimension),
        address=reverse(route, args=[page.community.id, row.id]) if route else "",
        people=PEOPLE.estimate(row.people),
        bounds=bounds_words(row.fewest, row.most),
        population=grouped(row.population) if row.population is not None else "",
        population_note=period_text(row.population_period),
        share=SHARE.estimate(row.share) if has_share else Written(_share_bounds(row)),
        share_range=_range(row.share) if has_share else "",
        need=need,
        need_note=period_text(row.need.period) if row.need else "",
    )


def _share_bounds(row: ReachRow) -> str:
    """Between which shares the truth lies, where the number itself is not known."""
    if row.fewest is None or row.most is None or not row.population:
        return "–"
    low, high = (min(1.0, people / row.population) for people in (row.fewest, row.most))
    return gettext("%(low)s to %(high)s") % {"low": SHARE.value(low), "high": SHARE.value(high)}


def _figure(part: ReachPart, number: int, title: str, page: ReachPage) -> Figure | None:
    """Shares beside each other, withheld ones hatched; none where fewer than two are known."""
    rows = [row for row in part.rows if row.population is not None]
    known = [row for row in rows if row.share.value is not None]
    if len(known) < 2 or len(rows) > MOST_DOTS:
        return None
    dots = [Dot(row.label, row.share if row.share.value is not None else Estimate.withheld(spoken(row.share.reason)))
            for row in rows]  # fmt: skip
    if page.whole and page.whole.share.value is not None:
        dots.insert(0, Dot(page.whole.label, page.whole.share, is_reference=True))
    said = "; ".join(f"{dot.label} {SHARE.line(dot.estimate)}" for dot in dots)
    return drawn_figure(
        f"reach-{number}",
        title,
        f"{gettext('People served, of those who live there')}: {said}",
        lambda size: dot_chart(dots, scale=SHARE.scale, write=SHARE.plain, size=size, withheld=gettext("withheld")),
        (),
    )
