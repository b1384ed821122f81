"""What is done to communities, their organizations and their people, and how any room's rows are put away."""

from groundswell.apps.people.actions.appointments import (
    appoint,
    appoint_first_steward,
    end_role,
    give_role,
    organization_for,
)
from groundswell.apps.people.actions.ballots import close_round, put_ballot
from groundswell.apps.people.actions.communities import community_to_change, restore_community, retire_community
from groundswell.apps.people.actions.emergency import (
    end_emergency_access,
    open_emergency_access,
    record_emergency_read,
)
from groundswell.apps.people.actions.reading import record_read
from groundswell.apps.people.actions.rows import (
    COMMUNITY_FIELDS,
    Directory,
    Outcome,
    Progress,
    RefusalError,
    Stored,
    alone_with,
    append_rows,
    change_rows_by_id,
    directory_of,
    outcome_of,
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
    "appoint",
    "appoint_first_steward",
    "change_rows_by_id",
    "close_round",
    "community_to_change",
    "directory_of",
    "end_emergency_access",
    "end_role",
    "give_role",
    "make_token",
    "open_emergency_access",
    "organization_for",
    "outcome_of",
    "put_ballot",
    "record_emergency_read",
    "record_event",
    "record_read",
    "renew_data_version",
    "restore_community",
    "retire_community",
    "revoke_token",
    "store_community",
    "store_records",
    "store_table",
    "translations_at",
]
