"""How many answered, and what the answers that are missing could change.

A missing answer is neither a tie nor none. Beside every share of what was answered stand two bounds: what it would be
if every missing answer said that there is no tie, and if every one said that there is. What is true lies between them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Levels = npt.NDArray[np.int8]  # (n, n): row about column; 0: no answer, and on the diagonal


@dataclass(frozen=True, slots=True)
class Bounded:
    """A figure from the answers that there are, and the least and the most that it could be with all of them.

    `value` is None where no answer tells anything.
    """

    value: float | None
    low: float
    high: float

    @property
    def is_certain(self) -> bool:
        """True where no missing answer could change it."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Response:
    """Answers given, of the answers that partnerships wait for (two each), and of every ordered pair."""

    given: int
    asked: int
    pairs: int  # ordered pairs of organizations
    known: int  # ordered pairs with an answer, those of whoever named all its partners among them

    @property
    def rate(self) -> float | None:
        """Answers given, as a share of those that partnerships wait for; None where there are no partnerships."""
        return self.given / self.asked if self.asked else None


def density(levels: Levels, lowest: int) -> Bounded:
    """Directed density of ties: m / (n(n-1)) over the ordered pairs with an answer, m those at `lowest` or above.

    Its bounds are over all ordered pairs: m / (n(n-1)) where every missing answer is none, (m + missing) / (n(n-1))
    where every one is a tie. Where nothing is missing all three are networkx's `density` (methods.md B10).
    """
    size = len(levels)
    pairs, known = size * (size - 1), int((levels > 0).sum())
    ties = int((levels >= lowest).sum())
    if pairs == 0:
        return Bounded(None, 0.0, 0.0)
    return Bounded(ties / known if known else None, ties / pairs, (ties + pairs - known) / pairs)


def reciprocity(levels: Levels, lowest: int) -> Bounded:
    """Ties that are returned, as a share of the ties between organizations that both answered: 2 M / (2 M + A).

    M is the number of pairs in which both say that there is a tie, A of those in which one does. Lowest, every tie
    about which the other has not answered stays unreturned, and every pair without an answer has one tie; highest, each
    is returned and every pair without an answer has two. Where nothing is missing it is networkx's
    `overall_reciprocity` (methods.md B10).
    """
    upper = np.triu_indices(len(levels), 1)
    mine, theirs = levels[upper], levels.T[upper]
    tied, tied_back, known, known_back = mine >= lowest, theirs >= lowest, mine > 0, theirs > 0
    both = known & known_back
    mutual, alone = int((tied & tied_back).sum()), int((both & (tied ^ tied_back)).sum())
    half = int((~both & (tied | tied_back)).sum())  # one says a tie, the other has not answered
    half_none = int((~both & (known | known_back) & ~tied & ~tied_back).sum())
    nothing = int((~known & ~known_back).sum())
    at_worst, at_best = alone + half + half_none + nothing, mutual + half + nothing
    return Bounded(
        _share(mutual, alone), _share(mutual, at_worst) or 0.0, _share(at_best, alone) or 0.0
    )  # fmt: skip


def _share(mutual: int, alone: int) -> float | None:
    ties = 2 * mutual + alone
    return 2 * mutual / ties if ties else None
