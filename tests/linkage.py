"""How well people were linked, where the truth is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PairScores:
    """Of the pairs put together, the share that is right; of the pairs that belong together, the share found."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pair_scores(found: Numbers, truth: Numbers) -> PairScores:
    """Pairwise precision and recall of clusters; 1 where there is nothing to be found."""
    both = np.unique(np.stack([found, truth], axis=1), axis=0, return_counts=True)[1]
    right = _pairs(both)
    put, belong = (_pairs(np.unique(numbers, return_counts=True)[1]) for numbers in (found, truth))
    return PairScores(right / put if put else 1.0, right / belong if belong else 1.0)


def _pairs(sizes: Numbers) -> int:
    return int((sizes.astype(np.int64) * (sizes - 1) // 2).sum())
