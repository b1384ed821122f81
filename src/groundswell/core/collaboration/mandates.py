"""Who speaks for whom at which table, by what right, and what they may commit there: friendly presence and power.

A leader at a table may be a friend of the work without a mandate of the organization, or hold one and still have to go
home to ask. Only who is formally mandated and may commit something brings power to the table: what is written of a
person without a mandate ("could commit resources") binds nobody, and does not count. The mandate of a network of
providers covers all its members. A mandate counts from its first day to its last, both included.

Coverage asks of all providers how many are present, formally represented, and represented by somebody who may commit;
then the same of the people whom they serve. Whoever is in two programs counts once where records are linked; else only
the sums of programs are known, and between which shares the truth lies.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from groundswell.core.collaboration.words import CommitmentKind


class Presence(StrEnum):
    """What somebody's being at the table comes to for whom they speak for."""

    FRIENDLY = "friendly"  # there, without a mandate
    FORMAL = "formal"  # with a mandate, and nothing that they may commit
    POWER = "power"  # with a mandate to commit something


@dataclass(frozen=True, slots=True)
class Mandate:
    """Somebody at a table for these organizations; a network's mandate names its members."""

    id: str
    table: str
    represented: frozenset[str]
    is_formal: bool = False
    named: frozenset[CommitmentKind] = frozenset()  # what is written that they may commit
    since: date | None = None
    until: date | None = None  # the last day on which it counts
    last_days: Mapping[str, date] = field(default_factory=dict)  # of whom it represents to an earlier day than that

    def counts_on(self, day: date) -> bool:
        """True from the first day to the last.

        >>> seat = Mandate("a", "council", frozenset({"clinic"}), since=date(2025, 1, 1), until=date(2025, 12, 31))
        >>> days = (date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
        >>> [seat.counts_on(day) for day in days]
        [False, True, True, False]
        """
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def represented_on(self, day: date) -> frozenset[str]:
        """Whom it represents on a day on which it counts: who has gone counts to the last day, the others stay.

        >>> seat = Mandate("a", "council", frozenset({"clinic", "school"}), last_days={"clinic": date(2025, 12, 31)})
        >>> sorted(seat.represented_on(date(2025, 12, 31))), sorted(seat.represented_on(date(2026, 1, 1)))
        (['clinic', 'school'], ['school'])
        """
        return frozenset(one for one in self.represented if day <= self.last_days.get(one, date.max))

    @property
    def can_commit(self) -> frozenset[CommitmentKind]:
        """What they may commit: nothing without a mandate.

        >>> friendly = Mandate("a", "council", frozenset({"clinic"}), named=frozenset({CommitmentKind.RESOURCES}))
        >>> friendly.can_commit
        frozenset()
        """
        return self.named if self.is_formal else frozenset()

    @property
    def presence(self) -> Presence:
        """Friendly, formal, or with power."""
        if not self.is_formal:
            return Presence.FRIENDLY
        return Presence.POWER if self.named else Presence.FORMAL


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of these providers, who is present, who is formally represented, and who by somebody who may commit what."""

    providers: frozenset[str]
    present: frozenset[str]
    formal: frozenset[str]
    can_commit: Mapping[CommitmentKind, frozenset[str]]

    @property
    def with_power(self) -> frozenset[str]:
        """Represented by somebody who may commit something, whatever it is."""
        return frozenset().union(*self.can_commit.values())

    @property
    def absent(self) -> frozenset[str]:
        """At no table."""
        return self.providers - self.present

    def among(self, providers: Collection[str]) -> Coverage:
        """The same of some of these providers."""
        some = self.providers & frozenset(providers)
        can_commit = {kind: found & some for kind, found in self.can_commit.items()}
        return Coverage(some, self.present & some, self.formal & some, can_commit)


def coverage_of(providers: Collection[str], mandates: Iterable[Mandate], on: date) -> Coverage:
    """Who of the providers is represented how on a day.

    Of three providers two are at the council: the clinic by its director, who may commit resources, the library by a
    friend of the work. The director's mandate of last year for the school has ended.

    >>> council = [
    ...     Mandate("a", "council", frozenset({"clinic"}), True, frozenset({CommitmentKind.RESOURCES})),
    ...     Mandate("b", "council", frozenset({"library"}), False, frozenset({CommitmentKind.PRACTICES})),
    ...     Mandate("c", "council", frozenset({"school"}), True, until=date(2025, 12, 31)),
    ... ]
    >>> found = coverage_of({"clinic", "library", "school"}, council, date(2026, 3, 1))
    >>> len(found.providers), sorted(found.present), sorted(found.formal), sorted(found.with_power)
    (3, ['clinic', 'library'], ['clinic'], ['clinic'])
    >>> sorted(found.absent), sorted(found.can_commit[CommitmentKind.PRACTICES])
    (['school'], [])
    """
    counting = [each for each in mandates if each.counts_on(on)]
    whole = frozenset(providers)

    def spoken_for(some: Iterable[Mandate]) -> frozenset[str]:
        return frozenset(one for each in some for one in each.represented_on(on)) & whole

    return Coverage(
        whole,
        present=spoken_for(counting),
        formal=spoken_for(each for each in counting if each.is_formal),
        can_commit={kind: spoken_for(each for each in counting if kind in each.can_commit) for kind in CommitmentKind},
    )


@dataclass(frozen=True, slots=True)
class PeopleShare:
    """Of the people whom programs serve, the share that those programs serve whose providers are meant, 0 to 1.

    Where people are counted once, `low` and `high` are the share itself; else they are what nobody can rule out.
    """

    share: float
    low: float
    high: float
    is_once: bool


def share_counted_once(cells: Mapping[tuple[str, ...], float], programs: Collection[str]) -> PeopleShare | None:
    """From people by the programs that they are in, exactly; None where nobody is served.

    100 people are in reading alone, 50 in visits alone, 50 in both: reading serves three of four.

    >>> share_counted_once({("reading",): 100, ("visits",): 50, ("reading", "visits"): 50}, {"reading"})
    PeopleShare(share=0.75, low=0.75, high=0.75, is_once=True)
    """
    whole = sum(cells.values())
    if whole <= 0:
        return None
    share = sum(people for inside, people in cells.items() if any(one in programs for one in inside)) / whole
    return PeopleShare(share, share, share, is_once=True)


def share_of_sums(served: Mapping[str, float], programs: Collection[str]) -> PeopleShare | None:
    """From people by program where nobody knows who is in two; None where nobody is served.

    Reading serves 150 and visits 100: by the sums reading serves 60 of 100. Yet all 100 may be among the 150, or all
    250 be different people.

    >>> share_of_sums({"reading": 150, "visits": 100}, {"reading"})
    PeopleShare(share=0.6, low=0.6, high=1.0, is_once=False)

    Where several are meant, their people may be the same, and others than those of the rest:

    >>> share_of_sums({"reading": 150, "visits": 100, "meals": 150}, {"reading", "visits"})
    PeopleShare(share=0.625, low=0.5, high=1.0, is_once=False)
    """
    meant = [people for program, people in served.items() if program in programs]
    others = [people for program, people in served.items() if program not in programs]
    whole = sum(meant) + sum(others)
    if whole <= 0:
        return None
    fewest, most = max(meant, default=0.0), sum(meant)
    low = fewest / (fewest + sum(others)) if fewest else 0.0
    high = most / max(most, *others, 0.0) if most else 0.0
    return PeopleShare(most / whole, low, high, is_once=False)
