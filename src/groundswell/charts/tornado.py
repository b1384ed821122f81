"""The tornado: how far the joint effect would move if one assumption were at the low or the high end of its range.

The widest swing stands first. Filled bars reach to the high end of an assumption, open ones to its low end, so that the
two are told apart without colour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from groundswell.charts.lettering import lines_of, side_at
from groundswell.charts.palette import LIGHT
from groundswell.charts.scales import text_width
from groundswell.charts.theme import Room, Size, Spec, chart, haloed, ink, values

MOST_BARS = 12
LINE, BAR, GAP, CLEAR = 15, 18, 12, 6
_NAMES = 0.36  # of the width: the most that names take


@dataclass(frozen=True, slots=True)
class SwingBar:
    """One assumption: its name with its range, and the joint points at its low and at its high end."""

    label: str
    low: float
    high: float

    @property
    def width(self) -> float:
        """How far it moves the joint effect."""
        return abs(self.high - self.low)


@dataclass(frozen=True, slots=True)
class _Rule:
    """An upright rule with words at its foot: the joint effect, or what is needed."""

    points: float
    words: str
    colour: str


def tornado_chart(
    swings: Sequence[SwingBar],
    joint: float,
    *,
    write: Callable[[float], str],
    size: Size,
    joint_words: str = "",
    need: float | None = None,
    need_words: str = "",
) -> Spec:
    """The widest dozen of swings around the joint effect, in points; `write` turns points into words.

    There is at least one. `joint_words` and `need_words` stand at the foot of their rules.
    """
    shown = sorted(swings, key=lambda swing: -swing.width)[:MOST_BARS]
    rules = [_Rule(joint, joint_words, "text"), *([] if need is None else [_Rule(need, need_words, "target")])]
    names = [_names(swing, size) for swing in shown]
    frame = _Frame.of(shown, rules, names, write, size)
    return chart(
        [
            *(layer for line, rule in enumerate(rules) for layer in _rule(rule, line, frame)),
            *_bars(shown, joint, frame),
            *_words(_name_rows(names, frame), "text", frame),
            *_words(_end_rows(shown, write, frame), "soft", frame),
        ],
        size=size,
        height=round(frame.height + frame.room.top + frame.room.bottom),
        room=frame.room,
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Both axes, where each bar's middle is, and the room around the plot."""

    x: Spec
    y: Spec
    low: float
    per_point: float  # pixels
    width: float
    middles: tuple[float, ...]
    height: float
    room: Room
    is_narrow: bool

    @classmethod
    def of(
        cls,
        shown: Sequence[SwingBar],
        rules: Sequence[_Rule],
        names: Sequence[list[str]],
        write: Callable[[float], str],
        size: Size,
    ) -> _Frame:
        widest = max((text_width(line) for lines in names for line in lines), default=0.0)
        room = Room(6 if size.is_narrow else widest + 14, 10, 6, 14 + LINE * sum(1 for rule in rules if rule.words))
        edges = [*(rule.points for rule in rules), *(end for swing in shown for end in (swing.low, swing.high))]
        width, said = size.width - room.left - room.right, max(text_width(write(edge)) for edge in edges) + CLEAR
        per_point = max(width - 2 * said, width * 0.3) / ((max(edges) - min(edges)) or 1.0)
        low = (min(edges) + max(edges)) / 2 - width / per_point / 2
        middles, at = [], 0.0
        for lines in names:
            above = LINE * len(lines) + 3 if size.is_narrow else max(0, LINE * len(lines) - BAR) / 2
            middles.append(at + above + BAR / 2)
            at = middles[-1] + BAR / 2 + (0 if size.is_narrow else above) + GAP
        x_scale = {"domain": [low, low + width / per_point], "nice": False, "zero": False}
        x = {"type": "quantitative", "scale": x_scale, "axis": None}
        y_scale = {"domain": [0, at or 1.0], "reverse": True, "nice": False}
        y = {"type": "quantitative", "scale": y_scale, "axis": None}
        return cls(x, y, low, per_point, width, tuple(middles), at, room, size.is_narrow)

    def points(self, pixel: float) -> float:
        return self.low + pixel / self.per_point

    def at(self, **more: Any) -> Spec:
        return {"x": self.x | {"field": "x"}, "y": self.y | {"field": "y"}, **more}


def _names(swing: SwingBar, size: Size) -> list[str]:
    return lines_of(swing.label, size.width - 20 if size.is_narrow else size.width * _NAMES, size=12)


def _bars(shown: Sequence[SwingBar], joint: float, frame: _Frame) -> list[Spec]:
    """Open towards the low end of the assumption, filled towards its high end."""
    edges = frame.at(x2={"field": "x2"}, y2={"field": "y2"}, tooltip={"field": "tip"})
    layers: list[Spec] = []
    for is_high in (False, True):
        rows = []
        for swing, middle in zip(shown, frame.middles, strict=True):
            turn = min(max(joint, min(swing.low, swing.high)), max(swing.low, swing.high))
            ends = sorted((turn, swing.high if is_high else swing.low))
            rows.append(
                {"x": ends[0], "x2": ends[1], "y": middle - BAR / 2, "y2": middle + BAR / 2, "tip": swing.label}
            )
        fill = LIGHT["accent"] if is_high else LIGHT["ahead"]
        mark = {"type": "rect", "fill": fill, "stroke": LIGHT["accent"], "strokeWidth": 1}
        layers.append({"data": values(rows), "mark": mark, "encoding": edges})
    return layers if shown else []


def _rule(rule: _Rule, line: int, frame: _Frame) -> list[Spec]:
    place = (rule.points - frame.low) * frame.per_point
    side = side_at(rule.words, place, room=(-frame.room.left, frame.width + frame.room.right))
    foot = [{"x": rule.points, "y": 0.0, "y2": frame.height + 2, "text": rule.words}]
    rows = foot
    if frame.is_narrow and rule.colour == "text":  # it would strike out the names that stand between the bars
        rows = [{"x": rule.points, "y": at - BAR / 2 - 3, "y2": at + BAR / 2 + 3} for at in frame.middles]
    mark = {"type": "rule", "strokeWidth": 1.8}
    text = {"type": "text", "align": side, "baseline": "top", "dy": 6 + line * LINE, "fontWeight": 600}
    words = {"x": frame.x | {"field": "x"}, "y": frame.y | {"field": "y2"}, "text": {"field": "text"}}
    colour = {"color": ink(rule.colour)}
    return [
        {"data": values(rows), "mark": mark, "encoding": frame.at(y2={"field": "y2"}, **colour)},
        *haloed({"data": values(foot), "mark": text, "encoding": words | colour}),
    ]


def _name_rows(names: Sequence[list[str]], frame: _Frame) -> list[dict[str, Any]]:
    rows = []
    for lines, middle in zip(names, frame.middles, strict=True):
        first = middle - LINE * (len(lines) - 1) / 2
        if frame.is_narrow:
            first = middle - BAR / 2 - 3 - LINE * (len(lines) - 0.5)
        at, align = (frame.points(0), "left") if frame.is_narrow else (frame.points(-10), "right")
        rows += [{"x": at, "y": first + LINE * n, "text": line, "align": align} for n, line in enumerate(lines)]
    return rows


def _end_rows(shown: Sequence[SwingBar], write: Callable[[float], str], frame: _Frame) -> list[dict[str, Any]]:
    """What the joint effect would be, at both ends of a bar."""
    rows = []
    for swing, middle in zip(shown, frame.middles, strict=True):
        low, high = sorted((swing.low, swing.high))
        clear = CLEAR / frame.per_point
        rows.append({"x": low - clear, "y": middle, "text": write(low), "align": "right"})
        rows.append({"x": high + clear, "y": middle, "text": write(high), "align": "left"})
    return rows


def _words(rows: list[dict[str, Any]], colour: str, frame: _Frame) -> list[Spec]:
    if not rows:
        return []
    mark = {"type": "text", "align": {"expr": "datum.align"}, "baseline": "middle"}
    encoding = frame.at(text={"field": "text"}, color=ink(colour))
    return haloed({"data": values(rows), "mark": mark, "encoding": encoding})
