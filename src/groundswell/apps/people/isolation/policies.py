"""Who sees and who changes which community, said a second time: in SQL, for the database to hold.

The functions below are the twin of `queries.communities_for` and of the roles, written apart from them on purpose.
They belong to the owner of the tables and run with the owner's eyes (SECURITY DEFINER, search path pinned), for the
speaker must not see everybody's roles in order to have their own looked up. Row security is FORCED, so it binds the
owner as well; `deciding` lets these functions, and nobody else, look past it.

It is coarser than the first line: it keeps communities apart, and readers from writing. Which role may change what
within a community is for `core.roles`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

FUNCTIONS = """
CREATE OR REPLACE FUNCTION groundswell_is_operator() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, {schema}, pg_temp AS $body$
    SELECT coalesce(current_setting('groundswell.actor', true) = 'operator', false) AND session_user = current_user
$body$;

CREATE OR REPLACE FUNCTION groundswell_person() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, {schema}, pg_temp AS $body$
    SELECT id FROM people_person WHERE is_active AND id =
        CASE WHEN current_setting('groundswell.actor', true)
            ~ '^person:[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$'
        THEN substr(current_setting('groundswell.actor', true), 8)::uuid END
$body$;

CREATE OR REPLACE FUNCTION groundswell_is_administrator() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, {schema}, pg_temp AS $body$
    SELECT coalesce(current_setting('groundswell.token', true), '') = ''
        AND EXISTS (SELECT FROM people_person WHERE id = groundswell_person() AND is_administrator)
$body$;

CREATE OR REPLACE FUNCTION groundswell_communities(writing boolean) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, {schema}, pg_temp AS $body$
DECLARE
    actor text := coalesce(current_setting('groundswell.actor', true), '');
    token text := coalesce(current_setting('groundswell.token', true), '');
    bound text := coalesce(current_setting('groundswell.bound', true), '');
    offer text := coalesce(current_setting('groundswell.invitation', true), '');
    person uuid;
    administers boolean := false;
BEGIN
    IF actor = '' OR current_setting('groundswell.deciding', true) = 'yes' OR (writing AND token = 'read') THEN
        RETURN;
    END IF;
    person := groundswell_person();
    administers := groundswell_is_administrator();
    PERFORM set_config('groundswell.deciding', 'yes', true);
    RETURN QUERY
        SELECT id FROM people_community WHERE NOT writing AND visibility <> 'private'
        UNION
        SELECT held.community_id FROM people_appointment AS held
        WHERE held.person_id = person AND held.since <= now_or_later() AND (held.until IS NULL OR held.until > now())
            AND (NOT writing OR held.role <> 'viewer') AND (bound = '' OR bound = held.community_id::text)
        UNION
        SELECT opened.community_id FROM people_emergencyaccess AS opened
        WHERE NOT writing AND administers AND opened.person_id = person
            AND opened.starts <= now_or_later() AND opened.ends > now()
        UNION  -- a community that is just being made, until its first load is whole
        SELECT id FROM people_community WHERE administers AND data_version = ''
        UNION  -- an invitation, by its secret or a verified address, that is open, or was until this transaction
        SELECT offered.community_id FROM people_invitation AS offered
        WHERE offer <> '' AND offer IN (offered.digest, offered.email)
            AND offered.withdrawn IS NULL AND offered.expires > now()
            AND (offered.accepted IS NULL OR offered.accepted > now() - interval '1 minute');
    PERFORM set_config('groundswell.deciding', 'no', true);
END
$body$;
""".replace("now_or_later()", "clock_timestamp() + interval '5 seconds'")  # two machines' clocks, a little apart

OPERATOR = "(SELECT groundswell_is_operator())"
ADMINISTRATOR = "(SELECT groundswell_is_administrator())"
ME = "person_id = (SELECT groundswell_person())"
ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
Rules = dict[str, str]


def _in(column: str, *, writing: bool) -> str:
    return f"{column} IN (SELECT groundswell_communities({'true' if writing else 'false'}))"


def _any(*rules: str) -> str:
    return " OR ".join((OPERATOR, *rules))


READABLE, WRITABLE = _in("community_id", writing=False), _in("community_id", writing=True)
ROWS: Rules = {"SELECT": _any(READABLE), "INSERT": _any(WRITABLE), "UPDATE": _any(WRITABLE)}
_TAKING_PART: Rules = {
    "SELECT": _any(ADMINISTRATOR, ME, READABLE),
    "INSERT": _any(ADMINISTRATOR, WRITABLE),
    "UPDATE": _any(ADMINISTRATOR, WRITABLE),
}
_KNOWN = "community = '' OR EXISTS (SELECT FROM people_community AS known WHERE known.public_id = community)"
SPECIAL: dict[str, Rules] = {
    "people_community": {
        "SELECT": _any(ADMINISTRATOR, _in("id", writing=False)),
        "INSERT": _any(ADMINISTRATOR),
        "UPDATE": _any(ADMINISTRATOR, _in("id", writing=True)),
    },
    "people_appointment": _TAKING_PART,
    "people_invitation": {**_TAKING_PART, "SELECT": _any(ADMINISTRATOR, READABLE)},
    "people_emergencyaccess": {
        "SELECT": _any(ADMINISTRATOR, READABLE),
        "INSERT": _any(f"{ADMINISTRATOR} AND {ME}"),
        "UPDATE": _any(ADMINISTRATOR, WRITABLE),  # a steward closes the door before its time
    },
    # Added and read, never changed: there is no rule for anything else, not for the operator either.
    "people_auditevent": {"SELECT": _any(_KNOWN), "INSERT": _any(_KNOWN)},
    "people_audithead": {"SELECT": _any(_KNOWN), "INSERT": _any(_KNOWN), "UPDATE": _any(_KNOWN)},
    "people_draft": dict.fromkeys(ALL, _any(f"{ME} AND {READABLE}")),
    "people_rememberedanswer": dict.fromkeys(ALL, _any(ME)),
}
DECIDING = ("people_community", "people_appointment", "people_emergencyaccess", "people_invitation")


def rules_of(table: str, columns: Iterable[str]) -> Rules | None:
    """Command -> condition for a table; None where it holds nothing of a community."""
    return SPECIAL.get(table) or (ROWS if "community_id" in columns and table not in EXEMPT else None)


# Looked up before anybody is known, by a digest that only its owner's program has.
EXEMPT = {"people_accesstoken": "a token is found by its digest before anybody knows who speaks"}


def statements(tables: Iterable[str], schema: str) -> Iterator[str]:
    """SQL that secures these tables anew, functions first; run by their owner, in one transaction."""
    yield FUNCTIONS.format(schema=schema)
    for table in tables:
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
        for command, rule in (SPECIAL.get(table) or ROWS).items():
            yield from _policy(table, command, rule)
        if table in DECIDING:
            yield f"DROP POLICY IF EXISTS deciding ON {table}"
            yield (
                f"CREATE POLICY deciding ON {table} FOR SELECT TO CURRENT_USER "
                "USING (current_setting('groundswell.deciding', true) = 'yes')"
            )


def _policy(table: str, command: str, rule: str) -> Iterator[str]:
    name = f"groundswell_{command.lower()}"
    using = "" if command == "INSERT" else f" USING ({rule})"
    check = f" WITH CHECK ({rule})" if command in ("INSERT", "UPDATE") else ""
    yield f"DROP POLICY IF EXISTS {name} ON {table}"
    yield f"CREATE POLICY {name} ON {table} FOR {command}{using}{check}"


def digest_of(tables: Iterable[str]) -> str:
    """Changes with the tables and with anything that is said here about them."""
    return hashlib.sha256("\n".join(statements(tables, "s")).encode()).hexdigest()[:32]
