"""Periods as publishers write them: `2011-12`, `SY2011-2012`, `FY23`, `Q2 2023`, `June 2023`, `2018-2022`.

A spelling that could mean two periods is refused until the mapping says which.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from groundswell.core.periods import SPELLINGS_IN_WORDS, Period, PeriodKind
from groundswell.exchange.mapping.definition import PeriodFormat, PeriodRule

_YEAR = re.compile(r"(?:cy ?)?(\d{4})(?:\.0+)?", re.IGNORECASE)
_SPLIT = re.compile(
    r"(?:(?:sy|fy|ay|school year|fiscal year)[ :]*)?(\d{4})\s*[-/\u2013]\s*(\d{4}|\d{2})", re.IGNORECASE
)
_ONE_OF_TWO = re.compile(r"(?:(?:sy|fy|ay|school year|fiscal year)[ :]*)?'?(\d{4}|\d{2})(?:\.0+)?", re.IGNORECASE)
_SPAN = re.compile(r"(\d{4})\s*(?:-|\.\.|/|to|\u2013)\s*(\d{4})", re.IGNORECASE)
_QUARTER_LAST = re.compile(r"(\d{4})[ -/]?q(?:uarter )?([1-4])", re.IGNORECASE)
_QUARTER_FIRST = re.compile(r"q(?:uarter )?([1-4])[ -/]?(\d{4})", re.IGNORECASE)
_MONTH_LAST = re.compile(r"(\d{4})[-/. ]?(\d{1,2})")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_MONTH_WORD = re.compile(r"([a-z]{3,9})\.?[- ](\d{4})|(\d{4})[- ]([a-z]{3,9})\.?", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?")
_SLASHES = re.compile(r"(\d{1,4})[/.](\d{1,2})[/.](\d{1,4})")
_DATE_WORD = re.compile(r"(\d{1,2})[- ]([a-z]{3,9})\.?[- ](\d{4})", re.IGNORECASE)
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.0+)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FIRST_SERIAL_DAY = date(1899, 12, 30)
Named = tuple[int, str]  # the month that fiscal years start in, and whether they are named by their start or their end


def reader_of(rule: PeriodRule, fiscal_start: int, fiscal_named_by: str) -> Callable[[str], Period]:
    """A function that reads one spelling by the rule; it raises ValueError `what is wrong; what would be right`."""
    fiscal = (fiscal_start, rule.named_by or fiscal_named_by)
    match rule.format:
        case PeriodFormat.YEAR:
            return _year
        case PeriodFormat.SCHOOL_YEAR:
            return lambda text: _school_year(text, rule.named_by)
        case PeriodFormat.FISCAL_YEAR:
            return lambda text: _fiscal_year(text, fiscal)
        case PeriodFormat.QUARTER:
            return _quarter
        case PeriodFormat.MONTH:
            return _month
        case PeriodFormat.DATE:
            return lambda text: _counted_to(_date(text, rule.order), rule.per, fiscal)
        case PeriodFormat.SPAN:
            return lambda text: _span(text, rule.years)
        case PeriodFormat.AUTO:
            return _as_in_a_package


def target_period_of(text: str, read: Callable[[str], Period]) -> Period:
    """The period a target is for: in the format of the values beside it, else in one of a package's own spellings."""
    try:
        return read(text)
    except ValueError:
        return Period.parse(text)


def _as_in_a_package(text: str) -> Period:
    if match := _YEAR.fullmatch(text):
        return Period.year(int(match.group(1)))
    if (match := _SPLIT.fullmatch(text)) and len(match.group(2)) == 2 and _follows(match.group(1), match.group(2)):
        raise ValueError(f"{text!r} could be a school year or a month; say format: school_year or format: month")
    try:
        return Period.parse(text)
    except ValueError as problem:
        hint = _hint(text)
        raise ValueError(f"{text!r} is no period; {hint or 'write ' + SPELLINGS_IN_WORDS}") from problem


def _hint(text: str) -> str:
    """Which format would understand a spelling."""
    for about in PeriodFormat:
        if about not in (PeriodFormat.AUTO, PeriodFormat.FISCAL_YEAR):
            try:
                reader_of(PeriodRule(format=about, order="ymd"), 7, "end")(text)
            except ValueError:
                continue
            return f"say format: {about}"
    return ""


def _year(text: str) -> Period:
    if match := _YEAR.fullmatch(text):
        return Period.year(int(match.group(1)))
    raise ValueError(f"{text!r} is no year; write 2023")


def _follows(first: str, second: str) -> bool:
    return str(int(first) + 1).endswith(second)


def _split_year(text: str) -> Period | None:
    match = _SPLIT.fullmatch(text)
    if match is None:
        return None
    if not _follows(*match.groups()):
        raise ValueError(f"{text!r} is not two consecutive years; write 2022-2023")
    return Period(PeriodKind.SPLIT_YEAR, int(match.group(1)))


def _school_year(text: str, named_by: str) -> Period:
    if found := _split_year(text):
        return found
    if match := _ONE_OF_TWO.fullmatch(text):
        if named_by:
            return Period(PeriodKind.SPLIT_YEAR, _century(match.group(1)) - (named_by == "end"))
        raise ValueError(f"{text!r} is one year of a school year's two; say named_by: start or named_by: end")
    raise ValueError(f"{text!r} is no school year; write 2022-2023")


def _century(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _fiscal_year(text: str, fiscal: Named) -> Period:
    if found := _split_year(text):
        return found
    match = _ONE_OF_TWO.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no fiscal year; write 2023 or 2022-2023")
    start, named_by = fiscal
    year = _century(match.group(1))
    return Period.year(year) if start == 1 else Period(PeriodKind.SPLIT_YEAR, year - (named_by == "end"))


def _quarter(text: str) -> Period:
    if match := _QUARTER_LAST.fullmatch(text):
        return Period.parse(f"{match.group(1)}-Q{match.group(2)}")
    if match := _QUARTER_FIRST.fullmatch(text):
        return Period.parse(f"{match.group(2)}-Q{match.group(1)}")
    raise ValueError(f"{text!r} is no quarter; write 2023-Q2")


def _month_number(word: str) -> int:
    name = word[:3].lower()
    return _MONTHS.index(name) + 1 if name in _MONTHS else 0


def _month(text: str) -> Period:
    year, month = 0, 0
    if match := _MONTH_LAST.fullmatch(text):
        year, month = int(match.group(1)), int(match.group(2))
    elif match := _MONTH_FIRST.fullmatch(text):
        year, month = int(match.group(2)), int(match.group(1))
    elif match := _MONTH_WORD.fullmatch(text):
        first, second, third, fourth = match.groups()
        year, month = int(second or third), _month_number(first or fourth)
    if not 1 <= month <= 12:
        raise ValueError(f"{text!r} is no month; write 2023-06")
    return Period.parse(f"{year:04d}-{month:02d}")


def _date(text: str, order: str) -> date:
    if match := _DATE.fullmatch(text):
        return _day(text, *map(int, match.groups()))
    if match := _DATE_WORD.fullmatch(text):
        return _day(text, int(match.group(3)), _month_number(match.group(2)), int(match.group(1)))
    if match := _SLASHES.fullmatch(text):
        return _ordered(text, match.groups(), order)
    if _SERIAL.fullmatch(text):
        day = _FIRST_SERIAL_DAY + timedelta(days=int(float(text)))
        raise ValueError(f"{text!r} is a spreadsheet's count of days ({day}, perhaps); write the date as 2024-03-04")
    raise ValueError(f"{text!r} is no date; write 2024-03-04")


def _ordered(text: str, parts: tuple[str, ...], order: str) -> date:
    if not order:
        raise ValueError(f"{text!r} could be read in two ways; say order: mdy, dmy or ymd")
    by_letter = dict(zip(order, parts, strict=True))
    year = by_letter["y"]
    if len(year) == 2:
        year = f"20{year}"
    elif len(year) != 4:
        raise ValueError(f"{text!r} is not in the order {order}; write all dates in one order")
    return _day(text, int(year), int(by_letter["m"]), int(by_letter["d"]))


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as problem:
        raise ValueError(f"{text!r} is no day of the calendar; write one that exists") from problem


def _counted_to(day: date, per: PeriodFormat, fiscal: Named) -> Period:
    match per:
        case PeriodFormat.YEAR:
            return Period.year(day.year)
        case PeriodFormat.QUARTER:
            return Period.parse(f"{day.year:04d}-Q{(day.month + 2) // 3}")
        case PeriodFormat.SCHOOL_YEAR:
            return Period(PeriodKind.SPLIT_YEAR, day.year - (day.month < 7))
        case PeriodFormat.FISCAL_YEAR:
            if fiscal[0] == 1:
                return Period.year(day.year)
            return Period(PeriodKind.SPLIT_YEAR, day.year - (day.month < fiscal[0]))
    return Period.parse(f"{day.year:04d}-{day.month:02d}")


def _span(text: str, years: int) -> Period:
    if match := _SPAN.fullmatch(text):
        return Period.parse(f"{match.group(1)}..{match.group(2)}")
    if years and (match := _YEAR.fullmatch(text)):
        last = int(match.group(1))
        return Period.parse(f"{last - years + 1}..{last}")
    raise ValueError(f"{text!r} is no span of years; write 2018-2022, or say years: 5 where only the last is named")
