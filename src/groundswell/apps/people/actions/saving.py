"""What comes of a change that somebody typed, and how it is recorded, in every room that keeps what people say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from groundswell.apps.people.actions.rows import Outcome, outcome_of, record_event, renew_data_version
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor
from groundswell.core.findings import Finding, has_errors


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a change: the id and, where there are versions, the version that stand now; with an error, none."""

    id: str = ""
    version: int = 0
    findings: list[Finding] = field(default_factory=list)
    is_changed: bool = False

    @property
    def is_done(self) -> bool:
        """True where nothing stood in the way; `is_changed` says whether anything changed at all."""
        return not has_errors(self.findings)


def saved(change: Callable[[], Saved]) -> Saved:
    """Make a change; where it is refused, or somebody else is writing, say so in findings."""
    made: list[Saved] = []

    def act() -> Outcome:
        made.append(change())
        return Outcome()

    outcome = outcome_of(act)
    return made[0] if made and outcome.is_done else Saved(findings=outcome.findings)


def record_saving(community: Community, action: str, by: Actor, **details: Any) -> None:
    """Write the event of a change, and mark the community as changed; no indicator reads otherwise for it."""
    renew_data_version(community, is_ground_moved=False)
    record_event(community_id=community.public_id, action=action, by=by, details=details)
