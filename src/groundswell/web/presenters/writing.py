"""How numbers are written for people: `20.4 %`, `± 3.9`, `$39,300`, `12.1 per 1,000`, or `withheld` with the reason.

Every page writes its numbers here, so that one number never has two spellings. Grouping and decimal signs follow the
reader's language.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext, pgettext

from groundswell.apps.indicators.queries import WITHHELD_WORDS
from groundswell.charts.scales import Scale
from groundswell.core.estimates import Estimate
from groundswell.core.reasons import nothing_published
from groundswell.core.vocabulary import ObservationStatus, Unit
from groundswell.web.presenters.language import MINUS, THIN, period_text, spoken, tight

__all__ = ["MINUS", "THIN", "Pen", "Written", "decimals_in", "grouped", "level_words", "period_text", "tight"]

_DOES_NOT_APPLY = WITHHELD_WORDS[ObservationStatus.NOT_APPLICABLE].template
_WITHOUT_A_VALUE = (WITHHELD_WORDS[ObservationStatus.MISSING].template, nothing_published(None).template)
_SIGNS = {"USD": "$", "CAD": "$", "AUD": "$", "NZD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "ZAR": "R"}


@dataclass(frozen=True, slots=True)
class Written:
    """An estimate in words: the value, its margin or interval, the counts behind it, and why it is withheld."""

    value: str
    margin: str = ""  # "± 3.9", or "18.2 to 23.9" where the interval is not even
    interval: str = ""  # "90 % interval 16.5 % to 24.3 %"
    counts: str = ""  # "2,384 of 4,000"
    reason: str = ""

    @property
    def is_withheld(self) -> bool:
        """True where the reason stands in place of a number."""
        return bool(self.reason)


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes the values of one indicator, which come in computing units."""

    unit: Unit
    per: int | None = None
    currency: str = ""
    most_decimals: int | None = None  # of the values as published, where they are known

    @property
    def factor(self) -> float:
        """From computing to published units."""
        return 100.0 if self.unit is Unit.PERCENT else 1.0

    @property
    def sign(self) -> str:
        """What stands before an amount of money."""
        return _SIGNS.get(self.currency, f"{self.currency}{THIN}" if self.currency else "")

    @property
    def scale(self) -> Scale:
        """The same way of writing, for the axes of charts."""
        if self.unit is Unit.PERCENT:
            return Scale(100.0, "", f"{THIN}%", 0.0, 1.0)
        prefix = self.sign if self.unit is Unit.CURRENCY else ""
        return Scale(1.0, prefix, "", None if self.unit is Unit.INDEX else 0.0)

    @property
    def scale_of_differences(self) -> Scale:
        """For axes of differences: points carry no percent sign, and a difference has no bounds."""
        prefix = self.sign if self.unit is Unit.CURRENCY else ""
        return Scale(self.factor, prefix)

    def value(self, value: float, *, trimmed: bool = False) -> str:
        """A value with its unit; `trimmed` leaves out a decimal that is zero (for targets)."""
        return self._valued(value, self._number(value, trimmed=trimmed))

    def published(self, value: float) -> str:
        """A value that was published, with no more decimals than it was published with."""
        return self._valued(value, self._number(value, is_published=True))

    def _valued(self, value: float, number: str) -> str:
        signed = MINUS if value < 0 and float(_digits(number)) else ""
        return self._with_unit(f"{signed}{self.sign if self.unit is Unit.CURRENCY else ''}{number}")

    def bare(self, value: float, *, like: float | None = None) -> str:
        """A value without its unit, for table columns whose heading says it and for what stands beside `like`."""
        number = self._number(value, like=like)
        return f"{MINUS}{number}" if value < 0 and float(_digits(number)) else number

    def difference(self, value: float) -> str:
        """A difference: `+5.0 points`, `−$1,200`; always with its sign."""
        number = self._number(value, is_difference=True)
        mark = "+" if value > 0 else MINUS if value < 0 else "±"
        if self.unit is Unit.PERCENT:
            return gettext("%(number)s points") % {"number": f"{mark}{number}"}
        return self._with_unit(f"{mark}{self.sign if self.unit is Unit.CURRENCY else ''}{number}")

    def is_nothing(self, value: float) -> bool:
        """True where a difference would be written as zero."""
        return float(_digits(self._number(value, is_difference=True))) == 0

    def size(self, value: float) -> str:
        """The size of a difference without its sign: `5.0 points`."""
        return self.difference(abs(value)).lstrip("+±")

    def estimate(self, estimate: Estimate) -> Written:
        """A whole estimate; where it is withheld the word says so and the reason says why."""
        if estimate.value is None:
            word = word_of_absence(estimate.reason)
            return Written(word, reason=spoken(estimate.reason) or gettext("no reason was published"))
        is_published = estimate.method in ("", "published")
        value = self.published(estimate.value) if is_published else self.value(estimate.value)
        return Written(value, self._margin(estimate), self._interval(estimate), _counts(estimate))

    def line(self, estimate: Estimate) -> str:
        """An estimate on one line: `20.4 % ± 3.9`."""
        written = self.estimate(estimate)
        if written.is_withheld:
            return f"{written.value}: {written.reason}"
        return f"{written.value} {written.margin}".strip()

    def plain(self, estimate: Estimate) -> str:
        """For charts: the value, with its margin where there is one."""
        return self.line(estimate)

    def range_of_difference(self, low: float, high: float) -> str:
        """`+1.2 to +4.3 points`."""
        first, last = self.difference(low), self.difference(high)
        if self.unit is Unit.PERCENT:
            mark = "+" if low > 0 else MINUS if low < 0 else ""
            first = f"{mark}{self._number(low, is_difference=True)}"
        return gettext("%(low)s to %(high)s") % {"low": first, "high": last}

    @property
    def unit_words(self) -> str:
        """The unit as a column heading."""
        if self.unit is Unit.PERCENT:
            return "%"
        if self.unit is Unit.RATE and self.per:
            return gettext("per %(number)s") % {"number": grouped(self.per)}
        if self.unit is Unit.CURRENCY:
            return self.currency
        return {Unit.COUNT: gettext("number"), Unit.INDEX: gettext("index")}.get(self.unit, "")

    def _margin(self, estimate: Estimate) -> str:
        if estimate.value is None or estimate.low is None or estimate.high is None or estimate.high == estimate.low:
            return ""
        half = (estimate.high - estimate.low) / 2
        if abs((estimate.high + estimate.low) / 2 - estimate.value) > 0.02 * half:
            ends = (self.bare(end, like=estimate.value) for end in (estimate.low, estimate.high))
            pair = dict(zip(("low", "high"), ends, strict=True))
            return gettext("(%(low)s to %(high)s)") % pair
        return f"±{THIN}{self._number(half, like=estimate.value)}"

    def _interval(self, estimate: Estimate) -> str:
        if estimate.low is None or estimate.high is None:
            return ""
        words = gettext("%(low)s to %(high)s") % {"low": self.value(estimate.low), "high": self.value(estimate.high)}
        if estimate.level is None:
            return words
        return gettext("%(level)s interval %(range)s") % {"level": level_words(estimate.level), "range": words}

    def shows(self, value: float, text: str) -> bool:
        """True where the page writes this value as the very number that was published as `text`."""
        published = value * self.factor
        decimals = self._decimals_published(abs(published))
        return Decimal(f"{published:.{decimals}f}") == Decimal(text)

    def _number(
        self,
        value: float,
        *,
        trimmed: bool = False,
        like: float | None = None,
        is_published: bool = False,
        is_difference: bool = False,
    ) -> str:
        """`like` is the value beside which the number stands: it has no more decimals, unless it would vanish."""
        published = abs(value * self.factor)
        decimals = self._decimals_published(published) if is_published else self._decimals(published)
        if is_difference and self.unit is Unit.INDEX and self.most_decimals is not None:
            decimals = min(decimals, max(1, self.most_decimals))  # an average of whole numbers has a decimal
        if like is not None and round(published, fewer := self._decimals(abs(like * self.factor))):
            decimals = min(decimals, fewer)
        if trimmed and round(published, decimals) == round(published):
            decimals = 0
        return number_format(f"{published:.{decimals}f}", decimal_pos=decimals, force_grouping=True)

    def _decimals_published(self, published: float) -> int:
        """Of percents and rates, as many as any of the series has; of an index, as many as the value itself has."""
        usual = self._decimals(published)
        if self.unit is Unit.INDEX:
            return min(usual, decimals_in(published))
        if self.unit is Unit.CURRENCY or self.most_decimals is None:  # money is written to the cent
            return usual
        return min(usual, self.most_decimals)

    def _decimals(self, published: float) -> int:
        if self.unit is Unit.COUNT or (self.unit is Unit.CURRENCY and published >= 100):
            return 0
        if self.unit is Unit.INDEX:
            return 1 if published >= 10 else 2
        return 2 if self.unit is Unit.CURRENCY else 1

    def _with_unit(self, text: str) -> str:
        if self.unit is Unit.PERCENT:
            return f"{text}{THIN}%"
        if self.unit is Unit.RATE and self.per:
            return pgettext("a rate", "%(value)s per %(number)s") % {"value": text, "number": grouped(self.per)}
        return text


def _digits(number: str) -> str:
    """Digits alone, to ask whether a rounded number is zero."""
    return "".join(character for character in number if character.isdigit()) or "0"


def decimals_in(published: float) -> int:
    """How many decimals a number needs, without what binary fractions leave behind.

    >>> decimals_in(4.5), decimals_in(0.62 * 100), decimals_in(0.1234)
    (1, 0, 4)
    """
    return max(0, -int(Decimal(f"{published:.10g}").normalize().as_tuple().exponent))


def word_of_absence(reason: str) -> str:
    """What stands in place of a number: withheld only where somebody withholds it."""
    template = getattr(reason, "template", reason)
    if template in _WITHOUT_A_VALUE:
        return gettext("no value")
    return gettext("not applicable") if template == _DOES_NOT_APPLY else gettext("withheld")


def _counts(estimate: Estimate) -> str:
    if estimate.denominator is None:
        return ""
    if estimate.numerator is None:
        return gettext("of %(all)s") % {"all": grouped(estimate.denominator)}
    return gettext("%(some)s of %(all)s") % {"some": grouped(estimate.numerator), "all": grouped(estimate.denominator)}


def grouped(number: float) -> str:
    """A whole number with its thousands apart."""
    return number_format(f"{number:.0f}", decimal_pos=0, force_grouping=True)


def level_words(level: float) -> str:
    """A confidence level: `90 %`."""
    return f"{level * 100:g}{THIN}%"
