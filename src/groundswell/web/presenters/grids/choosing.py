"""A forced choice, whatever is chosen among: its questions one at a time, and what came of them in words.

Asked is what Friedman asks: with only one of these, which? And a second? Then, of those that lack data: for which would
you develop data first? Source: https://raguide.org/3_12.shtml
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext

from groundswell.apps.people.queries import BallotFacts, ClosedFacts, VoteFacts
from groundswell.core.votes import MOST_HEADLINES, Chosen
from groundswell.web.presenters.grids.choice_words import STANDINGS, WHY, ChoiceWords

MOST_TO_DEVELOP = 3


@dataclass(frozen=True, slots=True)
class Option:
    """One that can be chosen; the note says what kind of it it is."""

    id: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the ballot, or at the end what was chosen, to be confirmed."""

    words: str
    hint: str
    options: tuple[Option, ...]
    choices: tuple[str, ...]
    development: tuple[str, ...]
    is_about_data: bool
    may_stop: bool

    @property
    def is_last(self) -> bool:
        """True where nothing more is asked."""
        return not self.options


def question_of(
    vote: VoteFacts[Any],
    words: ChoiceWords,
    choices: Sequence[str],
    development: Sequence[str],
    *,
    is_enough: bool,
    is_data_enough: bool,
    notes: Mapping[str, str],
) -> Question:
    """What is asked next of somebody who chose so far; `is_enough` where they named as many as they want."""
    sound, lacking = (
        {one.id: Option(one.id, one.name, notes.get(one.id, "")) for one in vote.candidates if one.lacks_data == lacks}
        for lacks in (False, True)
    )
    chosen = tuple(dict.fromkeys(name for name in choices if name in sound))[:MOST_HEADLINES]
    wanted = tuple(dict.fromkeys(name for name in development if name in lacking))[:MOST_TO_DEVELOP]
    left = tuple(one for name, one in sound.items() if name not in chosen)
    if left and not is_enough and len(chosen) < MOST_HEADLINES:
        asked = str(words.questions[len(chosen)])
        return Question(asked, str(words.hint), left, chosen, wanted, False, bool(chosen))
    short = tuple(one for name, one in lacking.items() if name not in wanted)
    if short and not is_data_enough and len(wanted) < MOST_TO_DEVELOP:
        return Question(str(words.data_questions[len(wanted)]), "", short, chosen, wanted, True, True)
    return Question(gettext("This is your ballot"), "", (), chosen, wanted, False, False)


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the tally."""

    name: str
    words: str
    note: str | Promise
    becomes: str | Promise


def places_of(vote: VoteFacts[Any], chosen: Sequence[Chosen], headline: int) -> list[Place]:
    """A tally in its order, with what each would become if the vote were closed with so many that lead."""
    names = {one.id: one.name for one in vote.candidates}
    becomes = vote.outcome(headline)
    return [
        Place(
            names.get(one.id, one.id),
            _count_words(one),
            WHY[one.settled],
            STANDINGS[becomes.get(one.id, "")],
        )
        for one in chosen
    ]


def _count_words(one: Chosen) -> str:
    votes = ngettext("%(count)s first choice", "%(count)s first choices", one.votes) % {"count": one.votes}
    points = ngettext("%(count)s point", "%(count)s points", one.borda) % {"count": one.borda}
    return gettext("%(votes)s when it was chosen, %(points)s altogether") % {"votes": votes, "points": points}


@dataclass(frozen=True, slots=True)
class Ended:
    """How the last round ended, in sentences."""

    when: str
    sentences: tuple[str, ...]


def ended_of(vote: VoteFacts[Any], words: ChoiceWords, closed: ClosedFacts | None, when: str) -> Ended | None:
    """What the last vote made of each; None where none was closed."""
    if closed is None:
        return None
    names = {one.id: one.name for one in vote.candidates}
    by_standing: dict[str, list[str]] = {}
    for name, standing in closed.outcome.items():
        by_standing.setdefault(standing, []).append(names.get(name, name))
    leading = by_standing.get("headline", [])
    sentences = [str(words.leading % {"count": len(leading), "names": ", ".join(leading)})] if leading else []
    said = (
        ("development", gettext("On the data development agenda, in this order: %(names)s.")),
        ("secondary", gettext("Secondary, kept and shown behind the headline: %(names)s.")),
    )
    sentences += [each % {"names": ", ".join(by_standing[key])} for key, each in said if by_standing.get(key)]
    ballots = ngettext("%(count)s ballot was cast.", "%(count)s ballots were cast.", closed.ballots)
    return Ended(when, (ballots % {"count": closed.ballots}, *sentences))


def own_ballot(vote: VoteFacts[Any], ballot: BallotFacts | None) -> dict[str, list[str]] | None:
    """What this person chose, by name."""
    if ballot is None:
        return None
    names = {one.id: one.name for one in vote.candidates}
    return {
        "choices": [names.get(name, name) for name in ballot.choices],
        "development": [names.get(name, name) for name in ballot.development],
    }
