"""Every route, by every method, for those whose doors differ most, a share of them by day and all of them at night;
`test_whole_matrix.py` asks for everybody.
"""

import pytest
from tests.authorization.expectations import NOTHING, OF_KINDS, RULES, rule_of
from tests.authorization.judge import Door
from tests.authorization.knocking import METHODS, Cell, cells, is_asked_by_day, judged
from tests.authorization.routes import Route, every_route
from tests.authorization.world import World

pytestmark = pytest.mark.django_db
ROUTES = {str(route): route for route in every_route()}
NAMES = {name for route in ROUTES.values() for name in route.names}
BY_TOKEN = ["token_writer", "token_reader", "token_stranger", "token_viewer", "token_provider"]
AT_NIGHT = {"other_provider", "analyst", "token_provider", "token_viewer"}  # in the quick run their like stand for them
KNOCKING = ["public", "stranger_steward", "viewer", "provider", "steward", "administrator"]


def test_no_door_is_without_a_rule_and_no_rule_without_a_door() -> None:
    ruled = set(RULES) | NOTHING | OF_KINDS
    assert NAMES - ruled == set(), "routes that nobody said anything about"
    assert ruled - NAMES == set(), "rules for routes that are gone"


def test_no_two_doors_share_a_name() -> None:
    names = [str(route) for route in every_route()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("route", [pytest.param(route, id=name) for name, route in ROUTES.items()])
def test_a_door_opens_to_those_who_may_pass_and_to_nobody_else(world: World, route: Route) -> None:
    asked = [cell for cell in asked_of(route) if is_asked_first(route, cell)]
    assert asked
    assert [fault for cell in asked for fault in judged(world, route, cell)] == []


@pytest.mark.slow
@pytest.mark.parametrize("route", [pytest.param(route, id=name) for name, route in ROUTES.items()])
def test_a_door_opens_to_the_others_who_may_pass_and_to_no_other(world: World, route: Route) -> None:
    asked = [cell for cell in asked_of(route) if not is_asked_first(route, cell)]
    assert [fault for cell in asked for fault in judged(world, route, cell)] == []


def is_asked_first(route: Route, cell: Cell) -> bool:
    """By day each door is tried by strangers, by a steward who opens it, and by a share of the others."""
    if cell.persona in AT_NIGHT:
        return False
    opens = cell.persona == "steward" and cell.method == "GET" and cell.relation == "own"
    return opens or is_asked_by_day(route, cell.persona, cell.method, cell.relation)


def asked_of(route: Route) -> list[Cell]:
    """Those whose doors differ most at home; elsewhere the public, and the steward of another community.

    What nobody may is asked by two, and what is everybody's alike by two.
    """
    rule = rule_of(route)
    asked_here = METHODS if route.in_api else ("GET", "POST")  # the others in the whole matrix
    ruled, unruled = tuple(sorted(set(rule) & set(asked_here) - {"HEAD"})), tuple(sorted({"GET", "POST"} - set(rule)))
    people = tuple(each for each in ruled if each == "GET") if route.in_api else ruled
    if not route.names_a_community and set(rule.values()) <= {Door.EVERYBODY, Door.IN_BETWEEN}:
        return list(cells(["public", "token_reader" if route.in_api else "viewer"], ruled + unruled, ["own"]))
    asked = list(cells(KNOCKING, people, ["own"]))
    if not route.in_api:  # to whom pages offer more than to a viewer, and less than to a steward
        asked += cells(["other_provider", "analyst"], tuple(each for each in people if each == "GET"), ["own"])
    asked += cells(["public", "token_writer" if route.in_api else "steward"], unruled, ["own"])
    if route.names_a_community:
        asked += cells(["public", "stranger_steward"], people, ["public", "private", "none"])
    if route.in_api:  # what changes something is asked by programs
        asked += cells(BY_TOKEN, ruled, ["own"])
        asked += cells(["steward"], tuple(each for each in ruled if each != "GET"), ["own"])
        asked += cells(["token_writer"], tuple(each for each in ruled if each != "GET"), ["public", "private", "none"])
    return asked
