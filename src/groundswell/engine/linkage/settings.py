"""What is decided before records are linked; the same settings drive every engine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class LinkageSettings:
    """How sure two records must be one person to be linked, and which pairs a person should look at.

    Probabilities between 0 and 1. Pairs from `near` on are kept, from `linked` on they are joined (where the groups
    agree on the whole), and those between `doubtful` are shown for review.
    """

    linked: float = 0.5
    near: float = 0.001
    doubtful: tuple[float, float] = (0.1, 0.9)
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """What people decided for good, by positions of records: `same` is True for one person, False for two."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    same: NDArray[np.bool_]

    @classmethod
    def none(cls) -> Decisions:
        """Nothing was decided yet."""
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, bool))
