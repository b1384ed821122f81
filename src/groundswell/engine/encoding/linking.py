"""People counted once from encodings alone: who links has no name, no birth date and no secret."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.encoding.comparing import Ints, candidate_pairs
from groundswell.engine.encoding.keyed import Words
from groundswell.engine.encoding.views import starts
from groundswell.engine.encoding.weighing import Weights, learned
from groundswell.engine.linkage.clustering import joined, numbered

Floats32 = NDArray[np.float32]
Int64s = NDArray[np.int64]

THRESHOLD = 0.7  # the probability from which on two records are linked
NEAR_ENOUGH = 0.01  # pairs below are not kept


@dataclass(frozen=True, slots=True, eq=False)
class EncodedLinkage:
    """Who is who. `person` numbers people from 0 in order of their first record; `person_at_provider` from links among
    records of one provider alone; pairs (left < right) are those that came near, with their probability."""

    person: Int64s
    person_at_provider: Int64s
    left: Ints
    right: Ints
    probability: Floats32
    candidate_pairs: int
    matched_pairs: int
    weights: Weights
    seconds: Mapping[str, float]

    @property
    def people(self) -> int:
        """How many people there are."""
        return int(self.person.max()) + 1 if len(self.person) else 0


def link_encoded(
    encodings: Words,
    source: Ints,
    provider: Ints | None = None,
    *,
    threshold: float = THRESHOLD,
    across_only: bool = False,
    progress: Callable[[str, float], None] | None = None,
) -> EncodedLinkage:
    """Link n encodings (n, 66) of one secret. `source` says which file each is from, `provider` whose it is.

    With `across_only` records of one source are taken for different people, as in a list without repeats.
    """
    began = time.perf_counter()
    source = np.ascontiguousarray(source, np.int32)
    left, right, patterns = candidate_pairs(np.ascontiguousarray(encodings, np.uint64), source, across_only)
    compared = time.perf_counter()
    _say(progress, "weighing", 0.7)
    weights = learned(patterns, _all_pairs(source, across_only), _same_birth(encodings[:, starts()[0]]))
    probability = weights.probabilities()[patterns].astype(np.float32)
    weighed = time.perf_counter()
    _say(progress, "counting", 0.9)
    linked = probability >= threshold
    near = probability >= NEAR_ENOUGH
    provider = source if provider is None else provider
    at_home = linked & (provider[left] == provider[right])
    size = len(encodings)
    seconds = {"compare": compared - began, "weigh": weighed - compared, "cluster": time.perf_counter() - weighed}
    return EncodedLinkage(
        people_of(size, left[linked], right[linked]), people_of(size, left[at_home], right[at_home]),
        left[near], right[near], probability[near], len(left), int(linked.sum()), weights, seconds,
    )  # fmt: skip


def people_of(size: int, left: Ints, right: Ints) -> Int64s:
    """The person of each of `size` records, whom links hold together; numbered in order of the first record."""
    return numbered(joined(size, left, right))


def _all_pairs(source: Ints, across_only: bool) -> float:
    size = float(len(source))
    among = float((np.bincount(source).astype(float) ** 2).sum()) if across_only and len(source) else size
    return max((size * size - among) / 2, 1.0)


def _same_birth(tags: Words) -> float:
    """How often two strangers share a birth date: no less than over eighty years, evenly."""
    known = np.bincount(np.unique(tags, return_counts=True)[1])
    shared = float((known * np.arange(len(known)) * np.maximum(np.arange(len(known)) - 1, 0)).sum())
    size = max(float(len(tags)), 2.0)
    return float(np.clip(shared / (size * (size - 1)), 1 / 29_220, 0.01))


def _say(progress: Callable[[str, float], None] | None, what: str, share: float) -> None:
    if progress is not None:
        progress(what, share)
