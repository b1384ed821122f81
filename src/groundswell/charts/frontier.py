"""The frontier: the most that each sum of money could add, in points, and where the chosen plan lies.

The line is the best that could be planned, never a promise. A rule lies at what is needed; a diamond marks the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from groundswell.charts.palette import LIGHT
from groundswell.charts.scales import Scale, nice_ends, text_width
from groundswell.charts.theme import LABEL_PADDING, Room, Size, Spec, chart, haloed, ink, values


@dataclass(frozen=True, slots=True)
class FrontierWords:
    """The words in the drawing, in the reader's language."""

    plan: str = "this plan"
    need: str = "needed"
    cost: str = "cost"


def frontier_chart(
    points: Sequence[tuple[float, float]],
    *,
    cost: Scale,
    gain: Scale,
    write: Callable[[float, float], str],
    size: Size,
    plan: tuple[float, float] | None = None,
    need: float | None = None,
    words: FrontierWords | None = None,
) -> Spec:
    """Points against cost, from nothing upwards; `points` are (cost, points) in rising order of cost.

    `cost` and `gain` write the axes, `write(cost, points)` the tip of a point.
    """
    words = words or FrontierWords()
    frame = _Frame.of(points, plan, need, cost, gain, words, size)
    return chart(
        [
            *_line(points, write, frame),
            *([] if need is None else _need(need, points, words, frame)),
            *([] if plan is None else _plan(plan, points, write, words, frame)),
        ],
        size=size,
        height=300 if size.is_narrow else 320,
        room=frame.room,
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Both axes from nothing to a round number, and the room for their words."""

    x: Spec
    y: Spec
    right: float
    top: float
    width: float
    tall: float
    room: Room

    @classmethod
    def of(
        cls,
        points: Sequence[tuple[float, float]],
        plan: tuple[float, float] | None,
        need: float | None,
        cost: Scale,
        gain: Scale,
        words: FrontierWords,
        size: Size,
    ) -> _Frame:
        marks = [*points, *([plan] if plan else [])]
        right = nice_ends(0.0, max((at for at, _ in marks), default=0.0) * 1.02 or 1.0)[1]
        top = nice_ends(0.0, max([at for _, at in marks] + [need or 0.0]) * 1.1 or 1.0)[1]
        left = gain.label_width((0.0, top)) + LABEL_PADDING + 4
        room = Room(left, cost.label_width((0.0, right)) / 2 + 4, 20, 44)
        axis = {
            "grid": False,
            "tickCount": 3 if size.is_narrow else 6,
            "title": words.cost,
            "titleColor": LIGHT["soft"],
        }
        x_axis = {**axis, "labelExpr": cost.label_expression((0.0, right)), "titleFontWeight": "normal"}
        y_axis = {"labelExpr": gain.label_expression((0.0, top)), "tickCount": 5}
        x = {"type": "quantitative", "scale": {"domain": [0, right], "nice": False}, "axis": x_axis}
        y = {"type": "quantitative", "scale": {"domain": [0, top], "nice": False}, "axis": y_axis}
        width = size.width - room.left - room.right
        tall = (300 if size.is_narrow else 320) - room.top - room.bottom
        return cls(x, y, right, top, width, tall, room)

    def at(self, **more: Spec) -> Spec:
        return {"x": self.x | {"field": "x"}, "y": self.y | {"field": "y"}, **more}


def _line(points: Sequence[tuple[float, float]], write: Callable[[float, float], str], frame: _Frame) -> list[Spec]:
    if not points:
        return []
    rows = [{"x": cost, "y": gain, "tip": write(cost, gain)} for cost, gain in points]
    dot = {"type": "point", "size": 30, "strokeWidth": 1.6, "fill": LIGHT["card"], "opacity": 1}
    area = {"type": "area", "opacity": 1}
    return [
        {"data": values(rows), "mark": area, "encoding": frame.at(color=ink("ahead"))},
        {"data": values(rows), "mark": {"type": "line", "strokeWidth": 2.4}, "encoding": frame.at(color=ink("accent"))},
        {"data": values(rows), "mark": dot, "encoding": frame.at(color=ink("accent"), tooltip={"field": "tip"})},
    ]


def _need(need: float, points: Sequence[tuple[float, float]], words: FrontierWords, frame: _Frame) -> list[Spec]:
    """A rule across the page, with its words at the left, above it and above the line of the frontier."""
    ends = (text_width(words.need) + 16) / frame.width * frame.right
    rise = max(0.0, _gain(points, ends) - need) / frame.top * frame.tall
    above = min(rise, frame.tall * (1 - need / frame.top) - 4)
    rows = [{"x": 0.0, "y": need, "text": words.need}]
    rule = {"type": "rule", "strokeWidth": 1.8, "strokeDash": [6, 4]}
    text = {"type": "text", "align": "left", "dx": 6, "dy": -10 - above - (6 if rise else 0), "fontWeight": 600}
    across = {"y": frame.y | {"field": "y"}, "color": ink("target")}
    return [
        {"data": values(rows), "mark": rule, "encoding": across},
        *haloed(
            {"data": values(rows), "mark": text, "encoding": frame.at(text={"field": "text"}, color=ink("target"))}
        ),
    ]


def _gain(points: Sequence[tuple[float, float]], cost: float) -> float:
    """What the frontier has at this cost, in points; 0 where there is none."""
    return float(np.interp(cost, [at for at, _ in points], [up for _, up in points])) if points else 0.0


def _plan(
    plan: tuple[float, float],
    points: Sequence[tuple[float, float]],
    write: Callable[[float, float], str],
    words: FrontierWords,
    frame: _Frame,
) -> list[Spec]:
    """A diamond, and its words below: to the right of it where there is room, else to the left and under the line."""
    rows = [{"x": plan[0], "y": plan[1], "text": words.plan, "tip": write(*plan)}]
    place, width = plan[0] / frame.right * frame.width, text_width(words.plan, 13)
    is_right = place + 14 + width <= frame.width
    begins = max(0.0, place - width) / frame.width * frame.right
    line = plan[1] if is_right or not points else _gain(points, begins)
    drop = 18 + max(0.0, (plan[1] - line) / frame.top * frame.tall)
    is_low = frame.tall * plan[1] / frame.top < drop + 12  # no room below it: the axis is there
    mark = {"type": "point", "shape": "diamond", "size": 150, "filled": True, "opacity": 1}
    text = {"type": "text", "fontSize": 13, "fontWeight": 600, "dy": -16 if is_low else drop}
    text |= {"align": "left" if is_right else "right", "dx": 10 if is_right else 6}
    return [
        {"data": values(rows), "mark": mark, "encoding": frame.at(color=ink("text"), tooltip={"field": "tip"})},
        *haloed({"data": values(rows), "mark": text, "encoding": frame.at(text={"field": "text"}, color=ink("text"))}),
    ]
