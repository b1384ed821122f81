"""Run the benchmarks and print one table: `python -m benchmarks`, or only some of them by name."""

import importlib
import os
import platform
import sys
from collections.abc import Iterable

from benchmarks.rows import Row

NAMES = (
    "curves",
    "load",
    "scorecard",
    "people",
    "home",
    "invented",
    "cube",
    "programs",
    "linkage",
    "encodings",
    "contribution",
    "partners",
)
HEADINGS = ("what", "size", "Groundswell", "peer", "peer took", "ratio", "goal")


def seconds_in_words(seconds: float | None) -> str:
    """1.23 s, 45.6 ms; nothing where nothing was timed."""
    if seconds is None:
        return ""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def cells(row: Row) -> tuple[str, ...]:
    """A row as it is printed. Ratio: how many times as long the peer took."""
    ratio = "" if row.ratio is None else f"{row.ratio:,.2f} x" if row.ratio < 10 else f"{row.ratio:,.0f} x"
    ours = row.figure or seconds_in_words(row.seconds)
    return (row.what, row.size, ours, row.peer, seconds_in_words(row.peer_seconds), ratio, row.goal)


def table(rows: Iterable[Row]) -> str:
    """All rows under their headings, in columns."""
    lines = [HEADINGS, *(cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    texts = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    texts.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(texts)


def main(names: list[str]) -> int:
    """Run the benchmarks named, or all of them; a benchmark that is not there is an error that says so."""
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}")
    rows: list[Row] = []
    for name in names or NAMES:
        print(f"Measuring {name} ...", file=sys.stderr, flush=True)
        rows += importlib.import_module(f"benchmarks.{name}").run()
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
