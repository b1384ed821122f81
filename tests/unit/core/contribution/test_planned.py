"""Ranges move old and new places at once, and without new places it is the tornado of what stands."""

from __future__ import annotations

import pytest

from groundswell.core.contribution.joint import joint_people
from groundswell.core.contribution.links import Declared, Link, Overlap, Population
from groundswell.core.contribution.options import extended
from groundswell.core.contribution.planned import planned_tornado
from groundswell.core.contribution.sensitivity import tornado

PEOPLE = Population(12_000, 0.2)
LINKS = [
    Link("mentoring", 300, Declared(0.75, 0.6, 0.9), baseline_risk=Declared(0.35, 0.3, 0.4)),
    Link("texts", 6000, Declared(0.97, 0.95, 0.99), baseline_risk=Declared(0.22), completion=Declared(0.9, 0.8)),
]
OVERLAP = Overlap(((("mentoring",), 200.0), (("mentoring", "texts"), 100.0), (("texts",), 5900.0)))


@pytest.mark.parametrize("overlap", [None, OVERLAP])
def test_without_places_added_it_is_the_tornado_of_what_stands(overlap: Overlap | None) -> None:
    found = planned_tornado(LINKS, {}, PEOPLE, overlap=overlap)
    expected = tornado(LINKS, PEOPLE, overlap=overlap)
    assert [(one.link_id, one.field) for one in found] == [(one.link_id, one.field) for one in expected]
    for one, other in zip(found, expected, strict=True):
        assert (one.low_points, one.high_points) == pytest.approx((other.low_points, other.high_points))


def test_places_added_move_with_the_assumptions_of_their_program() -> None:
    added = {"mentoring": 900.0}
    swing = next(
        one for one in planned_tornado(LINKS, added, PEOPLE) if (one.link_id, one.field) == ("mentoring", "effect")
    )
    weak = Link("mentoring", 1200, Declared(0.9), baseline_risk=Declared(0.35))
    now = joint_people(extended(LINKS, added), PEOPLE)
    assert swing.high_points == pytest.approx(100 * (joint_people([weak, LINKS[1]], PEOPLE) - now) / 12_000)


def test_nobody_in_the_population_makes_no_bars() -> None:
    assert planned_tornado(LINKS, {}, Population(0, 0.2)) == ()
