"""A team's database: the same rooms, the same rules, on PostgreSQL."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.postgresql import surroundings

pytestmark = pytest.mark.postgres


BY_DAY = (
    "rooms/test_load_and_dump",
    "rooms/test_audit_and_visibility",
    "partnerships/test_levels_alone",  # added up by the database, each in its own words
    "people/two_stewards_at_once",
    "people/test_audit_log_only_grows",
)
BY_NIGHT = ("rooms/test_readings_of_sources", "rooms/test_scorecard_pages", "partnerships/test_partners_in_packages")


@pytest.mark.parametrize("rules", [BY_DAY, pytest.param(BY_NIGHT, marks=pytest.mark.slow)], ids=["by day", "by night"])
def test_every_rule_of_the_rooms_holds_on_postgresql(
    rules: tuple[str, ...], tmp_path: Path, repo: Path, postgresql: str
) -> None:
    """By day what is written, locked and guarded; by night also what is read."""
    files = [str(Path(__file__).parents[1] / f"{name}.py") for name in rules]
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
