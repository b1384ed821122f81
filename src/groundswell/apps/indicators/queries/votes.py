"""Where the forced choice on a result's indicators stands: who may be chosen, what the ballots say so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from groundswell.apps.indicators.models import Ballot, ClosedVote, Indicator, Membership, Observation, Result
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, not_retired
from groundswell.core.vocabulary import Power, Standing
from groundswell.core.votes import Chosen, Settled, suggested_standing, tally

POWERS = ("communication_power", "proxy_power", "data_power")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indicator that can be chosen.

    `powers` are high, medium, low or blank by their names. `lacks_data` puts it into the second choice, the one for
    the data development agenda. `suggested` is what the rule of thumb makes of the powers, None where not all are said.
    """

    id: str
    name: str
    standing: str
    unit: str
    powers: dict[str, str]
    has_observations: bool
    lacks_data: bool
    suggested: Standing | None


@dataclass(frozen=True, slots=True)
class BallotFacts:
    """What one person chose in the round that is open: indicator ids, the first choice first."""

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
    outcome: dict[str, str]  # indicator id -> standing, in the order they then had


@dataclass(frozen=True, slots=True)
class VoteFacts:
    """The vote on a result's indicators: this round's candidates and tally, and how the last round ended."""

    result_id: str
    statement: str
    round: int
    ballots: int
    candidates: tuple[Candidate, ...]
    headline: tuple[Chosen, ...]
    development: tuple[Chosen, ...]
    closed: ClosedFacts | None


def vote_of(community: Community, result_id: str) -> VoteFacts | None:
    """The vote on the indicators of a result in use; None where there is no such result."""
    result = not_retired(Result.objects.filter(community=community, public_id=result_id)).first()
    if result is None:
        return None
    candidates = candidates_of(result)
    number, ballots = round_of(result), list(open_ballots(result))
    headline, development = tallied(candidates, ballots)
    last = last_closed(result)
    return VoteFacts(
        result_id=result_id,
        statement=result.statement,
        round=number,
        ballots=len(ballots),
        candidates=candidates,
        headline=headline,
        development=development,
        closed=_closed(last) if last else None,
    )


def ballot_of(actor: Actor, community: Community, result_id: str) -> BallotFacts | None:
    """What this person chose in the open round; ballots of others are nobody's to read one by one."""
    result = Result.objects.filter(community=community, public_id=result_id).first()
    if actor.person is None or result is None:
        return None
    found = open_ballots(result).filter(person=str(actor.person.pk)).first()
    return BallotFacts(tuple(found.choices), tuple(found.development), found.at) if found else None


def round_of(result: Result) -> int:
    """The number of the round that is open, from 1."""
    last = last_closed(result)
    return 1 + (last.round if last else 0)


def last_closed(result: Result) -> ClosedVote | None:
    """The last round that was closed, and whose closing was not taken back."""
    return ClosedVote.objects.filter(result=result, retired=None).order_by("-round").first()


def open_ballots(result: Result) -> Any:
    """The ballots of the round that is open."""
    return Ballot.objects.filter(result=result, round=round_of(result), retired=None).order_by("id")


def candidates_of(result: Result) -> tuple[Candidate, ...]:
    """The indicators in use that speak to the result, by name; with what speaks for each. Three queries."""
    members = not_retired(Membership.objects.filter(result=result)).values("indicator")
    indicators = list(not_retired(Indicator.objects.filter(pk__in=members)).order_by("name", "public_id"))
    observed = _observed(indicators)
    return tuple(_candidate(indicator, indicator.pk in observed) for indicator in indicators)


def _observed(indicators: Sequence[Indicator]) -> set[Any]:
    """Those with at least one number; each is looked up in the index, not counted."""
    numbers = not_retired(Observation.objects.exclude(Q(value="")))
    return {indicator.pk for indicator in indicators if numbers.filter(indicator=indicator).exists()}


def _candidate(indicator: Indicator, has_observations: bool) -> Candidate:
    powers = {name: str(indicator.definition.get(name, "")) for name in POWERS}
    lacks = not has_observations or powers["data_power"] == Power.LOW or indicator.standing == Standing.DEVELOPMENT
    suggested = suggested_standing(*(powers[name] for name in POWERS))
    return Candidate(
        id=indicator.public_id,
        name=indicator.name or indicator.public_id,
        standing=indicator.standing,
        unit=indicator.unit,
        powers=powers,
        has_observations=has_observations,
        lacks_data=lacks,
        suggested=suggested,
    )


def tallied(
    candidates: Sequence[Candidate], ballots: Sequence[Ballot]
) -> tuple[tuple[Chosen, ...], tuple[Chosen, ...]]:
    """The two forced choices: among those with usable data, and among those without."""
    sound = [each.id for each in candidates if not each.lacks_data]
    lacking = [each.id for each in candidates if each.lacks_data]
    return tally([each.choices for each in ballots], sound), tally([each.development for each in ballots], lacking)


def _closed(row: ClosedVote) -> ClosedFacts:
    return ClosedFacts(
        row.round, row.at, row.by, row.ballots, _chosen(row.headline), _chosen(row.development), dict(row.outcome)
    )


def _chosen(rows: Sequence[dict[str, Any]]) -> tuple[Chosen, ...]:
    return tuple(
        Chosen(row["id"], row["votes"], row["borda"], Settled(row["settled"]), tuple(row["tied_with"])) for row in rows
    )
