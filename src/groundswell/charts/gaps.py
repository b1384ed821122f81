"""The gap between groups over time: is the distance between the best and the worst off growing or shrinking?"""

from collections.abc import Callable, Sequence

from groundswell.charts.palette import LIGHT
from groundswell.charts.scales import Scale, middle, period_words, tick_expression, ticks
from groundswell.charts.theme import Size, Spec, chart, ink, room_beside, values
from groundswell.core.periods import Period


def gap_chart(gaps: Sequence[tuple[Period, float]], *, scale: Scale, write: Callable[[float], str], size: Size) -> Spec:
    """A line from zero: the height is the largest difference between two groups, in computing units."""
    rows = [
        {"x": middle(period), "y": gap, "tip": f"{period_words(period)}: {write(gap)}", "text": write(gap)}
        for period, gap in gaps
    ]
    periods = [period for period, _ in gaps]
    labelled = ticks(periods, at_most=size.labels)
    top = max([gap for _, gap in gaps], default=1.0) * 1.25 or 1.0
    places = [middle(period) for period in periods] or [0.0]
    x_axis = {
        "values": [middle(period) for period in labelled],
        "labelExpr": tick_expression(labelled),
        "grid": False,
    }
    domain = (min(places) - 0.5, max(places) + 0.5)
    x = {"field": "x", "type": "quantitative", "scale": {"domain": list(domain), "nice": False}, "axis": x_axis}
    y_axis = {"labelExpr": scale.label_expression((0.0, top)), "tickCount": 3}
    y = {"field": "y", "type": "quantitative", "scale": {"domain": [0, top], "nice": True}, "axis": y_axis}
    place = {"x": x, "y": y}
    dot = {"type": "point", "size": 40, "strokeWidth": 2, "fill": LIGHT["card"], "opacity": 1}
    crest = max([gap for _, gap in gaps[-4:]], default=0.0)  # the words stand clear of the line
    last = [row | {"y": crest} for row in rows[-1:]]
    text = {"type": "text", "dy": -14, "fontWeight": 600, "align": "right", "dx": 6}
    colour = ink("text")
    return chart(
        [
            {
                "data": values(rows),
                "mark": {"type": "area", "opacity": 0.7},
                "encoding": place | {"color": ink("band")},
            },
            {"data": values(rows), "mark": {"type": "line", "strokeWidth": 2.2}, "encoding": place | {"color": colour}},
            {"data": values(rows), "mark": dot, "encoding": place | {"color": colour, "tooltip": {"field": "tip"}}},
            {"data": values(last), "mark": text, "encoding": place | {"text": {"field": "text"}, "color": colour}},
        ],
        size=size,
        height=190,
        room=room_beside(scale, (0.0, top), labelled, domain, size),
    )
