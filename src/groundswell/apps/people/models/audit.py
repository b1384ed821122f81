"""The record of what was done: one event for each change of state, written in the transaction that makes the change.

Nobody can alter an event unnoticed, for each carries a digest of itself and of the one before it, and the head of each
chain says how many there are: an end that was cut off is missed too. The database itself refuses to change or delete
(`triggers`). Reading, searching and exporting records about people leaves an event too.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import Any, NoReturn

from django.db import models

from groundswell.apps.people.models.communities import time_ordered_key


class AppendOnly(models.QuerySet["AuditEvent"]):
    """Audit events may be added and read; nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("audit events are never changed")

    def delete(self) -> NoReturn:
        raise TypeError("audit events are never deleted")


class AuditEvent(models.Model):
    """One change of state: when, by whom, what. It holds no foreign keys, so it outlives what it speaks of.

    Events of a community are numbered, and each carries a digest of itself and of the one before it: an event that
    was altered or taken out afterwards shows in the chain.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered_key, editable=False)
    community = models.CharField(max_length=64)  # the public id; blank for what concerns the installation
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.TextField()
    action = models.CharField(max_length=64)
    details = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["community", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["community", "sequence"], name="audit_events_of_a_community_are_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.action} by {self.by}"

    def digest_after(self, previous: str) -> str:
        """SHA-256 over this event and the digest before it."""
        at = self.at.astimezone(UTC).isoformat()
        parts = [previous, self.community, self.sequence, at, self.by, self.action, self.details]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("audit events are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("audit events are never deleted")


class AuditHead(models.Model):
    """How many events a community's chain has, and the digest of the last: kept apart, so that a missing end shows."""

    community = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.count}:{self.digest}"
