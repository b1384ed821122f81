"""Questions of a community's own about partners (trust, value), and the answers that a reader may read.

An answer about another organization is as shut as an account of their partnership: read by whoever gave it, by others
only as far as both sides let both be read, and never before the other side has answered the same question. Without a
partnership there is nobody's consent, so nobody else reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from groundswell.apps.partnerships.models import NetworkAnswer, NetworkQuestion
from groundswell.apps.partnerships.queries.accounts import consents_by_pair, viewer_of
from groundswell.apps.partnerships.queries.network import Ground, ground_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, may, not_retired
from groundswell.core.collaboration.accounts import Account, Cell, Pair
from groundswell.core.collaboration.ratings import ROSTER, complete_on
from groundswell.core.collaboration.sight import Consent, Viewer, readable
from groundswell.core.permissions import Permission

FEWEST_STEPS, MOST_STEPS, USUAL_STEPS = 2, 10, 4


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A question: its words, what the lowest and the highest answer mean, and how many steps there are."""

    id: str
    wording: str
    low_label: str
    high_label: str
    steps: int


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """What one organization answered about another, as it stands."""

    question: str
    one: str
    about: str
    answer: str
    day: date


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """The questions, whose answers are asked for now (blank: the reader answers for nobody), and what may be read."""

    questions: tuple[QuestionFacts, ...]
    organization: str
    organizations: tuple[str, ...]
    partners: tuple[str, ...]
    names: Mapping[str, str]
    own: Mapping[tuple[str, str], str]  # by partner and question
    is_complete: bool
    readable: tuple[QuestionAnswer, ...]
    may_change: bool


def questions_of(community: Community) -> tuple[QuestionFacts, ...]:
    """The questions in use, in the order that people gave. One query."""
    rows = list(not_retired(NetworkQuestion.objects.filter(community=community)))
    rows.sort(key=lambda row: (int(row.sort) if row.sort.lstrip("-").isdigit() else 1_000_000, row.public_id))
    return tuple(
        QuestionFacts(
            row.public_id, row.wording or row.public_id, row.low_label, row.high_label,
            int(row.steps) if row.steps.isdigit() else USUAL_STEPS,
        )
        for row in rows
    )  # fmt: skip


def questions_page(community: Community, *, reader: Actor, organization: str = "") -> QuestionsPage:
    """The questions for a reader; `organization` is the one that is answered for, where there are several."""
    today, viewer = timezone.localdate(), viewer_of(reader, community)
    ground = ground_of(community, reader=reader)
    speaking = tuple(sorted(viewer.organizations & set(ground.organizations)))
    chosen = organization if organization in speaking else next(iter(speaking), "")
    answers = tuple(readable_answers(community, reader=reader))
    own = {(one.about, one.question): one.answer for one in answers if one.one == chosen}
    return QuestionsPage(
        questions=questions_of(community),
        organization=chosen,
        organizations=speaking,
        partners=_partners(ground, chosen),
        names={key: one.name for key, one in ground.organizations.items()},
        own=own,
        is_complete=chosen in complete_on(ground.rosters, today),
        readable=answers,
        may_change=may(reader, Permission.CHANGE_PARTNERSHIPS, community),
    )


def _partners(ground: Ground, organization: str) -> tuple[str, ...]:
    found = {one.pair.other(organization) for one in ground.said if one.pair.is_side(organization)}
    return tuple(sorted(found - {organization}, key=lambda name: ground.organizations[name].name.casefold()))


def readable_answers(community: Community, *, reader: Actor) -> Iterator[QuestionAnswer]:
    """The answers that stand and that a reader may read, by question and by whom. The only door to them."""
    today, viewer = timezone.localdate(), viewer_of(reader, community)
    by_pair = consents_by_pair(community)
    told = _told(community, today)
    for (question, one, about), (day, answer) in sorted(told.items()):
        around = [(about, told.get((question, about, one)))]
        if answer and _may_read(one, day, around, by_pair.get(frozenset((one, about)), ()), viewer, today):
            yield QuestionAnswer(question, one, about, answer, day)


def _told(community: Community, today: date) -> dict[tuple[str, str, str], tuple[date, str]]:
    """The latest answer of each about each to each question; blank where it was taken back."""
    rows = not_retired(NetworkAnswer.objects.filter(community=community, date__lte=today)).exclude(question=ROSTER)
    columns = ("question", "from_organization__public_id", "to_organization__public_id", "date", "answer")
    found = rows.order_by("date").values_list(*columns)
    return {(question, one, about): (day, answer) for question, one, about, day, answer in found if one != about}


def _may_read(
    one: str,
    day: date,
    around: Iterable[tuple[str, tuple[date, str] | None]],
    partnerships: Sequence[tuple[Pair, Sequence[Consent]]],
    viewer: Viewer,
    today: date,
) -> bool:
    """The rule of accounts, asked of answers: each is taken as an account of the partnership that the two have.

    Where they have several, what all of them let counts: an answer is about the other, whatever they do together.
    """
    if one in viewer.organizations:
        return True
    for pair, consents in partnerships:
        answers = [_as_account(pair, one, day)]
        answers += [_as_account(pair, other, told[0]) for other, told in around if told is not None and told[1]]
        if answers[0] not in readable(answers, viewer, pair, consents, today):
            return False
    return bool(partnerships)


def _as_account(pair: Pair, side: str, day: date) -> Account:
    return Account(pair.id, day, side, side, (Cell(1),))
