"""Two processes answer at one address: each alone where it must, and never longer than the one that people started."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tests.integration.cli.test_cli_serving import _start

from groundswell.cli.answering import usual_processes

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the system does not list processes")


@pytest.fixture
def running(riverbend_home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server of two processes, and its address."""
    server, url = _start(riverbend_home, "serve", "--processes", "2")
    yield server, url
    with suppress(ProcessLookupError):
        os.kill(server.pid, signal.SIGCONT)
    server.kill()
    server.wait(timeout=90)
    assert server.stdout is not None
    server.stdout.close()


def _beside(server: subprocess.Popen[str]) -> int | None:
    """The process that answers beside the first, once it is there."""
    for children in Path(f"/proc/{server.pid}/task").glob("*/children"):
        for child in children.read_text(encoding="ascii").split():
            if b"cli.answering" in Path(f"/proc/{child}/cmdline").read_bytes():
                return int(child)
    return None


def _until(found: Callable[[], object], seconds: float = 60) -> object:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(OSError):
            if came := found():
                return came
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds:.0f} seconds")


def _status(url: str, timeout: float = 60) -> int:
    with urllib.request.urlopen(url, timeout=timeout) as answer:  # our own server on this machine
        return int(answer.status)


def test_the_second_answers_while_the_first_cannot(running: tuple[subprocess.Popen[str], str]) -> None:
    server, url = running
    _until(lambda: _beside(server))
    os.kill(server.pid, signal.SIGSTOP)
    assert _status(f"{url}riverbend/") == 200


@pytest.mark.slow
def test_one_that_is_lost_is_replaced_and_nobody_notices(
    running: tuple[subprocess.Popen[str], str], riverbend_home: Path
) -> None:
    server, url = running
    first = _until(lambda: _beside(server))
    assert isinstance(first, int)
    os.kill(first, signal.SIGKILL)
    assert _status(f"{url}riverbend/") == 200
    second = _until(lambda: (found := _beside(server)) != first and found)
    assert isinstance(second, int)
    log = riverbend_home / "logs" / "server.log"
    assert "a process that answers was lost" in str(_until(lambda: log.is_file() and log.read_text(encoding="utf-8")))


def test_however_the_first_ends_the_second_ends_too(running: tuple[subprocess.Popen[str], str]) -> None:
    server, url = running
    other = _until(lambda: _beside(server))
    server.kill()
    server.wait(timeout=30)
    _until(lambda: not Path(f"/proc/{other}").exists() or "State:\tZ" in Path(f"/proc/{other}/status").read_text())
    with pytest.raises(urllib.error.URLError):
        _status(url, timeout=5)


def test_there_are_never_more_than_two_unless_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(16)), raising=False)
    assert usual_processes() == (2 if sys.platform != "win32" else 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    assert usual_processes() == 1
