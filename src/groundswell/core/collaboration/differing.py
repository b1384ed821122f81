"""Where two accounts of one partnership differ, as something to talk about: never a score, never ranked.

Each side describes what it does, what the other does and what both do. Where only one of them describes something at a
level, that is worth a question; which of the two is right is for them to say. They are named in the order of the
levels and of the two, and nothing is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from groundswell.core.collaboration.accounts import Account, Pair
from groundswell.core.collaboration.levels import Level


class Talk(StrEnum):
    """What there is to talk about."""

    ONLY_ONE = "only_one"  # one describes something at a level, the other describes nothing there
    WHO_DOES_IT = "who_does_it"  # one describes what the other does, and the other does not name it among its own
    WANTED = "wanted"  # they want the partnership at different levels


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing to talk about. `says` is the side that describes something, `silent` the other; levels as numbers."""

    talk: Talk
    level: int
    says: str
    silent: str
    other_level: int = 0  # what the other wants


def differences(one: Account, other: Account, pair: Pair) -> tuple[Difference, ...]:
    """What two accounts say differently, the lowest level first; nothing where either spoke for both.

    >>> from groundswell.core.collaboration.accounts import Cell
    >>> from datetime import date
    >>> day, pair = date(2026, 5, 1), Pair("p", "library", "school")
    >>> ours = Account("p", day, "library", "library", (Cell(3, activity="List"), Cell(5, activity="Plan")))
    >>> theirs = Account("p", day, "school", "school", (Cell(3, activity="List"),))
    >>> [(each.talk.value, each.level, each.says) for each in differences(ours, theirs, pair)]
    [('only_one', 5, 'library')]
    """
    if one.is_for_both or other.is_for_both:
        return ()
    return (*_by_level(one, other, pair), *_wanted(one, other))


def _by_level(one: Account, other: Account, pair: Pair) -> Iterator[Difference]:
    for level in Level:
        mine, theirs = _doers(one, level, pair), _doers(other, level, pair)
        if bool(mine) != bool(theirs):
            says, silent = (one, other) if mine else (other, one)
            yield Difference(Talk.ONLY_ONE, int(level), says.side, silent.side)
            continue
        for says, told, silent, own in ((one, mine, other, theirs), (other, theirs, one, mine)):
            if silent.side in told and silent.side not in own and own:
                yield Difference(Talk.WHO_DOES_IT, int(level), says.side, silent.side)


def _doers(account: Account, level: Level, pair: Pair) -> frozenset[str]:
    """Who does something at a level; what both do is done by each."""
    both = (pair.organization, pair.partner)
    cells = (cell for cell in account.cells if cell.level == level and cell.counts)
    return frozenset(side for cell in cells for side in ((cell.actor,) if cell.actor else both))


def _wanted(one: Account, other: Account) -> Iterator[Difference]:
    if one.wanted_level and other.wanted_level and one.wanted_level != other.wanted_level:
        yield Difference(Talk.WANTED, one.wanted_level, one.side, other.side, other.wanted_level)
