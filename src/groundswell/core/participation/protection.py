"""Which combinations of programs may be shown, so that nobody can work out one that tells of few people.

Whoever reads a table of combinations knows more than stands there: how many people each program has (their pages say),
and how many all have together. 50 people of one program and 30 of another who are 78 together share 2. So it is not
enough to leave out the small combinations. Here a table is shown only where, for every combination of 1 to k - 1
people, two other tables exist that agree with all a reader could know: one in which the combination has one person or
none, and one in which it has k or more. Then nobody can tell it from a large one, nor from nothing, and neither any
overlap that it is part of.

The reader whom this withstands knows more than any real one: the exact number of every program that may be shown,
the exact number of every combination that is shown, of all together, and which combinations exist. What is shown is
rounded to the nearest five on top of that. Where it does not hold, the smallest combination that would have been shown
joins the others that are not, and what was hidden in vain is shown again; where nothing is left to hide, the number of
all together is withheld too.

What one table of a community tells about another (a place beside another place, one year beside the next) is for the
audit of releases; rounding stands against it until then. Source: methods.md C3.6, C4, C5 and C6.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.core.disclosure import SMALLEST_SHOWN, is_small
from groundswell.core.participation.combinations import Cells, Combination, people_in_each, rounded

SECONDS = 2.0  # the longest search for another table; without an answer by then nothing is taken for hidden
MOST_SEARCHES = 600  # of one table; without an answer by then it is not shown
MOST_UNKNOWN, MOST_UNKNOWN_EACH = 200, 50  # combinations that a search may move people between, and by program
TOGETHER = 64  # so many combinations are looked for in one table first
WORTH_A_UNION = 0.02  # of all people: so many may be in combinations that are not shown for the sake of a union
_Table = NDArray[np.int64]  # people in each combination, in a settled order
_Row = NDArray[np.float64]  # 1 for every combination that a sum holds


@dataclass(frozen=True, slots=True)
class Protected:
    """What of a table may be shown: combinations, all people together, and unions of some programs by name."""

    shown: frozenset[Combination]
    is_whole_shown: bool
    unions: frozenset[str] = frozenset()


def may_stand(people: int, smallest_shown: int = SMALLEST_SHOWN) -> bool:
    """True for a count that may be shown, rounded as it will be: none, or not below the smallest.

    >>> [may_stand(people) for people in (0, 1, 11, 12, 13)]
    [True, False, False, False, True]
    """
    return people == 0 or rounded(people) >= smallest_shown


def protected(
    cells: Cells,
    smallest_shown: int = SMALLEST_SHOWN,
    *,
    unions: Mapping[str, Collection[str]] | None = None,
) -> Protected:
    """What of these exclusive combinations may be shown; of `unions` (programs by name) those that give nothing away.

    An overlap of two follows from two programs and their union, so none of the three combinations is shown, nor how
    many they are together:

    >>> protected({("A",): 48, ("B",): 28, ("A", "B"): 2})
    Protected(shown=frozenset(), is_whole_shown=False, unions=frozenset())
    >>> sorted(protected({("A",): 38, ("B",): 18, ("A", "B"): 12 + 3}).shown)
    [('A',), ('A', 'B'), ('B',)]
    """
    present = {combination: people for combination, people in cells.items() if people > 0}
    standing = {combination for combination, people in present.items() if may_stand(people, smallest_shown)}
    for is_whole_shown in (True, False):
        if is_whole_shown and not may_stand(sum(present.values()), smallest_shown):
            continue
        known = _Known(present, smallest_shown, is_whole_shown, standing)
        if known.hide_until_nothing_follows():
            known.show_again(standing)
            together = known.unions_that_may_stand(unions or {})
            known.show_again(standing)
            return Protected(frozenset(known.shown), is_whole_shown, together)
    return Protected(frozenset(), False)


def are_hidden_well(
    cells: Cells,
    shown: Collection[Combination],
    smallest_shown: int = SMALLEST_SHOWN,
    *,
    is_whole_shown: bool = True,
) -> bool:
    """True where no combination of few follows from these that are shown, the programs' numbers and all together.

    With nothing shown but the whole this asks whether a union alone may be shown, as of one place:

    >>> are_hidden_well({("A",): 48, ("B",): 28, ("A", "B"): 2}, ())
    False
    >>> are_hidden_well({("A",): 48, ("B",): 28, ("A", "B"): 30}, ())
    True
    """
    present = {combination: people for combination, people in cells.items() if people > 0}
    if is_whole_shown and not may_stand(sum(present.values()), smallest_shown):
        return False
    return _Known(present, smallest_shown, is_whole_shown, shown).first_that_follows() is None


def _any_of(programs: Collection[str]) -> Callable[[Combination], bool]:
    """True of combinations with any of these programs."""
    among = frozenset(programs)
    return lambda combination: not among.isdisjoint(combination)


class _Known:
    """What a reader could know of a table, and the other tables found so far that agree with it.

    `sums` are the rows whose total is known exactly. What is hidden is an unknown; what is shown is known.
    """

    def __init__(self, cells: Cells, smallest: int, is_whole_shown: bool, shown: Collection[Combination]) -> None:
        self.cells, self.smallest, self.shown = cells, smallest, set(shown)
        self.order = sorted(cells)
        self.true = np.array([cells[each] for each in self.order], np.int64)
        self.few = [at for at, people in enumerate(self.true) if is_small(int(people), smallest)]
        self.sums = [
            self._row(_any_of([program]))
            for program, people in people_in_each(cells).items()
            if not is_small(people, smallest)
        ]
        if is_whole_shown:
            self.sums.append(np.ones(len(self.order)))
        self.agreeing: list[_Table] = [self.true]
        self.searches = 0

    def _row(self, is_in: Callable[[Combination], bool]) -> _Row:
        return np.array([is_in(each) for each in self.order], np.float64)

    def hide_until_nothing_follows(self) -> bool:
        """Hide more, the smallest first, until no combination of few follows; False where one does in any case."""
        while (at := self.first_that_follows()) is not None:
            beside = [each for each in self.shown if not set(each).isdisjoint(self.order[at])] or list(self.shown)
            if not beside:
                return False
            self.shown.remove(min(beside, key=lambda each: (self.cells[each], each)))
        return True

    def show_again(self, standing: Collection[Combination]) -> None:
        """Show what was hidden in vain: the largest first, as long as nothing follows."""
        for each in sorted(set(standing) - self.shown, key=lambda one: (-self.cells[one], one)):
            at, kept = self.order.index(each), self.agreeing
            self.shown.add(each)
            self.agreeing = [one for one in kept if one[at] == self.true[at]]
            if self.first_that_follows() is not None:
                self.shown.remove(each)
                self.agreeing = kept

    def unions_that_may_stand(self, unions: Mapping[str, Collection[str]]) -> frozenset[str]:
        """The unions that can be known beside everything else, one after another, and still nothing follows.

        For a union some small combinations may go, as long as they hold few of all people.
        """
        found = set()
        for name, programs in sorted(unions.items()):
            row = self._row(_any_of(programs))
            if not may_stand(int(row @ self.true), self.smallest):
                continue
            before = list(self.agreeing), set(self.shown)
            self.agreeing = [one for one in self.agreeing if row @ one == row @ self.true]
            self.sums.append(row)
            is_hidden = self.hide_until_nothing_follows()
            gone = sum(self.cells[each] for each in before[1] - self.shown)
            if is_hidden and gone <= WORTH_A_UNION * int(self.true.sum()):
                found.add(name)
            else:
                self.sums.pop()
                self.agreeing, self.shown = before
        return frozenset(found)

    def first_that_follows(self) -> int | None:
        """The first combination of few that is known to be small, or to be somebody; None where there is none."""
        self._look_for_many()
        for at in self.few:
            if self.order[at] in self.shown:
                return at
            if not self._could_be(at, self.smallest, None) or not self._could_be(at, 0, 1):
                return at
        return None

    def _look_for_many(self) -> None:
        """Tables in which many combinations at once are large, or empty: they spare the search for each by itself."""
        for least, most in ((self.smallest, None), (0, 1)):
            open_ones = [at for at in self.few if not self._is_found(at, least, most)]
            for start in range(0, len(open_ones), TOGETHER):
                self._look_for(open_ones[start : start + TOGETHER], least, most)

    def _look_for(self, together: Sequence[int], least: int, most: int | None) -> None:
        """A table in which all of these are within bounds, else one for each half of them."""
        rest = [at for at in together if not self._is_found(at, least, most)]
        if len(rest) < 2 or self._keep(self._solved(rest, least, most)):
            return
        self._look_for(rest[: len(rest) // 2], least, most)
        self._look_for(rest[len(rest) // 2 :], least, most)

    def _is_found(self, at: int, least: int, most: int | None) -> bool:
        return any(least <= one[at] and (most is None or one[at] <= most) for one in self.agreeing)

    def _could_be(self, at: int, least: int, most: int | None) -> bool:
        """True where a table agrees with all that is known and has from `least` to `most` people there."""
        return self._is_found(at, least, most) or self._keep(self._solved([at], least, most))

    def _keep(self, table: _Table | None) -> bool:
        """Keep a table that agrees."""
        if table is not None:
            self.agreeing.append(table)
        return table is not None

    def _agrees(self, table: _Table, at: Sequence[int], least: int, most: int | None) -> bool:
        """What a solver says is looked at again: whole people, nobody less than none, every sum as it is known."""
        there = table[list(at)]
        return bool(
            (table >= 0).all()
            and (there >= least).all()
            and (most is None or (there <= most).all())
            and (table == self.true)[self._is_shown].all()
            and all(row @ table == row @ self.true for row in self.sums)
        )

    @property
    def _is_shown(self) -> NDArray[np.bool_]:
        return np.array([each in self.shown for each in self.order], np.bool_)

    def _solved(self, at: Sequence[int], least: int, most: int | None) -> _Table | None:
        """A table that agrees, with from `least` to `most` people in each of these; None where none was found.

        At first people may be cut into pieces, which is quick: often they come out whole, and where there is no such
        table there is none of whole people either.
        """
        if self.searches >= MOST_SEARCHES:
            return None
        self.searches += 1
        # SciPy's solver is slow to import; whoever only reads pages does not wait for it.
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        free = self._free(at)
        low, high = np.zeros(len(free)), np.full(len(free), np.inf)
        asked = np.isin(free, list(at))
        low[asked], high[asked] = float(least), np.inf if most is None else float(most)
        sums = np.array(self.sums).reshape(-1, len(self.order))[:, free]
        totals = sums @ self.true[free]
        for is_whole in (0, 1):
            answer = milp(
                np.zeros(len(free)),
                integrality=np.full(len(free), is_whole),
                bounds=Bounds(low, high),
                constraints=LinearConstraint(csr_array(sums), totals, totals) if len(sums) else (),
                options={"time_limit": SECONDS},
            )
            if answer.x is None:
                return None
            table: _Table = self.true.copy()
            table[free] = np.rint(answer.x)
            if self._agrees(table, at, least, most):
                return table
        return None

    def _free(self, at: Sequence[int]) -> NDArray[np.int64]:
        """The unknowns: these, and the largest others that are not shown, over all and in each of their programs.

        The rest is taken for known: a reader of a very large table is thought to know more than any does.
        """
        hidden = np.flatnonzero(~self._is_shown)
        largest = [int(one) for one in hidden[np.argsort(-self.true[hidden], kind="stable")]]
        found = {*at, *largest[:MOST_UNKNOWN]}
        for program in {program for one in at for program in self.order[one]}:
            found.update([one for one in largest if program in self.order[one]][:MOST_UNKNOWN_EACH])
        return np.array(sorted(found), np.int64)
