"""Contribution, slow and obvious: people are enumerated one by one, each with the programs that reach them.

A person has a risk, and a list of what spares them: (program, chance to be spared by it). Nothing here knows a formula
for a joint effect; it looks at every person, and at what happens to them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product
from random import Random

from groundswell.core.contribution.links import JointModel

Programs = tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """Who is served by which programs; `chances` that each of them counts and then spares, where it would take one."""

    risk: float
    chances: Mapping[str, float]


def everybody_linked(
    exactly: Sequence[tuple[Programs, int]],
    counts: Mapping[str, float],
    differences: Mapping[str, float],
    risks: Mapping[str, float],
    model: JointModel,
) -> Iterator[Person]:
    """People in exactly these programs. `counts`: the chance that a program counts for one it serves."""
    for programs, people in exactly:
        risk = sum(risks[name] for name in programs) / len(programs)
        out_of = risk if model is JointModel.RISKS_MULTIPLY else 1.0
        chances = {name: counts[name] * differences[name] / out_of for name in programs}
        for _ in range(people):
            yield Person(out_of, chances)


def everybody_by_chance(
    people: int,
    risk: float,
    reach: Mapping[str, float],
    differences: Mapping[str, float],
    model: JointModel,
    by: Random,
) -> Iterator[Person]:
    """A population that programs meet by chance.

    Risks multiply: those with the adverse outcome ahead of them are enumerated; `reach` times the risk of those reached
    gives how many of them a program meets, which is left to the caller: it passes reach among them.
    """
    out_of = risk if model is JointModel.RISKS_MULTIPLY else 1.0
    for _ in range(people):
        met = {name: differences[name] / out_of for name, part in reach.items() if by.random() < part}
        yield Person(out_of, met)


def spared(people: Iterator[Person] | Sequence[Person], by: Random) -> int:
    """Count who is spared: the adverse outcome is ahead of them, and at least one program spares them."""
    count = 0
    for person in people:
        is_ahead = by.random() < person.risk
        helps = [by.random() < chance for chance in person.chances.values()]
        count += is_ahead and any(helps)
    return count


def expected(people: Sequence[Person]) -> float:
    """The mean of `spared`, over everything that can happen to each person."""
    known: dict[tuple[float, ...], float] = {}
    total = 0.0
    for person in people:
        chances = tuple(person.chances.values())
        if chances not in known:
            known[chances] = _chance_that_one_helps(chances)
        total += person.risk * known[chances]
    return total


def _chance_that_one_helps(chances: tuple[float, ...]) -> float:
    found = 0.0
    for outcome in product((False, True), repeat=len(chances)):
        weight = 1.0
        for helps, chance in zip(outcome, chances, strict=True):
            weight *= chance if helps else 1 - chance
        found += weight * any(outcome)
    return found


def shares(worth: Mapping[frozenset[str], float], programs: Programs) -> dict[str, float]:
    """Shapley's shares by their definition: what each adds, over every order."""
    orders = list(permutations(programs))
    found = dict.fromkeys(programs, 0.0)
    for order in orders:
        for place, name in enumerate(order):
            before = frozenset(order[:place])
            found[name] += (worth[before | {name}] - worth[before]) / len(orders)
    return found
