"""Compiling ahead of time: at set-up, so that nobody waits for the first linking."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from groundswell.engine.linkage.clustering import _grouped
from groundswell.engine.linkage.distinct import distinct
from groundswell.engine.linkage.more import LinkedState
from groundswell.engine.linkage.records import PersonRecords


def warm() -> float:
    """Link a few invented records, and a few more; gives the seconds it took.

    The first time on a machine compiles (ten to twenty seconds); after that the compiled loops are read from disk.
    """
    began = time.perf_counter()
    few = _few(60)
    distinct(np.array([f"word {number}" for number in range(3_000)], object))
    LinkedState.of(few.chosen(np.arange(40))).adding(few.chosen(np.arange(40, 60)))
    return time.perf_counter() - began


def is_warm() -> bool:
    """True where the machine code of linking is kept on this machine, so that the next linking need not make it."""
    kept = Path(_grouped._cache.cache_path)  # type: ignore[attr-defined]  # of numba, which mypy does not see
    return any(kept.glob(f"*{_grouped.__name__}-*.nbi"))


def _few(count: int) -> PersonRecords:
    number = np.arange(count) // 2
    texts = {
        "first_name": np.array([f"Given{each % 7}" for each in number], object),
        "last_name": np.array([f"Family{each}" for each in number], object),
        "phone": np.array([f"20355501{each:02}" for each in number], object),
    }
    days = np.datetime64("2010-01-01") + number.astype("timedelta64[D]")
    zeros = np.zeros(count, np.int32)
    return PersonRecords(texts, days, zeros, zeros, {"card": texts["phone"]})
