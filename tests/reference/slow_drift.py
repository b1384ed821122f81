"""The drift test written as slowly and plainly as its definition: one series at a time, loops and double sums."""

import itertools
from dataclasses import dataclass
from math import isnan, nan, sqrt

from scipy.special import stdtr, stdtrit

from groundswell.core.vocabulary import Verdict


@dataclass
class SlowAnswer:
    """What the definition gives for one series."""

    slope: float
    sd: float
    span: float
    line: list[float]
    margins: list[float]
    mean: float
    error: float
    p_value: float
    low: float
    high: float
    verdict: Verdict


def slow_judgement(
    before: list[tuple[float, float]], since: list[tuple[float, float, float]], *, higher_is_better: bool
) -> SlowAnswer:
    """`before` holds (step, value), `since` (step, value, standard error); values that are NaN are not there."""
    history = [(t, y) for t, y in before if not isnan(y)]
    new = [(t, y, 0.0 if isnan(se) else se) for t, y, se in since if not isnan(y)]
    first, last = history[0], history[-1]
    span = last[0] - first[0]
    slope = (last[1] - first[1]) / span
    total = 0.0
    for (t0, y0), (t1, y1) in itertools.pairwise(history):
        total += (y1 - y0 - slope * (t1 - t0)) ** 2 / (t1 - t0)
    freedom = len(history) - 2
    sd = sqrt(total / freedom)
    line, margins = [], []
    for t, _, _ in since:
        h = t - last[0]
        line.append(last[1] + slope * h)
        margins.append(stdtrit(freedom, 0.9) * sd * sqrt(h + h * h / span))
    if not new:
        return SlowAnswer(slope, sd, span, line, margins, nan, nan, nan, nan, nan, Verdict.TOO_EARLY)
    count, hs = len(new), [t - last[0] for t, _, _ in new]
    mean = sum(y - last[1] - slope * h for h, (_, y, _) in zip(hs, new, strict=True)) / count
    shared = sum(min(a, b) for a in hs for b in hs) / count**2
    variance = sd**2 * (shared + (sum(hs) / count) ** 2 / span) + sum(se**2 for _, _, se in new) / count**2
    error = sqrt(variance)
    p = 2 * float(stdtr(freedom, -abs(mean) / error))
    half = float(stdtrit(freedom, 0.95)) * error
    verdict = _ladder(p, mean, len(history), count, higher_is_better)
    return SlowAnswer(slope, sd, span, line, margins, mean, error, p, mean - half, mean + half, verdict)


def _ladder(p: float, mean: float, points: int, new: int, higher_is_better: bool) -> Verdict:
    if points < 6 or new < 2:
        return Verdict.TOO_EARLY
    is_good = (mean > 0) == higher_is_better
    if p < 0.05:
        return Verdict.TURNED if is_good else Verdict.WORSENED
    if p < 0.10:
        return Verdict.POSSIBLY_TURNING if is_good else Verdict.POSSIBLY_WORSENING
    return Verdict.AS_EXPECTED
