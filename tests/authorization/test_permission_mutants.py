"""Do these tests notice when a check is missing? Mistakes are seeded one by one, and nearly all must be noticed."""

import os
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.authorization.deeds import deeds
from tests.authorization.knocking import judged
from tests.authorization.mutants import Mutant, mutants
from tests.authorization.routes import every_route
from tests.authorization.test_every_deed import faults_of
from tests.authorization.test_every_door import asked_of
from tests.authorization.test_next_request import faults_of_yesterday
from tests.authorization.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MOST_SECONDS = 600.0
AT_ONCE = 2
LONGEST = 120  # seconds for one mutant
# Those who would gain most by a missing check ask first.
GAINING = ("viewer", "stranger_steward", "expired_steward", "other_provider", "analyst", "token_reader")


def faults(world: World, module: str) -> Iterator[str]:
    """Everything the quick tests find, those first that are most likely to notice something in this module."""
    gaining = [world.personas[name] for name in GAINING]
    if module.startswith(("groundswell.web", "groundswell.api")):
        yield from _at_doors(world)
    for deed in deeds():
        yield from faults_of(world, deed, gaining[:2], ("nobody",))
    yield from faults_of_yesterday(world)
    for deed in deeds():
        yield from faults_of(world, deed, [*gaining, world.personas["steward"]], ("stranger_steward", "steward"))
    if not module.startswith(("groundswell.web", "groundswell.api")):
        yield from _at_doors(world)


def _at_doors(world: World) -> Iterator[str]:
    for route in every_route():
        for cell in asked_of(route):
            yield from judged(world, route, cell)


def test_nearly_every_missing_check_is_noticed(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    waiting, running, noticed, missed = mutants(), {}, [], []
    assert len(waiting) > 50
    began = time.monotonic()
    while (waiting and time.monotonic() - began < MOST_SECONDS) or running:
        while waiting and len(running) < AT_ONCE:
            mutant = waiting.pop(0)
            running[_tried(mutant, world)] = mutant
        child, status = os.wait()
        (noticed if os.waitstatus_to_exitcode(status) else missed).append(running.pop(child))
    share = len(noticed) / (len(noticed) + len(missed))
    with capsys.disabled():
        print(f"\n{len(noticed)} of {len(noticed) + len(missed)} permission mutants noticed ({share:.1%})")
        print("".join(f"  missed: {mutant}\n" for mutant in missed), end="")
        print(f"  {len(waiting)} not tried within {MOST_SECONDS:.0f} s\n" if waiting else "", end="")
    assert share >= 0.95
    assert not waiting


def test_without_a_mutant_nothing_is_noticed(world: World) -> None:
    assert list(faults(world, "groundswell.apps")) == []


def _tried(mutant: Mutant, world: World) -> int:
    """Start a child in which the mutant lives; its status is 1 where somebody noticed."""
    if child := os.fork():
        return child
    status = 0
    try:
        sys.stderr = sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115
        signal.alarm(LONGEST)  # then it counts as missed
        signal.signal(signal.SIGALRM, lambda *_: os._exit(0))
        mutant.take_effect()
        status = int(next(faults(world, mutant.module), None) is not None)
    except LookupError:
        traceback.print_exc(file=sys.__stderr__)
    except BaseException:
        status = 1  # what no longer works at all has been noticed, too
    finally:
        os._exit(status)
