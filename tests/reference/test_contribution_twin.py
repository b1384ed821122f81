"""The engine of contribution beside 50,000 people, enumerated one by one."""

from itertools import combinations
from math import sqrt
from random import Random

import pytest
from tests.reference import plain_contribution as plain

from groundswell.core.contribution.joint import joint_people
from groundswell.core.contribution.links import Declared, EffectKind, JointModel, Link, Overlap, Population
from groundswell.core.contribution.ranges import modelled

PEOPLE = 50_000
PROGRAMS = ("A", "B", "C", "D")
RISKS = {"A": 0.35, "B": 0.28, "C": 0.22, "D": 0.40}
DIFFERENCES = {"A": 0.12, "B": 0.06, "C": 0.03, "D": 0.16}
COUNTS = {"A": 0.9 * 0.8, "B": 0.95 * 0.7, "C": 0.9, "D": 0.8 * 0.85}
EXACTLY = [
    *[(("A",), 4000), (("B",), 3000), (("C",), 14_000), (("D",), 1000), (("A", "B"), 2500), (("A", "C"), 3000)],
    *[(("B", "C"), 1500), (("B", "D"), 700), (("A", "B", "C"), 1200), (("A", "B", "C", "D"), 600), ((), 18_500)],
]
models = pytest.mark.parametrize("model", list(JointModel))


def links(programs=PROGRAMS) -> list[Link]:
    served = {name: sum(people for names, people in EXACTLY if name in names) for name in programs}
    return [
        Link(
            name,
            served[name],
            Declared(DIFFERENCES[name]),
            EffectKind.RISK_DIFFERENCE,
            Declared(RISKS[name]),
            in_population=Declared(COUNTS[name]),
        )
        for name in programs
    ]


def enumerated(model: JointModel, programs=PROGRAMS, one_in: int = 1) -> list[plain.Person]:
    """Everybody who is served, or one in so many, with what the programs asked for do for them."""
    served = [(names, people // one_in) for names, people in EXACTLY if names]
    everybody = plain.everybody_linked(served, COUNTS, DIFFERENCES, RISKS, model)
    asked = set(programs)
    kept = [(person.risk, {n: c for n, c in person.chances.items() if n in asked}) for person in everybody]
    return [plain.Person(risk, chances) for risk, chances in kept]


@models
def test_the_linked_joint_effect_is_what_happens_to_people_one_by_one(model):
    assert sum(people for _, people in EXACTLY) == PEOPLE
    people = enumerated(model)
    engine = joint_people(links(), Population(PEOPLE, 0.3), overlap=Overlap(EXACTLY), model=model)
    assert engine == pytest.approx(plain.expected(people), rel=1e-9)
    assert engine == pytest.approx(plain.spared(people, Random(1)), abs=4 * sqrt(engine))


def test_the_shares_are_the_mean_over_every_order_of_people_enumerated():
    model = JointModel.ADDED_CHANCES  # in which a set of programs is worth the same whoever else is in the records
    worth = {
        frozenset(names): 100 * plain.expected(enumerated(model, names, one_in=100))
        for size in range(len(PROGRAMS) + 1)
        for names in combinations(PROGRAMS, size)
    }
    slow = plain.shares(worth, PROGRAMS)
    found = modelled(links(), Population(PEOPLE, 0.3), overlap=Overlap(EXACTLY), model=model, draws=10)
    for part in found.programs:
        assert part.modelled_share == pytest.approx(100 * slow[part.id] / PEOPLE, rel=1e-9)


@models
def test_programs_that_meet_by_chance_join_as_people_do_one_by_one(model):
    """Risks multiply: of the people with the adverse outcome ahead of them (N p), a program reaches r q / (N p)."""
    risk = 0.25
    multiply = model is JointModel.RISKS_MULTIPLY
    reach = {link.id: link.served * COUNTS[link.id] / PEOPLE for link in links()}
    if multiply:
        reach = {name: part * RISKS[name] / risk for name, part in reach.items()}
    helps = {name: DIFFERENCES[name] * (risk / RISKS[name] if multiply else 1) for name in PROGRAMS}
    people = list(plain.everybody_by_chance(PEOPLE, risk, reach, helps, model, Random(2)))
    engine = joint_people(links(), Population(PEOPLE, risk), model=model)
    assert engine == pytest.approx(plain.expected(people), rel=0.03)
    assert engine == pytest.approx(plain.spared(people, Random(3)), abs=4 * sqrt(engine) + 0.01 * engine)


def test_linked_and_unlinked_programs_join_as_people_do_one_by_one():
    """A, B and C are linked; D was not, and meets everybody by chance."""
    model, random = JointModel.ADDED_CHANCES, Random(4)
    linked = [(tuple(name for name in names if name != "D"), people) for names, people in EXACTLY]
    served = [one for one in linked if one[0]]
    known = list(plain.everybody_linked(served, COUNTS, DIFFERENCES, RISKS, model))
    everybody = known + [plain.Person(1.0, {})] * (PEOPLE - len(known))
    part = links()[3].served * COUNTS["D"] / PEOPLE
    people = [
        plain.Person(1.0, {**person.chances, "D": DIFFERENCES["D"]}) if random.random() < part else person
        for person in everybody
    ]
    engine = joint_people(links(), Population(PEOPLE, 0.3), overlap=Overlap(linked), model=model)
    assert engine == pytest.approx(plain.expected(people), rel=0.02)
