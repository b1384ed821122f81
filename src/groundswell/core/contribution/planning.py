"""What it would take: the mix of programs that closes a gap with the least money, or with the fewest slots more.

The mix comes from a linear program over steps that help fewer people each (`core.contribution.options`). A linear
program adds people up, and people are not helped twice: so what the mix comes to *jointly* is computed by the joint
model, and the linear program is asked for more, or for less, until the joint meets the need. Both figures are kept.
Where no mix within the limits meets it, the answer is the mix that helps most, by how many people it falls short, and
which limits bind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import ceil

from groundswell.core.contribution.limits import Limit, LimitKind, Limits
from groundswell.core.contribution.mixes import Minimize, Mix, Mixes
from groundswell.core.contribution.options import Choices
from groundswell.core.sentences import Numeral, Sentence, after_one_another, counted_sentence, listed, sentence

TOLERANCE = 1e-4  # of the need: so far above it the joint may end
MOST_ROUNDS = 40
_EXACT = 1e-7
NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Plan:
    """A mix of slots to add, and what it comes to.

    `people` is who would be better off by it jointly, more than by the programs as they are, `points` the same of 100
    in the population; `linear_people` is what the linear program added up. `added` and `slots` are slots more, in
    parts of one too (whoever shows them rounds up); `cost` is None where one of them has no unit cost. `by_group` is
    for the groups with a minimum: what is added up there, in the proportion of the joint to the whole sum. `left_out`
    are options without a unit cost where money counts.
    """

    is_feasible: bool
    people: float
    linear_people: float
    points: float
    cost: float | None
    slots: float
    added: Mapping[str, float]
    by_group: Mapping[str, float]
    binding: tuple[Limit, ...]
    short_by_people: float = 0.0
    short_by_group: Mapping[str, float] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


def least(
    choices: Choices, *, people_needed: float, minimize: Minimize = Minimize.COST, limits: Limits = NO_LIMITS
) -> Plan:
    """The mix with the least cost, or the fewest slots, by which so many more people are jointly better off.

    Infeasible where no mix within the limits does: then the plan is the one that helps most.
    """
    planner = Planner(choices, limits, people_needed, needs_cost=minimize is Minimize.COST)
    return planner.least(minimize) or planner.nearest()


class Planner:
    """One question about a mix: the choices, the limits and the need."""

    def __init__(self, choices: Choices, limits: Limits, needed: float, *, needs_cost: bool) -> None:
        counts_money = needs_cost or limits.budget is not None
        self.left_out = tuple(one.id for one in choices.options if counts_money and not one.has_cost)
        self.choices, self.limits, self.needed = choices, limits, needed
        self.mixes = Mixes([one for one in choices.options if one.id not in self.left_out], limits)

    def least(self, minimize: Minimize) -> Plan | None:
        """The mix that needs least of what is to be kept small; None where no mix is enough."""
        best = self._asked(minimize, 0.0)
        if best is None or self.is_enough(best):
            return best
        top = self.mixes.longest_stretch(self.needed)
        best = self._asked(minimize, top * (1 - _EXACT)) if top else None
        if top is None or best is None or not self.is_enough(best):
            return None
        return self._narrowed(minimize, best, top)

    def _narrowed(self, minimize: Minimize, best: Plan, most: float) -> Plan:
        """Ask the linear program for more or less, between nothing and `most` times the need, till the joint fits."""
        fewest, stretch = 0.0, min(1.0, most)
        for _ in range(MOST_ROUNDS):
            plan = self._asked(minimize, stretch)
            if plan is not None and self.is_enough(plan):
                best, most = plan, stretch
                if self._missing(plan) >= 1 / (1 + TOLERANCE):
                    break
            else:
                fewest = stretch
            if most - fewest <= _EXACT * most:
                break
            guess = stretch * self._missing(plan) * (1 + TOLERANCE / 2) if plan else 0.0
            stretch = guess if fewest < guess < most else (fewest + most) / 2
        return best

    def _asked(self, minimize: Minimize, stretch: float) -> Plan | None:
        mix = self.mixes.least(minimize, self.needed * stretch, stretch)
        return None if mix is None else self.plan(mix, is_feasible=True)

    def is_enough(self, plan: Plan) -> bool:
        """True where the joint meets the need and every group its minimum."""
        return self._missing(plan) <= 1 + _EXACT

    def _missing(self, plan: Plan) -> float:
        """The need over what the plan comes to: of the people, and of the group that is worst off."""
        asked = [(self.needed, plan.people)]
        asked += [(fewest, plan.by_group[group]) for group, fewest in self.limits.group_minimums.items()]
        return max(0.0 if need <= 0 else need / has if has > 0 else float("inf") for need, has in asked)

    def plan(self, mix: Mix, *, is_feasible: bool) -> Plan:
        """A mix with what it comes to, jointly and added up."""
        added, linear = self.mixes.added(mix), float(self.mixes.people @ mix.taken)
        people = self.choices.gained(added) if added else 0.0
        kept = people / linear if linear > 0 else 0.0
        known = {option.id for option in self.mixes.options if option.has_cost}
        return Plan(
            is_feasible=is_feasible,
            people=people,
            linear_people=linear,
            points=self.choices.points(people),
            cost=float(self.mixes.cost @ mix.taken) if known.issuperset(added) else None,
            slots=sum(added.values()),
            added=added,
            by_group={group: kept * float(each @ mix.taken) for group, each in self.mixes.groups.items()},
            binding=mix.binding,
            left_out=self.left_out,
        )

    def nearest(self) -> Plan:
        """Where nothing is enough: the mix that helps most, with what it is short of and which limits bind."""
        any_size = self.mixes.shortfalls() is None  # the smallest sizes alone are more than the limits allow
        stretch, plan = 1.0, None
        for _ in range(3):  # minimums are for people jointly better off, so more is asked of what is added up
            short = self.mixes.shortfalls(stretch, any_size=any_size) or []
            mix = self.mixes.most(short, stretch, any_size=any_size)
            if mix is None:
                break
            plan = self.plan(mix, is_feasible=False)
            stretch = plan.linear_people / plan.people if plan.people > 0 else 1.0
        if plan is None:
            plan = self.plan(self.mixes.nothing(), is_feasible=False)
        return self._short(plan, any_size=any_size)

    def _short(self, plan: Plan, *, any_size: bool) -> Plan:
        minimums = self.limits.group_minimums
        short = {group: fewest - plan.by_group[group] for group, fewest in minimums.items()}
        missed = {group: people for group, people in short.items() if people > _EXACT * minimums[group]}
        binding = {*plan.binding, *(Limit(LimitKind.GROUP, group) for group in missed)}
        if any_size:
            binding |= self._sizes_out_of_reach()
        return replace(
            plan,
            binding=tuple(sorted(binding)),
            short_by_people=max(0.0, self.needed - plan.people),
            short_by_group=missed,
        )

    def _sizes_out_of_reach(self) -> set[Limit]:
        """The smallest sizes that no mix can have: above a capacity, or all of them, which the budget does not pay."""
        sizes, capacities = self.limits.smallest, self.limits.capacities
        most = {o.id: o.slots_from + sum(step.slots for step in o.steps) for o in self.mixes.options}
        above = [id for id, size in sizes.items() if size > min(most.get(id, 0.0), capacities.get(id, size))]
        if above:
            return {Limit(LimitKind.SMALLEST, id) for id in above}
        return {Limit(LimitKind.BUDGET), *(Limit(LimitKind.SMALLEST, id) for id in sizes)}


def why_not(plan: Plan, names: Mapping[str, str] | None = None) -> str:
    """By how much a plan falls short and what binds, in words; nothing for one that does not. `names` by id."""
    if plan.is_feasible:
        return ""
    said = [*_short_words(plan, names)]
    if plan.binding:
        said.append(sentence("What binds: {limits}.", limits=listed([limit.words(names) for limit in plan.binding])))
    return after_one_another(said)


def _short_words(plan: Plan, names: Mapping[str, str] | None) -> Iterator[Sentence]:
    if plan.short_by_people > 0:
        short = ceil(plan.short_by_people)
        yield counted_sentence(
            "This falls short by {people} person.", "This falls short by {people} people.", short, people=_whole(short)
        )
    for group, people in plan.short_by_group.items():
        short, name = ceil(people), (names or {}).get(group, group)
        yield counted_sentence(
            "For {group} it falls short by {people} person.",
            "For {group} it falls short by {people} people.",
            short,
            group=name,
            people=_whole(short),
        )
    if plan.left_out:
        left_out = listed([(names or {}).get(one, one) for one in plan.left_out])
        yield sentence("Left out, as nobody said what a slot costs: {programs}.", programs=left_out)


def _whole(people: int) -> Numeral:
    return Numeral.of(people, 0)
