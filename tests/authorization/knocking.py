"""One request at one door: sent, judged, and undone."""

from __future__ import annotations

import copy
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.db import connection, transaction
from django.http import HttpResponse
from tests.authorization.expectations import NOTHING, rule_of
from tests.authorization.judge import Access, Door, Needs, Verdict, came_of, foreign_canaries, verdict
from tests.authorization.offering import closed_doors, offers_of
from tests.authorization.routes import Route
from tests.authorization.world import DRAFT_CANARY, RELATIONS, Persona, World

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
BODIES = {"api:restore_change": '{"side": "before"}'}
CHANGING = ("POST", "PUT", "PATCH", "DELETE")
WRITES = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(?P<table>\w+)', re.IGNORECASE)
# What signing in and asking leave behind; nothing that anybody keeps.
NOT_KEPT = ("django_session", "usersessions_", "people_accesstoken")


@dataclass(frozen=True)
class Cell:
    """Who asks for what, how, and where."""

    persona: str
    method: str
    relation: str


ALWAYS = {"public", "stranger_steward", "token_stranger"}  # from whom everything is kept
BY_DAY = 8  # one of so many of the others is asked by day, and every one at night


def is_asked_by_day(name: object, persona: str, *rest: str) -> bool:
    """Who stands for all by day: strangers at home, and a share of the others that is spread over all doors."""
    if persona in ALWAYS and rest[-1] == "own":
        return True
    return zlib.crc32(" ".join((str(name), persona, *rest)).encode()) % BY_DAY == 0


def cells(personas: list[str], methods: tuple[str, ...], relations: list[str]) -> Iterator[Cell]:
    """Every combination."""
    for persona in personas:
        for relation in relations:
            for method in methods:
                yield Cell(persona, method, relation)


def judged(world: World, route: Route, cell: Cell) -> list[str]:
    """What is wrong about the answer to this cell; nothing where all is well."""
    persona = world.personas[cell.persona]
    community_id = RELATIONS[cell.relation] if route.names_a_community else ""
    ids = world.ids_of(RELATIONS[cell.relation])
    sent = (
        {"data": BODIES.get(route.name, "{}"), "content_type": "application/json"}
        if route.in_api and cell.method not in {"GET", "HEAD"}
        else {}
    )
    if route.name == "desk-object" and cell.method == "POST":
        sent = {"data": {"version": "0" * 16}}  # a blank one would mean that something new is made
    if route.pattern.startswith("accounts/"):
        caches["default"].clear()  # each comes for the first time, and to no limit
    with undone() as written:
        response = ask(persona, cell.method, path := route.path(ids), **sent)
    return list(_faults(route, cell, seen_as(persona, route), community_id, response, written, path))


def seen_as(persona: Persona, route: Route) -> Persona:
    """Programs speak by their token to the API alone; on pages nobody knows them."""
    if persona.speaks_by_token and not route.in_api:
        return Persona(persona.name, persona.client, persona.actor)
    return persona


def ask(persona: Persona, method: str, path: str, **sent: Any) -> HttpResponse:
    """The answer to one request."""
    send, cookies = getattr(persona.client, method.lower()), copy.deepcopy(persona.client.cookies)
    response: HttpResponse = send(path, headers=persona.headers, **sent)
    persona.client.cookies = cookies  # also after signing out
    return response


def _faults(
    route: Route, cell: Cell, persona: Persona, community_id: str, response: HttpResponse, written: list[str], path: str
) -> Iterator[str]:
    where = f"{cell.method} {route} by {cell.persona} ({cell.relation})"
    came = came_of(response)
    access = rule_of(route).get(cell.method)
    if route.name in NOTHING:
        if came is not Verdict.HIDDEN and response.status_code != 405:
            yield f"{where}: {came}, and there should be nothing"
        return
    if access is None:
        if came is Verdict.DONE:
            yield f"{where}: answered {response.status_code}; nobody should be able to"
        expected = Verdict.REFUSED
    else:
        expected = verdict(persona, access, community_id)
        if route.in_api and cell.method in CHANGING and not persona.speaks_by_token and access is not Door.EVERYBODY:
            expected = Verdict.REFUSED  # nothing is changed over the API by a session
        if access is Door.HOLDER and came is Verdict.DONE and response.status_code == 302:
            came = Verdict.HIDDEN  # the secret is put out of sight before it is looked at
        if not _fits(expected, came, persona, access):
            yield f"{where}: {came} ({response.status_code}) in place of {expected}"
    if cell.persona == "emergency":  # who reads under emergency access is recorded, whatever comes of it
        written = [table for table in written if not table.startswith("people_audit")]
    if expected is not Verdict.DONE and written:
        yield f"{where}: wrote {written} though it was {expected.value}"
    said = _said(response)
    administers = access is Door.ADMINISTRATOR and persona.is_administrator
    for word in foreign_canaries(persona, said, administers=administers):
        yield f"{where}: says {word}"
    if DRAFT_CANARY in said:
        yield f"{where}: says what stands in somebody's draft"
    if cell.method == "GET":
        yield from (f"{where}: offers {door}" for door in closed_doors(offers_of(response, path), persona))


def _fits(expected: Verdict, came: Verdict | str, persona: Persona, access: Access) -> bool:
    if came is expected:
        return True
    if isinstance(access, Needs) and access.or_absent and came is Verdict.HIDDEN:
        return True
    if access is Door.ADMINISTRATOR and expected is Verdict.DONE and came is Verdict.HIDDEN:
        return True  # where there is no such community
    if access is Door.IN_BETWEEN:
        return isinstance(came, Verdict) or came == "status 405"
    # Who has not signed in may be asked to, as long as nobody learns by it what there is (see the test of existence).
    is_known = persona.is_signed_in or persona.speaks_by_token
    return expected is Verdict.HIDDEN and came is Verdict.REFUSED and not is_known


def _said(response: HttpResponse) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    cookies = response.cookies.output()
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{headers}\n{cookies}\n{body.decode('utf-8', 'replace')}"


@contextmanager
def undone() -> Iterator[list[str]]:
    """What happens in here is rolled back; gives the names of the tables that were written to."""
    written: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if (found := WRITES.match(sql)) and not found["table"].startswith(NOT_KEPT):
            written.append(found["table"])
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(watch):
            yield written
        transaction.set_rollback(True)
