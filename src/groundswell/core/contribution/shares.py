"""How the joint effect divides among programs: Shapley's modelled share, the mean of what each adds in every order.

A share is a fair way to split a sum that was modelled; it says nothing about what made a curve move. Shares add up to
the joint effect.

As long as the people at risk are not used up, joint effects are sums of products, and the mean over all orders is an
integral that a few points give exactly, for any number of programs (Owen 1972, the multilinear extension). Where the
cut to the people at risk binds, every set of up to twelve programs is enumerated; beyond, orders are sampled, each with
its reverse, and the shares have a standard error.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, factorial, sqrt

import numpy as np

from groundswell.core.contribution.effects import Floats
from groundswell.core.contribution.joint import Meeting, Rows, joint_of, shared_risk

ENUMERATED = 12  # programs whose every set is looked at: 4,096 sets
ORDERS = 1_000  # sampled beyond, half of them the reverse of the others


@dataclass(frozen=True, slots=True)
class Shares:
    """People of the joint effect by program, and the standard error of each; 0 where they are exact."""

    people: Floats
    errors: Floats


def shares_of(people: Floats, risks: Floats, meeting: Meeting, *, seed: int = 0) -> Shares:
    """Split the joint effect of programs (rows of one column: people alone, baseline risks).

    >>> from groundswell.core.contribution.joint import meeting_of, people_and_risks
    >>> from groundswell.core.contribution.links import Declared, Link, Population
    >>> links = [Link("A", 100, Declared(0.5)), Link("B", 200, Declared(0.5))]
    >>> shares_of(*people_and_risks(links), meeting_of(links, Population(1000, 0.5), None)).people.round(6).tolist()
    [45.0, 95.0]
    """
    count = len(people)
    exact = np.zeros(count)
    if not is_cut(people, risks, meeting):
        return Shares(by_integral(people, risks, meeting), exact)
    if count <= ENUMERATED:
        return Shares(by_enumeration(people, risks, meeting), exact)
    return by_sampling(people, risks, meeting, seed=seed)


def is_cut(people: Floats, risks: Floats, meeting: Meeting) -> bool:
    """True where some set of programs would help more people than are at risk."""
    most = float(joint_of(np.maximum(people, 0), risks, meeting).sum())
    return most >= meeting.at_risk * (1 - 1e-12)


def by_integral(people: Floats, risks: Floats, meeting: Meeting) -> Floats:
    """Exact shares where no cut binds: the slope of the joint effect in each program, over the evenly thinned whole."""
    nodes, weights = np.polynomial.legendre.leggauss(ceil(len(people) / 2) + 1)
    part, weight = (nodes + 1) / 2, weights / 2
    base = meeting.base
    chance = np.zeros_like(people)
    chance[meeting.by_chance] = people[meeting.by_chance] / base
    left = 1 - chance * part
    unlinked_left = left.prod(axis=0)
    slope, linked = _linked_slopes(people, risks, meeting, part)
    by_chance = chance * (base - linked) * unlinked_left / left
    return np.asarray((weight * (slope * unlinked_left + by_chance)).sum(axis=1))


def _linked_slopes(people: Floats, risks: Floats, meeting: Meeting, part: Floats) -> tuple[Floats, Floats]:
    """The slope of the linked joint effect in each program, and the joint effect itself, at each part of the whole."""
    slope = np.zeros((len(people), len(part)))
    alone = np.flatnonzero(meeting.alone)
    own = people[alone] * (meeting.alone[alone] / meeting.linked[alone])[:, None]
    slope[alone] += own
    linked = own.sum(axis=0) * part
    for count, rows in meeting.combinations:
        each = people[rows] / meeting.linked[rows, None]
        risk = shared_risk(each, risks[rows], meeting)
        each = each / risk
        for number, row in enumerate(rows):
            others = np.delete(each, number, axis=0)
            slope[row] += count * risk * each[number] * (1 - others * part).prod(axis=0)
        linked += count * risk * (1 - (1 - each * part).prod(axis=0))
    return slope, linked


def by_enumeration(people: Floats, risks: Floats, meeting: Meeting) -> Floats:
    """Exact shares: what each program adds to every set of the others, weighed by how often an order meets it."""
    count = len(people)
    sets = np.arange(2**count)
    members = (sets >> np.arange(count)[:, None] & 1).astype(bool)
    worth = joint_of(people * members, risks, meeting)
    sizes = members.sum(axis=0)
    orders = np.array([factorial(size) * factorial(count - size - 1) for size in range(count)]) / factorial(count)
    shares = np.empty(count)
    for row in range(count):
        without = sets[~members[row]]
        shares[row] = (orders[sizes[without]] * (worth[without | 1 << row] - worth[without])).sum()
    return shares


def by_sampling(people: Floats, risks: Floats, meeting: Meeting, *, seed: int = 0, orders: int = ORDERS) -> Shares:
    """Shares over sampled orders and their reverses: the mean of what each program added, and its standard error."""
    random = np.random.default_rng(np.random.SeedSequence(seed))
    count, pairs = len(people), orders // 2
    total, squares = np.zeros(count), np.zeros(count)
    for _ in range(pairs):
        order = random.permutation(count)
        added = (_added(order, people, risks, meeting) + _added(order[::-1], people, risks, meeting)) / 2
        total += added
        squares += added**2
    mean = total / pairs
    variance = np.maximum(squares / pairs - mean**2, 0) * pairs / (pairs - 1)
    return Shares(mean, np.sqrt(variance) / sqrt(pairs))


def _added(order: Rows, people: Floats, risks: Floats, meeting: Meeting) -> Floats:
    """What each program adds when programs come one after the other in this order."""
    place = np.empty(len(order), np.intp)
    place[order] = np.arange(len(order))
    present = place[:, None] < np.arange(1, len(order) + 1)
    worth = joint_of(people * present, risks, meeting)
    return np.asarray(np.diff(worth, prepend=0.0)[place])
