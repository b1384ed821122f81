"""How a chart writes numbers and periods along its axes.

Values come in computing units (a percent is a proportion) and are written in published ones. Periods stand at their
middle on a line of decimal years, so that quarters, school years and survey spans share one axis.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from groundswell.core.periods import Period, PeriodKind


@dataclass(frozen=True, slots=True)
class Scale:
    """The unit of an axis: published value = `factor` x computed value, with `prefix` and `suffix` around it.

    `floor` and `ceiling` are bounds that a value cannot pass (0 and 1 for a percent), in computing units.
    """

    factor: float = 1.0
    prefix: str = ""
    suffix: str = ""
    floor: float | None = None
    ceiling: float | None = None

    def label_expression(self, domain: tuple[float, float]) -> str:
        """The Vega expression that writes a tick, with as many decimals as the domain needs."""
        number = f"format(datum.value * {self.factor:g}, ',.{self._decimals(domain)}f')"
        return f"{json.dumps(self.prefix)} + {number} + {json.dumps(self.suffix)}"

    def label_width(self, domain: tuple[float, float]) -> float:
        """The width of the widest tick, in CSS pixels; a nice axis ends on a rounder number than its values do."""
        ends = [end * self.factor for end in nice_ends(*domain)]
        return max(text_width(f"{self.prefix}{end:,.{self._decimals(domain)}f}{self.suffix}") for end in ends)

    def _decimals(self, domain: tuple[float, float]) -> int:
        width = (domain[1] - domain[0]) * self.factor
        return 0 if width >= 5 else 1 if width >= 0.5 else 2

    def domain(self, values: Iterable[float | None], *, padding: float = 0.12) -> tuple[float, float]:
        """The least and greatest value with some air, inside the bounds; (0, 1) where there is nothing."""
        known = [value for value in values if value is not None and math.isfinite(value)]
        if not known:
            return (0.0, 1.0)
        low, high = min(known), max(known)
        air = (high - low) * padding or abs(high) * 0.1 or 1.0
        low, high = low - air, high + air
        if self.floor is not None:
            low = max(low, self.floor)
        if self.ceiling is not None:
            high = min(high, self.ceiling)
        return (low, high)


def nice_ends(low: float, high: float) -> tuple[float, float]:
    """Where an axis ends that Vega makes nice: on a multiple of the step that cuts it into about ten (as d3 has it).

    >>> nice_ends(0, 960), nice_ends(3100, 96000)
    ((0.0, 1000.0), (0.0, 100000.0))
    """
    before = 0.0
    for _ in range(10):
        step = _step((high - low) / 10)
        if not step or step == before:
            break
        low, high, before = math.floor(low / step) * step, math.ceil(high / step) * step, step
    return low, high


def _step(raw: float) -> float:
    if raw <= 0 or not math.isfinite(raw):
        return 0.0
    power = 10.0 ** math.floor(math.log10(raw))
    over = raw / power
    return power * (10 if over >= math.sqrt(50) else 5 if over >= math.sqrt(10) else 2 if over >= math.sqrt(2) else 1)


# How wide letters of the typeface are, in parts of its size; any other is as wide as a wide one.
_WIDTHS = {
    **dict.fromkeys(" ,.:;'|il", 0.28),
    **dict.fromkeys("-()ftj", 0.37),
    **dict.fromkeys("rI/", 0.46),
    **dict.fromkeys("acekrsvxyz", 0.57),
    **dict.fromkeys("0123456789–±+−", 0.58),
    **dict.fromkeys("bdghnopqu", 0.63),
    **dict.fromkeys("ABCDEFKLPRSTVXYZ", 0.67),
}
_WIDE_LETTER = 0.83


def text_width(text: str, size: float = 12) -> float:
    """How wide a text will be, in CSS pixels, rather too wide than too narrow."""
    return size * sum(_WIDTHS.get(letter, _WIDE_LETTER) for letter in text)


def middle(period: Period) -> float:
    """Where a period stands on the axis: its middle, in decimal years."""
    return (period.start + period.end) / 2


def period_words(period: Period) -> str:
    """A period as people write it: 2023, 2022–23, 2023 Q2, 2018–22; a month as 2023-06."""
    match period.kind:
        case PeriodKind.SPLIT_YEAR:
            return f"{period.first_year}–{period.last_year % 100:02d}"
        case PeriodKind.SPAN:
            return f"{period.first_year}–{period.last_year % 100:02d}"
        case PeriodKind.QUARTER:
            return str(period).replace("-", " ")
        case _:
            return str(period)


def ticks(periods: Sequence[Period], *, at_most: int) -> list[Period]:
    """Evenly spaced periods to label, the last one always among them."""
    ordered = sorted(set(periods))
    if not ordered:
        return []
    stride = max(1, math.ceil(len(ordered) / at_most))
    return ordered[::-1][::stride][::-1]


def tick_expression(labelled: Sequence[Period]) -> str:
    """A Vega expression from an axis position to the words of the period that stands there."""
    expression = '""'
    for period in reversed(labelled):
        expression = f"abs(datum.value - {middle(period)!r}) < 0.01 ? {json.dumps(period_words(period))} : {expression}"
    return expression
