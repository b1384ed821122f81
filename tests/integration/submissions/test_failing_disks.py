"""On a disk that fails at any of its writes, once or from then on, a submission stands whole or not at all.

The disk is made to fail for real: a small library, compiled here and preloaded, refuses the n-th write, fsync or rename
under the home folder, whether the program, DuckDB or SQLite asks for it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError
from tests.postgresql import surroundings

from groundswell.engine.store import Fault, StoreError

FAILING = Path(__file__).with_name("failing_submissions.py")
LIBRARY = Path(__file__).with_name("failing_disk.c")
compiles = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("gcc") is None, reason="failing disks: gcc on Linux makes them"
)


@compiles
@pytest.mark.slow
@pytest.mark.parametrize("step", [7, 1])
def test_a_disk_that_fails_anywhere_leaves_the_whole_submission_or_none(step: int, tmp_path: Path, repo: Path) -> None:
    made = tmp_path / "failing_disk.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", str(made), str(LIBRARY), "-ldl"], check=True)
    environment = {**surroundings(tmp_path, repo), "LD_PRELOAD": str(made)}
    command = [sys.executable, str(FAILING), str(step), "1"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    print(seen)
    assert seen["EIO 503"] > 0
    assert seen["ENOSPC 503"] + seen.get("ENOSPC 507", 0) > 0


@pytest.mark.parametrize(
    ("failure", "status", "words"),
    [
        (OperationalError("database is locked"), 503, "Others are writing"),
        (OperationalError("database or disk is full"), 507, "There is no space left on the disk"),
        (OperationalError("could not extend file: No space left on device"), 507, "There is no space left on the disk"),
        (OperationalError("disk I/O error"), 503, "cannot be written"),
        (StoreError("no room", Fault.FULL), 507, "There is no space left on the disk"),
        (StoreError("no disk", Fault.DISK), 503, "cannot be written"),
        (OperationalError("no such table: x"), 500, "Something went wrong"),
        (StoreError("a part is damaged", Fault.DAMAGED), 500, "Something went wrong"),
    ],
)
def test_a_disk_in_trouble_is_told_in_plain_words(rf, failure: Exception, status: int, words: str) -> None:
    from groundswell.web.views.errors import server_error

    try:
        raise failure
    except (OperationalError, StoreError):
        page = server_error(rf.get("/"))
    assert page.status_code == status
    assert words in page.content.decode()
    assert str(failure) not in page.content.decode()
    assert page.has_header("Retry-After") is (status != 500)


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        ("database is locked", 503, "Others are writing"),
        ("database or disk is full", 503, "no space left"),
        ("disk I/O error", 503, "cannot be written"),
        ("no such table: x", 500, "went wrong"),
    ],
)
def test_the_api_tells_of_a_database_in_trouble_alike(rf, said: str, status: int, words: str) -> None:
    from groundswell.api.urls import _busy

    answer = _busy(rf.get("/api/v1/"), OperationalError(said))
    assert answer.status_code == status
    assert words in json.loads(answer.content)["detail"]
