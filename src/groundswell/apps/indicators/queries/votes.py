"""Where the forced choice on a result's indicators stands: who may be chosen, and what speaks for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from groundswell.apps.indicators.models import Indicator, Membership, Observation, Result
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import (
    Actor,
    BallotFacts,
    Candidate,
    VoteFacts,
    not_retired,
    own_ballot_on,
    vote_facts,
)
from groundswell.core.vocabulary import Power, Standing
from groundswell.core.votes import suggested_standing

POWERS = ("communication_power", "proxy_power", "data_power")


@dataclass(frozen=True, slots=True)
class IndicatorCandidate(Candidate):
    """An indicator that can be chosen; one without a unit cannot hold numbers yet.

    `powers` are high, medium, low or blank by their names. `suggested` is what the rule of thumb makes of them, None
    where not all are said.
    """

    powers: dict[str, str]
    has_observations: bool
    suggested: Standing | None


def vote_of(community: Community, result_id: str) -> VoteFacts[IndicatorCandidate] | None:
    """The vote on the indicators of a result in use; None where there is no such result."""
    result = not_retired(Result.objects.filter(community=community, public_id=result_id)).first()
    return vote_facts(result, result_id, result.statement, candidates_of(result)) if result else None


def ballot_of(actor: Actor, community: Community, result_id: str) -> BallotFacts | None:
    """What this person chose in the open round; ballots of others are nobody's to read one by one."""
    result = Result.objects.filter(community=community, public_id=result_id).first()
    return own_ballot_on(result, actor) if result else None


def candidates_of(result: Result) -> tuple[IndicatorCandidate, ...]:
    """The indicators in use that speak to the result, by name; with what speaks for each. Three queries."""
    members = not_retired(Membership.objects.filter(result=result)).values("indicator")
    indicators = list(not_retired(Indicator.objects.filter(pk__in=members)).order_by("name", "public_id"))
    observed = _observed(indicators)
    return tuple(_candidate(indicator, indicator.pk in observed) for indicator in indicators)


def _observed(indicators: Sequence[Indicator]) -> set[Any]:
    """Those with at least one number; each is looked up in the index, not counted."""
    numbers = not_retired(Observation.objects.exclude(Q(value="")))
    return {indicator.pk for indicator in indicators if numbers.filter(indicator=indicator).exists()}


def _candidate(indicator: Indicator, has_observations: bool) -> IndicatorCandidate:
    powers = {name: str(indicator.definition.get(name, "")) for name in POWERS}
    lacks = not has_observations or powers["data_power"] == Power.LOW or indicator.standing == Standing.DEVELOPMENT
    return IndicatorCandidate(
        id=indicator.public_id,
        name=indicator.name or indicator.public_id,
        standing=indicator.standing,
        lacks_data=lacks,
        is_unsaid=not indicator.unit,
        powers=powers,
        has_observations=has_observations,
        suggested=suggested_standing(*(powers[name] for name in POWERS)),
    )
