"""Encoding people on a provider's machine, and linking without names: beside every pair compared, one by one.

Two lists of 100,000 invented people, half of them on both. The peer makes plain Bloom filters of the same fields (1,024
bits, the clkhash way), compares all pairs by their Dice coefficient with a compiled popcount on all cores, and is given
the best of its thresholds afterwards. It compares a tenth of one list with all of the other, and its time is taken ten
times: the work grows evenly. Ours links both lists whole, with its own threshold.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace

import numba
import numpy as np
from numpy.typing import NDArray

from benchmarks.rows import Row
from groundswell.engine.encoding import Secret, encode, link_encoded, warm
from groundswell.engine.encoding.coding import code_fields
from groundswell.engine.encoding.keyed import siphash
from groundswell.engine.invented import InventedCommunity
from groundswell.engine.linkage.records import TEXT_FIELDS, PersonRecords

SEED, EACH = 20_261, 100_000
TENTH = 10
THRESHOLDS = tuple(step / 100 for step in range(70, 96, 2))
Linker = Callable[[PersonRecords], tuple[NDArray[np.int32], NDArray[np.int32]]]


def run() -> list[Row]:
    """The rate of encoding, the time and the F1 of linking, and the accuracy that is lost."""
    records, ids, truth = two_lists(SEED, EACH)
    warm()
    secret = Secret(b"a secret for benchmarks and nothing else, 2026")
    began, busy = time.perf_counter(), time.process_time()
    words = encode(records, ids, secret)
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    rate = f"{len(ids) / busy * 60:,.0f} people a minute of one core"
    rows = [Row("encoding people, hardened", f"{len(ids):,} records, {seconds:.1f} s", figure=rate, goal="1,000,000")]
    began = time.perf_counter()
    linkage = link_encoded(words, records.source, across_only=True)
    seconds = time.perf_counter() - began
    chosen = linkage.probability >= 0.7
    ours = f1(linkage.left[chosen], linkage.right[chosen], truth)
    took, theirs, at = brute_force(records, truth)
    size = f"{EACH:,} x {EACH:,}"
    rows.append(Row("linking encodings", size, seconds, "every pair by Dice, a tenth x 10", took, goal="30 x or more"))
    rows.append(Row("F1 of linking encodings", size, figure=f"{ours:.4f}", goal=f"the peer's {theirs:.4f} at {at:.2f}"))
    rows += against_plain_text(records, truth, ours, size)
    return rows


def two_lists(seed: int, each: int) -> tuple[PersonRecords, list[str], NDArray[np.int64]]:
    """Two lists of `each` records without repeats, half of the people on both; ids; and who each record is."""
    community = InventedCommunity(seed, each * 3)
    tables = [community.records(program.program_id)["participants"] for program in community.programs]
    who = np.concatenate([community.truth(program.program_id)["person"] for program in community.programs])
    order = np.random.default_rng(seed).permutation(len(who))
    people, first = np.unique(who[order], return_index=True)
    rest = np.setdiff1d(np.arange(len(order)), first)
    again, second = np.unique(who[order][rest], return_index=True)
    both = np.isin(people, again[: each // 2])
    alone = np.flatnonzero(~np.isin(people, again))
    one = np.concatenate([first[both], first[alone[: each - each // 2]]])
    other = np.concatenate([rest[second[: each // 2]], first[alone[each - each // 2 : 2 * (each - each // 2)]]])
    rows = order[np.concatenate([one, other])]
    source = np.repeat(np.array([0, 1], np.int32), [len(one), len(other)])
    columns = {name: _column(tables, name)[rows] for name in (*TEXT_FIELDS, "participant_id")}
    births = np.concatenate([np.asarray(table["birth_date"], "datetime64[D]") for table in tables])[rows]
    ids = [str(each) for each in columns.pop("participant_id")]
    return PersonRecords(columns, births, source, source), ids, who[rows].astype(np.int64)


def _column(tables: list[dict[str, NDArray]], name: str) -> NDArray[np.object_]:  # type: ignore[type-arg]
    found = np.concatenate([np.asarray(table[name], object) for table in tables])
    found[found == None] = ""  # noqa: E711
    return found


def f1(left: NDArray[np.int32], right: NDArray[np.int32], truth: NDArray[np.int64]) -> float:
    """Of links between the two lists."""
    right_ones = int((truth[left] == truth[right]).sum())
    of_all = len(truth) - len(np.unique(truth))
    return 2 * right_ones / max(len(left) + of_all, 1)


def brute_force(records: PersonRecords, truth: NDArray[np.int64]) -> tuple[float, float, float]:
    """Seconds, F1 and threshold of comparing every pair of plain filters."""
    words = plain_filters(records)
    size = int((records.source == 0).sum())
    some = size // TENTH
    one, other = words[:some], words[size:]
    there = np.concatenate([truth[:some], truth[size:]])
    ones = np.bitwise_count(one).sum(axis=1).astype(np.int32), np.bitwise_count(other).sum(axis=1).astype(np.int32)
    compare_all(one[:64], other[:64], ones[0][:64], ones[1][:64], THRESHOLDS[0], 40)
    began = time.perf_counter()
    best, dice = compare_all(one, other, *ones, THRESHOLDS[0], 40)
    seconds = time.perf_counter() - began
    left, place = np.nonzero(best >= 0)
    right, dice = best[left, place] + some, dice[left, place]
    found = [(f1(left[dice >= each], right[dice >= each], there), each) for each in THRESHOLDS]
    return seconds * TENTH, *max(found)


def plain_filters(records: PersonRecords) -> NDArray[np.uint64]:
    """One filter of 1,024 bits for names, birth date and postal code, the same key for everybody."""
    fields, out = code_fields(records), np.zeros((len(records), 16), np.uint64)
    for number, name in enumerate(("first", "last", "birth", "postal")):
        field = fields[name]
        _fill_plain(out, number, field.codes, field.offsets, field.tokens)
    return out


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def _fill_plain(out, number, codes, offsets, tokens):  # type: ignore[no-untyped-def]
    for row in range(len(out)):
        if codes[row] >= 0:
            for place in range(offsets[codes[row]], offsets[codes[row] + 1]):
                for turn in range(2):
                    drawn = siphash(np.uint64(7), np.uint64(number * 2 + turn), tokens[place])
                    for _ in range(5):
                        bit = drawn & np.uint64(1023)
                        drawn >>= np.uint64(10)
                        out[row, bit >> np.uint64(6)] |= np.uint64(1) << (bit & np.uint64(63))


@numba.njit(cache=True, parallel=True)  # type: ignore[untyped-decorator]
def compare_all(one, other, ones, others, lowest, room):  # type: ignore[no-untyped-def]
    """For each record of one list the records of the other that reach `lowest`, at most `room`."""
    best, dice = np.full((len(one), room), -1, np.int32), np.zeros((len(one), room), np.float32)
    for left in numba.prange(len(one)):
        found = 0
        for right in range(len(other)):
            both = ones[left] + others[right]
            if 2 * min(ones[left], others[right]) < lowest * both:
                continue
            shared = 0
            for word in range(16):
                bits = one[left, word] & other[right, word]
                bits -= (bits >> np.uint64(1)) & np.uint64(0x5555555555555555)
                bits = (bits & np.uint64(0x3333333333333333)) + ((bits >> np.uint64(2)) & np.uint64(0x3333333333333333))
                bits = (bits + (bits >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
                shared += np.int64((bits * np.uint64(0x0101010101010101)) >> np.uint64(56))
            if 2 * shared >= lowest * both and found < room:
                best[left, found], dice[left, found] = right, 2 * shared / both
                found += 1
    return best, dice


def against_plain_text(records: PersonRecords, truth: NDArray[np.int64], ours: float, size: str) -> list[Row]:
    """What is lost against linkers that see the names: exact matching, and the engine where it is there."""
    rows = []
    for name, linker in plain_linkers().items():
        theirs = f1(*linker(records), truth)
        goal = "at most 0.0100 lost" if name != "exact names and birth date" else ""
        rows.append(Row(f"F1 lost against {name}", size, figure=f"{theirs - ours:+.4f} of {theirs:.4f}", goal=goal))
    return rows


def plain_linkers() -> dict[str, Linker]:
    """Linkers in the clear, by what they are called."""
    found: dict[str, Linker] = {"exact names and birth date": exactly}
    try:
        from groundswell.engine import linkage
    except ImportError:
        return found
    if hasattr(linkage, "link"):
        found["the same people in the clear"] = in_the_clear
    return found


def exactly(records: PersonRecords) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Pairs of the two lists with the same standard names and birth date."""
    fields = code_fields(records)
    known = (fields["first"].codes >= 0) & (fields["last"].codes >= 0) & (fields["birth"].codes >= 0)
    keys = np.stack([fields[name].codes for name in ("first", "last", "birth")], axis=1)
    _, person = np.unique(keys, axis=0, return_inverse=True)
    there: dict[int, list[int]] = {}
    for row in np.flatnonzero(known & (records.source == 0)).tolist():
        there.setdefault(int(person[row]), []).append(row)
    pairs = [
        (row, other)
        for other in np.flatnonzero(known & (records.source == 1)).tolist()
        for row in there.get(int(person[other]), ())
    ]
    found = np.array(pairs or np.empty((0, 2)), np.int32)
    return found[:, 0], found[:, 1]


def in_the_clear(records: PersonRecords) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """What the engine links that sees the names: its people, as pairs between the two lists.

    E-mail addresses, which encodings do not hold, are left out here too.
    """
    from groundswell.engine.linkage import link

    texts = {name: column for name, column in records.texts.items() if name != "email"}
    person = link(replace(records, texts=texts)).person
    order = np.argsort(person[records.source == 1], kind="stable")
    one, other = np.flatnonzero(records.source == 0), np.flatnonzero(records.source == 1)[order]
    first, last = (np.searchsorted(person[other], person[one], side=side) for side in ("left", "right"))
    left = np.repeat(one, last - first)
    right = (
        np.concatenate([other[begin:end] for begin, end in zip(first, last, strict=True)]) if len(left) else other[:0]
    )
    return left.astype(np.int32), right.astype(np.int32)


if __name__ == "__main__":
    from benchmarks.__main__ import table

    print(f"{os.cpu_count()} cores")
    print(table(run()))
