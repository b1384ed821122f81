"""Draws of what was declared: each number with a range becomes many, spread as widely as its owner is unsure.

A range is 95 % of a normal distribution in two halves, as wide below the value as the lower end says and as wide above
as the upper one; a risk ratio's halves are even in proportion (its logarithm). Draws are cut to what is possible: a
share to 0 to 1, a risk ratio to 0 and more. What has no range is not varied, so a range says only what was declared.

Draws come in blocks, each from a seed of its own, so that they are the same whichever thread makes them, and small
enough to stay in a processor's own memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from groundswell.core.contribution.effects import Floats, risk_difference
from groundswell.core.contribution.joint import Rows
from groundswell.core.contribution.links import DECLARED_LEVEL, Declared, EffectKind, Link
from groundswell.core.estimates import z_for

BLOCK = 4096
_LEAST_RATIO = 1e-6  # a logarithm needs more than 0


@dataclass(frozen=True, slots=True)
class Spread:
    """One field of all links: values, one row for each; for rows with a range, half their width below and above."""

    values: Floats
    ranged: Rows
    below: Floats
    above: Floats
    in_proportion: Rows

    def drawn(self, random: np.random.Generator, count: int, least: float, most: float) -> Floats:
        """`count` draws of each row, or one column where nothing has a range."""
        if not len(self.ranged):
            return self.values
        chance = random.standard_normal((len(self.ranged), count), np.float32)
        steps = np.where(chance < 0, self.below, self.above)
        steps *= chance
        found = np.repeat(self.values, count, axis=1)
        found[self.ranged] += steps
        if len(self.in_proportion):
            found[self.in_proportion] = np.exp(found[self.in_proportion])
        return np.asarray(np.clip(found, least, most, out=found))


def spread_of(declared: Sequence[Declared], in_proportion: Sequence[bool] | None = None) -> Spread:
    """Set out one field of all links; rows `in_proportion` are kept as logarithms where they have a range."""
    ranged = np.flatnonzero([one.is_ranged for one in declared])
    logs = np.array([row for row in ranged if in_proportion and in_proportion[row]], np.intp)
    ends = np.array([_ends(one) for one in declared], float).reshape(-1, 3)
    ends[logs] = np.log(np.maximum(ends[logs], _LEAST_RATIO))
    half = z_for(DECLARED_LEVEL)
    low, value, high = (ends[:, [column]].astype(np.float32) for column in range(3))
    return Spread(value, ranged, ((value - low) / half)[ranged], ((high - value) / half)[ranged], logs)


def _ends(one: Declared) -> tuple[float, float, float]:
    low = one.value if one.low is None else one.low
    return low, one.value, one.value if one.high is None else one.high


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All links, ready to be drawn: people newly served and the spread of each declared number."""

    change: Floats
    kinds: tuple[tuple[EffectKind, Rows], ...]
    effect: Spread
    baseline_risk: Spread
    in_population: Spread
    completion: Spread

    def drawn(self, random: np.random.Generator, count: int) -> tuple[Floats, Floats]:
        """Draws of each program's people alone, a row for each program, and of the baseline risks (or one column)."""
        effect = self.effect.drawn(random, count, -np.inf, np.inf)
        risks = self.baseline_risk.drawn(random, count, 0, 1)
        people = np.empty((len(self.change), count), np.float32)
        for kind, rows in self.kinds:
            given = np.maximum(effect[rows], 0) if kind is EffectKind.RISK_RATIO else effect[rows]
            people[rows] = risk_difference(given, kind, risks[rows])
        for share in (self.in_population, self.completion):
            people *= share.drawn(random, count, 0, 1)
        people *= self.change
        return people, risks


def portfolio_of(links: Sequence[Link]) -> Portfolio:
    """Set out links as arrays."""
    ratios = [link.effect_kind is EffectKind.RISK_RATIO for link in links]
    kinds = [(kind, np.flatnonzero([link.effect_kind is kind for link in links])) for kind in EffectKind]
    return Portfolio(
        np.array([[link.served - link.served_before] for link in links], np.float32).reshape(-1, 1),
        tuple((kind, rows) for kind, rows in kinds if len(rows)),
        spread_of([link.effect for link in links], ratios),
        spread_of([link.baseline_risk for link in links]),
        spread_of([link.in_population for link in links]),
        spread_of([link.completion for link in links]),
    )


def blocks_of(draws: int, seed: int) -> list[tuple[slice, np.random.SeedSequence]]:
    """Where each block of draws lies, and its own seed."""
    starts = range(0, draws, BLOCK)
    seeds = np.random.SeedSequence(seed).spawn(len(starts))
    return [(slice(start, min(start + BLOCK, draws)), own) for start, own in zip(starts, seeds, strict=True)]
