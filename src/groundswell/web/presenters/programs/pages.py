"""The list of programs, and a program with its four boxes, which stand always in the same places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from groundswell.apps.programs.queries import Sight
from groundswell.apps.scorecards.queries.programs import MeasureLine, ProgramFacts, ProgramList, ProgramPage, ProgramRow
from groundswell.core.periods import PeriodKind
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.programs.lines import Line, measure_line
from groundswell.web.presenters.results import Story, stories


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; `is_current` where they lead here."""

    words: str
    address: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """One of the four boxes: its question, what belongs there, and the measures that answer it."""

    id: str
    question: str
    teaching: str  # where it is empty
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class FactLine:
    """A name and what stands under it."""

    name: str
    words: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgramSheet:
    """A program's page."""

    around: Surroundings
    name: str
    id: str
    organization: str
    lede: str
    boxes: tuple[Box, ...]
    unsorted: tuple[Line, ...]
    periods: tuple[Link, ...]
    address: str
    development: tuple[Link, ...]
    stories: tuple[Story, ...]
    facts: tuple[FactLine, ...]
    protection: str
    list_address: str
    questions_address: str
    report_address: str
    submissions_address: str
    contribution_address: str


@dataclass(frozen=True, slots=True)
class ProgramCard:
    """One program in the list."""

    name: str
    address: str
    organization: str
    customers: str
    mark: str  # "yours", "not published"
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ProgramsSheet:
    """All programs that a reader may see."""

    around: Surroundings
    sentence: str
    cards: tuple[ProgramCard, ...]
    library_address: str
    reach_address: str
    overlap_address: str
    computing_address: str  # for who keeps the records' figures
    links_address: str  # for who may link people


def kind_words(kind: PeriodKind) -> str:
    """A kind of period as a choice."""
    return {
        PeriodKind.QUARTER: gettext("Quarters"),
        PeriodKind.YEAR: gettext("Years"),
        PeriodKind.SPLIT_YEAR: gettext("School or fiscal years"),
        PeriodKind.MONTH: gettext("Months"),
        PeriodKind.SPAN: gettext("Spans of years"),
    }[kind]


def period_links(
    kinds: tuple[PeriodKind, ...], chosen: PeriodKind | None, path: str, name: str = "periods"
) -> tuple[Link, ...]:
    """The kinds of period to choose from; none where there is nothing to choose."""
    if len(kinds) < 2:
        return ()
    return tuple(
        Link(kind_words(kind), path if at == 0 else f"{path}?{name}={kind}", kind is chosen)
        for at, kind in enumerate(kinds)
    )


def program_sheet(page: ProgramPage, path: str, *, may_report: bool = False, may_submit: bool = False) -> ProgramSheet:
    """Everything on a program's page."""
    community, program = page.community.id, page.program
    query = f"?periods={page.kind}" if page.kind and page.kinds and page.kind is not page.kinds[0] else ""
    address = reverse("program", args=[community, program.id])
    return ProgramSheet(
        around=replace(surroundings(page.community, path, query), xlsx=f"/api/v1{path.rstrip('/')}.xlsx{query}"),
        name=program.name,
        id=program.id,
        organization=program.organization,
        lede=program.customers,
        boxes=tuple(_boxes(page)),
        unsorted=_lines(page, page.unsorted),
        periods=period_links(page.kinds, page.kind, path),
        address=path,
        development=tuple(Link(one.name, reverse("measure", args=[community, one.id])) for one in page.development),
        stories=stories(page.stories),
        facts=tuple(_facts(page)),
        protection=protection_words(page.sight, page.smallest_shown),
        list_address=reverse("programs", args=[community]),
        questions_address=f"{address}questions/",
        report_address=f"{address}report/" if may_report else "",
        submissions_address=f"{address}submissions/" if may_submit else "",
        contribution_address=reverse("program-contribution", args=[community, program.id]),
    )


def _lines(page: ProgramPage, lines: tuple[MeasureLine, ...]) -> tuple[Line, ...]:
    return tuple(measure_line(line, page.community.id, page.program.id) for line in lines)


def _boxes(page: ProgramPage) -> Iterator[Box]:
    yield Box(
        "how-many", gettext("How many?"),
        gettext("How much did we do? Name the people served and what they were given."),
        _lines(page, page.how_many),
    )  # fmt: skip
    yield Box(
        "how-well", gettext("How well?"),
        gettext("How well did we do it? Name what makes it good: reached in time, stayed, came often enough."),
        _lines(page, page.how_well),
    )  # fmt: skip
    yield Box(
        "difference-number", gettext("What difference? (#)"),
        gettext("How many are better off? Count the people whose skill, behavior or circumstance changed."),
        _lines(page, page.difference_number),
    )  # fmt: skip
    yield Box(
        "difference-percent", gettext("What difference? (%)"),
        gettext("What share is better off? The same people, of all who were there long enough to tell."),
        _lines(page, page.difference_percent),
    )  # fmt: skip


def protection_words(sight: Sight, smallest_shown: int) -> str:
    """What a reader does not see, and why."""
    if sight is Sight.WHOLE:
        return gettext(
            "You see these figures whole, for they are your organization's. Others see no count below %(count)s, and "
            "nothing that would give one away."
        ) % {"count": smallest_shown}
    return gettext("Counts below %(count)s people are withheld, and whatever would give one away.") % {
        "count": smallest_shown
    }


def _facts(page: ProgramPage) -> Iterator[FactLine]:
    program, community = page.program, page.community.id
    if program.results:
        links = tuple(Link(words, reverse("result", args=[community, one])) for one, words in program.results)
        yield FactLine(gettext("Works toward"), "", links)
    if page.contributes_to:
        links = tuple(Link(words, reverse("contribution", args=[community, one])) for one, words in page.contributes_to)
        yield FactLine(gettext("Could contribute to"), "", links)
    if program.strategies:
        yield FactLine(gettext("Part of"), "; ".join(program.strategies))
    if program.organization:
        yield FactLine(gettext("Run by"), program.organization)
    yield FactLine(gettext("Where"), "; ".join(program.sites) or program.place)
    if running := _running(program):
        yield FactLine(gettext("Since"), running)
    if program.funders:
        yield FactLine(gettext("Funded by"), "; ".join(program.funders))
    if page.last_submission:
        yield FactLine(gettext("Latest records"), date_format(page.last_submission, "DATE_FORMAT"))


def _running(program: ProgramFacts) -> str:
    began = date_format(program.started, "DATE_FORMAT") if program.started else ""
    if program.ended:
        ended = date_format(program.ended, "DATE_FORMAT")
        return gettext("%(began)s to %(ended)s") % {"began": began or "…", "ended": ended}
    return began


def programs_sheet(page: ProgramList, path: str, *, may_compute: bool = False, may_link: bool = False) -> ProgramsSheet:
    """Everything on the list of programs."""
    count = len(page.rows)
    organizations = len({row.organization for row in page.rows if row.organization})
    said = ngettext("%(n)s program", "%(n)s programs", count) % {"n": count}
    by = ngettext("of %(n)s organization", "of %(n)s organizations", organizations) % {"n": organizations}
    return ProgramsSheet(
        around=surroundings(page.community, path),
        sentence=f"{said} {by}" if organizations else said,
        cards=tuple(_card(row, page.community.id) for row in page.rows),
        library_address=reverse("measures", args=[page.community.id]),
        reach_address=reverse("reach", args=[page.community.id]),
        overlap_address=reverse("overlap", args=[page.community.id]),
        computing_address=reverse("computing", args=[page.community.id]) if may_compute else "",
        links_address=reverse("links", args=[page.community.id]) if may_link else "",
    )


def _card(row: ProgramRow, community_id: str) -> ProgramCard:
    mark = gettext("your organization's") if row.is_own else "" if row.is_published else gettext("not published")
    return ProgramCard(
        name=row.name,
        address=reverse("program", args=[community_id, row.id]),
        organization=row.organization,
        customers=row.customers,
        mark=mark,
        lines=tuple(measure_line(line, community_id, row.id) for line in row.headlines),
    )
