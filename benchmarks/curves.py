"""Curves: baseline, interval and verdict beside the forecasters an analyst would reach for, and accuracy on M3."""

import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.m3 import Accuracy, Floats, accuracy, read_m3
from benchmarks.rows import Row
from groundswell.core.curves import judge_curves
from groundswell.core.drift import judge_arrays
from groundswell.core.estimates import Estimate, Observation, Series, SeriesKey
from groundswell.core.forecasts import forecast_curves
from groundswell.core.periods import Period
from groundswell.core.vocabulary import Polarity, Unit

M3 = Path(__file__).resolve().parents[2] / "shared" / "data" / "forecasting" / "m3_yearly.csv"
SERIES, POINTS, SINCE = 10_000, 12, 3
SAMPLE = 200  # of the statsmodels loop, which would take minutes over all
GROWTH = (1_000, 10_000, 100_000, 1_000_000)
AUTO_ETS, LOOP = "statsforecast AutoETS", "a loop over statsmodels Holt, damped"


def run() -> list[Row]:
    """All rows: beside peers, growth, objects, accuracy."""
    return [*beside_peers(), *growth(), as_objects(), *on_m3()]


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The quickest of a few runs: what the work takes where nothing else disturbs it."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def walks(series: int) -> Floats:
    """Random walks with drift, all above zero, from a fixed seed."""
    steps = np.random.default_rng(2).normal(0.3, 1, (series, POINTS + SINCE))
    return 100 + steps.cumsum(axis=1)


def beside_peers() -> list[Row]:
    """Ours and each peer's time over the same series, in the same run."""
    curves = walks(SERIES)
    before, since = curves[:, :POINTS], curves[:, POINTS:]
    judge_arrays(before[:10], since[:10], higher_is_better=True)
    judging = seconds(lambda: judge_arrays(before, since, higher_is_better=True))
    forecasting = seconds(lambda: forecast_curves(before, 5, (0.80, 0.95)))
    size = f"{SERIES:,} series of {POINTS} points"
    rows = []
    for peer, timed in ((AUTO_ETS, auto_ets_seconds), (LOOP, loop_seconds)):
        found, name = _timed(peer, timed, before)
        goal = "at least 300 x; 0.1 s" if peer is AUTO_ETS else ""
        rows.append(Row("Baseline, interval and verdict", size, judging, name, found, goal=goal))
        rows.append(Row("Forecast with intervals", size, forecasting, name, found, goal=goal))
    return rows


def _timed(peer: str, timed: Callable[[Floats], float], values: Floats) -> tuple[float | None, str]:
    """The peer's time and name; where it is not installed, none, and a name that says so."""
    try:
        found = timed(values)
    except ImportError as missing:
        return None, f"{peer}: {missing.name} is not installed"
    return found, f"{peer}, {SAMPLE} series scaled up" if peer is LOOP else peer


def auto_ets_seconds(values: Floats) -> float:
    """AutoETS with 80 % intervals five years ahead, one series after the other; compiled beforehand.

    All series, in ten parts; the quickest part counts ten times, so that the peer too is timed at its best.
    """
    from statsforecast.models import AutoETS

    model = AutoETS(season_length=1)
    model.forecast(y=values[0], h=5, level=[80])
    parts = np.array_split(values, 10)
    return 10 * min(seconds(lambda p=p: [model.forecast(y=row, h=5, level=[80]) for row in p], times=1) for p in parts)


def loop_seconds(values: Floats) -> float:
    """Damped Holt fitted to a sample of series one after the other: its quickest quarter, scaled up to all of them."""
    from statsmodels.tsa.holtwinters import ExponentialSmoothing

    def fit() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for row in values[:SAMPLE]:
                ExponentialSmoothing(
                    row, trend="add", damped_trend=True, initialization_method="estimated"
                ).fit().forecast(5)

    return seconds(fit, times=1) * len(values) / SAMPLE


def growth() -> list[Row]:
    """How the judge and the forecaster grow from a thousand series to a million."""
    rows = []
    for series in GROWTH:
        curves, size = walks(series), f"{series:,} series of {POINTS} points"
        before, since = curves[:, :POINTS], curves[:, POINTS:]
        took = seconds(lambda b=before, s=since: judge_arrays(b, s, higher_is_better=True))  # type: ignore[misc]
        rows.append(Row("Growth of the judge", size, took, goal="in proportion"))
        took = seconds(lambda b=before: forecast_curves(b, 5), times=2)  # type: ignore[misc]
        rows.append(Row("Growth of the forecaster", size, took, goal="in proportion"))
    return rows


def as_objects() -> Row:
    """From series of observations to curves with words, as the pages ask for them."""
    periods = [Period.year(2001 + year) for year in range(20)]
    steps = np.random.default_rng(3).normal(0, 0.02, (2000, 20))
    series = [
        Series(
            SeriesKey("benchmark", str(number)),
            tuple(
                Observation(period, Estimate(value, value - 0.01, value + 0.01, 0.90))
                for period, value in zip(periods, row, strict=True)
            ),
        )
        for number, row in enumerate((0.5 + steps.cumsum(axis=1)).tolist())
    ]
    began = Period.year(2014)
    took = seconds(lambda: judge_curves(series, work_began=began, polarity=Polarity.HIGHER, unit=Unit.PERCENT))
    return Row("Curves with reasons and warnings", "2,000 series of 20 observations", took, goal="0.25 s")


def on_m3() -> list[Row]:
    """Accuracy on the 645 yearly series of M3, beside AutoETS where it is installed."""
    if not M3.is_file():
        return [
            Row("Accuracy on M3 yearly", "645 series, 6 years", figure="no data: shared/data/forecasting is not there")
        ]
    histories, futures = read_m3(M3)
    found = forecast_curves(histories, futures.shape[1], (0.80, 0.95))
    ours = accuracy(histories, futures, found.value, found.low, found.high)
    try:
        peer, name = auto_ets_accuracy(histories, futures), AUTO_ETS
    except ImportError as missing:
        peer, name = None, f"{AUTO_ETS}: {missing.name} is not installed"

    def row(what: str, goal: str, figure: Callable[[Accuracy], str]) -> Row:
        beside = f"{name}: {figure(peer)}" if peer else name
        return Row(f"M3 yearly, {what}", "645 series, 6 years", figure=figure(ours), peer=beside, goal=goal)

    return [
        row("sMAPE", "at most 16.19", lambda a: f"{a.smape:.2f} %"),
        row("MASE", "", lambda a: f"{a.mase:.3f}"),
        row("80 % intervals hold", "", lambda a: f"{100 * a.coverage_80:.1f} %"),
        row("95 % intervals hold", "93 to 97 %", lambda a: f"{100 * a.coverage_95:.1f} %"),
        row("MSIS", "at most 22.96", lambda a: f"{a.msis:.2f}"),
    ]


def auto_ets_accuracy(histories: Floats, futures: Floats) -> Accuracy:
    """The peer on the same series, scored in the same way."""
    from statsforecast.models import AutoETS

    model, horizon = AutoETS(season_length=1), futures.shape[1]
    found = [model.forecast(y=row[np.isfinite(row)], h=horizon, level=[80, 95]) for row in histories]
    low, high = (np.array([[one[f"{side}-{level}"] for one in found] for level in (80, 95)]) for side in ("lo", "hi"))
    return accuracy(histories, futures, np.array([one["mean"] for one in found]), low, high)
