"""The second line: PostgreSQL itself keeps communities apart, also where a query forgets who is asking.

Everything here goes around the application: plain SQL as the role that the server connects as.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.postgresql import SERVER, on_postgresql, surroundings

pytestmark = [pytest.mark.postgres, on_postgresql]
COMMUNITIES = {"alder": "private", "birch": "private", "cedar": "unlisted", "dogwood": "public"}
TABLES_OF_ROOMS = ("indicators_observation", "indicators_indicator", "places_place", "people_organization")


@dataclass
class Town:
    """A database with four communities, and the addresses of its owner and of the application's role."""

    owner: str
    application: str
    home: Path
    repo: Path
    people: dict[str, str] = field(default_factory=dict)  # what somebody is -> their key
    communities: dict[str, str] = field(default_factory=dict)  # public id -> key

    def environment(self, **others: str) -> dict[str, str]:
        around = surroundings(self.home, self.repo, self.application)
        return {**around, "GROUNDSWELL_DATABASE_OWNER_URL": self.owner, **others}

    def command(self, *words: str, **others: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "groundswell.cli.main", *words]
        return subprocess.run(line, env=self.environment(**others), capture_output=True, text=True, check=False)

    @contextmanager
    def spoken(self, name: str = "", *, address: str = "", **settings: str) -> Iterator[Any]:
        """A transaction of the application's role in which `name` was said to speak; undone afterwards."""
        import psycopg

        with psycopg.connect(address or self.application) as connection:
            for setting, value in {"actor": name, **settings}.items():
                connection.execute("SELECT set_config(%s, %s, false)", [f"groundswell.{setting}", value])
            yield connection
            connection.rollback()

    def seen_by(self, name: str, **settings: str) -> set[str]:
        with self.spoken(name, **settings) as connection:
            return {row[0] for row in connection.execute("SELECT public_id FROM people_community")}

    def person(self, what: str) -> str:
        return f"person:{self.people[what]}"


SEED = """
import sys, json, django
django.setup()
from datetime import timedelta
from django.utils import timezone
from groundswell.apps.people.isolation import speak_as
from groundswell.apps.people.queries import operator
from groundswell.cli.installation import open_installation
from pathlib import Path
import os
open_installation(Path(os.environ["GROUNDSWELL_HOME"]))
from tests.builders import package
from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Appointment, Community, EmergencyAccess, Invitation, Person
by = operator("cli:test")
for name, visibility in json.loads(sys.argv[1]).items():
    outcome = load_package(package=package(community={"id": name, "visibility": visibility}), by=by)
    assert outcome.is_done, outcome.findings
keys = {row.public_id: row for row in Community.objects.all()}
assert len(keys) == 4, keys
def person(name, **facts):
    return Person.objects.create_user(f"{name}@example.org", **facts)
now = timezone.now()
people = {name: person(name) for name in ("steward", "viewer", "former", "stranger", "departed")}
people["administrator"] = person("administrator", is_administrator=True)
people["rescuer"] = person("rescuer", is_administrator=True)
def appoint(name, community, role, **facts):
    Appointment.objects.create(person=people[name], community=keys[community], role=role, given_by="cli:test", **facts)
appoint("steward", "alder", "steward")
appoint("viewer", "alder", "viewer")
appoint("former", "alder", "steward", until=now - timedelta(minutes=1))
appoint("departed", "alder", "steward")
Person.objects.filter(pk=people["departed"].pk).update(is_active=False)
appoint("stranger", "birch", "steward")
later = now + timedelta(hours=1)
EmergencyAccess.objects.create(person=people["rescuer"], community=keys["alder"], reason="x", ends=later)
Invitation.objects.create(email="new@example.org", community=keys["alder"], role="viewer", digest="d" * 64,
    expires=now + timedelta(days=1), by="cli:test")
Invitation.objects.create(email="late@example.org", community=keys["alder"], role="viewer", digest="f" * 64,
    expires=now + timedelta(days=1), by="cli:test")
print(json.dumps({"people": {name: str(one.pk) for name, one in people.items()},
    "communities": {name: str(one.pk) for name, one in keys.items()}}))
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, repo: Path) -> Iterator[Town]:
    """Four communities that every test leaves as they are."""
    with _founded(tmp_path_factory.mktemp("town"), repo) as found:
        yield found


@pytest.fixture
def busy_town(town: Town) -> Iterator[Town]:
    """A copy of the town for the test alone, in which things are done."""
    import psycopg

    name, owner = urlsplit(town.owner).path.strip("/"), urlsplit(town.owner).username
    busy = f"busy_{name}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {busy} TEMPLATE {name} OWNER {owner}")
        try:
            both = (urlsplit(address)._replace(path=f"/{busy}").geturl() for address in (town.owner, town.application))
            yield replace(town, **dict(zip(("owner", "application"), both, strict=True)))
        finally:
            server.execute(f"DROP DATABASE {busy} WITH (FORCE)")


@contextmanager
def _founded(home: Path, repo: Path) -> Iterator[Town]:
    """Made the way the how-to page says: an owner who is no superuser, and a role that owns nothing."""
    import psycopg

    mark = secrets.token_hex(4)
    owner, application = f"owner_{mark}", f"web_{mark}"

    def address(role: str) -> str:
        parts = urlsplit(SERVER)
        return parts._replace(netloc=f"{role}:word@{parts.hostname}:{parts.port}", path=f"/town_{mark}").geturl()

    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE ROLE {owner} LOGIN PASSWORD 'word' NOSUPERUSER CREATEROLE")
        server.execute(f"CREATE DATABASE town_{mark} OWNER {owner}")
        try:
            found = Town(address(owner), address(application), home, repo)
            made = found.command("database-role", application, "--run")
            assert made.returncode == 0, made.stdout + made.stderr
            assert f"postgresql://{application}:" in made.stdout
            server.execute(f"ALTER ROLE {application} PASSWORD 'word'")
            done = subprocess.run(
                [sys.executable, "-c", SEED, json.dumps(COMMUNITIES)],
                env=found.environment(),
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr[-4000:]
            seeded = json.loads(done.stdout)
            found.people, found.communities = seeded["people"], seeded["communities"]
            yield found
        finally:
            server.execute(f"DROP DATABASE town_{mark} WITH (FORCE)")
            server.execute(f"DROP ROLE IF EXISTS {application}")
            server.execute(f"DROP ROLE {owner}")


def test_who_says_nothing_sees_nothing(town: Town) -> None:
    with town.spoken() as connection:
        for table in ("people_community", "people_auditevent", "people_appointment", *TABLES_OF_ROOMS):
            rows = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            assert rows == 0, table


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("steward", {"alder", "cedar", "dogwood"}),
        ("viewer", {"alder", "cedar", "dogwood"}),
        ("stranger", {"birch", "cedar", "dogwood"}),
        ("former", {"cedar", "dogwood"}),
        ("departed", {"cedar", "dogwood"}),
        # Whoever runs the installation lists its communities, and reads nothing in them by that.
        ("administrator", set(COMMUNITIES)),
    ],
)
def test_a_person_sees_the_communities_of_their_roles_and_the_open_ones(town: Town, who: str, seen: set[str]) -> None:
    assert town.seen_by(town.person(who)) == seen


def test_the_public_sees_public_and_unlisted_communities_only(town: Town) -> None:
    assert town.seen_by("public") == {"cedar", "dogwood"}


@pytest.mark.parametrize("claim", ["operator", "person:", "person:' OR true --", f"person:{uuid.UUID(int=0)}", "owner"])
def test_a_claim_that_is_not_true_opens_no_private_community(town: Town, claim: str) -> None:
    assert town.seen_by(claim) <= {"cedar", "dogwood"}


@pytest.mark.parametrize("table", TABLES_OF_ROOMS)
@pytest.mark.parametrize(
    ("who", "opened"),
    [
        ("public", {"cedar", "dogwood"}),
        ("steward", {"alder", "cedar", "dogwood"}),
        ("stranger", {"birch", "cedar", "dogwood"}),
        ("administrator", {"cedar", "dogwood"}),
        ("rescuer", {"alder", "cedar", "dogwood"}),
    ],
)
def test_rows_of_rooms_are_seen_where_their_community_is(town: Town, table: str, who: str, opened: set[str]) -> None:
    with town.spoken(who if who == "public" else town.person(who)) as connection:
        found = {str(row[0]) for row in connection.execute(f"SELECT DISTINCT community_id FROM {table}")}
    assert found == {town.communities[name] for name in opened}


def test_the_operator_is_believed_on_the_owners_connection_only(town: Town) -> None:
    with town.spoken("operator", address=town.owner) as connection:
        assert connection.execute("SELECT count(*) FROM people_community").fetchone()[0] == 4
    with town.spoken(address=town.owner) as connection:
        assert connection.execute("SELECT count(*) FROM people_community").fetchone()[0] == 0
    assert town.seen_by("operator") == {"cedar", "dogwood"}


def test_pretending_to_decide_shows_less_not_more(town: Town) -> None:
    assert town.seen_by(town.person("steward"), deciding="yes") == set()


def test_a_token_reaches_no_further_than_its_person_and_its_community(town: Town) -> None:
    steward = town.person("steward")
    assert "alder" in town.seen_by(steward, token="read", bound=town.communities["alder"])
    assert "alder" not in town.seen_by(steward, token="read", bound=town.communities["birch"])
    assert town.seen_by(town.person("administrator"), token="write") == {"cedar", "dogwood"}
    with town.spoken(steward, token="read") as connection:
        assert connection.execute("UPDATE places_place SET name = 'x'").rowcount == 0


def test_an_invitation_opens_the_one_community_it_leads_to(town: Town) -> None:
    assert town.seen_by("public", invitation="d" * 64) == {"alder", "cedar", "dogwood"}
    assert town.seen_by("public", invitation="e" * 64) == {"cedar", "dogwood"}


CHANGES = {
    "UPDATE": "UPDATE places_place SET name = 'taken' WHERE community_id = %(community)s",
    "DELETE": "DELETE FROM indicators_observation WHERE community_id = %(community)s",
    "audit UPDATE": "UPDATE people_auditevent SET by = 'nobody'",
    "audit DELETE": "DELETE FROM people_auditevent",
    "TRUNCATE": "TRUNCATE people_auditevent",
    "publish": "UPDATE people_community SET visibility = 'public' WHERE id = %(community)s",
    "appoint": "INSERT INTO people_appointment (id, person_id, community_id, role, since, given_by) "
    "VALUES (gen_random_uuid(), %(me)s, %(community)s, 'steward', now(), 'me')",
    "INSERT": "INSERT INTO people_organization "
    "(id, community_id, translations, public_id, name, roles, sector, website) "
    "VALUES (gen_random_uuid(), %(community)s, '{}', 'x', 'x', '', '', '')",
    "move in": "UPDATE people_organization SET community_id = %(community)s",
    "audit INSERT": "INSERT INTO people_auditevent (id, community, sequence, at, by, action, details, digest) "
    "SELECT gen_random_uuid(), 'alder', 99, now(), 'x', 'x', '{}', 'x'",
    "break in": "INSERT INTO people_emergencyaccess (id, person_id, community_id, reason, starts, ends) "
    "VALUES (gen_random_uuid(), %(me)s, %(community)s, '', now(), now() + interval '1 day')",
    "take off": "ALTER TABLE places_place NO FORCE ROW LEVEL SECURITY",
    "another rule": "CREATE POLICY mine ON places_place USING (true)",
    "another decision": "CREATE OR REPLACE FUNCTION groundswell_is_operator() RETURNS boolean "
    "LANGUAGE sql AS 'SELECT true'",
    "become": "SET ROLE %(owner)s",
}


def refused(town: Town, who: str, change: str) -> bool:
    """True where a change of somebody in Alder was refused, or touched no row."""
    import psycopg

    owner = str(urlsplit(town.owner).username)
    values = {"community": town.communities["alder"], "me": town.people.get(who, str(uuid.UUID(int=0)))}
    with town.spoken(town.person(who) if who in town.people else who) as connection:
        try:
            statement = CHANGES[change].replace("%(owner)s", owner)
            return connection.execute(statement, values).rowcount == 0
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.DuplicateFunction):
            return True


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("who", ["", "public", "operator", "stranger", "former", "departed"])
def test_nobody_changes_anything_in_a_foreign_community(town: Town, who: str, change: str) -> None:
    assert refused(town, who, change)


@pytest.mark.parametrize("change", sorted(set(CHANGES) - {"audit INSERT"}))
def test_a_viewer_changes_nothing_and_leaves_only_a_trace(town: Town, change: str) -> None:
    assert refused(town, "viewer", change)
    assert not refused(town, "viewer", "audit INSERT")


ALLOWED_TO_STEWARDS = {"UPDATE", "publish", "appoint", "INSERT", "move in", "audit INSERT"}


@pytest.mark.parametrize("change", CHANGES)
def test_a_steward_changes_what_is_theirs_and_never_the_record_nor_the_rules(town: Town, change: str) -> None:
    assert refused(town, "steward", change) == (change not in ALLOWED_TO_STEWARDS)


def test_the_applications_role_owns_nothing_and_rises_above_nothing(town: Town) -> None:
    with town.spoken() as connection:
        facts = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles "
            "WHERE rolname = current_user"
        ).fetchone()
        owned = connection.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole AND relpersistence <> 't'"
        ).fetchone()
        member = connection.execute("SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole")
        assert facts == (False,) * 5
        assert owned == (0,)
        assert member.fetchone() == (0,)


WITHOUT = {
    "account_emailaddress": "accounts: found by address before anybody is known",
    "account_emailconfirmation": "accounts",
    "auth_group": "not used",
    "auth_group_permissions": "not used",
    "auth_permission": "not used",
    "django_content_type": "names of tables",
    "django_migrations": "names of migrations",
    "django_session": "found by its key before anybody is known",
    "mfa_authenticator": "accounts",
    "people_accesstoken": "found by its digest before anybody is known",
    "people_person": "an account belongs to no community; found by address before anybody is known",
    "socialaccount_socialaccount": "accounts",
    "socialaccount_socialapp": "accounts",
    "socialaccount_socialapp_sites": "accounts",
    "socialaccount_socialtoken": "accounts",
    "usersessions_usersession": "accounts",
}


def test_row_security_is_forced_on_every_table_but_those_named_here(town: Town) -> None:
    with town.spoken() as connection:
        rows = connection.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        ).fetchall()
    assert {name for name, forced in rows if not forced} <= set(WITHOUT)
    assert len([name for name, forced in rows if forced]) >= 25


def test_nothing_that_is_unique_spans_communities(town: Town) -> None:
    """A key that spanned communities would tell one, by a refusal, what another holds."""
    spanning = []
    with town.spoken() as connection:
        rows = connection.execute(
            "SELECT c.relname, i.relname, array_agg(a.attname ORDER BY a.attname) FROM pg_index x "
            "JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid "
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (x.indkey) "
            "WHERE x.indisunique AND NOT x.indisprimary AND c.relforcerowsecurity GROUP BY 1, 2"
        ).fetchall()
    for table, index, columns in rows:
        # A row's own indicator, place or person is of its community already.
        if not any(column == "community" or column.endswith("_id") for column in set(columns) - {"public_id"}):
            spanning.append((table, index, columns))
    allowed = {("people_community", ("public_id",)), ("people_invitation", ("digest",))}
    assert {(table, tuple(columns)) for table, _, columns in spanning} <= allowed


def test_a_large_load_goes_in_by_the_owner_who_is_bound_as_well(town: Town) -> None:
    with town.spoken("operator", address=town.owner) as connection:
        assert connection.execute("SELECT row_security_active('indicators_observation')").fetchone()[0]
        assert connection.execute("SELECT count(*) FROM indicators_observation").fetchone()[0] == 48


def test_the_server_serves_under_row_security_and_the_doctor_says_so(town: Town) -> None:
    said = town.command("doctor", GROUNDSWELL_DATABASE_OWNER_URL="")
    assert "row security stands; this role owns nothing" in said.stdout
    said = town.command("doctor", GROUNDSWELL_DATABASE_URL=town.owner, GROUNDSWELL_DATABASE_OWNER_URL="")
    assert "could take it off" in said.stdout


PAGES = """
import django, json, os, sys
django.setup()
from groundswell.apps.people.models import Person
from django.test import Client
from django.contrib.auth import BACKEND_SESSION_KEY
found = {}
for who in json.loads(sys.argv[1]):
    client = Client(headers={"host": "localhost"})
    if who:
        client.force_login(Person.objects.get(pk=who))
    found[who] = {name: client.get(f"/{name}/").status_code for name in ("alder", "birch", "cedar", "dogwood")}
    found[who]["data"] = client.get("/dogwood/data/").status_code
print(json.dumps(found))
"""


def test_pages_answer_through_the_applications_role(town: Town) -> None:
    people = ["", town.people["steward"], town.people["stranger"]]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PAGES, json.dumps(people)],
        env=town.environment(GROUNDSWELL_DATABASE_OWNER_URL=""),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    everybody = {"alder": 404, "birch": 404, "cedar": 200, "dogwood": 200, "data": 200}
    assert found[""] == everybody
    assert found[town.people["steward"]] == {**everybody, "alder": 200}
    assert found[town.people["stranger"]] == {**everybody, "birch": 200}


ACTIONS = """
import django, json, os, sys
django.setup()
from groundswell.apps.packages.actions import load_package, save_object
from groundswell.apps.packages.queries import object_of
from groundswell.apps.people.actions.accounts import record_security_event
from groundswell.apps.people.actions.emergency import end_emergency_access, open_emergency_access
from groundswell.apps.people.actions.invitations import accept_invitation, invite_person
from groundswell.apps.people.isolation import speaking_as
from groundswell.apps.people.models import Appointment, AuditEvent, Community, Person
from groundswell.apps.people.queries import PUBLIC, actor_of, community_for
from tests.builders import package
from django.core import mail
people = {name: actor_of(Person.objects.get(pk=key)) for name, key in json.loads(sys.argv[1]).items()}
said = {}
with speaking_as(people["steward"]):
    community = community_for("alder", reader=people["steward"])
    kept = object_of(community, "organizations", "library")
    saving = save_object(community_id="alder", kind="organizations", object_id="library", by=people["steward"],
        content={**kept.content, "name": "Library of Alder"}, version=kept.version)
    said["save"] = str(saving.status)
    invite_person(community_id="alder", email="guest@example.org", role="viewer", by=people["steward"])
    said["mails"] = len(mail.outbox) if hasattr(mail, "outbox") else -1
    secret = os.environ["SECRET"]
with speaking_as(PUBLIC):
    record_security_event(action="sign_in_failed", by=PUBLIC)
    guest = accept_invitation(secret=secret, by=PUBLIC, name="Guest", password="correct horse battery staple")
guest = actor_of(guest)
with speaking_as(guest):
    said["guest"] = community_for("alder", reader=guest) is not None
with speaking_as(people["administrator"]):
    made = load_package(package=package(community={"id": "elder", "visibility": "private"}), by=people["administrator"])
    said["made"] = made.is_done
    said["shut"] = community_for("elder", reader=people["administrator"]) is None
    opened = open_emergency_access(community_id="birch", reason="a steward cannot be reached today", hours=1,
        by=people["administrator"])
with speaking_as(actor_of(people["administrator"].person)) as _:
    said["opened"] = community_for("birch", reader=actor_of(people["administrator"].person)) is not None
with speaking_as(people["stranger"]):
    end_emergency_access(access_id=opened.pk, by=people["stranger"])
print(json.dumps(said))
"""


def test_actions_write_through_the_applications_role(busy_town: Town) -> None:
    import hashlib

    secret = secrets.token_urlsafe(32)
    with busy_town.spoken("operator", address=busy_town.owner) as connection:
        digest = hashlib.sha256(secret.encode()).hexdigest()
        connection.execute("UPDATE people_invitation SET digest = %s WHERE email = 'late@example.org'", [digest])
        connection.commit()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ACTIONS, json.dumps(busy_town.people)],
        env=busy_town.environment(GROUNDSWELL_DATABASE_OWNER_URL="", SECRET=secret),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["save"] == "stored"
    assert found["guest"] and found["made"] and found["shut"] and found["opened"]
