"""Why a verdict is what it is, in words a resident understands."""

from groundswell.core.drift import DIFFERENCE_LEVEL, FEWEST_FOR_A_BASELINE, FEWEST_FOR_A_VERDICT, FEWEST_SINCE
from groundswell.core.periods import Period
from groundswell.core.sentences import Numeral, Sentence, counted_sentence, sentence
from groundswell.core.vocabulary import Unit, Verdict
from groundswell.core.wording import amount_in_words, level_in_words

NO_BEGINNING = sentence("No period is given in which the work began, so there is no baseline to compare with")
NO_DIRECTION = sentence("Neither direction is said to be good, so there is no verdict")
NOT_SAID = sentence("It is not said which way is better, so there is no verdict")
NOTHING_SAID = sentence(
    "It is said neither which way is better nor in which period the work began, so there is no verdict"
)
NO_VALUES = sentence("No value is published")
NO_VARIATION = sentence("The points before the work began do not vary, so chance cannot be measured")
NOTHING_VARIES = sentence("The values do not vary, so chance cannot be measured")
OVERLAPPING = sentence("The survey periods overlap, so the points are not independent of one another")
MIXED = sentence("The periods are of different kinds, so they do not stand on one axis")
TWICE = sentence("Two values stand for the same period")
BROKEN_SINCE = sentence(
    "The definition changed after the baseline was drawn, so what came since cannot be compared with it"
)
_WITHIN_CHANCE = sentence("that is within what chance allows")
_VERY_RARE = sentence("if nothing had changed, chance would take them this far less than once in 1,000 times")
_LEVEL = level_in_words(DIFFERENCE_LEVEL)


def nothing_published(period: Period | None) -> Sentence:
    """A number that nobody published for this period, though others did."""
    return sentence("no value was published for {period}", period=period or "")


def too_few_before(count: int) -> Sentence:
    """The history is too short.

    >>> too_few_before(4)
    'Only 4 points before the work began; 6 are needed'
    """
    if not count:
        return sentence("No point before the work began; {needed} are needed", needed=FEWEST_FOR_A_VERDICT)
    return counted_sentence(
        "Only {count} point before the work began; {needed} are needed",
        "Only {count} points before the work began; {needed} are needed",
        count,
        needed=FEWEST_FOR_A_VERDICT,
    )


def too_few_since(count: int) -> Sentence:
    """Too little has been observed since the work began."""
    if not count:
        return sentence("No point since the work began; {needed} are needed", needed=FEWEST_SINCE)
    return sentence("Only 1 point since the work began; {needed} are needed", needed=FEWEST_SINCE)


def measured(verdict: Verdict, count: int, mean: float, low: float, high: float, p: float, unit: Unit) -> Sentence:
    """How far `count` values lie from the baseline on average, with the interval, and how easily chance does that.

    >>> measured(Verdict.POSSIBLY_TURNING, 3, 0.0164, 0.0024, 0.0304, 0.0605, Unit.PERCENT)[:72]
    'The 3 values since the work began lie 1.6 points above the baseline on a'
    """
    measures: dict[str, str] = {
        "amount": amount_in_words(abs(mean), unit),
        "level": _LEVEL,
        "low": amount_in_words(low, unit),
        "high": amount_in_words(high, unit),
        "chance": _WITHIN_CHANCE if verdict is Verdict.AS_EXPECTED else _how_rare(p),
    }
    if mean > 0:
        return sentence(
            "The {count} values since the work began lie {amount} above the baseline on average "
            "({level} interval {low} to {high}); {chance}",
            count=count,
            **measures,
        )
    return sentence(
        "The {count} values since the work began lie {amount} below the baseline on average "
        "({level} interval {low} to {high}); {chance}",
        count=count,
        **measures,
    )


def _how_rare(p: float) -> Sentence:
    if p < 0.001:
        return _VERY_RARE
    return sentence(
        "if nothing had changed, chance would take them this far in {share} % of cases",
        share=Numeral.of(p * 100, 1),
    )


def too_few_to_forecast(count: int) -> Sentence:
    """Too little is comparable to say where the curve is heading."""
    if not count:
        return sentence("No comparable value; {needed} are needed for a forecast", needed=FEWEST_FOR_A_BASELINE)
    return counted_sentence(
        "Only {count} comparable value; {needed} are needed for a forecast",
        "Only {count} comparable values; {needed} are needed for a forecast",
        count,
        needed=FEWEST_FOR_A_BASELINE,
    )
