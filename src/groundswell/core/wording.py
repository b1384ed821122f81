"""How core writes amounts in its sentences, in plain English; pages have their own, localized, way with figures.

A difference between two percents is in points. Numbers keep enough figures that a small rate does not become 0.
"""

from math import floor, log10

from groundswell.core.sentences import Numeral, Sentence, counted_sentence, listed, sentence
from groundswell.core.vocabulary import Unit

__all__ = [
    "amount_in_words",
    "level_in_words",
    "listed",
    "number_in_words",
    "small_number_in_words",
    "value_in_words",
    "years_in_words",
]

_SMALL_NUMBERS = (
    *(sentence("no"), sentence("one"), sentence("two"), sentence("three"), sentence("four"), sentence("five")),
    *(sentence("six"), sentence("seven"), sentence("eight"), sentence("nine"), sentence("ten")),
)


def number_in_words(value: float) -> Numeral:
    """A number with thousands separated and at least two figures that matter.

    >>> number_in_words(12345.6), number_in_words(4.31), number_in_words(0.01432)
    ('12,346', '4.3', '0.014')
    """
    size = abs(value)
    if size == 0 or size >= 1000 or (size >= 100 and float(value).is_integer()):
        return Numeral.of(value, 0)
    return Numeral.of(value, 1 if size >= 1 else 1 - floor(log10(size)))


def amount_in_words(value: float, unit: Unit) -> str:
    """The size of a difference: points between percents, otherwise the number itself.

    >>> amount_in_words(0.043, Unit.PERCENT), amount_in_words(1200, Unit.COUNT)
    ('4.3 points', '1,200')
    """
    if unit is Unit.PERCENT:
        points = number_in_words(round(100 * value, 6))
        if points == "1.0":
            return sentence("{number} point", number=points)
        return sentence("{number} points", number=points)
    return number_in_words(value)


def value_in_words(value: float, unit: Unit) -> str:
    """A level, not a difference: a percent with its sign.

    >>> value_in_words(0.204, Unit.PERCENT)
    '20.4 %'
    """
    number = number_in_words(round(100 * value, 6) if unit is Unit.PERCENT else value)
    return sentence("{number} %", number=number) if unit is Unit.PERCENT else number


def level_in_words(level: float) -> Sentence:
    """A confidence level: `90 %`."""
    return sentence("{number} %", number=f"{100 * level:g}")


def small_number_in_words(number: int) -> str:
    """Numbers to ten spelt out, as in a sentence: `three`, but `12`."""
    return _SMALL_NUMBERS[number] if 0 <= number < len(_SMALL_NUMBERS) else str(number)


def years_in_words(years: float) -> Sentence:
    """A stretch of time: `one year`, `three years`, `2.5 years`."""
    if float(years).is_integer():
        whole = int(years)
        return counted_sentence("{years} year", "{years} years", whole, years=small_number_in_words(whole))
    return sentence("{years} years", years=Numeral.of(years, 1))
