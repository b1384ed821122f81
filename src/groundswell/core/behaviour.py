"""The process behaviour (XmR) chart: what routine variation looks like, and which points are more than that.

The limits come from how far neighboring points usually lie apart: mean ± 2.66 times the mean moving range. A point
outside, or one of three patterns that chance seldom makes, is a signal: worth asking why. All others are routine and
deserve no story. Signals stand beside the verdict on the curve and never change it, for a steady trend fires them too.

Sources: Wheeler, Understanding Variation (1993); Nelson, Journal of Quality Technology 14 (1982) 172 (screening of
moving ranges); NHS England, Making Data Count (the four rules, assurance and trial limits).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from groundswell.core.comparability import are_of_one_kind, overlap, since_last_break
from groundswell.core.estimates import Observation, Refusal
from groundswell.core.periods import Period
from groundswell.core.sentences import Sentence, after_one_another, counted_sentence, sentence
from groundswell.core.signals import ProcessLimits, process_limits, signals_of
from groundswell.core.vocabulary import Assurance, Polarity, Signal, SignalMeaning, Unit
from groundswell.core.wording import listed, small_number_in_words, value_in_words

FEWEST_POINTS = 5
FIRM_POINTS = 12  # below this the limits are on trial
_NEVER_NEGATIVE = (Unit.PERCENT, Unit.RATE, Unit.COUNT)

# The chance that a chart of routine variation shows some signal, by number of points (simulated, screened limits).
FALSE_ALARMS = {8: 0.034, 12: 0.071, 16: 0.108, 20: 0.152, 24: 0.183}


@dataclass(frozen=True, slots=True)
class BehaviourPoint:
    """One point of the chart; the moving range is None for the first point and after a gap."""

    period: Period
    value: float
    moving_range: float | None
    signal: Signal | None
    meaning: SignalMeaning


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A whole chart: points, limits, what the limits promise about the target, and a sentence.

    `shown_low` and `shown_high` are the limits as drawn: percents, rates and counts end at 0, percents at 100 too.
    """

    points: tuple[BehaviourPoint, ...]
    limits: ProcessLimits
    shown_low: float
    shown_high: float
    is_trial: bool
    assurance: Assurance | None
    words: str

    @property
    def signals(self) -> tuple[BehaviourPoint, ...]:
        """The points that are more than routine variation."""
        return tuple(point for point in self.points if point.signal is not None)


def assurance_of(limits: ProcessLimits, target: float, polarity: Polarity) -> Assurance | None:
    """Whether a target beyond the limits is always missed or always met, or lies between them; None if neutral."""
    if polarity is Polarity.NEUTRAL:
        return None
    if limits.low <= target <= limits.high:
        return Assurance.HIT_AND_MISS
    is_above = target > limits.high
    return Assurance.FAILS if is_above == (polarity is Polarity.HIGHER) else Assurance.PASSES


def behaviour_of(
    observations: Sequence[Observation],
    *,
    polarity: Polarity | None,
    target: float | None = None,
    screen: bool = True,
    unit: Unit = Unit.INDEX,
    is_cumulative: bool = False,
) -> Behaviour | Refusal:
    """The chart of one series since its last break, or the reason why there can be none.

    Refused: fewer than five points, survey spans that share years (chance alone then signals in two charts of three),
    mixed kinds of period, and counts that add up over the year. A gap leaves out one moving range and breaks runs.
    """
    points = since_last_break(observations)
    reason = _why_not(points, is_cumulative)
    if reason:
        return Refusal(reason)
    periods, values = [p.period for p in points], [p.estimate.value for p in points if p.estimate.value is not None]
    ranges = _moving_ranges(periods, values)
    known_ranges = [moving_range for moving_range in ranges if moving_range is not None]
    if not known_ranges:
        return Refusal(sentence("No two points are neighbors, so routine variation cannot be measured"))
    limits = process_limits(values, known_ranges, screen=screen)
    charted = _charted(periods, values, ranges, limits, polarity or Polarity.NEUTRAL)
    assurance = None if target is None else assurance_of(limits, target, polarity or Polarity.NEUTRAL)
    low = max(limits.low, 0.0) if unit in _NEVER_NEGATIVE else limits.low
    high = min(limits.high, 1.0) if unit is Unit.PERCENT else limits.high
    is_trial = len(points) < FIRM_POINTS
    words = _words(charted, low, high, is_trial=is_trial, assurance=assurance, unit=unit)
    return Behaviour(charted, limits, low, high, is_trial, assurance, words)


def _why_not(points: Sequence[Observation], is_cumulative: bool) -> str:
    if is_cumulative:
        return sentence(
            "The counts add up over the year, so each contains the one before; show the step of each period instead"
        )
    if not points:
        return sentence(
            "There is no point to compare; {needed} are needed", needed=small_number_in_words(FEWEST_POINTS)
        )
    if len(points) < FEWEST_POINTS:
        return counted_sentence(
            "Only {held} point can be compared; {needed} are needed",
            "Only {held} points can be compared; {needed} are needed",
            len(points),
            held=small_number_in_words(len(points)),
            needed=small_number_in_words(FEWEST_POINTS),
        )
    if not are_of_one_kind(points):
        return sentence("The series mixes periods of different lengths")
    if overlap(points):
        return sentence("The survey periods share years, so their points are not independent and limits would mislead")
    if len({point.estimate.value for point in points}) == 1:
        return sentence("The values do not vary, so chance cannot be measured")
    return ""


def _moving_ranges(periods: Sequence[Period], values: Sequence[float]) -> list[float | None]:
    """The distance of each point from the one before; None after a gap, that is a longer step than most."""
    steps = Counter(first.distance_to(second) for first, second in pairwise(periods))
    usual = min(steps, key=lambda step: (-steps[step], step))
    neighbors = zip(pairwise(periods), pairwise(values), strict=True)
    return [
        None,
        *(abs(b - a) if first.distance_to(second) == usual else None for (first, second), (a, b) in neighbors),
    ]


def _charted(
    periods: Sequence[Period],
    values: Sequence[float],
    ranges: Sequence[float | None],
    limits: ProcessLimits,
    polarity: Polarity,
) -> tuple[BehaviourPoint, ...]:
    starts = [i for i, moving_range in enumerate(ranges) if moving_range is None]
    charted: list[BehaviourPoint] = []
    for start, end in pairwise([*starts, len(values)]):  # stretches without a gap
        stretch = values[start:end]
        for place, signal in enumerate(signals_of(stretch, limits)):
            i = start + place
            is_high = _rises(stretch, place) if signal is Signal.TREND else values[i] > limits.mean
            charted.append(
                BehaviourPoint(periods[i], values[i], ranges[i], signal, _meaning(signal, is_high, polarity))
            )
    return tuple(charted)


def _rises(values: Sequence[float], place: int) -> bool:
    """Whether the run that the point belongs to goes up; a turning point takes the direction of the longer run."""
    back = [b > a for a, b in pairwise(values[: place + 1])][::-1]
    ahead = [b > a for a, b in pairwise(values[place:])]
    runs = [(_run_length(directions), directions[0]) for directions in (back, ahead) if directions]
    return max(runs)[1]


def _run_length(directions: Sequence[bool]) -> int:
    return next((i for i, direction in enumerate(directions) if direction != directions[0]), len(directions))


def _meaning(signal: Signal | None, is_high: bool, polarity: Polarity) -> SignalMeaning:
    if signal is None:
        return SignalMeaning.COMMON_CAUSE
    if polarity is Polarity.NEUTRAL:
        return SignalMeaning.NEUTRAL_HIGH if is_high else SignalMeaning.NEUTRAL_LOW
    return SignalMeaning.IMPROVEMENT if is_high == (polarity is Polarity.HIGHER) else SignalMeaning.CONCERN


def _words(
    points: Sequence[BehaviourPoint],
    low: float,
    high: float,
    *,
    is_trial: bool,
    assurance: Assurance | None,
    unit: Unit,
) -> str:
    routine: dict[str, str] = {"low": value_in_words(low, unit), "high": value_in_words(high, unit)}
    if is_trial:
        said = sentence(
            "{what}; routine is between {low} and {high}, on trial until there are {firm} points.",
            what=_what_was_found(points),
            firm=FIRM_POINTS,
            **routine,
        )
    else:
        said = sentence("{what}; routine is between {low} and {high}.", what=_what_was_found(points), **routine)
    return after_one_another([said, assurance.words if assurance else ""])


def _what_was_found(points: Sequence[BehaviourPoint]) -> Sentence:
    found = [signal for signal in Signal if any(point.signal is signal for point in points)]
    flagged = sum(point.signal is not None for point in points)
    if not found:
        return sentence("All {count} points are routine variation", count=len(points))
    said = counted_sentence(
        "{count} of {all} points is more than routine variation ({signals})",
        "{count} of {all} points are more than routine variation ({signals})",
        flagged,
        all=len(points),
        signals=listed([signal.words for signal in found]),
    )
    if 2 * flagged <= len(points) or Signal.TREND not in found:
        return said
    # Limits stand around one average, which a series on the move does not have.
    return sentence("The series has a trend, so most of it lies off any one average: {found}", found=said)
