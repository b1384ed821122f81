"""A submission stands once and whole, or not at all: killed anywhere, sent fifty times at once, on a full disk."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.cast import COMMAND_LINE
from tests.postgresql import on_postgresql, surroundings

from groundswell.apps.people.models import Community, Organization
from groundswell.apps.submissions.actions import submit_records
from groundswell.apps.submissions.models import Submission
from groundswell.apps.submissions.queries import store_root
from groundswell.engine.store import StoreError, part_digests

KILLING = Path(__file__).with_name("killing_submissions.py")
WHERE = {"community_id": "riverbend", "program_id": "first-steps"}
PAGE = "/riverbend/programs/first-steps/submissions/"
Files = list[tuple[str, bytes]]
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked here, which Windows cannot")


def kill(kills: int, home: Path, repo: Path, database: str = "") -> dict[str, Any]:
    """Run `killing_submissions.py` in a home of its own; what it saw."""
    command = [sys.executable, str(KILLING), str(kills), "20260101"]
    done = subprocess.run(command, env=surroundings(home, repo, database), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@forks
@pytest.mark.slow
def test_killed_at_every_step_it_stands_whole_or_not_at_all(home: Path, repo: Path) -> None:
    seen = kill(0, home, repo)
    assert {"read", "stored", "computed", "committing"} <= set(seen["steps"])
    assert seen["killed"] == len(seen["steps"])
    assert seen["after"] == 0  # the last step is told before it is committed


@forks
@pytest.mark.slow
@pytest.mark.parametrize("kills", [20, 200])
def test_killed_at_random_moments_it_stands_whole_or_not_at_all(kills: int, home: Path, repo: Path) -> None:
    seen = kill(kills, home, repo)
    assert seen["before"] + seen["after"] == kills
    assert seen["before"] >= kills // 5  # the kills did hit the work


@forks
@pytest.mark.parametrize("senders", [12, pytest.param(50, marks=pytest.mark.slow)])
def test_the_same_file_sent_by_many_at_once_is_one_submission(senders: int, home: Path, repo: Path) -> None:
    assert kill(-senders, home, repo) == {"senders": senders}


@forks
@on_postgresql
@pytest.mark.postgres
@pytest.mark.parametrize("senders", [12, pytest.param(50, marks=pytest.mark.slow)])
def test_the_same_file_sent_by_many_at_once_is_one_submission_on_postgresql(
    senders: int, tmp_path: Path, repo: Path, postgresql: str
) -> None:
    assert kill(-senders, tmp_path, repo, postgresql) == {"senders": senders}


@pytest.mark.django_db
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_refuses_leaves_nothing_and_the_next_try_stands(
    community: Community, files: Files, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pia = Client()
    pia.force_login(cast.provider_data_manager(community, Organization.objects.get(public_id="bright-start")))

    def failing(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", failing)
        with pytest.raises(StoreError):
            submit_records(**WHERE, files=files, by=COMMAND_LINE)
        sent = [SimpleUploadedFile(name, content) for name, content in files]
        answer = pia.post(PAGE, {"files": sent, "key": "once", "beside": "days"})
    assert answer.status_code in (503, 507)
    assert "space" in answer.content.decode() or "disk" in answer.content.decode()
    assert str(store_root()) not in answer.content.decode()
    assert not Submission.objects.exists()
    assert part_digests(store_root()) == []
    assert submit_records(**WHERE, files=files, by=COMMAND_LINE).is_done
