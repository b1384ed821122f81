"""A team's database: the same rooms, the same rules, on PostgreSQL."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.postgresql import surroundings

pytestmark = pytest.mark.postgres


def test_every_rule_of_the_rooms_holds_on_postgresql(tmp_path: Path, repo: Path, postgresql: str) -> None:
    rules = ["test_load_and_dump", "test_readings_of_sources", "test_audit_and_visibility", "test_scorecard_pages"]
    files = [str(Path(__file__).with_name(f"{name}.py")) for name in rules]
    partners = Path(__file__).parents[1] / "partnerships"
    files += [str(partners / f"{name}.py") for name in ("test_partners_in_packages", "test_levels_alone")]
    people = Path(__file__).parents[1] / "people"
    files += [str(people / f"{name}.py") for name in ("two_stewards_at_once", "test_audit_log_only_grows")]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", *files]
    done = subprocess.run(
        command, env=surroundings(tmp_path, repo, postgresql), cwd=repo, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]


def test_kills_leave_nothing_between_before_and_after_on_postgresql(
    tmp_path: Path, repo: Path, postgresql: str
) -> None:
    command = [sys.executable, str(Path(__file__).with_name("killing.py")), "load", "10", "7"]
    done = subprocess.run(
        command, env=surroundings(tmp_path, repo, postgresql), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-4000:]
