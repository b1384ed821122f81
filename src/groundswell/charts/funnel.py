"""A funnel plot: shares of programs against the people behind them, and how far chance carries shares apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundswell.charts.palette import LIGHT
from groundswell.charts.scales import Scale
from groundswell.charts.theme import Size, Spec, chart, haloed, ink, values
from groundswell.core.funnel import ALARM_LEVEL, WARNING_LEVEL, Beyond, funnel_limits

STEPS = 48
_SHAPES = {
    Beyond.WITHIN: ("circle", "accent"),
    Beyond.ABOVE: ("triangle-up", "target"),
    Beyond.FAR_ABOVE: ("triangle-up", "target"),
    Beyond.BELOW: ("triangle-down", "target"),
    Beyond.FAR_BELOW: ("triangle-down", "target"),
}


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One program: its name, its share and the people behind it, where it lies, and what is said of it."""

    label: str
    share: float
    people: float
    beyond: Beyond
    words: str


def funnel_chart(points: Sequence[FunnelPoint], share: float, *, scale: Scale, size: Size) -> Spec:
    """Limits at 95 % (shaded) and 99.8 % (dashed) around the common share; shapes differ beyond them."""
    most = max(point.people for point in points) * 1.12
    least = max(1.0, min(point.people for point in points) * 0.6)
    people = np.linspace(least, most, STEPS)
    inner, outer = funnel_limits(share, people, WARNING_LEVEL), funnel_limits(share, people, ALARM_LEVEL)
    limits = [
        {"x": float(n), "low": float(inner[0][at]), "high": float(inner[1][at]), "below": float(outer[0][at]),
         "above": float(outer[1][at])}
        for at, n in enumerate(people)
    ]  # fmt: skip
    edges = [value for row in limits[:1] for value in (row["below"], row["above"])]
    reach = [*(point.share for point in points), *edges]
    margin = 0.06 * (max(reach) - min(reach))
    domain = scale.domain([min(reach) - margin, max(reach) + margin])
    x_axis = {"grid": False, "tickCount": 4 if size.is_narrow else 6, "format": ",d", "labelFlush": 14}
    x = {"type": "quantitative", "scale": {"domain": [least, most], "nice": False, "zero": False}, "axis": x_axis}
    y_axis = {"labelExpr": scale.label_expression(domain), "tickCount": 5}
    y = {"type": "quantitative", "scale": {"domain": list(domain), "zero": False, "clamp": True}, "axis": y_axis}
    return chart([*_limits(limits, share, x, y), *_points(points, x, y, size, most)], size=size, height=300)


def _limits(rows: list[dict[str, Any]], share: float, x: Spec, y: Spec) -> list[Spec]:
    at = {"x": x | {"field": "x"}}
    band = at | {"y": y | {"field": "low"}, "y2": {"field": "high"}, "color": ink("band")}
    dashed = {"type": "line", "strokeDash": [4, 4], "strokeWidth": 1.2}
    middle = {"type": "rule", "strokeWidth": 1.2}
    return [
        {"data": values(rows), "mark": {"type": "area", "opacity": 1}, "encoding": band},
        *(
            {"data": values(rows), "mark": dashed, "encoding": at | {"y": y | {"field": name}, "color": ink("even")}}
            for name in ("below", "above")
        ),
        {"data": values([{"y": share}]), "mark": middle, "encoding": {"y": y | {"field": "y"}, "color": ink("even")}},
    ]


def _apart(rows: list[dict[str, Any]], most: float) -> list[dict[str, Any]]:
    """The marks that have room for their names: a name that would lie on another is left to the table below."""
    spread = max(row["y"] for row in rows) - min(row["y"] for row in rows) or 1.0
    named: list[dict[str, Any]] = []
    for row in rows:
        if all(abs(row["y"] - one["y"]) > spread * 0.07 or abs(row["x"] - one["x"]) > most * 0.35 for one in named):
            named.append(row)
    return named


def _points(points: Sequence[FunnelPoint], x: Spec, y: Spec, size: Size, most: float) -> list[Spec]:
    rows = [
        {
            "x": point.people,
            "y": point.share,
            "shape": _SHAPES[point.beyond][0],
            "colour": LIGHT[_SHAPES[point.beyond][1]],
            "tip": f"{point.label}: {point.words}",
            "label": point.label,
            "align": "right" if point.people > most * 0.6 else "left",
            "dx": -9 if point.people > most * 0.6 else 9,
        }
        for point in points
    ]
    place = {"x": x | {"field": "x"}, "y": y | {"field": "y"}}
    nominal = {"type": "nominal", "scale": None}
    dot = {"type": "point", "filled": True, "size": 95, "opacity": 1}
    encoding = place | {
        "shape": {"field": "shape", **nominal},
        "color": {"field": "colour", **nominal},
        "tooltip": {"field": "tip"},
    }
    layers: list[Spec] = [{"data": values(rows), "mark": dot, "encoding": encoding}]
    if not size.is_narrow:
        for row in _apart(rows, most):
            text = {"type": "text", "align": row["align"], "dx": row["dx"], "fontSize": 11.5}
            words = place | {"text": {"field": "label"}, "color": ink("soft")}
            layers += haloed({"data": values([row]), "mark": text, "encoding": words})
    return layers
