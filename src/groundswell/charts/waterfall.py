"""The waterfall: what programs could add up to for one indicator, each beginning where the last one ended.

Each bar is what its program could do alone. Then comes the step back for what two programs cannot both bring about,
all linked programs together with the range of their joint effect, and the part of the need that nobody owns yet. An
upright rule stands at what is needed. Points are of a hundred people; positive is better, whichever way the indicator
counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from groundswell.charts.falling import Bar, Fall, laid_out
from groundswell.charts.palette import LIGHT
from groundswell.charts.theme import Room, Size, Spec, chart, haloed, ink, values

MOST_BARS, MOST_BARS_NARROW = 12, 8  # of programs; the smallest others share one bar, and the table names them all
NOTHING = 0.0005  # points: an overlap below this is not worth a bar


@dataclass(frozen=True, slots=True)
class Part:
    """One bar: its name, its points (negative: it takes away; None: withheld), and the words beside it and in its
    tip."""

    label: str
    points: float | None
    words: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class WaterfallStory:
    """What one waterfall shows; `overlap` is what the programs' points alone come to beyond the joint effect."""

    programs: Sequence[Part]
    joint: Part
    joint_range: tuple[float, float] | None = None
    overlap: Part | None = None  # its points are negative
    need: float | None = None
    gap: Part | None = None  # left out where the joint effect reaches the need


def gathered_words(parts: Sequence[Part]) -> tuple[str, str]:
    """The name and the words of the bar that the smallest programs share."""
    total = sum(part.points or 0.0 for part in parts)
    return f"{len(parts)} more programs", f"{total:+.2f} points"


def waterfall_chart(
    story: WaterfallStory,
    *,
    size: Size,
    need_words: str = "",
    gathered: Callable[[Sequence[Part]], tuple[str, str]] = gathered_words,
) -> Spec:
    """The specification of a waterfall: bars in the order given, the smallest beyond a dozen in one bar.

    `need_words` stand at the foot of the rule ("needed: +4.6 points").
    """
    shown = _gathered(story.programs, MOST_BARS_NARROW if size.is_narrow else MOST_BARS, gathered)
    fall = laid_out(_bars(shown, story, has_rest=len(shown) < len(story.programs)), size, story.need)
    x = {"type": "quantitative", "scale": {"domain": list(fall.domain), "nice": False, "zero": False}, "axis": None}
    y = {"type": "quantitative", "scale": {"domain": [0, fall.height], "reverse": True, "nice": False}, "axis": None}
    layers = [
        *_zero(fall, x, y, size),
        *_connectors(fall, x, y, size),
        *_rects(fall, x, y),
        *_whisker(fall, story, x, y),
        *_need(fall, story, need_words, x, y),
        *_words(fall, x, y),
    ]
    room = Room(fall.left, fall.right, 6, 30 if story.need is not None else 8)
    return chart(layers, size=size, height=round(fall.height + room.top + room.bottom), room=room)


def _gathered(programs: Sequence[Part], most: int, gathered: Callable[[Sequence[Part]], tuple[str, str]]) -> list[Part]:
    """All programs where there are few; else the largest in their order, and one bar for the others."""
    if len(programs) <= most:
        return list(programs)
    ranked = sorted(programs, key=lambda part: -abs(part.points or 0.0))
    kept = {id(part) for part in ranked[: most - 1]}
    others = [part for part in programs if id(part) not in kept]
    label, words = gathered(others)
    shared = Part(label, sum(part.points or 0.0 for part in others), words)
    return [*(part for part in programs if id(part) in kept), shared]


def _bars(programs: Sequence[Part], story: WaterfallStory, *, has_rest: bool) -> list[Bar]:
    """Every bar with where it begins and ends, in points."""
    bars, at = [], 0.0
    for part in programs:
        end = at + (part.points or 0.0)
        kind = "withheld" if part.points is None else "worse" if part.points < 0 else "accent"
        bars.append(Bar(part.label, part.words, part.tip, at, end, kind))
        at = end
    if has_rest and bars[-1].kind == "accent":
        bars[-1] = replace(bars[-1], kind="gathered")
    if story.overlap and abs(story.overlap.points or 0.0) >= NOTHING:
        end = at + (story.overlap.points or 0.0)
        bars.append(Bar(story.overlap.label, story.overlap.words, story.overlap.tip, at, end, "overlap"))
    joint = story.joint.points or 0.0
    kind = "withheld" if story.joint.points is None else "joint"
    bars.append(Bar(story.joint.label, story.joint.words, story.joint.tip, 0.0, joint, kind, story.joint_range))
    if story.gap and story.need is not None and story.need - joint >= NOTHING:
        bars.append(Bar(story.gap.label, story.gap.words, story.gap.tip, joint, story.need, "gap"))
    return bars


_INKS = {"accent": "accent", "worse": "worse", "joint": "text", "withheld": "withheld"}


def _zero(fall: Fall, x: Spec, y: Spec, size: Size) -> list[Spec]:
    """Where bars begin; on a phone only beside them, for words stand between."""
    rows = [{"x": 0.0, "y": 0.0, "y2": fall.height}]
    if size.is_narrow:
        rows = [{"x": 0.0, "y": one.top - 2, "y2": one.bottom + 2} for one in fall.placed]
    mark = {"type": "rule", "strokeWidth": 1.2}
    return [{"data": values(rows), "mark": mark, "encoding": _upright(x, y) | {"color": ink("withheld")}}]


def _connectors(fall: Fall, x: Spec, y: Spec, size: Size) -> list[Spec]:
    """From where a bar ends down to where the next begins, or, above all programs together, ends."""
    rows = [
        {"x": one.bar.end, "y": one.bottom, "y2": other.top}
        for one, other in zip(fall.placed, fall.placed[1:], strict=False)
        if any(abs(one.bar.end - edge) < NOTHING for edge in (other.bar.start, other.bar.end))
    ]
    if size.is_narrow or not rows:
        return []
    mark = {"type": "rule", "strokeWidth": 1, "strokeDash": [2, 2]}
    return [{"data": values(rows), "mark": mark, "encoding": _upright(x, y) | {"color": ink("even")}}]


def _rects(fall: Fall, x: Spec, y: Spec) -> list[Spec]:
    """Filled bars; the step back has a rim as well, and what is not there yet is only a dashed rim."""
    layers: list[Spec] = []
    edges = {"x": x | {"field": "x"}, "x2": {"field": "x2"}, "y": y | {"field": "y"}, "y2": {"field": "y2"}}
    for kind, mark in _MARKS.items():
        rows = [
            {"x": one.start, "x2": one.end, "y": one.top, "y2": one.bottom, "tip": f"{one.bar.label}: {one.tip}"}
            for one in fall.placed
            if one.bar.kind == kind
        ]
        if rows:
            encoding = edges | {"tooltip": {"field": "tip"}}
            layers.append({"data": values(rows), "mark": {"type": "rect", **mark}, "encoding": encoding})
    return layers


_MARKS: dict[str, dict[str, Any]] = {
    **{kind: {"fill": LIGHT[name], "cornerRadius": 1} for kind, name in _INKS.items()},
    "gathered": {"fill": LIGHT["whisker"], "stroke": LIGHT["accent"], "strokeWidth": 1},
    "overlap": {"fill": LIGHT["band"], "stroke": LIGHT["even"], "strokeWidth": 1},
    "gap": {"fill": LIGHT["card"], "stroke": LIGHT["target"], "strokeWidth": 1.4, "strokeDash": [5, 4]},
}


def _whisker(fall: Fall, story: WaterfallStory, x: Spec, y: Spec) -> list[Spec]:
    """The range of the joint effect: light where it lies upon its own bar, dark beyond it."""
    placed = [one for one in fall.placed if one.bar.kind == "joint"]
    if story.joint_range is None or not placed:
        return []
    bar, (low, high) = placed[0], story.joint_range
    middle, cap = (bar.top + bar.bottom) / 2, (bar.bottom - bar.top) * 0.28
    lines = [{"x": low, "x2": high, "y": middle, "y2": middle}]
    lines += [{"x": end, "x2": end, "y": middle - cap, "y2": middle + cap} for end in (low, high)]
    upon = [{**lines[0], "x": max(low, bar.start), "x2": min(high, bar.end)}]
    upon += [line for line in lines[1:] if bar.start < line["x"] < bar.end]
    edges = {"x": x | {"field": "x"}, "x2": {"field": "x2"}, "y": y | {"field": "y"}, "y2": {"field": "y2"}}
    mark = {"type": "rule", "strokeWidth": 2}
    return [
        {"data": values(rows), "mark": mark, "encoding": edges | {"color": ink(colour)}}
        for rows, colour in ((lines, "text"), (upon, "card"))
    ]


def _need(fall: Fall, story: WaterfallStory, need_words: str, x: Spec, y: Spec) -> list[Spec]:
    if story.need is None:
        return []
    rows = [{"x": story.need, "y": 0.0, "y2": fall.height + 4, "text": need_words}]
    mark = {"type": "rule", "strokeWidth": 1.8}
    text = {"type": "text", "align": fall.foot(need_words, story.need), "baseline": "top", "dy": 9, "fontWeight": 600}
    place = {"x": x | {"field": "x"}, "y": y | {"field": "y2"}, "text": {"field": "text"}, "color": ink("target")}
    return [
        {"data": values(rows), "mark": mark, "encoding": _upright(x, y) | {"color": ink("target")}},
        {"data": values(rows), "mark": text, "encoding": place},
    ]


def _words(fall: Fall, x: Spec, y: Spec) -> list[Spec]:
    """Names at the left (on a phone: above their bars), and the words of each bar beside it."""
    layers: list[Spec] = []
    for told in ("names", "beside"):
        for is_bold in (False, True):
            rows = [
                {"x": text.x, "y": text.y, "text": text.words, "align": text.align}
                for one in fall.placed
                for text in getattr(one, told)
                if (one.bar.kind == "joint") is is_bold
            ]
            if not rows:
                continue
            mark = {
                "type": "text", "align": {"expr": "datum.align"}, "baseline": "middle", "fontSize": fall.letters,
                **({"fontWeight": 700} if is_bold else {}),
            }  # fmt: skip
            encoding = {
                "x": x | {"field": "x"},
                "y": y | {"field": "y"},
                "text": {"field": "text"},
                "color": ink("text" if is_bold or told == "names" else "soft"),
            }
            layers += haloed({"data": values(rows), "mark": mark, "encoding": encoding})
    return layers


def _upright(x: Spec, y: Spec) -> Spec:
    return {"x": x | {"field": "x"}, "y": y | {"field": "y"}, "y2": {"field": "y2"}}
