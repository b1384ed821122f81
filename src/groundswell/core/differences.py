"""Is the difference between two estimates more than chance?

The test divides the difference by its standard error, which is found from each margin at its own level: a 90 percent
margin and a 95 percent one are compared as what they are, and a margin of unknown level is refused. That two
intervals overlap is not the test. Where the numbers are plain counts of people, Newcombe's interval is used.

Sources: Census Bureau, Understanding and Using ACS Data, chapter 7; Newcombe, Statistics in Medicine 17 (1998) 873;
Benjamini and Hochberg, JRSS B 57 (1995) 289.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt

from groundswell.core.estimates import Estimate, z_for
from groundswell.core.intervals import newcombe
from groundswell.core.sentences import Sentence, sentence
from groundswell.core.wording import level_in_words

ACS_LEVEL = 0.90
FALSE_DISCOVERIES = 0.10  # the share of false alarms that a page of many comparisons may hold
_FROM_COUNTS = ("", "wilson", "agresti-coull", "jeffreys", "exact")


@dataclass(frozen=True, slots=True)
class Difference:
    """Later minus earlier, with its interval; `is_more_than_chance` is None, with the reason, where nobody can know."""

    estimate: Estimate
    z: float | None = None
    p_value: float | None = None  # two-sided
    is_more_than_chance: bool | None = None
    reason: str = ""


def z_statistic(first: float, first_error: float, second: float, second_error: float, *, shared: float = 0.0) -> float:
    """The size of a difference in standard errors: |X1 - X2| / √((1 - C)(SE1² + SE2²)).

    C is the share of time that two survey spans have in common: 0.8 for 2015..2019 and 2016..2020.

    >>> round(z_statistic(23.4, 1.0 / 1.645, 28.1, 1.0 / 1.645), 6)
    5.466996
    >>> round(z_statistic(135_173, 3_860 / 1.645, 139_301, 4_047 / 1.645), 6)
    1.214192
    """
    error = difference_error(first_error, second_error, shared=shared)
    if error == 0:
        return 0.0 if first == second else float("inf")
    return abs(first - second) / error


def difference_error(first_error: float, second_error: float, *, shared: float = 0.0) -> float:
    """The standard error of a difference, smaller where two survey spans share years: √((1 - C)(SE1² + SE2²))."""
    return sqrt((1 - shared) * (first_error**2 + second_error**2))


def difference_of(
    later: Estimate, earlier: Estimate, *, level: float = ACS_LEVEL, shared: float = 0.0, allow_overlap: bool = False
) -> Difference:
    """The difference later - earlier and whether it is more than chance at `level` (the ACS convention is 0.90).

    `shared` is the share of time two spans have in common. Spans that overlap are refused unless `allow_overlap`
    says that the corrected standard error is wanted.

    >>> change = difference_of(Estimate.from_margin(28.1, 1.0, 0.90), Estimate.from_margin(23.4, 1.0, 0.90))
    >>> round(change.estimate.value, 1), change.is_more_than_chance
    (4.7, True)
    """
    if later.value is None or earlier.value is None:
        return _refused(sentence("One of the two values is withheld"))
    if shared > 0 and not allow_overlap:
        return _refused(
            sentence("The two survey periods share years, so they cannot be compared as if they were independent")
        )
    if _is_counted(later) and _is_counted(earlier):
        return _counted_difference(later, earlier, level)
    return _estimated_difference(later, earlier, level, shared)


def _refused(reason: str) -> Difference:
    return Difference(Estimate.withheld(reason), reason=reason)


def _is_counted(estimate: Estimate) -> bool:
    """A share of people whose counts are known and whose interval nobody published."""
    top, bottom, value = estimate.numerator, estimate.denominator, estimate.value
    if estimate.method not in _FROM_COUNTS or not bottom or top is None or value is None or not 0 <= top <= bottom:
        return False
    # A published share is rounded; counts that give another number belong to another definition.
    return abs(top / bottom - value) < 0.006


def _counted_difference(later: Estimate, earlier: Estimate, level: float) -> Difference:
    x1, n1, x2, n2 = later.numerator, later.denominator, earlier.numerator, earlier.denominator
    assert x1 is not None and n1 and x2 is not None and n2
    low, high = newcombe(x1, n1, x2, n2, level)
    pooled = (x1 + x2) / (n1 + n2)
    error = sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    z = z_statistic(x1 / n1, error, x2 / n2, 0.0)
    estimate = Estimate(x1 / n1 - x2 / n2, low, high, level, method="newcombe")
    return Difference(estimate, z, two_sided_p(z), bool(low > 0 or high < 0))


def _estimated_difference(later: Estimate, earlier: Estimate, level: float, shared: float) -> Difference:
    assert later.value is not None and earlier.value is not None
    value = later.value - earlier.value
    missing = _why_no_error(later) or _why_no_error(earlier)
    if missing:
        return Difference(Estimate(value), reason=missing)
    first_error, second_error = later.standard_error, earlier.standard_error
    assert first_error is not None and second_error is not None
    margin = z_for(level) * difference_error(first_error, second_error, shared=shared)
    z = z_statistic(later.value, first_error, earlier.value, second_error, shared=shared)
    estimate = Estimate.from_margin(value, margin, level, method="difference of estimates")
    return Difference(estimate, z, two_sided_p(z), z > z_for(level))


def _why_no_error(estimate: Estimate) -> str:
    if estimate.margin is None:
        return sentence("No margin of error is published for both values")
    if estimate.standard_error is None:
        return sentence("The confidence level of a margin is not known, so the values cannot be compared")
    return ""


def beside_its_margin(
    said: Sentence, difference: Difference, level: float, *, is_of_a_survey: bool | None = None
) -> Sentence:
    """What was said, and whether it is more than its margin of error; nothing is added where nobody can know.

    A margin knows the error of sampling and nothing of how a series wanders from year to year; "chance" is the word
    of the verdict, which knows both.
    """
    if difference.is_more_than_chance is None:
        return said
    if is_of_a_survey is None:
        is_of_a_survey = difference.estimate.method != "newcombe"
    margin = margin_in_words(is_of_a_survey=is_of_a_survey)
    values: dict[str, str] = {"change": said, "margin": margin, "level": level_in_words(level)}
    if difference.is_more_than_chance:
        return sentence("{change}; more than {margin} ({level})", **values)
    return sentence("{change}; within {margin} ({level})", **values)


def margin_in_words(*, is_of_a_survey: bool) -> Sentence:
    """Whose margin: a survey's as it was published, or one found from counts of people."""
    return sentence("the survey's margin of error") if is_of_a_survey else sentence("the margin of error of the counts")


def among_many(differences: Sequence[Difference]) -> list[bool | None]:
    """Which differences of one page are more than chance when all of them are looked at; None where nobody can know.

    Each must pass its own test and, so that a page of many comparisons does not cry wolf, that of Benjamini and
    Hochberg among all.

    >>> def difference(z):
    ...     return Difference(Estimate(z), z, two_sided_p(z), z > 1.645)
    >>> among_many([difference(1.7)]), among_many([difference(z) for z in (1.7, 0.1, 0.5, 0.2)])
    ([True], [False, False, False, False])
    """
    stand = benjamini_hochberg([one.p_value for one in differences])
    return [
        None if one.is_more_than_chance is None else one.is_more_than_chance and it_stands
        for one, it_stands in zip(differences, stand, strict=True)
    ]


def two_sided_p(z: float) -> float:
    """The chance of a difference at least this many standard errors either way.

    >>> round(two_sided_p(1.959964), 6)
    0.05
    """
    return erfc(abs(z) / sqrt(2))


def benjamini_hochberg(p_values: Sequence[float | None], q: float = FALSE_DISCOVERIES) -> list[bool]:
    """Which of many comparisons stand when at most a share `q` of those that stand may be false.

    Sorted p-values are held against q·rank/m; all up to the last that passes stand. An unknown p never does and is
    not counted. Forty indicators over thirty tracts at 90 percent would otherwise give 120 false arrows.

    >>> benjamini_hochberg([0.001, 0.20, 0.03, 0.06, None], q=0.10)
    [True, False, True, True, False]
    """
    known = sorted(p for p in p_values if p is not None)
    bar = max((p for rank, p in enumerate(known, 1) if p <= q * rank / len(known)), default=-1.0)
    return [p is not None and p <= bar for p in p_values]
