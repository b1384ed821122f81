"""Chance from a seed, in streams of its own for each purpose, so that a change to one leaves the others as they are."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Strings = npt.NDArray[np.object_]


def chance(seed: int, *purpose: str) -> np.random.Generator:
    """A stream of chance for this seed and this purpose; the same two always give the same stream."""
    digest = sha256("/".join((str(seed), *purpose)).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))


def zipf_shares(count: int, exponent: float = 0.85, offset: float = 2.7) -> Floats:
    """Shares of `count` things of which the first is the most frequent, by the rule of Zipf and Mandelbrot; sum 1.

    >>> [round(float(share), 3) for share in zipf_shares(3)]
    [0.399, 0.325, 0.276]
    """
    weights = 1.0 / (np.arange(count) + 1 + offset) ** exponent
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def drawn(rng: np.random.Generator, shares: Sequence[float] | Floats, count: int) -> Ints:
    """`count` draws of a position among `shares`, which need not sum to 1."""
    edges = np.cumsum(np.asarray(shares, dtype=np.float64))
    at = np.searchsorted(edges, rng.random(count) * edges[-1], side="right")
    return np.asarray(np.minimum(at, len(edges) - 1), dtype=np.int32)


def between(rng: np.random.Generator, low: Ints | int, high: Ints | int, count: int) -> Ints:
    """Whole numbers from `low` to `high`, both included; where high lies below low, low."""
    width = np.maximum(np.asarray(high, dtype=np.int64) - low, 0) + 1
    return np.asarray(low + np.floor(rng.random(count) * width), dtype=np.int32)


def day(text: str) -> int:
    """A day as the number of days since 1 January 1970.

    >>> day("1970-01-02")
    1
    """
    return int(np.datetime64(text, "D").astype(np.int64))
