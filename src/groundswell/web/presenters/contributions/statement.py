"""A program's contribution statement: a page that a funder reads, with a range before every point, and every doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from groundswell.apps.contributions.queries import NoteFacts
from groundswell.apps.scorecards.queries.contributions.statements import Statement, StatementPage
from groundswell.core.contribution.notes import NoteStep
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.contributions.amounts import (
    Points,
    few_or,
    gap_words,
    ranged_people,
    ranged_points,
    reach_words,
)
from groundswell.web.presenters.contributions.analysis import step_words
from groundswell.web.presenters.contributions.decimals import LEAST, DecimalPoint, Strip
from groundswell.web.presenters.contributions.programs import evidence_words
from groundswell.web.presenters.contributions.words import why_a_fraction
from groundswell.web.presenters.facts import Fact
from groundswell.web.presenters.language import spoken, stopped
from groundswell.web.presenters.writing import grouped, level_words, period_text


@dataclass(frozen=True, slots=True)
class Said:
    """A note on a statement: what, when and on whose behalf; with what was answered."""

    text: str
    when: str
    source: str
    source_address: str
    answers: tuple[Said, ...] = ()
    is_open: bool = False  # a challenge that nobody answered


@dataclass(frozen=True, slots=True)
class StepPart:
    """One of the six steps, and what was said to it."""

    number: int
    name: str
    question: str
    notes: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class StatementPart:
    """The statement about one indicator."""

    id: str
    indicator: str
    address: str  # of what all programs could add up to
    link_address: str
    mechanism: str
    paragraph: str
    facts: tuple[Fact, ...]
    decimal: DecimalPoint | None
    must_be_true: tuple[Said, ...]
    would_change: tuple[Said, ...]
    challenges: tuple[Said, ...]
    steps: tuple[StepPart, ...]
    steps_said: int
    reason: str


@dataclass(frozen=True, slots=True)
class StatementSheet:
    """Everything on the page."""

    around: Surroundings
    name: str
    organization: str
    customers: str
    program_address: str
    programs_address: str
    results: tuple[tuple[str, str], ...]  # statement and address
    strategies: str
    funders: str
    sentence: str
    parts: tuple[StatementPart, ...]
    list_address: str
    may_link: bool


def statement_sheet(page: StatementPage, path: str) -> StatementSheet:
    """Everything on the page."""
    community, program = page.community.id, page.program
    return StatementSheet(
        around=surroundings(page.community, path),
        name=program.name,
        organization=program.organization,
        customers=program.customers,
        program_address=reverse("program", args=[community, program.id]),
        programs_address=reverse("programs", args=[community]),
        results=tuple((words, reverse("result", args=[community, one])) for one, words in program.results),
        strategies="; ".join(program.strategies),
        funders="; ".join(program.funders),
        sentence=_sentence(page),
        parts=tuple(_part(one, page) for one in page.statements),
        list_address=reverse("contributions", args=[community]),
        may_link=page.may_link,
    )


def _sentence(page: StatementPage) -> str:
    """The range of the largest part first."""
    computed = [one for one in page.statements if one.part is not None and one.part.points.value is not None]
    if not computed:
        return ""
    largest = max(computed, key=lambda one: abs(one.part.points.value or 0.0) if one.part else 0.0)
    assert largest.part is not None
    pen = _pen(largest)
    written = ranged_points(largest.part.points, pen)
    said = {
        "program": page.program.name, "points": written.first, "indicator": largest.indicator.name,
        "unit": pen.heading, "about": written.second,
    }  # fmt: skip
    if written.second:
        return gettext("%(program)s could add %(points)s %(unit)s to “%(indicator)s”, %(about)s.") % said
    return gettext("%(program)s could add about %(points)s %(unit)s to “%(indicator)s”.") % said


def _pen(one: Statement) -> Points:
    bare = Points(one.indicator.unit, one.indicator.per, 1)
    size = abs((one.part.points.value or 0.0) * bare.factor) if one.part else 0.0
    return Points(bare.unit, bare.per, 2 if size < 1 else 1)


def _part(one: Statement, page: StatementPage) -> StatementPart:
    community = page.community.id
    return StatementPart(
        id=one.facts.id,
        indicator=one.indicator.name,
        address=reverse("contribution", args=[community, one.indicator.id]),
        link_address=reverse("contribution-link", args=[community, one.facts.id]),
        mechanism=one.facts.mechanism,
        paragraph=" ".join(stopped(words) for words in one.words),
        facts=tuple(_facts(one)),
        decimal=_decimal(one),
        must_be_true=_said(one.must_be_true),
        would_change=_said(one.would_change),
        challenges=_said(one.challenges),
        steps=tuple(
            StepPart(number, *step_words(step), _said(notes)) for number, (step, notes) in enumerate(one.steps, 1)
        ),
        steps_said=sum(bool(notes) for _, notes in one.steps),
        reason=stopped(one.reason),
    )


def _facts(one: Statement) -> Iterator[Fact]:
    """In brief: the range first, then whom it reaches, and on what ground."""
    part, population, pen = one.part, one.condition.population, _pen(one)
    if part is None or population is None:
        return
    points, people = ranged_points(part.points, pen), ranged_people(part.people)
    notes = [points.second] if points.second else []
    if part.points.level is not None:
        notes.append(gettext("%(level)s range") % {"level": level_words(part.points.level)})
    yield Fact(
        gettext("Could add, %(unit)s") % {"unit": pen.heading}, points.first, (" · ".join(notes),) if notes else ()
    )
    yield Fact(gettext("People who could be better off"), people.first, (people.second,) if people.second else ())
    reached = gettext("%(reach)s of %(need)s") % {"reach": few_or(part.reach), "need": grouped(population.at_risk)}
    reached = reach_words(part.reach) if round(part.reach) < 0 else reached
    of_need = gettext("%(n)s served; reached anew are those in the population who stay to the end") % {
        "n": grouped(one.input.reached.served or 0.0)
    }
    yield Fact(gettext("Reached anew, beside those in need"), reached, (of_need,))
    yield Fact(
        gettext("Evidence"),
        evidence_words(one.facts.evidence)[0],
        (one.facts.evidence_source,) if one.facts.evidence_source else (),
    )
    if part.share_of_gap is not None and one.condition.target is not None:
        when = gettext("to the target for %(period)s") % {"period": period_text(one.condition.target[0])}
        yield Fact(gettext("Of the gap"), gap_words(part.share_of_gap), (when,))
    if one.joint_points is not None and one.joint_points.value is not None and one.programs > 1:
        joint = ranged_points(one.joint_points, pen)
        yield Fact(
            gettext("All linked programs together"),
            gettext("%(points)s %(unit)s") % {"points": joint.first, "unit": pen.heading},
            (gettext("%(n)s programs, nobody counted twice") % {"n": grouped(one.programs)},),
        )


def _decimal(one: Statement) -> DecimalPoint | None:
    """The decimal point, explained with the program's own numbers."""
    part, population = one.part, one.condition.population
    if part is None or population is None or not one.decimal_point or part.reach <= 0:
        return None
    people = [
        (gettext("Everybody the indicator is about"), population.people, "all"),
        (gettext("Those in need"), population.at_risk, "gap"),
        (gettext("Reached anew by this program"), part.reach, "reached"),
        (gettext("Could be better off by it"), part.people.value or 0.0, "better"),
    ]
    strips = tuple(
        Strip(words, few_or(count), round(max(LEAST, min(100.0, 100 * count / population.people)), 2), kind)
        for words, count, kind in people
    )
    words = (
        spoken(one.decimal_point),
        why_a_fraction(),
    )
    return DecimalPoint(words, "; ".join(f"{strip.words}: {strip.people}" for strip in strips), strips)


def _said(notes: Sequence[NoteFacts]) -> tuple[Said, ...]:
    return tuple(_note(one) for one in notes)


def _note(one: NoteFacts) -> Said:
    """A note with its day and its organization; who wrote it is for the page of the link."""
    day = date_format(date.fromisoformat(one.date), "DATE_FORMAT")
    is_address = one.source.startswith(("https://", "http://")) and not any(mark.isspace() for mark in one.source)
    when = " · ".join(each for each in (day, one.organization_name) if each)
    is_open = one.step is NoteStep.CHALLENGE and not one.replies
    return Said(one.text, when, one.source, one.source if is_address else "", _said(one.replies), is_open)
