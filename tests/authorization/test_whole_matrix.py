"""The whole matrix: every route, by every method, for everybody, about every community; every cell asserted.

It has more than a hundred thousand cells. Each night asks an eighth, spread over all routes and people, and the next
night another; with GROUNDSWELL_WHOLE_MATRIX in the environment all are asked at once.
"""

import os
import zlib
from datetime import UTC, datetime

import pytest
from tests.authorization.knocking import METHODS, Cell, cells, judged
from tests.authorization.routes import Route, every_route
from tests.authorization.world import RELATIONS, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROUTES = {str(route): route for route in every_route()}
NIGHTS = 8
TONIGHT = datetime.now(UTC).date().toordinal() % NIGHTS


def _is_asked_tonight(route: Route, cell: Cell) -> bool:
    if os.environ.get("GROUNDSWELL_WHOLE_MATRIX"):
        return True
    return zlib.crc32(f"{route} {cell}".encode()) % NIGHTS == TONIGHT


@pytest.mark.parametrize("route", [pytest.param(route, id=name) for name, route in ROUTES.items()])
def test_every_cell_of_a_door_is_as_the_roles_say(world: World, route: Route) -> None:
    where = list(RELATIONS) if route.names_a_community else ["own"]
    asked = [cell for cell in cells(list(world.personas), METHODS, where) if _is_asked_tonight(route, cell)]
    assert asked
    assert [fault for cell in asked for fault in judged(world, route, cell)] == []
