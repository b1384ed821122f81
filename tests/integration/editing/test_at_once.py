"""Several editors at once, in threads: on a SQLite file as in a home folder, and on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

SERVER = os.environ.get("GROUNDSWELL_TEST_POSTGRES", "")
PROGRAM = Path(__file__).with_name("at_once.py")
on_postgresql = pytest.mark.skipif(not SERVER, reason="PostgreSQL: GROUNDSWELL_TEST_POSTGRES names no server")


def run(home: Path, repo: Path, database: str, *arguments: str) -> str:
    environment = {
        **os.environ,
        "GROUNDSWELL_TEST_POSTGRES": "",
        "GROUNDSWELL_DATABASE_URL": database,
        "GROUNDSWELL_HOME": str(home),
        "PYTHONPATH": str(repo),
        "DJANGO_SETTINGS_MODULE": "groundswell.config.settings",
    }
    command = [sys.executable, *arguments]
    done = subprocess.run(command, env=environment, cwd=repo, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return done.stdout


def test_editors_at_once_lose_nothing_in_a_home_folder(tmp_path: Path, repo: Path) -> None:
    assert "none lost" in run(tmp_path, repo, "", str(PROGRAM), "4", "10")


@pytest.mark.postgres
@on_postgresql
def test_editors_at_once_lose_nothing_on_postgresql(tmp_path: Path, repo: Path) -> None:
    import psycopg

    name = f"editing_{os.getpid()}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        database = urlsplit(SERVER)._replace(path=f"/{name}").geturl()
        assert "none lost" in run(tmp_path, repo, database, str(PROGRAM), "4", "10")
    finally:
        with psycopg.connect(SERVER, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.postgres
@on_postgresql
def test_every_rule_of_editing_holds_on_postgresql(tmp_path: Path, repo: Path) -> None:
    rules = ["test_objects_are_kept", "test_rows_are_kept", "test_what_people_may_do", "test_votes"]
    files = [str(PROGRAM.with_name(f"{name}.py")) for name in rules]
    said = run(tmp_path, repo, SERVER, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", *files)
    assert "passed" in said
