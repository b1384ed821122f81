"""What it would take, against every corner of a small linear program and against a grid of mixes by the joint model."""

from dataclasses import replace
from itertools import combinations, pairwise, product
from time import perf_counter

import numpy as np
import pytest

from groundswell.core.contribution.frontier import frontier
from groundswell.core.contribution.joint import joint_people
from groundswell.core.contribution.limits import Limit, LimitKind, Limits
from groundswell.core.contribution.links import Declared, EffectKind, JointModel, Link, Overlap, Population
from groundswell.core.contribution.mixes import Minimize
from groundswell.core.contribution.options import (
    Choices,
    Option,
    Step,
    choices_of,
    extended,
    people_per_slot,
    slots_left,
    steps_of,
)
from groundswell.core.contribution.planning import TOLERANCE, least, why_not

POPULATION = Population(12_000, 0.20)


def program(name: str, served, in_population, completion, risk, ratio, capacity=None, unit_cost=None, **more) -> Link:
    return Link(
        name,
        served,
        Declared(ratio),
        baseline_risk=Declared(risk),
        in_population=Declared(in_population),
        completion=Declared(completion),
        capacity=capacity,
        unit_cost=unit_cost,
        **more,
    )


# domain.md 6.1, with invented capacities and unit costs
FOUR = (
    program("mentoring", 300, 0.90, 0.80, 0.35, 0.75, 1500, 1800.0),
    program("tutoring", 900, 0.95, 0.70, 0.28, 0.85, 3000, 900.0),
    program("texts", 6000, 1.00, 0.90, 0.22, 0.97, 10_000, 20.0),
    program("bridge", 240, 0.80, 0.85, 0.40, 0.70, 1000, 1500.0),
)


def some_programs(seed: int, count: int, coverage: float = 0.25) -> list[Link]:
    """Programs that could help up to `coverage` of those at risk each."""
    draw = np.random.default_rng(seed)
    made = []
    for number in range(count):
        link = program(
            f"p{number}",
            float(draw.integers(0, 200)),
            draw.uniform(0.7, 1),
            draw.uniform(0.6, 1),
            draw.uniform(0.3, 0.6),
            draw.uniform(0.3, 0.9),
            unit_cost=draw.uniform(100, 2000),
        )
        most = draw.uniform(0.3, 1) * coverage * POPULATION.at_risk / people_per_slot(link)
        most = min(most, slots_left(link, POPULATION))
        made.append(replace(link, capacity=link.served + most))
    return made


def jointly(links, added) -> float:
    grown = [replace(link, served=link.served + added.get(link.id, 0.0)) for link in links]
    return joint_people(grown, POPULATION) - joint_people(links, POPULATION)


# the linear program, corner by corner


def added_up(options):
    """People that slots add up to along the steps, with nobody helped twice."""

    def gained(added):
        total = 0.0
        for option in options:
            left = added.get(option.id, 0.0)
            for step in option.steps:
                total += min(left, step.slots) * step.people_per_slot
                left = max(0.0, left - step.slots)
        return total

    return gained


def small_question(seed: int):
    draw = np.random.default_rng(seed)
    options = tuple(
        Option(
            name,
            10.0,
            tuple(
                Step(float(draw.integers(5, 40)), float(people), float(cost))
                for people, cost in zip(
                    sorted(draw.uniform(0.1, 0.9, 2))[::-1], [draw.uniform(10, 90)] * 2, strict=True
                )
            ),
            {"girls": float(draw.uniform(0, 1))},
        )
        for name in ("a", "b")
    )
    limits = Limits(
        budget=float(draw.uniform(500, 4000)),
        capacities={"a": float(draw.uniform(20, 80))},
        smallest={"b": float(draw.uniform(5, 20))},
        group_minimums={"girls": float(draw.uniform(0, 12))},
    )
    return Choices(options, Population(1000, 0.5), added_up(options)), limits, float(draw.uniform(5, 35))


def cheapest_corner(choices, limits, needed, minimize) -> float | None:
    """The slow twin: every corner of the mixes allowed, each looked at; None where there is none."""
    steps = [(option, step) for option in choices.options for step in option.steps]
    people = np.array([step.people_per_slot for _, step in steps])
    cost = np.array([step.cost_per_slot for _, step in steps])
    girls = np.array([step.people_per_slot * option.group_shares["girls"] for option, step in steps])
    own = {name: np.array([float(option.id == name) for option, _ in steps]) for name in ("a", "b")}
    size = len(steps)
    rows = [*np.eye(size), *-np.eye(size), -people, cost, own["a"], -own["b"], -girls]
    most = [step.slots for _, step in steps] + [0.0] * size
    most += [
        -needed,
        limits.budget,
        limits.capacities["a"] - 10,
        10 - limits.smallest["b"],
        -limits.group_minimums["girls"],
    ]
    rows, most = np.array(rows), np.array(most)
    prices = cost if minimize is Minimize.COST else np.ones(size)
    best = None
    for chosen in combinations(range(len(rows)), size):
        at = list(chosen)
        if abs(np.linalg.det(rows[at])) < 1e-9:
            continue
        corner = np.linalg.solve(rows[at], most[at])
        if (rows @ corner <= most + 1e-7).all():
            best = min(prices @ corner, np.inf if best is None else best)
    return best


@pytest.mark.parametrize("minimize", Minimize)
@pytest.mark.parametrize("seed", range(12))
def test_the_least_mix_is_the_best_corner_of_all_where_nobody_is_helped_twice(seed, minimize):
    choices, limits, needed = small_question(seed)
    twin = cheapest_corner(choices, limits, needed, minimize)
    plan = least(choices, people_needed=needed, minimize=minimize, limits=limits)
    assert plan.is_feasible == (twin is not None)
    if twin is not None:
        assert (plan.cost if minimize is Minimize.COST else plan.slots) == pytest.approx(twin, rel=3e-4, abs=1e-3)
        assert plan.people == pytest.approx(plan.linear_people)
        assert plan.cost <= limits.budget * (1 + 1e-9)
        assert plan.by_group["girls"] >= limits.group_minimums["girls"] - 1e-6
    else:
        assert plan.binding
        assert plan.short_by_people > 0 or plan.short_by_group or Limit(LimitKind.BUDGET) in plan.binding


def test_the_small_questions_have_answers_and_have_none():
    found = [cheapest_corner(*small_question(seed), Minimize.COST) is None for seed in range(12)]
    assert 2 <= sum(found) <= 10


# the joint, by a grid


def every_mix(links, parts: int = 16):
    """The slow twin: cost and people jointly helped of every mix of a grid, nobody's own people counted twice."""
    grid = product(*[np.linspace(0, link.capacity - link.served, parts) for link in links])
    added = np.array(list(grid))
    helped = np.array([people_per_slot(link) for link in links])
    served = np.array([link.served for link in links])
    left_now = np.prod(1 - served * helped / POPULATION.at_risk)
    left = np.prod(1 - (served + added) * helped / POPULATION.at_risk, axis=1)
    return added @ np.array([link.unit_cost for link in links]), POPULATION.at_risk * (left_now - left)


@pytest.mark.parametrize("seed", range(12))
def test_a_plan_meets_the_need_jointly_and_costs_no_more_than_any_mix_of_a_grid(seed):
    links = some_programs(seed, 3, coverage=0.1)
    cost, people = every_mix(links)
    needed = np.random.default_rng(seed).uniform(0.2, 0.9) * people.max()
    plan = least(choices_of(links, POPULATION), people_needed=needed)
    assert plan.is_feasible
    assert needed * (1 - 1e-6) <= jointly(links, plan.added) <= needed * (1 + 2 * TOLERANCE)
    assert plan.people == pytest.approx(jointly(links, plan.added))
    assert plan.cost <= 1.01 * cost[people >= needed].min()


@pytest.mark.parametrize("seed", range(6))
def test_where_each_program_could_help_half_of_all_at_risk_a_plan_is_still_near_the_least(seed):
    links = some_programs(seed, 3, coverage=0.5)
    cost, people = every_mix(links)
    plan = least(choices_of(links, POPULATION), people_needed=people.max() / 2)
    assert plan.people == pytest.approx(people.max() / 2, rel=2 * TOLERANCE)
    assert plan.cost <= 1.10 * cost[people >= people.max() / 2].min()


def test_the_linear_figure_stands_beside_the_joint_and_is_no_promise():
    links = some_programs(3, 6, coverage=0.4)
    needed = 0.7 * jointly(links, {link.id: link.capacity - link.served for link in links})
    plan = least(choices_of(links, POPULATION), people_needed=needed)
    assert plan.people == pytest.approx(needed, rel=2 * TOLERANCE)
    assert abs(plan.linear_people / plan.people - 1) > 0.02  # adding up is not what happens
    assert plan.points == pytest.approx(100 * plan.people / POPULATION.people)


@pytest.mark.parametrize("model", JointModel)
def test_the_need_is_met_under_either_model_of_the_joint(model):
    choices = choices_of(FOUR, POPULATION, model=model)
    plan = least(choices, people_needed=120)
    grown = [replace(link, served=link.served + plan.added.get(link.id, 0)) for link in FOUR]
    more = joint_people(grown, POPULATION, model=model) - joint_people(FOUR, POPULATION, model=model)
    assert plan.is_feasible
    assert more == pytest.approx(120, rel=2 * TOLERANCE)


def test_the_four_programs_of_the_example_cannot_close_their_gap_and_it_is_said_by_how_much():
    needed = 360 - joint_people(FOUR, POPULATION)
    assert needed == pytest.approx(360 - 0.81474 * 120, abs=0.01)
    plan = least(choices_of(FOUR, POPULATION), people_needed=needed)
    everything = jointly(FOUR, {link.id: link.capacity - link.served for link in FOUR})
    assert not plan.is_feasible
    assert plan.short_by_people == pytest.approx(needed - everything)
    assert plan.binding == tuple(sorted(Limit(LimitKind.CAPACITY, link.id) for link in FOUR))
    assert why_not(plan, {"texts": "Attendance texts"}).startswith(
        "This falls short by 57 people. What binds: the capacity"
    )
    assert "the capacity of Attendance texts" in why_not(plan, {"texts": "Attendance texts"})


# limits, by name


def test_a_budget_that_does_not_reach_is_named_with_the_people_short():
    plan = least(choices_of(FOUR, POPULATION), people_needed=100, limits=Limits(budget=100_000))
    assert not plan.is_feasible
    assert Limit(LimitKind.BUDGET) in plan.binding
    assert plan.cost == pytest.approx(100_000)
    assert plan.short_by_people == pytest.approx(100 - plan.people)


def test_a_capacity_set_below_that_of_the_link_holds_and_is_named():
    plan = least(choices_of(FOUR, POPULATION), people_needed=60, limits=Limits(capacities={"texts": 7000}))
    assert plan.is_feasible
    assert plan.added["texts"] == pytest.approx(1000)
    assert Limit(LimitKind.CAPACITY, "texts") in plan.binding


def test_a_program_that_is_full_already_is_named():
    full = [replace(link, capacity=link.served) for link in FOUR]
    plan = least(choices_of(full, POPULATION), people_needed=10)
    assert not plan.is_feasible
    assert plan.added == {}
    assert plan.short_by_people == 10
    assert Limit(LimitKind.CAPACITY, "bridge") in plan.binding


def test_without_a_capacity_nobody_can_serve_more_than_there_are_at_risk():
    boundless = [replace(FOUR[0], capacity=None)]
    plan = least(choices_of(boundless, POPULATION), people_needed=2000)
    assert not plan.is_feasible
    assert plan.binding == (Limit(LimitKind.REACH, "mentoring"),)
    served = 300 + plan.added["mentoring"]
    assert served * 0.90 * 0.35 == pytest.approx(POPULATION.at_risk)


def test_the_minimum_of_a_group_is_met_jointly_and_takes_what_costs_more():
    links = [
        replace(FOUR[0], by_cell={"north": 270.0}),
        replace(FOUR[3], by_cell={"south": 240.0}),
    ]
    choices = choices_of(links, POPULATION)
    free = least(choices, people_needed=40)
    fair = least(choices, people_needed=40, limits=Limits(group_minimums={"north": 25}))
    assert "mentoring" not in free.added
    assert fair.by_group["north"] >= 25 - 1e-4
    assert fair.cost > free.cost
    assert Limit(LimitKind.GROUP, "north") in fair.binding


def test_a_minimum_that_no_mix_meets_is_named_with_the_people_short_in_that_group():
    links = [replace(FOUR[0], by_cell={"north": 30.0, "south": 270.0}), FOUR[3]]
    limits = Limits(group_minimums={"north": 40, "south": 20})
    plan = least(choices_of(links, POPULATION), people_needed=30, limits=limits)
    assert not plan.is_feasible
    assert set(plan.short_by_group) == {"north"}
    assert plan.short_by_people == 0
    assert Limit(LimitKind.GROUP, "north") in plan.binding
    assert "For Northside it falls short by" in why_not(plan, {"north": "Northside"})


def test_a_smallest_size_is_kept_even_where_it_costs_more():
    plan = least(choices_of(FOUR, POPULATION), people_needed=30, limits=Limits(smallest={"tutoring": 1000}))
    assert plan.added["tutoring"] == pytest.approx(100)
    assert Limit(LimitKind.SMALLEST, "tutoring") in plan.binding


def test_smallest_sizes_that_the_budget_does_not_pay_are_named_together_with_it():
    limits = Limits(budget=10_000, smallest={"mentoring": 400})
    plan = least(choices_of(FOUR, POPULATION), people_needed=1, limits=limits)
    assert not plan.is_feasible
    assert {Limit(LimitKind.BUDGET), Limit(LimitKind.SMALLEST, "mentoring")} <= set(plan.binding)


def test_a_smallest_size_above_the_capacity_is_named_alone():
    plan = least(choices_of(FOUR, POPULATION), people_needed=1, limits=Limits(smallest={"mentoring": 4000}))
    assert not plan.is_feasible
    assert Limit(LimitKind.SMALLEST, "mentoring") in plan.binding
    assert Limit(LimitKind.BUDGET) not in plan.binding


def test_a_program_of_unknown_cost_is_left_out_where_money_counts_and_only_there():
    links = [replace(FOUR[0], unit_cost=None), *FOUR[1:]]
    choices = choices_of(links, POPULATION)
    by_cost = least(choices, people_needed=60)
    assert by_cost.left_out == ("mentoring",)
    assert "mentoring" not in by_cost.added
    by_slots = least(choices, people_needed=90, minimize=Minimize.SLOTS)
    assert by_slots.left_out == ()
    assert by_slots.cost is None
    assert "mentoring" in by_slots.added


def test_fewest_slots_are_fewer_and_dearer_than_those_of_least_cost():
    choices = choices_of(FOUR, POPULATION)
    cheap, few = least(choices, people_needed=50), least(choices, people_needed=50, minimize=Minimize.SLOTS)
    assert few.slots < cheap.slots
    assert few.cost > cheap.cost


def test_nothing_is_added_where_nobody_is_still_needed():
    plan = least(choices_of(FOUR, POPULATION), people_needed=0)
    assert (plan.is_feasible, plan.added, plan.cost, plan.people) == (True, {}, 0, 0)


def test_with_no_program_at_all_the_whole_need_is_short():
    plan = least(choices_of([], POPULATION), people_needed=12)
    assert (plan.is_feasible, plan.short_by_people) == (False, 12)


def test_a_program_that_does_not_help_gets_no_slot():
    useless = program("useless", 10, 1, 1, 0.3, 1.0, 1000, 0.0)
    plan = least(choices_of([*FOUR, useless], POPULATION), people_needed=50)
    assert plan.is_feasible
    assert "useless" not in plan.added


# steps


def test_steps_help_fewer_each_and_lie_below_the_curve():
    link = Link("texts", 0, Declared(0.5), EffectKind.RISK_DIFFERENCE, capacity=1000)
    population = Population(10_000, 0.1)
    steps = steps_of(link, population, 200)
    helped = np.cumsum([step.slots * step.people_per_slot for step in steps])
    assert all(one.people_per_slot > other.people_per_slot for one, other in pairwise(steps))
    assert len(steps) == 4
    for piece, people in enumerate(helped, start=1):
        one_by_one = 0.0
        for _ in range(250 * piece):  # every slot takes its part of the risk that is left
            one_by_one += (800 - one_by_one) * 0.5 / 1000
        assert people == pytest.approx(one_by_one, rel=1e-3)


def test_steps_that_help_more_and_more_are_refused():
    with pytest.raises(ValueError, match="helps more people"):
        Option("growing", 0, (Step(10, 0.1, 5.0), Step(10, 0.2, 5.0)))
    with pytest.raises(ValueError, match="costs less"):
        Option("cheaper", 0, (Step(10, 0.2, 5.0), Step(10, 0.1, 4.0)))


OVERLAP = Overlap([(("mentoring",), 200.0), (("mentoring", "bridge"), 100.0), (("bridge",), 140.0)])


def test_new_slots_of_a_linked_program_meet_the_others_by_chance():
    now = joint_people(FOUR, POPULATION, overlap=OVERLAP)
    alone = 500 * people_per_slot(FOUR[0])
    gained = choices_of(FOUR, POPULATION, overlap=OVERLAP).gained({"mentoring": 500.0})
    assert gained == pytest.approx(alone * (1 - now / POPULATION.at_risk))


@pytest.mark.parametrize("model", JointModel)
@pytest.mark.parametrize("overlap", [None, OVERLAP])
def test_what_slots_come_to_is_what_the_links_with_these_slots_are_modelled_to(overlap, model):
    added = {"mentoring": 400.0, "texts": 2500.0, "bridge": 33.0}
    grown = extended(FOUR, added, overlap)
    more = joint_people(grown, POPULATION, overlap=overlap, model=model)
    more -= joint_people(FOUR, POPULATION, overlap=overlap, model=model)
    assert choices_of(FOUR, POPULATION, overlap=overlap, model=model).gained(added) == pytest.approx(more)


# the frontier


@pytest.mark.parametrize("seed", range(6))
def test_more_money_never_helps_fewer_and_each_further_dollar_helps_no_more_than_the_one_before(seed):
    links = some_programs(seed, 5, coverage=0.5)
    points = frontier(choices_of(links, POPULATION))
    cost, people = (np.array([getattr(point, name) for point in points]) for name in ("cost", "people"))
    assert len(points) == 12
    assert (np.diff(cost) > 0).all()
    assert (np.diff(people) >= 0).all()
    slopes = np.diff(people) / np.diff(cost)
    assert (np.diff(slopes) <= 1e-6 * slopes[0]).all()
    for point in points:
        assert jointly(links, point.added) == pytest.approx(point.people)


@pytest.mark.parametrize("seed", range(6))
def test_no_point_of_the_frontier_is_below_the_best_mix_of_a_grid_for_its_money(seed):
    links = some_programs(seed, 3, coverage=0.1)
    cost, people = every_mix(links)
    for point in frontier(choices_of(links, POPULATION)):
        assert point.people >= people[cost <= point.cost * (1 + 1e-9)].max() - 0.005 * people.max()


def test_a_frontier_ends_at_the_budget_and_keeps_the_limits():
    limits = Limits(budget=500_000, smallest={"mentoring": 310})
    points = frontier(choices_of(FOUR, POPULATION), limits=limits, points=6)
    assert points[0].cost == pytest.approx(10 * 1800)
    assert points[-1].cost == pytest.approx(500_000)
    assert all(point.added["mentoring"] >= 10 - 1e-6 for point in points)


def test_there_is_no_frontier_where_no_mix_keeps_the_limits():
    assert frontier(choices_of(FOUR, POPULATION), limits=Limits(smallest={"bridge": 5000})) == ()


@pytest.mark.parametrize("seed", range(6))
def test_what_a_larger_budget_could_do_is_never_less(seed):
    choices, draw = choices_of(some_programs(seed, 6, coverage=0.3), POPULATION), np.random.default_rng(seed)
    budgets = np.sort(draw.uniform(0, 5_000_000, 8))
    plans = [least(choices, people_needed=1e9, limits=Limits(budget=float(budget))) for budget in budgets]
    people = [plan.people for plan in plans]
    assert not any(plan.is_feasible for plan in plans)
    assert (np.diff(people) >= -1e-6).all()
    assert all(plan.cost <= budget * (1 + 1e-9) for plan, budget in zip(plans, budgets, strict=True))


def test_a_person_short_is_one_person():
    one = least(choices_of([], POPULATION), people_needed=0.4)
    assert why_not(one) == "This falls short by 1 person."
    assert why_not(least(choices_of([], POPULATION), people_needed=1200)) == "This falls short by 1,200 people."
    assert why_not(least(choices_of(FOUR, POPULATION), people_needed=1)) == ""


def test_a_larger_need_never_costs_less():
    choices = choices_of(FOUR, POPULATION)
    costs = [least(choices, people_needed=needed).cost for needed in range(10, 200, 15)]
    assert (np.diff(costs) > 0).all()


def test_sixty_programs_are_planned_in_a_moment():
    links = some_programs(1, 60, coverage=0.05)
    everything = jointly(links, {link.id: link.capacity - link.served for link in links})
    choices = choices_of(links, POPULATION)
    least(choices, people_needed=1)  # the solver is imported once
    begun = perf_counter()
    plan = least(choices, people_needed=everything / 2)
    points = frontier(choices)
    assert plan.people == pytest.approx(everything / 2, rel=2 * TOLERANCE)
    assert points[-1].people == pytest.approx(everything)
    assert perf_counter() - begun < 5
