"""Which periods are wanted, and how days, months and periods are numbered in queries.

Queries know whole numbers only: a day is counted from 1 January of year 1, a month from the year 0, and every period
has the number that `core.periods.Period` gives it. All periods are made of whole months.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Literal

from groundswell.core.periods import Period, PeriodKind, fiscal_year


class Grain(IntEnum):
    """How long a period is; the numbers stand in queries."""

    MONTH = 0
    QUARTER = 1
    YEAR = 2
    FISCAL_YEAR = 3
    ALL = 4


EVERY_GRAIN = tuple(Grain)
MONTHS_ONLY = -1  # marks rows that are written once for their month and counted in every period that holds it


@dataclass(frozen=True, slots=True)
class PeriodsWanted:
    """The lengths of period wanted, from the month of `since` to the day the data speaks for.

    `since` is the earliest day of the records where nothing is said. A fiscal year that begins in January is the
    calendar year and is not computed twice.
    """

    as_of: date
    since: date | None = None
    grains: tuple[Grain, ...] = EVERY_GRAIN
    fiscal_first_month: int = 7
    fiscal_named_by: Literal["start", "end"] = "end"


def day_number(day: date) -> int:
    """Days since 1 January of year 1."""
    return day.toordinal() - 1


def month_number(day: date) -> int:
    """Months since January of year 0."""
    return day.year * 12 + day.month - 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """One period as queries know it: its grain, its number and its first and last month."""

    grain: Grain
    number: int
    first_month: int
    last_month: int

    @property
    def first_day(self) -> date:
        """The first day of its first month."""
        return date(self.first_month // 12, self.first_month % 12 + 1, 1)


def stretches(wanted: PeriodsWanted, since: date) -> list[Stretch]:
    """Every period that has a month between `since` and the day the data speaks for, the shorter kinds first.

    Months are always among them, since what counts in a longer period is found by its months.
    """
    months = months_of(wanted, since)
    found: dict[tuple[Grain, int], Stretch] = {}
    for grain in sorted({*wanted.grains, Grain.MONTH}):
        for month in months:
            one = _stretch(grain, month, months, wanted.fiscal_first_month)
            if one is not None:
                found.setdefault((one.grain, one.number), one)
    return list(found.values())


def months_of(wanted: PeriodsWanted, since: date) -> range:
    """The months from `since` to the day the data speaks for; that day's own where `since` lies after it."""
    last = month_number(wanted.as_of)
    return range(min(month_number(since), last), last + 1)


def _stretch(grain: Grain, month: int, months: range, fiscal: int) -> Stretch | None:
    match grain:
        case Grain.MONTH:
            return Stretch(grain, month, month, month)
        case Grain.QUARTER:
            return Stretch(grain, month // 3, month // 3 * 3, month // 3 * 3 + 2)
        case Grain.YEAR:
            return Stretch(grain, month // 12, month // 12 * 12, month // 12 * 12 + 11)
        case Grain.FISCAL_YEAR:
            if fiscal == 1:
                return None
            year = (month - fiscal + 1) // 12
            return Stretch(grain, year, year * 12 + fiscal - 1, year * 12 + fiscal + 10)
        case Grain.ALL:
            return Stretch(grain, 0, months[0], months[-1])


def months_before(periods: Sequence[Stretch]) -> list[Stretch]:
    """The months of longer periods that lie before the first wanted month: a year is whole or it is misleading.

    Records of these months are looked at for the longer periods' sake and make no cells of their own.
    """
    first = min(period.first_month for period in periods)
    wanted = min(period.number for period in periods if period.grain is Grain.MONTH)
    return [Stretch(Grain.MONTH, month, month, month) for month in range(first, wanted)]


def calendar(wanted: PeriodsWanted, periods: Sequence[Stretch]) -> list[tuple[int, int, int, int]]:
    """(grain, number) of a unit row to (grain, number) of the cells it counts in.

    A row written for its month alone counts in every wanted period that holds the month, others in their own.
    """
    chosen = [period for period in periods if period.grain in wanted.grains]
    own = [(int(one.grain), one.number, int(one.grain), one.number) for one in chosen]
    by_month = [
        (MONTHS_ONLY, month, int(one.grain), one.number)
        for one in chosen
        for month in range(one.first_month, one.last_month + 1)
    ]
    return own + by_month


def period_of(grain: Grain, number: int, wanted: PeriodsWanted, months: tuple[int, int]) -> Period:
    """The period that a grain and a number stand for; `months` are the first and the last month of all.

    All the data together is a span of calendar years. A fiscal year is named as the community names it, which for its
    spelling in files makes no difference: 2022/2023 begins in 2022.
    """
    match grain:
        case Grain.MONTH:
            return Period(PeriodKind.MONTH, number)
        case Grain.QUARTER:
            return Period(PeriodKind.QUARTER, number)
        case Grain.YEAR:
            return Period.year(number)
        case Grain.FISCAL_YEAR:
            label = number if wanted.fiscal_named_by == "start" else number + 1
            return fiscal_year(label, first_month=wanted.fiscal_first_month, named_by=wanted.fiscal_named_by)
        case Grain.ALL:
            first, last = months[0] // 12, months[1] // 12
            return Period(PeriodKind.SPAN, first, last - first + 1)
