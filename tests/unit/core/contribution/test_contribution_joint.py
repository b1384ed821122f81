"""Who is counted once: overlap by chance, overlap from records, and the edges of both."""

from dataclasses import replace

import pytest

from groundswell.core.contribution.joint import bounds, joint_people
from groundswell.core.contribution.links import Declared, EffectKind, JointModel, Link, Overlap, Population

WHOLE = Population(1000, 0.5)
models = pytest.mark.parametrize("model", list(JointModel))


def program(name: str, served: float = 100, difference: float = 0.2, **others: object) -> Link:
    return replace(Link(name, served, Declared(difference), EffectKind.RISK_DIFFERENCE, Declared(0.5)), **others)


@models
def test_one_program_alone_is_its_own_people(model):
    assert joint_people([program("A")], WHOLE, model=model) == pytest.approx(20)
    known = Overlap([(("A",), 60), (("A", "gone"), 40)])
    assert joint_people([program("A")], WHOLE, overlap=known, model=model) == pytest.approx(20)


@models
def test_no_program_and_nobody_at_risk_come_to_nothing(model):
    assert joint_people([], WHOLE, model=model) == 0
    assert joint_people([program("A")], Population(1000, 0), model=model) == 0
    assert joint_people([program("A")], Population(0, 0.5), model=model) == 0


def test_programs_that_share_nobody_add_up():
    apart = Overlap([(("A",), 100), (("B",), 100)])
    assert joint_people([program("A"), program("B")], WHOLE, overlap=apart) == pytest.approx(40)


def test_programs_that_share_everybody_come_to_less():
    together = Overlap([(("A", "B"), 100)])
    found = joint_people([program("A"), program("B")], WHOLE, overlap=together)
    assert found == pytest.approx(100 * 0.5 * (1 - 0.6 * 0.6))


@models
def test_the_order_of_programs_and_of_names_changes_nothing(model):
    links = [program("A"), program("B", 150, 0.1), program("C", 80, 0.3)]
    known = Overlap([(("B", "A"), 50), (("A",), 50), (("B", "C"), 30), (("B",), 70)])
    turned = Overlap([(("C", "B"), 30), (("A", "B"), 50), (("B",), 70), (("A",), 50)])
    expected = joint_people(links, WHOLE, overlap=known, model=model)
    assert joint_people(links[::-1], WHOLE, overlap=turned, model=model) == pytest.approx(expected)


@models
def test_people_served_whom_records_do_not_show_together_are_a_programs_own(model):
    some = Overlap([(("A", "B"), 40)])
    whole = Overlap([(("A", "B"), 40), (("A",), 60), (("B",), 60)])
    links = [program("A"), program("B")]
    assert joint_people(links, WHOLE, overlap=some, model=model) == pytest.approx(
        joint_people(links, WHOLE, overlap=whole, model=model)
    )


def test_only_some_of_those_served_count():
    link = program("A", in_population=Declared(0.5), completion=Declared(0.5), served_before=20)
    together = Overlap([(("A", "B"), 100)])
    found = joint_people([link, program("B")], WHOLE, overlap=together, model=JointModel.ADDED_CHANCES)
    assert found == pytest.approx(100 * (1 - (1 - 0.8 * 0.25 * 0.2) * 0.8))


@models
def test_a_program_without_records_meets_the_linked_by_chance(model):
    links = [program("A"), program("B"), program("C", 300)]
    linked = Overlap([(("A", "B"), 30), (("A",), 70), (("B",), 70)])
    known = joint_people(links[:2], WHOLE, overlap=linked, model=model)
    base = 500 if model is JointModel.RISKS_MULTIPLY else 1000
    found = joint_people(links, WHOLE, overlap=linked, model=model)
    assert found == pytest.approx(base * (1 - (1 - known / base) * (1 - 60 / base)))


@models
def test_nothing_comes_to_more_than_the_people_at_risk(model):
    links = [program(str(number), 5000, 0.4) for number in range(5)]
    assert joint_people(links, WHOLE, model=model) == pytest.approx(500)
    everywhere = Overlap([((link.id,), 5000) for link in links])
    assert joint_people(links, WHOLE, overlap=everywhere, model=model) == pytest.approx(500)
    assert bounds(links, WHOLE) == (500, 500)


def test_a_program_with_lower_risk_beside_it_keeps_what_it_changes():
    """The mean risk of both is below what one changes for a person: together they are never less than it alone."""
    strong = program("A", 100, 0.45)
    mild = replace(program("B", 100, 0.01), baseline_risk=Declared(0.02))
    assert joint_people([strong, mild], WHOLE, overlap=Overlap([(("A", "B"), 100)])) >= 45 - 1e-9


def test_a_program_that_shrank_takes_away_and_the_bounds_say_how_much():
    links = [program("A"), program("B", 50, served_before=100)]
    assert bounds(links, WHOLE) == pytest.approx((10, 20))
    assert bounds(links[1:], WHOLE) == pytest.approx((-10, -10))
    assert 10 < joint_people(links, WHOLE) < 20
