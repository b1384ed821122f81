"""Small numbers: which figures about people may be shown to others than those who keep their records.

The primary rule: no count from 1 to k - 1 is shown (k is the community's smallest count, 11 unless it says otherwise),
nor anything from which one follows directly. A percent tells its numerator wherever its denominator is known, and the
numerator tells how many are left; so a share is shown only where numerator and remainder are both nought or at least
k, and a denominator that is small itself withholds everything. Where a whole is shown and one of its parts is
withheld, the part follows by subtraction; so a second part, the smallest that is shown, is withheld with it.

Nought is shown: that nobody came tells of nobody. Source: the CMS cell size policy (k = 11) and its rule that no
other cell may let a small one be derived. What can be derived from several tables together is for the audit of
releases, not for this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

SMALLEST_SHOWN = 11
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure about people before it is decided whether it may be shown.

    `people` are those behind a number that is not itself a count of people (hours, visits); None where `value` or
    `numerator` is that count. `denominator` is None for a number.
    """

    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    people: float | None = None

    @property
    def counts(self) -> tuple[float, ...]:
        """Every count of people that this figure tells to whoever reads it."""
        if self.denominator is not None:
            if self.numerator is None:
                return (self.denominator,)
            return self.numerator, self.denominator, self.denominator - self.numerator
        counts = (self.people, self.value) if self.people is not None else (self.value,)
        return tuple(count for count in counts[:1] if count is not None)


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
    return any(is_small(count, smallest_shown) for count in figure.counts)


def withheld_parts(
    parts: Mapping[Part, Counted], whole: Counted | None, smallest_shown: int = SMALLEST_SHOWN
) -> frozenset[Part]:
    """Which parts of a whole are withheld: those that tell of few, and those that would give them away.

    Where the whole is shown (None: it is not, or there is none) and exactly one part is withheld, or all that are
    withheld hold fewer than `smallest_shown` people together, the smallest part that is shown is withheld as well,
    until they are hidden. Parts of which nobody is in are never needed for that.

    >>> parts = {"Hill": Counted(4), "Mill": Counted(30), "Lake": Counted(25), "Dale": Counted(0)}
    >>> sorted(withheld_parts(parts, Counted(59)))
    ['Hill', 'Lake']
    """
    withheld = {name for name, figure in parts.items() if tells_of_few(figure, smallest_shown)}
    if not withheld or whole is None or tells_of_few(whole, smallest_shown):
        return frozenset(withheld)
    others = sorted(
        (name for name in parts if name not in withheld and _size(parts[name]) > 0), key=lambda name: _size(parts[name])
    )
    while others and (len(withheld) == 1 or is_small(sum(_size(parts[name]) for name in withheld), smallest_shown)):
        withheld.add(others.pop(0))
    return frozenset(withheld)


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
