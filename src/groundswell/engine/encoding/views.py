"""What an encoding is made of: eight views of a person, each of which can only be compared under the same salt.

A view takes some of what is known of a person as its salt, such as the birth date, and hides the rest in keyed Bloom
filters that are made anew for every salt. Two records with the same salt have the same tag and filters that can be
compared; between any others there is nothing to compare, because positions, tags and covers are all drawn from
HMAC-SHA-256 of secret and salt. Salts are chosen so that few people share one. A wrong or missing birth date shuts one
view, or two, and leaves the others.

All of this is version 1 of the format: a change of any number here makes encodings that do not match those of others,
and needs another version.
"""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """One filter: its number in the hashes, its width in words of 64 bits."""

    number: int
    words: int


FIELDS = {
    "first": Field(1, 2),  # pairs of letters
    "last": Field(2, 2),
    "names": Field(3, 2),  # pairs of letters of both, so that swapped names are found
    "given": Field(4, 1),  # the name that the first name may be short for
    "birth": Field(5, 2),  # year, month and day, and month and day in either order
    "postal": Field(6, 1),  # the code, and its first three signs
    "phone": Field(7, 1),
    "ssn": Field(8, 1),
    "street": Field(9, 1),  # house number, name of the street
    "student": Field(10, 1),
}


class View(NamedTuple):
    """One view: what its salt is made of, and which fields it hides. The tag takes the first word."""

    name: str
    salt: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def words(self) -> int:
        """How wide the view is."""
        return 1 + sum(FIELDS[name].words for name in self.fields)


VIEWS = (
    View("birth", ("birth",), ("first", "last", "names", "given", "postal", "phone", "ssn", "street")),
    View("name-year", ("first", "last", "year"), ("birth", "postal", "phone", "ssn", "street")),
    View("name-day", ("first", "last", "day"), ("birth", "postal", "phone", "ssn", "street")),
    View("name-postal", ("first", "last", "postal"), ("birth", "phone", "ssn", "street")),
    View("name-phone", ("first", "last", "phone"), ("birth", "postal", "ssn", "street")),
    View("first-phone", ("first", "phone"), ("last", "birth", "postal", "ssn", "street")),
    View("ssn", ("ssn",), ("first", "last", "names", "given", "birth")),
    View("student", ("student",), ("first", "last", "names", "given", "birth")),
)

WORDS = 66


def starts() -> list[int]:
    """The word in which each view begins.

    >>> starts()
    [0, 12, 19, 26, 32, 38, 46, 56]
    """
    found, at = [], 0
    for view in VIEWS:
        found.append(at)
        at += view.words
    return found


def field_starts(view: int) -> dict[str, int]:
    """The word in which each field of a view begins."""
    at, found = starts()[view] + 1, {}
    for name in VIEWS[view].fields:
        found[name] = at
        at += FIELDS[name].words
    return found
