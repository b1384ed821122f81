"""Names in the picture of a network: beside their marks where there is room that no mark and no other name takes.

Who finds no room keeps the number in its mark, and stands with that number in the key beside the picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from groundswell.charts.lettering import lines_of
from groundswell.charts.network_layout import Room
from groundswell.charts.scales import text_width

LINE = 1.2  # of the size of letters
_AIR = 2.0


@dataclass(frozen=True, slots=True)
class Label:
    """A name in lines, how it is set, and where its first line stands."""

    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str  # start, middle, end


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def labels(
    names: Sequence[tuple[str, str]],
    at: Mapping[str, tuple[float, float]],
    room: Room,
    *,
    radius: float,
    size: float,
    widest: float,
    most: int,
) -> dict[str, Label]:
    """Labels for as many as have room, at most `most`, the first named first; `names` are ids with words.

    No label meets another, a mark, or the edge of the room; `widest` is the room of a line, all in CSS pixels.
    """
    marks = {key: _Box(x - radius, y - radius, x + radius, y + radius) for key, (x, y) in at.items()}
    taken: list[_Box] = []
    found: dict[str, Label] = {}
    for key, words in names:
        if len(found) >= most:
            break
        lines = tuple(lines_of(words, widest, size=size))
        for label, box in _choices(lines, at[key], radius, size):
            fits = room.left <= box.left and box.right <= room.left + room.width
            fits = fits and room.top <= box.top and box.bottom <= room.top + room.height
            others = (mark for other, mark in marks.items() if other != key)
            if fits and not any(box.meets(other) for other in taken) and not any(box.meets(one) for one in others):
                found[key] = label
                taken.append(box)
                break
    return found


def _choices(lines: Sequence[str], at: tuple[float, float], radius: float, size: float) -> list[tuple[Label, _Box]]:
    """To the right, to the left, beneath and above the mark, each a little higher and lower too."""
    x, y = at
    wide, high = max(text_width(line, size) for line in lines) * 1.04, size * LINE * len(lines)
    beside = radius + 4
    found = []
    for shift in (0.0, -0.6, 0.6):
        top = y - high / 2 + shift * (radius + high / 2)
        found.append((x + beside, top, "start"))
        found.append((x - beside, top, "end"))
    for shift in (0.0, -0.3, 0.3):
        middle = x + shift * wide
        found.append((middle, y + radius + 2, "middle"))
        found.append((middle, y - radius - 2 - high, "middle"))
    return [_label(tuple(lines), *one, wide, high, size) for one in found]


def _label(
    lines: tuple[str, ...], x: float, top: float, anchor: str, wide: float, high: float, size: float
) -> tuple[Label, _Box]:
    left = {"start": x, "end": x - wide, "middle": x - wide / 2}[anchor]
    box = _Box(left - _AIR, top - _AIR, left + wide + _AIR, top + high + _AIR)
    return Label(lines, x, top + size * 0.95, anchor), box
