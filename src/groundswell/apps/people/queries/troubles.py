"""Trouble with the database that is nobody's mistake, told by what the database says of it.

PostgreSQL says it in a number (SQLSTATE), SQLite in a few words of its own. What people wrote is never looked at: it
stands in the words of other failures, such as an id that is taken.
"""

from __future__ import annotations

from enum import StrEnum

from django.db import InternalError, OperationalError


class Trouble(StrEnum):
    """Why nothing could be stored."""

    BUSY = "busy"  # others are writing, all the time that one waits
    FULL = "full"  # no space is left
    DISK = "disk"  # the disk fails, or may not be written


# https://www.postgresql.org/docs/current/errcodes-appendix.html
_NUMBERS = {
    "40P01": Trouble.BUSY,  # deadlock detected
    "40001": Trouble.BUSY,  # serialization failure
    "55P03": Trouble.BUSY,  # lock not available: it was not given within lock_timeout
    "53100": Trouble.FULL,  # disk full
    "58030": Trouble.DISK,  # input or output error
    "25006": Trouble.DISK,  # read-only transaction, as on a standby
}
_WORDS = {
    Trouble.BUSY: ("is locked",),
    Trouble.FULL: ("disk is full", "No space left", "Disk quota exceeded"),
    Trouble.DISK: ("disk I/O error", "Input/output error", "readonly database", "unable to open database file"),
}


def trouble_of(failure: BaseException | None) -> Trouble | None:
    """What kind of trouble a failure of the database is; None where it is another failure, or none."""
    if not isinstance(failure, OperationalError | InternalError):
        return None
    number = getattr(failure.__cause__, "sqlstate", None)
    if number is not None:
        return _NUMBERS.get(number)
    said = str(failure) if isinstance(failure, OperationalError) else ""
    return next((trouble for trouble, words in _WORDS.items() if any(each in said for each in words)), None)
