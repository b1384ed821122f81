"""How a round of the forced choice among indicators ends: the first choices become headline indicators, those that
lack data go on the data development agenda in the order of their priority, everything else is secondary."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from groundswell.apps.indicators.models import Result
from groundswell.apps.indicators.queries.votes import candidates_of
from groundswell.apps.packages.actions.closing import Round, VoteClosing, refused_closing, reopen_round, settle_round
from groundswell.apps.packages.actions.objects import store_changed
from groundswell.apps.packages.actions.recording import answered
from groundswell.apps.packages.queries.kinds import OBJECT_KINDS
from groundswell.apps.packages.queries.objects import object_of
from groundswell.apps.people.actions import RefusalError, alone_with, community_to_change
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, not_retired, require
from groundswell.core.findings import error
from groundswell.core.permissions import Permission


def close_vote(*, community_id: str, result_id: str, headline: int, by: Actor) -> VoteClosing:
    """Close the open round of a result: `headline` (3 to 5) indicators lead. A new round opens at once.

    Raises NotAllowedError where the actor may not close votes.
    """

    def close(result: Result, one: Round) -> VoteClosing:
        def settle(outcome: Mapping[str, str]) -> tuple[str, ...]:
            return _settle(one.community, outcome, by)

        return settle_round(one, candidates_of(result), headline, settle, action="close_vote", by=by)

    return _about(community_id, result_id, close, by)


def undo_vote(*, community_id: str, result_id: str, by: Actor) -> VoteClosing:
    """Take the last closing back, all that it changed at once: within the hour, by whoever closed it or undoes the
    changes of others, where nobody changed those indicators or voted since. Its round is open again.

    Raises NotAllowedError where the actor may not close votes, or not undo what another closed.
    """
    return _about(community_id, result_id, lambda _, one: reopen_round(one, action="undo_vote", by=by), by)


def _about(community_id: str, result_id: str, act: Callable[[Result, Round], VoteClosing], by: Actor) -> VoteClosing:
    def acted() -> VoteClosing:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require(by, Permission.CLOSE_VOTES, community)
            result = not_retired(Result.objects.filter(community=community, public_id=result_id)).first()
            if result is None:
                raise RefusalError(error(f"there is no result {result_id!r}", "check the id"))
            return act(result, Round(community, result, {"result": result_id}, "indicators"))

    return answered(acted, refused_closing)


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
