"""Mixes of slots as a linear program: the steps of all options beside one another, and the limits as rows.

One variable a step: how many of its slots are taken. Steps of an option help fewer and fewer, so the solver takes them
in order by itself. Solved by HiGHS through SciPy; the limits that bind are those with a price (a dual value).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from groundswell.core.contribution.limits import Limit, LimitKind, Limits
from groundswell.core.contribution.options import Option

Floats = NDArray[np.float64]
TIE = 1e-7  # of the largest price: among mixes as good as one another the smaller (or the cheaper) is taken
MOST_STRETCH = 50.0
_PRICED = 1e-9


class Minimize(StrEnum):
    """What a plan should need as little of as it can."""

    COST = "cost"
    SLOTS = "slots"


@dataclass(frozen=True, slots=True)
class Mix:
    """Slots taken of every step, and the limits that bind."""

    taken: Floats
    binding: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """What the taken slots, weighed, may come to at most; `limit` None: what was asked for, no limit."""

    limit: Limit | None
    weights: Floats
    most: float


class Mixes:
    """All mixes of the options within the limits.

    Arrays are one number a step: `slots` at most, `people` and `cost` of each slot, and `owner`, the option's position.
    """

    def __init__(self, options: Sequence[Option], limits: Limits) -> None:
        steps = [(at, step) for at, option in enumerate(options) for step in option.steps]
        self.options, self.limits = options, limits
        self.owner = np.array([at for at, _ in steps], np.int64)
        self.slots = np.array([step.slots for _, step in steps], np.float64)
        self.people = np.array([step.people_per_slot for _, step in steps], np.float64)
        self.cost = np.array([step.cost_per_slot or 0.0 for _, step in steps], np.float64)
        self.groups = {group: self.people * self._shares(group) for group in limits.group_minimums}
        self._sizes = self._size_rows()

    def _shares(self, group: str) -> Floats:
        each = np.array([option.group_shares.get(group, 0.0) for option in self.options], np.float64)
        return each[self.owner] if len(self.owner) else np.zeros(0)

    def _size_rows(self) -> list[_Row]:
        """The budget, and the capacity and the smallest size of each program, as far as they were set."""
        rows, limits = [], self.limits
        if limits.budget is not None:
            rows.append(_Row(Limit(LimitKind.BUDGET), self.cost, limits.budget))
        for at, option in enumerate(self.options):
            own = (self.owner == at).astype(np.float64)
            most, fewest = limits.capacities.get(option.id), limits.smallest.get(option.id, 0.0)
            if most is not None:
                rows.append(_Row(Limit(LimitKind.CAPACITY, option.id), own, max(0.0, most - option.slots_from)))
            if fewest > option.slots_from:
                rows.append(_Row(Limit(LimitKind.SMALLEST, option.id), -own, option.slots_from - fewest))
        return rows

    def _group_rows(self, stretch: float) -> list[_Row]:
        minimums = self.limits.group_minimums
        return [_Row(Limit(LimitKind.GROUP, g), -self.groups[g], -stretch * minimums[g]) for g in minimums]

    def least(self, minimize: Minimize, people: float, stretch: float = 1.0) -> Mix | None:
        """The mix that needs least and helps so many, the minimums of groups times `stretch`; None: there is none."""
        first, then = (self.cost, np.ones_like(self.cost)) if minimize is Minimize.COST else (None, self.cost)
        prices = first if first is not None else np.ones_like(self.cost)
        asked = [_Row(None, -self.people, -people)] if people > 0 else []
        return self._solved(prices + _tie(prices, then), [*self._sizes, *self._group_rows(stretch), *asked])

    def most(self, short: Sequence[float] = (), stretch: float = 1.0, *, any_size: bool = False) -> Mix | None:
        """The mix that helps most, each group's minimum lowered by what it falls `short` of it in any case."""
        rows = self._group_rows(stretch)
        lowered = [
            _Row(row.limit, row.weights, row.most + s) for row, s in zip(rows, short or [0.0] * len(rows), strict=True)
        ]
        prices = -self.people + _tie(self.people, self.cost)
        return self._solved(prices, [*self._sized(any_size), *lowered])

    def _sized(self, any_size: bool) -> list[_Row]:
        return [row for row in self._sizes if not (any_size and row.limit and row.limit.kind is LimitKind.SMALLEST)]

    def shortfalls(self, stretch: float = 1.0, *, any_size: bool = False) -> list[float] | None:
        """By how much each group's minimum is missed where all together are missed by least; None: no mix at all."""
        rows, count = self._group_rows(stretch), len(self.slots)
        wide = [_Row(row.limit, np.append(row.weights, np.zeros(len(rows))), row.most) for row in self._sized(any_size)]
        for at, row in enumerate(rows):
            wide.append(_Row(row.limit, np.append(row.weights, -np.eye(len(rows))[at]), row.most))
        prices = np.append(np.zeros(count), np.ones(len(rows)))
        found = self._solved(prices, wide, np.append(self.slots, np.full(len(rows), np.inf)))
        return None if found is None else [float(short) * (1 + 1e-9) for short in found.taken[count:]]

    def longest_stretch(self, people: float) -> float | None:
        """The largest number by which people and minimums could be multiplied; None: the limits leave no mix at all."""
        asked = [_Row(None, -self.people, -people), *self._group_rows(1.0)]
        wide = [_Row(row.limit, np.append(row.weights, 0.0), row.most) for row in self._sizes]
        wide += [_Row(row.limit, np.append(row.weights, -row.most), 0.0) for row in asked]
        prices = np.append(np.zeros_like(self.slots), -1.0)
        found = self._solved(prices, wide, np.append(self.slots, MOST_STRETCH))
        return None if found is None else float(found.taken[-1])

    def _solved(self, prices: Floats, rows: Sequence[_Row], most: Floats | None = None) -> Mix | None:
        if not len(prices):
            return Mix(np.zeros(0), ()) if all(row.most >= 0 for row in rows) else None
        # SciPy's solver is slow to import; whoever only reads pages does not wait for it.
        from scipy.optimize import linprog

        upper = self.slots if most is None else most
        answer = linprog(
            prices,
            A_ub=np.array([row.weights for row in rows]) if rows else None,
            b_ub=np.array([row.most for row in rows]) if rows else None,
            bounds=np.column_stack([np.zeros_like(upper), upper]),
            method="highs",
        )
        if answer.status == 2:  # there is no mix within these limits
            return None
        if answer.x is None:
            raise ArithmeticError(f"the solver found no answer: {answer.message}")
        scale = float(np.abs(prices).max()) or 1.0
        of_bounds = np.where(answer.x >= upper - 1e-9, answer.lower.marginals + answer.upper.marginals, 0.0)
        return Mix(np.clip(answer.x, 0.0, upper), self._binding(rows, answer.ineqlin.marginals, of_bounds, scale))

    def _binding(self, rows: Sequence[_Row], prices: Floats, of_bounds: Floats, scale: float) -> tuple[Limit, ...]:
        """Rows with a price, and options whose very last step is full and has one."""
        found = {
            row.limit
            for row, price in zip(rows, prices, strict=True)
            if row.limit and abs(price) * max(1.0, float(np.abs(row.weights).max())) > _PRICED * scale
        }
        last = [
            at for at in range(len(self.owner)) if at + 1 == len(self.owner) or self.owner[at] != self.owner[at + 1]
        ]
        for at in last:
            if of_bounds[at] < -10 * TIE * scale:
                option = self.options[self.owner[at]]
                found.add(Limit(option.ends_at, option.id))
        return tuple(sorted(found))

    def nothing(self) -> Mix:
        """The mix that adds no slot."""
        return Mix(np.zeros_like(self.slots), ())

    def added(self, mix: Mix) -> dict[str, float]:
        """Slots added to each option, by its id; options that gain none are left out."""
        each = np.bincount(self.owner, mix.taken, minlength=len(self.options))
        return {option.id: float(slots) for option, slots in zip(self.options, each, strict=True) if slots > 1e-9}


def _tie(prices: Floats, then: Floats) -> Floats:
    """A second thing to keep small, so weak that it decides between equals only."""
    largest = float(then.max(initial=0.0))
    return TIE * float(prices.max(initial=0.0) or 1.0) * then / largest if largest > 0 else np.zeros_like(then)
