"""What could be added: slots of programs, in steps that help fewer people each, and what a mix of them comes to.

Under *risks multiply* every slot finds the risk as those before it left it. Slot after slot, the people helped follow
room x (1 - exp(-slots x people per slot / people at risk)), where `room` is who is still without a good outcome. A
linear program cannot follow a curve, so the curve is cut into a few chords: each is a `Step`, and each helps fewer than
the one before. Chords lie below the curve, so that a plan made of them rather promises too little; what a plan comes to
jointly is computed again by the joint model and stated beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from groundswell.core.contribution.effects import Floats, difference_of
from groundswell.core.contribution.joint import joint_of, linked_people, meeting_of, people_and_risks
from groundswell.core.contribution.limits import LimitKind
from groundswell.core.contribution.links import JointModel, Link, Overlap, Population

PIECES = 4  # steps that the curve of one program is cut into
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Step:
    """So many slots more, each of which helps so many people and costs so much; None: nobody said what it costs."""

    slots: float
    people_per_slot: float
    cost_per_slot: float | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A program that could serve more than it does now.

    `group_shares` are the parts of those it helps who are in each group, known ones only: who is in no known group
    counts towards no minimum. `ends_at` is why there are no more steps. Raises ValueError where a step helps more, or
    costs less, than the one before: returns diminish, else no linear program takes the steps in order.
    """

    id: str
    slots_from: float
    steps: tuple[Step, ...]
    group_shares: Mapping[str, float] = field(default_factory=dict)
    ends_at: LimitKind = LimitKind.REACH

    def __post_init__(self) -> None:
        for one, other in zip(self.steps, self.steps[1:], strict=False):
            if other.people_per_slot > one.people_per_slot * (1 + _SLACK):
                raise ValueError(f"a later step of {self.id} helps more people for each slot than an earlier one")
            if (other.cost_per_slot or 0) < (one.cost_per_slot or 0) * (1 - _SLACK):
                raise ValueError(f"a later step of {self.id} costs less for each slot than an earlier one")

    @property
    def has_cost(self) -> bool:
        """True where it is known what each of its slots costs."""
        return all(step.cost_per_slot is not None for step in self.steps)


@dataclass(frozen=True, slots=True)
class Choices:
    """All that could be added for one indicator; `gained` is who is jointly helped, more than now, by slots added."""

    options: tuple[Option, ...]
    population: Population
    gained: Callable[[Mapping[str, float]], float]

    def points(self, people: float) -> float:
        """People as points of 100 in the population."""
        return 100 * people / self.population.people if self.population.people > 0 else 0.0


def slots_left(link: Link, population: Population) -> float:
    """How many more a program could serve at all: up to its capacity, and until it has found everybody at risk.

    Those it serves have the baseline risk q, so at most (people at risk) / q of them can be found.

    >>> from groundswell.core.contribution.links import Declared
    >>> mentoring = Link("mentoring", 300, Declared(0.75), baseline_risk=Declared(0.35))
    >>> round(slots_left(mentoring, Population(12_000, 0.2)))
    6557
    """
    return max(0.0, min(_findable(link, population), np.inf if link.capacity is None else link.capacity) - link.served)


def _findable(link: Link, population: Population) -> float:
    """The most that it could serve if it found everybody; a baseline risk of 1 is one that nobody declared."""
    risk, share = link.baseline_risk.value, link.in_population.value
    people = min(population.people, population.at_risk / risk) if 0 < risk < 1 else population.people
    return people / share if share > 0 else 0.0


def people_per_slot(link: Link) -> float:
    """People better off for each one more that a program serves, where no other program helps them."""
    return link.in_population.value * link.completion.value * difference_of(link)


def steps_of(link: Link, population: Population, joint_already: float, *, pieces: int = PIECES) -> tuple[Step, ...]:
    """The curve of one program as `pieces` steps of as many slots each, from what all programs jointly reach already.

    >>> from groundswell.core.contribution.links import Declared, EffectKind
    >>> link = Link("texts", 0, Declared(0.5), EffectKind.RISK_DIFFERENCE, capacity=1000)
    >>> [round(step.people_per_slot, 3) for step in steps_of(link, Population(10_000, 0.1), 100, pieces=2)]
    [0.398, 0.31]
    """
    room, slots, helped_by_one = population.at_risk - joint_already, slots_left(link, population), people_per_slot(link)
    if room <= 0 or helped_by_one <= 0:
        return ()
    if slots <= 0:  # a step without room in it, so that it can be seen what stands in the way
        return (Step(0.0, room * helped_by_one / population.at_risk, link.unit_cost),)
    edges = np.linspace(0.0, slots, pieces + 1)
    helped = -room * np.expm1(-edges * helped_by_one / population.at_risk)
    width = slots / pieces
    return tuple(Step(width, float(people), link.unit_cost) for people in np.diff(helped) / width)


def group_shares(link: Link) -> dict[str, float]:
    """The part of those helped in each cell, as the change was distributed (without a change: those served).

    Empty where that is not known. Cells may be of several breakdowns, so that their people may exceed the whole.
    """
    whole = link.served - link.served_before or link.served
    return {cell: min(1.0, people / whole) for cell, people in link.by_cell.items()} if whole > 0 else {}


def choices_of(
    links: Sequence[Link],
    population: Population,
    *,
    overlap: Overlap | None = None,
    model: JointModel = JointModel.RISKS_MULTIPLY,
    pieces: int = PIECES,
) -> Choices:
    """Every link as an option, and what slots added to them come to by the joint model, as of `extended` links.

    To let a plan go beyond a program's declared capacity, give its link another.
    """
    gained = _Gained(links, population, overlap, model)
    return Choices(tuple(_option(link, population, gained.now, pieces) for link in links), population, gained)


class _Gained:
    """People jointly helped by slots added. What does not change by them, the linked programs as they are, is kept."""

    def __init__(
        self, links: Sequence[Link], population: Population, overlap: Overlap | None, model: JointModel
    ) -> None:
        meeting = meeting_of(links, population, overlap, model)
        people, risks = people_and_risks(links)
        by_chance = np.zeros((len(links) + 1, 1))  # the linked ones together in row 0, then a row for each program
        by_chance[0] = linked_people(people, risks, meeting)
        by_chance[meeting.by_chance + 1] = people[meeting.by_chance]
        self.people, self.row = by_chance, {link.id: at for at, link in enumerate(links, start=1)}
        self.each = {link.id: people_per_slot(link) for link in links}
        rows, nobody = np.arange(len(by_chance)), np.zeros(len(by_chance))
        self.meeting = replace(meeting, by_chance=rows, combinations=(), alone=nobody, linked=nobody)
        self.now = self._joint(by_chance)

    def __call__(self, added: Mapping[str, float]) -> float:
        people = self.people.copy()
        for id, more in added.items():
            people[self.row[id]] += more * self.each[id]
        return self._joint(people) - self.now

    def _joint(self, people: Floats) -> float:
        return float(joint_of(people, np.ones_like(people), self.meeting).sum())


def _option(link: Link, population: Population, joint_already: float, pieces: int) -> Option:
    is_capped = link.capacity is not None and link.capacity <= _findable(link, population)
    ends_at = LimitKind.CAPACITY if is_capped else LimitKind.REACH
    steps = steps_of(link, population, joint_already, pieces=pieces)
    return Option(link.id, link.served, steps, group_shares(link), ends_at)


def extended(links: Sequence[Link], added: Mapping[str, float], overlap: Overlap | None = None) -> list[Link]:
    """The links with slots added to them, to be modelled like any others.

    Whom new slots of a program would share with others is not known, even where its overlaps now are, from records. So
    the new slots of such a program count like one more program that meets the others by chance.
    """
    linked = {program for programs, _ in overlap.combinations for program in programs} if overlap else set()
    grown = []
    for link in links:
        more = added.get(link.id, 0.0)
        if more and link.id in linked:
            grown += [link, replace(link, id=f"{link.id}+", served=more, served_before=0.0, by_cell={})]
        else:
            grown.append(replace(link, served=link.served + more) if more else link)
    return grown
