"""What a community may do with an element of a framework."""

from enum import StrEnum


class Stance(StrEnum):
    """Taken as it is written, changed to fit, left out for a reason, or put off until a day."""

    AS_WRITTEN = "as_written"
    ADAPTED = "adapted"
    WAIVED = "waived"
    LATER = "later"
