"""The frontier: the most people that money could help, for one amount of money after another.

Each point is the mix that helps most for its money, joined by the joint model. The linear program does not see all of
the joint model, so where a point turns out below the line between two others, the mix of these two takes its place: it
costs as much, keeps the same limits and helps at least as many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from groundswell.core.contribution.limits import Limits
from groundswell.core.contribution.mixes import Minimize
from groundswell.core.contribution.options import Choices
from groundswell.core.contribution.planning import NO_LIMITS, Plan, Planner

POINTS = 12
_PASSES = 6


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """So much money, the people (and points of 100) jointly better off for it, and the slots that it pays."""

    cost: float
    people: float
    points: float
    added: Mapping[str, float]


def frontier(choices: Choices, *, limits: Limits = NO_LIMITS, points: int = POINTS) -> tuple[FrontierPoint, ...]:
    """The frontier in `points` equal steps of money, from what the limits cost at least to the last slot that helps.

    Costs rise and people never fall. Options without a unit cost are left out; empty where no mix keeps the limits. A
    budget among the limits is where it ends.
    """
    planner = Planner(choices, limits, 0.0, needs_cost=True)
    first, last = planner.mixes.least(Minimize.COST, 0.0), planner.mixes.most()
    if first is None or last is None:
        return ()
    cheapest, dearest = planner.plan(first, is_feasible=True), planner.plan(last, is_feasible=True)
    budgets = np.linspace(cheapest.cost or 0.0, dearest.cost or 0.0, points)[1:-1]
    between = [_best_for(choices, limits, float(budget)) for budget in budgets]
    found = [_point(plan) for plan in (cheapest, *between, dearest) if plan is not None]
    return tuple(_risen(_bulged(found, choices)))


def _best_for(choices: Choices, limits: Limits, budget: float) -> Plan | None:
    planner = Planner(choices, replace(limits, budget=budget), 0.0, needs_cost=True)
    mix = planner.mixes.most()
    return None if mix is None else planner.plan(mix, is_feasible=True)


def _point(plan: Plan) -> FrontierPoint:
    return FrontierPoint(plan.cost or 0.0, plan.people, plan.points, plan.added)


def _bulged(found: list[FrontierPoint], choices: Choices) -> list[FrontierPoint]:
    """Every point that lies below the line between its neighbors replaced by their mix, until none does."""
    for _ in range(_PASSES * len(found)):
        below = [at for at in range(1, len(found) - 1) if _is_below(*found[at - 1 : at + 2])]
        if not below:
            break
        for at in below:
            mixed = _mixed(found[at - 1], found[at + 1], found[at].cost, choices)
            found[at] = max(found[at], mixed, key=lambda point: point.people)
    return found


def _is_below(one: FrontierPoint, point: FrontierPoint, other: FrontierPoint) -> bool:
    if other.cost <= one.cost:
        return False
    part = (point.cost - one.cost) / (other.cost - one.cost)
    return point.people < (one.people + part * (other.people - one.people)) * (1 - 1e-9) - 1e-9


def _mixed(one: FrontierPoint, other: FrontierPoint, cost: float, choices: Choices) -> FrontierPoint:
    part = (cost - one.cost) / (other.cost - one.cost)
    ids = {**one.added, **other.added}
    added = {id: (1 - part) * one.added.get(id, 0.0) + part * other.added.get(id, 0.0) for id in ids}
    people = choices.gained(added)
    return FrontierPoint(cost, people, choices.points(people), added)


def _risen(found: Sequence[FrontierPoint]) -> list[FrontierPoint]:
    """Money may also be left unspent: a point never helps fewer than a cheaper one."""
    risen = list(found[:1])
    for point in found[1:]:
        risen.append(point if point.people >= risen[-1].people else replace(risen[-1], cost=point.cost))
    return risen
