"""Rows as they stood and as they stand, one after the other: what stays the same cancels out while it is counted."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.engine.cube.axes import Axis, Level, by_row
from groundswell.engine.cube.counting import Rows


def both(before: Rows, after: Rows) -> tuple[Rows, NDArray[np.bool_]]:
    """All rows, and for each whether it stood before; a person then and the same person now have two numbers."""
    then, now = np.asarray(before.person), np.asarray(after.person)
    if not len(then) or not len(now):
        return (before if len(then) else after), np.full(len(then) + len(now), bool(len(then)))
    if then.dtype.kind not in "iu" or now.dtype.kind not in "iu":
        raise ValueError("people must be whole numbers, one for each row")
    rows = Rows(
        np.concatenate([2 * then.astype(np.int64), 2 * now.astype(np.int64) + 1]),
        [_axis(*axes) for axes in zip(before.axes, after.axes, strict=True)],
        _columns(before.flags, after.flags),
        _columns(before.sums, after.sums),
    )
    return rows, np.arange(len(then) + len(now)) < len(then)


def _axis(then: Axis, now: Axis) -> Axis:
    codes = None
    if then.codes is not None and now.codes is not None:
        codes = np.concatenate([then.codes, now.codes])
    return Axis.of(now.name, [_level(*levels) for levels in zip(then.levels, now.levels, strict=True)], codes)


def _level(then: Level, now: Level) -> Level:
    """The level that says of each code what both say; codes may have been added since."""
    size = max(then.size, now.size)
    if then.codes is not None and now.codes is not None:
        return by_row(now.name, np.concatenate([then.codes, now.codes]), size)
    if (then.codes is None, then.mapping is None, then.whole) != (now.codes is None, now.mapping is None, now.whole):
        raise ValueError(f"the level {now.name} is another kind of level than before")
    if then.mapping is None or now.mapping is None:
        return Level(now.name, size, whole=now.whole)
    one, other = _as_lists(then), _as_lists(now)
    if any(mine != theirs for mine, theirs in zip(one, other, strict=False)):
        raise ValueError(f"the level {now.name} says other things of its codes than before")
    return Level(now.name, size, mapping=(now if len(other) >= len(one) else then).mapping)


def _as_lists(level: Level) -> list[list[int]]:
    table = level.mapping if level.mapping is not None else np.zeros((0, 1), np.int32)
    return [[code for code in row if code >= 0] for row in table.tolist()]


def _columns(then: Mapping[str, ArrayLike], now: Mapping[str, ArrayLike]) -> dict[str, ArrayLike]:
    if then.keys() != now.keys() or any(
        (np.asarray(then[name]).dtype.kind == "f") != (np.asarray(now[name]).dtype.kind == "f") for name in now
    ):
        raise ValueError("flags and sums must be those of the cube, and whole numbers where they were")
    return {name: np.concatenate([np.asarray(then[name]), np.asarray(now[name])]) for name in now}
