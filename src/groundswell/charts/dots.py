"""Dot plots: groups or places beside each other, each with its whisker, and the reference they are compared with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from groundswell.charts.scales import Scale
from groundswell.charts.theme import Size, Spec, chart, haloed, ink, values
from groundswell.core.estimates import Estimate

ROW_HEIGHT = 30
_NEAR_AN_END = 0.12  # of the axis


@dataclass(frozen=True, slots=True)
class Dot:
    """One group or place."""

    label: str
    estimate: Estimate
    is_reference: bool = False


def dot_chart(
    dots: Sequence[Dot], *, scale: Scale, write: Callable[[Estimate], str], size: Size, withheld: str = "withheld"
) -> Spec:
    """One row a dot, in the order given; the reference is a square with a line through the page."""
    low, high = scale.domain(_reach(dots))
    rows = [_row(dot, write, withheld, (low, high) if size.is_narrow else None) for dot in dots]
    order = [dot.label for dot in dots]
    y = {
        "field": "label",
        "type": "nominal",
        "sort": order,
        "axis": {"grid": True, "zindex": 0, "labelLimit": 150 if size.is_narrow else 240, "labelFontSize": 13},
    }
    x_axis = {
        "labelExpr": scale.label_expression((low, high)),
        "tickCount": 4 if size.is_narrow else 7,
        "grid": False,
        "labelFlush": 14,  # a tick this near to an end, in pixels, has its words within the plot
    }
    x = {"type": "quantitative", "scale": {"domain": [low, high], "zero": False}, "axis": x_axis}
    shown = [row for row in rows if row["value"] is not None]
    layers = [*_reference(shown, x), *_withheld(rows, y, low, x), *_shown(shown, x, y)]
    return chart(layers, size=size, height=ROW_HEIGHT * max(len(dots), 1) + 40)


def _reach(dots: Sequence[Dot]) -> list[float | None]:
    return [edge for dot in dots for edge in (dot.estimate.value, dot.estimate.low, dot.estimate.high)]


def _alignment(value: float | None, reach: tuple[float, float]) -> str:
    """On a phone, words near an end of the axis begin or end at their dot, so that they stay within the drawing."""
    low, high = reach
    place = 0.5 if value is None else (value - low) / (high - low)
    return "left" if place < _NEAR_AN_END else "right" if place > 1 - _NEAR_AN_END else "center"


def _row(
    dot: Dot, write: Callable[[Estimate], str], withheld: str, reach: tuple[float, float] | None
) -> dict[str, Any]:
    estimate = dot.estimate
    text = withheld if estimate.is_withheld else write(Estimate(estimate.value))
    tip = estimate.reason or withheld if estimate.is_withheld else write(estimate)
    return {
        "label": dot.label,
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "align": _alignment(estimate.value, reach) if reach else "center",
        "shape": "square" if dot.is_reference else "circle",
        "is_reference": dot.is_reference,
        "text": text,
        "tip": f"{dot.label}: {tip}",
    }


def _reference(shown: list[dict[str, Any]], x: Spec) -> list[Spec]:
    rows = [row for row in shown if row["is_reference"]]
    if not rows:
        return []
    mark = {"type": "rule", "strokeDash": [2, 3]}
    return [{"data": values(rows), "mark": mark, "encoding": {"x": x | {"field": "value"}, "color": ink("even")}}]


def _withheld(rows: list[dict[str, Any]], y: Spec, low: float, x: Spec) -> list[Spec]:
    """A hatched stub with the word beside it."""
    hidden = [row | {"start": low} for row in rows if row["value"] is None]
    if not hidden:
        return []
    place = {"x": x | {"field": "start"}, "y": y}
    bar = {"type": "rect", "width": 44, "height": 14, "xOffset": 22}
    text = {"type": "text", "align": "left", "dx": 50, "fontStyle": "italic"}
    tip = {"field": "tip"}
    return [
        {"data": values(hidden), "mark": bar, "encoding": place | {"color": ink("withheld"), "tooltip": tip}},
        {"data": values(hidden), "mark": text, "encoding": place | {"text": {"field": "text"}, "color": ink("soft")}},
    ]


def _shown(rows: list[dict[str, Any]], x: Spec, y: Spec) -> list[Spec]:
    layers: list[Spec] = []
    if whiskers := [row for row in rows if row["low"] is not None]:
        encoding = {"x": x | {"field": "low"}, "x2": {"field": "high"}, "y": y, "color": ink("whisker")}
        layers.append({"data": values(whiskers), "mark": {"type": "rule", "strokeWidth": 3}, "encoding": encoding})
    shape = {"field": "shape", "type": "nominal", "scale": None}
    dot = {"type": "point", "filled": True, "size": 95, "opacity": 1}
    text = {"type": "text", "dy": -11, "fontSize": 11.5, "align": {"expr": "datum.align"}}
    place = {"x": x | {"field": "value"}, "y": y}
    colour = {"condition": {"test": "datum.is_reference", **ink("even")}, **ink("accent")}
    tip = {"field": "tip"}
    layers.append(
        {"data": values(rows), "mark": dot, "encoding": place | {"shape": shape, "color": colour, "tooltip": tip}}
    )
    words = {"data": values(rows), "mark": text, "encoding": place | {"text": {"field": "text"}, "color": ink("soft")}}
    layers += haloed(words)
    return layers
