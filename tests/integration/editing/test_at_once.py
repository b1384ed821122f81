"""Several editors at once, in threads: on a SQLite file as in a home folder, and on PostgreSQL."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.postgresql import surroundings

PROGRAM = Path(__file__).with_name("at_once.py")


def run(home: Path, repo: Path, database: str, *arguments: str) -> str:
    environment = surroundings(home, repo, database)
    command = [sys.executable, *arguments]
    done = subprocess.run(command, env=environment, cwd=repo, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return done.stdout


def test_editors_at_once_lose_nothing_in_a_home_folder(home: Path, repo: Path) -> None:
    assert "none lost" in run(home, repo, "", str(PROGRAM), "4", "10")


@pytest.mark.postgres
def test_editors_at_once_lose_nothing_on_postgresql(tmp_path: Path, repo: Path, postgresql: str) -> None:
    assert "none lost" in run(tmp_path, repo, postgresql, str(PROGRAM), "4", "10")


BY_DAY = ("test_objects_are_kept", "test_rows_are_kept")
BY_NIGHT = ("test_what_people_may_do", "test_votes")


@pytest.mark.postgres
@pytest.mark.parametrize("rules", [BY_DAY, pytest.param(BY_NIGHT, marks=pytest.mark.slow)], ids=["by day", "by night"])
def test_every_rule_of_editing_holds_on_postgresql(
    rules: tuple[str, ...], tmp_path: Path, repo: Path, postgresql: str
) -> None:
    files = [str(PROGRAM.with_name(f"{name}.py")) for name in rules]
    said = run(tmp_path, repo, postgresql, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", *files)
    assert "passed" in said
