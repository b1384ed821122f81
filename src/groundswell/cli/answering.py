"""A process that answers requests, and those that `serve` starts beside its own.

Python computes on one processor a process. So a second one listens at the same socket, and the machine gives each
request to whichever is free; what they keep in memory stays right, for its versions come from the database. A process
that is lost is replaced, and all end with the one that people started, however that ends: their standard input does.

`python -m groundswell.cli.answering SOCKET` is such a process.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import logging.handlers
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

# A file that is brought in the browser (20 MB) with its form. More is refused before it fills the disk.
LARGEST_REQUEST = 24 * 1024 * 1024
THREADS = 8  # that answer at once in one process; more would only wait for each other
MOST_PROCESSES = 2  # unless more are asked for: each takes some 350 MB with the one that draws for it
_MOST_ARENAS = -8  # as glibc numbers its settings
_BEFORE_ANOTHER, _LONGEST_BEFORE_ANOTHER = 1.0, 60.0  # seconds until a process that was lost is replaced
_SOON = 10.0  # seconds: who ends within them will probably do so again, and is replaced ever later
_TO_FINISH = 5  # seconds for what is being answered when the end comes


def usual_processes() -> int:
    """How many answer unless somebody says: one a processor, two at most; one where sockets cannot be handed on."""
    if os.name != "posix":
        return 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST_PROCESSES, usable)


def listening(host: str, port: int) -> list[socket.socket]:
    """Sockets at every address that the host's name has, the first deciding the port where it is 0.

    Raises OSError where one is taken, or the host is none of this machine.
    """
    found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    sockets: list[socket.socket] = []
    for family, kind, protocol, _, address in dict.fromkeys(found):
        each = socket.socket(family, kind, protocol)
        if os.name == "posix":
            each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # else a restart waits for the old connections
        if family == socket.AF_INET6:
            each.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        each.bind((address[0], port or (sockets[0].getsockname()[1] if sockets else 0), *address[2:]))
        sockets.append(each)
    return sockets


def server(sockets: list[socket.socket]) -> Any:
    """A server at sockets that are bound."""
    from django.core.handlers.wsgi import WSGIHandler
    from waitress.server import create_server

    # The headers that a proxy adds stay; the settings say how many proxies are believed (none, unless said).
    return create_server(
        WSGIHandler(),
        sockets=sockets,
        threads=THREADS,
        ident="groundswell",
        clear_untrusted_proxy_headers=False,
        max_request_body_size=LARGEST_REQUEST,
    )


def make_ready(*, is_first: bool) -> None:
    """What every process that answers does before it begins."""
    from groundswell.cli.installation import leave_the_owner

    _keep_log(is_first=is_first)
    leave_the_owner()
    _share_memory()


def draw_elsewhere(processes: int) -> None:
    """Charts are drawn by processes beside this one, which begin at once and end with it."""
    from groundswell.charts.drawers import Drawers
    from groundswell.charts.drawing import draw_elsewhere

    drawers = Drawers(processes)
    for _ in range(processes):
        drawers.begin('{"mark": "point", "data": {"values": []}}')
    draw_elsewhere(drawers)


def _keep_log(*, is_first: bool) -> None:
    """What goes wrong behind a page is told to nobody but the log in the home folder. The first process alone begins a
    new file when one is full; the others follow it there."""
    from django.conf import settings

    folder = settings.HOME / "logs"
    folder.mkdir(exist_ok=True)
    path = folder / "server.log"
    keeper: logging.Handler = (
        logging.handlers.RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
        if is_first
        else logging.handlers.WatchedFileHandler(path, encoding="utf-8", delay=True)
    )
    keeper.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for name in ("django", "waitress", "groundswell"):
        logging.getLogger(name).addHandler(keeper)


def _share_memory() -> None:
    """Each thread's connection to SQLite keeps little of its own: the machine keeps the file for all of them. What was
    imported until here stays, and is not looked through for what could be thrown away."""
    from django.conf import settings
    from django.db import connections

    database = connections.settings["default"]
    if database["ENGINE"].endswith("sqlite3"):
        connections["default"].close()
        database["OPTIONS"] = {**database["OPTIONS"], "init_command": settings.SERVING_PRAGMAS}
    with suppress(OSError, AttributeError, TypeError):  # where the C library is another one
        ctypes.CDLL(None).mallopt(_MOST_ARENAS, 2)  # or each thread keeps what it once needed
    gc.collect()
    gc.freeze()


class Beside:
    """Processes that answer at the sockets of this one, each replaced when it is lost, until `end`."""

    def __init__(self, sockets: Iterable[socket.socket], count: int) -> None:
        """`count` of them, started at once."""
        self._sockets = [each.fileno() for each in sockets]
        self._running: list[subprocess.Popen[bytes]] = []
        self._is_over = threading.Event()
        for _ in range(count):
            threading.Thread(target=self._keep_one, daemon=True).start()

    def _keep_one(self) -> None:
        pause = _BEFORE_ANOTHER
        while not self._is_over.is_set():
            began = time.monotonic()
            try:
                process = self._start()
            except OSError as failure:
                ended: object = failure
            else:
                self._running.append(process)
                ended = process.wait()
                self._running.remove(process)
            lived = time.monotonic() - began
            pause = min(2 * pause, _LONGEST_BEFORE_ANOTHER) if lived < _SOON else _BEFORE_ANOTHER
            if not self._is_over.wait(pause):
                logging.getLogger("groundswell").error("a process that answers was lost (%s)", ended)

    def _start(self) -> subprocess.Popen[bytes]:
        from django.conf import settings

        # -P: nothing in the folder where the server was started is taken for a part of it.
        command = [sys.executable, "-P", "-m", __spec__.name, *map(str, self._sockets)]
        return subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdin=subprocess.PIPE,
            pass_fds=self._sockets,
            env={**os.environ, "GROUNDSWELL_ADDRESS": settings.ADDRESS},
            start_new_session=True,  # Ctrl-C is for the process that people started, whose end ends this
        )

    def end(self) -> None:
        """Let them go; whoever comes next may listen where they did."""
        self._is_over.set()
        running = list(self._running)
        for process in running:
            if process.stdin:
                process.stdin.close()
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_TO_FINISH + 1)
            process.kill()


def _end_with_the_first(answering: list[Any]) -> None:
    """Whoever started this holds the other end of its standard input until they end; what is being answered is
    finished first."""
    while os.read(0, 1024):
        pass
    for here in answering:
        with suppress(Exception):  # whatever goes wrong here, this is the end
            here.task_dispatcher.shutdown(cancel_pending=True, timeout=_TO_FINISH)
    os._exit(0)


def main(descriptors: list[str]) -> None:
    """Answer at sockets that listen already, until whoever started this ends."""
    answering: list[Any] = []
    threading.Thread(target=_end_with_the_first, args=[answering], daemon=True).start()
    import django

    django.setup()
    make_ready(is_first=False)
    here = server([socket.socket(fileno=int(each)) for each in descriptors])
    answering.append(here)
    draw_elsewhere(1)
    here.run()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")
    main(sys.argv[1:])
