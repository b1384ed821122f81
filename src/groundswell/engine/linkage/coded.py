"""Records as numbers: every name, street or address once in a list, and in each record its place in that list.

To compare two records is then to compare numbers, and only where these differ the letters behind them. -1 stands
wherever nothing is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.linkage.distinct import distinct
from groundswell.engine.linkage.names import halves, is_short, long_forms, standard, suffix, unaccented, written_behind
from groundswell.engine.linkage.records import PersonRecords, Texts

Bytes = NDArray[np.uint8]
Codes = NDArray[np.int32]

WIDTH = 24  # letters of a name, street or address that are compared
FORMS = 8  # a name and the names it may be short for
SIGNS, AGAIN, KINDS = WIDTH, WIDTH + 4, WIDTH + 5  # columns of `Coded.names` behind the letters; the last is the length
HALVED, SHORT = 1, 2  # kinds of names: of two halves; short for others
SUFFIXES = {"": -1, "JR": 0, "SR": 1, "III": 2, "IV": 3}
_EPOCH = 200 * 366  # days put before 1970, so that no known day is negative
_FIRST_DAY, _LAST_DAY = (
    np.datetime64("1900-01-01"),
    np.datetime64("2200-01-01"),
)  # what stands in blank cells is outside
_CROWD = 12  # names behind one phone number, address or id: more than a family has, so that it is nobody's own
_ROADS = {
    "STREET": "ST", "AVENUE": "AVE", "AV": "AVE", "ROAD": "RD", "DRIVE": "DR", "LANE": "LN", "BOULEVARD": "BLVD",
    "COURT": "CT", "PLACE": "PL", "CIRCUIT": "CCT", "CRESCENT": "CRES", "HIGHWAY": "HWY", "TERRACE": "TCE",
    "PARADE": "PDE", "CLOSE": "CL", "CIRCLE": "CIR", "PARKWAY": "PKWY", "NORTH": "N", "SOUTH": "S", "EAST": "E",
    "WEST": "W", "APARTMENT": "APT", "UNIT": "APT", "NO": "", "CALLE": "C",
}  # fmt: skip
_WORDS = re.compile(r"[^A-Z0-9]+")
_ONE_DIGIT = frozenset(digit * 10 for digit in "0123456789")
_NOT_DIGITS = re.compile(r"\D+")
_FEMALE = frozenset(("F", "FEMALE", "W", "WOMAN", "GIRL", "MUJER", "FEMENINO"))
_MALE = frozenset(("M", "MALE", "MAN", "BOY", "HOMBRE", "MASCULINO"))


# The columns of `Coded.facts`; agreed ids stand behind them.
FIRST, LAST, BIRTH, BORN, SEX, PLACE, STREET, PHONE, EMAIL, MIDDLE, LETTER, IS_LETTER, SUFFIX, IDS = range(14)


class Coded(NamedTuple):
    """What is known of n records, as numbers; -1 where nothing is.

    `facts` is (n, IDS + agreed ids): codes of names and words, the birth date as a day and as 0xYYYYMMDD, the letter
    that a middle name begins with and whether it is all there is of it. Given names and surnames are codes of
    one list, so that swapped ones are found. `names` and `words` hold letters and in the last column how many there
    are; what else is asked of most names (which letters they have, a bit each; how many come again; their kind)
    stands in the same row, so that it is at hand when the letters are. `parts` has, for each name, codes of itself
    and of what it may be short for, then of its halves.
    """

    facts: NDArray[np.int32]
    names: Bytes  # (names, 32)
    parts: NDArray[np.int32]  # (names, FORMS + 2)
    words: Bytes  # (words, WIDTH + 1): streets, numbers, addresses, agreed ids

    def column(self, place: int) -> Codes:
        """One of the columns."""
        return self.facts[:, place]

    @property
    def ids(self) -> NDArray[np.int32]:
        """The codes of agreed ids, (n, agreed ids)."""
        return self.facts[:, IDS:]

    @property
    def heads(self) -> Codes:
        """For each name the code of its first half, or of itself."""
        return self.parts[:, FORMS]

    @property
    def tails(self) -> Codes:
        """For each name the code of its last half; -1 where it has no halves."""
        return self.parts[:, FORMS + 1]


class Listed:
    """The different words of a field in the order in which they were met, with their letters. It only grows."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}
        self.letters: Bytes = np.zeros((0, WIDTH + 1), np.uint8)

    def spelled(self) -> Bytes:
        """The letters of all words and how many each has, (words, WIDTH + 1); those of new words are added."""
        new = list(self.codes)[len(self.letters) :]
        packed = np.array([text.encode()[:WIDTH] for text in new] or [b""], f"S{WIDTH}")
        letters = packed.view(np.uint8).reshape(len(packed), WIDTH)
        lengths = (letters != 0).sum(axis=1, keepdims=True).astype(np.uint8)
        added = np.concatenate([letters, lengths], axis=1)
        if new:
            self.letters = np.concatenate([self.letters, added])
        return self.letters if len(self.letters) else added


class Lists:
    """The lists that codes point into. They grow as records come, so that old codes stay what they are."""

    def __init__(self, id_names: Sequence[str] = ()) -> None:
        self.names, self.words = Listed(), Listed()
        self.middles: dict[str, int] = {}
        self.places: dict[str, int] = {}
        self.parts: dict[str, int] = {}
        self.parts_of = np.full((0, FORMS + 2), -1, np.int32)
        self.rows: Bytes = np.zeros((0, 32), np.uint8)
        self.id_names = tuple(id_names)
        self.crowds: tuple[int, Codes] = (0, np.zeros(0, np.int32))  # words looked at, and those that a crowd shares

    def name_parts(self) -> NDArray[np.int32]:
        """For each name its forms and halves, as codes of parts of names: (names, FORMS + 2)."""
        new = list(self.names.codes)[len(self.parts_of) :]
        added = np.full((max(len(new), 1), FORMS + 2), -1, np.int32)
        heads = [name.partition(" ")[0] for name in new]
        codes = [self.parts.setdefault(head, len(self.parts)) for head in heads]
        if new:
            added[:, 0] = added[:, FORMS] = codes
        for place, (name, head) in enumerate(zip(new, heads, strict=True)):
            if head is not name and head != name:
                added[place, FORMS + 1] = self._part(halves(name)[1])
            if is_short(head):
                added[place, 1:FORMS] = self._forms(head)
        if new:
            self.parts_of = np.concatenate([self.parts_of, added])
        return self.parts_of if len(self.parts_of) else added

    def name_rows(self) -> Bytes:
        """Names with what is asked of most of them beside their letters, (names, 32)."""
        letters, parts = self.names.spelled(), self.name_parts()
        if len(self.rows) < len(letters):
            self.rows = np.concatenate([self.rows, _rows(letters[len(self.rows) :], parts[len(self.rows) :])])
        return self.rows if len(self.names.codes) else _rows(letters, parts)

    def _forms(self, head: str) -> list[int]:
        found = [self._part(form) for form in long_forms(head)[1:FORMS]]
        return found + [-1] * (FORMS - 1 - len(found))

    def _part(self, text: str) -> int:
        return self.parts.setdefault(text, len(self.parts))


def coded(records: PersonRecords, lists: Lists | None = None) -> tuple[Coded, Lists]:
    """Records as numbers, and the lists behind them; `lists` are added to where they are given."""
    lists = lists if lists is not None else Lists(sorted(records.ids))
    facts = np.full((len(records), IDS + len(lists.id_names)), -1, np.int32)
    facts[:, BIRTH], facts[:, BORN] = _days(records.birth_date)
    for name, column, form, listed in (
        ("first_name", FIRST, standard, lists.names.codes),
        ("middle_name", MIDDLE, standard, lists.middles),
        ("street", STREET, _road, lists.words.codes),
        ("phone", PHONE, _number, lists.words.codes),
        ("email", EMAIL, _address, lists.words.codes),
    ):
        if name in records.texts:
            facts[:, column] = _codes(records.texts[name], form, listed)
    facts[:, PLACE] = _codes(_places(records), _plain, lists.places)
    if "sex" in records.texts:
        facts[:, SEX] = _each(records.texts["sex"], _sex)
    last, place = distinct(records.texts.get("last_name", np.full(len(records), "", object)))
    facts[:, LAST] = _listed(list(map(standard, last)), lists.names.codes)[place]
    facts[:, SUFFIX] = _suffixes(records, last, place)
    if lists.middles:
        middle = facts[:, MIDDLE]
        facts[:, LETTER] = np.where(middle >= 0, np.array([ord(name[0]) for name in lists.middles])[middle], -1)
        facts[:, IS_LETTER] = (middle >= 0) & np.array([len(name) == 1 for name in lists.middles])[middle]
    for number, name in enumerate(lists.id_names):
        if name in records.ids:
            facts[:, IDS + number] = _codes(records.ids[name], _plain, lists.words.codes)
    return Coded(facts, lists.name_rows(), lists.name_parts(), lists.words.spelled()), lists


def crowded(records: Coded) -> Codes:
    """The words (telephones, addresses of mail, ids) that a crowd of names shares, as codes in ascending order.

    The number of a shelter or of an office says nothing of who a person is.
    """
    person = records.column(FIRST).astype(np.int64) * (len(records.names) + 1) + records.column(LAST)
    wide = [column for column in range(IDS, records.facts.shape[1]) if is_wide(records.column(column))]
    found = [_crowded(records.column(column), person) for column in (PHONE, EMAIL, *wide)]
    return np.unique(np.concatenate(found)).astype(np.int32)


def _rows(letters: Bytes, parts: NDArray[np.int32]) -> Bytes:
    found = np.zeros((len(letters), 32), np.uint8)
    found[:, :WIDTH], found[:, -1] = letters[:, :WIDTH], letters[:, WIDTH]
    signs = np.zeros(len(letters), np.uint32)
    for column in range(WIDTH):
        known = column < letters[:, WIDTH]
        signs[known] |= np.uint32(1) << (letters[known, column] % 32).astype(np.uint32)
    found[:, SIGNS:AGAIN] = signs.view(np.uint8).reshape(-1, 4)
    found[:, AGAIN] = letters[:, WIDTH] - np.bitwise_count(signs)
    found[:, KINDS] = HALVED * (parts[:, FORMS + 1] >= 0) + SHORT * (parts[:, 1] >= 0)
    return found


def without(records: Coded, words: Codes) -> Coded:
    """The same, with these words known of nobody."""
    if not len(words):
        return records
    facts = records.facts.copy()
    for column in (PHONE, EMAIL, *range(IDS, facts.shape[1])):
        facts[np.isin(facts[:, column], words), column] = -1
    return records._replace(facts=facts)


def is_wide(codes: NDArray[np.integer]) -> bool:
    """True for an id that is nearly a person's own; false for the last digits of one, which many share."""
    known = codes[codes >= 0]
    return bool(len(known)) and len(known) < 6 * len(np.unique(known))


def _crowded(codes: Codes, person: NDArray[np.int64]) -> NDArray[np.int64]:
    known = codes >= 0
    often = np.bincount(codes[known]) > _CROWD if known.any() else np.zeros(1, bool)
    rows = np.flatnonzero(known)[often[codes[known]]]
    pairs = np.unique(np.stack([codes[rows].astype(np.int64), person[rows]], axis=1), axis=0)
    return np.flatnonzero(np.bincount(pairs[:, 0].astype(np.int64)) > _CROWD) if len(pairs) else pairs[:, 0]


def _codes(texts: Texts, form: Callable[[str], str], listed: dict[str, int]) -> Codes:
    """The code of each text in its standard form; each different text is brought into form once."""
    words, place = distinct(texts)
    return _listed(words if form is _number and _are_numbers(words) else list(map(form, words)), listed)[place]


def _listed(words: list[str], listed: dict[str, int]) -> Codes:
    """The code of each word, new ones added to the list; -1 for a blank."""
    if listed.keys().isdisjoint(words) and len(set(words)) == len(words):  # all at once, as numbers mostly are
        codes = np.arange(len(listed), len(listed) + len(words), dtype=np.int32)
        if "" in words:
            blank = words.index("")
            words = words[:blank] + words[blank + 1 :]
            codes[blank], codes[blank + 1 :] = -1, codes[blank + 1 :] - 1
        listed.update(zip(words, range(len(listed), len(listed) + len(words)), strict=True))
        return codes if len(codes) else np.full(1, -1, np.int32)
    found = [listed.setdefault(word, len(listed)) if word else -1 for word in words]
    return np.array(found or [-1], np.int32)


def _places(records: PersonRecords) -> Texts:
    """The postal code; where it is not known, the town."""
    blank = np.full(len(records), "", object)
    code, town = records.texts.get("postal_code", blank), records.texts.get("city")
    return code if town is None else np.where(code != "", code, town)


def _plain(text: str) -> str:
    if text.isascii() and text.isalnum():
        return text.upper()
    return _WORDS.sub("", unaccented(text).upper())


def _road(text: str) -> str:
    parts = [_ROADS.get(part, part) for part in _WORDS.split(unaccented(text).upper())]
    return " ".join(part for part in parts if part)


def _number(text: str) -> str:
    """The last ten digits; nothing where there are fewer than seven, or all are the same."""
    digits = (text if text.isdigit() else _NOT_DIGITS.sub("", text))[-10:]
    return digits if len(digits) >= 7 and digits.strip(digits[0]) else ""


def _are_numbers(words: Sequence[str]) -> bool:
    """True where all are blank or numbers of ten digits, as `_number` would write them."""
    every = "".join(words)
    is_plain = set(map(len, words)) <= {0, 10} and every.isascii() and every.isdigit()
    return is_plain and _ONE_DIGIT.isdisjoint(words)


def _address(text: str) -> str:
    plain = unaccented(text).strip().lower()
    return plain if "@" in plain else ""


def _days(dates: NDArray[np.datetime64]) -> tuple[Codes, Codes]:
    """Birth dates as days and as numbers such as 0x20120517; days that nobody now alive was born on are not known."""
    days = dates.astype("datetime64[D]")
    known = ~np.isnat(days) & (days > _FIRST_DAY) & (days < _LAST_DAY)
    place = np.where(known, days, _FIRST_DAY).astype(np.int64) - _FIRST_DAY.astype(np.int64)
    day = place + _FIRST_DAY.astype(np.int64) + _EPOCH
    return np.where(known, day, -1).astype(np.int32), np.where(known, _every_day()[place], -1).astype(np.int32)


@cache
def _every_day() -> Codes:
    """All days from the first as numbers such as 0x20120517; made once, for two records take as long as all of them."""
    every = np.arange(_FIRST_DAY, _LAST_DAY)
    months = every.astype("datetime64[M]")
    year, month = every.astype("datetime64[Y]").astype(np.int64) + 1970, months.astype(np.int64) % 12 + 1
    spelled = _spelled(year) << 16 | _spelled(month) << 8 | _spelled((every - months).astype(np.int64) + 1)
    return spelled.astype(np.int32)


def _spelled(number: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number of up to four digits with four bits for each, so that digits are compared by bits: 12 as 0x12."""
    return number // 1000 << 12 | number // 100 % 10 << 8 | number // 10 % 10 << 4 | number % 10


def _sex(text: str) -> int:
    plain = _plain(text)
    return 0 if plain in _FEMALE else 1 if plain in _MALE else -1


def _suffixes(records: PersonRecords, last: Sequence[str], place: Codes) -> Codes:
    """The suffix of its own column, or else the one behind the surname; `last` are the surnames there are."""
    found = np.full(len(records), -1, np.int32)
    if "suffix" in records.texts:
        found = _each(records.texts["suffix"], lambda text: SUFFIXES[suffix(text)])
    behind = np.array([SUFFIXES[written_behind(text)] for text in last] or [-1], np.int32)
    return np.where(found >= 0, found, behind[place]) if (behind >= 0).any() else found


def _each(texts: Texts, meaning: Callable[[str], int]) -> Codes:
    """What each text means; each different text is asked once."""
    words, place = distinct(texts)
    return np.array([meaning(word) for word in words] or [-1], np.int32)[place]
