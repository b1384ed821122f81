"""Two records compared field by field: how each agrees, as one level, and all levels as one number, the pattern.

Level 0 of every field is "one of both says nothing". What a level says of whether two records are one person is learned
from the records (`training`); which levels there are is decided here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.compiling import by_stretch, compiled
from groundswell.engine.linkage.coded import Bytes, Coded, Codes
from groundswell.engine.linkage.similarity import jaro_winkler, one_digit, one_slip

Table = NDArray[np.int32]

FIRST, LAST, BIRTH, SEX, PLACE, STREET, PHONE, EMAIL, AGREED_ID, MIDDLE, SUFFIX = range(11)
MISSING, SAME = 0, 1
LEVELS: dict[str, tuple[str, ...]] = {
    "first_name": ("missing", "same", "close", "other_form", "similar", "alike", "different"),
    "last_name": ("missing", "same", "close", "other_form", "similar", "alike", "different"),
    "birth_date": ("missing", "same", "slip", "year_only", "days_apart", "years_apart", "near", "different"),
    "sex": ("missing", "same", "different"),
    "place": ("missing", "same", "different"),
    "street": ("missing", "same", "close", "different"),
    "phone": ("missing", "same", "slip", "different"),
    "email": ("missing", "same", "close", "different"),
    "agreed_id": ("missing", "same", "slip", "different"),
    "middle_name": ("missing", "same", "initial", "different"),
    "suffix": ("missing", "same", "different"),
}
FIELDS = tuple(LEVELS)
SIZES = np.array([len(levels) for levels in LEVELS.values()], np.int64)
# A pattern holds each level in bits of its own: of three or of two.
SHIFTS = np.array([22, 19, 16, 14, 12, 10, 8, 6, 4, 2, 0], np.int64)
MASKS = np.array([7, 7, 7, 3, 3, 3, 3, 3, 3, 3, 3], np.int64)


@compiled
def _name_level(one: int, other: int, is_swapped: bool, is_last: bool, names: Bytes, parts: Table) -> int:
    if one < 0 or other < 0:
        return 0
    if one == other:
        return 1
    if is_swapped:
        return 3
    near = jaro_winkler(names, one, other) if _may_be_alike(one, other, names) else 0.0
    # Smith and Smithson begin alike, and are two surnames.
    if near >= 0.92 and not (is_last and abs(np.int64(names[one, -1]) - np.int64(names[other, -1])) > 2):
        return 2
    kinds = names[one, 29] | names[other, 29]
    if kinds & 1 and _is_half(one, other, parts):
        return 3
    if not is_last and _is_other_form(one, other, kinds, names, parts):
        return 3
    if near >= 0.88:
        return 4
    if near >= 0.70:
        return 5
    return 6


@compiled
def _may_be_alike(one: int, other: int, names: Bytes) -> bool:
    """False where even with all letters that both have in their places two names are less alike than 0.70."""
    shared = 0
    for column in range(24, 28):
        bits = names[one, column] & names[other, column]
        while bits:
            bits &= bits - np.uint8(1)
            shared += 1
    one_length, other_length = int(np.int64(names[one, -1])), int(np.int64(names[other, -1]))
    met = min(shared + int(np.int64(min(names[one, 28], names[other, 28]))), one_length, other_length)
    if met == 0:
        return False
    jaro = (met / one_length + met / other_length + 1.0) / 3.0
    begin = 0
    while begin < 4 and begin < min(one_length, other_length) and names[one, begin] == names[other, begin]:
        begin += 1
    return jaro + begin * 0.1 * (1.0 - jaro) >= 0.70


@compiled
def _is_other_form(one: int, other: int, kinds: int, names: Bytes, parts: Table) -> bool:
    """A short form and its long one, two short forms of one, or an initial."""
    if names[one, -1] == 1 or names[other, -1] == 1:
        return bool(names[one, 0] == names[other, 0])
    if not kinds & 2:
        return False
    for i in range(8):
        form = parts[one, i]
        if form < 0:
            break
        for j in range(8):
            if parts[other, j] < 0:
                break
            if form == parts[other, j]:
                return True
    return False


@compiled
def _is_half(one: int, other: int, parts: Table) -> bool:
    """One half of a name of two stands alone, or is shared by two names of two."""
    head, tail, other_head, other_tail = parts[one, 8], parts[one, 9], parts[other, 8], parts[other, 9]
    if tail < 0 and other_tail < 0:
        return False
    meets = head in (other_head, other_tail) or tail == other_head
    return bool(meets or (tail >= 0 and tail == other_tail))


@compiled
def _birth_level(one: int, other: int, one_day: int, other_day: int) -> int:
    """Of two numbers such as 0x20120517, and of the same dates as days."""
    if one < 0 or other < 0:
        return 0
    if one == other:
        return 1
    is_year = one >> 16 == other >> 16
    if is_year and one & 255 == other >> 8 & 255 and other & 255 == one >> 8 & 255:
        return 2
    if one_digit(one, other):
        return 2
    if is_year and (one & 65535 == 0x0101 or other & 65535 == 0x0101):
        return 3
    apart = abs(one_day - other_day)
    if apart <= 31:
        return 4
    if apart == 365 or apart == 366:
        return 5
    return 6 if apart <= 3652 else 7


@compiled
def _word_level(one: int, other: int, words: Bytes, is_number: bool) -> int:
    """The same, nearly the same (one slip, or for words alike as a whole), or different."""
    if one < 0 or other < 0:
        return 0
    if one == other:
        return 1
    if one_slip(words, one, other) or (not is_number and jaro_winkler(words, one, other) >= 0.92):
        return 2
    return 3


@compiled
def _plain_level(one: int, other: int) -> int:
    if one < 0 or other < 0:
        return 0
    return 1 if one == other else 2


@compiled
def pattern_of(i: int, j: int, records: Coded) -> int:
    """The pattern of two records: the levels of all fields, in the order of `FIELDS`, each in its own bits."""
    return pattern_between(i, j, records.facts, records.names, records.parts, records.words)


@compiled
def pattern_between(i: int, j: int, facts: Table, names: Bytes, parts: Table, words: Bytes) -> int:
    """The same, with the columns of `Coded` one by one, for loops of millions."""
    first_i, last_i, first_j, last_j = facts[i, 0], facts[i, 1], facts[j, 0], facts[j, 1]
    swapped = first_i >= 0 and last_i >= 0 and first_i == last_j and last_i == first_j
    number = _name_level(first_i, first_j, swapped, False, names, parts)
    number = number << 3 | _name_level(last_i, last_j, swapped, True, names, parts)
    number = number << 3 | _birth_level(facts[i, 3], facts[j, 3], facts[i, 2], facts[j, 2])
    number = number << 2 | _plain_level(facts[i, 4], facts[j, 4])
    number = number << 2 | _plain_level(facts[i, 5], facts[j, 5])
    number = number << 2 | _word_level(facts[i, 6], facts[j, 6], words, False)
    number = number << 2 | _word_level(facts[i, 7], facts[j, 7], words, True)
    # Addresses of mail are made of names: alike as a whole says nothing that the names do not say.
    number = number << 2 | _word_level(facts[i, 8], facts[j, 8], words, True)
    best = 0
    for column in range(13, facts.shape[1]):  # of several agreed ids the one that agrees best
        level = _word_level(facts[i, column], facts[j, column], words, True)
        if level > 0 and (best == 0 or level < best):
            best = level
    number = number << 2 | best
    middle = _plain_level(facts[i, 9], facts[j, 9])
    if middle == 2 and not ((facts[i, 11] > 0 or facts[j, 11] > 0) and facts[i, 10] == facts[j, 10]):
        middle = 3
    number = number << 2 | middle
    return number << 2 | _plain_level(facts[i, 12], facts[j, 12])


@compiled
def _patterns(left: Codes, right: Codes, start: int, stop: int, records: Coded, found: Codes) -> None:
    facts, names, parts, words = records.facts, records.names, records.parts, records.words
    for place in range(start, stop):
        found[place] = pattern_between(left[place], right[place], facts, names, parts, words)


def patterns(left: Codes, right: Codes, records: Coded) -> Codes:
    """The pattern of each pair."""
    found = np.empty(len(left), np.int32)
    by_stretch(len(left), lambda start, stop: _patterns(left, right, start, stop, records, found))
    return found


def level_of(pattern: NDArray[np.integer], field: int) -> NDArray[np.int64]:
    """The level that patterns have in a field."""
    return np.asarray(pattern >> SHIFTS[field] & MASKS[field], np.int64)


def levels_of(pattern: NDArray[np.integer]) -> NDArray[np.int64]:
    """The levels of patterns in all fields: (fields, patterns)."""
    return np.stack([level_of(pattern, field) for field in range(len(FIELDS))])
