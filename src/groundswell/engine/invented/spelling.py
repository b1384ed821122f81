"""How names, streets, phone numbers and e-mail addresses are spelled, and how a typing slip changes a name.

Area code 155 is given to nobody (codes begin with 2 to 9), and example.org belongs to nobody, so that no number and no
address here can be a real person's.
"""

from __future__ import annotations

import unicodedata

import numpy as np

from groundswell.engine.invented.chance import Ints, Strings
from groundswell.engine.invented.given_names import GIVEN_NAMES, SHORT_FORMS
from groundswell.engine.invented.people import NO_NAME, STREET_COUNT, Addresses
from groundswell.engine.invented.surnames import SURNAMES

_KINDS = (("Street", "St"), ("Avenue", "Ave"), ("Road", "Rd"), ("Lane", "Ln"), ("Drive", "Dr"), ("Court", "Ct"))
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in folded if letter.isascii() and letter.isalpha()).lower()


def words(texts: tuple[str, ...]) -> Strings:
    """Texts as an array of Python strings, to be chosen from by position."""
    array = np.empty(len(texts), dtype=object)
    array[:] = texts
    return array


GIVEN = words(GIVEN_NAMES)
FAMILY = words(SURNAMES)
_GIVEN_PLAIN = words(tuple(_plain(name) for name in GIVEN_NAMES))
_FAMILY_PLAIN = words(tuple(_plain(name) for name in SURNAMES))
_STREETS = tuple(SURNAMES[300 + at] for at in range(STREET_COUNT))
_LONG = words(tuple(f" {name} {_KINDS[at % len(_KINDS)][0]}" for at, name in enumerate(_STREETS)))
_SHORT = words(tuple(f" {name} {_KINDS[at % len(_KINDS)][1]}" for at, name in enumerate(_STREETS)))
_NUMBERS = words(tuple(str(number) for number in range(10_000)))
_APARTMENTS = words(("", *(f" Apt {number}" for number in range(1, 41))))
INITIALS = words(tuple(name[0] for name in GIVEN_NAMES))


def first_names(first: Ints, second: Ints) -> Strings:
    """Given names, with the second of two behind the first."""
    names = GIVEN[first]
    two = np.flatnonzero(second != NO_NAME)
    names[two] = names[two] + " " + GIVEN[second[two]]
    return names


def last_names(last: Ints, half: Ints, hyphen: Ints) -> Strings:
    """Surnames, with the second half behind the first, joined by a hyphen or a space."""
    names = FAMILY[last]
    two = np.flatnonzero(half != NO_NAME)
    names[two] = names[two] + words((" ", "-"))[hyphen[two]] + FAMILY[half[two]]
    return names


def streets(at: Addresses, short: Ints) -> Strings:
    """House number, street and apartment; `short` writes St for Street."""
    written = np.where(short.astype(bool), _SHORT[at.street], _LONG[at.street])
    return np.asarray(_NUMBERS[at.number] + written + _APARTMENTS[at.apartment], dtype=object)


def phones(numbers: Ints, style: int) -> Strings:
    """Seven digits as a phone number, in one of three spellings."""
    form = ("155-{}-{}", "(155) {}-{}", "155{}{}")[style % 3]
    return words(tuple(form.format(*divmod(number, 10_000)) for number in _four_digits(numbers)))


def _four_digits(numbers: Ints) -> list[int]:
    """Numbers whose last four digits have no zero in front, so that all spellings are ten digits long."""
    return [int(number) // 10_000 * 10_000 + int(number) % 9_000 + 1_000 for number in numbers]


def emails(first: Ints, last: Ints, number: Ints) -> Strings:
    """first.last and a number, at example.org."""
    return np.asarray(_GIVEN_PLAIN[first] + "." + _FAMILY_PLAIN[last] + _NUMBERS[number] + "@example.org", dtype=object)


def short_form(first: int, draw: int) -> str:
    """One of the short forms of a given name; nothing where it has none."""
    forms = SHORT_FORMS[first]
    return forms[draw % len(forms)] if forms else ""


HAS_SHORT_FORM = np.array([bool(forms) for forms in SHORT_FORMS])


def slipped(name: str, kind: int, at: int, letter: int) -> str:
    """A name with one typing slip: a letter mistaken, left out, put in, or swapped with its neighbour.

    The first letter stays, as it mostly does; the result always differs from the name.

    >>> [slipped("Marcus", kind, 2, 3) for kind in range(4)]
    ['Madcus', 'Macus', 'Madrcus', 'Macrus']
    """
    if len(name) < 3:
        return name + _LETTERS[letter % 26]
    at = 1 + (at - 1) % (len(name) - 1)
    char = _LETTERS[letter % 26]
    if char == name[at].lower():
        char = _LETTERS[(letter + 1) % 26]
    if kind == 1:
        return name[:at] + name[at + 1 :]
    if kind == 2:
        return name[:at] + char + name[at:]
    at = min(at, len(name) - 2)
    if kind == 3 and name[at].lower() != name[at + 1].lower():
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + (char if char != name[at].lower() else "x") + name[at + 1 :]
