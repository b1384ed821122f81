"""How a round of the forced choice ends: the first choices become headline indicators, those that lack data go on the
data development agenda in the order of their priority, everything else is secondary.

Each indicator changes through the same door as by hand, so that its history shows it and it can be undone; the whole
closing can be taken back at once within the hour, and then its round is open again with its ballots.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import timezone

from groundswell.apps.indicators.models import ClosedVote, Result
from groundswell.apps.indicators.queries.votes import candidates_of, last_closed, open_ballots, round_of, tallied
from groundswell.apps.packages.actions.objects import store_changed
from groundswell.apps.packages.actions.recording import answered
from groundswell.apps.packages.actions.undoing import object_as
from groundswell.apps.packages.queries.history import UNDO_FOR, stands_as
from groundswell.apps.packages.queries.kinds import OBJECT_KINDS
from groundswell.apps.packages.queries.objects import object_of
from groundswell.apps.people.actions import (
    RefusalError,
    alone_with,
    community_to_change,
    record_event,
    renew_data_version,
)
from groundswell.apps.people.models import Change, Community
from groundswell.apps.people.queries import Actor, not_retired, require
from groundswell.core.findings import Finding, error
from groundswell.core.permissions import Permission
from groundswell.core.vocabulary import Standing
from groundswell.core.votes import FEWEST_HEADLINES, MOST_HEADLINES, Chosen, standings


@dataclass(frozen=True, slots=True)
class VoteClosing:
    """What came of closing a round: stored or refused, what each indicator became, which were changed by it."""

    status: str
    findings: list[Finding] = field(default_factory=list)
    outcome: dict[str, str] = field(default_factory=dict)
    change_ids: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """True where the round was closed."""
        return self.status == "stored"


def close_vote(*, community_id: str, result_id: str, headline: int, by: Actor) -> VoteClosing:
    """Close the open round of a result: `headline` (3 to 5) indicators lead. A new round opens at once.

    Raises NotAllowedError where the actor may not close votes.
    """

    def close() -> VoteClosing:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require(by, Permission.CLOSE_VOTES, community)
            result = not_retired(Result.objects.filter(community=community, public_id=result_id)).first()
            if result is None:
                raise RefusalError(error(f"there is no result {result_id!r}", "check the id"))
            return _close(community, result, headline, by)

    return answered(close, lambda findings: VoteClosing("refused", findings))


def _close(community: Community, result: Result, headline: int, by: Actor) -> VoteClosing:
    if not FEWEST_HEADLINES <= headline <= MOST_HEADLINES:
        choices = f"choose {FEWEST_HEADLINES} to {MOST_HEADLINES}"
        raise RefusalError(error(f"{headline} headline indicators are not what people remember", choices))
    candidates, ballots = candidates_of(result), list(open_ballots(result))
    if not ballots:
        raise RefusalError(error("nobody has voted in this round", "close it when the ballots are in"))
    leading, lacking = tallied(candidates, ballots)
    standing = standings([each.id for each in candidates], leading, lacking, headline)
    # What has no unit cannot hold numbers yet: it stays to be developed, chosen or not.
    unsaid = {each.id for each in candidates if not each.unit}
    outcome = {name: str(Standing.DEVELOPMENT if name in unsaid else each) for name, each in standing.items()}
    closed, _ = ClosedVote.objects.update_or_create(  # a round whose closing was taken back is closed anew
        community=community,
        result=result,
        round=round_of(result),
        defaults={
            "at": timezone.now(),
            "by": by.name,
            "ballots": len(ballots),
            "headline": _documents(leading),
            "development": _documents(lacking),
            "outcome": [[name, standing] for name, standing in outcome.items()],
            "retired": None,
        },
    )
    changes = _settle(community, outcome, by)
    Change.objects.filter(pk__in=changes).update(at=closed.at)  # by which they are known as made together
    details = {"result": result.public_id, "round": closed.round, "ballots": len(ballots), "headline": headline}
    record_event(community_id=community.public_id, action="close_vote", by=by, details=details)
    renew_data_version(community)
    return VoteClosing("stored", [], outcome, changes)


def undo_vote(*, community_id: str, result_id: str, by: Actor) -> VoteClosing:
    """Take the last closing back, all that it changed at once: within the hour, by whoever closed it or undoes the
    changes of others, where nobody changed those indicators or voted since. Its round is open again.

    Raises NotAllowedError where the actor may not close votes, or not undo what another closed.
    """

    def undo() -> VoteClosing:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require(by, Permission.CLOSE_VOTES, community)
            result = not_retired(Result.objects.filter(community=community, public_id=result_id)).first()
            closed = last_closed(result) if result is not None else None
            if result is None or closed is None:
                raise RefusalError(error("no vote was closed here", "look in the history"))
            if closed.by != by.name:
                require(by, Permission.UNDO_CHANGES, community)
            return _undo(community, result, closed, by)

    return answered(undo, lambda findings: VoteClosing("refused", findings))


def _undo(community: Community, result: Result, closed: ClosedVote, by: Actor) -> VoteClosing:
    if timezone.now() - closed.at > UNDO_FOR:
        raise RefusalError(
            error("this vote was not closed in the last hour", "vote again, or change indicators by hand")
        )
    if open_ballots(result).exists():
        raise RefusalError(error("somebody has voted in the new round", "close that one when the ballots are in"))
    made = Change.objects.filter(community=community, kind="indicators", verb="voted", at=closed.at, undone=None)
    for change in made:
        if not stands_as(change, community):
            said = f"somebody changed the indicator {change.key!r} since"
            raise RefusalError(error(said, "change those indicators by hand, or vote again"))
    undone = []
    for change in made:
        saving = object_as(change, community, change.before or {}, by, "undone")
        if not saving.is_done:
            raise RefusalError(*saving.findings)
        undone.append(saving.change_id)
    made.update(undone=timezone.now())
    closed.retired = timezone.localdate()
    closed.save(update_fields=["retired"])
    details = {"result": result.public_id, "round": closed.round, "indicators": len(undone)}
    record_event(community_id=community.public_id, action="undo_vote", by=by, details=details)
    renew_data_version(community)
    return VoteClosing("stored", [], {}, tuple(undone))


def _documents(chosen: Sequence[Chosen]) -> list[dict[str, Any]]:
    return [{**asdict(each), "settled": str(each.settled), "tied_with": list(each.tied_with)} for each in chosen]


def _settle(community: Community, outcome: Mapping[str, str], by: Actor) -> tuple[str, ...]:
    """Give each indicator its standing, and its place in the order."""
    described = OBJECT_KINDS["indicators"]
    changes = []
    for at, (name, standing) in enumerate(outcome.items(), 1):
        now = object_of(community, "indicators", name)
        assert now is not None  # candidates are in use
        whole = {**now.content, "standing": standing, "sort": str(at)}
        saving = store_changed(described, community, now, whole, "voted", by)
        changes += [saving.change_id] if saving.change_id else []
    return tuple(changes)
