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
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

# A file that is brought in the browser (20 MB) with its form. More is refused before it fills the disk.
LARGEST_REQUEST = 24 * 1024 * 1024
THREADS = 8  # that answer at once in one process; more would only wait for each other
MOST_PROCESSES = 2  # unless more are asked for: each takes some 350 MB with the one that draws for it
_MOST_ARENAS = -8  # as glibc numbers its settings
_BEFORE_ANOTHER = 1.0  # seconds until a process that was lost is replaced


def usual_processes() -> int:
    """How many answer unless somebody says: one a processor, two at most; one where sockets cannot be handed on."""
    if os.name != "posix":
        return 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST_PROCESSES, usable)


def server(**where: Any) -> Any:
    """A server at a host and port, or at sockets that listen already."""
    from django.core.handlers.wsgi import WSGIHandler
    from waitress.server import create_server

    # The headers that a proxy adds stay; the settings say how many proxies are believed (none, unless said).
    return create_server(
        WSGIHandler(),
        threads=THREADS,
        ident="groundswell",
        clear_untrusted_proxy_headers=False,
        max_request_body_size=LARGEST_REQUEST,
        **where,
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
    path, keeper = folder / "server.log", logging.Handler()
    if is_first:
        keeper = logging.handlers.RotatingFileHandler(
            path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True
        )
    else:
        keeper = logging.handlers.WatchedFileHandler(path, encoding="utf-8", delay=True)
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
        while not self._is_over.is_set():
            process = self._start()
            self._running.append(process)
            process.wait()
            self._running.remove(process)
            if not self._is_over.wait(_BEFORE_ANOTHER):
                logging.getLogger("groundswell").error("a process that answers was lost (%s)", process.returncode)

    def _start(self) -> subprocess.Popen[bytes]:
        from django.conf import settings

        command = [sys.executable, "-m", __spec__.name, *map(str, self._sockets)]
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
                process.wait(2)
            process.kill()


def _end_with_the_first() -> None:
    """Whoever started this holds the other end of its standard input until they end."""
    while os.read(0, 1024):
        pass
    os._exit(0)


def main(descriptors: list[str]) -> None:
    """Answer at sockets that listen already, until whoever started this ends."""
    threading.Thread(target=_end_with_the_first, daemon=True).start()
    import django

    django.setup()
    make_ready(is_first=False)
    here = server(sockets=[socket.socket(fileno=int(each)) for each in descriptors])
    draw_elsewhere(1)
    here.run()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")
    main(sys.argv[1:])
