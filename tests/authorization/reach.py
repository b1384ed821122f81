"""Everything the tests of this folder ask, one by one, and which functions of the program each question reaches.

Whoever looks for a seeded mistake asks only what comes past it; those first who must be refused, for a check that is
missing shows in them.
"""

from __future__ import annotations

import os
import pickle
import random
import sys
import tempfile
import types
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

from tests.authorization.deeds import deeds
from tests.authorization.expectations import rule_of
from tests.authorization.judge import Verdict, verdict
from tests.authorization.knocking import CHANGING, judged, seen_as
from tests.authorization.routes import every_route
from tests.authorization.test_every_deed import DOING, EVERYWHERE, faults_at
from tests.authorization.test_every_door import asked_of
from tests.authorization.test_finer_points import (
    faults_of_nobody,
    faults_of_offers,
    faults_of_the_stale,
    faults_of_undoing,
    faults_of_what_is_retired,
)
from tests.authorization.test_next_request import faults_of_yesterday
from tests.authorization.test_one_permission_less import faults_of_what_roles_hide, faults_without
from tests.authorization.world import RELATIONS, World

from groundswell.core.permissions import Permission

# At actions: those of the quick tests, and one more who may vote and change nothing.
GAINING = (*DOING, "analyst")


@dataclass
class Question:
    """One request at a door, or one deed: what is wrong about what comes of it."""

    name: str
    faults: Callable[[World], Iterable[str]]
    is_refused: bool = False
    is_changing: bool = False
    is_sound: bool = True  # of the program as it stands, nothing is wrong
    reaches: set[int] = field(default_factory=set)  # the code of functions


def questions(world: World) -> list[Question]:
    """All of them, in an order that is always the same and favours nothing, those that are refused first."""
    asked = [*_doors(world), *_deeds(world), *_finer_points()]
    random.Random(5).shuffle(asked)
    return sorted(asked, key=lambda each: not each.is_refused)


def _doors(world: World) -> Iterator[Question]:
    for route in every_route():
        for cell in asked_of(route):
            access = rule_of(route).get(cell.method)
            community_id = RELATIONS[cell.relation] if route.names_a_community else ""
            persona = seen_as(world.personas[cell.persona], route)
            is_refused = access is None or verdict(persona, access, community_id) is not Verdict.DONE
            yield Question(
                f"{cell.method} {route} by {cell.persona} ({cell.relation})",
                lambda world, route=route, cell=cell: judged(world, route, cell),  # type: ignore[misc]
                is_refused,
                cell.method in CHANGING,
            )


def _deeds(world: World) -> Iterator[Question]:
    for deed in deeds():
        for name in GAINING:
            for relation, community_id in RELATIONS.items():
                if relation == "own" or name in EVERYWHERE:
                    is_refused = verdict(world.personas[name], deed.access, community_id) is not Verdict.DONE
                    yield Question(
                        f"{deed.name} by {name} ({relation})",
                        lambda world, deed=deed, name=name, relation=relation: faults_at(  # type: ignore[misc]
                            world, deed, world.personas[name], relation
                        ),
                        is_refused,
                        is_changing=True,
                    )


def _finer_points() -> Iterator[Question]:
    for faults in (
        faults_of_yesterday,
        faults_of_what_is_retired,
        faults_of_undoing,
        faults_of_nobody,
        faults_of_offers,
        faults_of_what_roles_hide,
    ):
        yield Question(faults.__name__, faults, is_refused=True)
    for permission in sorted(Permission):
        yield Question(
            f"a steward without {permission}",
            lambda world, permission=permission: faults_without(world, permission),  # type: ignore[misc]
            is_refused=True,
        )
    for name in ("steward", "administrator", "data_manager", "provider"):
        yield Question(
            f"{name}, who lost a right since",
            lambda world, name=name: faults_of_the_stale(world, name),  # type: ignore[misc]
            is_refused=True,
        )


def trace(asked: list[Question], world: World, codes: Iterable[types.CodeType], at_once: int = 1) -> list[str]:
    """Ask everything once of the program as it stands, and note what each question reaches; gives what was wrong.

    `at_once` children share the work; what they reach goes by the same names in all of them.
    """
    wanted, faults = {id(code) for code in codes}, []
    notes = [tempfile.TemporaryFile() for _ in range(at_once)]  # noqa: SIM115
    children = [_traced(asked, world, wanted, share, at_once, file) for share, file in enumerate(notes)]
    for child, file in zip(children, notes, strict=True):
        assert os.waitpid(child, 0)[1] == 0
        with file:
            file.seek(0)
            for at, reaches, found in pickle.load(file):
                asked[at].reaches, asked[at].is_sound = reaches, not found
                faults += found
    return faults


def _traced(asked: list[Question], world: World, wanted: set[int], share: int, shares: int, file: IO[bytes]) -> int:
    if child := os.fork():
        return child
    status = 1
    try:
        notes = []
        for at in range(share, len(asked), shares):
            with _reaching(wanted, asked[at].reaches):
                found = list(asked[at].faults(world))
            notes.append((at, asked[at].reaches, found))
        pickle.dump(notes, file)
        file.flush()
        status = 0
    finally:
        os._exit(status)


@contextmanager
def _reaching(wanted: set[int], reached: set[int]) -> Iterator[None]:
    def note(frame: types.FrameType, event: str, _: Any) -> None:  # once for each function that begins
        if id(frame.f_code) in wanted:
            reached.add(id(frame.f_code))

    before = sys.gettrace()
    sys.settrace(note)
    try:
        yield
    finally:
        sys.settrace(before)
