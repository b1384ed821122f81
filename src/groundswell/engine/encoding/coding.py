"""What records say, as numbers: each different value once, with the tokens that go into its filters.

A value is hashed without a key here, only to give long and short ones the same width; the key comes with the salt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.encoding import standard
from groundswell.engine.encoding.filling import TOKEN_BITS, Codes, Offsets
from groundswell.engine.encoding.keyed import Words
from groundswell.engine.linkage.records import PersonRecords

SSN, STUDENT = "id.ssn", "id.student"
SHORTEST_SALT = 7  # signs of an agreed id that may be a salt: a shorter one is shared by too many
_PAIR, _LONG, _TOP = 2, 8, (1 << TOKEN_BITS) - 1

Tokens = list[tuple[str, int]]  # a token's text, and how many bits it sets


@dataclass(frozen=True, slots=True)
class Coded:
    """One field of n records: the code of each (-1: unknown), and by code the tokens, their bits, and the salt.

    `salts` is 0 where a value may not be a salt.
    """

    codes: Codes
    offsets: Offsets
    tokens: Words
    bits: Codes
    salts: Words

    def salt(self) -> Words:
        """The part of a salt that each record has here; 0 where it has none."""
        found: Words = np.where(self.codes < 0, np.uint64(0), self.salts[self.codes])
        return found


def digest(text: str) -> int:
    """Sixty-four bits of a text, never 0."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") | 1


def _salt(text: str) -> int:
    return digest(text)


def coded(
    values: Sequence[str], tokens_of: Callable[[str], Tokens], salt_of: Callable[[str], int] = _salt, empty: str = ""
) -> Coded:
    """Values (already in their standard form) as numbers; `empty` is what says nothing."""
    known: dict[str, int] = {empty: -1}
    codes = np.fromiter((known.setdefault(value, len(known) - 1) for value in values), np.int32, len(values))
    del known[empty]
    of_each = [tokens_of(value) for value in known]
    hashed: dict[str, int] = {}
    flat = [pair for each in of_each for pair in each]
    for text, _ in flat:
        if text not in hashed:
            hashed[text] = digest(text) & _TOP
    offsets = np.zeros(len(of_each) + 1, np.int64)
    offsets[1:] = np.cumsum([len(each) for each in of_each], dtype=np.int64) if of_each else 0
    return Coded(
        codes, offsets, np.array([hashed[text] for text, _ in flat], np.uint64),
        np.array([bits for _, bits in flat], np.int32),
        np.array([salt_of(value) for value in known] or [0], np.uint64),
    )  # fmt: skip


def _standard(column: NDArray[np.object_], form: Callable[[str], str]) -> list[str]:
    known = {text: form(text) if text else "" for text in set(column.tolist())}
    return [known[text] for text in column.tolist()]


def _letters(value: str) -> Tokens:
    return [(pair, _PAIR) for pair in standard.letter_pairs(value)]


def _whole(value: str) -> Tokens:
    return [(value, _LONG)]


def _postal(value: str) -> Tokens:
    return [(value, 5), (value[:3], 3)]


def _street(value: str) -> Tokens:
    number, name = value.split(" ")
    return [(f"number {number}", 4)] * bool(number) + [(name, 5)] * bool(name)


def _birth(value: str) -> Tokens:
    year, month, day = value.split("-")
    texts = (f"year {year}", f"month {month}", f"day {day}", f"either {int(month)}", f"either {int(day)}")
    return [(text, 4) for text in dict.fromkeys(texts)]


def _nothing(value: str) -> Tokens:
    return []


def code_fields(records: PersonRecords) -> dict[str, Coded]:
    """All fields and parts of salts, by name."""
    size = len(records)
    blank = np.full(size, "", object)
    texts = {
        name: records.texts.get(name, blank) for name in ("first_name", "last_name", "postal_code", "phone", "street")
    }
    ssn, student = (records.ids.get(name, blank) for name in (SSN, STUDENT))
    first = _standard(texts["first_name"], standard.name)
    known_days, places = np.unique(records.birth_date.astype("datetime64[D]"), return_inverse=True)
    days = ["" if text == "NaT" else text for text in np.datetime_as_string(known_days).tolist()]
    births = [days[place] for place in places.tolist()]
    long = {name: standard.long_form(name) for name in set(first)}

    def long_enough(value: str) -> int:
        return digest(value) if len(value) >= SHORTEST_SALT else 0

    def address(text: str) -> str:
        return " ".join(standard.street(text))

    return {
        "first": coded(first, _letters),
        "last": coded(_standard(texts["last_name"], standard.name), _letters),
        "given": coded([long[name] for name in first], _whole),
        "birth": coded(births, _birth),
        "year": coded([each[:4] for each in births], _nothing),
        "day": coded([each[5:] for each in births], _nothing),
        "postal": coded(_standard(texts["postal_code"], standard.postal_code), _postal),
        "phone": coded(_standard(texts["phone"], standard.phone), _whole),
        "ssn": coded(_standard(ssn, standard.agreed_id), _whole, long_enough),
        "student": coded(_standard(student, standard.agreed_id), _whole, long_enough),
        "street": coded([each if len(each) > 1 else "" for each in _standard(texts["street"], address)], _street),
    }  # fmt: skip
