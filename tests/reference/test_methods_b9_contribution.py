"""Every worked number of the statistical plan's contribution section (B9) and of the field's illustration (6.1)."""

from math import sqrt

import pytest

from groundswell.core.contribution.detecting import detectable_points
from groundswell.core.contribution.effects import people_of
from groundswell.core.contribution.joint import bounds, joint_people
from groundswell.core.contribution.links import Declared, EffectKind, Gap, JointModel, Link, Overlap, Population
from groundswell.core.contribution.ranges import Modelled, modelled

N = Population(10_000, 0.6)
EXACTLY = {"A": 350, "B": 250, "C": 850, "AB": 150, "AC": 250, "BC": 50, "ABC": 50}


def added(name: str, served: float, difference: float, error: float) -> Link:
    ranged = Declared(difference, difference - 1.96 * error, difference + 1.96 * error)
    return Link(name, served, ranged, EffectKind.RISK_DIFFERENCE)


THREE = [added("A", 800, 0.10, 0.03), added("B", 500, 0.15, 0.05), added("C", 1200, 0.05, 0.02)]
KNOWN = Overlap([(tuple(programs), count) for programs, count in EXACTLY.items()])


@pytest.fixture(scope="module")
def three() -> Modelled:
    return modelled(
        THREE, N, Gap(200, None, 0.6, 0.58), model=JointModel.ADDED_CHANCES, level=0.95, draws=200_000, seed=1
    )


def test_the_plain_sum_is_215_people_or_2_15_points(three):
    assert [people_of(link) for link in THREE] == pytest.approx([80, 75, 60])
    assert [part.points.value for part in three.programs] == pytest.approx([0.80, 0.75, 0.60])
    assert three.sum_points == pytest.approx(2.15)


def test_the_union_of_the_three_is_1950_people():
    assert sum(EXACTLY.values()) == 800 + 500 + 1200 - 200 - 300 - 100 + 50 == 1950


def test_linked_records_bring_209_7875():
    assert joint_people(THREE, N, overlap=KNOWN, model=JointModel.ADDED_CHANCES) == pytest.approx(209.7875, abs=1e-9)


def test_independence_brings_213_4736(three):
    assert three.joint_people.value == pytest.approx(213.4736, abs=5e-5)


def test_the_bounds_are_the_largest_alone_and_the_plain_sum():
    assert bounds(THREE, N) == pytest.approx((80, 215))


def test_the_draws_bring_the_published_range_and_chance(three):
    assert (three.joint_people.low, three.joint_people.high) == pytest.approx((132.0, 294.8), abs=0.8)
    assert three.chance_of_closing == pytest.approx(0.626, abs=0.004)


def test_half_of_the_draws_lie_below_213_43():
    found = modelled(THREE, N, Gap(213.43, None, 0.6, 0.58), model=JointModel.ADDED_CHANCES, draws=200_000)
    assert found.chance_of_closing == pytest.approx(0.5, abs=0.004)


def test_the_middle_of_the_range_is_the_published_mean(three):
    assert (three.joint_people.low + three.joint_people.high) / 2 == pytest.approx(213.32, abs=0.5)


def test_the_standard_deviation_of_the_sum_is_42_1545(three):
    errors = [part.people.standard_error for part in three.programs]
    assert sqrt(sum(error**2 for error in errors)) == pytest.approx(42.1545, rel=0.01)


def shifted(name: str, population: Population, moved: float, risk: float, ratio: float) -> Link:
    """`moved` of the population go from a risk to `ratio` of it: a shift of exposure as a link."""
    return Link(name, moved * population.people, Declared(ratio), baseline_risk=Declared(risk))


@pytest.mark.parametrize(
    ("mean_ratio", "moves", "published"),
    [
        (1.35, [(0.05, 3.0), (0.05, 1.5)], 0.0925926),  # P (.6,.3,.1) -> (.7,.25,.05) at RR (1,1.5,3): the PIF
        (1.35, [(0.1, 3.0), (0.3, 1.5)], 0.2592593),  # nobody exposed any more: the PAF
        (1.3, [(0.1, 2.0)], 0.0769231),  # P .3 -> .2 at RR 2
        (1.3, [(0.3, 2.0)], 0.2307692),
    ],
)
def test_a_shift_of_exposure_brings_the_potential_impact_fraction(mean_ratio, moves, published):
    unexposed = 0.1
    population = Population(10_000, unexposed * mean_ratio)
    links = [shifted(f"at {ratio}", population, part, unexposed * ratio, 1 / ratio) for part, ratio in moves]
    found = modelled(links, population, draws=10)
    assert found.sum_points / (100 * population.risk) == pytest.approx(published, abs=5e-8)


@pytest.mark.parametrize(
    ("risk", "unexposed", "published"),
    [
        (33 / 100, 15 / 73, 0.3773350),  # the vignette of pifpaf
        (11_189 / 100_000, 1_875 / 100_000, 0.8324),  # Doll, as BMJ 2018;360:k757 retells it
    ],
)
def test_everybody_at_the_risk_of_the_unexposed_brings_the_attributable_fraction(risk, unexposed, published):
    population = Population(1000, risk)
    link = shifted("all", population, 1.0, risk, unexposed / risk)
    assert people_of(link) / population.at_risk == pytest.approx(published, abs=5e-5)


def test_the_fraction_among_cases_is_miettinens():
    population = Population(1000, 0.2)
    exposed_cases = 0.6 * population.at_risk  # served are the exposed, at risk of 1 as they are the cases
    assert people_of(Link("exposed", exposed_cases, Declared(0.5))) / population.at_risk == pytest.approx(0.3)


def test_three_factors_combine_to_388_and_not_to_45():
    population = Population(1000, 0.2)
    links = [shifted(str(part), population, 1.0, 0.2, 1 - part) for part in (0.2, 0.15, 0.1)]
    assert joint_people(links, population) / population.at_risk == pytest.approx(0.388)
    assert sum(map(people_of, links)) / population.at_risk == pytest.approx(0.45)


def test_todays_indicator_contains_todays_programs():
    """LiST: at an effect of .4, coverage from 30 to 50 % brings 9.1 % and not 8 %: the newly served have the risk of
    the unserved, which is above that of all."""
    effect, before, now = 0.4, 0.3, 0.5
    population = Population(10_000, 0.2)
    unserved = population.risk / (1 - effect * before)
    link = Link("vaccine", 5000, Declared(1 - effect), baseline_risk=Declared(unserved), served_before=3000)
    expected = effect * (now - before) / (1 - effect * before)
    assert people_of(link) / population.at_risk == pytest.approx(expected)
    assert round(expected, 3) == 0.091


@pytest.mark.parametrize(("reach", "change", "published"), [(0.25, 0.12, 0.03), (0.40, 0.80, 0.32)])
def test_impact_is_reach_times_change_as_in_re_aim(reach, change, published):
    link = Link("program", 1000 * reach, Declared(change), EffectKind.RISK_DIFFERENCE)
    assert people_of(link) / 1000 == pytest.approx(published)


ILLUSTRATION = [
    ("mentoring", 300, 0.90, 0.80, 0.35, 0.75),
    ("tutoring", 900, 0.95, 0.70, 0.28, 0.85),
    ("texts", 6000, 1, 0.90, 0.22, 0.97),
    ("bridge", 240, 0.80, 0.85, 0.40, 0.70),
]


@pytest.fixture(scope="module")
def illustration() -> Modelled:
    links = [
        Link(name, served, Declared(ratio), EffectKind.RISK_RATIO, Declared(risk), Declared(share), Declared(completed))
        for name, served, share, completed, risk, ratio in ILLUSTRATION
    ]
    return modelled(links, Population(12_000, 0.20), Gap(360, None, 0.20, 0.17), draws=10)


def test_the_four_programs_come_to_their_points_alone(illustration):
    assert [round(part.points.value, 2) for part in illustration.programs] == [0.16, 0.21, 0.30, 0.16]
    assert round(illustration.sum_points, 2) == 0.83


def test_the_four_programs_come_to_0_8147_points_together(illustration):
    assert illustration.joint_points.value == pytest.approx(0.8147, abs=5e-5)


def test_the_shares_of_the_four_are_the_published_ones(illustration):
    shares = [part.modelled_share for part in illustration.programs]
    assert shares == pytest.approx([0.1549, 0.2063, 0.2931, 0.1605], abs=5e-5)
    assert [part.share_error for part in illustration.programs] == [0, 0, 0, 0]


def test_the_four_close_27_percent_of_the_gap_and_the_rest_is_nobodys(illustration):
    assert illustration.share_of_gap.value == pytest.approx(0.27, abs=0.005)
    assert illustration.unowned_people == pytest.approx(360 - illustration.joint_people.value)


def test_mentoring_alone_would_need_about_5700_slots(illustration):
    slots = {part.id: part.slots_for_the_gap for part in illustration.programs}
    assert slots["mentoring"] == pytest.approx(5714, abs=1)
    assert slots["texts"] is None  # it would have to reach more people than there are


@pytest.mark.parametrize(("risk", "points"), [(0.2, 1.47), (0.17, 1.38)])
def test_a_cohort_of_4000_shows_a_change_of_about_one_and_a_half_points(risk, points):
    assert detectable_points(risk, 4000) == pytest.approx(points, abs=0.005)
