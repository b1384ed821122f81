"""The gap between groups over time: is it narrowing, and can that be told from chance?

The gap of a period is between the highest and the lowest of the same set of groups: those shown at the latest
period that two groups share. Periods in which one of them is missing are left out, because a gap over other groups
is another gap.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from groundswell.core.comparability import comparable_points
from groundswell.core.differences import ACS_LEVEL, Difference, beside_its_margin, difference_of
from groundswell.core.equity import ratio_of
from groundswell.core.estimates import Estimate, Observation
from groundswell.core.periods import Period
from groundswell.core.sentences import sentence
from groundswell.core.vocabulary import Unit
from groundswell.core.wording import amount_in_words


@dataclass(frozen=True, slots=True)
class GapPoint:
    """The gap at one period, as a difference and as a ratio."""

    period: Period
    difference: Estimate
    ratio: Estimate


@dataclass(frozen=True, slots=True)
class GapHistory:
    """The gap over time and what became of it since the first period that can be compared with the latest."""

    points: tuple[GapPoint, ...]
    change: Difference | None
    words: str


def gap_history(
    histories: Mapping[str, Sequence[Observation]], *, unit: Unit = Unit.INDEX, level: float = ACS_LEVEL
) -> GapHistory:
    """The gap between the groups of one dimension, from each group's observations."""
    shown = {group: {point.period: point.estimate for point in comparable_points(h)} for group, h in histories.items()}
    groups_at = Counter(period for points in shown.values() for period in points)
    latest = max((period for period, groups in groups_at.items() if groups > 1), default=None)
    if latest is None:
        return GapHistory((), None, sentence("No two groups have a value at the same period"))
    kept = [points for points in shown.values() if latest in points]
    common = sorted(set.intersection(*(set(points) for points in kept)))
    gaps = tuple(_gap(period, [points[period] for points in kept], level) for period in common)
    first = next((gap for gap in gaps if not gap.period.overlaps(latest)), None)
    if first is None:
        return GapHistory(gaps, None, sentence("No earlier period can be compared with the latest"))
    change = difference_of(gaps[-1].difference, first.difference, level=level)
    return GapHistory(gaps, change, _words(first, gaps[-1], change, unit, level))


def _gap(period: Period, estimates: Sequence[Estimate], level: float) -> GapPoint:
    lowest, highest = min(estimates, key=_value), max(estimates, key=_value)
    difference = difference_of(highest, lowest, level=level).estimate
    return GapPoint(period, difference, ratio_of(highest, lowest, level=level))


def _value(estimate: Estimate) -> float:
    assert estimate.value is not None  # comparable points have a number
    return estimate.value


def _words(first: GapPoint, latest: GapPoint, change: Difference, unit: Unit, level: float) -> str:
    value = change.estimate.value
    if value is None:
        return change.reason
    if value == 0:
        return sentence("The gap is as wide as in {period}", period=first.period)
    amount = amount_in_words(abs(value), unit)
    if value > 0:
        said = sentence("The gap is {amount} wider than in {period}", amount=amount, period=first.period)
    else:
        said = sentence("The gap is {amount} narrower than in {period}", amount=amount, period=first.period)
    if change.is_more_than_chance is None:
        said = sentence("{change}; no margin is published, so chance cannot be told", change=said)
    is_of_a_survey = latest.difference.method != "newcombe"
    said = beside_its_margin(said, change, level, is_of_a_survey=is_of_a_survey)
    before, now = first.ratio.value, latest.ratio.value
    if before is None or now is None or (now - before) * value >= 0:
        return said
    if value > 0:
        return sentence("{change}; yet in relative terms the gap narrowed", change=said)
    return sentence("{change}; yet in relative terms the gap widened", change=said)
