"""How a ballot is put in and a round is closed, whatever is chosen among; who may is for the action that does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from groundswell.apps.people.actions.rows import RefusalError
from groundswell.apps.people.models import Community, Person
from groundswell.apps.people.queries.ballots import (
    Candidate,
    Subject,
    last_closed,
    open_ballots,
    outcome_of,
    round_after,
    tallied,
)
from groundswell.core.findings import Finding, error
from groundswell.core.votes import FEWEST_HEADLINES, MOST_HEADLINES, Chosen


def put_ballot(
    subject: Subject,
    *,
    community: Community,
    person: Person,
    candidates: Sequence[Candidate],
    choices: Sequence[str],
    development: Sequence[str],
    seen_round: int | None,
) -> dict[str, Any]:
    """Put a person's ballot in the place of their earlier one; gives what the record says of it.

    Raises RefusalError where the round that they saw was closed, or where it names what cannot be chosen.
    """
    number = round_after(last_closed(subject))
    if seen_round not in (None, number):
        raise RefusalError(error("this vote was closed meanwhile", "look at what it decided, then vote anew"))
    if problems := _problems(candidates, choices, development):
        raise RefusalError(*problems)
    _, is_new = subject.ballots.update_or_create(
        round=number,
        person=str(person.pk),
        defaults={
            "community": community,
            "choices": list(choices),
            "development": list(development),
            "at": timezone.now(),
            "retired": None,
        },
    )
    return {"round": number, "is_new": is_new}


def _problems(candidates: Sequence[Candidate], choices: Sequence[str], development: Sequence[str]) -> list[Finding]:
    found: list[Finding] = []
    for column, chosen, lacks in (("choices", choices, False), ("development", development, True)):
        known = {each.id for each in candidates if each.lacks_data == lacks}
        if strange := [name for name in chosen if name not in known]:
            what = "has usable data" if lacks else "lacks data"
            said = f"{strange[0]!r} {what}, or is none of those to choose from"
            found.append(error(said, "choose among those listed", column=column))
        if len(set(chosen)) < len(chosen):
            found.append(error("names one twice", "name each once", column=column))
    return found


def close_round(
    subject: Subject, *, community: Community, candidates: Sequence[Candidate], headline: int, closer: str
) -> Any:
    """Keep what the ballots of the open round say, with `headline` (3 to 5) that lead; gives the closed round.

    Raises RefusalError where so many do not lead, or nobody has voted.
    """
    if not FEWEST_HEADLINES <= headline <= MOST_HEADLINES:
        choices = f"choose {FEWEST_HEADLINES} to {MOST_HEADLINES}"
        raise RefusalError(error(f"{headline} that lead are not what people remember", choices))
    last = last_closed(subject)
    ballots = list(open_ballots(subject, last))
    if not ballots:
        raise RefusalError(error("nobody has voted in this round", "close it when the ballots are in"))
    leading, lacking = tallied(candidates, ballots)
    outcome = outcome_of(candidates, leading, lacking, headline)
    closed, _ = subject.closed_votes.update_or_create(  # a round whose closing was taken back is closed anew
        round=round_after(last),
        defaults={
            "community": community,
            "at": timezone.now(),
            "by": closer,
            "ballots": len(ballots),
            "headline": _documents(leading),
            "development": _documents(lacking),
            "outcome": [[name, standing] for name, standing in outcome.items()],
            "retired": None,
        },
    )
    return closed


def _documents(chosen: Sequence[Chosen]) -> list[dict[str, Any]]:
    return [{**asdict(each), "settled": str(each.settled), "tied_with": list(each.tied_with)} for each in chosen]
