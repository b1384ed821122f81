"""Clients that send, take back, retry, read, compute and purge at once see one community that does one thing at a time.

`making_histories` lets them work and kills some of them; `histories.impossible` says what they could not have seen. The
judge itself is tried here on histories that were made up, each with a fault planted in it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from tests.integration.submissions.histories import (
    FAULTY,
    PROGRAMS,
    Call,
    Event,
    History,
    counted,
    days_of,
    impossible,
    together,
)
from tests.postgresql import on_postgresql, surroundings

MAKING = Path(__file__).with_name("making_histories.py")
WHOLE = "GROUNDSWELL_TEST_WHOLE_HISTORIES"  # hours of work: whoever wants them says so
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked here, which Windows cannot")


def seen_by(clients: int, calls: int, seeds: int, kills: int, home: Path, repo: Path, database: str = "") -> Any:
    """Run `making_histories.py` in a home of its own; how much was done, and what could not have been."""
    words = [str(each) for each in (clients, calls, seeds, kills)]
    environment = surroundings(home, repo, database)
    done = subprocess.run(
        [sys.executable, str(MAKING), *words], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    print(found["seen"])
    assert found["seen"]["calls"] == clients * calls * seeds
    assert found["seen"]["killed"] == kills * seeds
    return found["wrong"]


@forks
def test_what_a_few_clients_see_is_possible(home: Path, repo: Path) -> None:
    assert seen_by(4, 25, 1, 1, home, repo) == []


@forks
@on_postgresql
@pytest.mark.postgres
@pytest.mark.slow
def test_what_clients_see_on_postgresql_is_possible(tmp_path: Path, repo: Path, postgresql: str) -> None:
    assert seen_by(4, 100, 2, 3, tmp_path, repo, postgresql) == []


@forks
@pytest.mark.slow
def test_what_eight_clients_see_is_possible_over_twenty_seeds(home: Path, repo: Path) -> None:
    assert seen_by(8, 25, 20, 2, home, repo) == []


@forks
@pytest.mark.slow
@pytest.mark.skipif(WHOLE not in os.environ, reason=f"whole histories: {WHOLE} does not ask for hours of work")
def test_what_eight_clients_see_in_two_thousand_calls_is_possible_over_twenty_seeds(home: Path, repo: Path) -> None:
    assert seen_by(8, 2_000, 20, 20, home, repo) == []


# --------------------------------------------------------------------------------- the judge, on made-up histories

SPRING, WHOLE_YEAR, MIDDLE = "2023-spring-1", "2023-whole-1", "2023-middle-1"


@dataclass
class Made:
    """A history as one patient client would have it: one call after the other."""

    calls: list[Call] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    now: int = 0

    def call(self, does: str, answer: dict[str, Any], action: str = "", **said: Any) -> Made:
        """One call with its answer and, where it changed something, its event."""
        name = f"cli:{len(self.calls)}"
        self.calls.append(Call(name, does, said, self.now, self.now + 5, answer))
        self.now += 10
        if action:
            self.events.append(Event(name, action, {}))
        return self

    def submit(self, content: str, number: int, *superseded: int, before: str = "", **said: Any) -> Made:
        said = {"program": "north", "content": content, "beside": "", "key": "", **said}
        answer = {
            "state": "accepted",
            "number": number,
            "is_new": True,
            "superseded": list(superseded),
            "moved": [
                [measure, period, counted([before] if before else []).get(measure, {}).get(period), value]
                for measure, numbers in sorted(counted([content]).items())
                for period, value in sorted(numbers.items())
            ],
        }
        return self.call("submit", answer, "submit_records", **said)

    def look(self, rows: Sequence[Sequence[Any]], *contents: str) -> Made:
        answer = {"listing": [list(row) for row in rows], "figures": counted(contents), "rolled": None}
        return self.call("look", answer, program="north")

    def made(self, rows: Sequence[Sequence[Any]], *contents: str) -> History:
        """The history, and an end."""
        figures = {"north": counted(contents), "south": counted(())}
        listing = {"north": [list(row) for row in rows], "south": []}
        end = {
            "listing": listing,
            "figures": figures,
            "recomputed": figures,
            "rolled": together(list(figures.values())),
        }
        return History(self.calls, self.events, end)


def ordinary() -> Made:
    """A spring is sent, seen, sent again with its key, and taken back; then another is sent and stays."""
    made = Made().submit(SPRING, 1, key="first").look([[1, "accepted", None, False]], SPRING)
    again = {"state": "accepted", "number": 1, "is_new": False, "superseded": [], "moved": []}
    made.call("submit", again, program="north", content=SPRING, beside="", key="first")
    made.call("withdraw", {"is_done": True}, "withdraw_submission", program="north", number=1)
    made.look([[1, "withdrawn", None, True]])
    made.submit(WHOLE_YEAR, 2)
    return made.look(ENDING, WHOLE_YEAR)


ENDING = [[1, "withdrawn", None, True], [2, "accepted", None, False]]


def changed(history: History, number: int, **facts: Any) -> History:
    """The same history with something else in one call; `answer` is added to the answer that it had."""
    call = history.calls[number]
    answer = {**call.answer, **facts.pop("answer", {})}
    calls = [*history.calls]
    calls[number] = replace(call, answer=answer, **facts)
    return replace(history, calls=calls)


def without(history: History, *places: int) -> History:
    """The same history where the log does not hold some of its events."""
    return replace(history, events=[each for place, each in enumerate(history.events) if place not in places])


def test_an_ordinary_history_is_possible() -> None:
    assert impossible(ordinary().made(ENDING, WHOLE_YEAR)) == []


def test_contents_are_what_their_names_say() -> None:
    assert days_of(SPRING) < days_of(MIDDLE)
    assert days_of(WHOLE_YEAR)[0] < days_of(SPRING)[0] < days_of(SPRING)[1] < days_of(WHOLE_YEAR)[1]
    (north, south) = counted([SPRING]), counted([SPRING, MIDDLE])
    assert together([north, north])["visits"]["2023"] == 2 * north["visits"]["2023"]
    assert south["visits"]["2023"] > north["visits"]["2023"]
    assert PROGRAMS and FAULTY


PLANTED: dict[str, tuple[str, Callable[[History], History]]] = {
    "an acknowledged submission that the log does not know": (
        "nothing was",
        lambda history: without(history, 2),
    ),
    "a submission stored twice": (
        "was done twice",
        lambda history: replace(history, events=[history.events[0], *history.events]),
    ),
    "a retry with its key that was stored anew": (
        "where nothing could be done",
        lambda history: replace(
            history, events=[history.events[0], Event("cli:2", "submit_records", {}), *history.events[1:]]
        ),
    ),
    "a retry that is answered with another number": (
        "fits no moment",
        lambda history: changed(history, 2, answer={"number": 7}),
    ),
    "a number given twice": (
        "should have been",
        lambda history: changed(history, 5, answer={"number": 1}),
    ),
    "a submission that is said to replace what it did not": (
        "should have been",
        lambda history: changed(history, 5, answer={"superseded": [1]}),
    ),
    "a figure that moved and was not told": (
        "should have been",
        lambda history: changed(history, 0, answer={"moved": []}),
    ),
    "a look at what was before an acknowledged withdrawal": (
        "as it was 1 changes before",
        lambda history: changed(history, 4, answer=dict(history.calls[1].answer)),
    ),
    "a look at what was not yet": (
        "as it was only later",
        lambda history: changed(history, 1, answer=dict(history.calls[6].answer)),
    ),
    "a look at what never was": (
        "never stood so together",
        lambda history: changed(history, 6, answer={"listing": [[1, "accepted", None, False], ENDING[1]]}),
    ),
    "a part counted twice": (
        "do not follow from what stands",
        lambda history: changed(
            history, 6, answer={"figures": {**counted([WHOLE_YEAR]), "visits": counted([WHOLE_YEAR] * 2)["visits"]}}
        ),
    ),
    "a part that is withdrawn and still counted": (
        "do not follow from what stands",
        lambda history: changed(history, 6, answer={"figures": counted([SPRING, WHOLE_YEAR])}),
    ),
    "a change made by nobody": (
        "never asked for it",
        lambda history: replace(history, events=[*history.events, Event("cli:99", "withdraw_submission", {})]),
    ),
    "a call that did something else": (
        "was done",
        lambda history: replace(history, events=[*history.events, Event("cli:6", "withdraw_submission", {})]),
    ),
    "changes in another order than they were acknowledged": (
        "was done after it",
        lambda history: replace(history, events=[history.events[0], history.events[2], history.events[1]]),
    ),
    "an exception that reached the client": (
        "failed: OperationalError",
        lambda history: changed(history, 3, answer={"fault": "OperationalError: the database is gone"}),
    ),
    "an end that lost a submission": (
        "in the end the submissions",
        lambda history: replace(
            history, end={**history.end, "listing": {**history.end["listing"], "north": ENDING[:1]}}
        ),
    ),
    "figures that another computing would not give": (
        "in the end the recomputed",
        lambda history: replace(history, end={**history.end, "recomputed": dict.fromkeys(PROGRAMS, counted(()))}),
    ),
    "roll-ups that are not those of the programs": (
        "in the end the figures over all",
        lambda history: replace(history, end={**history.end, "rolled": counted([SPRING])}),
    ),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_fault_is_found(planted: str) -> None:
    said, plant = PLANTED[planted]
    assert any(said in each for each in impossible(plant(ordinary().made(ENDING, WHOLE_YEAR))))


def test_what_is_in_doubt_may_have_happened_or_not() -> None:
    for is_done in (True, False):
        made = Made().submit(SPRING, 1)
        made.calls[0] = replace(made.calls[0], answered=None, answer={})
        if not is_done:
            made.events.clear()
        rows = [[1, "accepted", None, False]] if is_done else []
        contents = [SPRING] if is_done else []
        made.look(rows, *contents)
        assert impossible(made.made(rows, *contents)) == []


def test_what_was_in_doubt_and_was_seen_stays() -> None:
    made = Made().submit(SPRING, 1)
    made.calls[0] = replace(made.calls[0], answered=None, answer={})
    made.look([[1, "accepted", None, False]], SPRING).look([])
    assert any(
        "as it was 1 changes before" in each for each in impossible(made.made([[1, "accepted", None, False]], SPRING))
    )


def test_a_superseded_submission_may_not_count_beside_its_successor() -> None:
    made = Made().submit(SPRING, 1)
    made.submit(WHOLE_YEAR, 2, 1, before=SPRING)
    made.calls[1] = replace(made.calls[1], answer={**made.calls[1].answer, "moved": _moved(SPRING, WHOLE_YEAR)})
    rows = [[1, "accepted", 2, False], [2, "accepted", None, False]]
    sound = Made([*made.calls], [*made.events], made.now).look(rows, WHOLE_YEAR)
    assert impossible(sound.made(rows, WHOLE_YEAR)) == []
    made.look(rows, SPRING, WHOLE_YEAR)
    assert any("do not follow" in each for each in impossible(made.made(rows, WHOLE_YEAR)))


def _moved(before: str, after: str) -> list[list[Any]]:
    from tests.integration.submissions.histories import moved

    return moved(counted([before]), counted([after]))


def test_days_that_cross_are_refused_and_not_stored() -> None:
    made = Made().submit(MIDDLE, 1)
    refused = {"state": "refused", "number": 0, "is_new": True, "superseded": [], "moved": []}
    said = {"program": "north", "content": SPRING, "beside": "", "key": ""}
    made.call("submit", refused, **said)
    assert impossible(made.made([[1, "accepted", None, False]], MIDDLE)) == []
    wrong = changed(made.made([[1, "accepted", None, False]], MIDDLE), 1, said={**said, "beside": "adds"})
    assert any("fits no moment" in each for each in impossible(wrong))


def test_a_job_is_done_once_and_not_after_it_was_cancelled() -> None:
    made = Made().call("work", {"became": "done"}, "compute_measures", job="one")
    assert impossible(made.made([])) == []
    twice = Made([*made.calls], [*made.events], made.now).call(
        "work", {"became": "done"}, "compute_measures", job="one"
    )
    assert any("both did the job" in each for each in impossible(twice.made([])))
    late = Made().call("cancel", {"is_done": True}, "cancel_job", job="one")
    late.call("work", {"became": "done"}, "compute_measures", job="one")
    assert any("had been cancelled" in each for each in impossible(late.made([])))
    unsaid = Made().call("work", {"became": "done"}, job="one")
    assert any("nothing was" in each for each in impossible(unsaid.made([])))


def test_records_that_stand_and_are_not_whole_are_found() -> None:
    made = Made().submit(SPRING, 1).call("parts", {"whole": 0, "broken": [1]}, program="north")
    assert any("not whole" in each for each in impossible(made.made([[1, "accepted", None, False]], SPRING)))
