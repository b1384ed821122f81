"""How far partners agree about what is between them: Cohen's weighted kappa over pairs in which both answered.

Which of two partners is called the first is arbitrary, so each pair is entered in both orders. Pairs of which one
recorded for both, or that nobody named, agree by themselves and are left out. Fewer than ten pairs say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from groundswell.core.collaboration.levels import Level
from groundswell.core.collaboration.ratings import Origin, Tie

FEWEST_PAIRS = 10


class Weight(IntEnum):
    """The power of the distance between two levels at which it counts as disagreement."""

    LINEAR = 1
    QUADRATIC = 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement beyond chance, from -1 to 1; None for fewer than ten pairs, or where all say the same level."""

    pairs: int
    quadratic: float | None
    linear: float | None


def weighted_kappa(table: npt.ArrayLike, weight: Weight = Weight.QUADRATIC) -> float | None:
    """Cohen's kappa of a square table of counts, one rater's categories down and the other's across.

    kappa = 1 - sum(w o) / sum(w e) with w = (|i - j| / (k - 1)) ^ weight, o the shares observed and e those expected
    by chance from the margins (Cohen 1968; methods.md B10). None where nothing was rated, or where both raters used one
    and the same category only. Raises ValueError for a table that is not square.

    >>> table = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]  # vcd::SexualFun
    >>> round(weighted_kappa(table, Weight.LINEAR), 5), round(weighted_kappa(table), 5)
    (0.23738, 0.33205)
    """
    counts = np.asarray(table, float)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise ValueError(f"a table of two raters is square, not {counts.shape}")
    total = counts.sum()
    if total == 0:
        return None
    steps = np.arange(len(counts))
    weights = (np.abs(steps[:, None] - steps) / max(len(counts) - 1, 1)) ** int(weight)
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / total
    by_chance = float((weights * expected).sum())
    return None if by_chance == 0 else 1 - float((weights * counts).sum()) / by_chance


def agreement_of(ties: Iterable[Tie]) -> Agreement:
    """Agreement over the pairs in which each side gave its own account."""
    table = np.zeros((len(Level), len(Level)))
    pairs = 0
    for tie in ties:
        one, other = tie.of_one, tie.of_other
        if one is None or other is None or not one.origin is other.origin is Origin.OWN:
            continue
        pairs += 1
        table[one.level - 1, other.level - 1] += 1
        table[other.level - 1, one.level - 1] += 1
    if pairs < FEWEST_PAIRS:
        return Agreement(pairs, None, None)
    return Agreement(pairs, weighted_kappa(table), weighted_kappa(table, Weight.LINEAR))
