"""What becomes of submissions later: withdrawn by who sent them, purged when their time has come."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from django.db import connection
from django.utils import timezone

from groundswell.apps.people.actions import (
    Outcome,
    RefusalError,
    alone_with,
    outcome_of,
    record_event,
    renew_data_version,
)
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, NotAllowedError, require
from groundswell.apps.programs.actions.owning import program_to_change, require_one
from groundswell.apps.programs.models import Program
from groundswell.apps.submissions.actions.computing import record_run, store_computed
from groundswell.apps.submissions.actions.counting import computed_for
from groundswell.apps.submissions.actions.linking import drop_gone_links
from groundswell.apps.submissions.actions.returned import drop_marked, forget_marked
from groundswell.apps.submissions.models import LinkRun, Submission
from groundswell.apps.submissions.queries.standing import (
    IN_USE,
    SUBMITTING,
    parts_of,
    store_root,
    submissions_in_use,
    told_until,
)
from groundswell.core.findings import error
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence
from groundswell.engine.links.kept import links_root, sweep_links
from groundswell.engine.store import StoreError, purge_part, sweep


def withdraw_submission(*, community_id: str, program_id: str, number: int, reason: str, by: Actor) -> Outcome:
    """Take a submission back, for a reason: its records count no more, and are purged at once.

    What it had superseded stays superseded: whoever wants that to count again sends it again.
    """

    def change() -> Outcome:
        community, program = program_to_change(community_id, program_id, by)
        with alone_with(community_id):
            require_one(community, program, by, SUBMITTING)
            row = Submission.objects.filter(program=program, number=number).first()
            if row is None or row.state == "withdrawn":
                raise RefusalError(
                    error(sentence("there is no such submission to withdraw"), sentence("check its number"))
                )
            if not reason.strip():
                raise RefusalError(
                    error(sentence("says no reason"), sentence("say why it is withdrawn"), column="reason")
                )
            was_in_use = row.state in IN_USE and row.superseded_by_id is None
            row.state, row.reason = "withdrawn", reason.strip()[:2_000]
            row.withdrawn_at = row.purged_at = timezone.now()
            row.save()
            if row.digest:  # the same rows, where they were sent before and superseded, go with it
                same = Submission.objects.filter(program=program, digest=row.digest, superseded_by__isnull=False)
                same.filter(purged_at=None).update(purged_at=row.purged_at)
            if was_in_use:
                _recompute(community, program, by)
            renew_data_version(community, is_ground_moved=False, are_partners_moved=False)
            details = {"program": program_id, "number": number}
            record_event(community_id=community_id, action="withdraw_submission", by=by, details=details)
        drop_marked(row)
        _purge(community_id, [row])
        return Outcome({"withdrawn": 1})

    return outcome_of(change)


def _recompute(community: Community, program: Program, by: Actor) -> None:
    standing = submissions_in_use(community, [program])
    computed = computed_for(community, [program], parts_of(standing), told_until(standing))
    store_computed(community, computed)
    record_run(community, computed, by, program.public_id)


def _purge(community_id: str, rows: Sequence[Submission]) -> None:
    """The parts of rows that no longer count, unless another row names them by now: asked while nobody writes one."""
    with alone_with(community_id):
        for row in rows:
            if row.digest and not Submission.objects.filter(digest=row.digest, purged_at=None).exists():
                purge_part(store_root(), row.digest)
        if rows and (community := Community.objects.filter(public_id=community_id).first()):
            with suppress(StoreError):  # a part that stands is missing: the clock comes by again tomorrow
                drop_gone_links(community)


def purge_records(*, community_id: str, on: date | None = None, by: Actor) -> Outcome:
    """Purge the records whose time has come, and parts that nobody names; the figures that they made stay.

    Superseded and withdrawn submissions lose their records too. Backups keep what they have until they run out.
    """

    def change() -> Outcome:
        today = on or timezone.localdate()
        with alone_with(community_id):
            community = Community.objects.filter(public_id=community_id).first()
            if community is None:
                raise RefusalError(error(sentence("there is no such community"), sentence("check the id")))
            require(by, Permission.SUBMIT_RECORDS, community)
            rows = Submission.objects.filter(community=community, purged_at=None).exclude(digest="")
            due = [one for one in rows if one.superseded_by_id or (one.keep_until and one.keep_until <= today)]
            Submission.objects.filter(pk__in=[one.pk for one in due]).update(purged_at=timezone.now())
            if due:
                details = {"submissions": len(due)}
                record_event(community_id=community_id, action="purge_records", by=by, details=details)
        _purge(community_id, due)
        return Outcome({"purged": len(due)})

    return outcome_of(change)


def forget_records(*, by: Actor) -> dict[str, int]:
    """What goes by itself, in every community: records whose time has come, marked workbooks, what was left behind.

    The operator may, nobody else; the server sees to it when it starts and every day.
    """
    if not by.is_operator:
        raise NotAllowedError(None)
    if not sees_everything():
        return {"marked": forget_marked()}
    gone = {"purged": 0}
    for community_id in Community.objects.values_list("public_id", flat=True):
        gone["purged"] += purge_records(community_id=community_id, by=by).counts.get("purged", 0)
    return {**gone, "marked": forget_marked(), "swept": sweep_store()}


def sees_everything() -> bool:
    """True where the database shows whoever speaks every community: who does not see a row must not call it gone."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc('groundswell_is_operator') IS NOT NULL")
        if not cursor.fetchone()[0]:  # row security is not set up
            return True
        cursor.execute("SELECT groundswell_is_operator()")
        return bool(cursor.fetchone()[0])


def sweep_store() -> int:
    """Remove what interruptions left behind, and parts that no submission of any community names; how many.

    Does nothing where the database shows only some communities: it would take the others' parts for nobody's.
    """
    if not sees_everything():
        return 0
    keep = set(Submission.objects.filter(purged_at=None).exclude(digest="").values_list("digest", flat=True))
    swept = sweep(store_root(), keep)
    count = swept.interrupted + len(swept.parts)
    if links_root(store_root()).is_dir():
        links = sweep_links(store_root(), set(LinkRun.objects.exclude(digest="").values_list("digest", flat=True)))
        count += links.interrupted + len(links.parts)
    return count
