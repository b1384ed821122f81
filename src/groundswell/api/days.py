"""Days as they are asked for and sent: year-month-day, blank for none, and anything else refused by name.

A day that cannot be read is never taken for today: whoever asks for the wrong day would take its numbers for the right.
"""

from datetime import date

from groundswell.api.problems import Problem
from groundswell.api.refusals import misread


def day_of(text: str, pointer: str) -> date | None:
    """The day, None for a blank. Raises ProblemError 422 for what is no day; `pointer` says where it stood."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise misread([Problem(pointer, "is no day", "write it like 2026-05-31")]) from None
