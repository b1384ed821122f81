"""The honest trend arrow: five ways in which a value can have changed from one comparable point to another.

By the statistical rule (NCHS, Healthy People 2020 and 2030) a change counts only where it is more than its margin of
error or, where nobody publishes margins, at least a tenth of the way to the target, or a tenth of where it began.
By New York's rule (`ties_improve`) the value is set beside the target and beside last year, and a tie is improving.

Source: National Center for Health Statistics, Healthy People 2020 final progress table and its technical notes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.core.comparability import comparable_points
from groundswell.core.differences import ACS_LEVEL, Difference, beside_its_margin, difference_of
from groundswell.core.estimates import Estimate, Observation
from groundswell.core.margins import ReliabilityPolicy, reliability
from groundswell.core.periods import Period
from groundswell.core.sentences import Numeral, Sentence, sentence
from groundswell.core.vocabulary import ChangeCategory, ComparisonRule, Polarity, Reliability, Unit
from groundswell.core.wording import amount_in_words, value_in_words

LEAST_SHARE = 0.10  # of the way to the target, or of the first value, where there is no margin
_TINY = 1e-12  # of the numbers compared: what is left over from binary fractions of decimal numbers


@dataclass(frozen=True, slots=True)
class Change:
    """What happened between two comparable points, as a category and in words."""

    category: ChangeCategory
    words: str
    since: Period | None = None
    latest: Period | None = None
    difference: Difference | None = None
    toward_target: float | None = None  # share of the targeted change that was achieved (PTCA / 100)
    meets_target: bool | None = None
    improves_on_last: bool | None = None  # against the period just before; a tie improves


def is_as_good_as(value: float, other: float, polarity: Polarity) -> bool | None:
    """True where a value is at least as good as another; None where no direction is good.

    >>> is_as_good_as(99.6, 98.0, Polarity.HIGHER), is_as_good_as(0.22, 0.22, Polarity.LOWER)
    (True, True)
    """
    if polarity is Polarity.NEUTRAL:
        return None
    tolerance = _TINY * max(abs(value), abs(other))
    return value >= other - tolerance if polarity is Polarity.HIGHER else value <= other + tolerance


def category_of_change(
    recent: Estimate,
    baseline: Estimate,
    *,
    polarity: Polarity,
    target: float | None = None,
    level: float = ACS_LEVEL,
) -> ChangeCategory:
    """The category of one change by the statistical rule.

    >>> def change(earlier, later, error=None):
    ...     margin = None if error is None else 1.645 * error
    ...     first, second = (Estimate.from_margin(v, margin, 0.90) for v in (earlier, later))
    ...     return str(category_of_change(second, first, polarity=Polarity.HIGHER, target=60))
    >>> change(50, 55, 1), change(50, 50.9), change(50, 51), change(50, 46, 1.5)
    ('improving', 'little_change', 'improving', 'getting_worse')
    """
    if recent.value is None or baseline.value is None:
        return ChangeCategory.NOT_ENOUGH_DATA
    if target is not None and is_as_good_as(recent.value, target, polarity):
        return ChangeCategory.TARGET_MET
    difference = difference_of(recent, baseline, level=level)
    is_real = difference.is_more_than_chance
    if is_real is None and recent.margin is not None and baseline.margin is not None:
        return ChangeCategory.NOT_ENOUGH_DATA  # margins of unknown level: neither tested nor ignored
    if is_real is None:
        is_real = _is_a_tenth(recent.value, baseline.value, polarity, target)
    if not is_real or recent.value == baseline.value:
        return ChangeCategory.LITTLE_CHANGE
    if polarity is Polarity.NEUTRAL:
        return ChangeCategory.NOT_ENOUGH_DATA
    is_better = is_as_good_as(recent.value, baseline.value, polarity)
    return ChangeCategory.IMPROVING if is_better else ChangeCategory.GETTING_WORSE


def share_of_targeted_change(
    recent: float, baseline: float, target: float | None, polarity: Polarity = Polarity.HIGHER
) -> float | None:
    """(recent - baseline) / (target - baseline): half way is 0.5; None without a target or if the baseline met it.

    >>> share_of_targeted_change(55, 50, 60)
    0.5
    """
    if target is None or target == baseline or is_as_good_as(baseline, target, polarity):
        return None
    return (recent - baseline) / (target - baseline)


def _is_a_tenth(recent: float, baseline: float, polarity: Polarity, target: float | None) -> bool:
    achieved = share_of_targeted_change(recent, baseline, target, polarity)
    if achieved is not None and is_as_good_as(recent, baseline, polarity):
        return achieved >= LEAST_SHARE - 1e-9
    return abs(recent - baseline) >= (LEAST_SHARE - 1e-9) * abs(baseline)


def change_of(
    observations: Sequence[Observation],
    *,
    polarity: Polarity | None,
    target: float | None = None,
    rule: ComparisonRule = ComparisonRule.NCHS,
    level: float = ACS_LEVEL,
    unit: Unit = Unit.INDEX,
    work_began: Period | None = None,
) -> Change:
    """The change to the latest point: from the last point before the work began, or else from the first comparable one.

    By New York's rule it is from the period just before. Points from before a break, withheld points and spans that
    share years with the latest are left out.
    """
    points = comparable_points(observations)
    if not points:
        return Change(ChangeCategory.NOT_ENOUGH_DATA, sentence("There is no value that may be shown"))
    if rule is ComparisonRule.TIES_IMPROVE:
        return _plain_change(points, polarity, target)
    return _tested_change(points, polarity, target, level, unit, work_began)


def _plain_change(points: Sequence[Observation], said: Polarity | None, target: float | None) -> Change:
    latest, polarity = points[-1], said or Polarity.NEUTRAL
    recent = _value(latest)
    before = next((point for point in points if point.period == latest.period.shift(-1)), None)
    meets = None if target is None else is_as_good_as(recent, target, polarity)
    improves = None if before is None else is_as_good_as(recent, _value(before), polarity)
    category = _plain_category(meets, improves)
    since = before.period if before else None
    words = _plain_words(meets, improves, said)
    return Change(category, words, since, latest.period, meets_target=meets, improves_on_last=improves)


def _plain_category(meets: bool | None, improves: bool | None) -> ChangeCategory:
    if meets:
        return ChangeCategory.TARGET_MET
    if improves is None:
        return ChangeCategory.NOT_ENOUGH_DATA
    return ChangeCategory.IMPROVING if improves else ChangeCategory.GETTING_WORSE


def _plain_words(meets: bool | None, improves: bool | None, polarity: Polarity | None) -> str:
    if polarity is None:
        return sentence("It is not said which way is better, so it is not judged")
    if polarity is Polarity.NEUTRAL:
        return sentence("Neither direction is good for this indicator, so it is not judged")
    against_target = {
        True: sentence("Target met"),
        False: sentence("Target not met"),
        None: sentence("No target"),
    }[meets]
    against_last = {
        True: sentence("as good as or better than the period before"),
        False: sentence("not as good as the period before"),
        None: sentence("no value for the period before"),
    }[improves]
    return sentence("{target}; {change}", target=against_target, change=against_last)


def _tested_change(
    points: Sequence[Observation],
    said: Polarity | None,
    target: float | None,
    level: float,
    unit: Unit,
    work_began: Period | None,
) -> Change:
    latest, polarity = points[-1], said or Polarity.NEUTRAL
    meets = None if target is None else is_as_good_as(_value(latest), target, polarity)
    first = _first_point(points, work_began)
    if first is None:
        return _unpaired_change(points, target, meets, unit)
    difference = difference_of(latest.estimate, first.estimate, level=level)
    category = category_of_change(latest.estimate, first.estimate, polarity=polarity, target=target, level=level)
    unreliable = next((p for p in (first, latest) if _is_unreliable(p.estimate)), None)
    if unreliable is not None and category is not ChangeCategory.TARGET_MET:
        doubt = sentence(
            "The value of {period} is too uncertain to compare: its error is over 40 % of it", period=unreliable.period
        )
        return Change(ChangeCategory.NOT_ENOUGH_DATA, doubt, first.period, latest.period, difference, None, meets)
    achieved = share_of_targeted_change(_value(latest), _value(first), target, polarity)
    words: str = _met_words(target, unit) if meets else _words(category, difference, said, level, unit, achieved)
    return Change(category, words, first.period, latest.period, difference, achieved, meets)


def _unpaired_change(points: Sequence[Observation], target: float | None, meets: bool | None, unit: Unit) -> Change:
    latest = points[-1].period
    if meets:
        return Change(ChangeCategory.TARGET_MET, _met_words(target, unit), None, latest, meets_target=True)
    words = sentence("Only one value can be compared")
    if len(points) > 1:
        words = sentence("Every earlier period shares years with the latest, so none can be compared with it")
    return Change(ChangeCategory.NOT_ENOUGH_DATA, words, None, latest, meets_target=meets)


def _first_point(points: Sequence[Observation], work_began: Period | None) -> Observation | None:
    latest = points[-1]
    candidates = [point for point in points[:-1] if not point.period.overlaps(latest.period)]
    before = [point for point in candidates if work_began is not None and point.period.is_before(work_began)]
    return before[-1] if before else (candidates[0] if candidates else None)


def _value(point: Observation) -> float:
    assert point.estimate.value is not None  # comparable points have a number
    return point.estimate.value


def _is_unreliable(estimate: Estimate) -> bool:
    return reliability(estimate, ReliabilityPolicy()) is Reliability.LOW


def _met_words(target: float | None, unit: Unit) -> str:
    return "" if target is None else sentence("The target of {value} is met", value=value_in_words(target, unit))


def _words(
    category: ChangeCategory,
    difference: Difference,
    said: Polarity | None,
    level: float,
    unit: Unit,
    achieved: float | None,
) -> str:
    value, polarity = difference.estimate.value, said or Polarity.NEUTRAL
    if value is None:
        return difference.reason
    is_little = category is ChangeCategory.LITTLE_CHANGE and polarity is not Polarity.NEUTRAL
    moved = _moved(value, unit, begins=not is_little)
    if difference.is_more_than_chance is not None:
        text = beside_its_margin(moved, difference, level)
    elif category is ChangeCategory.NOT_ENOUGH_DATA and polarity is not Polarity.NEUTRAL:
        return difference.reason
    else:
        text = _without_chance(moved, category, achieved)
    if said is None:
        return sentence("{change}; it is not said which way is better", change=text)
    if polarity is Polarity.NEUTRAL:
        return sentence("{change}; neither direction is good or bad", change=text)
    if not is_little:
        return text
    if difference.is_more_than_chance is None:
        return sentence("Little change: {change}", change=text)
    return sentence("No detectable change: {change}", change=text)


def _moved(value: float, unit: Unit, *, begins: bool) -> Sentence:
    """Which way, and how far; `begins` where the sentence begins with it."""
    amount = amount_in_words(abs(value), unit)
    if not value:
        return sentence("No change") if begins else sentence("no change")
    if value > 0:
        return sentence("Up {amount}", amount=amount) if begins else sentence("up {amount}", amount=amount)
    return sentence("Down {amount}", amount=amount) if begins else sentence("down {amount}", amount=amount)


def _without_chance(moved: Sentence, category: ChangeCategory, achieved: float | None) -> Sentence:
    if achieved is None or category is ChangeCategory.GETTING_WORSE or achieved < 0:
        return sentence("{change}; no margin is published, so chance cannot be told", change=moved)
    return sentence(
        "{change}; no margin is published, so chance cannot be told ({share} % of the way to the target)",
        change=moved,
        share=Numeral.of(100 * achieved, 0),
    )
