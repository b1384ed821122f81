"""Folders that appear and vanish whole: made beside their place, made durable, and put there by one rename."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from groundswell.engine.store.manifest import parts_folder

try:
    import fcntl
except ImportError:  # Windows has no such locks: there, sweep only while nothing writes
    fcntl = None  # type: ignore[assignment]

WRITING, PURGING = ".writing-", ".purging-"
TEMPORARY = (WRITING, PURGING)
_LOCK = ".lock"


def make_durable(path: Path) -> None:
    """Wait until a file, or the names in a folder, would outlast a loss of power."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_shelf(folder: Path) -> None:
    """The folder and those above it, readable by their owner only, each name durable in the folder that holds it."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
        make_durable(each.parent)


def temporary_name(kind: str, digest: str) -> str:
    """A name that nobody else has: what it is for, of which part."""
    return f"{kind}{digest[:16]}-{secrets.token_hex(8)}"


def remove_folder(folder: Path) -> None:
    """Remove what may partly be gone; a second try, by `sweep`, follows where the disk refuses."""
    with suppress(OSError):
        shutil.rmtree(folder)


@contextmanager
def locked(root: Path, *, alone: bool) -> Iterator[None]:
    """Writers share the lock, who sweeps has it alone; the system takes it back from whoever dies."""
    make_shelf(parts_folder(root))
    handle = os.open(parts_folder(root) / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)
