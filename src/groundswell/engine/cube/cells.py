"""What a cube found: for each set its cells, and for each cell its rows, its people and its sums, all of them exact.

Cells that no row falls into are not there. Numbers with decimals are rounded once, each to a millionth, and then added
as whole numbers: sums are the same to the last bit in whatever order rows come, on however many threads, and when a
cube is changed instead of made anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
MILLIONTHS = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The cells of one set, ordered by their codes, axis by axis.

    `key` holds the codes of a cell as one number (`codes` takes it apart); `people` counts each person once however
    many rows she has there; `flagged[name]` counts those with at least one row in the cell that has the flag;
    `totals[name]` is a sum in whole numbers, in millionths where what was summed has decimals (`scales`).
    """

    levels: tuple[int, ...]
    sizes: tuple[int, ...]
    key: Counts
    rows: Counts
    people: Counts
    flagged: dict[str, Counts]
    totals: dict[str, Counts]
    scales: dict[str, int]

    def __len__(self) -> int:
        return len(self.key)

    @property
    def codes(self) -> NDArray[np.int32]:
        """For each cell a code on each axis: an array of shape (cells, axes)."""
        found = np.zeros((len(self.key), len(self.sizes)), np.int32)
        rest = self.key
        for place in range(len(self.sizes) - 1, -1, -1):
            rest, found[:, place] = np.divmod(rest, self.sizes[place])
        return found

    def sums(self, name: str) -> NDArray[np.float64] | Counts:
        """A sum in the unit in which it came: whole numbers stay whole."""
        scale = self.scales[name]
        return self.totals[name] if scale == 1 else self.totals[name] / scale

    def place(self, codes: Sequence[int]) -> int | None:
        """The place of the cell with these codes; None where no row has them."""
        wanted = sum(code * step for code, step in zip(codes, steps_of(self.sizes), strict=True))
        place = int(np.searchsorted(self.key, wanted))
        return place if place < len(self.key) and self.key[place] == wanted else None


@dataclass(frozen=True, slots=True, eq=False)
class CubeResult:
    """The cells of every set, in the order in which the sets were asked for."""

    axes: tuple[str, ...]
    sets: tuple[Cells, ...]

    def of(self, levels: tuple[int, ...]) -> Cells:
        """The cells of the set that picks these levels."""
        for cells in self.sets:
            if cells.levels == levels:
                return cells
        raise KeyError(f"the cube has no set {levels}")


def steps_of(sizes: Sequence[int]) -> tuple[int, ...]:
    """How far apart two cells' keys are where only one axis differs, by one; the last axis runs quickest.

    >>> steps_of((40, 200, 36))
    (7200, 36, 1)
    """
    steps: list[int] = []
    step = 1
    for size in reversed(sizes):
        steps.append(step)
        step *= max(size, 1)
    if step >= 2**63:
        raise ValueError("the levels of this set have more combinations than can be numbered")
    return tuple(reversed(steps))
