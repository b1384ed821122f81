"""How people choose among indicators: one ballot each, changed as often as they like until the round is closed."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from groundswell.apps.indicators.models import Ballot, Result
from groundswell.apps.indicators.queries.votes import candidates_of, round_of
from groundswell.apps.people.actions import (
    Outcome,
    RefusalError,
    alone_with,
    community_to_change,
    outcome_of,
    record_event,
)
from groundswell.apps.people.queries import Actor, NotAllowedError, not_retired, require
from groundswell.core.findings import Finding, error
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
    return outcome_of(lambda: _cast(community_id, result_id, list(choices), list(development), seen_round, by))


def _cast(
    community_id: str, result_id: str, choices: list[str], development: list[str], seen_round: int | None, by: Actor
) -> Outcome:
    with alone_with(community_id):
        community = community_to_change(community_id, by)
        require(by, Permission.VOTE_ON_INDICATORS, community)
        if by.person is None:
            raise NotAllowedError(Permission.VOTE_ON_INDICATORS, community)
        result = not_retired(Result.objects.filter(community=community, public_id=result_id)).first()
        if result is None:
            raise RefusalError(error(f"there is no result {result_id!r}", "check the id"))
        number = round_of(result)
        if seen_round not in (None, number):
            raise RefusalError(error("this vote was closed meanwhile", "look at what it decided, then vote anew"))
        if problems := _problems(result, choices, development):
            raise RefusalError(*problems)
        _, is_new = Ballot.objects.update_or_create(
            result=result,
            round=number,
            person=str(by.person.pk),
            defaults={
                "community": community,
                "choices": choices,
                "development": development,
                "at": timezone.now(),
                "retired": None,
            },
        )
        details = {"result": result_id, "round": number, "is_new": is_new}
        record_event(community_id=community_id, action="cast_ballot", by=by, details=details)
    return Outcome({"choices": len(choices), "development": len(development)})


def _problems(result: Result, choices: list[str], development: list[str]) -> list[Finding]:
    candidates = candidates_of(result)
    found: list[Finding] = []
    for column, chosen, lacks in (("choices", choices, False), ("development", development, True)):
        known = {each.id for each in candidates if each.lacks_data == lacks}
        if strange := [name for name in chosen if name not in known]:
            what = "has usable data" if lacks else "lacks data"
            said = f"{strange[0]!r} {what}, or is none of this result's"
            found.append(error(said, "choose among those listed", column=column))
        if len(set(chosen)) < len(chosen):
            found.append(error("names one twice", "name each once", column=column))
    return found
