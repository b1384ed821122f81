"""`groundswell`, started in no time: a process that has imported everything already is forked for each run.

Every run is still a process of its own, in a home of its own: it reads its own settings, sets up its own Django, and
ends with its own status. Only the importing, nine tenths of a short run, is done once. Where the start itself is what
is tested, and where processes cannot be forked, tests start the program as people do.

Servers that tests only look at (`going`), and Python that prepares their homes (`python`), are forked the same way.
"""

import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

HERE = Path(__file__).resolve()
RIVERBEND = HERE.parents[1] / "examples" / "riverbend"
CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds")
START = [sys.executable, "-c", "from groundswell.cli.main import run; run()"]  # as people do
LONG_LIVED = ("serve", "demo")  # these are started as people do
ASK = """
import json, os, socket, sys
address, start, words = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3:]
if words[:1] == ["serve"] or words[:1] == ["demo"] and "--no-serve" not in words:
    os.execv(start[0], [*start, *words])
sys.stdout.flush()
with socket.socket(socket.AF_UNIX) as line:
    line.connect(address)
    asked = json.dumps({"words": words, "folder": os.getcwd(), "variables": dict(os.environ)}).encode()
    socket.send_fds(line, [asked], [0, 1, 2])
    line.shutdown(socket.SHUT_WR)
    os._exit(int(line.makefile().read().partition("\\n")[2] or 70))
"""


class Program:
    """`groundswell` as tests run it: by `run`, or by typing its name with `folder` first on the PATH."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder, self.address = folder, address
        asking = [sys.executable, "-ISc", ASK, address, json.dumps(START)] if address else START
        self.folder.mkdir()
        typed = self.folder / "groundswell"
        typed.write_text(f'#!/bin/sh\nexec {shlex.join(asking)} "$@"\n', encoding="utf-8")
        typed.chmod(0o755)

    def run(
        self, *words: str, variables: Mapping[str, str], folder: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, its output piped."""
        if not self.address or words[0] in LONG_LIVED:
            return _started([*START, *words], variables, folder)
        return self._forked({"words": words}, variables, folder)

    def python(self, script: str, *told: str, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """Run Python that may import ours, to its end, its output piped; it finds `told` where a command does."""
        if not self.address:
            return _started([sys.executable, "-c", script, *told], variables, None)
        return self._forked({"words": told, "script": script}, variables, None)

    @contextmanager
    def going(self, *words: str, variables: Mapping[str, str]) -> Iterator[IO[str]]:
        """What a command that does not end by itself says, line by line; it is told to end when we leave."""
        if not self.address:
            pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
            with subprocess.Popen([*START, *words], env=variables, **pipes) as server:
                assert server.stdout is not None
                try:
                    yield server.stdout
                finally:
                    server.terminate()
                    server.communicate(timeout=90)
            return
        ours, theirs = os.pipe()
        with os.fdopen(ours, encoding="utf-8") as said, Path(os.devnull).open("rb") as nothing:
            line = self._asked({"words": words}, variables, None, [nothing.fileno(), theirs, theirs])
            os.close(theirs)
            with line, line.makefile() as answers:
                number = int(answers.readline())
                try:
                    yield said
                finally:
                    os.kill(number, signal.SIGTERM)
                    answers.read()  # until it has ended

    def _forked(
        self, what: dict[str, Any], variables: Mapping[str, str], folder: Path | None
    ) -> subprocess.CompletedProcess[str]:
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, Path(os.devnull).open("rb") as nothing:
            streams = [nothing.fileno(), out.fileno(), err.fileno()]
            with self._asked(what, variables, folder, streams) as line, line.makefile() as answers:
                status = int(answers.read().partition("\n")[2])
            said = [_text(file) for file in (out, err)]
        return subprocess.CompletedProcess(["groundswell", *what["words"]], status, *said)

    def _asked(
        self, what: dict[str, Any], variables: Mapping[str, str], folder: Path | None, streams: list[int]
    ) -> socket.socket:
        """A line that says the number of the process, and its status when it has ended."""
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(300)
        line.connect(self.address)
        asked = {**what, "folder": str(folder or Path.cwd()), "variables": dict(variables)}
        sent = json.dumps(asked).encode()
        line.sendall(sent[socket.send_fds(line, [sent], streams) :])
        line.shutdown(socket.SHUT_WR)
        return line


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8").replace("\r\n", "\n")


def _started(command: list[str], variables: Mapping[str, str], folder: Path | None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=variables, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=300
    )


@pytest.fixture(scope="session")
def forked_program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program, ready to be forked: for fixtures of all tests, since what others call `program` may be another."""
    folder = tmp_path_factory.mktemp("program") / "bin"
    if not CAN_FORK:
        yield Program(folder, "")
        return
    with tempfile.TemporaryDirectory(prefix="gs-") as short:  # the name of a socket may have some hundred letters
        address = f"{short}/line"
        command = [sys.executable, str(HERE), address]
        surroundings = {
            **os.environ,
            "GROUNDSWELL_HOME": short,
            "DJANGO_SETTINGS_MODULE": "groundswell.config.settings",
        }
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with subprocess.Popen(command, env=surroundings, **pipes) as forker:
            assert forker.stdin is not None
            assert forker.stdout is not None
            assert forker.stdout.readline() == "ready\n"
            yield Program(folder, address)
            forker.stdin.close()  # it ends when nobody is left to ask


@pytest.fixture(scope="session")
def program(forked_program: Program) -> Program:
    """The program, ready to be forked."""
    return forked_program


def _done(program: Program, home: Path, *words: str) -> None:
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("GROUNDSWELL")}
    done = program.run(*words, variables={**surroundings, "GROUNDSWELL_HOME": str(home)})
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def ready_home(forked_program: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that is set up and holds nothing: tests copy it, for building its tables is most of a short run."""
    from tests.sharing import made_once

    return made_once("ready-home", lambda home: _done(forked_program, home, "work", "--once"), tmp_path_factory)


@pytest.fixture
def home(ready_home: Path, tmp_path: Path) -> Path:
    """A home of the test's own that is set up and holds nothing."""
    return Path(shutil.copytree(ready_home, tmp_path / "home"))


@pytest.fixture(scope="session")
def riverbend_home(forked_program: Program, ready_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds Riverbend; tests that change it take a copy of their own."""
    from tests.sharing import made_once

    from groundswell.web.drawing_library import write_apart

    def load(home: Path) -> None:
        shutil.copytree(ready_home, home, dirs_exist_ok=True)
        _done(forked_program, home, "load", str(RIVERBEND))
        write_apart(home / "assets")  # what every server would write, in two seconds

    made = made_once("riverbend-home", load, tmp_path_factory)
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("riverbend") / "home"))


@pytest.fixture
def own_home(riverbend_home: Path, tmp_path: Path) -> Path:
    """A home that holds Riverbend, for one test to change."""
    return Path(shutil.copytree(riverbend_home, tmp_path / "home"))


# ------------------------------------------------------------------------------------------- in the process that forks


def _prepare() -> None:
    """Import all that needs no settings, and forget the settings that django-ninja looked at."""
    import gc
    import importlib
    import pkgutil

    wanted = "django.core.management.commands.migrate django.db.backends.sqlite3.base django.db.migrations.executor"
    wanted += " django.contrib.staticfiles.finders django.db.models.sql.compiler django_htmx ninja scipy.special"
    wanted += " groundswell.cli.main groundswell.cli.endings groundswell.cli.installation typer._adapters"
    wanted += " fido2.server requests waitress.server whitenoise.middleware"  # what servers need, too
    import groundswell.charts
    import groundswell.core
    import groundswell.engine
    import groundswell.exchange

    for floor in (groundswell.core, groundswell.charts, groundswell.exchange, groundswell.engine):
        wanted += "".join(f" {module.name}" for module in pkgutil.walk_packages(floor.__path__, f"{floor.__name__}."))
    for name in wanted.split():
        importlib.import_module(name)

    from django.conf import settings
    from django.utils.functional import empty

    settings._wrapped = empty
    sys.modules.pop("groundswell.config.settings", None)
    gc.collect()
    gc.freeze()


def _fork_for_all(address: str) -> str:
    """Fork for everybody who asks, until standard input is closed. Returns in a run only: its script, or nothing."""
    import select

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen(16)
        print("ready", flush=True)
        while True:
            if sys.stdin in select.select([door, sys.stdin], [], [])[0]:
                os._exit(0)
            line, _ = door.accept()
            with line:
                if os.fork() == 0:
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    door.close()
                    return _answer(line)


def _answer(line: socket.socket) -> str:
    """Fork once more for the run itself, and tell its number, then its status; returns in the run only: its script."""
    asked, streams, _, _ = socket.recv_fds(line, 1 << 16, 3)
    while more := line.recv(1 << 16):
        asked += more
    said = json.loads(asked)
    if child := os.fork():
        line.sendall(f"{child}\n".encode())
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        line.sendall(str(status).encode())
        os._exit(0)
    line.close()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(said["folder"])
    os.environ.clear()
    os.environ.update(said["variables"])
    sys.argv = ["groundswell", *said["words"]]
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
    return str(said.get("script", ""))


if __name__ == "__main__":
    _prepare()
    if script := _fork_for_all(sys.argv[1]):
        exec(compile(script, "<script>", "exec"), {"__name__": "__main__"})
        sys.exit()
    from groundswell.cli.main import run

    run()
