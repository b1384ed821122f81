"""The process behaviour (XmR) chart: what is usual for this series, and which points are more than usual variation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from groundswell.charts.palette import LIGHT
from groundswell.charts.scales import Scale, middle, period_words, tick_expression, ticks
from groundswell.charts.theme import Size, Spec, chart, ink, values
from groundswell.core.periods import Period


@dataclass(frozen=True, slots=True)
class BehaviourPoint:
    """One point; `signal` names in words the rule it breaks, "" for usual variation; is it in the good direction?"""

    period: Period
    value: float
    signal: str = ""
    is_good: bool | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """The mean and the natural process limits, in computing units."""

    mean: float
    lower: float
    upper: float


_SHAPES = {True: ("triangle-up", "better"), False: ("triangle-down", "worse"), None: ("square", "target")}


def behaviour_chart(
    points: Sequence[BehaviourPoint], limits: Limits, *, scale: Scale, write: Callable[[float], str], size: Size
) -> Spec:
    """Limits as dashed lines around the mean; a signal differs by shape as well as by colour."""
    rows = [
        {"x": middle(point.period), "y": point.value, "shape": shape, "colour": LIGHT[colour], "tip": _tip(point, write)}
        for point in points
        for shape, colour in [_SHAPES[point.is_good] if point.signal else ("circle", "even")]
    ]
    periods = [point.period for point in points]
    labelled = ticks(periods, at_most=size.labels)
    places = [middle(period) for period in periods] or [0.0]
    step = min((b - a for a, b in zip(places, places[1:], strict=False)), default=1.0)
    domain = scale.domain([*[point.value for point in points], limits.lower, limits.upper])
    axis = {
        "values": [middle(period) for period in labelled],
        "labelExpr": tick_expression(labelled),
        "grid": False,
        "labelOverlap": False,
    }
    bounds = [min(places) - step / 2, max(places) + step / 2]
    x = {"field": "x", "type": "quantitative", "scale": {"domain": bounds, "nice": False}, "axis": axis}
    y_axis = {"labelExpr": scale.label_expression(domain), "tickCount": 4, "grid": False}
    y = {"type": "quantitative", "scale": {"domain": list(domain), "nice": True, "zero": False}, "axis": y_axis}
    place = {"x": x, "y": y | {"field": "y"}}
    shape = {"field": "shape", "type": "nominal", "scale": None}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    dot = {"type": "point", "filled": True, "size": 75, "opacity": 1}
    return chart(
        [
            *_limits(limits, y),
            {"data": values(rows), "mark": {"type": "line", "strokeWidth": 1.4}, "encoding": place | {"color": ink("even")}},
            {
                "data": values(rows),
                "mark": dot,
                "encoding": place | {"shape": shape, "color": colour, "tooltip": {"field": "tip"}},
            },
        ],
        size=size,
        height=240,
    )


def _tip(point: BehaviourPoint, write: Callable[[float], str]) -> str:
    said = f"{period_words(point.period)}: {write(point.value)}"
    return f"{said} ({point.signal})" if point.signal else said


def _limits(limits: Limits, y: Spec) -> list[Spec]:
    layers: list[Spec] = []
    band = [{"low": limits.lower, "high": limits.upper}]
    layers.append(
        {
            "data": values(band),
            "mark": {"type": "rect"},
            "encoding": {"y": y | {"field": "low"}, "y2": {"field": "high"}, "color": ink("band")},
        }
    )
    for value, dash in ((limits.upper, [5, 4]), (limits.mean, [1, 0]), (limits.lower, [5, 4])):
        mark = {"type": "rule", "strokeDash": dash, "strokeWidth": 1.2}
        encoding = {"y": y | {"field": "y"}, "color": ink("even")}
        layers.append({"data": values([{"y": value}]), "mark": mark, "encoding": encoding})
    return layers
