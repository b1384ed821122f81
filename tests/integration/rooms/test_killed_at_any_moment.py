"""Nothing is stored by halves: killed at any moment, a community is as before or as after, never between."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLING = Path(__file__).with_name("killing.py")
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked here, which Windows cannot")


def kill(what: str, kills: int, home: Path, repo: Path) -> dict[str, float]:
    """Run `killing.py` in a home of its own; what it saw."""
    environment = {**os.environ, "GROUNDSWELL_HOME": str(home), "PYTHONPATH": str(repo)}
    environment["DJANGO_SETTINGS_MODULE"] = "groundswell.config.settings"
    command = [sys.executable, str(KILLING), what, str(kills), "20260101"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("what", ["load", pytest.param("import", marks=pytest.mark.slow)])
def test_twenty_kills_leave_nothing_between_before_and_after(what: str, home: Path, repo: Path) -> None:
    seen = kill(what, 20, home, repo)
    assert seen["before"] + seen["after"] == 21
    assert seen["before"] >= 5  # the kills did hit the work


@pytest.mark.slow
@pytest.mark.parametrize("what", ["load", "import"])
def test_two_hundred_kills_leave_nothing_between_before_and_after(what: str, home: Path, repo: Path) -> None:
    seen = kill(what, 200, home, repo)
    assert seen["before"] + seen["after"] == 201
    assert seen["before"] >= 50
