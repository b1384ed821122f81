"""Background work within the server: a thread for what a request asked for, in the name of whoever asked.

Jobs stand in the database (`jobs`); this only begins them. What a killed server left over is begun
again when somebody next asks for such work, or by `groundswell work`.
"""

from __future__ import annotations

import os
import threading
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections, transaction

from groundswell.apps.people.isolation import speaking_as
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, may
from groundswell.apps.submissions.actions.jobs import (
    ask_for_linking,
    ask_for_roll_ups,
    jobs_to_do,
    may_do,
    need_roll_ups,
    work_on,
)
from groundswell.apps.submissions.actions.linking import LinkEngine
from groundswell.core.permissions import Permission


def roll_up_soon(community: Community, by: Actor, *, everything: bool = False) -> None:
    """Records came or went: have what they touch computed anew over all programs, beside this request."""
    ask_for_roll_ups(community_id=community.public_id, everything=everything, by=by)
    begin_jobs(community, by)


def link_soon(community: Community, by: Actor, *, engine: LinkEngine = "own") -> bool:
    """Have people linked, beside this request; false where it was asked for already."""
    done = ask_for_linking(community_id=community.public_id, engine=engine, by=by)
    begin_jobs(community, by)
    return bool(done.counts.get("asked"))


def compute_what_changed(community: Community, by: Actor) -> None:
    """Within a change of rules, adoptions or programs: what it touches is computed anew once the change stands.

    Where `by` may not send records it waits for somebody who may, or for `groundswell work`.
    """
    need_roll_ups(community, by)
    if may(by, Permission.SUBMIT_RECORDS, community):
        transaction.on_commit(lambda: begin_jobs(community, by))


def begin_jobs(community: Community, by: Actor) -> int:
    """Begin what waits in a community, each in a thread of its own; returns how many. Off where a setting says so."""
    if not settings.BACKGROUND_WORK:
        return 0
    jobs = [job for job in jobs_to_do(community) if may_do(job, by)]
    for job in jobs:
        threading.Thread(target=_work, args=(community, job.pk, by), name=f"job-{job.pk.hex[:8]}", daemon=True).start()
    return len(jobs)


def _work(community: Community, job_id: UUID, by: Actor) -> None:
    worker = f"{os.getpid()}-{threading.get_ident()}"
    try:
        with speaking_as(by):
            work_on(job_id, worker=worker, by=by)
            begin_jobs(community, by)  # what was asked for again meanwhile
    finally:
        close_old_connections()
