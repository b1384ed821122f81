"""Published numbers as exact decimal text, never through binary floating point.

`1,234`, `45%`, `$12` and `1e3` are understood where the unit allows; a proportion becomes a percent by moving its
point. Marks that stand in place of a number (`*`, `-9999`, the Census Bureau's jam values) become a status.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from groundswell.core.vocabulary import ObservationStatus
from groundswell.exchange.mapping.definition import Mapping, PublishedUnit

PLAIN = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", re.ASCII)
# A run of plain numbers, one a line, without backing up: one pass judges a million of them.
_ALL_PLAIN = re.compile(r"(?:-?(?:0|[1-9]\d*)(?:\.\d+)?\n)*+", re.ASCII)
_LOOSE = re.compile(r"([+-]?)(\d*)(?:\.(\d*))?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})*,\d+|[+-]?\d+,\d+", re.ASCII)
_THOUSAND_POINTS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+", re.ASCII)
_EXPONENT = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,2}", re.ASCII)
_IN_BRACKETS = re.compile(r"\(\s*[\d.,]+\s*\)", re.ASCII)
_ERROR_CELL = re.compile(r"#(DIV/0!|REF!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!)")
_NOT_A_NUMBER = re.compile(r"[+-]?(nan|inf|infinity|n/?a|null|none|nil|-+|\.+|\u2013|\u2014|x+|s)", re.IGNORECASE)
_WITH_MARK = re.compile(r"([+-]?[\d.,]+)\s*([^\d.,\s]{1,3})", re.ASCII)
_BLANKS = re.compile("[\\s\u00a0\u2007\u2009\u202f]")
_MONEY = "$\u00a3\u20ac\u00a5"
# What the Census Bureau writes where there is no estimate; -555555555 in a margin says that the total is controlled.
JAM_VALUES = frozenset(f"-{digit * 9}" for digit in "235689")
CONTROLLED = "-555555555"


@dataclass(frozen=True, slots=True)
class Understood:
    """A cell as read: a decimal, or a status in its place, or what is wrong with it."""

    text: str = ""
    status: ObservationStatus = ObservationStatus.FINAL
    problem: str = ""
    fix: str = ""
    is_jam: bool = False

    @property
    def shown(self) -> str:
        """The number, or a blank where there is none to show."""
        return "" if self.status is not ObservationStatus.FINAL or self.problem else self.text


class NumberReader:
    """Reads the cells of a mapping: which marks mean what, which sign is the decimal point, what the unit allows."""

    def __init__(self, mapping: Mapping) -> None:
        marks = {"": ObservationStatus.MISSING}
        for status, spellings in (
            (ObservationStatus.MISSING, mapping.missing),
            (ObservationStatus.NOT_APPLICABLE, mapping.not_applicable),
            (ObservationStatus.SUPPRESSED, mapping.suppressed),
        ):
            marks.update(dict.fromkeys(spellings, status))
        self.marks = marks
        self.decimal = mapping.decimal
        self.unit = mapping.unit
        # A mark such as -9999 is a number to a spreadsheet, and comes back from it as -9999.0.
        self._numeric_marks = {_plain(mark): status for mark, status in marks.items() if mark and PLAIN.fullmatch(mark)}

    def understand(self, cell: str, *, shifts: bool = True) -> Understood:
        """One cell. With `shifts`, a proportion is stored as a percent."""
        text = cell.strip()
        if (status := self.marks.get(text)) is not None:
            return Understood(status=status)
        number, problem, fix = self._number(text)
        if problem:
            return Understood(problem=problem, fix=fix)
        if (status := self._numeric_marks.get(_plain(number))) is not None:
            return Understood(status=status)
        if _plain(number) in JAM_VALUES:
            return Understood(number, ObservationStatus.MISSING, is_jam=True)
        if shifts and self.unit is PublishedUnit.PROPORTION and not text.endswith("%"):
            number = moved_point(number, 2)
        return Understood(number)

    def _number(self, text: str) -> tuple[str, str, str]:
        """Decimal text, or what is wrong and what would be right."""
        if PLAIN.fullmatch(text) and self.decimal == ".":
            return (text[1:] if _is_minus_nought(text) else text), "", ""
        bare = text
        if self.unit in (PublishedUnit.PERCENT, PublishedUnit.PROPORTION):
            bare = bare.removesuffix("%")
        if self.unit is PublishedUnit.CURRENCY:
            bare = bare.lstrip(_MONEY)
        bare = _BLANKS.sub("", bare).replace("\u2212", "-")
        if self.decimal == ",":
            if _DECIMAL_COMMA.fullmatch(bare) or _THOUSAND_POINTS.fullmatch(bare):
                bare = bare.replace(".", "").replace(",", ".")
            elif "." in bare:
                return "", f"{text!r} has a decimal point where the mapping says a comma", "leave decimal: out"
        elif _THOUSANDS.fullmatch(bare):
            bare = bare.replace(",", "")
        elif _EXPONENT.fullmatch(bare):
            bare = format(Decimal(bare), "f")
        match = _LOOSE.fullmatch(bare)
        if match and (match.group(2) or match.group(3)):
            return _normal(*match.groups()), "", ""
        return ("", *_explained(text, self.unit))

    def understand_all(self, cells: list[str], *, shifts: bool = True) -> "Column":
        """A whole column, each distinct cell understood once; plain numbers, which most are, take the short way."""
        distinct = dict.fromkeys(cells)
        odd = {cell: self.understand(cell, shifts=shifts) for cell in self._odd(distinct)}
        if shifts and self.unit is PublishedUnit.PROPORTION:
            return Column(cells, odd, {cell: moved_point(cell, 2) for cell in distinct if cell not in odd})
        return Column(cells, odd, None)

    def _odd(self, distinct: Collection[str]) -> list[str]:
        """Cells that do not simply stand for themselves."""
        if self.decimal == "," or _ALL_PLAIN.fullmatch("\n".join(distinct) + "\n") is None:
            odd = [cell for cell in distinct if self.decimal == "," or not PLAIN.fullmatch(cell)]
        else:
            odd = []
        special = {*self.marks, *JAM_VALUES}.intersection(distinct)
        special.update(cell for cell in distinct if _is_minus_nought(cell))
        # -9999 comes back from a spreadsheet as -9999.0 and is still the mark.
        marks = self._numeric_marks.keys() | JAM_VALUES
        dressed = (cell for cell in distinct if cell.endswith("0") and "." in cell)
        return list(dict.fromkeys([*odd, *special, *(cell for cell in dressed if _plain(cell) in marks)]))


@dataclass(frozen=True, slots=True)
class Column:
    """A column as read: `odd` holds cells that are no plain numbers; `moved` plain ones whose point has moved."""

    cells: list[str]
    odd: dict[str, Understood]
    moved: dict[str, str] | None

    def texts(self) -> list[str]:
        """Decimal text for each cell, blank where there is no number."""
        if not self.odd:
            return self.cells if self.moved is None else [self.moved[cell] for cell in self.cells]
        shown = dict(self.moved or {})
        shown.update((cell, each.shown) for cell, each in self.odd.items())
        return [shown.get(cell, cell) for cell in self.cells]

    def statuses(self) -> list[str]:
        """The status of each cell."""
        if not self.odd:
            return ["final"] * len(self.cells)
        statuses = {cell: str(each.status) for cell, each in self.odd.items()}
        return [statuses.get(cell, "final") for cell in self.cells]


def _is_minus_nought(number: str) -> bool:
    return number.startswith("-0") and not number.strip("-0.")


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def _normal(sign: str, whole: str | None, part: str | None) -> str:
    text = (whole or "").lstrip("0") or "0"
    if part:
        text += f".{part}"
    return f"-{text}" if sign == "-" and text.strip("0.") else text


def moved_point(number: str, places: int) -> str:
    """A decimal with its point moved to the right, exactly: 0.0450 by two places is 4.50."""
    if places == 2 and number.startswith("0.") and len(number) > 4:  # nearly every proportion
        return f"{number[2:4].lstrip('0') or '0'}.{number[4:]}"
    sign = "-" if number.startswith("-") else ""
    whole, _, part = number.removeprefix("-").partition(".")
    part = part.ljust(places, "0")
    return _normal(sign, whole + part[:places], part[places:])


def _explained(text: str, unit: PublishedUnit | None) -> tuple[str, str]:
    """What is wrong with a cell that is no number, and what would be right."""
    name = f"name it in the mapping, such as missing: [{text!r}]"
    if _ERROR_CELL.fullmatch(text):
        return f"{text} is a spreadsheet's error, not a number", f"mend the formula, or {name}"
    if text.endswith("%"):
        return f"{text!r} is a percentage", "say unit: percent"
    if text[:1] in _MONEY:
        return f"{text!r} is an amount of money", "say unit: currency"
    if _IN_BRACKETS.fullmatch(text):
        return f"{text!r} stands in brackets", f"write -{text.strip('() ')} if it is negative, or {name}"
    if _DECIMAL_COMMA.fullmatch(text):
        return f"{text!r} has a comma where a decimal point should be", 'say decimal: ","'
    if _NOT_A_NUMBER.fullmatch(text):
        return f"{text!r} is not a number", f"{name}, or under suppressed or not_applicable"
    if match := _WITH_MARK.fullmatch(text):
        return f"{text!r} has the mark {match.group(2)!r} after its number", f"take the mark out, or {name}"
    return f"{text[:60]!r} is not a number", f"write a number, or {name[:100]}"
