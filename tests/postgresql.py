"""A PostgreSQL database of a test's own, and the surroundings of programs that run in it.

Tables are made once, in a database that those of the tests are copies of. The server is named by
GROUNDSWELL_TEST_POSTGRES; where there is none, tests that want one are skipped by name.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.forking import Program

SERVER = os.environ.get("GROUNDSWELL_TEST_POSTGRES", "")
on_postgresql = pytest.mark.skipif(not SERVER, reason="PostgreSQL: GROUNDSWELL_TEST_POSTGRES names no server")


@pytest.fixture(scope="session")
def ready_database(forked_program: Program, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a database that is set up and holds nothing."""
    with _database("") as (name, address):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GROUNDSWELL")}
        own = {"GROUNDSWELL_HOME": str(tmp_path_factory.mktemp("ready")), "GROUNDSWELL_DATABASE_URL": address}
        done = forked_program.run("work", "--once", variables={**kept, **own})
        assert done.returncode == 0, done.stdout + done.stderr
        yield name


@pytest.fixture
def postgresql(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database that is set up and holds nothing, dropped afterwards."""
    if not SERVER:
        pytest.skip("PostgreSQL: GROUNDSWELL_TEST_POSTGRES names no server")
    with _database(request.getfixturevalue("ready_database")) as (_, address):
        yield address


@contextmanager
def _database(like: str) -> Iterator[tuple[str, str]]:
    """The name and the address of a new database: a copy of another, or an empty one."""
    import psycopg

    name = f"groundswell_{secrets.token_hex(6)}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}" if like else f"CREATE DATABASE {name}")
        try:
            yield name, urlsplit(SERVER)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def surroundings(home: Path, repo: Path, database: str = "") -> dict[str, str]:
    """Environment variables of a program, or of tests inside a test, that keep their data in `home` and `database`."""
    return {
        **os.environ,
        "GROUNDSWELL_TEST_POSTGRES": "",  # the tests that run inside do not run themselves
        "GROUNDSWELL_TEST_TEMPLATE": urlsplit(database).path.strip("/"),  # their database is a copy of this one
        "GROUNDSWELL_DATABASE_URL": database,
        "GROUNDSWELL_HOME": str(home),
        "PYTHONPATH": os.pathsep.join([str(repo / "src"), str(repo)]),
        "DJANGO_SETTINGS_MODULE": "groundswell.config.settings",
    }
