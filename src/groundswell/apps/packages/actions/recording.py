"""How a change that people made is remembered: one audit event, one row of history, one new data version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import OperationalError
from django.utils import timezone

from groundswell.apps.indicators.actions import renew_indicator
from groundswell.apps.packages.queries.objects import objects_of
from groundswell.apps.people.actions import RefusalError, record_event, renew_data_version
from groundswell.apps.people.models import AuditEvent, Change, Community, Draft
from groundswell.apps.people.queries import Actor
from groundswell.apps.people.queries.troubles import Trouble, trouble_of
from groundswell.apps.submissions.actions.background import compute_what_changed
from groundswell.core.findings import Finding, error
from groundswell.core.merging import Content
from groundswell.exchange.package.model import Package

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Changed:
    """What was changed and how: `before` and `after` as `Change` keeps them, `verb` as a page says it."""

    kind: str
    key: str
    verb: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def record_change(changed: Changed, *, community: Community, by: Actor, **details: Any) -> str:
    """Write the event and the history of one change, and drop what its author had drafted of it; gives its id.

    What somebody drafts of a thing to be made stays until they make it from there: it may be about another.
    """
    said = {"kind": changed.kind, "id": changed.key, "verb": changed.verb, **details}
    event = record_event(community_id=community.public_id, action="change", by=by, details=said)
    row = Change.objects.create(
        community=community,
        kind=changed.kind,
        key=changed.key,
        at=timezone.now(),
        by=by.name,
        verb=changed.verb,
        event=event.sequence,
        before=changed.before,
        after=changed.after,
    )
    if by.person is not None:
        Draft.objects.filter(person=by.person, community=community, kind=changed.kind, key=changed.key).delete()
    renew_data_version(
        community,
        is_ground_moved=not _is_narrow(changed, community),
        are_partners_moved=changed.kind not in _BESIDE_PARTNERS,
    )
    if changed.kind in _COUNTED_BY:
        compute_what_changed(community, by)
    return row.pk.hex


_COUNTED_BY = frozenset({"measures", "measure_adoptions", "programs"})  # what figures are computed by
# Whose change moves no verdict, and whose moves those of one indicator; any other may move all.
_BESIDE_THE_NUMBERS = frozenset({"results", "sources", "stories", "organizations", "framework", "systems_scan"})
_OF_ONE_INDICATOR = frozenset({"indicators", "observations", "targets"})
# Whose change leaves the network of partners as it is; any other may move it.
_BESIDE_PARTNERS = _OF_ONE_INDICATOR | {"results", "sources", "stories", "framework", "systems_scan"}


def _is_narrow(changed: Changed, community: Community) -> bool:
    if changed.kind in _BESIDE_THE_NUMBERS:
        return True
    return changed.kind in _OF_ONE_INDICATOR and renew_indicator(changed.key, community=community)


def answered(change: Callable[[], Answer], refused: Callable[[list[Finding]], Answer]) -> Answer:
    """Make a change; where it is refused, or the database is taken, give the findings instead of a traceback."""
    try:
        return change()
    except RefusalError as refusal:
        return refused(refusal.findings)
    except OperationalError as failure:
        if trouble_of(failure) is not Trouble.BUSY:
            raise
        return refused([error("somebody else is writing to this installation", "try again in a moment")])


Written = dict[tuple[str, str], Content]  # what people wrote, by kind and id


def written_before(package: Package, community: Community) -> Written:
    """Indicators and stories that stand and that a package is about to bring: what people wrote in them."""
    names = {"indicators": set(package.indicators), "stories": {story.id for story in package.stories}}
    return {
        (kind, one.id): one.whole()
        for kind, wanted in names.items()
        if wanted
        for one in objects_of(community, kind, with_retired=True)
        if one.id in wanted
    }


def record_overwritten(before: Written, *, community: Community, event: AuditEvent, by: Actor) -> None:
    """Keep what stood in the indicators and stories that a load has overwritten, so that it can be restored."""
    kinds = {kind for kind, _ in before}
    now = {(kind, one.id): one.whole() for kind in kinds for one in objects_of(community, kind, with_retired=True)}
    Change.objects.bulk_create(
        Change(
            community=community,
            kind=kind,
            key=key,
            at=timezone.now(),
            by=by.name,
            verb="loaded",
            event=event.sequence,
            before=whole,
            after=now[kind, key],
        )
        for (kind, key), whole in before.items()
        if whole != now[kind, key]
    )
