"""Drawing in processes of its own, beside a server that answers many at once.

vl-convert keeps the interpreter to itself while it draws, a tenth of a second each time, and holds on to memory. In a
process of its own it stops nobody: the server's threads hand a specification over a pipe and wait for the drawing. A
process is replaced after many drawings, and ends by itself when the server does.

`python -m groundswell.charts.drawers` is such a process: a line of JSON comes in, a line of JSON goes out.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TextIO

MOST_DRAWINGS = 400  # by one process, before another takes its place
PROCESSES = 2


class DrawingError(ValueError):
    """A specification that cannot be drawn."""


class Drawer:
    """One process that draws, started when it is first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._drawn = 0

    def draw(self, written: str) -> str:
        """SVG for a specification in JSON. Raises DrawingError; a process that was lost is replaced once."""
        for is_last_try in (False, True):
            try:
                return self._ask(written)
            except (OSError, EOFError, json.JSONDecodeError):
                self.end()
                if is_last_try:
                    raise
        raise AssertionError  # not reached

    def _ask(self, written: str) -> str:
        if self._process is None or self._drawn >= MOST_DRAWINGS:
            self.end()
            command = [sys.executable, "-P", "-m", __name__]  # -P: nothing in the folder where it was started is run
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                start_new_session=True,  # Ctrl-C is for the server, whose end ends this
            )
        self._drawn += 1
        to, back = self._process.stdin, self._process.stdout
        assert to is not None and back is not None
        to.write(json.dumps(written) + "\n")
        to.flush()
        line = back.readline()
        if not line:
            raise EOFError
        svg, problem = json.loads(line)
        if problem:
            raise DrawingError(problem)
        return str(svg)

    def end(self) -> None:
        """Let the process go; the next drawing starts another."""
        process, self._process, self._drawn = self._process, None, 0
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        process.kill()
        process.wait()


class Drawers:
    """A few processes that draw at the same time; whoever asks gets a drawing that may still be under way."""

    def __init__(self, processes: int = PROCESSES) -> None:
        self._threads = ThreadPoolExecutor(processes, thread_name_prefix="drawing", initializer=self._hire)
        self._own = threading.local()
        self._hired: list[Drawer] = []

    def _hire(self) -> None:
        self._own.drawer = Drawer()
        self._hired.append(self._own.drawer)

    def begin(self, written: str) -> Future[str]:
        """SVG for a specification, by whichever process is free first; its result may raise DrawingError."""
        return self._threads.submit(self._drawn, written)

    def _drawn(self, written: str) -> str:
        drawer: Drawer = self._own.drawer
        return drawer.draw(written)

    def end(self) -> None:
        """Let all of them go."""
        self._threads.shutdown()
        for drawer in self._hired:
            drawer.end()


def serve(lines: TextIO, answers: TextIO) -> None:
    """Draw what comes in, line by line, until nothing does."""
    import vl_convert

    for line in lines:
        try:
            said = [vl_convert.vegalite_to_svg(json.loads(line), allowed_base_urls=[]), ""]
        except Exception as failure:  # told to whoever asked
            said = ["", str(failure) or type(failure).__name__]
        answers.write(json.dumps(said) + "\n")
        answers.flush()


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    serve(sys.stdin, sys.stdout)
