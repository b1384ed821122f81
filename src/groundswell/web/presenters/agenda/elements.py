"""The page of one element: what the library says, what the community decided, and the form to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from groundswell.apps.packages.queries import ChangeFacts
from groundswell.apps.scorecards.queries.agenda.pages import ElementPage
from groundswell.core.findings import Finding
from groundswell.core.specification.decisions import Decision
from groundswell.core.specification.elements import LIBRARY, alternatives_to
from groundswell.core.specification.words import RATINGS, Stance
from groundswell.exchange.package.columns import Kind
from groundswell.exchange.package.layout import TABLES
from groundswell.web.presenters.agenda.lines import ElementLine, WaitingLine, element_line, says_otherwise, waiting_line
from groundswell.web.presenters.agenda.words import (
    FollowsShown,
    StanceShown,
    family_words,
    follows_shown,
    stance_shown,
)
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.contributions.words import said_of
from groundswell.web.presenters.desk.closed_lists import word_of
from groundswell.web.presenters.desk.labels import help_of, label_of
from groundswell.web.presenters.language import called, spoken
from groundswell.web.presenters.selectors import Option

ASKED = ("stance", "statement", "reason", "rating", "evidence", "owner", "next_review")
TALL = ("statement", "reason", "evidence")


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of the form, and what stands in it."""

    name: str
    id: str
    label: str
    help: str
    value: str
    kind: str
    problems: tuple[str, ...]

    @property
    def described_by(self) -> str:
        """The ids of what explains it."""
        return " ".join(f"{self.id}-{end}" for end, said in (("help", self.help), ("problem", self.problems)) if said)


@dataclass(frozen=True, slots=True)
class FormShown:
    """The form to decide by."""

    seen: str
    stances: tuple[Option, ...]
    ratings: tuple[Option, ...]
    answers: Mapping[str, Answer]
    summary: tuple[tuple[str, str], ...]  # where on the page, and what is wrong there
    clash: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What was decided by whom on which day."""

    at: datetime
    by: str
    stance: StanceShown
    words: str
    is_taken_back: bool
    was_undone: bool


@dataclass(frozen=True, slots=True)
class ElementSheet:
    """Everything on the page."""

    around: Surroundings
    line: ElementLine
    family: str
    is_own: bool
    is_decided: bool
    library: str
    why: str
    evidence_asked: str
    source: str
    needs: tuple[tuple[WaitingLine, str], ...]  # with what was decided about it
    replaces: tuple[WaitingLine, ...]
    alternatives: tuple[WaitingLine, ...]
    follows: tuple[FollowsShown, ...]
    form: FormShown | None
    history: tuple[HistoryLine, ...]
    agenda_address: str
    history_address: str
    address: str


def element_sheet(
    page: ElementPage, path: str, *, form: FormShown | None, history: Sequence[ChangeFacts], may_read_history: bool
) -> ElementSheet:
    """Everything on the page; the form for who may decide."""
    community, decision, element = page.community.id, page.line.decision, page.line.element
    own = decision.element_id
    return ElementSheet(
        around=surroundings(page.community, path),
        line=element_line(page.line, community),
        family=family_words(decision.family),
        is_own=element is None,
        is_decided=decision.stance is not None,
        library=spoken(element.statement) if element else "",
        why=spoken(element.why) if element else "",
        evidence_asked=spoken(element.evidence) if element else "",
        source=element.source if element else "",
        needs=tuple(
            (waiting_line(LIBRARY[one], community), "" if one in page.decided else gettext("not decided yet"))
            for one in (element.needs if element else ())
        ),
        replaces=tuple(waiting_line(LIBRARY[one], community) for one in (element.replaces if element else ())),
        alternatives=tuple(waiting_line(one, community) for one in alternatives_to(own)),
        follows=tuple(follows_shown(one, community, own) for one in page.implications),
        form=form,
        history=tuple(_history_line(one) for one in history),
        agenda_address=reverse("agenda", args=[community]),
        history_address=reverse("desk-history", args=[community, "framework", own])
        if may_read_history and history
        else "",
        address=path,
    )


def _history_line(change: ChangeFacts) -> HistoryLine:
    after = Decision.of(change.after or {})
    return HistoryLine(
        at=change.at,
        by=called(change.by_name),
        stance=stance_shown(after.stance),
        words=after.reason or _statement(after),
        is_taken_back=bool((change.after or {}).get("retired")),
        was_undone=change.undone is not None,
    )


def _statement(decision: Decision) -> str:
    return decision.statement if says_otherwise(decision) else spoken(LIBRARY[decision.element_id].statement)


def form_shown(
    typed: Mapping[str, str], seen: str, findings: Sequence[Finding] = (), standing: Mapping[str, str] | None = None
) -> FormShown:
    """The form with what was typed, or what stands; `standing` is what another person decided meanwhile."""
    answers = {name: _answer(name, typed.get(name, ""), findings) for name in ASKED}
    return FormShown(
        seen=seen,
        stances=_stances(typed.get("stance", "")),
        ratings=_ratings(typed.get("rating", "")),
        answers=answers,
        summary=tuple((f"a-{one.column}" if one.column in answers else "", said_of(one)) for one in findings),
        clash=_clash(standing) if standing is not None else "",
    )


def _answer(name: str, value: str, findings: Sequence[Finding]) -> Answer:
    problems = tuple(said_of(one) for one in findings if one.column == name)
    column = next(one for one in TABLES["framework"].columns if one.name == name)
    is_day = column.kind is Kind.DATE and not problems  # a browser's own day would lose what is no day
    asked = help_of("framework", name)
    kind = "date" if is_day else "text"
    return Answer(name, f"a-{name}", label_of("framework", name), asked, value, kind, problems)


def _stances(chosen: str) -> tuple[Option, ...]:
    words = [(str(one), word_of("stance", str(one))) for one in Stance]
    rest = ("", gettext("Not decided: we have not talked about it yet"))
    return tuple(Option(value, said, value == chosen) for value, said in (*words, rest))


def _ratings(chosen: str) -> tuple[Option, ...]:
    """The five steps; words of a community's own stay among them where they stand."""
    steps = [(str(one), spoken(words)) for one, words in RATINGS.items()]
    own = [(chosen, chosen)] if chosen and chosen not in dict(steps) else []
    found = [("", gettext("Not rated")), *steps, *own]
    return tuple(Option(value, words, value == chosen) for value, words in found)


def _clash(standing: Mapping[str, str]) -> str:
    stance = str(standing.get("stance", ""))
    words = stance_shown(Stance(stance) if stance in set(Stance) else None).words
    said = " ".join(part for part in (str(standing.get("statement", "")), str(standing.get("reason", ""))) if part)
    return f"{words}. {said}" if said else f"{words}."
