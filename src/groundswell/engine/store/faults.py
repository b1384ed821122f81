"""What can go wrong with the store, said once and plainly: nothing of it ever quotes a record."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum


class Fault(StrEnum):
    """Why the store could not do what it was asked."""

    FULL = "full"  # no space, or no more allowed to this user
    DISK = "disk"  # the disk, or the way to it, failed
    DAMAGED = "damaged"  # what is stored is not what its manifest says
    MISSING = "missing"  # there is no such part
    CONTENT = "content"  # what was given cannot be stored


class StoreError(Exception):
    """One clear sentence; `fault` says what kind of trouble it is. Nothing half done is left behind."""

    def __init__(self, message: str, fault: Fault) -> None:
        super().__init__(message)
        self.fault = fault


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SENTENCES = {
    Fault.FULL: "there is no space left where the parts are stored; free some and try again",
    Fault.DISK: "the place where the parts are stored cannot be read or written; look at the disk and its permissions",
    Fault.CONTENT: "the records do not fit the types of their columns",
}


@contextmanager
def troubles_named() -> Iterator[None]:
    """Trouble with files or with DuckDB comes out as a `StoreError`, without their words, which may quote records."""
    import duckdb

    try:
        yield
    except OSError as trouble:
        fault = Fault.FULL if trouble.errno in _FULL else Fault.DISK
        raise StoreError(_SENTENCES[fault], fault) from None
    except duckdb.Error as trouble:
        fault = _fault_of(trouble)
        raise StoreError(_SENTENCES[fault], fault) from None


@contextmanager
def reading_parts() -> Iterator[None]:
    """A file of a part that is gone or cannot be read comes out as a `StoreError`; every other mistake as it is."""
    import duckdb

    try:
        yield
    except duckdb.IOException as trouble:
        fault = _fault_of(trouble)
        raise StoreError(_SENTENCES[fault], fault) from None


def _fault_of(trouble: Exception) -> Fault:
    """DuckDB passes on what the system said in words, not in numbers."""
    import duckdb

    words = str(trouble)
    if any(each in words for each in ("No space left", "Disk quota exceeded", "File too large")):
        return Fault.FULL
    disk = isinstance(trouble, (duckdb.IOException, duckdb.FatalException, duckdb.InternalException))
    return Fault.DISK if disk else Fault.CONTENT
