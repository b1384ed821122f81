"""What was modelled for a year, set beside what happened: did the curve move inside the range?

What was modelled is kept when it is modelled, with its forecast, and never made anew. The movement is what was observed
less that forecast, counted in the good direction, with the margin of the observation itself. A movement inside the
range does not show that the programs made it, and one outside does not show that they did not: much else moves a curve.
It shows whether the assumptions, taken together, agree with what is seen; `suspects` are those to look at first where
they do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from groundswell.core.contribution.kept import Inside, KeptModel
from groundswell.core.contribution.suspects import Suspect, suspects
from groundswell.core.estimates import Estimate
from groundswell.core.sentences import Sentence, after_one_another, sentence
from groundswell.core.vocabulary import Unit
from groundswell.core.wording import amount_in_words

_NOT_OBSERVED = sentence("No value was observed for that year")
_NO_RANGE = sentence("No range was kept with what was modelled, so it is compared as if it were exact")
_NO_MARGIN = sentence("The margin of what was observed is not known, so chance is not allowed for")
_BOTH = sentence("The margin of what was observed reaches from no movement at all into what was modelled")
_TOUCHES = sentence("Its margin reaches into the range, so it may have moved inside it")
_NOT_SHOWN = sentence("This does not show what moved the curve; it says whether the assumptions agree with it")


@dataclass(frozen=True, slots=True)
class Calibration:
    """The answer for one kept model. Points of 100; positive is in the good direction."""

    verdict: Inside
    moved_points: Estimate | None  # beyond the forecast, with the margin of the observation
    expected_low: float
    expected_high: float
    words: Sentence
    is_margin_known: bool
    suspects: tuple[Suspect, ...]  # what to look at first, the first first


def judged(
    kept: KeptModel,
    observed: Estimate | None,
    *,
    reach_now: Mapping[str, float],
    names: Mapping[str, str] | None = None,
) -> Calibration:
    """Set what was observed (a proportion with its own margin) beside what was kept.

    `reach_now` is the reach that came about, by program, in the units of the reach that was assumed (as far as it is
    known and may be shown); `names` are what programs are called in the words.

    >>> model = KeptModel(Estimate(2.1, 1.3, 2.9, 0.8), forecast=0.60, higher_is_better=True)
    >>> found = judged(model, Estimate.from_margin(0.62, 0.005, 0.90), reach_now={})
    >>> found.verdict.words, round(found.moved_points.value, 1), round(found.moved_points.low, 1)
    ('The curve moved inside the range that was modelled', 2.0, 1.5)
    """
    low, high = _range(kept.joint_points)
    moved = None if observed is None else moved_points(kept, observed)
    if moved is None or moved.value is None:
        words = after_one_another([Inside.CANNOT_BE_TOLD.words, observed.reason if observed else "", _NOT_OBSERVED])
        short = suspects(kept, Inside.CANNOT_BE_TOLD, reach_now=reach_now, names=names)
        return Calibration(Inside.CANNOT_BE_TOLD, None, low, high, _as_sentence(words), False, short)
    verdict = _verdict(moved, low, high)
    return Calibration(
        verdict,
        moved,
        low,
        high,
        _words(verdict, moved, kept, low, high),
        moved.margin is not None,
        suspects(kept, verdict, reach_now=reach_now, names=names),
    )


def moved_points(kept: KeptModel, observed: Estimate) -> Estimate:
    """How far the observation lies from the kept forecast, in points of 100, positive in the good direction."""
    if observed.value is None:
        return observed
    sign = 100.0 if kept.higher_is_better else -100.0
    value = sign * (observed.value - kept.forecast)
    if observed.low is None or observed.high is None:
        return Estimate(value)
    ends = sorted((sign * (observed.low - kept.forecast), sign * (observed.high - kept.forecast)))
    return Estimate(value, ends[0], ends[1], observed.level, method=observed.method)


def _range(points: Estimate) -> tuple[float, float]:
    value = points.value or 0.0
    return (
        value if points.low is None else points.low,
        value if points.high is None else points.high,
    )


def _verdict(moved: Estimate, low: float, high: float) -> Inside:
    """By where the movement lies, unless its margin reaches from outside the range, or from no movement, into it.

    A margin that lies wholly within the range says inside, whether no movement is part of that range or not.
    """
    value = moved.value or 0.0
    is_within = moved.low is not None and moved.high is not None and low <= moved.low and moved.high <= high
    is_outside = not low <= value <= high
    if not is_within and (is_outside or _holds_nothing(moved)) and _meets(moved, low, high):
        return Inside.CANNOT_BE_TOLD
    if value < low:
        return Inside.BELOW
    return Inside.ABOVE if value > high else Inside.INSIDE


def _holds_nothing(moved: Estimate) -> bool:
    """True where the margin of the movement allows for no movement at all."""
    return moved.low is not None and moved.high is not None and moved.low <= 0 <= moved.high


def _meets(moved: Estimate, low: float, high: float) -> bool:
    """True where the margin of the movement and the range have something in common."""
    return moved.low is not None and moved.high is not None and moved.low <= high and moved.high >= low


def _words(verdict: Inside, moved: Estimate, kept: KeptModel, low: float, high: float) -> Sentence:
    modelled = _modelled_words(kept, low, high)
    caveats = [
        (_BOTH if _holds_nothing(moved) else _TOUCHES) if verdict is Inside.CANNOT_BE_TOLD else "",
        _NO_MARGIN if moved.margin is None else "",
        _NO_RANGE if kept.joint_points.low is None else "",
    ]
    return _as_sentence(after_one_another([verdict.words, _moved_words(moved), modelled, *caveats, _NOT_SHOWN]))


def _moved_words(moved: Estimate) -> Sentence:
    value = moved.value or 0.0
    if value < 0:
        return sentence("It lies {amount} worse than the forecast that was kept", amount=_points(-value))
    return sentence("It lies {amount} better than the forecast that was kept", amount=_points(value))


def _modelled_words(kept: KeptModel, low: float, high: float) -> Sentence:
    if kept.joint_points.low is None:
        return sentence("{amount} better was modelled", amount=_points(kept.joint_points.value or 0.0))
    return sentence("Between {low} and {high} better was modelled", low=_points(low), high=_points(high))


def _points(points: float) -> str:
    return amount_in_words(points / 100, Unit.PERCENT)


def _as_sentence(words: str) -> Sentence:
    assert isinstance(words, Sentence)  # several sentences after one another are one
    return words
