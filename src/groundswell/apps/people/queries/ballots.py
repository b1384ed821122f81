"""Where a forced choice stands: what can be chosen, what the ballots say so far, how the last round ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from groundswell.apps.people.models import BallotRow, ClosedVoteRow
from groundswell.apps.people.queries.actors import Actor
from groundswell.core.vocabulary import Standing
from groundswell.core.votes import Chosen, Settled, standings, tally


class Subject(Protocol):
    """What a choice is about, a result or a program: its ballots and its closed rounds are related to it."""

    @property
    def ballots(self) -> Any:
        """Rows of its own kind of `BallotRow`."""

    @property
    def closed_votes(self) -> Any:
        """Rows of its own kind of `ClosedVoteRow`."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What can be chosen: an indicator of a result, a measure of a program.

    `lacks_data` puts it into the second choice, the one for the data development agenda. What `is_unsaid` cannot hold
    numbers yet, and stays to be developed, chosen or not.
    """

    id: str
    name: str
    standing: str
    lacks_data: bool
    is_unsaid: bool


Kind = TypeVar("Kind", bound=Candidate)


@dataclass(frozen=True, slots=True)
class BallotFacts:
    """What one person chose in the round that is open: ids, the first choice first."""

    choices: tuple[str, ...]
    development: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ClosedFacts:
    """A round that was closed: when, by whom, and what came of it in order, by standing."""

    round: int
    at: datetime
    by: str
    ballots: int
    headline: tuple[Chosen, ...]
    development: tuple[Chosen, ...]
    outcome: dict[str, str]  # id -> standing, in the order they then had


@dataclass(frozen=True, slots=True)
class VoteFacts(Generic[Kind]):
    """The vote on what a result or a program (`id`, `title`) speaks by: this round's candidates and tally, and how the
    last round ended."""

    id: str
    title: str
    round: int
    ballots: int
    candidates: tuple[Kind, ...]
    headline: tuple[Chosen, ...]
    development: tuple[Chosen, ...]
    closed: ClosedFacts | None

    def outcome(self, count: int) -> dict[str, str]:
        """What each candidate would become if the round were closed now with so many that lead."""
        return outcome_of(self.candidates, self.headline, self.development, count)


def vote_facts(subject: Subject, name: str, title: str, candidates: Sequence[Kind]) -> VoteFacts[Kind]:
    """The vote on a subject. Two queries."""
    last = last_closed(subject)
    ballots = list(open_ballots(subject, last))
    headline, development = tallied(candidates, ballots)
    return VoteFacts(
        id=name,
        title=title,
        round=round_after(last),
        ballots=len(ballots),
        candidates=tuple(candidates),
        headline=headline,
        development=development,
        closed=_closed(last) if last else None,
    )


def own_ballot_on(subject: Subject, actor: Actor) -> BallotFacts | None:
    """What this person chose in the open round; ballots of others are nobody's to read one by one."""
    if actor.person is None:
        return None
    found = open_ballots(subject, last_closed(subject)).filter(person=str(actor.person.pk)).first()
    return BallotFacts(tuple(found.choices), tuple(found.development), found.at) if found else None


def last_closed(subject: Subject) -> Any:
    """The last round that was closed, and whose closing was not taken back; None where there is none."""
    return subject.closed_votes.filter(retired=None).order_by("-round").first()


def round_after(last: ClosedVoteRow | None) -> int:
    """The number of the round that is open, from 1."""
    return 1 + (last.round if last else 0)


def open_ballots(subject: Subject, last: ClosedVoteRow | None) -> Any:
    """The ballots of the round that is open."""
    return subject.ballots.filter(round=round_after(last), retired=None).order_by("id")


def tallied(
    candidates: Sequence[Candidate], ballots: Sequence[BallotRow]
) -> tuple[tuple[Chosen, ...], tuple[Chosen, ...]]:
    """The two forced choices: among those with usable data, and among those without."""
    sound = [each.id for each in candidates if not each.lacks_data]
    lacking = [each.id for each in candidates if each.lacks_data]
    return tally([each.choices for each in ballots], sound), tally([each.development for each in ballots], lacking)


def outcome_of(
    candidates: Sequence[Candidate], headline: Sequence[Chosen], development: Sequence[Chosen], count: int
) -> dict[str, str]:
    """What each candidate becomes, in the order in which they then stand."""
    unsaid = {each.id for each in candidates if each.is_unsaid}
    found = standings([each.id for each in candidates], headline, development, count)
    return {name: str(Standing.DEVELOPMENT if name in unsaid else each) for name, each in found.items()}


def _closed(row: ClosedVoteRow) -> ClosedFacts:
    return ClosedFacts(
        row.round, row.at, row.by, row.ballots, _chosen(row.headline), _chosen(row.development), dict(row.outcome)
    )


def _chosen(rows: Sequence[dict[str, Any]]) -> tuple[Chosen, ...]:
    return tuple(
        Chosen(row["id"], row["votes"], row["borda"], Settled(row["settled"]), tuple(row["tied_with"])) for row in rows
    )
