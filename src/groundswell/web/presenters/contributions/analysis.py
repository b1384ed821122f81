"""Mayne's six steps of contribution analysis as a checklist, and challenges with their answers, all of them kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext

from groundswell.apps.contributions.queries import NoteFacts
from groundswell.apps.scorecards.queries.contributions.ledger import LinkPage
from groundswell.core.contribution.notes import MAYNE_STEPS, NoteStep
from groundswell.web.forms.fields import plain
from groundswell.web.presenters.audit import who_did

MOST = 4_000  # characters of a note


@dataclass(frozen=True, slots=True)
class TypedNote:
    """A note as it was typed; `problems` say why it was not kept."""

    step: str = ""
    text: str = ""
    source: str = ""
    answers: str = ""
    problems: tuple[str, ...] = ()

    @classmethod
    def of(cls, post: QueryDict) -> TypedNote:
        """Read a form."""
        names = ("step", "text", "source", "answers")
        told = {name: plain(post.get(name, "")).replace("\x00", "")[:MOST].strip() for name in names}
        return cls(told["step"], told["text"], told["source"], told["answers"])

    @property
    def place(self) -> str:
        """Which form on the page it was typed into."""
        return self.answers or self.step

    def wrong(self, problems: Sequence[str]) -> TypedNote:
        """The same with what is wrong with it."""
        return replace(self, problems=tuple(problems))


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note as it is shown."""

    id: str
    text: str
    source: str
    source_address: str
    said: str  # when, by whom, at which version


@dataclass(frozen=True, slots=True)
class StepLine:
    """One of the six steps: what it asks, and what was said so far."""

    number: int
    step: str
    name: str
    question: str
    notes: tuple[NoteLine, ...]
    is_typed: bool


@dataclass(frozen=True, slots=True)
class Challenge:
    """A doubt, and what was said to it."""

    note: NoteLine
    answers: tuple[NoteLine, ...]


def analysis_of(page: LinkPage, typed: TypedNote) -> tuple[StepLine, ...]:
    """The six steps in their order."""
    return tuple(
        StepLine(
            number, str(step), *step_words(step), lines_of(page, step), bool(typed.problems) and typed.step == step
        )
        for number, step in enumerate(MAYNE_STEPS, start=1)
    )


def challenges_of(page: LinkPage) -> tuple[Challenge, ...]:
    """Every challenge, the latest first, with its answers in their order."""
    found = [note for note in page.notes if note.step is NoteStep.CHALLENGE]
    return tuple(Challenge(_line(note, page), tuple(_line(one, page) for one in note.replies)) for note in found[::-1])


def lines_of(page: LinkPage, step: str) -> tuple[NoteLine, ...]:
    """The notes of one step, in their order."""
    return tuple(_line(note, page) for note in page.notes if note.step == step)


def _line(note: NoteFacts, page: LinkPage) -> NoteLine:
    day = date_format(date.fromisoformat(note.date), "DATE_FORMAT")
    who = who_did(note.by, page.names) if note.by and page.knows_who else ""
    parts = [day, *(each for each in (who, note.organization_name) if each)]
    if note.version:
        parts.append(gettext("at version %(number)s") % {"number": note.version})
    is_address = note.source.startswith(("https://", "http://")) and not any(mark.isspace() for mark in note.source)
    return NoteLine(note.id, note.text, note.source, note.source if is_address else "", " · ".join(map(str, parts)))


def step_words(step: NoteStep) -> tuple[str, str]:
    """What a step is called, and what it asks."""
    return {
        NoteStep.QUESTION: (
            gettext("Set the question"),
            gettext("What exactly do we ask of this program, and could a program of this size make that part at all?"),
        ),
        NoteStep.THEORY: (
            gettext("How it should work, and the risks"),
            gettext("Which steps lead from the program to the indicator, and what could break each of them?"),
        ),
        NoteStep.EVIDENCE: (
            gettext("Gather the evidence"),
            gettext("What is known already, about each step and about other things that could explain a change?"),
        ),
        NoteStep.STORY: (
            gettext("Tell the contribution story"),
            gettext("How plausible is it by now, where is it strong, and where is it weak?"),
        ),
        NoteStep.MORE_EVIDENCE: (
            gettext("Seek more evidence"),
            gettext("What was sought where the story was weak, and what came of it?"),
        ),
        NoteStep.REVISION: (
            gettext("Revise the story"),
            gettext("What do we say now that we did not say before?"),
        ),
    }[step]
