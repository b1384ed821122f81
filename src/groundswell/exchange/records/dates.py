"""Columns of dates as people and programs write them.

A date that can be read in one way only is read. Where 03/04/2024 could be March or April, the other dates of the column
decide; where they do not, or contradict each other, the whole column waits until somebody declares its format. No day
is ever guessed, and none is made up of a year and a month.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.core.findings import Severity
from groundswell.exchange.records.date_formats import DeclaredFormat, Spelling, day_of, serial_day, spelling_of
from groundswell.exchange.records.wrongs import Wrong

OLDEST_AGE = 120  # years
_FIRST_YEAR_OF_RECORDS = 1950
_DECLARE = (
    "declare it in the column map, as in {column: YOUR HEADING, format: MM/DD/YYYY}, or write dates as 2024-03-05"
)
_WRITE = "write the date as 2024-03-05"

_NO_DATE = Wrong("not_a_date", "the cell is not a date", _WRITE)
_PART = Wrong("part_of_a_date", "the cell holds a year or a month and no day", "write the whole date, as in 2024-03-05")
_ZERO = Wrong("zero_date", "the date is made of zeros", "leave the cell blank where no date is known")
_IMPOSSIBLE = Wrong("impossible_date", "the calendar has no such day", "look the date up, and write it as 2024-03-05")
_OTHER = Wrong("other_format", "the date is not written in the format that the column declares", _WRITE)
_AMBIGUOUS = Wrong(
    "ambiguous_dates",
    "every date of the column could be read with the day first or with the month first",
    _DECLARE,
)
_AMBIGUOUS_CELL = Wrong(
    "ambiguous_date", "the date could be read with the day first or with the month first", "write it as 2024-03-05"
)
_AGAINST = Wrong(
    "mixed_dates", "the order of day and month is not that of other dates in the column", "write it as 2024-03-05"
)
_AMBIGUOUS_EIGHT = Wrong(
    "ambiguous_dates", "dates of eight digits in this column can be read in several ways", _DECLARE
)
_MIXED = Wrong(
    "mixed_dates",
    "some dates of the column have the day first and some have the month first, so that none of them is sure",
    "write all dates of the column as 2024-03-05",
)
_TWO_DIGITS = Wrong(
    "two_digit_year",
    "the year has two digits and could be of either century",
    "write years with four digits, or declare the format in the column map, as in MM/DD/YY",
)
_UNBORN = Wrong("future_birth", "the birth date lies in the future", "look the birth date up")
_TOO_OLD = Wrong(
    "old_birth",
    f"the birth date makes the person older than {OLDEST_AGE} years",
    "look the birth date up; leave the cell blank where it is not known",
    Severity.WARNING,
)
_FUTURE = Wrong("future_date", "the date lies in the future", "write the day on which it happened")
_PLANNED = Wrong(
    "future_date",
    "the date lies in the future, and is a plan rather than a fact",
    "leave it out until the day has come, if it is no slip",
    Severity.WARNING,
)
_LONG_AGO = Wrong(
    "long_ago", f"the date lies before {_FIRST_YEAR_OF_RECORDS}", "look the year up, if it is a slip", Severity.WARNING
)


@dataclass(slots=True)
class DatesRead:
    """The dates of a column: `days` beside the cells, NaT for blanks and for what cannot be read.

    `wrong` says what is wrong with a text, wherever it stands; `whole` what is wrong with the column as one.
    """

    days: NDArray[np.datetime64]
    wrong: dict[str, Wrong] = field(default_factory=dict)
    whole: list[Wrong] = field(default_factory=list)


def read_dates(cells: Sequence[str], *, column: str, today: date, written: str = "") -> DatesRead:
    """The dates of one column of one sheet; `written` is its declared format, `column` the name of ours.

    Cells are stripped text, "" is blank. Each distinct text is looked at once.
    """
    texts = [text for text in dict.fromkeys(cells) if text]
    declared = DeclaredFormat(written) if written else None
    spellings = {text: declared.spelling(text) if declared else spelling_of(text) for text in texts}
    read = DatesRead(np.array([], "datetime64[D]"))
    order = "dm"
    if not declared:
        spellings, refused = _eights_read(spellings)
        order = _order(spellings, read)
        read.whole += refused
    days: dict[str, date] = {}
    for text, spelling in spellings.items():
        day, wrong = _day(spelling, order, column, today, declared is not None)
        if wrong is not None:
            read.wrong.setdefault(text, wrong)
        if day is not None:
            days[text] = day
    codes: dict[str, Any] = {text: np.datetime64(day, "D") for text, day in days.items()}
    nothing = np.datetime64("NaT", "D")
    read.days = np.array([codes.get(text, nothing) for text in cells], "datetime64[D]")
    return read


def _order(spellings: dict[str, Spelling], read: DatesRead) -> str:
    """Whether days or months come first in a column ("dm", "md"); "" where nobody can tell, which is told."""
    days_first: list[str] = []
    months_first: list[str] = []
    unsure: list[str] = []
    for text, spelling in spellings.items():
        if spelling.kind != "parts" or spelling.ordered or not (spelling.first and spelling.second):
            continue
        if 12 < spelling.first <= 31 and spelling.second <= 12:
            days_first.append(text)
        elif spelling.first <= 12 < spelling.second <= 31:
            months_first.append(text)
        elif spelling.first <= 12 and spelling.second <= 12 and spelling.first != spelling.second:
            unsure.append(text)
    if days_first and months_first:
        read.whole.append(_MIXED)
        fewer = [texts for texts in (days_first, months_first) if len(texts) <= min(len(days_first), len(months_first))]
        read.wrong |= {text: _AGAINST for texts in fewer for text in texts}
        return ""
    if not unsure or days_first or months_first:
        return "md" if months_first else "dm"
    # Among dates that are sure, the few that are not are named each; a column of nothing else is refused as one.
    if any(spelling.kind == "parts" and spelling.ordered for spelling in spellings.values()):
        read.wrong |= dict.fromkeys(unsure, _AMBIGUOUS_CELL)
    else:
        read.whole.append(_AMBIGUOUS)
    return ""


def _eights_read(spellings: dict[str, Spelling]) -> tuple[dict[str, Spelling], list[Wrong]]:
    """Dates of eight digits in the one order that most of them allow: year first, or last."""
    eights = [text for text, spelling in spellings.items() if spelling.kind == "eight"]
    if not eights:
        return spellings, []
    orders = {"ymd": (0, 4, 6), "mdy": (4, 0, 2), "dmy": (4, 2, 0)}
    fitting = {
        name: sum(1850 <= int(text[at[0] : at[0] + 4]) <= 2100 and _cut(text, at) is not None for text in eights)
        for name, at in orders.items()
    }
    best = max(fitting.values())
    leading = [name for name, count in fitting.items() if count == best]
    if len(leading) > 1 and best:
        # Year first is the only order with a standard; it gives way to none where all texts allow it.
        leading = ["ymd"] if "ymd" in leading and best == len(eights) else leading
        if len(leading) > 1:
            unread = {text: Spelling("unsure") for text in eights}
            return spellings | unread, [_AMBIGUOUS_EIGHT]
    at = orders[leading[0]]
    parts = {
        text: Spelling(
            "parts", int(text[at[0] : at[0] + 4]), int(text[at[1] : at[1] + 2]), int(text[at[2] : at[2] + 2])
        )
        for text in eights
        if int(text)
    }
    zeros = {text: Spelling("zero") for text in eights if not int(text)}
    return spellings | parts | zeros, []


def _cut(text: str, at: tuple[int, int, int]) -> date | None:
    return day_of(int(text[at[0] : at[0] + 4]), int(text[at[1] : at[1] + 2]), int(text[at[2] : at[2] + 2]))


def _day(
    spelling: Spelling, order: str, column: str, today: date, is_declared: bool
) -> tuple[date | None, Wrong | None]:
    """The day of a spelling, and what is wrong with it; both where a day is read and worth a word."""
    if spelling.kind == "parts":
        return _day_of_parts(spelling, order, column, today, is_declared)
    if spelling.kind == "serial":
        day = serial_day(spelling.year)
        return _judged(day, column, today) if day else (None, _NO_DATE)
    if spelling.kind == "unsure":
        return None, None
    if is_declared and spelling.kind == "none":
        return None, _OTHER
    return None, {"zero": _ZERO, "part": _PART}.get(spelling.kind, _NO_DATE)


def _day_of_parts(
    spelling: Spelling, order: str, column: str, today: date, is_declared: bool
) -> tuple[date | None, Wrong | None]:
    month, number = spelling.first, spelling.second
    if not spelling.ordered:
        if not order and _may_be_a_day(month, number):
            return None, None  # the whole column is refused for it
        if order == "dm":
            month, number = number, month
    years = _years(spelling, today) if spelling.short else [spelling.year]
    possible = [day for year in years if (day := day_of(year, month, number))]
    if not possible:
        return None, _IMPOSSIBLE
    if spelling.short and not is_declared and column == "birth_date" and len(possible) > 1:
        return None, _TWO_DIGITS
    return _judged(possible[0], column, today)


def _may_be_a_day(one: int, other: int) -> bool:
    return bool(one and other and max(one, other) <= 31 and min(one, other) <= 12)


def _years(spelling: Spelling, today: date) -> list[int]:
    """The years that two digits can stand for, the likelier first: the latest one begun, then a century before."""
    latest = today.year - (today.year - spelling.year) % 100
    return [latest, latest - 100] if today.year - (latest - 100) <= OLDEST_AGE else [latest]


def _judged(day: date, column: str, today: date) -> tuple[date | None, Wrong | None]:
    """A day that the calendar has, held against today."""
    if column == "birth_date":
        if day > today:
            return None, _UNBORN
        return day, _TOO_OLD if today.year - day.year > OLDEST_AGE else None
    if day > today:
        return (day, _PLANNED) if column in ("started", "ended") else (None, _FUTURE)
    return day, _LONG_AGO if day.year < _FIRST_YEAR_OF_RECORDS else None
