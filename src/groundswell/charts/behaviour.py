"""The process behaviour (XmR) chart: what is usual for this series, and which points are more than usual variation."""

from collections.abc import Callable
from itertools import pairwise

from groundswell.charts.palette import LIGHT
from groundswell.charts.scales import Scale, middle, period_words, tick_expression, ticks
from groundswell.charts.theme import Size, Spec, chart, ink, room_beside, values
from groundswell.core.behaviour import Behaviour, BehaviourPoint
from groundswell.core.vocabulary import Signal, SignalMeaning

# Shape and ink of a point, by what it means.
SHAPES = {
    SignalMeaning.COMMON_CAUSE: ("circle", "even"),
    SignalMeaning.IMPROVEMENT: ("triangle-up", "better"),
    SignalMeaning.CONCERN: ("triangle-down", "worse"),
    SignalMeaning.NEUTRAL_HIGH: ("square", "target"),
    SignalMeaning.NEUTRAL_LOW: ("square", "target"),
}


def behaviour_chart(
    behaviour: Behaviour,
    *,
    scale: Scale,
    write: Callable[[float], str],
    name: Callable[[Signal], str],
    size: Size,
) -> Spec:
    """Limits as dashed lines around the mean; a signal differs by shape as well as by colour. `name` says a signal."""
    points = behaviour.points
    rows = [
        {
            "x": middle(point.period),
            "y": point.value,
            "shape": SHAPES[point.meaning][0],
            "colour": LIGHT[SHAPES[point.meaning][1]],
            "tip": _tip(point, write, name),
        }
        for point in points
    ]
    periods = [point.period for point in points]
    labelled = ticks(periods, at_most=size.labels)
    places = [middle(period) for period in periods] or [0.0]
    step = min((b - a for a, b in pairwise(places) if b > a), default=1.0)
    domain = scale.domain([*[point.value for point in points], behaviour.shown_low, behaviour.shown_high])
    axis = {
        "values": [middle(period) for period in labelled],
        "labelExpr": tick_expression(labelled),
        "grid": False,
    }
    bounds = (min(places) - step / 2, max(places) + step / 2)
    x = {"field": "x", "type": "quantitative", "scale": {"domain": list(bounds), "nice": False}, "axis": axis}
    y_axis = {"labelExpr": scale.label_expression(domain), "tickCount": 4, "grid": False}
    y = {"type": "quantitative", "scale": {"domain": list(domain), "nice": True, "zero": False}, "axis": y_axis}
    place = {"x": x, "y": y | {"field": "y"}}
    shape = {"field": "shape", "type": "nominal", "scale": None}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    dot = {"type": "point", "filled": True, "size": 75, "opacity": 1}
    return chart(
        [
            *_limits(behaviour, y),
            {
                "data": values(rows),
                "mark": {"type": "line", "strokeWidth": 1.4},
                "encoding": place | {"color": ink("even")},
            },
            {
                "data": values(rows),
                "mark": dot,
                "encoding": place | {"shape": shape, "color": colour, "tooltip": {"field": "tip"}},
            },
        ],
        size=size,
        height=240,
        room=room_beside(scale, domain, labelled, bounds, size),
    )


def _tip(point: BehaviourPoint, write: Callable[[float], str], name: Callable[[Signal], str]) -> str:
    said = f"{period_words(point.period)}: {write(point.value)}"
    return f"{said} ({name(point.signal)})" if point.signal else said


def _limits(behaviour: Behaviour, y: Spec) -> list[Spec]:
    low, high = behaviour.shown_low, behaviour.shown_high
    edges = {"y": y | {"field": "low"}, "y2": {"field": "high"}, "color": ink("band")}
    layers: list[Spec] = [{"data": values([{"low": low, "high": high}]), "mark": {"type": "rect"}, "encoding": edges}]
    for value, dash in ((high, [5, 4]), (behaviour.limits.mean, [1, 0]), (low, [5, 4])):
        mark = {"type": "rule", "strokeDash": dash, "strokeWidth": 1.2}
        encoding = {"y": y | {"field": "y"}, "color": ink("even")}
        layers.append({"data": values([{"y": value}]), "mark": mark, "encoding": encoding})
    return layers
