"""One cell against its column: is it what it should be, and what would be right?

Nothing is guessed: `1,234`, `45%`, `1e3` and `NaN` are refused as decimals, with the number that was probably meant.
A spreadsheet's `TRUE` and stray blanks around an id are put right in silence, because they change no meaning.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from pathlib import PurePath

from groundswell.core.periods import SPELLINGS_IN_WORDS, Period
from groundswell.exchange.package.columns import Column, Kind

ID_LENGTH = 64
CLOSE = 0.66  # how alike two spellings are before one is offered for the other
ID_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
DECIMAL_PATTERN = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"
PERIOD_PATTERN = r"[0-9]{4}(-Q[1-4]|-(0[1-9]|1[0-2])|/[0-9]{4}|\.\.[0-9]{4})?"
# What the Census Bureau writes in place of a number; annotations, not data.
JAM_VALUES = frozenset(f"-{digit * 9}" for digit in "235689")

_ID = re.compile(ID_PATTERN)
_DECIMAL = re.compile(DECIMAL_PATTERN)
_DECIMALS = re.compile(rf"(?:{DECIMAL_PATTERN}\n)*+")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TWO_YEARS = re.compile(r"([0-9]{4}|[0-9]{2})\s*[-/\u2013]\s*([0-9]{4}|[0-9]{2})")
_CENTURY_TURNS = 70  # of years in two figures, 70 to 99 are of the last century
_URL = re.compile(r"https?://[^\s\x00-\x1f<>\"]+", re.IGNORECASE)
# Control characters, and halves of characters, which only a program can send.
_NOT_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Marks that turn the direction of writing, also of what stands behind them on a page, in a list and in a letter.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Marks that turn the direction of writing or cannot be seen: two ids or names that look alike may differ by them.
_UNSEEN = re.compile("[\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_LOOKS_LIKE_A_FORMULA = re.compile(r"[=+\-@\uff1d\uff0b\uff0d\uff20]")

Problem = tuple[str, str]  # what is wrong, what would be right


def canonical(column: Column, cell: str) -> str:
    """The cell as the package writes it: no blanks around, `true` for `TRUE`, lists joined by `; `, LF in text."""
    if column.many:
        return "; ".join(list_of(cell))
    if column.kind is Kind.TEXT:
        return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell
    cell = cell.strip()
    return cell.lower() if column.kind is Kind.BOOLEAN and cell.lower() in ("true", "false") else cell


def list_of(cell: str) -> list[str]:
    """The parts of a list within a cell, each once, in their order."""
    return list(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))


def problem_with(column: Column, cell: str) -> Problem | None:
    """What is wrong with one canonical cell that is not blank; None where nothing is."""
    if column.many:
        found = (_problem_with_one(column, part) for part in list_of(cell))
        return next((problem for problem in found if problem), None)
    return _problem_with_one(column, cell)


def problems_with(column: Column, cells: Iterable[str]) -> dict[str, Problem]:
    """The cells that are wrong, of many distinct ones; a million good decimals cost one pass of one pattern."""
    cells = [cell for cell in cells if cell]
    if column.kind is Kind.DECIMAL and not column.many and _are_plain_decimals(column, cells):
        return {}
    return {cell: problem for cell in cells if (problem := problem_with(column, cell))}


def _are_plain_decimals(column: Column, cells: list[str]) -> bool:
    if _DECIMALS.fullmatch("".join([f"{cell}\n" for cell in cells])) is None:
        return False
    if any(cell in JAM_VALUES or cell.startswith("-0") or len(cell) > ID_LENGTH for cell in cells):
        return False
    if column.low is None and column.high is None:
        return True
    numbers = list(map(float, cells))
    return not numbers or all(_bound_broken_by(column, number) is None for number in (min(numbers), max(numbers)))


def warning_about(cell: str) -> Problem | None:
    """What a reader should know of a text that is allowed: it may run as a formula, or holds marks nobody sees."""
    if _LOOKS_LIKE_A_FORMULA.match(cell) and len(cell) > 1 and _DECIMAL.fullmatch(cell) is None:
        return (
            f"begins with '{cell[0]}', which a spreadsheet may run as a formula",
            "begin with a letter or a quotation mark if you open this file in a spreadsheet",
        )
    if hidden := _UNSEEN.search(cell):
        name = unicodedata.name(hidden.group(), "an unnamed character").lower()
        return f"holds a mark that cannot be seen (U+{ord(hidden.group()):04X}, {name})", "delete it unless it is meant"
    return None


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is spelled almost alike; "" where none is: a far-fetched guess is worse than none.

    The ending of a file's name does not count, for it makes all tables look alike.

    >>> nearest("observation.csv", ["grants.csv", "observations.csv"]), nearest("wat.csv", ["grants.csv"])
    ('observations.csv', '')
    """
    word = word.lower()
    ending = PurePath(word).suffix
    by_stem = {name.removesuffix(ending): name for name in known}
    found = get_close_matches(word.removesuffix(ending), list(by_stem), n=1, cutoff=CLOSE)
    return by_stem[found[0]] if found else ""


def _problem_with_one(column: Column, cell: str) -> Problem | None:
    match column.kind:
        case Kind.ID:
            return _problem_with_id(cell)
        case Kind.DECIMAL | Kind.INTEGER:
            return _problem_with_number(column, cell)
        case Kind.PERIOD:
            return _problem_with_period(cell)
        case Kind.DATE:
            return _problem_with_date(cell)
        case Kind.MOMENT:
            return _problem_with_date(cell) if _DATE.fullmatch(cell) else _problem_with_period(cell)
        case Kind.BOOLEAN:
            return (
                None if cell in ("true", "false") else (f"{quoted(cell)} is not true or false", "write true or false")
            )
        case Kind.WORD:
            return _problem_with_word(column, cell)
        case Kind.URL:
            return _problem_with_url(cell)
        case _:
            return problem_with_name(cell) if column.is_name else problem_with_text(cell)


def quoted(cell: str) -> str:
    """The cell between quotation marks, cut where it is long and with nothing unprintable in it."""
    shown = cell if len(cell) <= 60 else f"{cell[:57]}..."
    return "'" + "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in shown) + "'"


def id_made_from(text: str) -> str:
    """An id that could stand for a text: small letters and digits joined by hyphens; "" where nothing is left.

    >>> id_made_from("Fair Haven Heights (East)")
    'fair-haven-heights-east'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:ID_LENGTH].strip("-")


def _problem_with_id(cell: str) -> Problem | None:
    if len(cell) > ID_LENGTH:
        return f"{quoted(cell)} is {len(cell)} characters long", f"an id has at most {ID_LENGTH}"
    if _ID.fullmatch(cell):
        return None
    made = id_made_from(cell)
    example = f", for example {made}" if made else ""
    return f"{quoted(cell)} is not an id", f"write small letters, digits and single hyphens{example}"


def _problem_with_number(column: Column, cell: str) -> Problem | None:
    kind, pattern = ("a whole number", _INTEGER) if column.kind is Kind.INTEGER else ("a decimal number", _DECIMAL)
    if pattern.fullmatch(cell) is None or len(cell) > ID_LENGTH:
        return f"{quoted(cell)} is not {kind}", _number_meant(cell, column)
    if cell in JAM_VALUES:
        return f"{cell} is a code of the Census Bureau, not a number", "leave it blank and say status missing"
    if cell.startswith("-0") and float(cell) == 0:
        return f"{quoted(cell)} is zero with a sign", f"write {cell[1:]}"
    return _bound_broken_by(column, float(cell))


def _number_meant(cell: str, column: Column) -> str:
    text = cell.replace("\u2212", "-").replace("\u00a0", "").replace(" ", "").lstrip("$£€").rstrip("%")
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})*,[0-9]+", text) and not re.fullmatch(r"-?[0-9]{1,3},[0-9]{3}", text):
        text = text.replace(".", "").replace(",", ".")
    text = text.replace(",", "")
    if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]{1,2})?", text, re.IGNORECASE):
        meant = _plainly(text)
        if column.kind is Kind.DECIMAL or _INTEGER.fullmatch(meant):
            return f"write {meant}"
    if column.kind is Kind.INTEGER:
        return "write digits only, such as 12"
    return "write digits and a decimal point, such as 1234.5; where there is no number leave the cell blank"


def _plainly(text: str) -> str:
    from decimal import Decimal

    plain = format(Decimal(text), "f")
    return plain[1:] if plain.startswith("-") and not float(plain) else plain


def _bound_broken_by(column: Column, number: float) -> Problem | None:
    low, high = column.low, column.high
    is_low = low is not None and (number < low or (column.is_open and number == low))
    is_high = high is not None and (number > high or (column.is_open and number == high))
    if not (is_low or is_high):
        return None
    if low is not None and high is not None:
        if (low, high) == (0, 1) and not column.is_open and 1 < number <= 100:
            return f"{number:g} is out of range", f"write the proportion {number / 100:g} for {number:g} in a hundred"
        inside = "between" if not column.is_open else "strictly between"
        return f"{number:g} is out of range", f"a {column.name} lies {inside} {low:g} and {high:g}"
    if is_low:
        return f"{number:g} is below {low:g}", f"a {column.name} is {low:g} or more"
    return f"{number:g} is above {high:g}", f"a {column.name} is {high:g} or less"


def _problem_with_period(cell: str) -> Problem | None:
    try:
        Period.parse(cell)
    except ValueError as problem:
        what, _, fix = str(problem).partition("; ")
        if meant := _two_years_meant(cell):
            fix = f"write {meant} if it is a school or fiscal year; the spellings are {SPELLINGS_IN_WORDS}"
        return what, fix or f"write {SPELLINGS_IN_WORDS}"
    return None if cell.isascii() else (f"{quoted(cell)} is not a period", f"write {SPELLINGS_IN_WORDS}")


def _two_years_meant(cell: str) -> str:
    """The school or fiscal year that two years in short may mean; "" where they are not consecutive.

    >>> _two_years_meant("20-21"), _two_years_meant("1999-00"), _two_years_meant("20-22")
    ('2020/2021', '1999/2000', '')
    """
    match = _TWO_YEARS.fullmatch(cell)
    if match is None:
        return ""
    first, second = match.groups()
    year = int(first) if len(first) == 4 else int(first) + (2000 if int(first) < _CENTURY_TURNS else 1900)
    return f"{year}/{year + 1}" if str(year + 1).endswith(second) else ""


def _problem_with_date(cell: str) -> Problem | None:
    if _DATE.fullmatch(cell) is None:
        return f"{quoted(cell)} is not a date", "write year-month-day, such as 2024-03-04"
    try:
        date.fromisoformat(cell)
    except ValueError:
        return f"there is no day {cell}", "write a day of the calendar as year-month-day"
    return None


def _problem_with_word(column: Column, cell: str) -> Problem | None:
    if cell in column.words:
        return None
    near, choices = nearest(cell, column.words), ", ".join(column.words)
    fix = f"write {near} (the words are {choices})" if near else f"write one of {choices}"
    return f"{quoted(cell)} is not a known {column.name}", fix


def _problem_with_url(cell: str) -> Problem | None:
    if _URL.fullmatch(cell):
        return None
    return f"{quoted(cell)} is not a web address", "begin with https:// or http:// and leave out blanks"


def problem_with_text(cell: str) -> Problem | None:
    """What no text may hold, for no file could carry it."""
    if found := _NOT_IN_TEXT.search(cell):
        return f"holds a control character (U+{ord(found.group()):04X})", "delete it"
    return None


def problem_with_name(cell: str) -> Problem | None:
    """What no name may hold: what no text may, and what makes it look like another or turns the words behind it.

    Names in Arabic or Hebrew need no such mark: their letters say in which direction they run.

    >>> problem_with_name("\u05e9\u05dc\u05d5\u05dd") is None
    True
    >>> problem_with_name("Library\u202e")
    ('holds a mark that turns the direction of writing (U+202E)', 'delete it, or type the name anew')
    """
    if turning := _TURNING.search(cell):
        mark = f"U+{ord(turning.group()):04X}"
        return f"holds a mark that turns the direction of writing ({mark})", "delete it, or type the name anew"
    return problem_with_text(cell)
