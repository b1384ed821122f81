"""What one side says of a partnership on one day: what we do and what they do, cell by cell of the worksheet.

An account is never a tick in a box. Each cell is at a level, is about one of the two (or both together), and says what
is done and what shows it; the level of an account is the highest at which anything is said. No cell is no answer, and
no answer is not a zero.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from groundswell.core.collaboration.levels import Level

BACKBONE = "backbone"  # who recorded an account, where it was somebody who keeps the community's partnerships
_FOR_BOTH = " for both"  # behind a side's id, where that side recorded it for both and said so


@dataclass(frozen=True, slots=True)
class Pair:
    """A partnership: whose it is and with whom, by the ids of organizations."""

    id: str
    organization: str
    partner: str

    def is_side(self, organization: str) -> bool:
        """True for either of the two."""
        return bool(organization) and organization in (self.organization, self.partner)

    def other(self, organization: str) -> str:
        """The side across from one of the two."""
        return self.partner if organization == self.organization else self.organization


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: at a level, by `actor` (blank: both together), what is done, what shows it, since when."""

    level: int
    actor: str = ""
    activity: str = ""
    evidence: str = ""
    since: date | None = None

    @property
    def counts(self) -> bool:
        """True where there is something to show for the level; to compete or co-exist needs nothing done."""
        return bool(self.activity or self.evidence) or self.level <= Level.COEXIST


@dataclass(frozen=True, slots=True)
class Account:
    """What was said of a partnership on a day. `side` is the organization whose account it is; blank where one was
    recorded for both. `recorded_by` is an organization, or `BACKBONE`; never a person."""

    partnership: str
    day: date
    side: str
    recorded_by: str
    cells: tuple[Cell, ...] = ()
    wanted_level: int | None = None
    next_step: str = ""

    @property
    def is_for_both(self) -> bool:
        """True where one recorded it for both sides."""
        return not self.side

    @property
    def is_recorded_by_another(self) -> bool:
        """True where somebody else wrote it down for the side whose account it is."""
        return self.recorded_by != self.side

    @property
    def is_an_own_answer(self) -> bool:
        """True where its side said itself how things are, at any level."""
        return self.level is not None and not self.is_recorded_by_another

    @property
    def level(self) -> int | None:
        """The highest level with anything to show for it; None where nothing was said."""
        return highest(self.cells)

    @property
    def version(self) -> str:
        """A digest of what is said: whoever replaces it says which version they saw."""
        said = (sorted(map(repr, self.cells)), self.wanted_level, self.next_step)
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


class LevelSaid(NamedTuple):
    """What an account comes to, and no word of it: on which day, whose, who recorded it, and at which level."""

    day: date
    side: str
    recorded_by: str
    level: int | None

    @property
    def is_for_both(self) -> bool:
        """As of the account."""
        return not self.side

    @property
    def is_an_own_answer(self) -> bool:
        """As of the account."""
        return self.level is not None and self.recorded_by == self.side


Told = TypeVar("Told", Account, LevelSaid)  # whoever asks when, by whom and at which level can ask either


def recorder_as_written(recorded_by: str, *, is_for_both: bool, pair: Pair) -> str:
    """Who recorded an account, as a package writes it: a side that recorded it for both says so, for its bare id would
    mean its own account.

    >>> recorder_as_written("library", is_for_both=True, pair=Pair("p", "library", "school"))
    'library for both'
    """
    return f"{recorded_by}{_FOR_BOTH}" if is_for_both and pair.is_side(recorded_by) else recorded_by


def recorder_read(written: str) -> tuple[str, bool]:
    """The same back: who recorded an account, and whether they said that it is for both.

    >>> recorder_read("library for both"), recorder_read("backbone")
    (('library', True), ('backbone', False))
    """
    plain = written.removesuffix(_FOR_BOTH)
    return plain, plain != written


def highest(cells: Iterable[Cell]) -> int | None:
    """The highest level with anything to show for it.

    >>> highest([Cell(3, activity="On one list"), Cell(5, activity=""), Cell(4, activity="Training")])
    4
    >>> highest([]) is None
    True
    """
    return max((cell.level for cell in cells if cell.counts), default=None)


def standing(accounts: Iterable[Told], side: str, on: date) -> Told | None:
    """The account of one side that stands on a day: the latest by then, one for both where it is the later.

    Of two on the same day the side's own counts.
    """
    found = None
    for one in accounts:
        if one.day > on or one.side not in (side, ""):
            continue
        if found is None or one.day > found.day or (one.day == found.day and one.side and not found.side):
            found = one
    return found


def perception_gap(mine: Account | None, theirs: Account | None) -> int | None:
    """Levels by which one side puts a partnership above the other; None where one said nothing or spoke for both.

    g_ij = L(i) - L(j), methods.md B10.
    """
    if mine is None or theirs is None or mine.is_for_both or theirs.is_for_both:
        return None
    if mine.level is None or theirs.level is None:
        return None
    return mine.level - theirs.level
