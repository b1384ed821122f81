"""Do these tests notice when a check is missing? Mistakes are seeded one by one, and nearly all must be noticed.

A mistake counts as noticed where one question fails that passes otherwise. It is left out of the count, and printed,
where it stands in a page or in the API, only what changes something comes past it, and somebody who must be refused
did come past it and was still refused: there the action, which checks by itself, has the last word. Everything else
that nobody noticed was missed.
"""

import gc
import os
import resource
import signal
import sys
import time
import types
from pathlib import Path

import pytest
from tests.authorization.mutants import Mutant, mutants
from tests.authorization.reach import Question, questions, trace
from tests.authorization.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.mutants]
AT_ONCE = 2
LONGEST = 30  # seconds of computing for one mutant
NOTICED, MISSED = 1, 0
Places = list[tuple[types.FunctionType, types.CodeType]]


def test_nearly_every_missing_check_is_noticed(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    waiting, asked, began = mutants(), questions(world), time.monotonic()
    assert len(waiting) > 150
    places = {mutant: mutant.places() for mutant in waiting}
    faults = trace(asked, world, [each.__code__ for found in places.values() for each, _ in found], AT_ONCE)
    with capsys.disabled():
        print(f"\n{len(waiting)} mutants, {len(asked)} questions asked in {time.monotonic() - began:.0f} s", flush=True)
    asked = [each for each in asked if each.is_sound]
    count, running, came = len(waiting), {}, {}
    gc.freeze()
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            mutant = waiting.pop(0)
            codes = {id(each.__code__) for each, _ in places[mutant]}
            running[_tried(mutant, places[mutant], [each for each in asked if each.reaches & codes], world)] = mutant
        child, status = os.wait()
        mutant = running.pop(child)
        came[mutant] = os.waitstatus_to_exitcode(status)
        with capsys.disabled():
            print(f"{len(came)}/{count} {time.monotonic() - began:.0f} s {WORDS[came[mutant]]}: {mutant}", flush=True)
    doubled, missed = [], []
    for mutant in [each for each, status in came.items() if status != NOTICED]:
        codes = {id(each.__code__) for each, _ in places[mutant]}
        is_doubled = has_the_action_last_word(mutant, [each for each in asked if each.reaches & codes])
        (doubled if is_doubled else missed).append(mutant)
    noticed = list(came.values()).count(NOTICED)
    share = noticed / (noticed + len(missed))
    with capsys.disabled():
        print(f"{noticed} of {noticed + len(missed)} permission mutants noticed ({share:.1%}), {len(asked)} questions")
        print("".join(f"  missed: {mutant}\n" for mutant in missed), end="")
        print("".join(f"  checked again by the action: {mutant}\n" for mutant in doubled), end="")
    assert faults == []
    assert share >= 0.95
    assert all(places.values()), "a mutant of a function that is not there"


def has_the_action_last_word(mutant: Mutant, asked: list[Question]) -> bool:
    """True where nothing is read behind the check, and somebody who must be refused came past it."""
    if not mutant.module.startswith(("groundswell.web.", "groundswell.api.")):
        return False
    return all(each.is_changing for each in asked) and any(each.is_refused for each in asked)


WORDS = {NOTICED: "noticed", MISSED: "not noticed"}


def _tried(mutant: Mutant, places: Places, asked: list[Question], world: World) -> int:
    """Start a child in which the mutant lives; its status says what came of it."""
    if child := os.fork():
        return child
    status = MISSED
    try:
        sys.stderr = sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST + 5))
        signal.signal(signal.SIGXCPU, lambda *_: os._exit(MISSED))
        for each, code in places:
            each.__code__ = code
        status = NOTICED if any(next(iter(each.faults(world)), None) for each in asked) else MISSED
    except BaseException:
        status = NOTICED  # what no longer works at all has been noticed, too
    finally:
        os._exit(status)
