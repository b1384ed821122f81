"""How people choose among indicators: one ballot each, changed as often as they like until the round is closed."""

from __future__ import annotations

from collections.abc import Sequence

from groundswell.apps.indicators.models import Result
from groundswell.apps.indicators.queries.votes import candidates_of
from groundswell.apps.people.actions import (
    Outcome,
    RefusalError,
    alone_with,
    community_to_change,
    outcome_of,
    put_ballot,
    record_event,
)
from groundswell.apps.people.queries import Actor, NotAllowedError, not_retired, require
from groundswell.core.findings import error
from groundswell.core.permissions import Permission


def cast_ballot(
    *,
    community_id: str,
    result_id: str,
    choices: Sequence[str],
    development: Sequence[str] = (),
    seen_round: int | None = None,
    by: Actor,
) -> Outcome:
    """Choose among a result's indicators, the first choice first; it takes the place of one's own earlier ballot.

    `choices` name indicators with usable data, `development` such without; `seen_round` is the round that was open
    when they were asked: a ballot that comes after it was closed is refused, and counts in no other round. Raises
    NotAllowedError where the actor may not vote, or is nobody who could be counted once.
    """
    return outcome_of(lambda: _cast(community_id, result_id, choices, development, seen_round, by))


def _cast(
    community_id: str,
    result_id: str,
    choices: Sequence[str],
    development: Sequence[str],
    seen_round: int | None,
    by: Actor,
) -> Outcome:
    with alone_with(community_id):
        community = community_to_change(community_id, by)
        require(by, Permission.VOTE_ON_INDICATORS, community)
        if by.person is None:
            raise NotAllowedError(Permission.VOTE_ON_INDICATORS, community)
        result = not_retired(Result.objects.filter(community=community, public_id=result_id)).first()
        if result is None:
            raise RefusalError(error(f"there is no result {result_id!r}", "check the id"))
        said = put_ballot(
            result, community=community, person=by.person, candidates=candidates_of(result),
            choices=choices, development=development, seen_round=seen_round,
        )  # fmt: skip
        record_event(community_id=community_id, action="cast_ballot", by=by, details={"result": result_id, **said})
    return Outcome({"choices": len(choices), "development": len(development)})
