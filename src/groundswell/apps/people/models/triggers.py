"""The audit log only grows, and the database sees to it: whoever writes SQL around the application is refused.

Who owns the tables could take the triggers away; on PostgreSQL the application's own role does not (see
`groundswell database-role`). The chain of digests is for what happens then.
"""

from __future__ import annotations

from collections.abc import Iterator

_CHANGED = "audit events are never changed"
_DELETED = "audit events are never deleted"
_HEAD = "the head of an audit log only moves on"
_MOVES_ON = "NEW.count <> OLD.count + 1 OR NEW.community <> OLD.community"

_SQLITE = {
    "audit_events_stay_as_they_are": ("UPDATE", "people_auditevent", "", _CHANGED),
    "audit_events_stay": ("DELETE", "people_auditevent", "", _DELETED),
    "audit_heads_move_on": ("UPDATE", "people_audithead", f"WHEN {_MOVES_ON}", _HEAD),
    "audit_heads_stay": ("DELETE", "people_audithead", "", _HEAD),
}
_POSTGRESQL = {
    "audit_events_stay": ("UPDATE OR DELETE", "people_auditevent", "FOR EACH ROW"),
    "audit_events_are_not_emptied": ("TRUNCATE", "people_auditevent", "FOR EACH STATEMENT"),
    "audit_heads_move_on": ("UPDATE", "people_audithead", f"FOR EACH ROW WHEN ({_MOVES_ON})"),
    "audit_heads_stay": ("DELETE", "people_audithead", "FOR EACH ROW"),
    "audit_heads_are_not_emptied": ("TRUNCATE", "people_audithead", "FOR EACH STATEMENT"),
}
_FUNCTION = "groundswell_audit_only_grows"
_REFUSE = f"""
CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
    RAISE EXCEPTION 'the audit log only grows: % of % is refused', TG_OP, TG_TABLE_NAME;
END
$body$
"""


def guarding(vendor: str) -> Iterator[str]:
    """SQL that sets the guard up, a statement each; SQLite's and PostgreSQL's."""
    if vendor == "postgresql":
        yield _REFUSE
        for name, (when, table, how) in _POSTGRESQL.items():
            yield f"CREATE TRIGGER {name} BEFORE {when} ON {table} {how} EXECUTE FUNCTION {_FUNCTION}()"
    elif vendor == "sqlite":
        for name, (when, table, where, said) in _SQLITE.items():
            yield f"CREATE TRIGGER {name} BEFORE {when} ON {table} {where} BEGIN SELECT RAISE(ABORT, '{said}'); END"


def unguarding(vendor: str) -> Iterator[str]:
    """SQL that takes the guard away again: for a migration that rebuilds the tables, and for tests."""
    if vendor == "postgresql":
        for name, (_, table, _) in _POSTGRESQL.items():
            yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
    elif vendor == "sqlite":
        for name in _SQLITE:
            yield f"DROP TRIGGER IF EXISTS {name}"
