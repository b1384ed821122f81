"""The ages that a service is for, as people write them: `0-5`, `3 to 5`, `under 6`, `16+`, `6 months to 3 years`.

What was written is kept as it was written; this reads it, so that it can be looked for by age. What cannot be read is
not guessed at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

OLDEST = 120  # years: the end of "and older"
_NUMBER = r"(\d{1,3})\s*(months?|mos?\.?|years?|yrs?\.?|y)?"
_BETWEEN = re.compile(rf"(?:ages?\s+)?{_NUMBER}\s*(?:-|–|—|to|through|until|and|a|bis|à)\s*{_NUMBER}(?:\s+olds?)?")
_UNDER = re.compile(rf"(?:under|below|younger than|<)\s*{_NUMBER}")
_UP_TO = re.compile(rf"(?:up to|birth (?:to|through)|prenatal to|≤|<=)\s*{_NUMBER}")
_FROM = re.compile(
    rf"(?:ages?\s+)?{_NUMBER}\s*(?:\+|and (?:over|older|up|above)|or older)|(?:over|from|≥|>=)\s*{_NUMBER}"
)
_ONE = re.compile(rf"(?:ages?\s+)?{_NUMBER}(?:\s+olds?)?")
_ALL = frozenset({"all", "all ages", "any", "any age", "everyone", "everybody", "0+"})


@dataclass(frozen=True, slots=True, order=True)
class Ages:
    """From one age to another in whole years, both included."""

    low: int
    high: int

    def meets(self, other: Ages) -> bool:
        """True where somebody can be of both."""
        return self.low <= other.high and other.low <= self.high

    def includes(self, other: Ages) -> bool:
        """True where whoever is of the others is of these."""
        return self.low <= other.low and other.high <= self.high

    def __str__(self) -> str:
        """As an address writes it: `0-5`, `16-`."""
        return f"{self.low}-" if self.high >= OLDEST else f"{self.low}-{self.high}"


def read_ages(written: str) -> Ages | None:
    """The ages that somebody wrote; None where nothing is written, or nothing that can be read.

    >>> [str(read_ages(text)) for text in ("0-5", "3 to 5", "16–24", "under 6", "18+", "6 months to 3 years", "all")]
    ['0-5', '3-5', '16-24', '0-5', '18-', '0-3', '0-']
    >>> read_ages("teenagers") is read_ages("9-3") is None
    True
    """
    text = " ".join(written.casefold().split())
    if text in _ALL:
        return Ages(0, OLDEST)
    if found := re.fullmatch(r"(\d{1,3})-", text):
        return _ages(int(found[1]), OLDEST)
    if found := _BETWEEN.fullmatch(text):
        return _ages(_years(found[1], found[2] or found[4]), _years(found[3], found[4]))
    if found := _UNDER.fullmatch(text):
        return _ages(0, max(0, _years(found[1], found[2]) - 1))
    if found := _UP_TO.fullmatch(text):
        return _ages(0, _years(found[1], found[2]))
    if found := _FROM.fullmatch(text):
        return _ages(_years(found[1] or found[3], found[2] or found[4]), OLDEST)
    if found := _ONE.fullmatch(text):
        return _ages(_years(found[1], found[2]), _years(found[1], found[2]))
    return None


def _years(number: str, unit: str | None) -> int:
    return int(number) // 12 if unit and unit.startswith("mo") else int(number)


def _ages(low: int, high: int) -> Ages | None:
    return Ages(low, min(high, OLDEST)) if low <= high and low <= OLDEST else None
