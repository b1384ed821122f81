"""How core writes amounts in its sentences, in plain English; pages have their own, localized, way with figures.

A difference between two percents is in points. Numbers keep enough figures that a small rate does not become 0.
"""

from collections.abc import Sequence
from math import floor, log10

from groundswell.core.vocabulary import Unit

_SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number_in_words(value: float) -> str:
    """A number with thousands separated and at least two figures that matter.

    >>> number_in_words(12345.6), number_in_words(4.31), number_in_words(0.01432)
    ('12,346', '4.3', '0.014')
    """
    size = abs(value)
    if size == 0 or size >= 1000 or (size >= 100 and float(value).is_integer()):
        return f"{value:,.0f}"
    decimals = 1 if size >= 1 else 1 - floor(log10(size))
    return f"{value:,.{decimals}f}"


def amount_in_words(value: float, unit: Unit) -> str:
    """The size of a difference: points between percents, otherwise the number itself.

    >>> amount_in_words(0.043, Unit.PERCENT), amount_in_words(1200, Unit.COUNT)
    ('4.3 points', '1,200')
    """
    if unit is Unit.PERCENT:
        points = number_in_words(round(100 * value, 6))
        return f"{points} point" if points == "1.0" else f"{points} points"
    return number_in_words(value)


def value_in_words(value: float, unit: Unit) -> str:
    """A level, not a difference: a percent with its sign.

    >>> value_in_words(0.204, Unit.PERCENT)
    '20.4 %'
    """
    return f"{number_in_words(round(100 * value, 6))} %" if unit is Unit.PERCENT else number_in_words(value)


def level_in_words(level: float) -> str:
    """A confidence level: `90 %`."""
    return f"{100 * level:g} %"


def small_number_in_words(number: int) -> str:
    """Numbers to ten spelt out, as in a sentence: `three`, but `12`."""
    return _SMALL_NUMBERS[number] if 0 <= number < len(_SMALL_NUMBERS) else str(number)


def years_in_words(years: float) -> str:
    """A stretch of time: `one year`, `three years`, `2.5 years`."""
    if float(years).is_integer():
        return f"{small_number_in_words(int(years))} year{'' if years == 1 else 's'}"
    return f"{years:.1f} years"


def listed(words: Sequence[str]) -> str:
    """Words in a row: `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
