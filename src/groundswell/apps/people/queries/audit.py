"""What the record of changes says, and whether it is whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import QuerySet

from groundswell.apps.people.models import AuditEvent, AuditHead


@dataclass(frozen=True, slots=True)
class Chain:
    """Whether a log is whole: `count` events as its head has it, `broken` the numbers that do not follow, in order.

    A number beyond the last event is the first of those that are missing at the end. `head` can be noted elsewhere, on
    paper or in a mail: who later finds it in the log knows that nothing before it was replaced.
    """

    community: str
    count: int
    digest: str
    broken: tuple[int, ...]
    checked: int

    @property
    def is_whole(self) -> bool:
        """True where every event follows from the one before it, and none is missing."""
        return not self.broken

    @property
    def head(self) -> str:
        """Count and digest, as they are noted."""
        return f"{self.count}:{self.digest}"


def audit_events(community_id: str) -> QuerySet[AuditEvent]:
    """Everything that was done to a community, first to last."""
    return AuditEvent.objects.filter(community=community_id).order_by("sequence")


def found_events(
    community_id: str,
    *,
    by: str = "",
    action: str = "",
    first_day: date | None = None,
    last_day: date | None = None,
) -> QuerySet[AuditEvent]:
    """Events newest first, of one actor, one action, or between two days (in UTC, both included)."""
    events = audit_events(community_id).order_by("-sequence")
    if by:
        events = events.filter(by=by)
    if action:
        events = events.filter(action=action)
    if first_day:
        events = events.filter(at__gte=_beginning(first_day))
    if last_day:
        events = events.filter(at__lt=_beginning(last_day) + timedelta(days=1))
    return events


def audit_logs() -> list[str]:
    """Every log there is, by its community's id; the installation's own is blank and comes first."""
    heads = AuditHead.objects.values_list("community", flat=True)
    events = AuditEvent.objects.order_by().values_list("community", flat=True).distinct()
    return sorted({"", *heads, *events})


def audit_chain(community_id: str, *, newest: int | None = None) -> Chain:
    """Go through a log and see whether it is whole; only its newest events where `newest` says how many."""
    head = AuditHead.objects.filter(community=community_id).first()
    events = audit_events(community_id)
    start = max((head.count if head else 0) - newest, 0) if newest else 0
    before = events.filter(sequence=start).first() if start else None
    previous, number = (before.digest if before else ""), start
    broken: list[int] = []
    for event in events.filter(sequence__gt=start).iterator(chunk_size=2000):
        if event.sequence != number + 1 or event.digest != event.digest_after(previous):
            broken.append(event.sequence)
        previous, number = event.digest, event.sequence
    count, digest = (head.count, head.digest) if head else (0, "")
    if (number, previous) != (count, digest) and (not broken or number < count):
        broken.append(number + 1 if number < count else max(number, 1))
    return Chain(community_id, count, digest, tuple(broken), max(number - start, 0))


def is_in_log(community_id: str, head: str) -> bool:
    """True where a head that was noted before (COUNT:DIGEST) still stands in the log."""
    count, _, digest = head.partition(":")
    if not count.isascii() or not count.isdigit() or len(count) > 9:
        return False
    return audit_events(community_id).filter(sequence=int(count), digest=digest).exists()


def broken_audit_events(community_id: str) -> list[int]:
    """Numbers of events that do not follow from those before them: altered, or something taken out. None is good."""
    return list(audit_chain(community_id).broken)


def _beginning(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)
