"""How much of a whole is covered, and how well: a bar for each question, its parts from the strongest to none.

Parts differ by shape as well as by ink: what is strong is filled, what is weaker hatched, what is weakest outlined.
Bars are parts of the width that there is, so that one drawing does for a desk and for a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from groundswell.charts.lettering import lines_of

BAR, LINE, GAP = 16, 17, 12
LETTERS = 13.0
_ROOM = 290.0  # pixels: words are cut into lines that a phone has room for
STRONG, WEAKER, WEAKEST = "strong", "weaker", "weakest"


@dataclass(frozen=True, slots=True)
class Covered:
    """One bar: its words, and how many of the whole each part holds, from the strongest on; parts do not overlap."""

    words: str
    parts: tuple[tuple[str, float], ...]


def coverage_bars(rows: Sequence[Covered], whole: float, *, label: str, name: str) -> str:
    """Inline SVG as wide as its place, one bar a row over the whole; "" where there is no whole. `name` is its own."""
    if whole <= 0 or not rows:
        return ""
    drawn, at = [], 0
    for row in rows:
        lines = lines_of(row.words, _ROOM, size=LETTERS)
        drawn.append(_row(row, lines, at, whole, name))
        at += LINE * len(lines) + BAR + GAP
    hatch = (
        f'<defs><pattern id="{escape(name)}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path class="covered-line" d="M0 0V6"/></pattern></defs>'
    )
    body = "".join(drawn)
    return f'<svg class="coverage" height="{at}" role="img" aria-label="{escape(label)}">{hatch}{body}</svg>'


def _row(row: Covered, lines: list[str], top: int, whole: float, name: str) -> str:
    words = "".join(
        f'<text x="0" y="{top + 13 + LINE * at}" font-size="{LETTERS:g}">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )
    y = top + LINE * len(lines) + 3
    drawn, start = [f'<rect class="covered-ground" x="0" y="{y}" width="100%" height="{BAR}"/>'], 0.0
    for ink, count in row.parts:
        width = 100 * count / whole
        if width > 0:
            fill = f' fill="url(#{escape(name)})"' if ink == WEAKER else ""
            place = f'x="{start:.2f}%" y="{y}" width="{width:.2f}%" height="{BAR}"'
            drawn.append(f'<rect class="covered-{escape(ink)}" {place}{fill}/>')
        start += width
    return words + "".join(drawn)
