"""The M3 competition's yearly series, and the competition's scores: how far off, and how honest the intervals."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Means over series and horizons. `msis` scores 95 % intervals: narrow is good, missing the truth is dear."""

    series: int
    smape: float  # percent
    mase: float
    coverage_80: float
    coverage_95: float
    msis: float


def read_m3(path: Path) -> tuple[Floats, Floats]:
    """Histories [645, T], NaN to the right of the shorter, and the six years that followed [645, 6]."""
    parts: dict[str, dict[str, list[float]]] = {"history": defaultdict(list), "future": defaultdict(list)}
    with path.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            parts[row["part"]][row["series"]].append(float(row["value"]))
    longest = max(map(len, parts["history"].values()))
    histories = [values + [np.nan] * (longest - len(values)) for values in parts["history"].values()]
    return np.array(histories), np.array([parts["future"][name] for name in parts["history"]])


def accuracy(histories: Floats, futures: Floats, value: Floats, low: Floats, high: Floats) -> Accuracy:
    """Score forecasts `value` [N, H] with intervals `low` and `high` [2, N, H] at 80 and 95 %."""
    scale = np.nanmean(np.abs(np.diff(histories, axis=1)), axis=1)
    error = np.abs(value - futures)
    inside = ((futures >= low) & (futures <= high)).mean(axis=(1, 2))
    below, above = np.maximum(low[1] - futures, 0), np.maximum(futures - high[1], 0)
    width = high[1] - low[1] + 2 / 0.05 * (below + above)
    return Accuracy(
        len(futures),
        float((200 * error / (np.abs(value) + np.abs(futures))).mean()),
        float((error.mean(axis=1) / scale).mean()),
        float(inside[0]),
        float(inside[1]),
        float((width.mean(axis=1) / scale).mean()),
    )
