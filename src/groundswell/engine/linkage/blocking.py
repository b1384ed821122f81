"""Which pairs of records are compared at all: those that agree in one of several keys.

A key is a whole number made of two or three things that records of one person seldom both get wrong. Records are
sorted by it, and those with the same key are compared pair by pair; a pair that an earlier key has brought is not
brought again. Where a key would bring too many pairs, the place or the year of birth is asked to agree as well, so that
work grows with the records and not with their square.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.compiling import by_stretch, compiled, cores
from groundswell.engine.linkage.coded import (
    BIRTH,
    BORN,
    EMAIL,
    FIRST,
    FORMS,
    LAST,
    PHONE,
    PLACE,
    STREET,
    Coded,
    Codes,
    is_wide,
)
from groundswell.engine.linkage.comparing import pattern_between
from groundswell.engine.linkage.frequencies import Met

Keys = NDArray[np.uint64]

LARGEST = 399  # neighbors of a record within one key that it is compared with, at most
FEW_A_RECORD = 1.2  # the same of birth date and place, which mostly bring strangers
BIRTH_AND_PLACE = 4  # the place of this rule among all
PAIRS_A_RECORD = 4.0  # pairs that one key may bring for each record before it is narrowed
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Pairs of positions of records, left before right, and the pattern of each."""

    left: Codes
    right: Codes
    pattern: Codes

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self.left)


@dataclass(frozen=True, slots=True, eq=False)
class BlockingPlan:
    """What is decided once, when a model is trained, so that a record's keys depend on it and on nothing beside it.

    `wide_ids` says which agreed ids tell people apart by themselves, `narrow` which rules ask for the place or the year
    as well, `id_names` which agreed ids there are.
    """

    wide_ids: tuple[bool, ...]
    narrow: tuple[bool, ...]
    id_names: tuple[str, ...] = ()


def planned(records: Coded, met: Met, id_names: tuple[str, ...] = ()) -> tuple[BlockingPlan, Keys, list[Codes]]:
    """The plan that fits these records, their keys by it, and for each key the records that share it, in line.

    `met` says how often names are met.
    """
    wide = tuple(is_wide(records.ids[:, column]) for column in range(records.ids.shape[1]))
    made = _plain_keys(records, BlockingPlan(wide, ()), met)
    with ThreadPoolExecutor(cores()) as pool:
        lines = list(pool.map(_in_line, made))
        brought = pool.map(_brings, made, lines)
        most = [(FEW_A_RECORD if rule == BIRTH_AND_PLACE else PAIRS_A_RECORD) for rule in range(len(made))]
        count = len(records.facts)
        plan = BlockingPlan(
            wide, tuple(pairs > each * count for pairs, each in zip(brought, most, strict=True)), id_names
        )
        keys = np.stack(_narrowed(made, records, plan), axis=1)
        # A narrowed rule is two, whose records stand in other lines than before.
        known = [[None, None] if narrow else [line] for line, narrow in zip(lines, plan.narrow, strict=True)]

        def line_of(rule: int, line: Codes | None) -> Codes:
            return _in_line(keys[:, rule]) if line is None else line

        every = [line for each in known for line in each]
        return plan, keys, list(pool.map(line_of, range(len(every)), every))


def keys_of(records: Coded, plan: BlockingPlan, met: Met) -> Keys:
    """The keys of every record by a plan, (n, rules); 0 where a key cannot be made."""
    return np.stack(_narrowed(_plain_keys(records, plan, met), records, plan), axis=1)


def _plain_keys(records: Coded, plan: BlockingPlan, met: Met) -> list[Keys]:
    """What each rule asks to agree, before it is narrowed."""
    root = _roots(records, met.part)
    month_day = _either_way(records)
    first, last, birth, place, street = (
        np.ascontiguousarray(records.column(each)) for each in (FIRST, LAST, BIRTH, PLACE, STREET)
    )
    head = np.where(last >= 0, records.heads[last], -1)
    tail = np.where(last >= 0, records.tails[last], -1)
    initial = _initial(records, first)
    asked: list[tuple[NDArray[np.integer], ...]] = [
        (head, month_day),
        (np.where(tail >= 0, tail, head), month_day),
        (root, month_day),
        (np.minimum(first, last), np.maximum(first, last)),
        (birth, place),
        (records.column(PHONE),),
        (records.column(EMAIL),),
        (head, root, _year(records)),
        (street, place, initial),
    ]
    for number, tells_apart in enumerate(plan.wide_ids):
        column = records.ids[:, number]
        asked += [(column, birth), (column, head), (column, root)]
        if tells_apart:
            asked.append((column,))
    with ThreadPoolExecutor(cores()) as pool:
        return list(pool.map(_mixed, range(1, len(asked) + 1), asked))


def candidates(records: Coded, keys: Keys) -> Candidates:
    """Every pair that agrees in a key, with its pattern."""
    with ThreadPoolExecutor(cores()) as pool:
        lines = list(pool.map(lambda rule: _in_line(keys[:, rule]), range(keys.shape[1])))
    return candidates_in(records, keys, lines)


def candidates_in(records: Coded, keys: Keys, lines: Sequence[Codes], fresh_from: int = 0) -> Candidates:
    """The pairs of records that stand beside one another in the line of a rule and agree in its key.

    With `fresh_from`, only pairs of which at least one record stands there or behind.
    """
    found = [_pairs_of(keys, rule, line, records, fresh_from) for rule, line in enumerate(lines)]
    return Candidates(*(np.concatenate([each[part] for each in found]) for part in range(3)))


def _initial(records: Coded, names: Codes) -> NDArray[np.int64]:
    """The first letter of names."""
    return np.where(names >= 0, records.names[names, 0].astype(np.int64), -1)


def _roots(records: Coded, part_counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each record the name that the given name most likely stands for: the most frequent of its forms."""
    first, forms = records.column(FIRST), records.parts[:, :FORMS]
    counts = np.zeros(int(forms.max(initial=-1)) + 2, np.int64)
    shared = min(len(counts) - 1, len(part_counts))
    counts[:shared] = part_counts[:shared]
    often = np.where(forms >= 0, counts[forms], -1)
    best = forms[np.arange(len(forms)), often.argmax(axis=1)].astype(np.int64)
    return np.where(first >= 0, best[first], -1)


def _year(records: Coded) -> NDArray[np.int64]:
    born = records.column(BORN).astype(np.int64)
    return np.where(born >= 0, born >> 16, -1)


def _either_way(records: Coded) -> NDArray[np.int64]:
    """The birth date, the same number for 3 April and for 4 March."""
    born = records.column(BORN).astype(np.int64)
    month, day = born >> 8 & 255, born & 255
    lower, higher = np.minimum(month, day), np.maximum(month, day)
    number = np.where(higher <= 0x12, lower << 8 | higher, born & 65535)
    return np.where(born >= 0, born >> 16 << 16 | number, -1)


def _mixed(number: int, parts: Sequence[NDArray[np.integer]]) -> Keys:
    """One number of several, different for each rule; 0 where one of them is not known."""
    key = np.full(len(parts[0]), number, np.uint64)
    known = np.ones(len(parts[0]), bool)
    for part in parts:
        known &= part >= 0
        key = (key ^ part.astype(np.uint64)) * _MIX
        key ^= key >> np.uint64(29)
    key = key * np.uint64(0xBF58476D1CE4E5B9)
    key ^= key >> np.uint64(32)
    return np.where(known, np.maximum(key, np.uint64(1)), np.uint64(0))


def _narrowed(keys: list[Keys], records: Coded, plan: BlockingPlan) -> list[Keys]:
    """Keys that bring too many pairs are asked for the place and, apart from that, for the year of birth.

    Birth date and place are asked for the first letters of the given name and, apart from that, of the surname.
    """
    by_letters: list[NDArray[np.integer]] = [_initial(records, records.column(name)) for name in (FIRST, LAST)]
    found: list[Keys] = []
    for rule, (key, is_narrow) in enumerate(zip(keys, plan.narrow, strict=True)):
        if is_narrow:
            by_place: list[NDArray[np.integer]] = [records.column(PLACE), _year(records)]
            more = by_letters if rule == BIRTH_AND_PLACE else by_place
            whole = np.where(key > 0, (key >> np.uint64(2)).astype(np.int64), -1)
            found += [_mixed(98 + turn, (whole, each)) for turn, each in enumerate(more)]
        else:
            found.append(key)
    return found


def _brings(key: NDArray[np.uint64], line: Codes) -> float:
    """How many pairs agree in a key, of which `line` holds the records that share it."""
    sizes = np.diff(np.append(0, np.unique(_ends(key[line]))))
    return float((sizes * (sizes - 1.0) / 2).sum())


def _in_line(key: Keys) -> Codes:
    """The records that share a key with another, those of one key beside one another."""
    known = np.flatnonzero(key)
    order = known[np.argsort(key[known])]
    ordered = key[order]
    is_next = ordered[1:] == ordered[:-1]
    shared = np.zeros(len(order), bool)
    shared[1:] |= is_next
    shared[:-1] |= is_next
    return order[shared].astype(np.int32)


def _pairs_of(keys: Keys, rule: int, line: Codes, records: Coded, fresh_from: int) -> tuple[Codes, Codes, Codes]:
    """The pairs that one key brings and none before it."""
    ends = _ends(keys[line, rule])
    line = _steady(line, ends)
    most = np.append(0, np.cumsum(np.minimum(ends - np.arange(len(line)) - 1, LARGEST)))

    def found(start: int, stop: int) -> tuple[Codes, Codes, Codes]:
        left, right, pattern = (np.empty(most[stop] - most[start], np.int32) for _ in range(3))
        number = _fill(keys, rule, line, ends, fresh_from, start, stop, records, left, right, pattern)
        return left[:number], right[:number], pattern[:number]

    each = by_stretch(len(line), found)
    left, right, pattern = (np.concatenate([one[part] for one in each]) for part in range(3))
    return left, right, pattern


def _steady(line: Codes, ends: Codes) -> Codes:
    """Where so many share a key that not all are compared, they stand in their own order, however they were sorted."""
    last = np.unique(ends)
    first = np.append(0, last[:-1])[: len(last)]
    found = line.copy()
    for start, stop in zip(first[last - first > LARGEST], last[last - first > LARGEST], strict=True):
        found[start:stop].sort()
    return found


def _ends(ordered: NDArray[np.uint64]) -> Codes:
    """For each record in line where those of its key end."""
    last = np.append(np.flatnonzero(ordered[1:] != ordered[:-1]), len(ordered) - 1) + 1
    return np.repeat(last, np.diff(np.append(0, last))).astype(np.int32) if len(ordered) else np.zeros(0, np.int32)


@compiled
def _is_new(keys: Keys, rule: int, i: int, j: int) -> bool:
    """True where no key before this one brings the pair."""
    for before in range(rule):  # noqa: SIM110
        if keys[i, before] == keys[j, before] and keys[i, before] != 0:
            return False
    return True


@compiled
def _fill(
    keys: Keys, rule: int, line: Codes, ends: Codes, fresh_from: int, start: int, stop: int, records: Coded,
    left: Codes, right: Codes, pattern: Codes,
) -> int:  # fmt: skip
    found = 0
    facts, names, parts, words = records.facts, records.names, records.parts, records.words
    for place in range(start, stop):
        i = line[place]
        for other in range(place + 1, min(place + 400, ends[place])):
            j = line[other]
            if max(i, j) >= fresh_from and _is_new(keys, rule, i, j):
                low, high = min(i, j), max(i, j)  # alikeness may depend on who comes first
                left[found], right[found] = low, high
                pattern[found] = pattern_between(low, high, facts, names, parts, words)
                found += 1
    return found
