"""How much each agreement speaks for one person: learned from the pairs themselves, without names and without labels.

Pairs are of three kinds: the same person; two of one household, twins among them, who share surname and address; and
two who have nothing to do with each other. How often each kind agrees is estimated by expectation maximization over the
counts of patterns (Fellegi and Sunter 1969; Winkler 1988), with what is known of people everywhere as a start and as a
stay where there is little data.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.encoding.comparing import EXACT, LEVELS, PATTERNS, SLOTS

Floats = NDArray[np.float64]
Table = tuple[Floats, ...]  # for each slot the probability of each level from 1 on, by kind: (3, levels - 1)

STAY = 30.0  # pairs that the start is worth
ROUNDS = 60
BIRTH = SLOTS.index("birth")
# In one household first names differ as those of strangers do, but for these shares: a son named after his father, and
# twins whose names sound alike. Left free, households would take in the pairs that are one person.
NAMESAKES = np.array([0.01, 0.0, 0.005, 0.02, 0.0, 0.0])

_SAME = (
    (0.76, 0.06, 0.09, 0.03, 0.01, 0.05), (0.80, 1e-4, 0.09, 0.04, 0.01, 0.06), (0.93, 0.045, 0.015, 0.01), (0.80, 0.07, 0.13),
    (0.70, 0.30), (0.97, 0.03), (0.70, 0.08, 0.22),
)  # fmt: skip
_HOUSEHOLD = (
    (0.01, 0.01, 0.03, 0.10, 1e-3, 0.849), (0.85, 1e-4, 0.03, 0.04, 1e-3, 0.079), (0.03, 0.02, 0.02, 0.93),
    (0.90, 0.05, 0.05), (0.75, 0.25), (1e-4, 0.9999), (0.85, 0.05, 0.10),
)  # fmt: skip
_STRANGERS = (
    (0.005, 0.004, 0.012, 0.06, 1e-5, 0.91), (0.002, 1e-4, 0.006, 0.04, 1e-5, 0.95), (4e-5, 0.005, 0.02, 0.975),
    (0.05, 0.30, 0.65), (1e-4, 0.9999), (1e-6, 0.999999), (1e-3, 0.02, 0.979),
)  # fmt: skip


def _levels() -> NDArray[np.int64]:
    """The level of each slot in each pattern: (slots, patterns)."""
    rest, found = np.arange(PATTERNS), []
    for levels in reversed(LEVELS):
        found.append(rest % levels)
        rest = rest // levels
    return np.array(found[::-1])


LEVEL_OF = _levels()


@dataclass(frozen=True, slots=True)
class Weights:
    """For each kind (the same person, a household, strangers) and slot how often each level is met, and how many
    pairs of all there are of each kind."""

    table: Table
    shares: Floats

    def probabilities(self) -> Floats:
        """For each pattern the probability that the pair is one person."""
        likelihood = likelihoods(self.table, range(len(SLOTS)), LEVEL_OF) + np.log(self.shares)[:, None]
        likelihood -= likelihood.max(axis=0)
        odds = np.exp(likelihood)
        found: Floats = odds[0] / odds.sum(axis=0)
        return found


def start() -> Table:
    """What is known of people everywhere."""
    found = []
    for kinds in zip(_SAME, _HOUSEHOLD, _STRANGERS, strict=True):
        table = np.array(kinds)
        found.append(table / table.sum(axis=1, keepdims=True))
    return tuple(found)


def likelihoods(table: Table, slots: range | list[int], levels: NDArray[np.int64]) -> Floats:
    """The log likelihood of each pattern under each kind: (3, patterns). What is not known says nothing."""
    found = np.zeros((3, levels.shape[1]))
    for slot in slots:
        known = np.concatenate([np.zeros((3, 1)), np.log(table[slot])], axis=1)
        found += known[:, levels[slot]]
    return found


def learned(patterns: NDArray[np.int32], all_pairs: float, same_birth: float) -> Weights:
    """Weights from the patterns of all candidates. `same_birth`: how often two strangers share a birth date."""
    counts = np.bincount(patterns, minlength=PATTERNS).astype(float)
    table = start()
    table[BIRTH][2] = [same_birth, 0.005, 0.02, 0.975 - same_birth]
    table, kinds = _of_one_birthday(counts, table)
    table = _of_births(counts, table, kinds)
    exact = np.array([table[BIRTH][kind, 0] for kind in range(3)])
    shares = np.maximum(kinds[:2] / exact[:2], 1.0) / all_pairs
    return Weights(table, np.append(shares, 1.0))


def _of_one_birthday(counts: Floats, table: Table) -> tuple[Table, Floats]:
    """All but births, from pairs that share a birth date: strangers are among them as they come.

    Gives the table, and how many pairs there are of each kind.
    """
    here = np.flatnonzero((counts > 0) & (LEVEL_OF[BIRTH] == EXACT))
    weight, levels = counts[here], LEVEL_OF[:, here]
    slots = [slot for slot in range(len(SLOTS)) if slot != BIRTH]
    found, kinds = [each.copy() for each in table], np.array([1.0, 0.1, 1.0])
    for _ in range(ROUNDS):
        likelihood = likelihoods(tuple(found), slots, levels) + np.log(kinds / kinds.sum())[:, None]
        likelihood -= likelihood.max(axis=0, initial=-np.inf)
        mine = np.exp(likelihood)
        mine *= weight / mine.sum(axis=0)
        kinds = mine.sum(axis=1) + 0.01
        for slot in slots:
            for kind in range(3):
                met = np.bincount(levels[slot], mine[kind], minlength=LEVELS[slot])[1:] + STAY * table[slot][kind]
                found[slot][kind] = met / met.sum()
        found[0][1] = (1 - NAMESAKES.sum()) * found[0][2] + NAMESAKES
    return tuple(found), kinds


def _of_births(counts: Floats, table: Table, kinds: Floats) -> Table:
    """How often one person's birth dates differ, from pairs of the same names, which are found wherever they differ."""
    named = (LEVEL_OF[0] == EXACT) & (LEVEL_OF[1] == EXACT) & (LEVEL_OF[BIRTH] > 0)
    here = np.flatnonzero((counts > 0) & named)
    if not len(here):
        return table
    weight, levels = counts[here], LEVEL_OF[:, here]
    found = [each.copy() for each in table]
    for _ in range(ROUNDS // 3):
        shares = np.append(kinds[:2] / np.array([found[BIRTH][kind, 0] for kind in range(2)]), 0.0)
        shares[2] = kinds[2] / found[BIRTH][2, 0]
        likelihood = likelihoods(tuple(found), range(len(SLOTS)), levels) + np.log(shares)[:, None]
        likelihood -= likelihood.max(axis=0)
        mine = np.exp(likelihood)
        same = mine[0] / mine.sum(axis=0) * weight
        met = np.bincount(levels[BIRTH], same, minlength=LEVELS[BIRTH])[1:] + STAY * table[BIRTH][0]
        found[BIRTH][0] = met / met.sum()
    return tuple(found)
