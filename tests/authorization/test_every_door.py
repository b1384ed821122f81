"""Every route, by every method, for those whose doors differ most; `test_whole_matrix.py` asks for everybody."""

import pytest
from tests.authorization.expectations import NOTHING, RULES
from tests.authorization.knocking import cells, judged
from tests.authorization.routes import Route, every_route
from tests.authorization.world import RELATIONS, World

pytestmark = pytest.mark.django_db
ROUTES = {route.name: route for route in every_route()}
KNOCKING = ["public", "stranger_steward", "viewer", "provider", "steward", "administrator"]
EVERYWHERE = list(RELATIONS)


def test_no_door_is_without_a_rule_and_no_rule_without_a_door() -> None:
    ruled = set(RULES) | NOTHING
    assert set(ROUTES) - ruled == set(), "routes that nobody said anything about"
    assert ruled - set(ROUTES) == set(), "rules for routes that are gone"


def test_no_two_doors_share_a_name() -> None:
    names = [route.name for route in every_route()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("route", [pytest.param(route, id=name) for name, route in ROUTES.items()])
def test_a_door_opens_to_those_who_may_pass_and_to_nobody_else(world: World, route: Route) -> None:
    relations = EVERYWHERE if route.names_a_community else ["own"]
    asked = list(cells(KNOCKING, ("GET", "POST"), relations))
    faults = [fault for cell in asked for fault in judged(world, route, cell)]
    assert faults == []
