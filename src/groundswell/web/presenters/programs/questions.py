"""The seven questions of performance accountability, in our own words, each with the answer that is kept or with what
belongs there and who can write it down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries import StoryFacts
from groundswell.apps.scorecards.queries.programs import MeasureLine, ProgramPage
from groundswell.core.permissions import Permission
from groundswell.core.vocabulary import Standing
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.grids.measure_choice import TAKING_PART
from groundswell.web.presenters.programs.lines import Line, measure_line
from groundswell.web.presenters.programs.pages import Link, protection_words
from groundswell.web.presenters.results import Story, stories


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what it asks, what is kept as its answer, and the form that answers it for who may."""

    number: int
    id: str
    asks: str
    teaching: str
    words: str
    lines: tuple[Line, ...]
    stories: tuple[Story, ...]
    is_answered: bool
    door: Link | None


@dataclass(frozen=True, slots=True)
class QuestionsSheet:
    """All seven, in order."""

    around: Surroundings
    program: Link
    organization: str
    sentence: str
    questions: tuple[Question, ...]
    protection: str


def questions_sheet(page: ProgramPage, path: str, may: frozenset[Permission]) -> QuestionsSheet:
    """The seven questions of a program; `may` is what the reader may do to answer one."""
    asked = tuple(_questions(page, may))
    count = sum(question.is_answered for question in asked)
    said = ngettext("%(n)s of the seven is answered.", "%(n)s of the seven are answered.", count) % {"n": count}
    around = surroundings(page.community, path)
    twin = f"/api/v1{reverse('program', args=[page.community.id, page.program.id]).rstrip('/')}"
    return QuestionsSheet(
        around=_with_twins(around, twin),
        program=Link(page.program.name, reverse("program", args=[page.community.id, page.program.id])),
        organization=page.program.organization,
        sentence=gettext("All seven are answered.") if count == len(asked) else said,
        questions=asked,
        protection=protection_words(page.sight, page.smallest_shown),
    )


def _with_twins(around: Surroundings, twin: str) -> Surroundings:
    """The figures here are those of the program's page, and so are its twins."""
    return replace(around, json=f"{twin}.json", csv=f"{twin}.csv")


def _questions(page: ProgramPage, may: frozenset[Permission]) -> Iterator[Question]:
    community, program = page.community.id, page.program
    entry = reverse("desk-object", args=[community, "programs", program.id])
    describe = _door(may, Permission.CHANGE_PROGRAMS, entry) or _door(may, Permission.CHANGE_OWN_PROGRAMS, entry)
    choose = _door(may, Permission.CHANGE_MEASURES, reverse("adoptions-grid", args=[community]))
    vote = reverse("measure-choice", args=[community, program.id]) if may.intersection(TAKING_PART) else ""
    difference = (*page.difference_number, *page.difference_percent)
    headlines = tuple(line for line in page.lines if line.standing is Standing.HEADLINE)
    yield Question(
        1, "customers", gettext("Who are our customers?"),
        gettext("Name the people this program is there for: how old, where, in what situation. Everything else on "
                "this page is about them."),
        program.customers, (), (), bool(program.customers), _named(describe, bool(program.customers)),
    )  # fmt: skip
    yield _of_measures(
        2, "better-off", gettext("How do we know they are better off?"),
        gettext("Choose measures of what changed for them: what they can do, know, feel or have now that they could "
                "not before, as a number of people and as a share."),
        page, difference, choose,
    )  # fmt: skip
    yield _of_measures(
        3, "deliver-well", gettext("How do we know we deliver well?"),
        gettext("Choose measures of the service itself: reached in time, stayed, came often enough, treated with "
                "respect."),
        page, page.how_well, choose,
    )  # fmt: skip
    yield Question(
        4, "how-we-do", gettext("How are we doing on the most important of these?"),
        gettext("Choose together the three to five measures you would speak of first; once they have figures, tell the "
                "story behind the curve."),
        "", _written(page, headlines), _told(page, "story"), any(line.observations for line in headlines),
        _named(_story_door(page, may, "story") if headlines else vote, bool(headlines), is_added=True),
    )  # fmt: skip
    yield _of_stories(
        5, "partners", gettext("Which partners have a part to play?"),
        gettext("Nobody does this alone. Name who helps already, who could, and what each would bring: families, "
                "schools, clinics, employers, neighbours."),
        page, may, "partners",
    )  # fmt: skip
    yield _of_stories(
        6, "what-works", gettext("What works to do better, ideas that cost little or nothing included?"),
        gettext("Gather what research, practice and the people served say would help. Put at least one idea among "
                "them that costs nothing, or next to nothing."),
        page, may, "what_works",
    )  # fmt: skip
    yield _of_stories(
        7, "action", gettext("What do we propose to do?"),
        gettext("Say what you will do next, who does it and by when, and begin with what can be done this month."),
        page, may, "action",
    )  # fmt: skip


def _of_measures(
    number: int, name: str, asks: str, teaching: str, page: ProgramPage, lines: tuple[MeasureLine, ...], door: str
) -> Question:
    written = _written(page, lines)
    return Question(number, name, asks, teaching, "", written, (), bool(lines), _named(door, bool(lines)))


def _of_stories(
    number: int, name: str, asks: str, teaching: str, page: ProgramPage, may: frozenset[Permission], question: str
) -> Question:
    told = _told(page, question)
    door = _named(_story_door(page, may, question), bool(told), is_added=True)
    return Question(number, name, asks, teaching, "", (), told, bool(told), door)


def _written(page: ProgramPage, lines: tuple[MeasureLine, ...]) -> tuple[Line, ...]:
    return tuple(measure_line(line, page.community.id, page.program.id) for line in lines)


def _told(page: ProgramPage, question: str) -> tuple[Story, ...]:
    facts: tuple[StoryFacts, ...] = tuple(fact for fact in page.stories if fact.question == question)
    return stories(facts)


def _door(may: frozenset[Permission], permission: Permission, address: str) -> str:
    return address if permission in may else ""


def _story_door(page: ProgramPage, may: frozenset[Permission], question: str) -> str:
    asked = urlencode({"subject": "program", "subject_id": page.program.id, "question": question})
    address = reverse("desk-new", args=[page.community.id, "stories"])
    return _door(may, Permission.CHANGE_STORIES, f"{address}?{asked}")


def _named(address: str, is_answered: bool, *, is_added: bool = False) -> Link | None:
    """The form that answers a question, by what it does there."""
    if not address:
        return None
    if not is_answered:
        return Link(gettext("Answer this"), address)
    return Link(gettext("Add to it") if is_added else gettext("Change it"), address)
