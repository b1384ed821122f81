"""What is done to programs' reports and records, done as somebody, and who may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from tests.authorization.judge import Door, Only, Verdict, needs, verdict
from tests.authorization.world import Persona, World

from groundswell.apps.packages import actions as packages
from groundswell.apps.people.queries import Actor
from groundswell.apps.programs import actions as programs
from groundswell.apps.submissions import actions as submissions
from groundswell.core.permissions import Permission

Act = Callable[[World, str, Actor], Any]

ENTERING = needs(Permission.ENTER_VALUES, Permission.ENTER_OWN_VALUES, owner="library")
ACCEPTING = needs(Permission.ACCEPT_VALUES)
SUBMITTING = needs(Permission.SUBMIT_RECORDS, Permission.SUBMIT_OWN_RECORDS, owner="library")
FOR_ANY = needs(Permission.SUBMIT_RECORDS, Permission.SUBMIT_OWN_RECORDS, any_organization=True)
FAULTY = b"participant_id,first_name\n,Ann\n"  # what may be sent, and comes back


def deeds_of_programs() -> Iterator[tuple[str, Act, Any]]:
    """Name, act and access of each."""
    entry = programs.Entry("visited", {"value": "3"})
    yield "save_report", _report(programs.save_report, entries=[entry]), ENTERING
    yield "submit_report", _report(programs.submit_report), ENTERING
    yield "return_report", _report(programs.return_report, words="Mend it"), ACCEPTING
    yield "accept_report", _report(programs.accept_report), ACCEPTING
    yield "lock_report", _report(programs.lock_report), ACCEPTING
    yield "reopen_report", _report(programs.reopen_report, words="A slip"), ACCEPTING
    yield "submit_records", _of_program(submissions.submit_records, files=[("participants.csv", FAULTY)]), SUBMITTING
    withdrawing = _of_program(submissions.withdraw_submission, number=1, reason="A slip")
    yield "withdraw_submission", withdrawing, SUBMITTING
    yield "compute_measures", _compute, FOR_ANY
    yield "ask_for_roll_ups", _ask, FOR_ANY
    yield "cancel_job", _cancel, needs(Permission.SUBMIT_RECORDS)
    yield "work_on", _work, Door.EVERYBODY
    yield "compute_measures:of a program", _of_program(submissions.compute_measures), SUBMITTING
    linking, reviewing = needs(Permission.LINK_PEOPLE), needs(Permission.REVIEW_LINKS)
    yield "link_people", _of_community(submissions.link_people), linking
    yield "ask_for_linking", _of_community(submissions.ask_for_linking), linking
    two = {"left": "0" * 64, "right": "1" * 64}
    yield "decide_link", _of_community(submissions.decide_link, verdict="same", **two), reviewing
    yield "withdraw_decision", _of_community(submissions.withdraw_decision, **two), reviewing
    yield "forget_records", _forget, Only("the operator", lambda who, where: False)
    yield "purge_records", _purge, needs(Permission.SUBMIT_RECORDS)
    yield from _votes()


def _votes() -> Iterator[tuple[str, Act, Any]]:
    """On a program that whoever opens the community sees; who sees the other is asked where such votes are tested."""
    voting = Only("who may vote, in person or by a token", _votes_as_somebody, in_community=True)
    settling = needs(Permission.CHANGE_MEASURES)
    yield "cast_measure_ballot", _of_published(packages.cast_measure_ballot, choices=[]), voting
    yield "close_measure_vote", _of_published(packages.close_measure_vote, headline=3), settling
    yield "undo_measure_vote", _of_published(packages.undo_measure_vote), settling


def _votes_as_somebody(persona: Persona, community_id: str) -> bool:
    may_vote = verdict(persona, needs(Permission.VOTE_ON_MEASURES), community_id) is Verdict.DONE
    return persona.actor.person is not None and may_vote


def _of_community(action: Callable[..., Any], **arguments: Any) -> Act:
    def act(world: World, community_id: str, by: Actor) -> Any:
        return action(community_id=community_id, by=by, **arguments)

    return act


def _of_published(action: Callable[..., Any], **arguments: Any) -> Act:
    def act(world: World, community_id: str, by: Actor) -> Any:
        return action(community_id=community_id, program_id=f"{community_id}-tutoring", by=by, **arguments)

    return act


def _of_program(action: Callable[..., Any], **arguments: Any) -> Act:
    def act(world: World, community_id: str, by: Actor) -> Any:
        return action(community_id=community_id, program_id=f"{community_id}-visits", by=by, **arguments)

    return act


def _report(action: Callable[..., Any], **arguments: Any) -> Act:
    return _of_program(action, period="2025-Q1", **arguments)


def _compute(world: World, community_id: str, by: Actor) -> Any:
    return submissions.compute_measures(community_id=community_id, by=by)


def _ask(world: World, community_id: str, by: Actor) -> Any:
    return submissions.ask_for_roll_ups(community_id=community_id, by=by)


def _cancel(world: World, community_id: str, by: Actor) -> Any:
    return submissions.cancel_job(community_id=community_id, job_id=UUID(int=0), by=by)


def _work(world: World, community_id: str, by: Actor) -> Any:
    """There is no such job; one that there is does `compute_measures`, which asks who it is."""
    return submissions.work_on(UUID(int=0), worker="nobody", by=by)


def _forget(world: World, community_id: str, by: Actor) -> Any:
    return submissions.forget_records(by=by)


def _purge(world: World, community_id: str, by: Actor) -> Any:
    return submissions.purge_records(community_id=community_id, by=by)
