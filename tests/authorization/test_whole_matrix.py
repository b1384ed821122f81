"""The whole matrix: every route, by every method, for everybody, about every community; every cell asserted."""

import pytest
from tests.authorization.knocking import METHODS, cells, judged
from tests.authorization.routes import Route, every_route
from tests.authorization.world import RELATIONS, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROUTES = {str(route): route for route in every_route()}


@pytest.mark.parametrize("route", [pytest.param(route, id=name) for name, route in ROUTES.items()])
def test_every_cell_of_a_door_is_as_the_roles_say(world: World, route: Route) -> None:
    where = list(RELATIONS) if route.names_a_community else ["own"]
    asked = list(cells(list(world.personas), METHODS, where))
    assert len(asked) == len(world.personas) * len(METHODS) * len(where)
    assert [fault for cell in asked for fault in judged(world, route, cell)] == []
