"""A PostgreSQL database of a test's own, and the surroundings of programs that run in it.

The server is named by GROUNDSWELL_TEST_POSTGRES; where there is none, tests that want one are skipped by name.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

SERVER = os.environ.get("GROUNDSWELL_TEST_POSTGRES", "")
on_postgresql = pytest.mark.skipif(not SERVER, reason="PostgreSQL: GROUNDSWELL_TEST_POSTGRES names no server")


@pytest.fixture
def postgresql() -> Iterator[str]:
    """The address of an empty database, dropped afterwards."""
    if not SERVER:
        pytest.skip("PostgreSQL: GROUNDSWELL_TEST_POSTGRES names no server")
    import psycopg

    name = f"groundswell_{secrets.token_hex(6)}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(SERVER)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def surroundings(home: Path, repo: Path, database: str = "") -> dict[str, str]:
    """Environment variables of a program, or of tests inside a test, that keep their data in `home` and `database`."""
    return {
        **os.environ,
        "GROUNDSWELL_TEST_POSTGRES": "",  # the tests that run inside do not run themselves
        "GROUNDSWELL_DATABASE_URL": database,
        "GROUNDSWELL_HOME": str(home),
        "PYTHONPATH": os.pathsep.join([str(repo / "src"), str(repo)]),
        "DJANGO_SETTINGS_MODULE": "groundswell.config.settings",
    }
