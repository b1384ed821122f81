"""Why a verdict is what it is, in words a resident understands."""

from groundswell.core.drift import DIFFERENCE_LEVEL, FEWEST_FOR_A_BASELINE, FEWEST_FOR_A_VERDICT, FEWEST_SINCE
from groundswell.core.vocabulary import Unit, Verdict
from groundswell.core.wording import amount_in_words, level_in_words

NO_BEGINNING = "No period is given in which the work began, so there is no baseline to compare with"
NO_DIRECTION = "Neither direction is said to be good, so there is no verdict"
NO_VALUES = "No value is published"
NO_VARIATION = "The points before the work began do not vary, so chance cannot be measured"
NOTHING_VARIES = "The values do not vary, so chance cannot be measured"
OVERLAPPING = "The survey periods overlap, so the points are not independent of one another"
MIXED = "The periods are of different kinds, so they do not stand on one axis"
TWICE = "Two values stand for the same period"
BROKEN_SINCE = "The definition changed after the baseline was drawn, so what came since cannot be compared with it"


def too_few_before(count: int) -> str:
    """The history is too short.

    >>> too_few_before(4)
    'Only 4 points before the work began; 6 are needed'
    """
    have = {0: "No point", 1: "Only 1 point"}.get(count, f"Only {count} points")
    return f"{have} before the work began; {FEWEST_FOR_A_VERDICT} are needed"


def too_few_since(count: int) -> str:
    """Too little has been observed since the work began."""
    return f"{'Only 1 point' if count else 'No point'} since the work began; {FEWEST_SINCE} are needed"


def measured(verdict: Verdict, count: int, mean: float, low: float, high: float, p: float, unit: Unit) -> str:
    """How far `count` values lie from the baseline on average, with the interval, and how easily chance does that.

    >>> measured(Verdict.POSSIBLY_TURNING, 3, 0.0164, 0.0024, 0.0304, 0.0605, Unit.PERCENT)[:72]
    'The 3 values since the work began lie 1.6 points above the baseline on a'
    """
    where = f"{amount_in_words(abs(mean), unit)} {'above' if mean > 0 else 'below'} the baseline on average"
    between = f"{amount_in_words(low, unit)} to {amount_in_words(high, unit)}"
    interval = f"{level_in_words(DIFFERENCE_LEVEL)} interval {between}"
    said = "that is within what chance allows" if verdict is Verdict.AS_EXPECTED else _how_rare(p)
    return f"The {count} values since the work began lie {where} ({interval}); {said}"


def _how_rare(p: float) -> str:
    often = "less than once in 1,000 times" if p < 0.001 else f"in {p * 100:.1f} % of cases"
    return f"if nothing had changed, chance would take them this far {often}"


def too_few_to_forecast(count: int) -> str:
    """Too little is comparable to say where the curve is heading."""
    have = {0: "No comparable value", 1: "Only 1 comparable value"}.get(count, f"Only {count} comparable values")
    return f"{have}; {FEWEST_FOR_A_BASELINE} are needed for a forecast"
