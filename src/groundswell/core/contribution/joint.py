"""What several programs could add up to, with nobody counted twice.

A person whom two programs reach can be spared an adverse outcome only once, so effects join as chances do, and never
come to more than the people at risk. Who is reached by several is known from linked records, program combination by
program combination; without them programs overlap by chance alone. Either way the truth lies between two bounds: all
overlap as far as they can, and none does.

Two models of how effects join in one person (`JointModel`): *risks multiply*, where each takes its part of the risk
left by the others, N p (1 - Π(1 - people / (N p))); *added chances*, where one success out of several independent ones
is enough, N (1 - Π(1 - people / N)), cut to the people at risk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.core.contribution.effects import Floats, people_of
from groundswell.core.contribution.links import JointModel, Link, Overlap, Population

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Meeting:
    """How programs meet in people: which meet by chance, and which in which exclusive combination.

    Programs are rows, in the order of the links. `combinations` hold two programs or more, with the people in exactly
    these; `alone` the people of each linked program who are in no other; `linked` all of its people, so that
    `people / linked` is what it changes for one of them.
    """

    at_risk: float
    well: float  # people without the adverse outcome: nobody else can be harmed
    base: float  # people among whom effects join: those at risk, or everybody
    by_chance: Rows
    combinations: tuple[tuple[float, Rows], ...]
    alone: Floats
    linked: Floats
    risks_multiply: bool


def meeting_of(
    links: Sequence[Link],
    population: Population,
    overlap: Overlap | None,
    model: JointModel = JointModel.RISKS_MULTIPLY,
) -> Meeting:
    """Set out how programs meet. People served who are in no combination of a linked program are its own alone."""
    together = _combinations(links, overlap)
    counted = np.zeros(len(links))
    alone = np.zeros(len(links))
    for members, people in together.items():
        counted[list(members)] += people
        if len(members) == 1:
            alone[members[0]] += people
    is_linked = counted > 0
    served = np.array([link.served for link in links], float)
    more = np.where(is_linked, np.maximum(served - counted, 0), 0)
    multiply = model is JointModel.RISKS_MULTIPLY
    several = tuple((people, np.array(members)) for members, people in together.items() if len(members) > 1)
    return Meeting(
        population.at_risk,
        population.people - population.at_risk,
        population.at_risk if multiply else population.people,
        np.flatnonzero(~is_linked),
        several,
        alone + more,
        counted + more,
        multiply,
    )


def _combinations(links: Sequence[Link], overlap: Overlap | None) -> Counter[tuple[int, ...]]:
    """People by the rows of their programs; programs that are not asked for fall away, their people stay."""
    row = {link.id: number for number, link in enumerate(links)}
    found: Counter[tuple[int, ...]] = Counter()
    for programs, people in overlap.combinations if overlap else ():
        members = tuple(sorted({row[program] for program in programs if program in row}))
        if members and people > 0:
            found[members] += people  # type: ignore[assignment]  # people may be a rounded or a scaled figure
    return found


def joint_of(people: Floats, risks: Floats, meeting: Meeting) -> Floats:
    """People of the joint effect, one for each column (a draw, a set of programs).

    `people` has a row for each program: whom each would spare alone. `risks`, of the same shape or one column, are the
    baseline risks of those served. Never above the people at risk, and never taking more than do well.
    """
    if meeting.base <= 0 or not len(people):
        return np.zeros(people.shape[1:], people.dtype)
    found = np.minimum(linked_people(people, risks, meeting) / meeting.base, 1)
    for row in meeting.by_chance:
        also(found, people[row] / meeting.base)
    return np.asarray(np.clip(found * meeting.base, -meeting.well, meeting.at_risk))


def linked_people(people: Floats, risks: Floats, meeting: Meeting) -> Floats:
    """People of the joint effect of the linked programs, combination by combination."""
    found = np.zeros(people.shape[1:], people.dtype)
    for row in np.flatnonzero(meeting.alone):
        found += people[row] * people.dtype.type(meeting.alone[row] / meeting.linked[row])
    for count, rows in meeting.combinations:
        each = people[rows] / meeting.linked[rows, None].astype(people.dtype)
        risk = shared_risk(each, risks[rows], meeting)
        each /= risk
        together = each[0]
        for chance in each[1:]:
            also(together, chance)
        found += together * risk * people.dtype.type(count)
    return found


def shared_risk(each: Floats, risks: Floats, meeting: Meeting) -> Floats:
    """The risk out of which the programs of a combination take their parts: the mean of theirs, or all chances (1).

    Never below what one of them changes for a person, so that together they never come to less than one alone.
    """
    if not meeting.risks_multiply:
        return np.ones(1, each.dtype)
    return np.asarray(np.maximum(np.maximum(risks.mean(axis=0), each.max(axis=0)), np.finfo(each.dtype).tiny))


def also(found: Floats, chance: Floats) -> None:
    """Add one more chance to those found, in place: what it takes of the part that is left, and never more."""
    more = 1 - found
    more *= np.minimum(chance, 1)
    found += more


def people_and_risks(links: Sequence[Link]) -> tuple[Floats, Floats]:
    """Each program's people alone and the baseline risk of those it serves, at the declared values: one column."""
    people = np.array([people_of(link) for link in links], float).reshape(-1, 1)
    return people, np.array([link.baseline_risk.value for link in links], float).reshape(-1, 1)


def joint_people(
    links: Sequence[Link],
    population: Population,
    *,
    overlap: Overlap | None = None,
    model: JointModel = JointModel.RISKS_MULTIPLY,
) -> float:
    """People who would be spared the adverse outcome by all programs together, at the declared values.

    >>> from groundswell.core.contribution.links import Declared, EffectKind
    >>> def program(name, served, difference):
    ...     return Link(name, served, Declared(difference), EffectKind.RISK_DIFFERENCE)
    >>> links = [program("A", 800, 0.10), program("B", 500, 0.15), program("C", 1200, 0.05)]
    >>> round(joint_people(links, Population(10_000, 0.5), model=JointModel.ADDED_CHANCES), 4)
    213.4736
    >>> exactly = {"A": 350, "B": 250, "C": 850, "AB": 150, "AC": 250, "BC": 50, "ABC": 50}
    >>> known = Overlap([(tuple(programs), count) for programs, count in exactly.items()])
    >>> round(joint_people(links, Population(10_000, 0.5), overlap=known, model=JointModel.ADDED_CHANCES), 4)
    209.7875
    """
    people, risks = people_and_risks(links)
    return float(joint_of(people, risks, meeting_of(links, population, overlap, model)).sum())


def bounds(links: Sequence[Link], population: Population) -> tuple[float, float]:
    """The least and the most people of the joint effect, whatever the overlap: the largest alone, and the plain sum.

    Neither is above the people at risk. A program that serves fewer than before takes away: at the least as much as all
    such programs together, at the most nothing that the others could not make up for.
    """
    alone = [people_of(link) for link in links]
    gains, losses = [people for people in alone if people > 0], [people for people in alone if people < 0]
    at_risk = population.at_risk
    least = min(max(gains, default=0.0), at_risk) + sum(losses)
    most = min(sum(gains), at_risk) if gains else max(losses, default=0.0)
    return least, most
