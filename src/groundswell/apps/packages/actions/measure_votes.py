"""How people choose among a program's measures, and how a round of it ends: the first choices become headline measures,
those that lack data go on the data development agenda in the order of their priority, everything else is secondary.

The standing is an adoption's, so it is settled by whoever may change adoptions, in one change of the program's rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from groundswell.apps.packages.actions.closing import Round, VoteClosing, refused_closing, reopen_round, settle_round
from groundswell.apps.packages.actions.recording import answered
from groundswell.apps.packages.actions.rows import RowEdit, change_rows
from groundswell.apps.packages.queries.kinds import ROW_KINDS
from groundswell.apps.packages.queries.rows import kept_rows
from groundswell.apps.people.actions import (
    Outcome,
    RefusalError,
    alone_with,
    community_to_change,
    outcome_of,
    put_ballot,
    record_event,
)
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, NotAllowedError, not_retired, require
from groundswell.apps.programs.models import MeasureAdoption, Program
from groundswell.apps.scorecards.queries.programs.choice import measure_candidates, program_seen
from groundswell.core.findings import error
from groundswell.core.permissions import Permission

KIND = "measure_adoptions"


def cast_measure_ballot(
    *,
    community_id: str,
    program_id: str,
    choices: Sequence[str],
    development: Sequence[str] = (),
    seen_round: int | None = None,
    by: Actor,
) -> Outcome:
    """Choose among a program's measures, the first choice first; it takes the place of one's own earlier ballot.

    `choices` name measures with figures, `development` such without; `seen_round` is the round that was open when they
    were asked: a ballot that comes after it was closed is refused. Refused where the actor sees no such program. Raises
    NotAllowedError where they may not vote, or are nobody who could be counted once.
    """

    def cast() -> Outcome:
        with alone_with(community_id):
            community, program = _entered(community_id, program_id, by)
            require(by, Permission.VOTE_ON_MEASURES, community)
            if by.person is None:
                raise NotAllowedError(Permission.VOTE_ON_MEASURES, community)
            said = put_ballot(
                program, community=community, person=by.person, candidates=measure_candidates(program),
                choices=choices, development=development, seen_round=seen_round,
            )  # fmt: skip
            details = {"program": program_id, **said}
            record_event(community_id=community_id, action="cast_measure_ballot", by=by, details=details)
        return Outcome({"choices": len(choices), "development": len(development)})

    return outcome_of(cast)


def close_measure_vote(*, community_id: str, program_id: str, headline: int, by: Actor) -> VoteClosing:
    """Close the open round of a program: `headline` (3 to 5) measures lead. A new round opens at once.

    Raises NotAllowedError where the actor may not change which measures programs adopt.
    """

    def close(program: Program, one: Round) -> VoteClosing:
        def settle(outcome: Mapping[str, str]) -> tuple[str, ...]:
            return _settle(program, one.community, outcome, by)

        return settle_round(one, measure_candidates(program), headline, settle, action="close_measure_vote", by=by)

    return _about(community_id, program_id, close, by)


def undo_measure_vote(*, community_id: str, program_id: str, by: Actor) -> VoteClosing:
    """Take the last closing back, all that it changed at once: within the hour, by whoever closed it or undoes the
    changes of others, where nobody changed those adoptions or voted since. Its round is open again.

    Raises NotAllowedError where the actor may not change adoptions, or not undo what another closed.
    """
    return _about(community_id, program_id, lambda _, one: reopen_round(one, action="undo_measure_vote", by=by), by)


def _about(community_id: str, program_id: str, act: Callable[[Program, Round], VoteClosing], by: Actor) -> VoteClosing:
    def acted() -> VoteClosing:
        with alone_with(community_id):
            community, program = _entered(community_id, program_id, by)
            require(by, ROW_KINDS[KIND].permission, community)
            return act(program, Round(community, program, {"program": program_id}, KIND))

    return answered(acted, refused_closing)


def _entered(community_id: str, program_id: str, by: Actor) -> tuple[Community, Program]:
    """The program; one that the actor does not see is refused like one that is not there."""
    community = community_to_change(community_id, by)
    program = program_seen(community, program_id, reader=by)
    if program is None:
        raise RefusalError(error(f"there is no program {program_id!r}", "check the id"))
    return community, program


def _settle(program: Program, community: Community, outcome: Mapping[str, str], by: Actor) -> tuple[str, ...]:
    """Give each adoption of the program its standing, and its place in the order; one change for all."""
    cells = {name: {"standing": standing, "sort": str(at)} for at, (name, standing) in enumerate(outcome.items(), 1)}
    rows = not_retired(MeasureAdoption.objects.filter(program=program, until=None, measure__public_id__in=list(cells)))
    edits = [
        RowEdit(row.key, {**row.content, **cells[row.key["measure_id"]]}, row.content)
        for row in kept_rows(ROW_KINDS[KIND], rows)
    ]
    saving = change_rows(community, KIND, edits, "", by, "", "voted")
    if not saving.is_done:
        raise RefusalError(*(error(each.message, each.fix) for each in saving.findings))
    return (saving.change_id,) if saving.change_id else ()
