"""A team's database: the same rooms, the same rules, on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

SERVER = os.environ.get("GROUNDSWELL_TEST_POSTGRES", "")
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not SERVER, reason="PostgreSQL: GROUNDSWELL_TEST_POSTGRES names no server"),
]


def environment(home: Path, repo: Path, database: str) -> dict[str, str]:
    return {
        **os.environ,
        "GROUNDSWELL_TEST_POSTGRES": "",  # the tests that run inside do not run themselves
        "GROUNDSWELL_DATABASE_URL": database,
        "GROUNDSWELL_HOME": str(home),
        "PYTHONPATH": str(repo),
        "DJANGO_SETTINGS_MODULE": "groundswell.config.settings",
    }


def test_every_rule_of_the_rooms_holds_on_postgresql(tmp_path: Path, repo: Path) -> None:
    rules = ["test_load_and_dump", "test_readings_of_sources", "test_audit_and_visibility", "test_scorecard_pages"]
    files = [str(Path(__file__).with_name(f"{name}.py")) for name in rules]
    people = Path(__file__).parents[1] / "people"
    files += [str(people / f"{name}.py") for name in ("test_two_stewards_at_once", "test_audit_log_only_grows")]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", *files]
    done = subprocess.run(
        command, env=environment(tmp_path, repo, SERVER), cwd=repo, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]


def test_kills_leave_nothing_between_before_and_after_on_postgresql(tmp_path: Path, repo: Path) -> None:
    import psycopg

    name = f"killing_{os.getpid()}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        database = urlsplit(SERVER)._replace(path=f"/{name}").geturl()
        command = [sys.executable, str(Path(__file__).with_name("killing.py")), "load", "10", "7"]
        done = subprocess.run(
            command, env=environment(tmp_path, repo, database), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-4000:]
    finally:
        with psycopg.connect(SERVER, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
