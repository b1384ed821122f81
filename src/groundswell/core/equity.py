"""How far apart the groups of one indicator are, in absolute and in relative terms, and whether that is changing.

Both terms are always given, since they can disagree: rates can fall for everyone while the ratio between groups rises.
Each group is compared with a reference that is declared, or else the best group with thirty people and a reliable
value. The largest difference was picked as the largest, so it is called more than chance only where it is so among all
pairs of groups (Benjamini and Hochberg). Summary measures are refused where a group is withheld (the measure would give
it away), where there are fewer than three groups, or where a group has fewer than thirty people.

Sources: see `groundswell.core.inequality`; standard errors by parametric bootstrap as in Healthy People 2030.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from groundswell.core import inequality
from groundswell.core.differences import ACS_LEVEL, Difference, among_many, beside_its_margin, difference_of
from groundswell.core.estimates import Estimate, z_for
from groundswell.core.intervals import exact_z
from groundswell.core.margins import reliability
from groundswell.core.sentences import counted_sentence, sentence
from groundswell.core.vocabulary import EquityMeasure, Polarity, Reliability, Unit
from groundswell.core.wording import amount_in_words, listed, number_in_words, value_in_words

FEWEST_PEOPLE = 30
FEWEST_GROUPS = 3
DRAWS = 1000
SEED = 20300101  # the same page gives the same figures on every visit

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GroupValue:
    """One group's value at one period, and how many people it stands for."""

    group_id: str
    label: str
    estimate: Estimate
    population: float | None = None

    @property
    def people(self) -> float | None:
        """People in the group: its population, or else the denominator of its value."""
        return self.population if self.population is not None else self.estimate.denominator


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """A group beside the reference: the difference in the unit, and the ratio."""

    group: GroupValue
    difference: Difference
    ratio: Estimate


@dataclass(frozen=True, slots=True)
class Inequality:
    """The groups of one dimension at one period; `reason` says why there are no summary measures."""

    reference: GroupValue | None
    comparisons: tuple[GroupComparison, ...]
    lowest: GroupValue | None
    highest: GroupValue | None
    largest_difference: Difference | None
    largest_ratio: Estimate | None
    measures: Mapping[EquityMeasure, Estimate] = field(default_factory=dict)
    reason: str = ""
    words: str = ""


def inequality_of(
    groups: Sequence[GroupValue],
    *,
    polarity: Polarity | None,
    reference_id: str = "",
    is_ordered: bool = False,
    unit: Unit = Unit.INDEX,
    level: float = ACS_LEVEL,
) -> Inequality:
    """Compare the groups of one dimension. `is_ordered` says they run from least to most advantaged.

    >>> groups = [GroupValue(name, name, Estimate(r, denominator=n)) for name, r, n in
    ...           [("a", 20, 78), ("b", 30, 91), ("c", 40, 162), ("d", 50, 103), ("e", 60, 105)]]
    >>> found = inequality_of(groups, polarity=Polarity.HIGHER)
    >>> round(100 * found.measures[EquityMeasure.ATTRIBUTABLE_FRACTION].value, 6)
    45.544554
    """
    shown = [group for group in groups if group.estimate.value is not None]
    if len(shown) < 2:
        reason: str = sentence("Fewer than two groups have a value that may be shown")
        return Inequality(None, (), None, None, None, None, reason=reason, words=reason)
    reference = _reference(shown, polarity, reference_id)
    lowest, highest = min(shown, key=_rate), max(shown, key=_rate)
    gap = _largest_difference(shown, highest, lowest, level)
    ratio = ratio_of(highest.estimate, lowest.estimate, level=level)
    others = [group for group in shown if group is not reference]
    comparisons = tuple(_compared(group, reference, level) for group in others) if reference else ()
    reason = why_no_measures(groups)
    if not reason and reference is None:
        reason = sentence("The reference group has no value")
    measures = {} if reason or reference is None else _measures(groups, reference, is_ordered, unit, level)
    words = _words(lowest, highest, gap, ratio, unit, level)
    return Inequality(reference, comparisons, lowest, highest, gap, ratio, measures, reason, words)


def why_no_measures(groups: Sequence[GroupValue]) -> str:
    """Why there can be no summary measure over these groups; empty where there can."""
    if any(group.estimate.value is None for group in groups):
        return sentence("A group is withheld, and a summary over all groups would give it away")
    if len(groups) < FEWEST_GROUPS:
        return sentence("There are fewer than three groups, too few for a summary measure")
    small = [group.label for group in groups if _is_small(group)]
    if small:
        return counted_sentence(
            "{groups} has fewer than {fewest} people",
            "{groups} have fewer than {fewest} people",
            len(small),
            groups=listed(small),
            fewest=FEWEST_PEOPLE,
        )
    return ""


def ratio_of(estimate: Estimate, reference: Estimate, *, level: float = ACS_LEVEL) -> Estimate:
    """The ratio of two rates with an interval on the log scale; withheld where the reference is 0.

    From counts: se(ln ratio) = √(1/a - 1/n + 1/c - 1/m). From margins: √((SE/r)² + (SE'/r')²).

    >>> ratio = ratio_of(Estimate(30 / 200, numerator=30, denominator=200),
    ...                  Estimate(15 / 220, numerator=15, denominator=220), level=0.95)
    >>> round(ratio.value, 6), round(ratio.low, 6), round(ratio.high, 5)
    (2.2, 1.220164, 3.96668)
    """
    if estimate.value is None or reference.value is None:
        return Estimate.withheld(sentence("One of the two values is withheld"))
    if reference.value <= 0:
        return Estimate.withheld(sentence("The reference is 0, so there is no ratio"))
    value, error = estimate.value / reference.value, _log_error(estimate, reference)
    if error is None or value <= 0:
        return Estimate(value)
    z = exact_z(level)
    return Estimate(value, exp(log(value) - z * error), exp(log(value) + z * error), level, method="log ratio")


def _log_error(estimate: Estimate, reference: Estimate) -> float | None:
    a, n, c, m = estimate.numerator, estimate.denominator, reference.numerator, reference.denominator
    if estimate.method != "published" and reference.method != "published" and a and n and c and m:
        return sqrt(max(1 / a - 1 / n + 1 / c - 1 / m, 0.0))
    first, second = estimate.standard_error, reference.standard_error
    if first is None or second is None or not estimate.value or not reference.value:
        return None
    return sqrt((first / estimate.value) ** 2 + (second / reference.value) ** 2)


def _largest_difference(
    shown: Sequence[GroupValue], highest: GroupValue, lowest: GroupValue, level: float
) -> Difference:
    """The widest of all pairs of groups; that it was picked as the widest is allowed for in what chance explains."""
    widest = difference_of(highest.estimate, lowest.estimate, level=level)
    others = [pair for pair in combinations(shown, 2) if {id(one) for one in pair} != {id(highest), id(lowest)}]
    pairs = [widest, *(difference_of(one.estimate, other.estimate, level=level) for one, other in others)]
    return replace(widest, is_more_than_chance=among_many(pairs)[0])


def _rate(group: GroupValue) -> float:
    assert group.estimate.value is not None  # only groups that are shown
    return group.estimate.value


def _is_small(group: GroupValue) -> bool:
    sample = group.estimate.denominator if group.estimate.denominator is not None else group.population
    return sample is not None and sample < FEWEST_PEOPLE


def _reference(shown: Sequence[GroupValue], polarity: Polarity | None, reference_id: str) -> GroupValue | None:
    if reference_id:
        return next((group for group in shown if group.group_id == reference_id), None)
    sound = [g for g in shown if not _is_small(g) and reliability(g.estimate) is not Reliability.LOW]
    best = min if polarity is Polarity.LOWER else max
    return best(sound, key=_rate) if sound else None


def _compared(group: GroupValue, reference: GroupValue, level: float) -> GroupComparison:
    difference = difference_of(group.estimate, reference.estimate, level=level)
    return GroupComparison(group, difference, ratio_of(group.estimate, reference.estimate, level=level))


def _measures(
    groups: Sequence[GroupValue], reference: GroupValue, is_ordered: bool, unit: Unit, level: float
) -> dict[EquityMeasure, Estimate]:
    rates = np.array([_rate(group) for group in groups])
    people = [group.people for group in groups]
    known = [number for number in people if number is not None]
    shares = np.array(known) / sum(known) if len(known) == len(people) and sum(known) > 0 else None
    place = next(i for i, group in enumerate(groups) if group is reference)
    values = inequality.measure_values(rates, shares, place, is_ordered=is_ordered)
    errors = _bootstrap_errors(groups, rates, shares, place, is_ordered, unit)
    unknown = Estimate.withheld(sentence("The number of people in each group is not known"))
    return {
        measure: _measured(float(values[measure]), errors.get(measure), level) if measure in values else unknown
        for measure in EquityMeasure
        if is_ordered or "concentration" not in measure
    }


def _measured(value: float, error: float | None, level: float) -> Estimate:
    if not np.isfinite(value):
        return Estimate.withheld(sentence("A group's value, or everyone's, is 0"))
    margin = None if error is None else z_for(level) * error
    return Estimate.from_margin(value, margin, level, method="parametric bootstrap")


def _bootstrap_errors(
    groups: Sequence[GroupValue],
    rates: Floats,
    shares: Floats | None,
    reference: int,
    is_ordered: bool,
    unit: Unit,
) -> dict[EquityMeasure, float]:
    """Standard errors from a thousand tables drawn around the groups' values; none where an error is not known."""
    errors = [group.estimate.standard_error for group in groups]
    known = [error for error in errors if error is not None]
    if len(known) < len(errors):
        return {}
    draws = np.random.default_rng(SEED).normal(rates, known, size=(DRAWS, len(rates)))
    # A rate below 0, or a share above 1, cannot be drawn.
    draws = np.clip(draws, 0.0, 1.0 if unit is Unit.PERCENT else None)
    simulated = inequality.measure_values(draws, shares, reference, is_ordered=is_ordered)
    finite = {measure: values[np.isfinite(values)] for measure, values in simulated.items()}
    return {measure: float(values.std(ddof=1)) for measure, values in finite.items() if values.size > DRAWS / 2}


def _words(lowest: GroupValue, highest: GroupValue, gap: Difference, ratio: Estimate, unit: Unit, level: float) -> str:
    value = gap.estimate.value or 0.0
    if value == 0:
        return sentence(
            "There is no difference between {lowest} and {highest}", lowest=lowest.label, highest=highest.label
        )
    apart = sentence(
        "The value for {highest} ({high}) is {amount} above that for {lowest} ({low})",
        amount=amount_in_words(value, unit),
        highest=highest.label,
        high=value_in_words(_rate(highest), unit),
        lowest=lowest.label,
        low=value_in_words(_rate(lowest), unit),
    )
    if ratio.value is not None:
        apart = sentence("{apart}, or {ratio} times as high", apart=apart, ratio=number_in_words(ratio.value))
    return beside_its_margin(apart, gap, level)
