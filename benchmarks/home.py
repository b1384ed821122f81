"""The public front page at 200 requests a second, whatever the server makes of it: an open model.

Requests are sent when they are due, not when the last was answered, and the time counts from when a request was due.
`python -m benchmarks.home --seconds 60` runs it alone, and ends with 1 where the goal is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time

from benchmarks.people import p95
from benchmarks.rows import Row
from benchmarks.town import COMMUNITY, Town, databases, town

RATE, GOAL = 200, 0.1
PAGES = {"front page": "/", "community's page": f"/{COMMUNITY}/"}
CONNECTIONS = 40


class Visitors:
    """Readers without a cookie, on connections that stay open."""

    def __init__(self, here: Town, path: str) -> None:
        self.here = here
        self.request = f"GET {path} HTTP/1.1\r\nHost: {here.host}:{here.port}\r\n\r\n".encode()
        self.free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
        self.seconds: list[float] = []
        self.errors = 0

    async def ask(self, due: float) -> None:
        """One request on the next free connection, timed from when it was due."""
        reader, writer = await self.free.get()
        try:
            writer.write(self.request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
            await reader.readexactly(int(length.split(b":")[1]))
            self.errors += b" 200 " not in head[:20]
        except (OSError, asyncio.IncompleteReadError, StopIteration):
            self.errors += 1
            writer.close()
            reader, writer = await asyncio.open_connection(self.here.host, self.here.port)
        self.seconds.append(time.perf_counter() - due)
        self.free.put_nowait((reader, writer))

    async def come(self, seconds: float) -> None:
        """As many as are due, each when it is due."""
        for _ in range(CONNECTIONS):
            self.free.put_nowait(await asyncio.open_connection(self.here.host, self.here.port))
        await self.ask(time.perf_counter())  # the first reader after a change waits for the page to be made
        self.seconds.clear()
        begun = time.perf_counter()
        tasks = []
        for number in range(int(RATE * seconds)):
            due = begun + number / RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.append(asyncio.create_task(self.ask(due)))
        await asyncio.gather(*tasks)
        while not self.free.empty():
            self.free.get_nowait()[1].close()


def measure(database: str, seconds: float) -> dict[str, Visitors]:
    """Each page for so many seconds."""
    found = {}
    with town(database) as here:
        for name, path in PAGES.items():
            found[name] = Visitors(here, path)
            asyncio.run(found[name].come(seconds))
    return found


def run(seconds: float = 15) -> list[Row]:
    """A quarter of a minute a page, on each database there is."""
    rows = []
    for database in databases():
        for name, visitors in measure(database, seconds).items():
            size = f"{RATE} a second, {seconds:.0f} s, {database}"
            rows.append(Row(f"The {name} for the public, 95 of 100", size, p95(visitors.seconds), goal="under 100 ms"))
            rows.append(Row("Errors", size, figure=str(visitors.errors), goal="none"))
    return rows


def main() -> int:
    """Run it alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--database", choices=["SQLite", "PostgreSQL"])
    asked = parser.parse_args()
    missed = 0
    for database in [asked.database] if asked.database else databases():
        for name, visitors in measure(database, asked.seconds).items():
            found = visitors.seconds
            figures = (statistics.median(found), p95(found), max(found))
            times = ", ".join(f"{1000 * figure:.1f}" for figure in figures)
            said = f"{len(found)} requests, {visitors.errors} errors; p50, p95, max ms: {times}"
            print(f"{database}, {name}: {said}", flush=True)
            missed += visitors.errors > 0 or p95(found) > GOAL
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
