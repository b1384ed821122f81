"""What is done to communities, their organizations and their people, and how any room's rows are put away."""

from groundswell.apps.people.actions.rows import (
    COMMUNITY_FIELDS,
    Directory,
    Outcome,
    Progress,
    RefusalError,
    Stored,
    alone_with,
    append_rows,
    directory_of,
    outcome_of,
    paused_collector,
    record_event,
    renew_data_version,
    store_community,
    store_records,
    store_table,
    translations_at,
)
from groundswell.apps.people.actions.tokens import make_token, revoke_token

__all__ = [
    "COMMUNITY_FIELDS",
    "Directory",
    "Outcome",
    "Progress",
    "RefusalError",
    "Stored",
    "alone_with",
    "append_rows",
    "directory_of",
    "make_token",
    "outcome_of",
    "paused_collector",
    "record_event",
    "renew_data_version",
    "revoke_token",
    "store_community",
    "store_records",
    "store_table",
    "translations_at",
]
