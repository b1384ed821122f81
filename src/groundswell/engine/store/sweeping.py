"""What leaves the store: folders that an interruption left behind, parts that nobody names, and parts purged."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from groundswell.engine.store.faults import troubles_named
from groundswell.engine.store.manifest import part_folder, parts_folder
from groundswell.engine.store.places import (
    PURGING,
    TEMPORARY,
    locked,
    make_durable,
    remove_folder,
    temporary_name,
)
from groundswell.engine.store.reading import part_digests

GRACE_SECONDS = 3600.0  # a part younger than this may be named by a row that is about to be committed


@dataclass(frozen=True, slots=True)
class Swept:
    """How many folders an interruption had left, and the digests of parts that nobody named."""

    interrupted: int
    parts: tuple[str, ...]


def sweep(root: Path, keep: Collection[str] | None = None, *, grace_seconds: float = GRACE_SECONDS) -> Swept:
    """Remove what interruptions left behind; where `keep` is given, also the parts that are not in it.

    `keep` are the digests that the database names. A part is written before the row that names it is committed, so a
    part younger than `grace_seconds` stays. Waits until nobody writes. Raises StoreError where the disk refuses.
    """
    with troubles_named(), locked(root, alone=True):
        left = [path for path in parts_folder(root).glob("*/.*") if path.name.startswith(TEMPORARY)]
        for folder in left:
            _removed(folder)
        unnamed = [] if keep is None else [digest for digest in part_digests(root) if digest not in keep]
        old = [digest for digest in unnamed if _age(part_folder(root, digest)) >= grace_seconds]
        for digest in old:
            _purge(root, digest)
    return Swept(len(left), tuple(old))


def purge_part(root: Path, digest: str) -> bool:
    """Remove a part for good; True where there was one.

    What this gives: the part is gone from the store at once and after any interruption (a folder half removed is
    finished by `sweep`), and its space is free. What no program above a file system can give: that the bytes are gone
    from the disk. Overwriting files does not help on drives and file systems that write elsewhere (every SSD, every
    copy-on-write file system), so it is not pretended here. Backups and snapshots keep what they have. Who must be sure
    encrypts the disk and its backups, and lets the backups run out.
    """
    with troubles_named(), locked(root, alone=False):
        return _purge(root, digest)


def _purge(root: Path, digest: str) -> bool:
    """First out of its place by one rename, so that nobody reads half of it; then file by file."""
    place = part_folder(root, digest)
    aside = place.parent / temporary_name(PURGING, digest)
    try:
        place.rename(aside)
    except FileNotFoundError:
        return False
    make_durable(place.parent)
    _removed(aside)
    return True


def _removed(folder: Path) -> None:
    remove_folder(folder)
    if folder.exists():
        raise OSError("a folder of the store could not be removed")
    make_durable(folder.parent)


def _age(folder: Path) -> float:
    return time.time() - folder.stat().st_mtime
