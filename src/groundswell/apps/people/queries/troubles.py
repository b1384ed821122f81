"""Trouble with the database that is nobody's mistake, told by its words: each database numbers it differently."""

from __future__ import annotations

from enum import StrEnum

from django.db import DatabaseError


class Trouble(StrEnum):
    """Why nothing could be stored."""

    BUSY = "busy"  # others are writing, all the time that one waits
    FULL = "full"  # no space is left
    DISK = "disk"  # the disk fails, or may not be written


_WORDS = {
    Trouble.BUSY: ("locked",),
    Trouble.FULL: ("disk is full", "No space left", "Disk quota exceeded"),
    Trouble.DISK: ("disk I/O error", "Input/output error", "readonly database", "unable to open database file"),
}


def trouble_of(failure: BaseException | None) -> Trouble | None:
    """What kind of trouble a failure of the database is; None where it is another failure, or none."""
    if not isinstance(failure, DatabaseError):
        return None
    said = str(failure)
    return next((trouble for trouble, words in _WORDS.items() if any(each in said for each in words)), None)
