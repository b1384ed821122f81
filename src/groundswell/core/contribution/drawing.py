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

BLOCK = 2048
_LEAST_RATIO = 1e-6  # a logarithm needs more than 0
_MOST_PEOPLE = 1e12  # more is a slip of a key, and too large for numbers of half the digits


@dataclass(frozen=True, slots=True)
class Spread:
    """One field of all links: values, one row for each, and for rows with a range two standard deviations.

    `width` is the mean of the one below and the one above, `uneven` half of what they differ by. Rows `in_proportion`
    (of those with a range) are even in proportion; their values are logarithms.
    """

    values: Floats
    ranged: Rows
    width: Floats
    uneven: Floats
    in_proportion: Rows

    def drawn(self, random: np.random.Generator, count: int, least: float, most: float) -> Floats:
        """`count` draws of each row, or one column where nothing has a range."""
        if not len(self.ranged):
            return self.values
        found = random.standard_normal((len(self.ranged), count), np.float32)
        uneven = np.abs(found) * self.uneven
        found *= self.width
        found += uneven
        found += self.values[self.ranged]
        if len(self.in_proportion) == len(found):
            np.exp(found, out=found)
        elif len(self.in_proportion):
            found[self.in_proportion] = np.exp(found[self.in_proportion])
        np.clip(found, least, most, out=found)
        if len(found) == len(self.values):
            return found
        every = np.repeat(self.values, count, axis=1)
        every[self.ranged] = found
        return every


def spread_of(declared: Sequence[Declared], in_proportion: Sequence[bool] | None = None) -> Spread:
    """Set out one field of all links; rows `in_proportion` are kept as logarithms where they have a range."""
    ends = np.array([_ends(one) for one in declared], float).reshape(-1, 3)
    is_ranged = np.array([one.is_ranged for one in declared], bool)
    is_log = is_ranged & np.array(in_proportion or np.zeros(len(declared)), bool)
    ends[is_log] = np.log(np.maximum(ends[is_log], _LEAST_RATIO))
    half = 2 * z_for(DECLARED_LEVEL)
    low, value, high = (ends[:, [column]].astype(np.float32) for column in range(3))
    ranged, width, uneven = np.flatnonzero(is_ranged), (high - low) / half, (high + low - 2 * value) / half
    return Spread(value, ranged, width[ranged], uneven[ranged], np.flatnonzero(is_log[ranged]))


def _ends(one: Declared) -> tuple[float, float, float]:
    low = one.value if one.low is None else one.low
    return low, one.value, one.value if one.high is None else one.high


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All links, ready to be drawn: people newly served and the spread of each declared number."""

    change: Floats
    kinds: tuple[tuple[EffectKind, Rows | slice], ...]
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
        people *= self.change
        for share in (self.in_population, self.completion):
            people *= share.drawn(random, count, 0, 1)
        return people, risks


def portfolio_of(links: Sequence[Link]) -> Portfolio:
    """Set out links as arrays."""
    ratios = [link.effect_kind is EffectKind.RISK_RATIO for link in links]
    kinds = {link.effect_kind for link in links}
    change = np.array([link.served - link.served_before for link in links], float).reshape(-1, 1)
    return Portfolio(
        np.clip(change, -_MOST_PEOPLE, _MOST_PEOPLE).astype(np.float32),
        tuple((kind, _rows_of(kind, links)) for kind in EffectKind if kind in kinds),
        spread_of([link.effect for link in links], ratios),
        spread_of([link.baseline_risk for link in links]),
        spread_of([link.in_population for link in links]),
        spread_of([link.completion for link in links]),
    )


def _rows_of(kind: EffectKind, links: Sequence[Link]) -> Rows | slice:
    is_this = [link.effect_kind is kind for link in links]
    return slice(None) if all(is_this) else np.flatnonzero(is_this)  # a slice is not copied


def blocks_of(draws: int, seed: int) -> list[tuple[slice, np.random.SeedSequence]]:
    """Where each block of draws lies, and its own seed."""
    starts = range(0, draws, BLOCK)
    seeds = np.random.SeedSequence(seed).spawn(len(starts))
    return [(slice(start, min(start + BLOCK, draws)), own) for start, own in zip(starts, seeds, strict=True)]
