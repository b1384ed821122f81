"""The curve: what happened, where it was heading before the work began, and where it may go from here.

Layers from back to front: what is withheld (hatched), the frozen baseline with its band, the forecast from the latest
point, the day the work began, breaks in definition, margins as whiskers, the points themselves, and the target.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from groundswell.charts.palette import LIGHT
from groundswell.charts.scales import Scale, middle, period_words, text_width, tick_expression, ticks
from groundswell.charts.theme import Size, Spec, chart, haloed, ink, room_beside, values
from groundswell.core.curves import BaselinePoint
from groundswell.core.estimates import Estimate, Observation
from groundswell.core.periods import Period
from groundswell.core.vocabulary import ObservationStatus

_LATEST_SIZE = 15  # of the words at the latest point


@dataclass(frozen=True, slots=True)
class CurveWords:
    """The words written into the drawing, in the reader's language."""

    work_began: str = "work begins"
    target: str = "target"  # with its value: "target 63 %"
    withheld: str = "withheld"
    break_here: str = "new definition"


@dataclass(frozen=True, slots=True)
class CurveStory:
    """All that one curve shows, in computing units."""

    observations: tuple[Observation, ...]
    baseline: tuple[BaselinePoint, ...] = ()
    work_began: Period | None = None
    target: tuple[Period, float] | None = None
    forecast: tuple[tuple[Period, Estimate], ...] = ()

    @property
    def periods(self) -> list[Period]:
        """Every period that has a place on the axis."""
        found = [observation.period for observation in self.observations]
        found += [point.period for point in self.baseline] + [period for period, _ in self.forecast]
        found += [self.target[0]] if self.target else []
        return sorted(set(found))

    @property
    def shown(self) -> list[Observation]:
        """The observations that have a number."""
        return [observation for observation in self.observations if not observation.estimate.is_withheld]

    @property
    def heights(self) -> list[float | None]:
        """Every value, margin and band edge that must fit on the page."""
        found: list[float | None] = []
        for estimate in [item.estimate for item in self.shown] + [estimate for _, estimate in self.forecast]:
            found += [estimate.value, estimate.low, estimate.high]
        for point in self.baseline:
            found += [point.low, point.high]
        return [*found, self.target[1]] if self.target else found


def curve_chart(
    story: CurveStory, *, scale: Scale, write: Callable[[Estimate], str], size: Size, words: CurveWords | None = None
) -> Spec:
    """The specification of a curve; `write` turns an estimate into the text of a label or tip."""
    words = words or CurveWords()
    frame = _Frame.of(story, scale, size)
    layers = [
        *_withheld(story, frame, words),
        *_baseline(story, frame),
        *_forecast(story, frame),
        *_work_began(story, frame, words),
        *_breaks(story, frame, words),
        *_points(story, frame, write),
        *_target(story, frame, words, _stands_in_the_way(story, frame, size, write, words)),
    ]
    labelled, bounds = ticks(story.periods, at_most=size.labels), (frame.left, frame.right)
    latest = [(write(Estimate(one.estimate.value)), middle(one.period), _LATEST_SIZE) for one in story.shown[-1:]]
    return chart(
        layers, size=size, room=room_beside(scale, (frame.low, frame.high), labelled, bounds, size, *latest, top=26)
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Both axes, shared by every layer."""

    x: Spec
    y: Spec
    step: float  # the width of one period, in years
    left: float
    right: float
    low: float
    high: float

    @classmethod
    def of(cls, story: CurveStory, scale: Scale, size: Size) -> "_Frame":
        places = [middle(period) for period in story.periods] or [0.0]
        step = min((b - a for a, b in pairwise(places) if b > a), default=1.0)  # a survey span may share its middle
        left, right = min(places) - step * 0.5, max(places) + step * (0.9 if size.is_narrow else 0.6)
        labelled = ticks(story.periods, at_most=size.labels)
        low, high = scale.domain(story.heights)
        x_axis = {
            "values": [middle(period) for period in labelled],
            "labelExpr": tick_expression(labelled),
            "grid": False,
        }
        y_axis = {"labelExpr": scale.label_expression((low, high)), "tickCount": 5}
        x = {"type": "quantitative", "scale": {"domain": [left, right], "nice": False, "zero": False}, "axis": x_axis}
        y = {"type": "quantitative", "scale": {"domain": [low, high], "nice": True, "zero": False}, "axis": y_axis}
        return cls(x, y, step, left, right, low, high)

    def at(self, across: str = "x", up: str = "y", **more: Any) -> Spec:
        """Encodings for a layer whose data has these fields."""
        return {"x": self.x | {"field": across}, "y": self.y | {"field": up}, **more}

    def across(self, field: str = "x", **more: Any) -> Spec:
        """Encodings for a layer that fills the height of the page."""
        return {"x": self.x | {"field": field}, **more}


def _withheld(story: CurveStory, frame: _Frame, words: CurveWords) -> list[Spec]:
    """A hatched column where a number exists and may not be shown, or is missing; the tip says why."""
    half = frame.step * 0.42
    rows = [
        {
            "from": middle(item.period) - half,
            "to": middle(item.period) + half,
            "tip": f"{period_words(item.period)}: {item.estimate.reason or words.withheld}",
        }
        for item in story.observations
        if item.estimate.is_withheld
    ]
    if not rows:
        return []
    encoding = frame.across("from", x2={"field": "to"}, color=ink("withheld"), tooltip={"field": "tip"})
    return [{"data": values(rows), "mark": {"type": "rect"}, "encoding": encoding}]


def _baseline(story: CurveStory, frame: _Frame) -> list[Spec]:
    """The band opens at the last point from before the work began."""
    if not story.baseline:
        return []
    first = story.baseline[0].period
    before = [item for item in story.shown if item.period < first]
    rows = [
        {"x": middle(point.period), "y": point.value, "low": point.low, "high": point.high} for point in story.baseline
    ]
    if before:
        value = before[-1].estimate.value
        rows.insert(0, {"x": middle(before[-1].period), "y": value or 0.0, "low": value or 0.0, "high": value or 0.0})
    line = {"type": "line", "strokeDash": [6, 4], "strokeWidth": 1.8}
    return [
        {"data": values(rows), "mark": {"type": "area"}, "encoding": _banded(frame, "band")},
        {"data": values(rows), "mark": line, "encoding": frame.at(color=ink("even"))},
    ]


def _forecast(story: CurveStory, frame: _Frame) -> list[Spec]:
    """The forecast starts at the latest point; dots tell it from the dashes of the baseline."""
    if not story.forecast or not story.shown:
        return []
    last = story.shown[-1]
    value = last.estimate.value
    rows = [{"x": middle(last.period), "y": value, "low": value, "high": value}]
    rows += [
        {"x": middle(period), "y": estimate.value, "low": estimate.low, "high": estimate.high}
        for period, estimate in story.forecast
    ]
    line = {"type": "line", "strokeDash": [1.5, 4], "strokeWidth": 2.2, "strokeCap": "round"}
    return [
        {"data": values(rows), "mark": {"type": "area"}, "encoding": _banded(frame, "ahead")},
        {"data": values(rows), "mark": line, "encoding": frame.at(color=ink("accent"))},
    ]


def _banded(frame: _Frame, colour: str) -> Spec:
    return frame.at(up="low", y2={"field": "high"}, color=ink(colour))


def _work_began(story: CurveStory, frame: _Frame, words: CurveWords) -> list[Spec]:
    if story.work_began is None or not frame.left < story.work_began.start < frame.right:
        return []
    room = 0.35 if story.target else 0.5  # the words of a target stand at the right
    is_early = story.work_began.start < frame.left + room * (frame.right - frame.left)
    return _upright(
        [{"x": story.work_began.start, "text": words.work_began}],
        frame,
        colour="soft",
        dash=[2, 3],
        is_left=not is_early,
    )


def _breaks(story: CurveStory, frame: _Frame, words: CurveWords) -> list[Spec]:
    """A line just before the first point of the new definition."""
    rows: list[dict[str, Any]] = [
        {"x": middle(item.period) - frame.step / 2, "text": words.break_here}
        for item in story.observations
        if item.is_break
    ]
    if not rows:
        return []
    late = frame.left + 0.6 * (frame.right - frame.left)
    return [
        layer
        for is_late in (False, True)
        if (some := [row for row in rows if (row["x"] > late) is is_late])
        for layer in _upright(some, frame, colour="worse", dash=[7, 3], is_left=is_late, drop=16)
    ]


def _upright(
    rows: list[dict[str, Any]], frame: _Frame, *, colour: str, dash: list[int], is_left: bool, drop: int = 0
) -> list[Spec]:
    """Upright lines with words at their heads."""
    rule = {"type": "rule", "strokeDash": dash, "strokeWidth": 1.2}
    text = {"type": "text", "align": "right" if is_left else "left", "dx": -6 if is_left else 6, "baseline": "top"}
    return [
        {"data": values(rows), "mark": rule, "encoding": frame.across(color=ink(colour))},
        *haloed(
            {
                "data": values(rows),
                "mark": text,
                "encoding": frame.across(y={"value": drop}, text={"field": "text"}, color=ink(colour)),
            }
        ),
    ]


def _points(story: CurveStory, frame: _Frame, write: Callable[[Estimate], str]) -> list[Spec]:
    """Whiskers, the line (cut at breaks and at withheld values), points, and the words of the latest."""
    rows = _point_rows(story, write)
    if not rows:
        return []
    whiskers = [row for row in rows if row["low"] is not None]
    dot = {"type": "point", "size": 46, "strokeWidth": 2, "fill": LIGHT["card"], "opacity": 1}
    shape = {"field": "shape", "type": "nominal", "scale": None}
    latest = {"type": "text", "fontSize": _LATEST_SIZE, "fontWeight": 700, "dy": -16, "align": "center"}
    layers: list[Spec] = []
    if whiskers:
        rule = {"type": "rule", "strokeWidth": 2.2}
        encoding = frame.at(up="low", y2={"field": "high"}, color=ink("whisker"))
        layers.append({"data": values(whiskers), "mark": rule, "encoding": encoding})
    line = frame.at(detail={"field": "stretch", "type": "nominal"}, color=ink("accent"))
    layers.append({"data": values(rows), "mark": {"type": "line", "strokeWidth": 2.6}, "encoding": line})
    points = frame.at(shape=shape, color=ink("accent"), tooltip={"field": "tip"})
    layers.append({"data": values(rows), "mark": dot, "encoding": points})
    last = [rows[-1] | {"top": rows[-1]["high"] if rows[-1]["high"] is not None else rows[-1]["y"]}]
    words = frame.at(up="top", text={"field": "text"}, color=ink("accent"))
    layers += haloed({"data": values(last), "mark": latest, "encoding": words})
    return layers


def _point_rows(story: CurveStory, write: Callable[[Estimate], str]) -> list[dict[str, Any]]:
    rows, stretch = [], 0
    for item in story.observations:
        if item.is_break or item.estimate.is_withheld:
            stretch += 1
        if item.estimate.is_withheld:
            continue
        estimate = item.estimate
        is_provisional = item.status is ObservationStatus.PROVISIONAL
        rows.append(
            {
                "x": middle(item.period),
                "y": estimate.value,
                "low": estimate.low,
                "high": estimate.high,
                "stretch": stretch,
                "shape": "diamond" if is_provisional else "circle",
                "text": write(Estimate(estimate.value)),
                "tip": f"{period_words(item.period)}: {write(estimate)}",
            }
        )
    return rows


def _stands_in_the_way(
    story: CurveStory, frame: _Frame, size: Size, write: Callable[[Estimate], str], words: CurveWords
) -> bool:
    """True where the words of the latest point stand where those of the target would, both above their points."""
    if story.target is None or not story.shown:
        return False
    last, (period, aim) = story.shown[-1], story.target
    across, up = size.width / (frame.right - frame.left), size.height / (frame.high - frame.low)
    top = last.estimate.high if last.estimate.high is not None else last.estimate.value or 0.0
    half = text_width(write(Estimate(last.estimate.value)), _LATEST_SIZE) / 2
    reach = half + text_width(words.target) - (middle(period) - middle(last.period)) * across
    return reach > 0 and abs(aim - top) * up < 2 * _LATEST_SIZE


def _target(story: CurveStory, frame: _Frame, words: CurveWords, is_crowded: bool) -> list[Spec]:
    """Its words stand below it where the forecast, or the words of the latest point, need the room above."""
    if story.target is None:
        return []
    period, value = story.target
    tip_text = f"{period_words(period)}: {words.target}"
    rows = [{"x": middle(period), "y": value, "text": words.target, "tip": tip_text}]
    ahead = [estimate.value for _, estimate in story.forecast if estimate.value is not None]
    is_below = is_crowded or (bool(ahead) and ahead[-1] > value)
    mark = {"type": "point", "shape": "diamond", "size": 120, "filled": True, "opacity": 1}
    label = {"type": "text", "align": "right", "dx": 8, "dy": 18 if is_below else -17, "fontWeight": 600}
    tip = {"field": "tip"}
    return [
        {"data": values(rows), "mark": mark, "encoding": frame.at(color=ink("target"), tooltip=tip)},
        *haloed(
            {"data": values(rows), "mark": label, "encoding": frame.at(text={"field": "text"}, color=ink("target"))}
        ),
    ]
