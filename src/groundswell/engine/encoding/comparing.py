"""Encodings compared: who shares a tag, and how far their filters lie apart.

Candidates are found by sorting the tags of each view, so that no two records are compared that share no salt. A pair is
kept in the first view where it meets. How far two filters lie apart, in bits, says how much the fields agree; where
chance filled one of them, about half of the bits differ, which no two known values do.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.compiling import compiled
from groundswell.engine.encoding.keyed import Words
from groundswell.engine.encoding.views import VIEWS, field_starts, starts

Ints = NDArray[np.int32]
Places = NDArray[np.int64]

# The levels of what is compared; 0 is always "not known of both".
EXACT = 1
NICKNAME, CLOSE, SIMILAR, SWAPPED, DIFFERENT = 2, 3, 4, 5, 6  # of first names; surnames have no 2
NEAR, FAR = 2, 3  # of birth dates, postal codes and streets: in part the same, different
OF_THE_YEAR, OTHER_BIRTH = 3, 4  # of birth dates: the year alone is the same, not even that
OTHER = 2  # of phones and ids
SLOTS = ("first", "last", "birth", "postal", "phone", "number", "street")
LEVELS = (7, 7, 5, 4, 3, 3, 4)
PATTERNS = int(np.prod(LEVELS))
NAME_YEAR = [view.name for view in VIEWS].index("name-year")  # all who share names and year meet here first
CROWD = 2_000  # records under one tag: more than any salt that tells people apart can have

# Bits that two filters may differ in. One bit of each word is turned in each record, so that two filters of the same
# value differ in two bits a word at most.
SAME_128, CLOSE_128, SIMILAR_128, KNOWN_128 = 4, 12, 19, 47
NEAR_BIRTH, KNOWN_BIRTH = 20, 50
SAME_64, PART_64, KNOWN_64 = 3, 12, 22

_COLUMNS = ("first", "last", "names", "given", "birth", "postal", "phone", "ssn", "street")


def layout() -> Places:
    """For each view the word of its tag, then of each field in _COLUMNS (-1: not in it; -2: its salt, so the same)."""
    found = np.full((len(VIEWS), 1 + len(_COLUMNS)), -1, np.int64)
    for number, view in enumerate(VIEWS):
        found[number, 0] = starts()[number]
        fields = field_starts(number)
        for at, name in enumerate(_COLUMNS):
            if name in fields:
                found[number, 1 + at] = fields[name]
            elif name in view.salt or (name == "ssn" and view.name == "student"):
                found[number, 1 + at] = -2
    return found


@compiled
def ones(word: np.uint64) -> int:
    """How many bits of a word are set."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int(np.uint64(word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@compiled
def apart(words: Words, one: int, other: int, at: int, width: int) -> int:
    """In how many bits two records differ, in `width` words from `at`; -1: no such field here, 0: it is the salt."""
    if at < 0:
        return 0 if at == -2 else -1
    found = 0
    for word in range(at, at + width):
        found += ones(words[one, word] ^ words[other, word])
    return found


@compiled
def graded(distance: int, same: int, part: int, known: int) -> int:
    """0 (not known), 1 (the same), 2 (in part), 3 (different), of a distance."""
    if distance < 0 or distance > known:
        return 0
    if distance <= same:
        return 1
    return 2 if distance <= part else 3


@compiled
def named(distance: int) -> int:
    """How much two names agree, of a distance."""
    if distance < 0 or distance > KNOWN_128:
        return 0
    if distance <= SAME_128:
        return EXACT
    if distance <= CLOSE_128:
        return CLOSE
    return SIMILAR if distance <= SIMILAR_128 else DIFFERENT


@compiled
def pattern(words: Words, one: int, other: int, place: Places, of_the_year: bool) -> int:
    """How two records agree in a view, all slots in one number. `of_the_year`: the view's salt holds the year of birth."""
    first = named(apart(words, one, other, place[1], 2))
    last = named(apart(words, one, other, place[2], 2))
    if first >= SIMILAR and last >= SIMILAR and apart(words, one, other, place[3], 2) <= SAME_128:
        first = last = SWAPPED
    if first >= CLOSE and first != SWAPPED and 0 <= apart(words, one, other, place[4], 1) <= SAME_64:
        first = NICKNAME
    birth = graded(apart(words, one, other, place[5], 2), SAME_128, NEAR_BIRTH, KNOWN_BIRTH)
    if birth == FAR and not of_the_year:
        birth = OTHER_BIRTH
    postal = graded(apart(words, one, other, place[6], 1), SAME_64, PART_64, KNOWN_64)
    phone = graded(apart(words, one, other, place[7], 1), SAME_64, SAME_64, KNOWN_64)
    number = graded(apart(words, one, other, place[8], 1), SAME_64, SAME_64, KNOWN_64)
    street = graded(apart(words, one, other, place[9], 1), SAME_64, PART_64, KNOWN_64)
    phone, number = min(phone, OTHER), min(number, OTHER)
    return (((((first * 7 + last) * 5 + birth) * 4 + postal) * 3 + phone) * 3 + number) * 4 + street


@compiled
def pairs_of(
    words: Words, order: Places, first: int, last: int, view: int, places: Places, source: Ints, across: bool,
    left: Ints, right: Ints, patterns: Ints,
) -> int:  # fmt: skip
    """The pairs of a view among order[first:last], which is sorted by tag; gives how many there are.

    They are written while there is room for them, so that a first call with none counts them.
    """
    tag, found = places[view, 0], 0
    for begin in range(first, last):
        one = order[begin]
        for end in range(begin + 1, min(begin + CROWD, len(order))):
            other = order[end]
            if words[one, tag] != words[other, tag]:
                break
            if across and source[one] == source[other]:
                continue
            met = False
            for before in range(view):
                if words[one, places[before, 0]] == words[other, places[before, 0]]:
                    met = True
                    break
            if met:
                continue
            if found < len(left):
                left[found], right[found] = min(one, other), max(one, other)
                patterns[found] = pattern(words, one, other, places[view], view == NAME_YEAR)
            found += 1
    return found


def candidate_pairs(words: Words, source: Ints, across: bool) -> tuple[Ints, Ints, Ints]:
    """All pairs that share a tag: their records (left < right), and how they agree."""
    places = layout()
    nothing = np.empty(0, np.int32)
    found: list[tuple[Ints, Ints, Ints]] = []
    for view in range(len(VIEWS)):
        tags = words[:, places[view, 0]].copy()
        order = np.argsort(tags)
        alike = tags[order][1:] == tags[order][:-1]
        shared = np.zeros(len(order), bool)
        shared[1:] |= alike
        shared[:-1] |= alike
        order = order[shared]
        count = pairs_of(words, order, 0, len(order), view, places, source, across, nothing, nothing, nothing)
        left, right, patterns = (np.empty(count, np.int32) for _ in range(3))
        pairs_of(words, order, 0, len(order), view, places, source, across, left, right, patterns)
        found.append((left, right, patterns))
    left, right, patterns = (np.concatenate([each[at] for each in found]) for at in range(3))
    return left, right, patterns
