"""The axes of a cube: in what ways rows about people are told apart, and how finely.

An axis is one question about a row: which program, where, when, which group. Its levels are the ways to answer it, from
fine to coarse: month, quarter, year; program, organization, strategy; and everything, where the question is not asked.
A set picks one level of each axis; its cells are the combinations of their codes that some row has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Codes = NDArray[np.integer[Any]]
NOWHERE = -1  # a row with this code is in no cell of the level


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """One way to tell rows apart. Made by `finest`, `mapped`, `by_row` or `everything`, never by hand.

    `codes` holds a code for each row; `mapping` a code, or several, for each of the axis's finest codes. With neither,
    the finest code itself is the answer. Codes are 0 to `size` - 1; -1 means that a row is in no cell of this level.
    """

    name: str
    size: int
    codes: Codes | None = None
    mapping: NDArray[np.int32] | None = None
    whole: bool = False


def finest(name: str, size: int) -> Level:
    """The axis's own codes as they stand."""
    return Level(name, size)


def mapped(name: str, mapping: ArrayLike | Sequence[Sequence[int]], size: int) -> Level:
    """A coarser level: for each finest code the code here; -1 for none.

    A finest code may have several codes here, as a program may serve several strategies: then `mapping` holds a list
    for each, and a row is in the cells of all of them, a person once in each.
    """
    rows = [list(each) if isinstance(each, (list, tuple, set)) else np.atleast_1d(each) for each in mapping]  # type: ignore[union-attr]
    width = max((len(row) for row in rows), default=1)
    table = np.full((len(rows), max(width, 1)), NOWHERE, np.int32)
    for place, row in enumerate(rows):
        codes = sorted({int(code) for code in row if code != NOWHERE})
        table[place, : len(codes)] = codes
    if table.size and (table.max() >= size or table.min() < NOWHERE):
        raise ValueError(f"the level {name} has codes outside 0 to {size - 1}")
    return Level(name, size, mapping=table)


def by_row(name: str, codes: ArrayLike, size: int) -> Level:
    """A level with a code of its own for each row, which need not follow from the axis's finest code."""
    return Level(name, size, codes=_whole_numbers(codes, name))


def everything(name: str = "all") -> Level:
    """The level at which the question is not asked: one code, 0, for every row."""
    return Level(name, 1, whole=True)


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """One question about a row: its name, its levels, and where a level needs it each row's finest code.

    Made by `of`, which looks up the highest code.
    """

    name: str
    levels: tuple[Level, ...]
    codes: Codes | None = None
    highest: int = NOWHERE

    @classmethod
    def of(cls, name: str, levels: Sequence[Level], codes: ArrayLike | None = None) -> Axis:
        """An axis with `codes` for each row: 0 and up, -1 where there is none."""
        if codes is None:
            return cls(name, tuple(levels))
        found = _whole_numbers(codes, name)
        return cls(name, tuple(levels), found, int(found.max()) if len(found) else NOWHERE)

    @property
    def needs_codes(self) -> bool:
        """True where a level is read from the finest code."""
        return any(level.codes is None and not level.whole for level in self.levels)

    def level(self, name: str) -> int:
        """The place of the level of this name, as a set wants it."""
        for place, level in enumerate(self.levels):
            if level.name == name:
                return place
        raise KeyError(f"the axis {self.name} has no level {name}")


def checked(axes: Sequence[Axis], sets: Sequence[tuple[int, ...]], rows: int) -> None:
    """Raises ValueError where axes, sets and rows do not fit together."""
    for axis in axes:
        if axis.needs_codes and axis.codes is None:
            raise ValueError(f"the axis {axis.name} has a level that is read from its codes, and no codes")
        for codes in (axis.codes, *(level.codes for level in axis.levels)):
            if codes is not None and len(codes) != rows:
                raise ValueError(f"the axis {axis.name} has {len(codes)} codes for {rows} rows")
        for level in axis.levels:
            if level.codes is None and not level.whole:
                known = level.size if level.mapping is None else len(level.mapping)
                if axis.highest >= known:
                    raise ValueError(f"the axis {axis.name} has codes beyond the {known} that {level.name} knows")
    for chosen in sets:
        if len(chosen) != len(axes) or any(
            not 0 <= pick < len(axis.levels) for pick, axis in zip(chosen, axes, strict=True)
        ):
            raise ValueError(f"the set {chosen} does not pick one level of each axis")


def _whole_numbers(codes: ArrayLike, name: str) -> Codes:
    found = np.asarray(codes)
    if found.dtype.kind not in "iu" or found.ndim != 1:
        raise ValueError(f"the codes of {name} are not whole numbers, one for each row")
    return found
