"""Whoever may not open a community learns nothing about it: not by words, by headers, or by how long it takes."""

import re
import statistics
import time
import zlib
from collections.abc import Iterable

import pytest
from django.http import HttpResponse
from tests.authorization.knocking import ask, undone
from tests.authorization.routes import Route, every_route
from tests.authorization.world import NO_ONE, OWN, PRIVATE_ONE, PUBLIC_ONE, World, canary

pytestmark = pytest.mark.django_db
ASKING = ("public", "stranger", "steward", "administrator", "token_writer")
CHANGING_HEADERS = {"Set-Cookie"}
ABOUT_COMMUNITIES = [
    route for route in every_route() if route.names_a_community and not route.pattern.startswith("admin/")
]


def _said(response: HttpResponse, community_id: str) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in sorted(response.items()) if name not in CHANGING_HEADERS)
    said = f"{response.status_code}\n{headers}\n{response.content.decode()}".replace(community_id, "COMMUNITY")
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", said)  # the token against forged forms, new each time


@pytest.mark.parametrize("route", [pytest.param(route, id=str(route)) for route in ABOUT_COMMUNITIES])
def test_a_private_community_and_one_that_never_was_get_the_same_answer(world: World, route: Route) -> None:
    known = ASKING[1:]  # one of them by day
    gets_the_same_answer(world, route, ("public", known[zlib.crc32(str(route).encode()) % len(known)]))


@pytest.mark.slow
@pytest.mark.parametrize("route", [pytest.param(route, id=str(route)) for route in ABOUT_COMMUNITIES])
def test_a_private_community_and_one_that_never_was_give_all_the_same_answer(world: World, route: Route) -> None:
    gets_the_same_answer(world, route, ASKING)


def gets_the_same_answer(world: World, route: Route, asking: Iterable[str]) -> None:
    """The same status, headers and words, but for the community's id."""
    theirs = world.ids_of(PRIVATE_ONE)
    nobodys = {name: value.replace(PRIVATE_ONE, NO_ONE) for name, value in theirs.items()}
    for name in asking:
        with undone():
            one = ask(world.personas[name], "GET", route.path(theirs))
        with undone():
            other = ask(world.personas[name], "GET", route.path(nobodys))
        length = {"Content-Length: " + str(len(one.content)), "Content-Length: " + str(len(other.content))}
        said = [_said(one, PRIVATE_ONE), _said(other, NO_ONE)]
        for each in length:
            said = [text.replace(each, "") for text in said]
        assert said[0] == said[1], name


@pytest.mark.parametrize("route", [pytest.param(route, id=str(route)) for route in ABOUT_COMMUNITIES])
def test_what_somebody_signed_out_sends_gets_the_same_answer_whether_there_is_a_community(
    world: World, route: Route
) -> None:
    public, headers = world.personas["public"], {"Origin": "http://testserver"}
    said = []
    for community_id in (PRIVATE_ONE, NO_ONE):
        ids = {name: value.replace(PRIVATE_ONE, community_id) for name, value in world.ids_of(PRIVATE_ONE).items()}
        with undone():
            response = public.client.post(route.path(ids), {"typed": "by somebody"}, headers=headers)
        said.append(re.sub(r"Content-Length: \d+\n", "", _said(response, community_id)))
    assert said[0] == said[1]


SWAPPED = [
    "/{own}/results/{theirs}-ready/",
    "/{own}/indicators/{theirs}-readiness/",
    "/{own}/indicators/{own}-readiness/?place={theirs}-hill",
    "/{own}/indicators/{own}-readiness/?group={theirs}-black",
    "/{own}/desk/results/{theirs}-ready/",
    "/{own}/desk/results/{theirs}-ready/history/",
    "/{own}/desk/observations/{theirs}-readiness/",
    "/{own}/desk/sources/{theirs}-schools/mapping/",
    "/{own}/permissions/?person={theirs person}",
    "/api/v1/{own}/results/{theirs}-ready.json",
    "/api/v1/{own}/results/{theirs}-ready",
    "/api/v1/{own}/indicators/{theirs}-readiness/history",
    "/api/v1/{own}/observations/?indicator_id={theirs}-readiness",
    "/api/v1/{own}/indicators/?after={theirs}-readiness",
    "/{own}/audit-log/?by={theirs person}",
]


@pytest.mark.parametrize("path", SWAPPED)
@pytest.mark.parametrize("theirs", [PRIVATE_ONE, PUBLIC_ONE])
def test_the_id_of_another_community_s_thing_names_nothing_here(world: World, path: str, theirs: str) -> None:
    asked = path.replace("{theirs person}", world.ids_of(theirs)["person_id"])
    asked = asked.replace("{theirs}", theirs).replace("{own}", OWN)
    with undone():
        response = ask(world.personas["steward"], "GET", asked)
    assert canary(theirs) not in response.content.decode()
    assert response.status_code in {200, 404, 422}


def test_the_front_page_counts_and_names_nothing_private(world: World) -> None:
    for path in ("/", "/api/v1/.json", "/api/v1/.csv"):
        said = world.personas["public"].client.get(path).content.decode()
        assert PUBLIC_ONE in said
        assert OWN not in said
        assert PRIVATE_ONE not in said


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/{0}/", "/api/v1/{0}.json", "/{0}/desk/"])
def test_how_long_an_answer_takes_says_nothing_about_what_there_is(world: World, path: str) -> None:
    client = world.personas["stranger"].client
    taken: dict[str, list[float]] = {PRIVATE_ONE: [], NO_ONE: []}
    for turn in range(120):
        for community_id, times in taken.items():
            began = time.perf_counter()
            client.get(path.format(community_id))
            if turn >= 20:  # warm
                times.append(time.perf_counter() - began)
    apart = abs(statistics.median(taken[PRIVATE_ONE]) - statistics.median(taken[NO_ONE]))
    assert apart < 0.020
