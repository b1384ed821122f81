"""Shapley's shares: three ways to them that agree, and an error that holds where they are sampled."""

import numpy as np
import pytest

from groundswell.core.contribution.joint import joint_of, meeting_of, people_and_risks
from groundswell.core.contribution.links import Declared, JointModel, Link, Overlap, Population
from groundswell.core.contribution.shares import by_enumeration, by_integral, by_sampling, is_cut, shares_of

MIXED = Overlap([(("p0", "p1"), 50), (("p1", "p2", "p3"), 40), (("p0",), 30)])


def programs(count: int, served: float = 300) -> list[Link]:
    random = np.random.default_rng(count)
    return [
        Link(
            f"p{row}",
            served * random.uniform(0.5, 1.5),
            Declared(random.uniform(0.5, 0.9)),
            baseline_risk=Declared(0.3),
        )
        for row in range(count)
    ]


def game(count: int, *, overlap: Overlap | None = None, at_risk: float = 2000, served: float = 300, model=None):
    links = programs(count, served)
    model = model or JointModel.RISKS_MULTIPLY
    return (*people_and_risks(links), meeting_of(links, Population(10_000, at_risk / 10_000), overlap, model))


@pytest.mark.parametrize("overlap", [None, MIXED])
@pytest.mark.parametrize("model", list(JointModel))
def test_the_integral_is_the_mean_over_every_set(overlap, model):
    played = game(8, overlap=overlap, model=model)
    assert not is_cut(*played)
    assert by_integral(*played) == pytest.approx(by_enumeration(*played), rel=1e-9)


def test_sixty_programs_have_exact_shares_where_those_at_risk_are_not_used_up():
    played = game(60, overlap=MIXED, at_risk=5000)
    found = shares_of(*played)
    assert not found.errors.any()
    assert found.people.sum() == pytest.approx(joint_of(*played)[0], rel=1e-12)


def test_where_those_at_risk_are_used_up_every_set_is_looked_at():
    played = game(12, at_risk=250, model=JointModel.ADDED_CHANCES)
    assert is_cut(*played)
    found = shares_of(*played)
    assert not found.errors.any()
    assert found.people.sum() == pytest.approx(250)
    assert found.people == pytest.approx(by_enumeration(*played))


def test_beyond_twelve_orders_are_sampled_and_the_error_is_said():
    played = game(14, at_risk=250, model=JointModel.ADDED_CHANCES)
    exact, found = by_enumeration(*played), shares_of(*played, seed=5)
    assert (found.errors > 0).all()
    assert found.people.sum() == pytest.approx(250)
    assert (np.abs(found.people - exact) < 4 * found.errors).all()
    assert (np.abs(found.people - exact) < 0.05 * exact).all()
    assert shares_of(*played, seed=5).people.tolist() == found.people.tolist()


def test_the_standard_error_of_sampled_shares_holds():
    played = game(7, at_risk=120, model=JointModel.ADDED_CHANCES)
    exact = by_enumeration(*played)
    runs = [by_sampling(*played, seed=seed, orders=60) for seed in range(100)]
    within = np.mean([np.abs(run.people - exact) < 1.96 * run.errors for run in runs])
    assert 0.90 < within < 0.98


def test_programs_that_are_alike_have_like_shares_and_one_that_does_nothing_none():
    links = [Link("a", 100, Declared(0.5)), Link("b", 100, Declared(0.5)), Link("idle", 100, Declared(1.0))]
    overlap = Overlap([(("a", "b", "idle"), 100)])
    found = shares_of(*people_and_risks(links), meeting_of(links, Population(1000, 0.5), overlap)).people
    assert found[0] == pytest.approx(found[1])
    assert found[2] == pytest.approx(0)


def test_nobody_at_risk_leaves_nothing_to_share():
    assert not shares_of(*game(3, at_risk=0)).people.any()
    assert not shares_of(*game(13, at_risk=0)).people.any()


@pytest.mark.parametrize("overlap", [None, Overlap([(("grows", "shrinks"), 50)])])
def test_a_program_that_shrank_has_a_share_below_zero_and_the_sum_still_holds(overlap):
    links = [Link("grows", 200, Declared(0.5)), Link("shrinks", 50, Declared(0.5), served_before=100)]
    played = (*people_and_risks(links), meeting_of(links, Population(1000, 0.5), overlap))
    found = shares_of(*played).people
    assert found[1] < 0
    assert found.sum() == pytest.approx(joint_of(*played)[0])
    assert found == pytest.approx(by_enumeration(*played))
