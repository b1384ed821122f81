"""Who takes part, who may see and do what, and what the record of changes says."""

from groundswell.apps.people.queries.actors import (
    PUBLIC,
    Actor,
    Grounds,
    Holding,
    NotAllowedError,
    actor_of,
    current,
    grounds_for,
    may,
    may_for_any_organization,
    operator,
    require,
    require_any,
)
from groundswell.apps.people.queries.audit import audit_events, broken_audit_events
from groundswell.apps.people.queries.communities import communities_for, community_for, not_retired
from groundswell.apps.people.queries.tables import PublicIds, table_of, table_of_records, table_of_rows
from groundswell.apps.people.queries.tokens import token_actor, tokens_in_use

__all__ = [
    "PUBLIC",
    "Actor",
    "Grounds",
    "Holding",
    "NotAllowedError",
    "PublicIds",
    "actor_of",
    "audit_events",
    "broken_audit_events",
    "communities_for",
    "community_for",
    "current",
    "grounds_for",
    "may",
    "may_for_any_organization",
    "not_retired",
    "operator",
    "require",
    "require_any",
    "table_of",
    "table_of_records",
    "table_of_rows",
    "token_actor",
    "tokens_in_use",
]
