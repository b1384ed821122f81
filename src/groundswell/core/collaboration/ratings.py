"""Who answered what about whom on a day: from what each side said of a partnership to one level each way.

No answer is never a zero. What nobody said is missing, with one exception: an organization that said it named all its
partners has thereby said that it has no organized link with those whom it did not name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from groundswell.core.collaboration.accounts import Account, LevelSaid, Pair, Told, standing
from groundswell.core.collaboration.levels import LOWEST_TIE, Level

ROSTER = "roster"  # the question whether an organization named all its partners, asked about itself
COMPLETE = "complete"


class Origin(Enum):
    """How an answer came about."""

    OWN = auto()  # the side's own account
    FOR_BOTH = auto()  # one recorded it for both: it agrees with itself, and says nothing about agreement
    ROSTER = auto()  # a partner that is not among all that were named


@dataclass(frozen=True, slots=True)
class Rating:
    """What one organization answered about another: a level from 1 to 7, and how the answer came about."""

    level: int
    origin: Origin = Origin.OWN


@dataclass(frozen=True, slots=True)
class RosterAnswer:
    """From this day on an organization says that it named all its partners, or that it did not."""

    organization: str
    day: date
    is_complete: bool


Way = tuple[str, str]  # from whom, about whom
Ratings = Mapping[Way, Rating]


def ratings_on(
    said: Iterable[tuple[Pair, Collection[Told]]], on: date, rosters: Iterable[RosterAnswer] = ()
) -> dict[Way, Rating]:
    """Every answer that stands on a day, by from whom and about whom; what is missing is not in it.

    The answer of a side is the level of its account that stands; one recorded for both counts for both. Of several
    partnerships of the same two the highest counts.
    """
    said = tuple(said)
    found: dict[Way, Rating] = {}
    for pair, accounts in said:
        for side in (pair.organization, pair.partner):
            _take_higher(found, (side, pair.other(side)), standing(accounts, side, on))
    complete = complete_on(rosters, on)
    return found | _not_named(said, found, complete) if complete else found


def _take_higher(found: dict[Way, Rating], way: Way, account: Account | LevelSaid | None) -> None:
    if account is None or account.level is None or way[0] == way[1]:
        return
    known = found.get(way)
    if known is None or account.level > known.level:
        found[way] = Rating(account.level, Origin.FOR_BOTH if account.is_for_both else Origin.OWN)


def complete_on(rosters: Iterable[RosterAnswer], on: date) -> frozenset[str]:
    """The organizations that say, on a day, that they named all their partners; the latest answer of each counts."""
    latest: dict[str, RosterAnswer] = {}
    for one in rosters:
        if one.day <= on and (one.organization not in latest or latest[one.organization].day <= one.day):
            latest[one.organization] = one
    return frozenset(name for name, one in latest.items() if one.is_complete)


def _not_named(
    said: Collection[tuple[Pair, Collection[Told]]], found: Mapping[Way, Rating], complete: Collection[str]
) -> dict[Way, Rating]:
    """Level 2 from those who named all, about those with whom they have no partnership at all.

    A partnership that waits for an answer is no such pair: the other side named it, and this side has not said no.
    """
    named = {way for pair, _ in said for way in ((pair.organization, pair.partner), (pair.partner, pair.organization))}
    everybody = {name for way in named for name in way} | set(complete)
    ways = ((one, other) for one in complete for other in everybody if one != other)
    no_link = Rating(Level.COEXIST, Origin.ROSTER)
    return {way: no_link for way in ways if way not in named and way not in found}


class Standing(Enum):
    """What the two answers of a pair come to."""

    CONFIRMED = auto()  # both answered, and the lower of the two is a tie
    ONE_SIDED = auto()  # one says that there is a tie, the other has not answered
    UNCONFIRMED = auto()  # one says that there is a tie, the other that there is none
    NO_TIE = auto()  # every answer that there is says that there is none


GAP_OF_A_DISPUTE = 2  # levels


@dataclass(frozen=True, slots=True)
class Tie:
    """Two organizations, `one` before `other` by id, and what each answered; None: it did not."""

    one: str
    other: str
    of_one: Rating | None
    of_other: Rating | None

    @property
    def level(self) -> int | None:
        """The lower of the two answers; None while one is missing."""
        if self.of_one is None or self.of_other is None:
            return None
        return min(self.of_one.level, self.of_other.level)

    @property
    def gap(self) -> int | None:
        """By how many levels the two answers differ; None while one is missing."""
        if self.of_one is None or self.of_other is None:
            return None
        return abs(self.of_one.level - self.of_other.level)

    @property
    def is_disputed(self) -> bool:
        """True where the answers are two levels apart or more, methods.md B10: worth a talk."""
        return self.gap is not None and self.gap >= GAP_OF_A_DISPUTE

    def standing(self, lowest: int = LOWEST_TIE) -> Standing:
        """What the two answers come to, where a tie is this level or above."""
        levels = [rating.level for rating in (self.of_one, self.of_other) if rating is not None]
        if len(levels) == 2 and min(levels) >= lowest:
            return Standing.CONFIRMED
        if max(levels, default=0) < lowest:
            return Standing.NO_TIE
        return Standing.UNCONFIRMED if len(levels) == 2 else Standing.ONE_SIDED


def ties_of(ratings: Ratings) -> tuple[Tie, ...]:
    """Every pair about which anybody answered, by id."""
    pairs = sorted({(min(way), max(way)) for way in ratings})
    return tuple(Tie(one, other, ratings.get((one, other)), ratings.get((other, one))) for one, other in pairs)
