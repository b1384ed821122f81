"""A `Period` is the stretch of time that a number speaks about.

Five spellings are understood, the same in files, commands, JSON and pages: `2023` (a year), `2023-Q2`, `2023-06`,
`2022/2023` (a school or fiscal year) and `2018..2022` (a survey span, first and last year). Periods of one kind are
ordered and can be counted between; spans can overlap, and spans that do are never independent evidence.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, total_ordering
from typing import Literal


class PeriodKind(StrEnum):
    """How long a period is and how it is written."""

    YEAR = "year"
    SPLIT_YEAR = "split_year"  # a school year or a fiscal year: it touches two calendar years
    QUARTER = "quarter"
    MONTH = "month"
    SPAN = "span"  # several years surveyed together, as in the ACS five-year estimates

    @property
    def per_year(self) -> int:
        """How many periods of this kind begin in one year."""
        return 4 if self is PeriodKind.QUARTER else 12 if self is PeriodKind.MONTH else 1


_SPELLINGS = (
    (PeriodKind.YEAR, re.compile(r"([0-9]{4})")),
    (PeriodKind.QUARTER, re.compile(r"([0-9]{4})-Q([1-4])")),
    (PeriodKind.MONTH, re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")),
    (PeriodKind.SPLIT_YEAR, re.compile(r"([0-9]{4})/([0-9]{4})")),
    (PeriodKind.SPAN, re.compile(r"([0-9]{4})\.\.([0-9]{4})")),
)
# What can have been observed; a baseline carried forward from there still has years of four digits.
EARLIEST_YEAR, LATEST_YEAR = 1000, 2999
SPELLINGS_IN_WORDS = "2023, 2023-Q2, 2023-06, 2022/2023 or 2018..2022"


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time: a kind, the `index` of its first step since year 0, and its `length` in steps.

    A step is a month, a quarter or a year. `2023-Q2` is quarter 8093; `2018..2022` starts at 2018 and is 5 long.
    """

    kind: PeriodKind
    index: int
    length: int = 1

    @classmethod
    @lru_cache(maxsize=4_096)  # a page says the same few periods of every measure
    def parse(cls, text: str) -> "Period":
        """Read one of the five spellings; raises ValueError that names them."""
        for kind, pattern in _SPELLINGS:
            if match := pattern.fullmatch(text):
                return cls._from_numbers(kind, [int(number) for number in match.groups()])
        raise ValueError(f"{text!r} is not a period; write {SPELLINGS_IN_WORDS}")

    @classmethod
    def _from_numbers(cls, kind: PeriodKind, numbers: list[int]) -> "Period":
        first = numbers[0]
        if kind is PeriodKind.YEAR:
            return cls(kind, first)
        second = numbers[1]
        if kind is PeriodKind.SPLIT_YEAR:
            if second != first + 1:
                raise ValueError(f"'{first}/{second}' is not two consecutive years; write {first}/{first + 1}")
            return cls(kind, first)
        if kind is PeriodKind.SPAN:
            if second < first:
                raise ValueError(f"'{first}..{second}' ends before it begins; write {second}..{first}")
            return cls(kind, first, second - first + 1)
        return cls(kind, first * kind.per_year + second - 1)

    @classmethod
    def year(cls, year: int) -> "Period":
        """A calendar year."""
        return cls(PeriodKind.YEAR, year)

    def __str__(self) -> str:
        """The spelling that `parse` reads back."""
        year, step = divmod(self.index, self.kind.per_year)
        match self.kind:
            case PeriodKind.YEAR:
                return f"{year:04d}"
            case PeriodKind.SPLIT_YEAR:
                return f"{year:04d}/{year + 1:04d}"
            case PeriodKind.QUARTER:
                return f"{year:04d}-Q{step + 1}"
            case PeriodKind.MONTH:
                return f"{year:04d}-{step + 1:02d}"
            case PeriodKind.SPAN:
                return f"{year:04d}..{year + self.length - 1:04d}"

    @property
    def first_year(self) -> int:
        """The calendar year in which it begins."""
        return self.index // self.kind.per_year

    @property
    def last_year(self) -> int:
        """The calendar year in which it ends; a school year ends in its second year."""
        if self.kind is PeriodKind.SPLIT_YEAR:
            return self.index + 1
        return (self.index + self.length - 1) // self.kind.per_year

    @property
    def _first_month(self) -> int:
        """Months since year 0 at its beginning. Whole numbers, so that neighbours touch exactly."""
        offset = 6 if self.kind is PeriodKind.SPLIT_YEAR else 0
        return self.index * (12 // self.kind.per_year) + offset

    @property
    def _months(self) -> int:
        return self.length * (12 // self.kind.per_year)

    @property
    def start(self) -> float:
        """Its beginning as a decimal year; school and fiscal years are taken to begin at mid-year."""
        return self._first_month / 12

    @property
    def end(self) -> float:
        """Its end as a decimal year, not included."""
        return (self._first_month + self._months) / 12

    @property
    def _order(self) -> tuple[float, float, str]:
        return (self.start, self.end, self.kind)

    def __lt__(self, other: "Period") -> bool:
        """Earlier begins first; of two that begin together the shorter comes first."""
        if self.kind is other.kind and self.length == other.length:  # nearly always, and a page compares thousands
            return self.index < other.index
        return self._order < other._order

    def shift(self, steps: int) -> "Period":
        """The period `steps` later, or earlier where negative; spans move by one year a step."""
        return Period(self.kind, self.index + steps, self.length)

    def is_comparable_with(self, other: "Period") -> bool:
        """True where both belong on one axis: the same kind and the same length."""
        return self.kind is other.kind and self.length == other.length

    def distance_to(self, later: "Period") -> int:
        """Steps from this period to a later one of the same kind and length; raises ValueError otherwise."""
        if not self.is_comparable_with(later):
            raise ValueError(f"{self} and {later} are periods of different kinds")
        return later.index - self.index

    def is_before(self, other: "Period") -> bool:
        """True where it ends no later than the other begins: strictly before, whatever the kinds."""
        return self.end <= other.start

    def overlaps(self, other: "Period") -> bool:
        """True where some time belongs to both."""
        return self.start < other.end and other.start < self.end

    def shared_fraction(self, other: "Period") -> float:
        """The part of the longer period that lies in both: 0.8 for 2015..2019 and 2016..2020."""
        first = max(self._first_month, other._first_month)
        end = min(self._first_month + self._months, other._first_month + other._months)
        return max(0, end - first) / max(self._months, other._months)

    def years_to(self, later: "Period") -> float:
        """Years from the end of this period to the end of a later one, of any kind; negative if it is earlier."""
        return (later._first_month + later._months - self._first_month - self._months) / 12


def fiscal_year(label: int, *, first_month: int, named_by: Literal["start", "end"] = "end") -> Period:
    """The period that people call fiscal year `label`, in a community whose fiscal year begins in `first_month`.

    A fiscal year that begins in January is a calendar year. Others touch two calendar years and are named by the
    one they start in or the one they end in. Raises ValueError for a month that is not 1 to 12.

    >>> str(fiscal_year(2023, first_month=7)), str(fiscal_year(2023, first_month=4, named_by="start"))
    ('2022/2023', '2023/2024')
    >>> str(fiscal_year(2023, first_month=1))
    '2023'
    """
    if not 1 <= first_month <= 12:
        raise ValueError(f"a fiscal year begins in a month from 1 to 12, not {first_month}")
    if first_month == 1:
        return Period.year(label)
    return Period(PeriodKind.SPLIT_YEAR, label if named_by == "start" else label - 1)
