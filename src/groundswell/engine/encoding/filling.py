"""The filters of a view, filled: tokens to bits under the salt's key, covered, with a few bits turned.

The hardening, in order: every salt has its own places for bits; a cover drawn from the salt's key lies over the filter,
so that not even the number of its bits can be seen; one bit in each word is turned, at a place that differs from record
to record (BLIP). Where the field or the salt is missing, chance fills the place, and nobody can see that it did.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.compiling import compiled
from groundswell.engine.encoding.keyed import Words, siphash

Codes = NDArray[np.int32]
Offsets = NDArray[np.int64]
Bools = NDArray[np.bool_]

FILLED, TURNED, COVERED = 1 << 60, 2 << 60, 3 << 60  # what a hash is for; tokens have zeros there
TOKEN_BITS = 56


@compiled
def fill_tags(out: Words, at: int, salted: Bools, tags: Words, record_keys: Words) -> None:
    """The tag of a view in its first word; chance where the record has no such salt."""
    for row in range(len(out)):
        if salted[row]:
            out[row, at] = tags[row]
        else:
            out[row, at] = siphash(record_keys[row, 0], record_keys[row, 1], np.uint64(FILLED | at))


@compiled
def fill_field(
    out: Words, at: int, words: int, number: int, salted: Bools, keys: Words, record_keys: Words,
    codes: Codes, others: Codes, offsets: Offsets, tokens: Words, bits: Codes,
) -> None:  # fmt: skip
    """One field of a view. `codes` say which tokens a row has (-1: unknown), `others` which more; both are needed."""
    mask = np.uint64(words * 64 - 1)
    for row in range(len(out)):
        r0, r1 = record_keys[row, 0], record_keys[row, 1]
        if not salted[row] or codes[row] < 0 or others[row] < 0:
            for word in range(at, at + words):
                out[row, word] = siphash(r0, r1, np.uint64(FILLED | word))
            continue
        k0, k1 = keys[row, 0], keys[row, 1]
        for word in range(at, at + words):
            out[row, word] = np.uint64(0)
        for turn in range(2):
            code = codes[row] if turn == 0 else others[row]
            if turn == 1 and code == codes[row]:
                break
            for place in range(offsets[code], offsets[code + 1]):
                token = tokens[place] | (np.uint64(number) << np.uint64(TOKEN_BITS))
                drawn = siphash(k0, k1, token)
                for _ in range(bits[place]):
                    bit = drawn & mask
                    drawn >>= np.uint64(7)
                    out[row, at + np.int64(bit >> np.uint64(6))] |= np.uint64(1) << (bit & np.uint64(63))
        for word in range(words):
            out[row, at + word] ^= siphash(k0, k1, np.uint64(COVERED | (number << 8) | word))
            turned = siphash(r0, r1, np.uint64(TURNED | (at + word)))
            out[row, at + word] ^= np.uint64(1) << (turned & np.uint64(63))
