"""Numbers and yes-or-no answers as spreadsheets and people write them.

Thousands may be set apart where the point leaves no doubt. A percent, an amount of money, a negative in brackets, a
decimal comma or a number with its unit behind it is not guessed at: each is told with what would be right.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from groundswell.core.findings import Severity
from groundswell.exchange.records.wrongs import Wrong

_PLAIN = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{0,25})?|\.\d{1,25})(?:[eE][+-]?\d{1,2})?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(\.\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d{1,15},\d{1,15}|[+-]?\d{1,3}(?:[. ]\d{3})+(?:,\d+)?", re.ASCII)
_IN_BRACKETS = re.compile(r"\(\s*[$€£]?\s*[\d.,]{1,20}\s*\)", re.ASCII)
_PERCENT = re.compile(r"[+-]?[\d.,]{1,20}\s*%", re.ASCII)
_MONEY = re.compile(r"[+-]?\s*[$€£¥]\s*[\d.,]{1,20}|[+-]?[\d.,]{1,20}\s*[$€£¥]", re.ASCII)
_WITH_UNIT = re.compile(r"[+-]?\d[\d.,]{0,20}\s*[^\W\d_][\w .]{0,30}")
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
_NOTHING = re.compile(r"n/?a|null|none|nil|unknown|tbd|missing|[-–—.?*x]+", re.IGNORECASE)
_LARGEST = 1e12

_NUMBER = "write the number alone, as in 1234.5"
_NO_NUMBER = Wrong("not_a_number", "the cell is not a number", _NUMBER)
_LIKELY_THOUSANDS = Wrong(
    "thousands", "the comma was read as one that sets thousands apart", "write 1234 or 1.234", Severity.WARNING
)
_KINDS = (
    (_DECIMAL_COMMA, Wrong("decimal_comma", "the number is written with a decimal comma", _NUMBER)),
    (_IN_BRACKETS, Wrong("brackets", "the number stands in brackets, as bookkeepers write a negative", _NUMBER)),
    (_PERCENT, Wrong("percent", "the cell is a percent, and a number is asked for", _NUMBER)),
    (_MONEY, Wrong("money", "the number carries the sign of a currency", _NUMBER)),
    (_NOT_FINITE, Wrong("not_finite", "the cell is no finite number", "leave the cell blank where nothing is known")),
    (_NOTHING, Wrong("placeholder", "a mark stands in place of the number", "leave the cell blank")),
    (_WITH_UNIT, Wrong("number_and_unit", "words stand behind the number", "keep the number, and its unit elsewhere")),
)
_TOO_LARGE = Wrong("too_large", "the number is larger than any amount could be", "look the number up")
_NEGATIVE = Wrong("negative", "the quantity is negative", "write what was given; leave out what was taken back")
_NO_TRUTH = Wrong("not_a_truth", "the cell is neither yes nor no", "write yes or no, or leave the cell blank")

TRUE_WORDS = frozenset(
    ("yes", "y", "true", "t", "1", "1.0", "oui", "vrai", "si", "sí", "s", "verdadero", "cierto", "sim", "ja", "wahr")
) | frozenset("✓✔☑")
FALSE_WORDS = frozenset(
    ("no", "n", "false", "f", "0", "0.0", "non", "faux", "falso", "não", "nao", "nein", "falsch")
) | frozenset("✗✘☐")


@dataclass(slots=True)
class NumbersRead:
    """Numbers beside the cells, NaN for blanks and for what cannot be read."""

    numbers: NDArray[np.float64]
    wrong: dict[str, Wrong] = field(default_factory=dict)


def read_numbers(cells: Sequence[str], *, column: str) -> NumbersRead:
    """The numbers of a column; a `quantity` may not be negative, a score may."""
    read = NumbersRead(np.array([], np.float64))
    numbers: dict[str, float] = {"": math.nan}
    for text in dict.fromkeys(cells):
        if text:
            numbers[text], wrong = _number(text, column)
            if wrong:
                read.wrong[text] = wrong
    read.numbers = np.array([numbers[text] for text in cells], np.float64)
    return read


def _number(text: str, column: str) -> tuple[float, Wrong | None]:
    wrong: Wrong | None = None
    if found := _THOUSANDS.fullmatch(text):
        # 1,234 alone could be meant as 1.234; a second comma or a point behind it leaves no doubt.
        wrong = None if found[1] or text.count(",") > 1 else _LIKELY_THOUSANDS
        text = text.replace(",", "")
    elif not _PLAIN.fullmatch(text):
        kinds = (kind for pattern, kind in _KINDS if pattern.fullmatch(text))
        return math.nan, next(kinds, _NO_NUMBER)
    number = float(text) + 0.0  # minus nought is nought
    if abs(number) > _LARGEST:
        return math.nan, _TOO_LARGE
    return (math.nan, _NEGATIVE) if number < 0 and column == "quantity" else (number, wrong)


@dataclass(slots=True)
class TruthsRead:
    """True, false, or None for blanks and for what cannot be read."""

    truths: list[bool | None]
    wrong: dict[str, Wrong] = field(default_factory=dict)


def read_truths(cells: Sequence[str]) -> TruthsRead:
    """Yes and no in the words of several languages."""
    read = TruthsRead([])
    truths: dict[str, bool | None] = {"": None}
    for text in dict.fromkeys(cells):
        if text:
            word = text.casefold()
            truths[text] = True if word in TRUE_WORDS else False if word in FALSE_WORDS else None
            if truths[text] is None:
                read.wrong[text] = _NO_TRUTH
    read.truths = [truths[text] for text in cells]
    return read
