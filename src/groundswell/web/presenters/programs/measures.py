"""One measure of a program in full, and a measure across the programs that share it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries.programs import (
    LibraryPage,
    MeasurePage,
    SharedMeasurePage,
    SharedRow,
)
from groundswell.core.estimates import Observation
from groundswell.core.funnel import Beyond
from groundswell.core.vocabulary import Question, Unit
from groundswell.web.presenters.behaviours import BehaviourPart, SignalLine, false_alarm_words, signal_words
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.figures import Figure, behaviour_figure
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.programs.funnels import funnel_figure
from groundswell.web.presenters.programs.lines import Line, direction_words, measure_line, spark_of
from groundswell.web.presenters.programs.pages import FactLine, Link, period_links, protection_words
from groundswell.web.presenters.results import Story, stories
from groundswell.web.presenters.writing import Pen, Written, period_text


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One figure in a table."""

    label: str
    estimate: Written


@dataclass(frozen=True, slots=True)
class Part:
    """A measure by one dimension in one period."""

    heading: str
    period: str
    lines: tuple[NumberLine, ...]


@dataclass(frozen=True, slots=True)
class MeasureSheet:
    """One measure of one program."""

    around: Surroundings
    name: str
    program: Link
    organization: str
    definition: str
    question: str
    line: Line
    periods: tuple[Link, ...]
    behaviour: BehaviourPart
    lines: tuple[NumberLine, ...]
    unit_words: str
    parts: tuple[Part, ...]
    revisions: tuple[str, ...]
    facts: tuple[FactLine, ...]
    versions: tuple[tuple[str, str], ...]
    rule: str
    waits_for_links: bool
    stories: tuple[Story, ...]
    protection: str
    shared_address: str


def _across_words(page: MeasurePage) -> str:
    words = gettext(
        "It tells of other organizations' customers: to the program's own organization too nothing is shown that could "
        "tell of fewer than %(count)s people, and what is shown is rounded to the nearest 5."
    )
    return words % {"count": page.smallest_shown}


def question_words(question: Question | None, unit: Unit | None = None) -> str:
    """The question that a measure answers."""
    if question is None:
        return gettext("Which question it answers is still to be said")
    if question is Question.WHAT_DIFFERENCE and unit is not None:
        return gettext("What difference? (%)") if unit is Unit.PERCENT else gettext("What difference? (#)")
    return {
        Question.HOW_MANY: gettext("How many?"),
        Question.HOW_WELL: gettext("How well?"),
        Question.WHAT_DIFFERENCE: gettext("What difference?"),
    }[question]


def measure_sheet(page: MeasurePage, path: str) -> MeasureSheet:
    """Everything about one measure of one program."""
    community, measure, pen = page.community.id, page.line.measure, Pen(page.line.measure.unit)
    query = f"?periods={page.kind}" if page.kind and page.kinds and page.kind is not page.kinds[0] else ""
    return MeasureSheet(
        around=surroundings(page.community, path, query),
        name=measure.name,
        program=Link(page.program.name, reverse("program", args=[community, page.program.id])),
        organization=page.program.organization,
        definition=measure.definition,
        question=question_words(measure.question, measure.unit),
        line=measure_line(page.line, community, page.program.id),
        periods=period_links(page.kinds, page.kind, path),
        behaviour=_behaviour(page, pen),
        lines=tuple(_numbers(reversed(page.line.observations), pen)),
        unit_words=pen.unit_words,
        parts=tuple(
            Part(dimension_words(one.dimension), period_text(one.period),
                 tuple(NumberLine(row.label, pen.estimate(row.observation.estimate)) for row in one.rows))
            for one in page.breakdowns
        ),
        revisions=tuple(
            gettext("%(period)s stood at %(before)s until %(day)s: %(reason)s") % {
                "period": period_text(one.period), "before": one.before,
                "day": date_format(one.recorded, "DATE_FORMAT"), "reason": one.reason,
            }
            for one in page.revisions
        ),
        facts=tuple(_governance(page)),
        versions=page.versions,
        rule=spoken(page.rule_words),
        waits_for_links=page.waits_for_links,
        stories=stories(page.stories),
        protection=_across_words(page) if page.is_across else protection_words(page.sight, page.smallest_shown),
        shared_address=reverse("measure", args=[community, measure.id]),
    )  # fmt: skip


def dimension_words(dimension: str) -> str:
    """What a breakdown is by, as its heading."""
    known = {"site": gettext("By site"), "place": gettext("By place")}
    return known.get(dimension) or gettext("By %(dimension)s") % {"dimension": dimension.replace("_", " ")}


def _numbers(observations: Iterable[Observation], pen: Pen) -> Iterator[NumberLine]:
    for one in observations:
        yield NumberLine(period_text(one.period), pen.estimate(one.estimate))


def _behaviour(page: MeasurePage, pen: Pen) -> BehaviourPart:
    if page.behaviour is None:
        return BehaviourPart(None, "", spoken(page.behaviour_reason))
    return BehaviourPart(
        figure=behaviour_figure(page.behaviour, pen, signal_words),
        words=spoken(page.behaviour.words),
        reason="",
        lines=tuple(
            SignalLine(
                period_text(point.period), pen.value(point.value),
                "" if point.moving_range is None else pen.size(point.moving_range),
                signal_words(point.signal) if point.signal else "",
            )
            for point in page.behaviour.points
        ),
        false_alarms=false_alarm_words(len(page.behaviour.points)),
    )  # fmt: skip


def _governance(page: MeasurePage | SharedMeasurePage) -> Iterator[FactLine]:
    for name, words in (
        (gettext("Owner"), page.owner),
        (gettext("Last reviewed"), page.reviewed),
        (gettext("Next review"), page.next_review),
    ):
        if words:
            yield FactLine(name, words)


@dataclass(frozen=True, slots=True)
class SharedLine:
    """One program with the measure."""

    name: str
    address: str
    organization: str
    estimate: Written | None
    spark: SafeString
    beyond: str
    kind: str  # within, above, below
    is_required: bool


@dataclass(frozen=True, slots=True)
class SharedSheet:
    """A measure across programs, by name."""

    around: Surroundings
    name: str
    definition: str
    why_it_matters: str
    question: str
    direction: str
    rule: str
    sentence: str
    periods: tuple[Link, ...]
    period: str
    lines: tuple[SharedLine, ...]
    together: Written | None
    together_words: str
    figure: Figure | None
    has_funnel: bool
    facts: tuple[FactLine, ...]
    versions: tuple[tuple[str, str], ...]
    stories: tuple[Story, ...]
    unseen: str
    protection: str
    library_address: str


def shared_sheet(page: SharedMeasurePage, path: str) -> SharedSheet:
    """Everything about a measure that programs share."""
    community, pen = page.community.id, Pen(page.measure.unit)
    query = f"?period={page.period}" if page.period else ""
    return SharedSheet(
        around=surroundings(page.community, path, query),
        name=page.measure.name,
        definition=page.measure.definition,
        why_it_matters=page.why_it_matters,
        question=question_words(page.measure.question, page.measure.unit),
        direction=direction_words(page.measure.polarity),
        rule=spoken(page.rule_words),
        sentence=_sentence(page),
        periods=tuple(
            Link(period_text(period), f"{path}?period={period}", period == page.period)
            for period in page.periods
            if page.period is None or period.kind is page.period.kind
        ),
        period=period_text(page.period),
        lines=tuple(_shared_line(row, community, pen) for row in page.rows),
        together=pen.estimate(page.together.estimate) if page.together else None,
        together_words=gettext("each person is counted once, as of the last linking; rounded to the nearest 5")
        if page.is_linked
        else gettext("who was served by two programs is counted by both"),
        figure=funnel_figure(page, pen),
        has_funnel=page.funnel is not None,
        facts=tuple(_governance(page)),
        versions=page.versions,
        stories=stories(page.stories),
        unseen=ngettext(
            "%(n)s more program shares this measure and is not shown to you.",
            "%(n)s more programs share this measure and are not shown to you.",
            page.unseen,
        ) % {"n": page.unseen} if page.unseen else "",
        protection=gettext("Counts below %(count)s people are withheld, and whatever would give one away.")
        % {"count": page.smallest_shown},
        library_address=reverse("measures", args=[community]),
    )  # fmt: skip


def _sentence(page: SharedMeasurePage) -> str:
    """One sentence first: do the programs differ by more than chance?"""
    count = len(page.rows)
    if page.funnel is None:
        return ngettext("%(n)s program answers by it.", "%(n)s programs answer by it.", count) % {"n": count}
    far = sum(row.beyond not in (None, Beyond.WITHIN) for row in page.rows)
    if not far:
        return gettext("The programs do not differ by more than chance allows.")
    said = ngettext(
        "%(far)s of %(n)s programs lies further from the common share than chance usually takes it: worth a visit.",
        "%(far)s of %(n)s programs lie further from the common share than chance usually takes them: worth a visit.",
        far,
    )
    return said % {"far": far, "n": count}


def _shared_line(row: SharedRow, community_id: str, pen: Pen) -> SharedLine:
    beyond = row.beyond
    return SharedLine(
        name=row.name,
        address=reverse("program", args=[community_id, row.program_id]),
        organization=row.organization,
        estimate=pen.estimate(row.observation.estimate) if row.observation else None,
        spark=spark_of(row.series[-12:], pen),
        beyond=spoken(beyond.words) if beyond else "",
        kind="" if beyond is None else "within" if beyond is Beyond.WITHIN else beyond.value.removeprefix("far_"),
        is_required=row.use == "required",
    )


@dataclass(frozen=True, slots=True)
class LibraryLine:
    """One measure of the library."""

    name: str
    address: str
    definition: str
    programs: str
    mark: str
    how: str


@dataclass(frozen=True, slots=True)
class LibrarySection:
    """The measures that answer one question."""

    heading: str
    lines: tuple[LibraryLine, ...]


@dataclass(frozen=True, slots=True)
class LibrarySheet:
    """The shared library."""

    around: Surroundings
    sections: tuple[LibrarySection, ...]
    programs_address: str


def library_sheet(page: LibraryPage, path: str) -> LibrarySheet:
    """Everything on the page of the shared library."""
    sections = []
    for question in (*Question, None):
        lines = _library_lines(page, question)
        if lines:
            sections.append(LibrarySection(question_words(question), lines))
    return LibrarySheet(
        surroundings(page.community, path), tuple(sections), reverse("programs", args=[page.community.id])
    )


def _library_lines(page: LibraryPage, question: Question | None) -> tuple[LibraryLine, ...]:
    rows = [row for row in page.rows if row.measure.question is question]
    return tuple(
        LibraryLine(
            name=row.measure.name,
            address=reverse("measure", args=[page.community.id, row.measure.id]),
            definition=row.measure.definition,
            programs=ngettext("%(n)s program", "%(n)s programs", row.programs) % {"n": row.programs},
            mark=gettext("required") if row.is_required else "",
            how=gettext("computed from records") if row.measure.is_computed else gettext("entered"),
        )
        for row in rows
    )
