"""When somebody is reminded of what their organization promised: a month and a week before, on the day, then monthly.

A reminder has a stage: how many days after the day due it falls. Whoever was not reminded in time, since nobody ran the
reminders, gets the latest stage only, and never several letters about one commitment at once.
"""

from __future__ import annotations

from datetime import date, timedelta

from groundswell.core.collaboration.commitments import Pledge

BEFORE = (-30, -7)  # days
EVERY = 30  # days, once the day due has come


def stage_on(pledge: Pledge, today: date) -> int | None:
    """The latest stage that has come, in days after the day due; None where none has, or nothing is waited for.

    A stage that had come before the commitment was made, or on that day, reminds nobody.

    >>> may = Pledge("reading", made=date(2026, 1, 10), due=date(2026, 5, 31))
    >>> [stage_on(may, date(2026, 5, day)) for day in (1, 2, 24, 31)]
    [-30, -30, -7, 0]
    >>> stage_on(may, date(2026, 7, 4)), stage_on(may, date(2026, 4, 30))
    (30, None)
    """
    if pledge.due is None or not pledge.is_open:
        return None
    late = (today - pledge.due).days
    passed = [stage for stage in BEFORE if stage <= late]
    stage = late // EVERY * EVERY if late >= 0 else max(passed, default=None)
    if stage is None or (pledge.made is not None and pledge.due + timedelta(days=stage) <= pledge.made):
        return None
    return stage
