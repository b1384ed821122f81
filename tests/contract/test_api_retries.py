"""A request that is named is done once, however often it is sent, whatever is cut off, and whoever asks at the same
time: tried on a server as `groundswell serve` starts it, on SQLite and on PostgreSQL."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from tests.cast import data_manager, viewer
from tests.contract.keeping import Program, elmwood, program_of
from tests.postgresql import surroundings

from groundswell.apps.people.models import Appointment, AuditEvent, Community, RememberedAnswer

RESULT = {"statement": "Families are safely housed"}
COMMAND = [sys.executable, "-c", "from groundswell.cli.main import run; run()"]


# ---- what a key does


@pytest.fixture
def community(db: None) -> Community:
    """Elmwood, public."""
    return elmwood()


@pytest.fixture
def program(community: Community) -> Program:
    """A program of a data manager."""
    return program_of(data_manager(community))


def _results(program: Program) -> list[str]:
    return [each["id"] for each in program.get("/results/").json()["results"]]


def test_a_request_that_is_sent_again_is_answered_as_before_and_done_once(program: Program) -> None:
    first = program.post("/results/", RESULT, Idempotency_Key="a")
    again = program.post("/results/", RESULT, Idempotency_Key="a")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    for header in ("Location", "ETag", "Content-Type"):
        assert again[header] == first[header]
    assert "Idempotent-Replayed" not in first.headers
    assert again["Idempotent-Replayed"] == "true"
    assert _results(program) == ["families-are-safely-housed", "ready"]


def test_every_kind_of_change_can_be_sent_again(program: Program) -> None:
    seen = program.get("/results/ready").json()["version"]
    changed = [program.patch("/results/ready", {"population": "All"}, seen, Idempotency_Key="b") for _ in range(2)]
    assert changed[0].content == changed[1].content
    rows = {"indicator_id": "k-readiness", "edits": [{"key": {"period": "2030"}, "content": {"value": 5}}]}
    stored = [program.patch("/observations/", rows, Idempotency_Key="c") for _ in range(2)]
    assert stored[0].status_code == 200
    assert stored[0].content == stored[1].content
    undone = [program.post(f"/changes/{changed[0]['Change-Id']}/undo", Idempotency_Key="d") for _ in range(2)]
    assert undone[0].status_code == 200
    assert undone[0].content == undone[1].content


def test_a_refusal_by_the_change_itself_is_repeated_too(program: Program) -> None:
    wrong = {**RESULT, "place_id": "nowhere"}
    answers = [program.post("/results/", wrong, Idempotency_Key="e") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert answers[1]["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("other", [{"statement": "Another"}, {**RESULT, "population": "All"}])
def test_a_key_is_for_one_request(other: dict[str, str], program: Program) -> None:
    assert program.post("/results/", RESULT, Idempotency_Key="f").status_code == 201
    assert program.post("/results/", other, Idempotency_Key="f").status_code == 422
    assert program.post("/places/", RESULT, Idempotency_Key="f").status_code == 422


def test_a_key_belongs_to_one_person(community: Community, program: Program) -> None:
    program.post("/results/", RESULT, Idempotency_Key="g")
    from tests.cast import steward

    other = program_of(steward(community)).post("/results/", RESULT, Idempotency_Key="g")
    assert other.json()["id"] == "families-are-safely-housed-2"


def test_an_answer_is_not_repeated_to_somebody_whose_role_has_ended(program: Program) -> None:
    program.post("/results/", RESULT, Idempotency_Key="h")
    Appointment.objects.update(until=timezone.now())
    assert program.post("/results/", RESULT, Idempotency_Key="h").status_code == 403
    Community.objects.update(visibility="private")
    assert program.post("/results/", RESULT, Idempotency_Key="h").status_code == 404


def test_who_may_not_is_not_remembered_as_such(community: Community) -> None:
    who = viewer(community)
    program = program_of(who)
    assert program.post("/results/", RESULT, Idempotency_Key="i").status_code == 403
    Appointment.objects.filter(person=who).update(role="data_manager")
    assert program.post("/results/", RESULT, Idempotency_Key="i").status_code == 201


def test_answers_are_kept_for_two_days_and_then_forgotten(program: Program) -> None:
    program.post("/results/", RESULT, Idempotency_Key="j")
    RememberedAnswer.objects.update(made=timezone.now() - timedelta(hours=47))
    assert program.post("/results/", RESULT, Idempotency_Key="j")["Idempotent-Replayed"] == "true"
    RememberedAnswer.objects.update(made=timezone.now() - timedelta(hours=49))
    program.post("/places/", {"name": "Dale"}, Idempotency_Key="k")
    assert list(RememberedAnswer.objects.values_list("key", flat=True)) == ["k"]


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256, "sch\u00f6n"])
def test_a_key_that_is_none_is_refused(key: str, program: Program) -> None:
    assert program.post("/results/", RESULT, Idempotency_Key=key).status_code == 400


def test_what_goes_wrong_behind_an_answer_leaves_neither_change_nor_answer(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    from groundswell.api import retries

    def fail(*_: object) -> None:
        raise RuntimeError("cut off between the change and its answer")

    events = AuditEvent.objects.count()
    with monkeypatch.context() as patch:
        patch.setattr(retries, "_keep", fail)
        assert program.post("/results/", RESULT, Idempotency_Key="l").status_code == 500
    assert (AuditEvent.objects.count(), _results(program)) == (events, ["ready"])
    assert program.post("/results/", RESULT, Idempotency_Key="l").status_code == 201


# ---- at the same time, on a server


SEED = """
import sys, django
from pathlib import Path
from groundswell.cli.installation import open_installation
open_installation(Path(sys.argv[1]))
from groundswell.apps.people.isolation import speak_as
from tests.cast import COMMAND_LINE, data_manager
from tests.contract.keeping import elmwood, program_of
speak_as(COMMAND_LINE)
print(program_of(data_manager(elmwood())).secret)
"""


@dataclass
class Installation:
    """A home with Elmwood in it, that is served, killed, and served again."""

    home: Path
    environment: dict[str, str]
    secret: str = ""
    port: int = 0
    server: subprocess.Popen[str] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Serve on a free port."""
        line = [*COMMAND, "serve", "--port", str(self.port), "--home", str(self.home), "--json"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.server = subprocess.Popen(line, env=self.environment, text=True, **pipes)
        assert self.server.stdout is not None
        self.port = int(urlsplit(json.loads(self.server.stdout.readline())["url"]).port or 0)

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        if self.server is not None:
            self.server.kill()
            self.server.communicate()
            self.server = None

    def ask(self, method: str, path: str, body: object = None, key: str = "") -> tuple[int, bytes]:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        try:
            connection.request(method, f"/api/v1/elmwood{path}", json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def results(self) -> list[str]:
        """The ids of all results."""
        return [each["id"] for each in json.loads(self.ask("GET", "/results/?limit=200")[1])["results"]]


@contextmanager
def _installation(home: Path, repo: Path, address: str = "") -> Iterator[Installation]:
    environment = surroundings(home, repo, address)
    seeded = subprocess.run(
        [sys.executable, "-c", SEED, str(home)], env=environment, capture_output=True, text=True, check=False
    )
    assert seeded.returncode == 0, seeded.stderr
    served = Installation(home, environment, seeded.stdout.strip().splitlines()[-1])
    served.start()
    try:
        yield served
    finally:
        served.kill()


@pytest.fixture
def served(home: Path, repo: Path) -> Iterator[Installation]:
    """Elmwood on SQLite, in a file."""
    with _installation(home, repo) as installation:
        yield installation


@pytest.fixture
def served_by_postgresql(tmp_path: Path, repo: Path, postgresql: str) -> Iterator[Installation]:
    """Elmwood on PostgreSQL, in a database of its own."""
    with _installation(tmp_path / "home", repo, postgresql) as installation:
        yield installation


def _fifty_at_once(served: Installation) -> None:
    """Fifty threads wait at one gate, then send the same request with the same key."""
    gate, answers = threading.Barrier(50), []

    def send() -> None:
        gate.wait()
        answers.append(served.ask("POST", "/results/", RESULT, key="one-key"))

    threads = [threading.Thread(target=send) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 50
    assert {status for status, _ in answers} == {201}
    assert len({body for _, body in answers}) == 1
    assert served.results() == ["families-are-safely-housed", "ready"]


def _nothing_twice_through_kills(served: Installation, kills: int) -> None:
    """Requests are sent again and again while the server is killed under them; each is done once."""
    for number in range(kills):
        key, body = f"kill-{number}", {"statement": f"Result number {number}"}
        sender = threading.Thread(target=_send_whatever_comes, args=(served, body, key))
        sender.start()
        time.sleep(0.004 * ((number + 3) % 12))
        served.kill()
        sender.join()
        served.start()
        status, answer = served.ask("POST", "/results/", body, key=key)
        assert (status, json.loads(answer)["id"]) == (201, f"result-number-{number}")
    assert len(served.results()) == kills + 1


def _send_whatever_comes(served: Installation, body: object, key: str) -> None:
    with suppress(OSError, http.client.HTTPException):  # the server was killed under it
        served.ask("POST", "/results/", body, key=key)


def test_fifty_identical_requests_at_once_make_one_object(served: Installation) -> None:
    _fifty_at_once(served)


@pytest.mark.postgres
def test_fifty_identical_requests_at_once_make_one_object_on_postgresql(served_by_postgresql: Installation) -> None:
    _fifty_at_once(served_by_postgresql)


@pytest.mark.slow
def test_a_kill_leaves_both_the_change_and_its_answer_or_neither(served: Installation) -> None:
    _nothing_twice_through_kills(served, kills=1)


@pytest.mark.slow
def test_forty_kills_leave_nothing_twice(served: Installation) -> None:
    _nothing_twice_through_kills(served, kills=40)
