"""To scale: the people of a program beside the gap and the whole population, so that a small part looks small.

Each bar is drawn upon the one before it at the same scale, written by hand because a page has one a program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, BAR, ROW, HAIR = 640, 14, 46, 1.5


@dataclass(frozen=True, slots=True)
class Share:
    """A number of people, with its words ("300 reached, 2.5 of 100") and the name of its ink; None is withheld."""

    people: float | None
    words: str
    ink: str = "accent"


def to_scale(shares: Sequence[Share], *, label: str, width: int = WIDTH) -> str:
    """Inline SVG: one bar a share, all upon the ground of the largest, the words above each; "" where none is known."""
    whole = max((share.people or 0.0 for share in shares), default=0.0)
    if whole <= 0:
        return ""
    height = ROW * len(shares)
    rows = "".join(_row(share, ROW * at, whole, width) for at, share in enumerate(shares))
    return (
        f'<svg class="to-scale" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape(label)}">{rows}</svg>'
    )


def _row(share: Share, top: int, whole: float, width: int) -> str:
    words = f'<text x="0" y="{top + 15}" font-size="13">{escape(share.words)}</text>'
    ground = f'<rect class="scale-ground" x="0.5" y="{top + 22}" width="{width - 1}" height="{BAR}"/>'
    if share.people is None:
        return words + ground
    wide = max(HAIR, share.people / whole * width) if share.people > 0 else 0.0
    drawn = f'<rect class="scale-{escape(share.ink)}" x="0" y="{top + 22}" width="{wide:.1f}" height="{BAR}"/>'
    return words + ground + drawn
