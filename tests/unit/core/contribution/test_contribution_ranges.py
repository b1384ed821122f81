"""Ranges: the same from the same seed, only of what was declared, and every figure beside the gap."""

from dataclasses import replace

import numpy as np
import pytest

from groundswell.core.contribution import drawing, ranges
from groundswell.core.contribution.links import Declared, EffectKind, Gap, JointModel, Link, Overlap, Population
from groundswell.core.contribution.ranges import modelled, slots_for

WHOLE = Population(12_000, 0.2)
GAP = Gap(100, 0.21, 0.2, 0.2 - 100 / 12_000)
RANGED = Link(
    "texts",
    6000,
    Declared(0.9, 0.8, 0.98),
    baseline_risk=Declared(0.22, 0.2, 0.25),
    in_population=Declared(0.9, 0.8, 1.0),
    completion=Declared(0.9, 0.85, 0.95),
)
PLAIN = Link("bridge", 240, Declared(0.7), baseline_risk=Declared(0.4))
OTHERS = [
    Link("d", 500, Declared(0.2, 0.0, 0.4), EffectKind.COHENS_D, Declared(0.3)),
    Link("rd", 400, Declared(0.1, 0.02, 0.18), EffectKind.RISK_DIFFERENCE, Declared(0.3, 0.2, 0.4)),
]


def test_the_same_seed_brings_the_same_numbers_and_another_others():
    links = [RANGED, PLAIN, *OTHERS]
    first, again, other = (modelled(links, WHOLE, GAP, draws=5000, seed=seed) for seed in (7, 7, 8))
    assert first == again
    assert first.joint_people != other.joint_people


def test_the_numbers_do_not_depend_on_the_threads(monkeypatch):
    two = modelled([RANGED, PLAIN], WHOLE, GAP, draws=9000, seed=3)
    monkeypatch.setattr(ranges, "_THREADS", 1)
    assert modelled([RANGED, PLAIN], WHOLE, GAP, draws=9000, seed=3) == two


def test_what_has_no_declared_range_has_none_and_no_chance_of_closing():
    found = modelled([PLAIN], WHOLE, GAP, draws=100)
    assert (found.joint_people.low, found.joint_points.low, found.programs[0].people.high) == (None, None, None)
    assert found.chance_of_closing is None


def test_only_the_declared_are_ranged_and_the_joint_effect_with_them():
    found = modelled([RANGED, PLAIN], WHOLE, GAP, draws=1000)
    texts, bridge = found.programs
    assert texts.people.low < texts.people.value < texts.people.high
    assert bridge.people.low is None
    assert found.joint_people.low < found.joint_people.value < found.joint_people.high
    assert (found.joint_people.level, found.joint_people.method) == (0.8, "monte_carlo")


def test_a_declared_range_is_the_95_percent_range_of_its_draws():
    link = Link("one", 1000, Declared(0.1, 0.04, 0.12), EffectKind.RISK_DIFFERENCE)
    found = modelled([link], WHOLE, level=0.95, draws=200_000)
    assert found.programs[0].people.low == pytest.approx(40, abs=0.6)
    assert found.programs[0].people.high == pytest.approx(120, abs=0.4)


def test_a_risk_ratios_range_is_even_in_proportion():
    link = Link("one", 1000, Declared(0.5, 0.25, 1.0))
    drawn, _ = drawing.portfolio_of([link]).drawn(np.random.default_rng(1), 200_000)
    ratios = np.log(1 - drawn[0][drawn[0] > 0] / 1000)
    assert np.quantile(drawn, [0.025, 0.975]) == pytest.approx([0, 750], abs=12)
    assert np.median(ratios) == pytest.approx(np.log(0.5), abs=0.02)


def test_draws_are_cut_to_what_is_possible():
    wide = Link("w", 1000, Declared(0.5, 0.1, 3), baseline_risk=Declared(0.5, 0, 2), completion=Declared(0.5, -1, 3))
    people, risks = drawing.portfolio_of([wide]).drawn(np.random.default_rng(1), 20_000)
    assert (risks.min(), risks.max()) == (0, 1)
    assert (np.abs(people) <= 1000).all()


@pytest.mark.parametrize("links", [[RANGED], [RANGED, PLAIN], [*OTHERS, PLAIN], [RANGED, *OTHERS, PLAIN]])
@pytest.mark.parametrize("model", list(JointModel))
def test_point_figures_lie_near_the_middle_of_the_draws(links, model):
    found = modelled(links, WHOLE, level=0.02, draws=50_000, model=model)
    assert found.joint_people.value == pytest.approx((found.joint_people.low + found.joint_people.high) / 2, rel=0.05)


def test_every_figure_beside_the_gap():
    found = modelled([RANGED, PLAIN], WHOLE, GAP, draws=20_000)
    joint = found.joint_people.value
    assert found.share_of_gap.value == pytest.approx(joint / 100)
    assert found.share_of_gap.high == pytest.approx(found.joint_people.high / 100)
    assert found.unowned_people == pytest.approx(max(100 - joint, 0))
    assert 0 < found.chance_of_closing < 1
    assert [part.share_of_gap for part in found.programs] == [
        pytest.approx(part.people.value / 100) for part in found.programs
    ]
    assert found.overlap_points == pytest.approx(found.sum_points - found.joint_points.value)


def test_no_gap_and_a_gap_that_is_closed_ask_for_nothing():
    none, closed = (modelled([RANGED], WHOLE, gap, draws=100) for gap in (None, Gap(0, 0.2, 0.2, 0.2)))
    assert (none.unowned_people, closed.unowned_people) == (None, 0)
    for found in (none, closed):
        assert (found.share_of_gap, found.chance_of_closing) == (None, None)
        assert (found.programs[0].share_of_gap, found.programs[0].slots_for_the_gap) == (None, None)


def test_slots_are_people_to_serve_whom_it_serves_already_included():
    link = replace(PLAIN, served_before=40)
    slots = slots_for(link, WHOLE, 100)
    assert slots == pytest.approx(40 + 100 / 0.12)
    found = modelled([replace(link, served=slots)], WHOLE, draws=10)
    assert found.joint_people.value == pytest.approx(100)


@pytest.mark.parametrize(
    ("link", "missing"),
    [
        (replace(PLAIN, effect=Declared(1.0)), 100),  # it changes nothing
        (replace(PLAIN, completion=Declared(0.0)), 100),
        (PLAIN, 2500),  # more than are at risk
        (PLAIN, 1500),  # more people than there are
    ],
)
def test_no_number_of_slots_is_said_where_a_program_never_could(link, missing):
    assert slots_for(link, WHOLE, missing) is None


def test_linked_and_not_is_said():
    known = Overlap([(("texts", "bridge"), 100)])
    assert modelled([RANGED, PLAIN], WHOLE, overlap=known, draws=10).is_linked
    assert not modelled([RANGED, PLAIN], WHOLE, overlap=Overlap([(("gone",), 5)]), draws=10).is_linked
    assert not modelled([RANGED, PLAIN], WHOLE, draws=10).is_linked


def test_a_number_of_people_with_digits_too_many_still_has_a_range():
    found = modelled([Link("a", 1e60, Declared(0.75, 0.6, 0.9), baseline_risk=Declared(0.3))], Population(4000, 0.2))
    assert 0 < found.joint_people.low <= found.joint_people.value <= found.joint_people.high <= 800 * (1 + 1e-6)


def test_no_program_at_all_is_a_joint_effect_of_nothing():
    found = modelled([], WHOLE, GAP, draws=10, cells={"all": WHOLE})
    assert (found.joint_people.value, found.sum_points, found.unowned_people) == (0, 0, 100)
    assert (found.programs, found.cells[0].reach) == ((), 0)


NORTH_SOUTH = {"north": Population(3000, 0.4), "south": Population(9000, 0.4 / 3)}


def test_cells_show_reach_beside_need():
    link = replace(PLAIN, by_cell={"north": 60, "south": 180, "elsewhere": 10})
    north, south = modelled([link], WHOLE, draws=10, cells=NORTH_SOUTH).cells
    assert (north.people, south.people) == pytest.approx((1200, 1200))
    assert (north.reach, south.reach) == pytest.approx((60, 180))
    assert (north.joint_people.value, south.joint_people.value) == pytest.approx((60 * 0.12, 180 * 0.12))
    assert (north.assumed_reach, south.assumed_reach) == (0, 0)


def test_a_program_whose_cells_are_unknown_is_spread_by_size_and_that_is_said():
    north, south = modelled([PLAIN], WHOLE, draws=10, cells=NORTH_SOUTH).cells
    assert (north.reach, south.reach) == pytest.approx((60, 180))
    assert (north.assumed_reach, south.assumed_reach) == pytest.approx((60, 180))


def test_where_programs_crowd_one_cell_the_cells_still_add_up():
    links = [replace(RANGED, id=str(number), by_cell={"north": 1, "south": 0}) for number in range(4)]
    found = modelled(links, WHOLE, draws=500, cells=NORTH_SOUTH)
    north, south = found.cells
    assert north.joint_people.value == pytest.approx(found.joint_people.value)
    assert south.joint_people.value == 0
    assert north.joint_people.low == pytest.approx(found.joint_people.low, rel=1e-4)
