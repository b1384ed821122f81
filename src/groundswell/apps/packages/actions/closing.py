"""How a round of a forced choice ends, whatever was chosen among, and how its closing is taken back.

What changes by it changes through the same doors as by hand, so that the history shows it and it can be undone; the
whole closing can be taken back at once within the hour, and then its round is open again with its ballots.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from groundswell.apps.packages.actions.undoing import put_back
from groundswell.apps.packages.queries.history import UNDO_FOR, stands_as
from groundswell.apps.people.actions import RefusalError, close_round, record_event, renew_data_version
from groundswell.apps.people.models import Change, Community
from groundswell.apps.people.queries import Actor, Candidate, Subject, last_closed, open_ballots, require
from groundswell.core.findings import Finding, error
from groundswell.core.permissions import Permission

Settle = Callable[[Mapping[str, str]], tuple[str, ...]]  # gives each its standing, in order; the changes that it made


@dataclass(frozen=True, slots=True)
class Round:
    """Whose round it is: the result or the program, the record's word for it, and the kind of what it changes."""

    community: Community
    subject: Subject
    details: Mapping[str, str]
    kind: str


@dataclass(frozen=True, slots=True)
class VoteClosing:
    """What came of closing a round: stored or refused, what each became, which changes were made by it."""

    status: str
    findings: list[Finding] = field(default_factory=list)
    outcome: dict[str, str] = field(default_factory=dict)
    change_ids: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """True where the round was closed."""
        return self.status == "stored"


def refused_closing(findings: list[Finding]) -> VoteClosing:
    """Nothing was closed, or taken back."""
    return VoteClosing("refused", findings)


def settle_round(
    one: Round, candidates: Sequence[Candidate], headline: int, settle: Settle, *, action: str, by: Actor
) -> VoteClosing:
    """Close the open round with so many that lead, and settle what it decided. A new round opens at once."""
    closed = close_round(one.subject, community=one.community, candidates=candidates, headline=headline, closer=by.name)
    outcome = dict(closed.outcome)
    changes = settle(outcome)
    Change.objects.filter(pk__in=changes).update(at=closed.at)  # by which they are known as made together
    details = {**one.details, "round": closed.round, "ballots": closed.ballots, "headline": headline}
    record_event(community_id=one.community.public_id, action=action, by=by, details=details)
    renew_data_version(one.community)
    return VoteClosing("stored", [], outcome, changes)


def reopen_round(one: Round, *, action: str, by: Actor) -> VoteClosing:
    """Take the last closing back, all that it changed at once: within the hour, by whoever closed it or undoes the
    changes of others, where nobody changed what it settled or voted since. Its round is open again."""
    closed = last_closed(one.subject)
    if closed is None:
        raise RefusalError(error("no vote was closed here", "look in the history"))
    if closed.by != by.name:
        require(by, Permission.UNDO_CHANGES, one.community)
    if timezone.now() - closed.at > UNDO_FOR:
        raise RefusalError(error("this vote was not closed in the last hour", "vote again, or change it by hand"))
    if open_ballots(one.subject, closed).exists():
        raise RefusalError(error("somebody has voted in the new round", "close that one when the ballots are in"))
    made = Change.objects.filter(community=one.community, kind=one.kind, verb="voted", at=closed.at, undone=None)
    for change in made:
        if not stands_as(change, one.community):
            said = f"somebody changed {change.key!r} since" if change.key else "somebody changed them since"
            raise RefusalError(error(said, "change those by hand, or vote again"))
    undone = []
    for change in made:
        saving = put_back(change, one.community, by)
        if not saving.is_done:
            raise RefusalError(*(error(each.message, each.fix) for each in saving.findings))
        undone.append(saving.change_id)
    made.update(undone=timezone.now())
    closed.retired = timezone.localdate()
    closed.save(update_fields=["retired"])
    details = {**one.details, "round": closed.round, "changes": len(undone)}
    record_event(community_id=one.community.public_id, action=action, by=by, details=details)
    renew_data_version(one.community)
    return VoteClosing("stored", [], {}, tuple(undone))
