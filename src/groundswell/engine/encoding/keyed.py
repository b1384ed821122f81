"""The keyed hashes of an encoding as compiled loops: HMAC-SHA-256 for salts, SipHash-2-4 for what stands beneath them.

HMAC-SHA-256 of secret and salt gives each salt its tag and a key of its own; SipHash with that key, which costs a
fiftieth, puts each token's bits in their places and draws the cover over them. Python's own `hmac`, and a SipHash
written out plainly, are the twins in the tests.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.compiling import compiled

Words = NDArray[np.uint64]
Word32s = NDArray[np.uint32]


def _primes(count: int) -> list[int]:
    found: list[int] = []
    number = 2
    while len(found) < count:
        if all(number % each for each in found):
            found.append(number)
        number += 1
    return found


def _fraction(root: float, power: int, prime: int) -> int:
    """The first 32 bits behind the point of a root of a prime, in whole numbers (FIPS 180-4, 4.2.2)."""
    wanted = prime << (32 * power)
    guess = int(root * 2**32)
    while guess**power > wanted:
        guess -= 1
    while (guess + 1) ** power <= wanted:
        guess += 1
    return guess & 0xFFFFFFFF


ROUND_CONSTANTS: Word32s = np.array([_fraction(p ** (1 / 3), 3, p) for p in _primes(64)], np.uint32)
FIRST_STATE: Word32s = np.array([_fraction(p**0.5, 2, p) for p in _primes(8)], np.uint32)


@compiled
def _turned(word: np.uint32, by: int) -> np.uint32:
    return np.uint32((word >> np.uint32(by)) | (word << np.uint32(32 - by)))


@compiled
def compress(state: Word32s, block: Word32s, schedule: Word32s) -> None:
    """One block of SHA-256, into the state."""
    for at in range(16):
        schedule[at] = block[at]
    for at in range(16, 64):
        early, late = schedule[at - 15], schedule[at - 2]
        small = _turned(early, 7) ^ _turned(early, 18) ^ (early >> np.uint32(3))
        large = _turned(late, 17) ^ _turned(late, 19) ^ (late >> np.uint32(10))
        schedule[at] = np.uint32(schedule[at - 16] + small + schedule[at - 7] + large)
    a, b, c, d = state[0], state[1], state[2], state[3]
    e, f, g, h = state[4], state[5], state[6], state[7]
    for at in range(64):
        large = _turned(e, 6) ^ _turned(e, 11) ^ _turned(e, 25)
        one = np.uint32(h + large + ((e & f) ^ (~e & g)) + ROUND_CONSTANTS[at] + schedule[at])
        small = _turned(a, 2) ^ _turned(a, 13) ^ _turned(a, 22)
        two = np.uint32(small + ((a & b) ^ (a & c) ^ (b & c)))
        h, g, f, e = g, f, e, np.uint32(d + one)
        d, c, b, a = c, b, a, np.uint32(one + two)
    for at, word in enumerate((a, b, c, d, e, f, g, h)):
        state[at] = np.uint32(state[at] + word)


@compiled
def hmac_words(inner: Word32s, outer: Word32s, message: Words, wanted: NDArray[np.bool_], digest: Words) -> None:
    """HMAC-SHA-256 of each wanted row of four words (big-endian), given the states of the key, into as many words."""
    state, block, schedule = np.empty(8, np.uint32), np.zeros(16, np.uint32), np.empty(64, np.uint32)
    for row in range(len(message)):
        if not wanted[row]:
            continue
        for at in range(4):
            block[2 * at] = np.uint32(message[row, at] >> np.uint64(32))
            block[2 * at + 1] = np.uint32(message[row, at] & np.uint64(0xFFFFFFFF))
        for turn in range(2):
            block[8] = np.uint32(0x80000000)
            for at in range(9, 15):
                block[at] = np.uint32(0)
            block[15] = np.uint32((64 + 32) * 8)
            for at in range(8):
                state[at] = inner[at] if turn == 0 else outer[at]
            compress(state, block, schedule)
            for at in range(8):
                block[at] = state[at]
        for at in range(4):
            digest[row, at] = (np.uint64(state[2 * at]) << np.uint64(32)) | np.uint64(state[2 * at + 1])


def hmac_states(key: bytes) -> tuple[Word32s, Word32s]:
    """The states of SHA-256 after the inner and the outer pad of a key of 64 bytes."""
    states = []
    for pad in (0x36, 0x5C):
        state = FIRST_STATE.copy()
        block = np.frombuffer(bytes(byte ^ pad for byte in key), ">u4").astype(np.uint32)
        compress(state, block, np.empty(64, np.uint32))
        states.append(state)
    return states[0], states[1]


@compiled
def _rotated(word: np.uint64, by: int) -> np.uint64:
    return np.uint64((word << np.uint64(by)) | (word >> np.uint64(64 - by)))


@compiled
def siphash(k0: np.uint64, k1: np.uint64, message: np.uint64) -> np.uint64:
    """SipHash-2-4 of one word of eight bytes (Aumasson and Bernstein, 2012)."""
    a = k0 ^ np.uint64(0x736F6D6570736575)
    b = k1 ^ np.uint64(0x646F72616E646F6D)
    c = k0 ^ np.uint64(0x6C7967656E657261)
    d = k1 ^ np.uint64(0x7465646279746573)
    for turn in range(8):
        if turn == 0:
            d ^= message
        elif turn == 2:
            a ^= message
            d ^= np.uint64(8 << 56)
        elif turn == 4:
            a ^= np.uint64(8 << 56)
            c ^= np.uint64(0xFF)
        a = np.uint64(a + b)
        b = _rotated(b, 13) ^ a
        a = _rotated(a, 32)
        c = np.uint64(c + d)
        d = _rotated(d, 16) ^ c
        a = np.uint64(a + d)
        d = _rotated(d, 21) ^ a
        c = np.uint64(c + b)
        b = _rotated(b, 17) ^ c
        c = _rotated(c, 32)
    return a ^ b ^ c ^ d
