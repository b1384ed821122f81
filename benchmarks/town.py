"""A community of 40 indicators x 20 years x 50 places with fifty people in it, behind the server that people run.

What the benchmarks of people and of the front page have in common: a home of its own, filled and thrown away, and
`groundswell serve` in a process of its own, on SQLite or, where GROUNDSWELL_TEST_POSTGRES names a server, also on
PostgreSQL, where it connects as a role that owns nothing and row security stands.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

INDICATORS, YEARS, PLACES, PEOPLE = 40, 20, 50, 50
COMMUNITY = "elmwood"


@dataclass(frozen=True, slots=True)
class Town:
    """A server that answers, and who may speak to it."""

    host: str
    port: int
    process: int
    people: list[dict[str, str]]  # {"session": cookie, "token": secret}
    log: Path

    def memory_mb(self) -> float:
        """What the processes that answer hold in memory."""
        return sum(_memory_mb(each) for each in _family(self.process) if not _draws(each))

    def drawing_mb(self) -> float:
        """What the processes that draw for them hold."""
        return sum(_memory_mb(each) for each in _family(self.process) if _draws(each))

    def locked(self) -> int:
        """How often the server's log says that the database was locked."""
        return self.log.read_text(encoding="utf-8").count("database is locked") if self.log.exists() else 0


def _family(process: int) -> Iterator[int]:
    """A process, those it started, and theirs."""
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            for child in children.read_text(encoding="ascii").split():
                yield from _family(int(child))


def _draws(process: int) -> bool:
    with suppress(OSError):
        return b"charts.drawers" in Path(f"/proc/{process}/cmdline").read_bytes()
    return False


def _memory_mb(process: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    return 0.0


def databases() -> list[str]:
    """What there is to measure on."""
    return ["SQLite", *(["PostgreSQL"] if os.environ.get("GROUNDSWELL_TEST_POSTGRES") else [])]


@contextmanager
def town(database: str) -> Iterator[Town]:
    """A filled installation that is being served; gone afterwards."""
    with tempfile.TemporaryDirectory() as home, _addresses(database) as (address, owner):
        root = str(Path(__file__).parents[1])
        plain = {**os.environ, "GROUNDSWELL_HOME": home, "PYTHONPATH": root, "GROUNDSWELL_DATABASE_URL": address}
        plain["DJANGO_SETTINGS_MODULE"] = "groundswell.config.settings"
        filling = {**plain, "GROUNDSWELL_DATABASE_OWNER_URL": owner}
        if address:
            role = str(urlsplit(address).username)
            command = [sys.executable, "-m", "groundswell.cli.main", "database-role", role, "--run"]
            subprocess.run(command, env=filling, check=True, capture_output=True)
        filled = subprocess.run(
            [sys.executable, "-m", "benchmarks.town"], env=filling, check=True, stdout=subprocess.PIPE, text=True
        )
        people = json.loads(filled.stdout.splitlines()[-1])
        command = [sys.executable, "-m", "groundswell.cli.main", "serve", "--port", "0"]
        with subprocess.Popen(command, env=plain, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                said = next(line for line in server.stdout if "http://" in line and "Open" in line)
                where = urlsplit(str(re.search(r"http://\S+", said)[0]))  # type: ignore[index]
                log = Path(home) / "logs" / "server.log"
                yield Town(str(where.hostname), int(where.port or 0), server.pid, people, log)
            finally:
                server.terminate()
                with suppress(subprocess.TimeoutExpired):
                    server.wait(10)
                server.kill()


@contextmanager
def _addresses(database: str) -> Iterator[tuple[str, str]]:
    """The application's address and the owner's; both blank for SQLite."""
    if database == "SQLite":
        yield "", ""
        return
    import psycopg

    server = os.environ["GROUNDSWELL_TEST_POSTGRES"]
    parts, mark = urlsplit(server), secrets.token_hex(4)
    word = secrets.token_hex(16)
    with psycopg.connect(server, autocommit=True) as connection:
        for role in ("owner", "web"):
            connection.execute(f"CREATE ROLE bench_{role}_{mark} LOGIN PASSWORD '{word}'")
        connection.execute(f"CREATE DATABASE bench_{mark} OWNER bench_owner_{mark}")
        try:
            place = f"{parts.hostname}:{parts.port or 5432}"
            yield tuple(  # type: ignore[misc]
                f"postgresql://bench_{role}_{mark}:{word}@{place}/bench_{mark}" for role in ("web", "owner")
            )
        finally:
            connection.execute(f"DROP DATABASE bench_{mark} WITH (FORCE)")
            for role in ("web", "owner"):
                connection.execute(f"DROP ROLE bench_{role}_{mark}")


def fill() -> list[dict[str, str]]:
    """Make the community, its people, and a way in for each; what only tests and benchmarks do by hand."""
    from groundswell.cli.installation import open_installation

    open_installation(Path(os.environ["GROUNDSWELL_HOME"]))
    from tests.builders import many, story

    from groundswell.apps.packages.actions import load_package
    from groundswell.apps.people.models import Appointment, Community, Person
    from groundswell.apps.people.queries import operator

    package = many(INDICATORS, PLACES, YEARS)
    stories = [story(f"What {number} sees.", id=f"story-{number:02}") for number in range(PEOPLE)]
    outcome = load_package(package=replace(package, stories=tuple(stories)), by=operator("benchmark"))
    assert outcome.is_done, outcome.findings[:3]
    community = Community.objects.get(public_id=COMMUNITY)
    found = []
    for number in range(PEOPLE):
        person = Person.objects.create_user(f"person{number}@example.org", name=f"Person {number}")
        Appointment.objects.create(person=person, community=community, role="data_manager", given_by="benchmark")
        found.append({"session": _session(person), "token": _token(person)})
    return found


def _session(person: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    store.create()
    return str(store.session_key)


def _token(person: Any) -> str:
    import hashlib
    from datetime import timedelta

    from django.utils import timezone

    from groundswell.apps.people.models import AccessToken

    secret = f"gsw_{secrets.token_urlsafe(32)}"
    digest, expires = hashlib.sha256(secret.encode()).hexdigest(), timezone.now() + timedelta(days=1)
    facts = {"name": "benchmark", "digest": digest, "hint": secret[-4:], "may_write": True, "expires": expires}
    AccessToken.objects.create(person=person, **facts)
    return secret


if __name__ == "__main__":
    print(json.dumps(fill()))
