"""The steps of a report: handed over, given back with what is to be mended, taken, locked, opened again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from groundswell.apps.people.actions import (
    Outcome,
    RefusalError,
    alone_with,
    outcome_of,
    record_event,
    renew_data_version,
)
from groundswell.apps.people.queries import Actor, not_retired
from groundswell.apps.programs.actions.checking import doubts_of, problem_with_period
from groundswell.apps.programs.actions.owning import program_to_change, require_one
from groundswell.apps.programs.actions.reporting import ENTERING
from groundswell.apps.programs.models import MeasureAdoption, MeasureValue, Program, ReportStep
from groundswell.core.findings import Finding, error
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence
from groundswell.core.vocabulary import Use, ValueState

_WORDS_AT_MOST = 4_000


def submit_report(*, community_id: str, program_id: str, period: str, words: str = "", by: Actor) -> Outcome:
    """Hand a report over to the backbone: its drafts and what was returned become submitted."""
    moving = (ValueState.DRAFT, ValueState.RETURNED)
    return _step(community_id, program_id, period, "submitted", moving, ValueState.SUBMITTED, by, ENTERING, words)


def return_report(
    *, community_id: str, program_id: str, period: str, words: str, remarks: Mapping[str, str] | None = None, by: Actor
) -> Outcome:
    """Give a submitted report back, saying what is to be mended; `remarks` by measure."""
    if not words.strip() and not any((remarks or {}).values()):
        return Outcome(findings=[error(sentence("says nothing"), sentence("say what is to be mended"), column="words")])
    return _step(
        community_id, program_id, period, "returned", (ValueState.SUBMITTED,), ValueState.RETURNED, by,
        (Permission.ACCEPT_VALUES,), words, remarks,
    )  # fmt: skip


def accept_report(*, community_id: str, program_id: str, period: str, words: str = "", by: Actor) -> Outcome:
    """Take a submitted report: from now on others read its values."""
    moving = (ValueState.SUBMITTED,)
    deciding = (Permission.ACCEPT_VALUES,)
    return _step(community_id, program_id, period, "accepted", moving, ValueState.ACCEPTED, by, deciding, words)


def lock_report(*, community_id: str, program_id: str, period: str, by: Actor) -> Outcome:
    """Close an accepted report: its organization corrects it no more."""
    moving = (ValueState.ACCEPTED,)
    return _step(community_id, program_id, period, "locked", moving, ValueState.LOCKED, by, (Permission.ACCEPT_VALUES,))


def reopen_report(*, community_id: str, program_id: str, period: str, words: str, by: Actor) -> Outcome:
    """Open a locked report again, for a reason; its values stay accepted."""
    if not words.strip():
        return Outcome(findings=[error(sentence("says nothing"), sentence("say why it is opened"), column="words")])
    moving = (ValueState.LOCKED,)
    deciding = (Permission.ACCEPT_VALUES,)
    return _step(community_id, program_id, period, "reopened", moving, ValueState.ACCEPTED, by, deciding, words)


def _step(
    community_id: str,
    program_id: str,
    period: str,
    verb: str,
    moving: tuple[ValueState, ...],
    to: ValueState,
    by: Actor,
    permissions: tuple[Permission, ...],
    words: str = "",
    remarks: Mapping[str, str] | None = None,
) -> Outcome:
    """One step of a report, in one transaction; refused where no value of it is at that point."""

    def change() -> Outcome:
        with alone_with(community_id):
            community, program = program_to_change(community_id, program_id, by)
            require_one(community, program, by, permissions)
            if problem := problem_with_period(period):
                raise RefusalError(problem)
            states = [str(state) for state in moving] + ([""] if ValueState.ACCEPTED in moving else [])
            rows = not_retired(MeasureValue.objects.filter(program=program, period=period, state__in=states))
            measures = sorted(set(rows.values_list("measure__public_id", flat=True)))
            if not measures:
                said = sentence("there is nothing in this report that could be {verb}", verb=_VERBS[verb])
                raise RefusalError(error(said, sentence("look at how far it has come")))
            findings = _missing(program, measures) if verb == "submitted" else []
            count = rows.update(state=str(to))
            told = {name: said[:_WORDS_AT_MOST] for name, said in (remarks or {}).items() if said.strip()}
            ReportStep.objects.create(
                community=community, program=program, period=period, at=timezone.now(), by=by.name, verb=verb,
                words=words.strip()[:_WORDS_AT_MOST], remarks=told,
            )  # fmt: skip
            renew_data_version(community, is_ground_moved=False, are_partners_moved=False)
            details: dict[str, Any] = {"program": program_id, "period": period, "verb": verb, "values": count}
            record_event(community_id=community_id, action="report_step", by=by, details=details)
            return Outcome({"values": count}, findings)

    return outcome_of(change)


_VERBS = {
    "submitted": sentence("submitted"),
    "returned": sentence("returned"),
    "accepted": sentence("accepted"),
    "locked": sentence("locked"),
    "reopened": sentence("opened again"),
}


def _missing(program: Program, entered: Sequence[str]) -> list[Finding]:
    adopted = not_retired(MeasureAdoption.objects.filter(program=program, use=str(Use.REQUIRED)))
    measures = [one.measure for one in adopted.select_related("measure") if not one.measure.is_computed]
    names = {measure.public_id: measure.name for measure in measures}
    return doubts_of(list(names), entered, names)
