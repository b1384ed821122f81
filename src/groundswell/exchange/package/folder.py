"""Putting a finished folder in the place of another, so that whoever looks sees the old one or the new one.

The new folder is made beside the old one under a hidden name. On Linux the two exchange names in one step; elsewhere
the old one steps aside first, and a kill between the two steps is mended by the next `settle`.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def settle(folder: Path) -> None:
    """Mend what a kill left behind: bring back a folder that had stepped aside, delete one that was half made."""
    aside = _aside(folder)
    if aside.exists() and not folder.exists():
        aside.rename(folder)
    for leftover in (aside, _making(folder)):
        if leftover.exists():
            shutil.rmtree(leftover)


def replace_folder(folder: Path, fill: Callable[[Path], None], is_kept: Callable[[str], bool]) -> None:
    """Fill a new folder and put it in the place of `folder`; entries of the old one whose names are kept go along.

    That holds one level down too, for a README beside the stories. Raises OSError where the disk refuses, and whatever
    `fill` raises; then the old folder stands as it was.
    """
    folder = folder.resolve()
    settle(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = _making(folder)
    making.mkdir()
    try:
        fill(making)
        if folder.exists():
            _carry_over(folder, making, is_kept)
            shutil.copymode(folder, making)
        _flush(making)
        _put_in_place(making, folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _making(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.being-written")


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.before")


def _carry_over(old: Path, new: Path, is_kept: Callable[[str], bool]) -> None:
    for entry in (*old.iterdir(), *old.glob("*/*")):
        to = new / entry.relative_to(old)
        if not is_kept(entry.name) or to.exists() or not to.parent.is_dir():
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, to, symlinks=True)
        else:
            shutil.copy2(entry, to, follow_symlinks=False)


def _flush(folder: Path) -> None:
    """Have the disk hold every file before its name counts."""
    for path in (*folder.rglob("*"), folder):
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            continue
        try:
            handle = os.open(path, os.O_RDONLY)
        except OSError:  # Windows opens no folders; a file without read permission was carried over as it was
            continue
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _put_in_place(new: Path, folder: Path) -> None:
    if not folder.exists():
        new.rename(folder)
    elif not _exchanged(new, folder):
        aside = _aside(folder)
        folder.rename(aside)
        new.rename(folder)
        shutil.rmtree(aside)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange the names of two folders in one step; False where the system has no such step."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    failed: int = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return not failed
