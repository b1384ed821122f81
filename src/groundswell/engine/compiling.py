"""Loops over arrays as machine code: made at their first call, kept on disk beside the module, run on every core."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")
_SMALL = 20_000  # rows that one core is through with before another has begun


def _keep_by_source() -> None:
    """Keep machine code in a folder that is another where any source of the engine is another.

    Numba looks at the file of a function, not at those of the functions that it calls: after a change there, what was
    kept of the caller would go on with what was before.
    """
    if os.environ.get("NUMBA_CACHE_DIR"):
        return
    here = Path(__file__).parent
    sources = ((path, path.stat()) for path in sorted(here.rglob("*.py")))
    said = "\n".join(f"{path.relative_to(here)} {stat.st_mtime_ns} {stat.st_size}" for path, stat in sources)
    kept = here / "__pycache__" / f"compiled-{hashlib.sha256(said.encode()).hexdigest()[:16]}"
    with contextlib.suppress(OSError):  # where nothing can be written, numba finds a place of its own
        if not kept.is_dir():
            for before in kept.parent.glob("compiled-*"):
                shutil.rmtree(before, ignore_errors=True)
            kept.mkdir(parents=True)
        numba.config.CACHE_DIR = str(kept)  # type: ignore[attr-defined]


_keep_by_source()


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """The function as machine code, made at its first call and kept beside the module. It releases the lock."""
    return cast(Callable[P, R], numba.njit(cache=True, nogil=True)(function))


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def by_stretch(rows: int, work: Callable[[int, int], R], *, stretches: int = 0) -> list[R]:
    """`work(from, to)` for stretches that cover all rows, on every core; what each gave, in order of the rows."""
    count = stretches or (1 if rows < _SMALL else 4 * cores())
    edges = [rows * place // count for place in range(count + 1)]
    if count == 1:
        return [work(0, rows)]
    with ThreadPoolExecutor(cores()) as pool:
        return list(pool.map(work, edges[:-1], edges[1:]))
