"""A partnership over time: the highest level that each side described, day by day, as a strip of seven steps.

Written by hand, because it is small. Each side has a line and a shape of its own; the table beside it says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

NARROW, WIDE = 400, 1000
ROW, LEFT, RIGHT, TOP, BOTTOM = 24, 104, 16, 12, 26
LEVELS = 7
_SHAPES = ("circle", "square")


@dataclass(frozen=True, slots=True)
class StripLine:
    """One side: what it is called, and on each day the level that it described."""

    name: str
    points: tuple[tuple[date, int], ...]


def level_strip(
    lines: Sequence[StripLine], *, names: Sequence[str], until: date, label: str, width: int = NARROW
) -> str:
    """Inline SVG; `names` are those of the levels from the first to the seventh. "" where there is no point. `width` is
    that of the paper it is drawn on, so that letters are as large on a wide page as on a phone."""
    days = [day for line in lines for day, _ in line.points]
    if not days:
        return ""
    first, last = min(days), max(until, *days)
    height = TOP + ROW * LEVELS + BOTTOM
    grid = "".join(_row(number, name, width) for number, name in enumerate(names, start=1))
    drawn = "".join(_line(at, line, first, last, width) for at, line in enumerate(lines))
    return (
        f'<svg class="level-strip" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}">'
        f"{grid}{drawn}{_ends(first, last, height, width)}</svg>"
    )


def _row(level: int, name: str, width: int) -> str:
    y = _y(level)
    return (
        f'<line class="strip-rule" x1="{LEFT}" x2="{width - RIGHT + 8}" y1="{y}" y2="{y}"/>'
        f'<text class="strip-name" x="{LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(name)}</text>'
    )


def _line(at: int, line: StripLine, first: date, last: date, width: int) -> str:
    """Steps, since what was said holds until something else is said; two on one level lie a little apart."""
    if not line.points:
        return ""
    apart = 2.5 if at else -2.5
    places = [(_x(day, first, last, width), _y(level) + apart) for day, level in sorted(line.points)]
    path = f"M{places[0][0]:.1f} {places[0][1]:.1f}" + "".join(f"H{x:.1f}V{y:.1f}" for x, y in places[1:])
    kind = f"strip-{at}"
    marks = "".join(_mark(_SHAPES[at % 2], x, y, kind) for x, y in places)
    return f'<path class="strip-line {kind}" d="{path}H{width - RIGHT}"/>{marks}'


def _mark(shape: str, x: float, y: float, kind: str) -> str:
    if shape == "circle":
        return f'<circle class="strip-mark {kind}" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
    return f'<rect class="strip-mark {kind}" x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9"/>'


def _ends(first: date, last: date, height: int, width: int) -> str:
    y = height - 6
    begin = f'<text class="strip-day" x="{LEFT}" y="{y}">{first.isoformat()}</text>'
    if first == last:
        return begin
    end = f'<text class="strip-day" x="{width - RIGHT}" y="{y}" text-anchor="end">{last.isoformat()}</text>'
    return begin + end


def _x(day: date, first: date, last: date, width: int) -> float:
    span = (last - first).days
    return LEFT + (width - RIGHT - LEFT) * ((day - first).days / span if span else 0)


def _y(level: int) -> float:
    return TOP + ROW * (LEVELS - level) + ROW / 2
