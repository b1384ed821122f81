"""A rule says what a computed performance measure counts in the records about people, as data and never as code.

**What is counted.** `count` names it: `people` (each once), `enrollments`, `services` (rows), or `quantity` (the sum
of the services' quantities). `of` is the denominator: with it the measure is a share, without it a number. `where` is
what must be true to be counted; in a share it is asked only of what is in the denominator.

**What falls into a period.** One clause places records in time: the enrollments clause of `of`, else its services,
else its outcomes; without an `of`, those of `where`; where that part names none, enrollments active in the period.
Only a clause that must hold can do this, never one within `any` or `not`. Where enrollments are counted it is always
an enrollment, where services or quantity are counted always a service. An enrollment falls into a period by the day it
`started`, the day it `ended`, or, if nothing is said, by being `active` on any day from its start to its end. A
service or an outcome falls into the period of its date. Periods are months and whatever is made of whole months.

**Judged on the enrollment.** Where an enrollment falls into the period, every other clause is judged on that
enrollment, whatever the length of the period: services and outcomes of the same person in the same program from its
first day to its last (up to now while it is open), or with `within_days_of: enrollment, days: N` from its first day to
N days later, whether or not it ended before. A second enrollments clause speaks of the same enrollment.
`retained_days: N` holds where N days passed between start and end, or between start and now while it is open.
`next_program` holds where the same person started in that program later than in this one and no later than N days
after leaving this one; who has not left has not moved on. It finds people across programs only where their records are
linked.

**Judged within the period.** Where a service or an outcome falls into the period, other clauses about services,
outcomes and enrollments are judged on what the same person has in the same program within that period; a quarter is
judged by itself and not by its months. Where services are counted, a services clause is judged on the service itself,
its `times` and `quantity` on all services like it that the person had in the period.

**Services.** Without `times` and `quantity` one service is enough. `times` counts rows, `quantity` adds up their
quantities (a blank one adds nothing); `at_most` alone is met by none at all. **Outcomes.** `take: last` looks at the
latest day, `first` at the earliest, `any` (if nothing is said) at every one, among those that say what is asked (a
blank `achieved` says nothing); of several on one day one that fits is enough. `change` is the score of the latest day
less that of the earliest, the highest of several on a day; who has scores of one day only has no change. **Age** is in
completed years, both ends included, on the day that falls into the period, or on the period's first day (`at:
period_start`); an enrollment's day is its first. A missing birth date is never of any age. **Site** is that of the
record that falls into the period; **place** and **group** are the participant's. Words are compared letter by letter,
numbers as decimals with six places.

**Not yet known.** What is dated after the day the data speaks for is left out, and an end after that day has not come.
In a share, an enrollment is left out of numerator and denominator alike until all the days that the rule names have
passed since its start (for `next_program`, since its end), even if it is decided already: those who succeed early
would be counted and those who will not would be waited for. In a number, an enrollment counts once it has met the
rule. Records that cannot be (an end before its start, a row without its date) are left out.

**Counting.** A person is counted in a cell once if any of her records there counts; a roll-up over programs counts a
person once who was served by several. A site, a place or a group that is not known is counted under all, not by
itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias


class Count(StrEnum):
    """What a measure counts."""

    PEOPLE = "people"
    ENROLLMENTS = "enrollments"
    SERVICES = "services"
    QUANTITY = "quantity"


class Take(StrEnum):
    """Which of several outcomes is looked at."""

    FIRST = "first"
    LAST = "last"
    ANY = "any"


class AgeAt(StrEnum):
    """The day on which an age is asked."""

    RECORD = "record"  # the day that falls into the period, whatever kind of record it is
    ENROLLMENT = "enrollment"
    SERVICE = "service"
    OUTCOME = "outcome"
    PERIOD_START = "period_start"


@dataclass(frozen=True, slots=True)
class Bounds:
    """At least so much, at most so much, or both; inclusive."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Enrollments:
    """An enrollment that fell into the period in these ways, ended for one of these reasons, lasted so long."""

    started: bool = False
    ended: bool = False
    active: bool = False
    end_reasons: tuple[str, ...] = ()
    retained_days: int | None = None

    @property
    def ways(self) -> int:
        """In how many ways it must fall into the period."""
        return self.started + self.ended + self.active


@dataclass(frozen=True, slots=True)
class Services:
    """Services with one of these names (any, where none is named), so many times, so much in all."""

    services: tuple[str, ...] = ()
    times: Bounds | None = None
    quantity: Bounds | None = None
    units: tuple[str, ...] = ()
    first_date: date | None = None
    last_date: date | None = None
    within_days: int | None = None

    @property
    def is_summed(self) -> bool:
        """True where several rows together decide."""
        return self.times is not None or self.quantity is not None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Outcomes with one of these names, taken so, that were achieved, scored so much, or changed so much."""

    outcomes: tuple[str, ...] = ()
    take: Take = Take.ANY
    achieved: bool | None = None
    score: Bounds | None = None
    change: Bounds | None = None
    first_date: date | None = None
    last_date: date | None = None
    within_days: int | None = None

    @property
    def is_summed(self) -> bool:
        """True where several rows together decide."""
        return self.take is not Take.ANY or self.change is not None


@dataclass(frozen=True, slots=True)
class Age:
    """Completed years on a day, both ends included."""

    at: AgeAt = AgeAt.RECORD
    from_years: int | None = None
    to_years: int | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """The record that falls into the period belongs to one of these sites."""

    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """The participant lives in one of these places."""

    place_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The participant belongs to one of these groups of a dimension."""

    dimension: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextProgram:
    """The person started in that program no later than so many days after leaving this one."""

    program_id: str
    within_days: int


@dataclass(frozen=True, slots=True)
class All:
    """Every one of these holds."""

    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these holds."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """This does not hold."""

    condition: Condition


Clause: TypeAlias = Enrollments | Services | Outcomes
Condition: TypeAlias = Clause | Age | Site | Place | Group | NextProgram | All | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Rule:
    """What is counted, of what, and where."""

    count: Count
    of: All | None = None
    where: All | None = None

    @property
    def is_share(self) -> bool:
        """True for a share of a denominator, false for a number."""
        return self.of is not None
