"""To scale: the people of a program beside the gap and the whole population, so that a small part looks small.

Each bar lies on the ground of the largest, at one scale, written by hand because a page has one a program. Bars are
parts of the width that there is, and letters keep their size, so that one drawing does for a desk and for a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from groundswell.charts.lettering import lines_of

BAR, LINE, GAP = 14, 17, 12
LETTERS = 13.0
_ROOM = 290.0  # pixels: words are cut into lines that a phone has room for
_HAIR = 1.5  # pixels: no bar of anybody is thinner


@dataclass(frozen=True, slots=True)
class Share:
    """A number of people, with its words ("300 reached, 2.5 of 100") and the name of its ink; None is withheld."""

    people: float | None
    words: str
    ink: str = "accent"


def to_scale(shares: Sequence[Share], *, label: str) -> str:
    """Inline SVG as wide as its place: one bar a share, its words above; "" where no number is known."""
    whole = max((share.people or 0.0 for share in shares), default=0.0)
    if whole <= 0:
        return ""
    rows, at = [], 0
    for share in shares:
        lines = lines_of(share.words, _ROOM, size=LETTERS)
        rows.append(_row(share, lines, at, whole))
        at += LINE * len(lines) + BAR + GAP
    return f'<svg class="to-scale" height="{at}" role="img" aria-label="{escape(label)}">{"".join(rows)}</svg>'


def _row(share: Share, lines: list[str], top: int, whole: float) -> str:
    words = "".join(
        f'<text x="0" y="{top + 13 + LINE * at}" font-size="{LETTERS:g}">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )
    place = f'x="0" y="{top + LINE * len(lines) + 3}" height="{BAR}"'
    ground = f'<rect class="scale-ground" {place} width="100%"/>'
    if not share.people:
        return words + ground
    ink = escape(share.ink)
    hair = f'<rect class="scale-{ink}" {place} width="{_HAIR}"/>'
    return f'{words}{ground}{hair}<rect class="scale-{ink}" {place} width="{100 * share.people / whole:.2f}%"/>'
