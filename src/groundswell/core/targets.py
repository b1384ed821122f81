"""Is a target realistic? What it asks for each year, what history brought, and whether one year's data could show it.

Nothing here forecasts. What a target needs is set beside the pace of the last years and beside the fastest change that
the indicator ever made over a stretch as long; then it is asked whether a step of one year is larger than what the
margins of two years can tell from chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from groundswell.core.changes import is_as_good_as
from groundswell.core.comparability import comparable_points
from groundswell.core.differences import ACS_LEVEL
from groundswell.core.estimates import Estimate, Observation, Refusal, z_for
from groundswell.core.periods import Period
from groundswell.core.sentences import Sentence, sentence
from groundswell.core.vocabulary import Polarity, Unit
from groundswell.core.wording import amount_in_words, level_in_words, value_in_words, years_in_words

RECENT_YEARS = 3.0  # the stretch that "recent pace" looks back over, or as near to it as there are points
_RECENT_RANGE = (1.0, 5.0)


@dataclass(frozen=True, slots=True)
class TargetRealism:
    """A target beside history. Paces are change a year in computing units: positive is a higher value."""

    period: Period
    value: float
    latest: Period
    needed_per_year: float | None  # from the latest value; None once the target's period has come
    recent_per_year: float | None
    fastest_per_year: float | None  # the best pace, in the good direction, over a stretch as long
    fastest_years: float | None  # how long that stretch was
    detectable_change: float | None  # what one year's data can tell from chance
    is_met: bool
    words: str
    detectable: str


def detectable_change(estimate: Estimate, *, level: float = ACS_LEVEL) -> float | None:
    """The least change between two years' data with this standard error that is more than chance: √2 z SE.

    None where no margin, or not its level, is known.

    >>> round(detectable_change(Estimate.from_margin(0.204, 0.039, 0.90)), 6)
    0.055154
    """
    error = estimate.standard_error
    return None if error is None else sqrt(2) * z_for(level) * error


def target_realism(
    observations: Sequence[Observation],
    *,
    target_period: Period,
    target_value: float,
    polarity: Polarity | None,
    unit: Unit = Unit.INDEX,
    level: float = ACS_LEVEL,
) -> TargetRealism | Refusal:
    """Set a target beside the history of a series; refused where no value may be shown.

    Only points since the last break count, and stretches between points that share no time.
    """
    points = comparable_points(observations)
    if not points:
        return Refusal(sentence("There is no value yet to set the target beside"))
    polarity = polarity or Polarity.NEUTRAL
    latest = points[-1]
    judged = next((point for point in points if point.period == target_period), latest)
    is_met = bool(is_as_good_as(_value(judged), target_value, polarity))
    years = latest.period.years_to(target_period)
    needed = (target_value - _value(latest)) / years if years > 0 else None
    recent = _recent_pace(points)
    rising = target_value > _value(latest) if polarity is Polarity.NEUTRAL else polarity is Polarity.HIGHER
    fastest, stretch = _fastest_pace(points, years, rising=rising) if years > 0 else (None, None)
    smallest = detectable_change(latest.estimate, level=level)
    words = _words(target_value, target_period, is_met, needed, years, fastest, stretch, unit)
    detectable = _detectable_words(needed, smallest, level, unit) if needed and not is_met else ""
    return TargetRealism(
        target_period,
        target_value,
        latest.period,
        needed,
        recent,
        fastest,
        stretch,
        smallest,
        is_met,
        words,
        detectable,
    )


def _value(point: Observation) -> float:
    assert point.estimate.value is not None  # comparable points have a number
    return point.estimate.value


def _pace(first: Observation, last: Observation) -> float:
    return (_value(last) - _value(first)) / first.period.years_to(last.period)


def _recent_pace(points: Sequence[Observation]) -> float | None:
    latest, (shortest, longest) = points[-1], _RECENT_RANGE
    earlier = [point for point in points[:-1] if point.period.is_before(latest.period)]
    near = [point for point in earlier if shortest <= point.period.years_to(latest.period) <= longest]
    if not near:
        return None
    return _pace(min(near, key=lambda point: abs(point.period.years_to(latest.period) - RECENT_YEARS)), latest)


def _fastest_pace(points: Sequence[Observation], years: float, *, rising: bool) -> tuple[float | None, float | None]:
    """The best pace over a stretch of `years`, or else over the stretches nearest to it in length."""
    pairs = [(a, b) for i, a in enumerate(points) for b in points[i + 1 :] if a.period.is_before(b.period)]
    if not pairs:
        return None, None
    lengths = {a.period.years_to(b.period) for a, b in pairs}
    length = min(lengths, key=lambda candidate: (abs(candidate - years), candidate))
    paces = [_pace(a, b) for a, b in pairs if a.period.years_to(b.period) == length]
    return (max(paces) if rising else min(paces)), length


def _words(
    target: float,
    period: Period,
    is_met: bool,
    needed: float | None,
    years: float,
    fastest: float | None,
    stretch: float | None,
    unit: Unit,
) -> str:
    if is_met:
        return sentence("The target of {value} is met", value=value_in_words(target, unit))
    if needed is None:
        return sentence(
            "The target of {value} for {period} was not met", value=value_in_words(target, unit), period=period
        )
    if needed == 0:
        return sentence("It asks for no change")
    asks = _asks(needed, years, unit)
    if fastest is None or stretch is None:
        return sentence("{asks}; there is no history to set it beside", asks=asks)
    stretch_said = years_in_words(stretch)
    if fastest * needed <= 0:
        return sentence(
            "{asks}; over {stretch} the indicator has never moved that way", asks=asks, stretch=stretch_said
        )
    return sentence(
        "{asks}; the fastest {stretch} brought {amount} a year",
        asks=asks,
        stretch=stretch_said,
        amount=amount_in_words(abs(fastest), unit),
    )


def _asks(needed: float, years: float, unit: Unit) -> Sentence:
    amount, stretch = amount_in_words(abs(needed), unit), years_in_words(years)
    if needed > 0:
        return sentence("It asks for {amount} more a year for {stretch}", amount=amount, stretch=stretch)
    return sentence("It asks for {amount} less a year for {stretch}", amount=amount, stretch=stretch)


def _detectable_words(needed: float, smallest: float | None, level: float, unit: Unit) -> Sentence:
    if smallest is None:
        return sentence(
            "No margin of error is published, so it cannot be said whether one year's data could show the step"
        )
    threshold: dict[str, str] = {"amount": amount_in_words(smallest, unit), "level": level_in_words(level)}
    if abs(needed) >= smallest:
        return sentence(
            "One year's data can show the step: changes from {amount} ({level}) on are more than the survey's "
            "margin of error",
            **threshold,
        )
    years = ceil(smallest / abs(needed) - 1e-9)
    return sentence(
        "One year's data cannot show the step: only changes from {amount} ({level}) on are more than the survey's "
        "margin of error, which takes {stretch} at the pace needed",
        stretch=years_in_words(years),
        **threshold,
    )
