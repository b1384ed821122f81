"""What can go wrong, or differ rightly, when one person is written down twice: one bit for each kind."""

from __future__ import annotations

from enum import IntFlag, auto


class Slip(IntFlag):
    """How a record differs from the person's name, birth date, address and numbers as they were at first."""

    FIRST_TYPO = auto()
    NICKNAME = auto()
    FIRST_INITIAL = auto()
    FIRST_MISSING = auto()
    FIRST_HALF = auto()
    LAST_TYPO = auto()
    LAST_HALF = auto()
    NAMES_SWAPPED = auto()
    MIDDLE_MISSING = auto()
    MIDDLE_INITIAL = auto()
    SUFFIX_MISSING = auto()
    DAY_MONTH = auto()
    BIRTH_DIGIT = auto()
    JANUARY_FIRST = auto()
    BIRTH_MISSING = auto()
    SEX_WRONG = auto()
    SEX_MISSING = auto()
    RACE_MISSING = auto()
    RACE_OTHER = auto()
    INCOME_MISSING = auto()
    STREET_MISSING = auto()
    STREET_SHORT = auto()
    POSTAL_MISSING = auto()
    POSTAL_WRONG = auto()
    PHONE_MISSING = auto()
    OTHER_PHONE = auto()
    EMAIL_MISSING = auto()
    OTHER_EMAIL = auto()
    MOVED = auto()
    RENAMED = auto()
    SURNAME_DOUBLED = auto()
