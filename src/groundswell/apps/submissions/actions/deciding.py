"""What people decide of doubtful links: the same person, or different people. It holds for every linking that follows.

A decision moves no figure by itself: it waits for the next linking, with what else came, so that nobody sees a number
move by one and knows whom it was about. Records are told by keyed digests; who they are stands in no row.
"""

from __future__ import annotations

from django.utils import timezone

from groundswell.apps.people.actions import (
    Outcome,
    RefusalError,
    alone_with,
    community_to_change,
    outcome_of,
    record_event,
)
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, require
from groundswell.apps.submissions.models import LinkDecision
from groundswell.apps.submissions.queries.linked import pair_id
from groundswell.core.findings import error
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence

VERDICTS = ("same", "different")
MOST_LETTERS = 2_000


def decide_link(*, community_id: str, left: str, right: str, verdict: str, reason: str = "", by: Actor) -> Outcome:
    """Say of two records whether they are one person. `left` and `right` are their keys (`record_key`).

    Who decides otherwise than somebody before withdraws what stood; deciding the same again changes nothing.
    """

    def change() -> Outcome:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require(by, Permission.REVIEW_LINKS, community)
            if verdict not in VERDICTS or left == right:
                said = sentence("a decision says of two records that they are the same or different")
                raise RefusalError(error(said, sentence("choose one of the two"), column="verdict"))
            one, other = sorted((left, right))
            stood = _standing(community, one, other)
            if stood is not None and stood.verdict == verdict:
                return Outcome({"decided": 0})
            if stood is not None:
                _withdrawn(stood, by)
            LinkDecision.objects.create(
                community=community, left_key=one, right_key=other, verdict=verdict, by=by.name, at=timezone.now(),
                reason=reason.strip()[:MOST_LETTERS],
            )  # fmt: skip
            details = {"pair": pair_id(one, other), "verdict": verdict}
            record_event(community_id=community_id, action="decide_link", by=by, details=details)
            return Outcome({"decided": 1})

    return outcome_of(change)


def withdraw_decision(*, community_id: str, left: str, right: str, by: Actor) -> Outcome:
    """Take a decision back: from the next linking on, the records speak for themselves again."""

    def change() -> Outcome:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require(by, Permission.REVIEW_LINKS, community)
            one, other = sorted((left, right))
            stood = _standing(community, one, other)
            if stood is None:
                raise RefusalError(error(sentence("nothing was decided of these two"), sentence("look at them again")))
            _withdrawn(stood, by)
            details = {"pair": pair_id(one, other)}
            record_event(community_id=community_id, action="withdraw_link_decision", by=by, details=details)
            return Outcome({"withdrawn": 1})

    return outcome_of(change)


def _standing(community: Community, one: str, other: str) -> LinkDecision | None:
    return LinkDecision.objects.filter(community=community, left_key=one, right_key=other, withdrawn_at=None).first()


def _withdrawn(stood: LinkDecision, by: Actor) -> None:
    stood.withdrawn_at, stood.withdrawn_by = timezone.now(), by.name
    stood.save(update_fields=["withdrawn_at", "withdrawn_by"])
