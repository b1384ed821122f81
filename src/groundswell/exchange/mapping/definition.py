"""A `Mapping` says how one published source is to be read: which files, which rows, which column is what.

It is data and nothing in it is run. Headings are written as they stand in the file; what a rule leaves out has the
meaning said beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from groundswell.core.vocabulary import Unit


class PublishedUnit(StrEnum):
    """What a published value counts in; a proportion (0.204) is stored as a percent (20.4)."""

    PERCENT = "percent"
    PROPORTION = "proportion"
    RATE = "rate"
    COUNT = "count"
    CURRENCY = "currency"
    INDEX = "index"

    @property
    def stored(self) -> Unit:
        """The unit that values are stored in."""
        return Unit.PERCENT if self is PublishedUnit.PROPORTION else Unit(self.value)


class PeriodFormat(StrEnum):
    """How a publisher writes a period. AUTO takes only the package's own spellings."""

    AUTO = ""
    YEAR = "year"
    SCHOOL_YEAR = "school_year"
    FISCAL_YEAR = "fiscal_year"
    QUARTER = "quarter"
    MONTH = "month"
    DATE = "date"
    SPAN = "span"


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """A heading, or in a wide file a heading for each period as it is written in the mapping."""

    column: str = ""
    columns: dict[str, str] = field(default_factory=dict)

    def heading(self, period: str) -> str:
        """The heading that holds this for a period of a wide file."""
        return self.columns.get(period, self.column)

    def headings(self) -> Iterator[str]:
        """Every heading it speaks of."""
        yield from ([self.column] if self.column else [])
        yield from self.columns.values()


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """Where the period stands: in a column, in a line above the headings, in the file's name, or here (`value`).

    `order` (ymd, dmy, mdy) is that of dates with slashes; `per` what a date is counted to; `years` the length of a span
    that is named by its last year; `named_by` overrides how the community names its fiscal years.
    """

    column: str = ""
    format: PeriodFormat = PeriodFormat.AUTO
    value: str = ""
    title: str = ""
    file_name: str = ""
    order: str = ""
    per: PeriodFormat = PeriodFormat.MONTH
    years: int = 0
    named_by: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """Columns joined to one spelling, matched by id, name or geoid; `map` comes first; `value` is one place for all."""

    columns: tuple[str, ...] = ()
    join: str = ""
    match: str = "name"
    map: dict[str, str] = field(default_factory=dict)
    value: str = ""


@dataclass(frozen=True, slots=True)
class GroupRule:
    """A column of one dimension; `everyone` are spellings of no group at all, None where the mapping does not say."""

    column: str
    dimension: str
    everyone: frozenset[str] | None = None
    map: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """Many indicators at once: the column of their ids, and columns of name, polarity and unit with their spellings."""

    column: str
    name: str = ""
    polarity: str = ""
    polarities: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    units: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IntervalRule:
    """Published bounds, kept as they are, symmetric or not."""

    low: str
    high: str
    level: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping. `file` is its own name in findings, `lines` the line of each of its keys."""

    id: str
    file: str
    pattern: str
    period: PeriodRule
    value: ColumnRule
    indicator_id: str = ""
    indicator: IndicatorRule | None = None
    unit: PublishedUnit | None = None
    decimal: str = "."
    url: str = ""
    name: str = ""
    publisher: str = ""
    licence: str = ""
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_rows: int = 1
    skip_rows: int = 0
    unwrap_formulas: bool = False
    where: dict[str, frozenset[str]] = field(default_factory=dict)
    place: PlaceRule | None = None
    groups: tuple[GroupRule, ...] = ()
    moe: ColumnRule | None = None
    moe_level: str = ""
    interval: IntervalRule | None = None
    numerator: ColumnRule | None = None
    denominator: ColumnRule | None = None
    quality: ColumnRule | None = None
    target: str = ""
    target_period: str = ""  # as the mapping spells it; the calendar of the community decides what it means
    suppressed: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    not_applicable: frozenset[str] = frozenset()
    lines: dict[tuple[Any, ...], int] = field(default_factory=dict, compare=False)

    def headings(self) -> dict[str, str]:
        """Every heading the mapping speaks of, with the key that speaks of it."""
        spoken: dict[str, str] = {}
        for key, heading in self._headings():
            if heading:
                spoken.setdefault(heading, key)
        return spoken

    def _headings(self) -> Iterator[tuple[str, str]]:
        yield from (("where", heading) for heading in self.where)
        yield "period", self.period.column
        yield from (("place", heading) for heading in (self.place.columns if self.place else ()))
        yield from (("group", rule.column) for rule in self.groups)
        if self.indicator:
            about = self.indicator
            yield from (("indicator", heading) for heading in (about.column, about.name, about.polarity, about.unit))
        rules = {"value": self.value, "moe": self.moe, "numerator": self.numerator}
        rules |= {"denominator": self.denominator, "quality": self.quality}
        for key, rule in rules.items():
            yield from ((key, heading) for heading in (rule.headings() if rule else ()))
        if self.interval:
            yield from (("interval", heading) for heading in (self.interval.low, self.interval.high))
        yield "target", self.target
