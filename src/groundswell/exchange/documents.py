"""Estimates and curves as JSON says them: the same keys from `groundswell curve --json` and from the API.

Percents and shares are proportions, other units are as published; a withheld number is null and its reason stands
beside it. Keys may be added here, never renamed: people's scripts read them.
"""

from collections.abc import Sequence
from typing import Any

from groundswell.core.curves import BaselinePoint, Curve
from groundswell.core.estimates import Estimate

Document = dict[str, Any]
BAND_LEVEL = 0.8  # of the band around a baseline, also where none could be drawn


def number(value: float | None) -> float | None:
    """A number without the dust of binary arithmetic (12 significant digits); None where it is not finite."""
    if value is None or value != value or value in (float("inf"), float("-inf")):
        return None
    return float(f"{value:.12g}")


def estimate_document(estimate: Estimate) -> Document:
    """An estimate with everything known about it."""
    return {
        "value": number(estimate.value),
        "low": number(estimate.low),
        "high": number(estimate.high),
        "level": number(estimate.level),
        "numerator": number(estimate.numerator),
        "denominator": number(estimate.denominator),
        "method": estimate.method,
        "reason": estimate.reason,
    }


def curve_document(curve: Curve) -> Document:
    """One element of `series` in `groundswell curve --json` (interfaces.md, section 4)."""
    baseline = curve.baseline
    return {
        "indicator_id": curve.key.indicator_id,
        "place_id": curve.key.place_id,
        "group_id": curve.key.group_id,
        "observations": curve.observations,
        "latest": latest_document(curve),
        "frozen_at": str(baseline.frozen_at) if baseline else None,
        "baseline": baseline_documents(baseline.points if baseline else ()),
        "level": number(baseline.level if baseline else BAND_LEVEL),
        "verdict": str(curve.verdict) if curve.verdict else None,
        "reason": curve.reason,
        "mean_difference": number(curve.mean_difference),
        "low": number(curve.low),
        "high": number(curve.high),
        "difference_level": number(curve.difference_level),
        "p_value": number(curve.p_value),
        "method": curve.method,
        "warnings": list(curve.warnings),
    }


def latest_document(curve: Curve) -> Document | None:
    """The latest period with its value and margin; the value is null with a reason where it is withheld."""
    if curve.latest_period is None or curve.latest is None:
        return None
    estimate = curve.latest
    said: Document = {
        "period": str(curve.latest_period),
        "value": number(estimate.value),
        "moe": number(estimate.margin),
    }
    return said if estimate.value is not None else {**said, "reason": estimate.reason}


def baseline_documents(points: Sequence[BaselinePoint]) -> list[Document]:
    """Where the curve was heading, period by period."""
    return [
        {
            "period": str(point.period),
            "value": number(point.value),
            "low": number(point.low),
            "high": number(point.high),
        }
        for point in points
    ]
