"""A returned spreadsheet with its cells marked: kept for whoever sent it until it is mended, two weeks at most."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from groundswell.apps.programs.models import Program
from groundswell.apps.submissions.models import Submission
from groundswell.apps.submissions.queries.standing import store_root

KEPT_FOR = timedelta(days=14)


def marked_path(submission: Submission) -> Path:
    """Where the marked workbook of a submission lies, or would."""
    return store_root() / "returned" / f"{submission.pk.hex}.xlsx"


def keep_marked(submission: Submission, content: bytes) -> None:
    """Keep it, for its owner's eyes; those of the same program that came before are no longer needed."""
    path = marked_path(submission)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    earlier = Submission.objects.filter(program=submission.program_id, state="returned").exclude(pk=submission.pk)
    for one in earlier:
        drop_marked(one)
    draft = path.with_suffix(".writing")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    draft.rename(path)


def drop_marked(submission: Submission) -> None:
    """Take it away, where it is there."""
    with suppress(OSError):
        marked_path(submission).unlink()


def drop_all_marked(program: Program) -> None:
    """Take away every marked workbook of a program."""
    for one in Submission.objects.filter(program=program, state="returned"):
        drop_marked(one)


def forget_marked(now: float | None = None) -> int:
    """Take away what has been kept long enough; returns how many. Half-written ones go with them."""
    folder, gone = store_root() / "returned", 0
    limit = (now or time.time()) - KEPT_FOR.total_seconds()
    for path in folder.glob("*") if folder.is_dir() else ():
        with suppress(OSError):
            if path.stat().st_mtime < limit:
                path.unlink()
                gone += 1
    return gone
