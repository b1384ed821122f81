"""The people and organizations of a community, what they may do, and the record of what they did."""

from groundswell.apps.people.models.accounts import (
    HELD_ROLES,
    AccessToken,
    Appointment,
    EmergencyAccess,
    Invitation,
    Person,
)
from groundswell.apps.people.models.audit import AppendOnly, AuditEvent, AuditHead
from groundswell.apps.people.models.ballots import BallotRow, ClosedVoteRow
from groundswell.apps.people.models.changes import Change, Draft, RememberedAnswer
from groundswell.apps.people.models.communities import (
    Community,
    CommunityRow,
    NamedRow,
    Organization,
    field_of,
    key_from,
    moment_of_key,
    time_ordered_hexes,
    time_ordered_key,
)

__all__ = [
    "HELD_ROLES",
    "AccessToken",
    "AppendOnly",
    "Appointment",
    "AuditEvent",
    "AuditHead",
    "BallotRow",
    "Change",
    "ClosedVoteRow",
    "Community",
    "CommunityRow",
    "Draft",
    "EmergencyAccess",
    "Invitation",
    "NamedRow",
    "Organization",
    "Person",
    "RememberedAnswer",
    "field_of",
    "key_from",
    "moment_of_key",
    "time_ordered_hexes",
    "time_ordered_key",
]
