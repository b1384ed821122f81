"""What the record of changes says, and whether it is whole."""

from __future__ import annotations

from django.db.models import QuerySet

from groundswell.apps.people.models import AuditEvent


def audit_events(community_id: str) -> QuerySet[AuditEvent]:
    """Everything that was done to a community, first to last."""
    return AuditEvent.objects.filter(community=community_id).order_by("sequence")


def broken_audit_events(community_id: str) -> list[int]:
    """Numbers of events that do not follow from those before them: altered, or something taken out. None is good."""
    broken: list[int] = []
    previous = ""
    for expected, event in enumerate(audit_events(community_id), start=1):
        if event.sequence != expected or event.digest != event.digest_after(previous):
            broken.append(event.sequence)
        previous = event.digest
    return broken
