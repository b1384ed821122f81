"""Work in the background: asked for once, taken by one worker at a time, cancelled, and resumed after a kill.

A job is a row. Whoever works on it holds a lease and renews it as the work goes on; a lease that has run out tells that
its worker is gone, and the next one takes the job from the beginning, which is safe, for the work stores its outcome in
one transaction or not at all. What is asked for again while it runs, runs again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from groundswell.apps.people.actions import (
    Outcome,
    RefusalError,
    alone_with,
    community_to_change,
    outcome_of,
    record_event,
)
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, may, require
from groundswell.apps.submissions.actions.computing import compute_measures, require_to_compute
from groundswell.apps.submissions.actions.linking import LinkEngine, link_people
from groundswell.apps.submissions.models import Job, Submission
from groundswell.core.findings import error
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence
from groundswell.engine.measures.run import StoppedError

ROLL_UPS = "roll_ups"  # every measure of every program, and over all of them
LINKING = "linking"  # people across programs, and every figure that they are counted once in
LEASE = timedelta(seconds=90)
_TOLD_EVERY = 1.0  # seconds
_OPEN = ("waiting", "running")
_log = logging.getLogger(__name__)


def ask_for_roll_ups(*, community_id: str, everything: bool = False, by: Actor) -> Outcome:
    """Have the figures over all programs computed anew; asked for while they are waiting for it, it is one job.

    What has not changed is left as it stands, unless `everything` is asked for.
    Whoever may submit records for one program may ask: nothing is told of others' records by it.
    """

    def change() -> Outcome:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require_to_compute(community, None, by)
            return Outcome({"asked": int(need_roll_ups(community, by, everything=everything))})

    return outcome_of(change)


def need_roll_ups(community: Community, by: Actor, *, everything: bool = False) -> bool:
    """Within a change that `by` was allowed to make: what it touches waits to be computed. False where it did already.

    Nothing waits where no records were ever sent.
    """
    waiting = Job.objects.filter(community=community, name=ROLL_UPS, state__in=_OPEN).first()
    if waiting is None:
        if not everything and not Submission.objects.filter(community=community).exists():
            return False
        _ask(community, ROLL_UPS, {"everything": True} if everything else {}, by.name)
        return True
    again = waiting.state == "running"
    if again or everything:
        asked = {"again": True, "everything_again": everything} if again else {"everything": everything}
        told = {name: value or waiting.arguments.get(name, False) for name, value in asked.items()}
        waiting.arguments = {**waiting.arguments, **told}
        waiting.save(update_fields=["arguments"])
    return False


def ask_for_linking(*, community_id: str, engine: LinkEngine = "own", by: Actor) -> Outcome:
    """Have people linked across programs; asked for while it waits or runs, it is one job."""

    def change() -> Outcome:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require(by, Permission.LINK_PEOPLE, community)
            if Job.objects.filter(community=community, name=LINKING, state__in=_OPEN).exists():
                return Outcome({"asked": 0})
            _ask(community, LINKING, {"engine": engine}, by.name)
            return Outcome({"asked": 1})

    return outcome_of(change)


def _ask(community: Community, kind: str, arguments: dict[str, Any], by: str) -> None:
    Job.objects.create(
        community=community, name=kind, kind=kind, state="waiting", by=by, asked_at=timezone.now(), arguments=arguments
    )


def cancel_job(*, community_id: str, job_id: str | UUID, by: Actor) -> Outcome:
    """Have a job stopped at its next step, and nothing stored; one whose figures stand already is finished."""

    def change() -> Outcome:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require(by, Permission.SUBMIT_RECORDS, community)
            found = Job.objects.filter(community=community, pk=job_id, state__in=_OPEN)
            kind = found.values_list("kind", flat=True).first() or ""
            at_once = found.filter(state="waiting").update(state="cancelled", ended_at=timezone.now())
            if not at_once and not found.update(is_cancelling=True):
                raise RefusalError(error(sentence("there is no such job"), sentence("it may be over by now")))
            details = {"job": kind}
            record_event(community_id=community_id, action="cancel_job", by=by, details=details)
            return Outcome({"cancelled": 1})

    return outcome_of(change)


def work_on(job_id: UUID, *, worker: str, by: Actor) -> str:
    """Do a job, where no other worker has it; returns what became of it, or "" where it was another's or is over."""
    job = _taken(job_id, worker)
    if job is None:
        return ""
    telling = _Telling(job, worker)
    try:
        done = _done(job, telling, by)
    except StoppedError:
        return _ended(job, worker, "cancelled", "")
    except Exception:
        _log.exception("a job could not be done")
        return _ended(job, worker, "failed", "it could not be done; the log says why")
    words = "; ".join(str(finding) for finding in done.findings)
    return _ended(job, worker, "done" if done.is_done else "failed", words)


def _done(job: Job, telling: _Telling, by: Actor) -> Outcome:
    """The work itself, which asks whether `by` may do it."""
    told: dict[str, Any] = {"progress": telling.progress, "cancelled": telling.cancelled, "by": by}
    if job.kind == LINKING:
        return link_people(community_id=job.community.public_id, engine=job.arguments.get("engine", "own"), **told)
    everything = bool(job.arguments.get("everything"))
    return compute_measures(community_id=job.community.public_id, everything=everything, **told)


def may_do(job: Job, by: Actor) -> bool:
    """True where this is work that `by` may do: linking is not for everybody who may send records."""
    return job.kind != LINKING or may(by, Permission.LINK_PEOPLE, job.community)


def _taken(job_id: UUID, worker: str) -> Job | None:
    """The job, now this worker's for the time of a lease; None where another has it. One statement decides."""
    now = timezone.now()
    free = Q(state="waiting") | Q(state="running", lease_until__lt=now)
    row = Job.objects.filter(free, pk=job_id)
    attempts = (Job.objects.filter(pk=job_id).values_list("attempts", flat=True).first() or 0) + 1
    taken = row.update(
        state="running", worker=worker, lease_until=now + LEASE, started_at=now, attempts=attempts, done=0, total=100
    )
    return Job.objects.select_related("community").get(pk=job_id) if taken else None


class _Telling:
    """Renews the lease and says how far the work has come, once a second at most; asks whether it is to stop."""

    def __init__(self, job: Job, worker: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._rows = Job.objects.filter(pk=job.pk, worker=worker, state="running")
        self._clock, self._told, self._stops = clock, 0.0, False

    def progress(self, step: str, share: float) -> None:
        if self._clock() - self._told < _TOLD_EVERY:
            return
        self._told = self._clock()
        held = self._rows.update(done=round(share * 100), words=step[:200], lease_until=timezone.now() + LEASE)
        self._stops = not held or self._rows.filter(is_cancelling=True).exists()

    def cancelled(self) -> bool:
        """True where somebody cancelled it, or another worker has it by now."""
        return self._stops


def _ended(job: Job, worker: str, state: str, words: str) -> str:
    """Close the job, or open it again where it was asked for anew meanwhile."""
    with alone_with(job.community.public_id):
        row = Job.objects.filter(pk=job.pk, worker=worker, state="running").first()
        if row is None:
            return ""
        is_again = bool(row.arguments.get("again")) and state != "cancelled"
        row.state, row.words, row.ended_at = state, words, timezone.now()
        row.done = 100 if state == "done" else row.done
        row.lease_until, row.is_cancelling = None, False
        row.save()
        if is_again:
            everything = bool(row.arguments.get("everything_again"))
            _ask(row.community, ROLL_UPS, {"everything": True} if everything else {}, row.by)
    return state


def jobs_to_do(community: Community | None = None) -> list[Job]:
    """Jobs that wait, and those whose worker is gone, the first that was asked for first."""
    open_ones = Q(state="waiting") | Q(state="running", lease_until__lt=timezone.now())
    rows = Job.objects.filter(open_ones)
    if community is not None:
        rows = rows.filter(community=community)
    return list(rows.select_related("community").order_by("asked_at"))
