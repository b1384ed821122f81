"""Compiling ahead of time: at set-up, so that nobody waits for the first count."""

from __future__ import annotations

import time

import numpy as np

from groundswell.engine.cube.axes import Axis, by_row, everything, finest
from groundswell.engine.cube.counting import Rows, counted

PEOPLE = np.array([9, 3, 3, 0, 1, 2, 4, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15])


def warm() -> float:
    """Count a few invented rows in every way the compiled loops know; gives the seconds it took.

    The first time on a machine compiles (ten to twenty seconds); after that the compiled loops are read from disk.
    """
    began = time.perf_counter()
    for person in (PEOPLE, np.sort(PEOPLE)):
        for flags in ({}, {"flag": person == 1}):
            axes = [
                Axis.of("time", [finest("month", 3), everything()], np.arange(len(person)) % 3),
                Axis.of("group", [by_row("half", person // 8, 2), by_row("odd", person % 2, 2)]),
            ]
            # One person, of many, is in two groups: she is counted apart.
            axes[1].levels[0].codes[int(np.flatnonzero(person == 3)[0])] = 1  # type: ignore[index]
            counted(Rows(person, axes, flags, {"sum": person}), [(0, 0), (0, 1), (1, 0)])
    return time.perf_counter() - began
