"""Attacks on encodings, as somebody would try them who knows the format and the people, but not the secret.

The attacker is given more than methods.md C9 asks: not only how frequent names are, but the very list of the people
whose encodings are at hand (in another order). What is counted is for how many encodings the name that the attacker
says is the right one. The same code is run on plain filters of names, where it must find far more than by chance: else
it would prove nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.encoding.coding import code_fields
from groundswell.engine.encoding.keyed import siphash
from groundswell.engine.encoding.standard import letter_pairs
from groundswell.engine.linkage.records import PersonRecords

Bits = NDArray[np.float32]
Names = Sequence[str]


@dataclass(frozen=True)
class Known:
    """What the attacker has: people in the clear, in another order than their encodings stand in."""

    records: PersonRecords
    names: Names


def people(count: int, seed: int) -> tuple[PersonRecords, Names]:
    """Invented people with names as frequent as the census counts them; raises ImportError without `names`."""
    import names

    rng = np.random.default_rng(seed)
    first = np.where(rng.random(count) < 0.5, _drawn(names.FILES["first:female"], count, rng),
                     _drawn(names.FILES["first:male"], count, rng)).astype(object)  # fmt: skip
    last = _drawn(names.FILES["last"], count, rng).astype(object)
    births = np.datetime64("1940-01-01") + rng.integers(0, 29_000, count).astype("timedelta64[D]")
    new_year = rng.random(count) < 0.015
    births[new_year] = births[new_year].astype("datetime64[Y]").astype("datetime64[D]")
    births[rng.random(count) < 0.015] = np.datetime64("NaT")
    postal = np.array([f"0{code}" for code in 6500 + (rng.zipf(1.6, count) % 30)], object)
    phone = np.array([f"155{number}" for number in rng.integers(2_000_000, 9_999_999, count)], object)
    phone[rng.random(count) < 0.4] = ""
    nobody = np.zeros(count, np.int32)
    texts = {"first_name": first, "last_name": last, "postal_code": postal, "phone": phone}
    records = PersonRecords(texts, births, nobody, nobody)
    return records, [f"{one} {other}" for one, other in zip(first, last, strict=True)]


def _drawn(path: str, count: int, rng: np.random.Generator) -> NDArray[np.str_]:
    lines = [line.split() for line in Path(path).read_text(encoding="ascii").splitlines()]
    reached = np.array([float(line[2]) for line in lines])  # cumulative percent
    at = np.searchsorted(reached, rng.random(count) * reached[-1])
    return np.array([line[0] for line in lines])[at]


def shuffled(records: PersonRecords, names: Names, seed: int) -> Known:
    """The same people in another order."""
    order = np.random.default_rng(seed).permutation(len(records))
    return Known(records.chosen(order), [names[at] for at in order])


def plain_filters(records: PersonRecords, key: int, width: int = 1024, bits: int = 10) -> NDArray[np.uint64]:
    """One unhardened filter of first and last name together: one key for all, the weakness that is attacked."""
    fields, out = code_fields(records), np.zeros((len(records), width), bool)
    places: dict[int, list[int]] = {}
    for name in ("first", "last"):
        field = fields[name]
        for row, code in enumerate(field.codes.tolist()):
            for token in field.tokens[field.offsets[code] : field.offsets[code + 1]].tolist():
                if token not in places:
                    drawn = (siphash(np.uint64(key), np.uint64(turn), np.uint64(token)) for turn in range(bits))
                    places[token] = [int(each) % width for each in drawn]
                out[row, places[token]] = True
    found: NDArray[np.uint64] = np.packbits(out, axis=1, bitorder="little").view("<u8").astype(np.uint64)
    return found


def as_bits(words: NDArray[np.uint64]) -> Bits:
    """Words as zeros and ones."""
    return np.unpackbits(words.astype("<u8").view(np.uint8), axis=1, bitorder="little").astype(np.float32)


def bit_frequency_alignment(targets: NDArray[np.uint64], own: NDArray[np.uint64], known: Known) -> list[str]:
    """Each encoding by how often the bits are set that it has set, which frequent and rare letters give away.

    It is lined up with encodings that the attacker makes with a key of her own, and said to be whoever is nearest.
    """
    there, here = _profiles(as_bits(targets)), _profiles(as_bits(own))
    half = (here**2).sum(axis=1)[None, :] / 2
    nearest: list[int] = []
    for start in range(0, len(there), 1_000):
        some = there[start : start + 1_000]
        apart = half - some @ here.T  # of half of the squares, for the order is the same
        nearest += apart.argmin(axis=1).tolist()
    return [known.names[at] for at in nearest]


def _profiles(bits: Bits, bins: int = 48) -> Bits:
    """How many bits each record has set among the rarest, the next, and so on to the most frequent."""
    order = np.argsort(bits.mean(axis=0), kind="stable")
    is_among = np.zeros((len(order), bins), np.float32)
    for place, some in enumerate(np.array_split(order, bins)):
        is_among[some, place] = 1
    return bits @ is_among


def pattern_mining(targets: NDArray[np.uint64], known: Known, most: int = 200) -> list[str]:
    """Bits that are set together, taken for one pair of letters; each such pattern lined up with the pair that is as
    frequent; each encoding said to be whoever's name has most of the pairs found in it."""
    found = _patterns(as_bits(targets).astype(bool), most) or [np.ones(len(targets), bool)]
    of_each = [set().union(*map(letter_pairs, name.split(" "))) for name in known.names]
    often: dict[str, int] = defaultdict(int)
    for each in of_each:
        for pair in each:
            often[pair] += 1
    columns, pairs = [found[0]], [max(often, key=lambda each: often[each])]
    for column in found:
        near = [pair for pair, count in often.items() if abs(count - column.sum()) <= 1]
        if len(near) == 1 and near[0] not in pairs:  # counted to the very person: it can be no other
            columns.append(column)
            pairs.append(near[0])
    there = np.stack(columns, axis=1).astype(np.float32)
    has = np.array([[pair in each for pair in pairs] for each in of_each], np.float32)
    weight = np.log(len(has) / (has.sum(axis=0) + 1))
    there, has = (there - there.mean(0)) * weight, has - has.mean(0)
    has /= np.linalg.norm(has, axis=1, keepdims=True) + 1e-6
    nearest: list[int] = []
    for start in range(0, len(there), 1_000):
        nearest += (there[start : start + 1_000] @ has.T).argmax(axis=1).tolist()
    return [known.names[at] for at in nearest]


def _patterns(bits: NDArray[np.bool_], most: int, together: int = 7) -> list[NDArray[np.bool_]]:
    """For each of the bits most often set, the records that have it and those bits that go with it most."""
    found: dict[bytes, NDArray[np.bool_]] = {}
    for seed in np.argsort(-bits.sum(axis=0)):
        rows, chosen = np.flatnonzero(bits[:, seed]), [int(seed)]
        while len(chosen) < together and len(rows):
            counts = bits[rows].sum(axis=0)
            counts[chosen] = -1
            chosen.append(int(counts.argmax()))
            rows = rows[bits[rows, chosen[-1]]]
        column = np.zeros(len(bits), bool)
        column[rows] = True
        if len(rows) > 5 and not any((column ^ other).sum() < 0.2 * len(rows) for other in found.values()):
            found[column.tobytes()] = column
        if len(found) >= most:
            break
    return list(found.values())


def exact_repeats(targets: Sequence[Hashable], values: Sequence[Hashable], known: Known) -> list[str]:
    """What repeats in the encodings lined up with what repeats among the people, the most frequent with the most
    frequent; each encoding is said to be one of those people."""
    there, here = _groups(targets), _groups(values)
    said = [""] * len(targets)
    for rows, persons in zip(there, here, strict=False):
        for turn, row in enumerate(rows):
            said[row] = known.names[persons[turn % len(persons)]]
    return said


def _groups(values: Sequence[Hashable]) -> list[list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for at, value in enumerate(values):
        groups[value].append(at)
    return sorted(groups.values(), key=lambda rows: -len(rows))


def share_found(said: Sequence[str], names: Names) -> float:
    """The share of encodings whose name was said rightly."""
    return sum(one == other for one, other in zip(said, names, strict=True)) / len(names)
