"""Is the curve turning? The frozen baseline, its band, and the verdict.

The baseline says where the curve was heading before the work began. It is drawn once, from points strictly before that
period, and never redrawn: what came since is judged against it. The judge is the drift test on the original scale
(`core.drift`); control charts and other forecasts may stand beside a verdict and never change it. Where the numbers
cannot carry a verdict it is `too_early`, with the reason in words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite

import numpy as np

from groundswell.core import reasons
from groundswell.core.baselines import (
    METHOD,
    Baseline,
    BaselinePoint,
    Bounds,
    bounds_of,
    capped,
    distances_of,
    periods_at,
)
from groundswell.core.drift import (
    BAND_LEVEL,
    DIFFERENCE_LEVEL,
    FEWEST_FOR_A_BASELINE,
    FEWEST_FOR_A_VERDICT,
    FEWEST_SINCE,
    TRIAL_BELOW,
    VERDICTS,
    Departure,
    Drift,
    Floats,
    departure_of,
    drift_of,
    line_at,
    margin_at,
    verdict_codes,
)
from groundswell.core.estimates import Estimate, Series, SeriesKey
from groundswell.core.histories import Calendar, History, split, why_not_one_axis
from groundswell.core.periods import Period, PeriodKind
from groundswell.core.sentences import sentence
from groundswell.core.vocabulary import Polarity, Unit, Verdict

__all__ = ["Baseline", "BaselinePoint", "Curve", "judge_curves"]


@dataclass(frozen=True, slots=True)
class Curve:
    """The answer for one series. Differences are observed minus baseline: positive is a higher value."""

    key: SeriesKey
    observations: int
    latest_period: Period | None
    latest: Estimate | None
    baseline: Baseline | None
    verdict: Verdict | None
    reason: str
    mean_difference: float | None = None
    low: float | None = None
    high: float | None = None
    difference_level: float = DIFFERENCE_LEVEL
    p_value: float | None = None
    method: str = METHOD
    warnings: tuple[str, ...] = ()


def judge_curves(
    series: Sequence[Series],
    *,
    work_began: Period | None,
    polarity: Polarity | None,
    unit: Unit = Unit.INDEX,
    horizon: int | None = None,
    frozen: Mapping[SeriesKey, Baseline] | None = None,
) -> list[Curve]:
    """Judge many series of one indicator at once; a baseline in `frozen` is used as it stands, never redrawn.

    One `Curve` for each series, in the same order. The baseline is drawn to the last point observed, and at least to
    min(5, half the points of the history), or exactly `horizon` periods where that is given; a frozen one is only ever
    made longer. Raises ValueError where `horizon` is below 1.

    >>> from groundswell.core.estimates import Observation
    >>> values = [62.1, 62.9, 62.4, 63.3, 63.0, 63.8, 64.1, 63.9, 64.6, 64.9, 66.0, 67.4, 68.1]
    >>> points = [Observation(Period.year(2011 + i), Estimate(v)) for i, v in enumerate(values)]
    >>> curve, = judge_curves([Series.of(SeriesKey("reading"), points)], work_began=Period.year(2021),
    ...                       polarity=Polarity.HIGHER)
    >>> curve.verdict.words, round(curve.mean_difference, 4), round(curve.p_value, 4)
    ('May be turning', 1.6444, 0.0605)
    """
    if horizon is not None and horizon < 1:
        raise ValueError(f"a horizon is at least 1 period, not {horizon}")
    if work_began is None:
        reason = reasons.NO_BEGINNING if polarity is not None else reasons.NOTHING_SAID
        return [_answer(_Case(split(one, None), bounds_of(unit, ())), None, reason) for one in series]
    calendar, kept = Calendar(work_began), frozen or {}
    cases = [_prepared(split(one, calendar), kept.get(one.key), unit, horizon) for one in series]
    able = [case for case in cases if not case.history.refusal]
    if able:
        _measure(able, higher_is_better=polarity is Polarity.HIGHER)
    return [_judged(case, polarity, unit) for case in cases]


@dataclass(slots=True)
class _Case:
    """One series on its way to a verdict: its history, what it may be measured by, and then what was measured."""

    history: History
    bounds: Bounds
    frozen: Baseline | None = None
    distances: list[int] = field(default_factory=list)
    baseline: Baseline | None = None
    code: int = 0
    measured: tuple[float, float, float, float] | None = None  # mean difference, low, high, p

    @property
    def frozen_at(self) -> Period:
        return self.frozen.frozen_at if self.frozen else self.history.before[-1].period

    @property
    def points_before(self) -> int:
        return self.frozen.observations if self.frozen and self.frozen.is_whole else len(self.history.before)


def _prepared(history: History, frozen: Baseline | None, unit: Unit, horizon: int | None) -> _Case:
    case = _Case(history, bounds_of(unit, history.numbers))
    if frozen is not None and frozen.points:
        _adopt(case, frozen)
    if not history.refusal and case.points_before < FEWEST_FOR_A_BASELINE:
        history.refusal = reasons.too_few_before(case.points_before)
    if not history.refusal:
        case.distances = distances_of(case.frozen_at, case.points_before, history.since, horizon)
    return case


def _adopt(case: _Case, frozen: Baseline) -> None:
    """Judge by a frozen baseline: what came since stands on its clock, and the history matters only if it must."""
    history, case.frozen = case.history, frozen
    history.since = [o for o in history.since if _is_later(o.period, frozen.frozen_at)]
    refusal = why_not_one_axis([frozen.frozen_at, *(o.period for o in history.since)])
    if not refusal and why_not_one_axis([o.period for o in history.before]) == reasons.OVERLAPPING:
        refusal = reasons.OVERLAPPING
    history.refusal, change = refusal, history.last_break
    history.is_broken_since = bool(
        change and change > frozen.frozen_at and any(o.period >= change for o in history.since)
    )
    if not frozen.is_whole:
        history.before = [o for o in history.before if o.period <= frozen.frozen_at]


def _is_later(period: Period, other: Period) -> bool:
    """As `period > other`, at once for the many that are of one kind."""
    if period.kind is other.kind and period.length == other.length:
        return period.index > other.index
    return period > other


def _judged(case: _Case, polarity: Polarity | None, unit: Unit) -> Curve:
    """The finished answer: a verdict, or why there is none."""
    too_early = _why_too_early(case)
    if too_early:
        case.measured = None
    if polarity is None:
        return _answer(case, None, reasons.NOT_SAID)
    if polarity is Polarity.NEUTRAL:
        return _answer(case, None, reasons.NO_DIRECTION)
    if too_early or case.measured is None:
        return _answer(case, Verdict.TOO_EARLY, too_early)
    verdict = VERDICTS[case.code]
    return _answer(case, verdict, reasons.measured(verdict, len(case.history.since), *case.measured, unit))


def _why_too_early(case: _Case) -> str:
    history = case.history
    if history.refusal:
        return history.refusal
    if history.is_broken_since:
        return reasons.BROKEN_SINCE
    if case.points_before < FEWEST_FOR_A_VERDICT:
        return reasons.too_few_before(case.points_before)
    if len(history.since) < FEWEST_SINCE:
        return reasons.too_few_since(len(history.since))
    return "" if case.measured else reasons.NO_VARIATION


def _answer(case: _Case, verdict: Verdict | None, reason: str) -> Curve:
    history, latest = case.history, case.history.latest
    mean, low, high, p = case.measured or (None, None, None, None)
    return Curve(
        key=history.key,
        observations=len(history.numbers),
        latest_period=latest.period if latest else None,
        latest=latest.estimate if latest else None,
        baseline=case.baseline or case.frozen,
        verdict=verdict,
        reason=reason,
        mean_difference=mean,
        low=low,
        high=high,
        p_value=p,
        warnings=tuple(history.warnings),
    )


def _measure(cases: Sequence[_Case], *, higher_is_better: bool) -> None:
    """Fit, draw and test all cases in whole arrays, and write the answers back."""
    drift = _drifts(cases)
    _draw(cases, drift)
    departure = _departures(cases, drift)
    codes = verdict_codes(drift, departure, higher_is_better=higher_is_better).tolist()
    columns = (departure.mean, departure.low, departure.high, departure.p_value)
    answers = zip(*(column.tolist() for column in columns), strict=True)
    for case, code, answer in zip(cases, codes, answers, strict=True):
        case.code, case.measured = code, answer if isfinite(answer[3]) else None


def _drifts(cases: Sequence[_Case]) -> Drift:
    """One baseline a case: fitted to its history, or as frozen."""
    histories = [case.history.before for case in cases]
    drift = drift_of(
        _rows([[o.estimate.value for o in history] for history in histories]),
        _rows([[o.period.index for o in history] for history in histories]),
    )
    for row, case in enumerate(cases):
        if case.frozen is not None:
            case.frozen.settle(drift, row)
    return drift


def _draw(cases: Sequence[_Case], drift: Drift) -> None:
    """The baselines in periods; frozen points stay, later ones are added."""
    drawn = _rows([case.distances for case in cases])
    band = capped(line_at(drift, drawn), margin_at(drift, drawn), [case.bounds for case in cases])
    values, lows, highs, cut = (array.tolist() for array in (band.value, band.low, band.high, band.is_capped))
    axes: dict[tuple[object, ...], list[Period]] = {}
    for row, case in enumerate(cases):
        if not drift.sd[row] > 0:
            case.history.refusal = reasons.NO_VARIATION
            continue
        axis = (case.frozen_at, *case.distances)  # most series share one, and dates are dear to make
        if axis not in axes:
            axes[axis] = periods_at(case.frozen_at, case.distances)
        periods, frozen = axes[axis], case.frozen
        new = sum(not _is_later(period, frozen.points[-1].period) for period in periods) if frozen else 0
        points = tuple(map(BaselinePoint, periods[new:], values[row][new:], lows[row][new:], highs[row][new:]))
        case.baseline = (
            replace(frozen, points=frozen.points + points) if frozen else _baseline(case, drift, row, points)
        )
        _warn(case, int(drift.observations[row]), was_capped=any(cut[row][new:]))


def _baseline(case: _Case, drift: Drift, row: int, points: tuple[BaselinePoint, ...]) -> Baseline:
    count, span = int(drift.observations[row]), int(drift.span[row])
    slope, sd = float(drift.slope[row]), float(drift.sd[row])
    return Baseline(METHOD, case.frozen_at, BAND_LEVEL, points, count, span, slope, sd)


def _warn(case: _Case, count: int, *, was_capped: bool) -> None:
    warnings, kind = case.history.warnings, case.frozen_at.kind
    if was_capped:
        warnings.append(case.bounds.words)
    if count < TRIAL_BELOW:
        warnings.append(sentence("The baseline rests on {count} points only and is a trial", count=count))
    if kind is PeriodKind.QUARTER:
        warnings.append(sentence("Quarterly values may follow the seasons; the baseline knows nothing of seasons"))
    if kind is PeriodKind.MONTH:
        warnings.append(sentence("Monthly values may follow the seasons; the baseline knows nothing of seasons"))


def _departures(cases: Sequence[_Case], drift: Drift) -> Departure:
    since = [case.history.since for case in cases]
    distances = _rows([[o.period.index - case.frozen_at.index for o in case.history.since] for case in cases])
    errors = [[o.estimate.standard_error for o in points] for points in since]
    for case, row in zip(cases, errors, strict=True):
        known = sum(error is not None for error in row)
        if 0 < known < len(row):
            case.history.warnings.append(
                sentence("Only {known} of {all} values since the work began have a margin", known=known, all=len(row))
            )
    observed = _rows([[o.estimate.value for o in points] for points in since])
    return departure_of(drift, distances, observed, _rows(errors), expected=_expected(cases, drift, distances))


def _expected(cases: Sequence[_Case], drift: Drift, distances: Floats) -> Floats:
    """The baseline as it is shown: capped where the unit has bounds, and as frozen where it is frozen."""
    line = line_at(drift, distances)
    expected = capped(line, np.zeros_like(line), [case.bounds for case in cases]).value
    for row, case in enumerate(cases):
        if case.frozen is not None:
            stands = {point.period.index: point.value for point in case.frozen.points}
            for column, observation in enumerate(case.history.since):
                expected[row, column] = stands.get(observation.period.index, expected[row, column])
    return expected


def _rows(lists: Sequence[Sequence[float | int | None]]) -> Floats:
    """Lists of unlike length as one array, NaN (also for None) to the right of the shorter."""
    width = max(1, *map(len, lists))
    return np.array([[*row, *(None,) * (width - len(row))] for row in lists], dtype=np.float64)
