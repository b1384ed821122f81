"""What holds for every contribution: never twice, never more than those at risk, nothing lost in a share or a cell."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.contribution.effects import people_of, risk_difference
from groundswell.core.contribution.joint import bounds, joint_people, meeting_of, people_and_risks
from groundswell.core.contribution.links import Declared, EffectKind, Gap, JointModel, Link, Overlap, Population
from groundswell.core.contribution.ranges import modelled
from groundswell.core.contribution.shares import by_enumeration, shares_of

CELLS = ("north", "south", "east")
parts = st.floats(0.05, 1)
models = st.sampled_from(JointModel)
populations = st.builds(Population, st.floats(100, 1e6), st.floats(0.02, 0.9))


@st.composite
def declared(draw: st.DrawFn, lowest: float = 0.05, highest: float = 1.0) -> Declared:
    low, value, high = sorted(draw(st.floats(lowest, highest)) for _ in range(3))
    return draw(st.sampled_from([Declared(value), Declared(value, low, high)]))


@st.composite
def portfolios(draw: st.DrawFn, most: int = 4) -> list[Link]:
    return [
        Link(
            f"p{number}",
            draw(st.floats(1, 20_000)),
            draw(declared()),
            EffectKind.RISK_RATIO,
            draw(declared()),
            draw(declared()),
            draw(declared()),
            by_cell=draw(st.dictionaries(st.sampled_from(CELLS), st.floats(1, 1000))),
        )
        for number in range(draw(st.integers(1, most)))
    ]


@st.composite
def overlaps(draw: st.DrawFn) -> Overlap | None:
    programs = st.lists(st.sampled_from([f"p{number}" for number in range(4)]), min_size=1, unique=True)
    known = draw(st.lists(st.tuples(programs.map(tuple), st.floats(1, 5000)), max_size=6))
    return Overlap(known) if known else None


@given(portfolios(), populations, overlaps(), models)
def test_the_joint_effect_is_never_above_the_sum_nor_above_those_at_risk(links, population, overlap, model):
    joint = joint_people(links, population, overlap=overlap, model=model)
    assert 0 <= joint <= min(sum(map(people_of, links)), population.at_risk) * (1 + 1e-9)


@given(portfolios(), populations, overlaps(), models)
def test_the_joint_effect_lies_within_the_bounds(links, population, overlap, model):
    least, most = bounds(links, population)
    joint = joint_people(links, population, overlap=overlap, model=model)
    assert least * (1 - 1e-9) <= joint <= most * (1 + 1e-9)


@given(portfolios(), populations, overlaps(), models, st.floats(1, 3))
def test_more_reach_is_never_less(links, population, overlap, model, times):
    more = [replace(links[0], served=links[0].served * times), *links[1:]]
    before = joint_people(links, population, overlap=overlap, model=model)
    assert joint_people(more, population, overlap=overlap, model=model) >= before * (1 - 1e-9)


@given(portfolios(), populations, overlaps(), models)
def test_one_more_program_is_never_less(links, population, overlap, model):
    if overlap:  # where risks multiply, a program brings the risk of those it serves into what records show
        model = JointModel.ADDED_CHANCES
    without = joint_people(links[:-1], population, overlap=overlap, model=model)
    assert joint_people(links, population, overlap=overlap, model=model) >= without * (1 - 1e-9)


@given(portfolios(), populations, overlaps(), models)
def test_shares_sum_to_the_joint_effect_and_none_is_below_zero(links, population, overlap, model):
    meeting = meeting_of(links, population, overlap, model)
    shares = shares_of(*people_and_risks(links), meeting).people
    assert shares.sum() == pytest.approx(joint_people(links, population, overlap=overlap, model=model), rel=1e-9)
    assert (shares >= -1e-9 * shares.sum()).all()


@given(portfolios(), populations, overlaps())
def test_shares_by_integral_are_those_of_every_set_enumerated(links, population, overlap):
    meeting = meeting_of(links, population, overlap, JointModel.ADDED_CHANCES)
    people, risks = people_and_risks(links)
    shares = shares_of(people, risks, meeting).people
    assert shares == pytest.approx(by_enumeration(people, risks, meeting), rel=1e-7, abs=1e-9)


@given(portfolios(2), populations, overlaps(), models, st.dictionaries(st.sampled_from(CELLS), parts, min_size=1))
def test_cells_add_to_the_whole(links, population, overlap, model, sizes):
    cells = {
        cell: Population(population.people * size / sum(sizes.values()), population.risk)
        for cell, size in sizes.items()
    }
    found = modelled(links, population, overlap=overlap, model=model, draws=50, cells=cells)
    assert sum(cell.joint_people.value for cell in found.cells) == pytest.approx(found.joint_people.value, rel=1e-9)
    assert sum(cell.people for cell in found.cells) == pytest.approx(population.at_risk)
    assert sum(cell.reach for cell in found.cells) == pytest.approx(sum(part.reach for part in found.programs))


@given(portfolios(2), populations, overlaps(), models, st.integers(0, 2**32))
def test_a_value_lies_in_its_range_and_the_range_within_what_is_possible(links, population, overlap, model, seed):
    found = modelled(links, population, Gap(10, None, 0.2, 0.1), overlap=overlap, model=model, draws=50, seed=seed)
    for one in (found.joint_people, *(part.people for part in found.programs)):
        if one.low is not None:
            assert one.low <= one.value <= one.high
    if found.joint_people.low is not None:
        assert 0 <= found.joint_people.low <= found.joint_people.high <= population.at_risk * (1 + 1e-5)


@given(st.floats(0.01, 0.99), st.floats(0.05, 1))
def test_an_effect_is_the_same_however_it_is_written(risk, ratio):
    def odds(chance: float) -> float:
        return float(np.log(chance / (1 - chance)))

    difference = risk * (1 - ratio)
    d = (odds(1 - risk + difference * 0.999) - odds(1 - risk)) / 1.65
    by_ratio = risk_difference(ratio, EffectKind.RISK_RATIO, risk)
    assert by_ratio == pytest.approx(risk_difference(difference, EffectKind.RISK_DIFFERENCE, risk), abs=1e-12)
    assert by_ratio * 0.999 == pytest.approx(risk_difference(d, EffectKind.COHENS_D, risk), abs=1e-9)


@given(st.floats(0.01, 0.99), st.floats(-1.5, 1.5))
def test_an_indicator_counted_the_other_way_round_moves_by_the_same_points(risk, d):
    """Better by d where a good outcome is counted is lower by d where the adverse one is: same points, other sign."""
    better = risk_difference(d, EffectKind.COHENS_D, risk)
    adverse = risk_difference(-d, EffectKind.COHENS_D, 1 - risk)
    assert better == pytest.approx(-adverse, abs=1e-12)


@given(portfolios(2), populations, overlaps(), models, st.floats(1.5, 100))
def test_a_community_so_many_times_as_large_moves_by_the_same_points(links, population, overlap, model, times):
    large = [replace(link, served=link.served * times) for link in links]
    known = overlap and Overlap([(programs, people * times) for programs, people in overlap.combinations])
    points = joint_people(links, population, overlap=overlap, model=model) / population.people
    larger = Population(population.people * times, population.risk)
    found = joint_people(large, larger, overlap=known, model=model)
    assert found / larger.people == pytest.approx(points, rel=1e-9)
