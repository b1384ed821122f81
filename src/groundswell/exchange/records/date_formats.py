"""How dates are spelled: the pattern of a declared format, and the spellings that are known without one.

Each distinct text of a column is looked at once. A spelling is one of a few kinds; which of two numbers is the day and
which the month is a question to the whole column, never to one cell.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_TOKENS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short>\d{2})",
    "MMMM": r"(?P<word>[^\W\d_]{3,12})\.?",
    "MMM": r"(?P<word>[^\W\d_]{3,12})\.?",
    "MON": r"(?P<word>[^\W\d_]{3,12})\.?",
    "MM": r"(?P<month>\d{1,2})",
    "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{1,2})",
    "D": r"(?P<day>\d{1,2})",
}
_TOKEN = re.compile("|".join(_TOKENS), re.IGNORECASE)
_SERIAL = "SERIAL"
_LONGEST = 50  # no date is longer, and no pattern need try
# The time of day that exports put behind a date; it is read over.
_TIME = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})" + _TIME, re.ASCII)
_EIGHT = re.compile(r"\d{8}", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})([-/. ])\s?(\d{1,2})\2\s?(\d{4}|\d{2})" + _TIME, re.ASCII)
_DAY_NAME = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
_WORD_SECOND = re.compile(
    _DAY_NAME + r"(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[-/. ,]*(?:de\s+|of\s+)?([^\W\d_]{3,12})\.?[-/. ,]*(?:de[l]?\s+)?"
    r"(\d{4}|'?\d{2})" + _TIME,
    re.IGNORECASE,
)
_WORD_FIRST = re.compile(
    _DAY_NAME + r"([^\W\d_]{3,12})\.?[-/. ]*(\d{1,2})(?:st|nd|rd|th)?[-/., ]+\s*(\d{4}|'?\d{2})" + _TIME,
    re.IGNORECASE,
)
_YEAR_THEN_WORD = re.compile(r"(\d{4})[-/. ]+([^\W\d_]{3,12})\.?[-/. ]+(\d{1,2})" + _TIME, re.IGNORECASE)
_SERIAL_NUMBER = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_ZERO = re.compile(r"0{1,4}([-/. ]?)0{1,2}\1(?:0{4}|0{1,2})", re.ASCII)
_PART = re.compile(r"\d{4}(?:[-/]\d{1,2})?|[^\W\d_]{3,12}\.?,? \d{4}", re.ASCII)
_FIRST_SERIAL = date(1899, 12, 30)  # spreadsheets count 1900 as a leap year, so day 61 is the first that is right


def _months() -> dict[str, int]:
    words = {
        1: "january jan enero ene janvier janv",
        2: "february feb febr febrero février fevrier févr fevr fév",
        3: "march mar marzo mars",
        4: "april apr abril abr avril avr",
        5: "may mayo mai",
        6: "june jun junio juin",
        7: "july jul julio juillet juil",
        8: "august aug agosto ago août aout",
        9: "september sep sept septiembre setiembre septembre",
        10: "october oct octubre octobre",
        11: "november nov noviembre novembre",
        12: "december dec diciembre dic décembre decembre déc",
    }
    return {word: number for number, listed in words.items() for word in listed.split()}


MONTHS = _months()


@dataclass(frozen=True, slots=True)
class Spelling:
    """One text as far as it tells by itself.

    `first` and `second` are a day and a month in an order the text does not tell (`ordered` False), or the month and
    the day. `short` says that the year has two digits only. `kind`: parts, eight, serial, zero, part (of a date), none.
    """

    kind: str
    year: int = 0
    first: int = 0
    second: int = 0
    ordered: bool = True
    short: bool = False


def spelling_of(text: str) -> Spelling:
    """What kind of date a text is, and its parts; never raises."""
    if len(text) > _LONGEST:
        return Spelling("none")
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = int(found[1]), int(found[3]), int(found[4])
        return Spelling("zero") if year == month == day == 0 else Spelling("parts", year, month, day)
    if _ZERO.fullmatch(text):
        return Spelling("zero")
    if _EIGHT.fullmatch(text):
        return Spelling("eight")
    if found := _NUMERIC.fullmatch(text):
        return Spelling("parts", int(found[4]), int(found[1]), int(found[3]), False, len(found[4]) == 2)
    if found := _SERIAL_NUMBER.fullmatch(text):
        return Spelling("serial", int(found[1]))
    return _worded(text)


def _worded(text: str) -> Spelling:
    for pattern, year, month, day in ((_WORD_SECOND, 3, 2, 1), (_WORD_FIRST, 3, 1, 2), (_YEAR_THEN_WORD, 1, 2, 3)):
        found = pattern.fullmatch(text)
        number = MONTHS.get(found[month].casefold(), 0) if found else 0
        if found and number:
            digits = found[year].lstrip("'")
            return Spelling("parts", int(digits), number, int(found[day]), True, len(digits) == 2)
    return Spelling("part") if _PART.fullmatch(text) else Spelling("none")


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such.

    >>> day_of(2024, 2, 30) is None
    True
    """
    try:
        return date(year, month, day)
    except ValueError:
        return None


def serial_day(number: int) -> date | None:
    """The day of a spreadsheet's count: 45355 is 2024-03-04."""
    return _FIRST_SERIAL + timedelta(days=number) if 61 <= number < 80_000 else None


def format_problem(written: str) -> str:
    """What is wrong with a declared format; "" where it can be used.

    >>> format_problem("MM/DD/YYYY"), format_problem("DD.YYYY")
    ('', 'the format has no month')
    """
    if written.strip().upper() == _SERIAL:
        return ""
    tokens = [token.upper() for token in _TOKEN.findall(written)]
    if len(written) > 40:
        return "the format is longer than any could be"
    for part, spellings in (
        ("year", ("YYYY", "YY")),
        ("month", ("MMMM", "MMM", "MON", "MM", "M")),
        ("day", ("DD", "D")),
    ):
        count = sum(token in spellings for token in tokens)
        if count != 1:
            return f"the format has no {part}" if count == 0 else f"the format has more than one {part}"
    if len(tokens) > 3 or re.search(r"[^\W_]", _TOKEN.sub("", written).replace("T", "")):
        return "the format holds letters other than Y, M and D"
    return ""


class DeclaredFormat:
    """Reads texts by one declared format; a date as spreadsheets and databases hold it is taken beside it."""

    def __init__(self, written: str) -> None:
        self.is_serial = written.strip().upper() == _SERIAL
        pattern, at, tight = "", 0, re.fullmatch(r"[A-Za-z]+", written.strip()) is not None
        text = written.strip()
        for token in _TOKEN.finditer(text):
            part = _TOKENS[token.group().upper()]
            # Without signs between them, day and month have two digits each, or their borders could not be seen.
            pattern += re.escape(text[at : token.start()]) + (part.replace("{1,2}", "{2}") if tight else part)
            at = token.end()
        self.pattern = re.compile(pattern + re.escape(text[at:]) + _TIME, re.IGNORECASE)
        self.lost_zero = tight and text.upper().startswith(("M", "D"))

    def spelling(self, text: str) -> Spelling:
        """The parts of a text; kind "none" where it is not of this format."""
        if self.is_serial:
            found = _SERIAL_NUMBER.fullmatch(text)
            return Spelling("serial", int(found[1])) if found else _typed(text)
        # 3041984 is 03041984 whose leading zero a spreadsheet dropped.
        if len(text) > _LONGEST:
            return Spelling("none")
        match = self.pattern.fullmatch(text) or (self.pattern.fullmatch("0" + text) if self.lost_zero else None)
        if match is None:
            return _typed(text)
        parts = match.groupdict()
        month = MONTHS.get((parts.get("word") or "").casefold(), 0) if "word" in parts else int(parts["month"])
        short = parts.get("short") is not None
        year = int(parts["short"] if short else parts["year"])
        return Spelling("parts", year, month, int(parts["day"]), True, short)


def _typed(text: str) -> Spelling:
    """A real date cell comes as ISO text, whatever format is declared for the texts beside it."""
    found = spelling_of(text)
    return found if found.kind in ("zero",) or _YEAR_FIRST.fullmatch(text) else Spelling("none")
