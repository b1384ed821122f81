"""Small numbers: which figures about people may be shown to others than those who keep their records.

The primary rule: no count from 1 to k - 1 is shown (k is the community's smallest count, 11 unless it says otherwise),
nor anything from which one follows directly. A percent tells its numerator wherever its denominator is known, and the
numerator tells how many are left; so a share is shown only where numerator and remainder are both nought or at least
k, and a denominator that is small itself withholds everything; a share of nobody knows how many cannot be judged, and
is not shown. Where a whole is shown, what its withheld parts come to together follows by subtraction; so further parts,
the smallest that are shown, are withheld with them, until together they are more than one and tell of nobody few.
Quarters are parts of their year, and months of their quarter, as sites are parts of a program.

Where people are counted once over several programs, what the programs count more than the union follows by subtraction
too: how many they share. So a union is shown only where that is nought or at least k, and rounded to the nearest 5.

Nought is shown: that nobody came tells of nobody. Source: the CMS cell size policy (k = 11) and its rule that no
other cell may let a small one be derived. What can be derived from several tables together is for the audit of
releases, not for this module.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from groundswell.core.periods import Period, PeriodKind

SMALLEST_SHOWN = 11
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure about people before it is decided whether it may be shown.

    `people` are those behind a number that is not itself a count of people (hours, visits); None where `value` or
    `numerator` is that count. `denominator` is None for a number. `is_alone` is true for a share whose two numbers
    nobody said: `value` is then no count.
    """

    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    people: float | None = None
    is_alone: bool = False

    @classmethod
    def of_share(cls, percent: float | None, numerator: float | None, denominator: float | None) -> Counted:
        """A share as it was entered: its two numbers, or a percent of how many, or a percent alone.

        >>> Counted.of_share(22.6, None, 31).numerator
        7.0
        """
        if denominator is None:
            return cls(percent, is_alone=True)
        if numerator is None and percent is not None:
            numerator = float(round(percent * denominator / 100))
        return cls(percent, numerator, denominator)

    @property
    def counts(self) -> tuple[float, ...]:
        """Every count of people that this figure tells to whoever reads it."""
        if self.denominator is not None:
            if self.numerator is None:
                return (self.denominator,)
            return self.numerator, self.denominator, self.denominator - self.numerator
        counts = (self.people, self.value) if self.people is not None else (self.value,)
        return tuple(count for count in counts[:1] if count is not None)

    @property
    def has_people(self) -> bool:
        """True where somebody was counted."""
        return _size(self) > 0


def is_small(count: float, smallest_shown: int = SMALLEST_SHOWN) -> bool:
    """True for a count of people that is not shown.

    >>> [is_small(count) for count in (0, 1, 10, 11)]
    [False, True, True, False]
    """
    return 0 < count < smallest_shown


def tells_of_few(figure: Counted, smallest_shown: int = SMALLEST_SHOWN) -> bool:
    """True where a figure would tell a small count, by itself or by what is left of its whole.

    40 of 48 leave 8, so neither the share nor its numerator may be shown:

    >>> tells_of_few(Counted(numerator=40, denominator=48)), tells_of_few(Counted(numerator=30, denominator=48))
    (True, False)
    >>> tells_of_few(Counted(numerator=48, denominator=48))
    False
    """
    if figure.is_alone:
        return figure.value is not None
    return any(is_small(count, smallest_shown) for count in figure.counts)


def withheld_parts(
    parts: Mapping[Part, Counted],
    whole: Counted | None,
    smallest_shown: int = SMALLEST_SHOWN,
    *,
    already: Collection[Part] = (),
) -> frozenset[Part]:
    """Which parts of a whole are withheld: those that tell of few, and those that would give them away.

    Where the whole is shown (None: it is not, or there is none) and exactly one part is withheld, or all that are
    withheld would tell of few as one figure, the smallest part that is shown is withheld as well, until they are
    hidden. Parts of which nobody is in are never needed for that. `already` are withheld for another reason. Whoever is
    in no part, for nobody wrote down in which, follows like a part that is withheld.

    >>> parts = {"Hill": Counted(4), "Mill": Counted(30), "Lake": Counted(25), "Dale": Counted(0)}
    >>> sorted(withheld_parts(parts, Counted(59)))
    ['Hill', 'Lake']

    4 of 30 and 3 of 25 would leave 7 of 55 to whoever subtracts, so a third goes with them:

    >>> shares = {"Hill": (4, 30), "Mill": (3, 25), "Lake": (20, 40), "Dale": (30, 60)}
    >>> parts = {name: Counted(numerator=x, denominator=n) for name, (x, n) in shares.items()}
    >>> sorted(withheld_parts(parts, Counted(numerator=57, denominator=155)))
    ['Hill', 'Lake', 'Mill']
    """
    withheld = {name for name, figure in parts.items() if name in already or tells_of_few(figure, smallest_shown)}
    if whole is None or tells_of_few(whole, smallest_shown):
        return frozenset(withheld)
    left = _left_over(whole, list(parts.values()))
    few_left = [left] if left is not None and tells_of_few(left, smallest_shown) else []
    others = sorted(
        (name for name in parts if name not in withheld and _size(parts[name]) > 0), key=lambda name: _size(parts[name])
    )
    while others and _follows([parts[name] for name in withheld], few_left, smallest_shown):
        withheld.add(others.pop(0))
    return frozenset(withheld)


def _follows(withheld: Sequence[Counted], few_left: Sequence[Counted], smallest_shown: int) -> bool:
    """True where something about few follows from what the withheld parts come to together."""
    crowded = [figure for figure in withheld if _size(figure) > 0]
    if withheld and (len(crowded) < 2 or tells_of_few(added_up(crowded), smallest_shown)):
        return True
    return bool(few_left) and tells_of_few(added_up([*crowded, *few_left]), smallest_shown)


def _left_over(whole: Counted, parts: Sequence[Counted]) -> Counted | None:
    """What a whole has more than its parts together; None where that is nothing, or no count."""
    if not parts or any((part.denominator is None) is not (whole.denominator is None) for part in parts):
        return None
    together = added_up(parts)
    if whole.denominator is None or together.denominator is None:
        left = _size(whole) - _size(together)
        return Counted(left) if left > 0 else None
    top, bottom = (whole.numerator or 0.0) - (together.numerator or 0.0), whole.denominator - together.denominator
    return Counted(numerator=top, denominator=bottom) if 0 <= top <= bottom and bottom > 0 else None


def added_up(figures: Sequence[Counted]) -> Counted:
    """Several figures as one, as whoever subtracts the others from their whole would have it."""
    if all(figure.denominator is not None for figure in figures):
        return Counted(
            numerator=sum(figure.numerator or 0.0 for figure in figures),
            denominator=sum(figure.denominator or 0.0 for figure in figures),
        )
    return Counted(sum(_size(figure) for figure in figures))


ROUNDED_TO = 5  # of numbers in which people are counted once over several programs


def union_may_be_shown(union: Counted, programs: Sequence[Counted], smallest_shown: int = SMALLEST_SHOWN) -> bool:
    """False where how many people the programs share would be few, or the union itself tells of few.

    50 in one, 30 in the other and 78 together leave 2 who are in both:

    >>> union_may_be_shown(Counted(78), [Counted(50), Counted(30)])
    False
    >>> [union_may_be_shown(Counted(count), [Counted(50), Counted(30)]) for count in (80, 69, 70)]
    [True, True, False]
    """
    if not programs or tells_of_few(union, smallest_shown):
        return False
    if any((one.denominator is None) is not (union.denominator is None) for one in programs):
        return False
    apart = [sum(numbers) for numbers in zip(*map(_numbers, programs), strict=True)]
    shared = [round(one - all_, 6) for one, all_ in zip(apart, _numbers(union), strict=True)]
    return all(each >= 0 and not is_small(each, smallest_shown) for each in shared)


def _numbers(figure: Counted) -> tuple[float, ...]:
    """What a figure lets a reader subtract from another."""
    if figure.denominator is None:
        return (figure.value or 0.0,)
    return figure.numerator or 0.0, figure.denominator, figure.denominator - (figure.numerator or 0.0)


def rounded(figure: Counted, base: int = ROUNDED_TO) -> Counted:
    """A figure with every count rounded to the nearest 5; a share is then that of what was rounded.

    >>> rounded(Counted(numerator=33, denominator=62))
    Counted(value=None, numerator=35.0, denominator=60.0, people=None, is_alone=False)
    """

    def nearest(number: float | None) -> float | None:
        return None if number is None else float(base * math.floor(number / base + 0.5))

    return replace(
        figure, value=nearest(figure.value), numerator=nearest(figure.numerator),
        denominator=nearest(figure.denominator), people=nearest(figure.people),
    )  # fmt: skip


def withheld_periods(
    figures: Mapping[Period, Counted], smallest_shown: int = SMALLEST_SHOWN, *, already: Collection[Period] = ()
) -> frozenset[Period]:
    """Which periods of one series are withheld: those that tell of few, and those that would give them away.

    A year of which one quarter is withheld would give it away by its other quarters; so the smallest of them is
    withheld too, and whatever lies within that one.

    >>> said = {"2024": 127, "2024-Q1": 7, "2024-Q2": 30, "2024-Q3": 40, "2024-Q4": 50}
    >>> found = withheld_periods({Period.parse(period): Counted(count) for period, count in said.items()})
    >>> sorted(map(str, found))
    ['2024-Q1', '2024-Q2']
    """
    withheld = {when for when, one in figures.items() if when in already or tells_of_few(one, smallest_shown)}
    if not withheld or len({when.kind for when in figures}) < 2:
        return frozenset(withheld)
    within = _within_each(figures)
    before = -1
    while len(withheld) > before:
        before = len(withheld)
        for whole, parts in within:
            if whole not in withheld:
                if not withheld.isdisjoint(parts):
                    withheld |= withheld_parts(parts, figures[whole], smallest_shown, already=withheld)
            elif not tells_of_few(figures[whole], smallest_shown):
                withheld |= set(parts)
    return frozenset(withheld)


def _within_each(figures: Mapping[Period, Counted]) -> list[tuple[Period, dict[Period, Counted]]]:
    """The periods that others lie within, the longest first, each with those of one shorter kind."""
    ends = {when: (when.start, when.end) for when in figures}
    found: list[tuple[Period, dict[Period, Counted]]] = []
    for whole in sorted(figures, key=lambda when: ends[when][0] - ends[when][1]):
        low, high = ends[whole]
        by_kind: dict[PeriodKind, dict[Period, Counted]] = {}
        for when, (start, end) in ends.items():
            if low <= start and end <= high and end - start < high - low:
                by_kind.setdefault(when.kind, {})[when] = figures[when]
        found.extend((whole, parts) for parts in by_kind.values())
    return found


def _size(figure: Counted) -> float:
    """How many people stand behind a figure."""
    if figure.denominator is not None:
        return figure.denominator
    return figure.people if figure.people is not None else figure.value or 0.0


def without_numbers(figure: Counted) -> Counted:
    """The same figure with nothing left to read."""
    return replace(figure, value=None, numerator=None, denominator=None, people=None)


def smallest_count(said: str) -> int:
    """The community's smallest count from what it says; blank means 11, and less than 2 would protect nobody.

    >>> smallest_count(""), smallest_count("20"), smallest_count("1")
    (11, 20, 2)
    """
    return max(2, int(said)) if said.strip().isdigit() else SMALLEST_SHOWN


def small_counts(numbers: Iterable[float], smallest_shown: int = SMALLEST_SHOWN) -> Sequence[float]:
    """The counts among these that are not shown; what a test looks for in everything a page gives away."""
    return [number for number in numbers if is_small(number, smallest_shown)]
