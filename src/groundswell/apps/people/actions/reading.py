"""Reading, searching and exporting records about people leaves an event too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundswell.apps.people.actions.rows import alone_with, record_event
from groundswell.apps.people.queries.actors import Actor


def record_read(*, community_id: str, action: str, by: Actor, details: Mapping[str, Any] | None = None) -> None:
    """Keep that somebody read, searched or exported records about people. Called before they are shown.

    `details` hold ids and counts. Where it cannot be recorded it is not shown: the error goes up.
    """
    with alone_with(community_id):
        record_event(community_id=community_id, action=action, by=by, details=details or {})
