"""What is kept for a while only, and goes when its time is over: remembered answers, old drafts, sessions that ended.

Nobody has to come back for it to go: the server sees to it when it starts and every day.
"""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from groundswell.apps.people.actions.rows import record_event
from groundswell.apps.people.models import Draft, RememberedAnswer
from groundswell.apps.people.queries.actors import Actor, NotAllowedError

ANSWERS_KEPT_FOR = timedelta(hours=48)
DRAFTS_KEPT_FOR = timedelta(days=180)


def forget_what_is_over(*, by: Actor) -> dict[str, int]:
    """Delete what nobody can ask for any more; returns how many of each. The operator may, nobody else."""
    if not by.is_operator:
        raise NotAllowedError(None)
    now = timezone.now()
    over = {
        "answers": RememberedAnswer.objects.filter(made__lt=now - ANSWERS_KEPT_FOR),
        "drafts": Draft.objects.filter(saved__lt=now - DRAFTS_KEPT_FOR),
        "sessions": Session.objects.filter(expire_date__lt=now),
    }
    with transaction.atomic():
        gone = {name: rows.delete()[0] for name, rows in over.items()}
        if any(gone.values()):
            record_event(community_id="", action="forget_what_is_over", by=by, details=gone)
    return gone
