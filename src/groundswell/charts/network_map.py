"""The picture of a network: organizations as marks, and between them what each said of the other.

Each half of a line is what the organization at its end answered: as thick as the level, dotted and dashed where it is
low. Where both say the same it is one line. A half line that ends on an open ring waits for the other's answer, one
that ends on a bar has been told that there is no tie; a filled lozenge in the middle says that the answers are two
levels apart or more. Shape (and colour) of a mark is the sector, a second rim the backbone. A mark under the pointer,
in focus or named by the page's address brings its own lines to the front, without a script.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from math import cos, hypot, pi, sin

from groundswell.charts.network_labels import LINE, Label, labels
from groundswell.charts.network_layout import Pairs, Room, places

SHAPES = 6  # sectors told apart by a shape of their own; the others share the last


class Between(StrEnum):
    """What is between two organizations."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"  # one says a tie, the other has not answered
    REFUSED = "refused"  # one says a tie, the other none
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Place:
    """An organization: its id, its number in the key, its name, what is said of it, and its shape."""

    id: str
    number: int
    name: str
    words: str
    shape: int
    is_backbone: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A tie: the levels that each side named, None where it named none."""

    one: str
    other: str
    of_one: int | None
    of_other: int | None
    between: Between


@dataclass(frozen=True, slots=True)
class Frame:
    """A day: what it is called, and its lines."""

    words: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class NetworkStory:
    """Organizations, the ties that there ever were (they decide who stands where), and one day or several."""

    places: tuple[Place, ...]
    ever: Pairs
    frames: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The size of a picture, in CSS pixels: of marks, of letters, and how wide a name may be."""

    width: float
    height: float
    radius: float
    letters: float
    widest: float
    most_labels: int

    @classmethod
    def wide(cls, organizations: int) -> Sheet:
        """On a desk; higher where there are many."""
        height = min(980.0, max(440.0, 380 + 3.0 * organizations))
        radius = 12.0 if organizations <= 30 else 10.5 if organizations <= 90 else 9.0
        return cls(920, height, radius, 12.5 if organizations <= 30 else 11.5, 150, 60 if organizations <= 90 else 24)

    @classmethod
    def narrow(cls, organizations: int) -> Sheet:
        """On a phone: numbers nearly everywhere, and the key beneath."""
        height = min(1100.0, max(380.0, 320 + 4.2 * organizations))
        return cls(340, height, 9.5 if organizations <= 60 else 8.5, 11, 92, 12 if organizations <= 30 else 0)


def network_map(story: NetworkStory, sheet: Sheet, *, label: str, name: str = "net") -> str:
    """Inline SVG; "" where there is nobody. `name` tells the pictures of one page apart. Several frames are shown one
    after the other by the stylesheet, where the reader allows motion."""
    if not story.places:
        return ""
    top = 26.0 if len(story.frames) > 1 else 0.0
    room = Room(0, top, sheet.width, sheet.height - top)
    everybody = sorted({place.id for place in story.places} | {end for tie in story.ever for end in tie})
    at = places(everybody, story.ever, room, sheet.radius)
    shown = {place.id: at[place.id] for place in story.places}
    named = labels(
        _by_weight(story), shown, room, radius=sheet.radius + 1, size=sheet.letters, widest=sheet.widest,
        most=sheet.most_labels,
    )  # fmt: skip
    film = f" net-film net-of-{len(story.frames)}" if len(story.frames) > 1 else ""
    days = [(frame, _drawn(frame, shown, sheet)) for frame in story.frames]
    frames = "".join(_frame(frame, drawn, number, film) for number, (frame, drawn) in enumerate(days, start=1))
    own = _own_lines(days[0][1]) if not film else {}
    marks = "".join(_mark(place, shown[place.id], own.get(place.id, ""), sheet, name) for place in story.places)
    words = "".join(_words(label, sheet.letters) for label in named.values())
    return (
        f'<svg class="network-map{film}" viewBox="0 0 {sheet.width:.0f} {sheet.height:.0f}" role="group" '
        f'aria-label="{escape(label)}">{frames}<g class="net-marks">{marks}</g>'
        f'<g class="net-labels" aria-hidden="true">{words}</g></svg>'
    )


def anchor(name: str, identity: str) -> str:
    """The fragment that brings an organization's lines to the front."""
    return f"{name}-{re.sub(r'[^A-Za-z0-9_-]+', '-', identity)}"


def _by_weight(story: NetworkStory) -> list[tuple[str, str]]:
    """Names, those with most ties first: their labels find room first."""
    ties: dict[str, int] = defaultdict(int)
    for line in story.frames[-1].lines:
        ties[line.one] += 1
        ties[line.other] += 1
    heavy = sorted(story.places, key=lambda place: (not place.is_backbone, -ties[place.id], place.id))
    return [(place.id, place.name) for place in heavy]


# Lines

Point = tuple[float, float]
Drawn = Sequence[tuple[Line, Sequence[tuple[str, str]]]]  # each line with its strokes: what kind, and the path


def _drawn(frame: Frame, at: Mapping[str, Point], sheet: Sheet) -> Drawn:
    return [(line, _strokes(line, at[line.one], at[line.other], sheet)) for line in frame.lines]


def _frame(frame: Frame, lines: Drawn, number: int, film: str) -> str:
    """The lines of a day, one path for each kind, so that thousands of lines stay light."""
    paths: dict[str, list[str]] = defaultdict(list)
    for _, strokes in lines:
        for kind, path in strokes:
            paths[kind].append(path)
    drawn = "".join(f'<path class="{kind}" d="{"".join(paths[kind])}"/>' for kind in sorted(paths))
    if not film:
        return f'<g class="net-ties">{drawn}</g>'
    day = f'<text class="net-day" x="6" y="17" font-size="14">{escape(frame.words)}</text>'
    return f'<g class="net-ties net-frame net-frame-{number}">{drawn}{day}</g>'


def _strokes(line: Line, one: Point, other: Point, sheet: Sheet) -> list[tuple[str, str]]:
    """What a tie is drawn with: classes and paths."""
    length = hypot(other[0] - one[0], other[1] - one[1]) or 1.0
    along = ((other[0] - one[0]) / length, (other[1] - one[1]) / length)
    edge = min(sheet.radius, length / 3)
    middle = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
    start, end = _on(one, along, edge), _on(other, along, -edge)
    if line.between is Between.CONFIRMED and line.of_one == line.of_other:
        return [(f"net-tie net-l{line.of_one}", _segment(start, end))]
    found = []
    small = max(2.0, sheet.radius / 4)
    for level, near, way in ((line.of_one, start, -1), (line.of_other, end, 1)):
        if level is not None:
            gap = 0.0 if line.between is Between.CONFIRMED else small
            found.append((f"net-tie net-l{level}", _segment(near, _on(middle, along, way * gap))))
        else:
            found.append(("net-silent", _segment(near, _on(middle, along, way * small))))
    return found + _sign(line.between, middle, along, small)


def _sign(between: Between, middle: Point, along: Point, size: float) -> list[tuple[str, str]]:
    x, y = middle
    if between is Between.WAITING:
        return [("net-waiting", _ring(x, y, size))]
    if between is Between.REFUSED:
        across = (-along[1], along[0])
        return [("net-refused", _segment(_on(middle, across, -1.7 * size), _on(middle, across, 1.7 * size)))]
    if between is Between.DISPUTED:
        big = 1.7 * size
        return [
            ("net-disputed", f"M{x:.1f} {y - big:.1f}l{big:.1f} {big:.1f}l{-big:.1f} {big:.1f}l{-big:.1f} {-big:.1f}z")
        ]
    return []


def _ring(x: float, y: float, r: float) -> str:
    half = f"a{r:.1f} {r:.1f} 0 1 0"
    return f"M{x - r:.1f} {y:.1f}{half} {2 * r:.1f} 0{half} {-2 * r:.1f} 0"


def _on(point: Point, along: Point, far: float) -> Point:
    return (point[0] + along[0] * far, point[1] + along[1] * far)


def _segment(start: Point, end: Point) -> str:
    return f"M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}"


def _own_lines(lines: Drawn) -> dict[str, str]:
    """For each organization a path of its own lines, shown when it is pointed at."""
    found: dict[str, list[str]] = defaultdict(list)
    for line, strokes in lines:
        drawn = "".join(path for kind, path in strokes if "tie" in kind)
        found[line.one].append(drawn)
        found[line.other].append(drawn)
    return {name: "".join(paths) for name, paths in found.items()}


# Marks and names


def shape_path(shape: int, x: float, y: float, radius: float) -> str:
    """The outline of a sector's mark: circle, square, triangle, diamond, hexagon, octagon-star; all of like weight."""
    if shape == 0:
        r = radius * 0.95
        return f"{_ring(x, y, r)}z"
    corners, turn, size = ((4, pi / 4, 1.22), (3, -pi / 2, 1.45), (4, 0.0, 1.28), (6, 0.0, 1.06), (5, -pi / 2, 1.12))[
        min(shape, SHAPES - 1) - 1
    ]
    angles = [turn + 2 * pi * corner / corners for corner in range(corners)]
    points = [(x + size * radius * cos(angle), y + size * radius * sin(angle)) for angle in angles]
    return "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in points) + "z"


def _mark(place: Place, at: Point, own: str, sheet: Sheet, name: str) -> str:
    x, y = at
    shape = min(place.shape, SHAPES - 1)
    identity = anchor(name, place.id)
    rim = f'<path class="net-rim" d="{shape_path(shape, x, y, sheet.radius + 4)}"/>' if place.is_backbone else ""
    lit = f'<path class="net-lit" d="{own}" aria-hidden="true"/>' if own else ""
    size = sheet.radius * (1.12 if place.number < 100 else 0.92)
    low = y + size * 0.36 + (sheet.radius * 0.3 if shape == 2 else 0)
    return (
        f'<g class="net-name" id="{escape(identity)}">{lit}<a href="#{escape(identity)}"><title>{escape(place.words)}'
        f'</title>{rim}<path class="net-mark net-s{shape}" d="{shape_path(shape, x, y, sheet.radius)}"/>'
        f'<text x="{x:.1f}" y="{low:.1f}" font-size="{size:.1f}" text-anchor="middle">{place.number}</text></a></g>'
    )


def _words(label: Label, size: float) -> str:
    lines = "".join(
        f'<tspan x="{label.x:.1f}" y="{label.y + at * size * LINE:.1f}">{escape(line)}</tspan>'
        for at, line in enumerate(label.lines)
    )
    return f'<text text-anchor="{label.anchor}" font-size="{size:.1f}">{lines}</text>'


def key_mark(shape: int) -> str:
    """A sector's mark by itself, 18 wide and high, for a key."""
    kind = min(shape, SHAPES - 1)
    mark = f'<path class="net-mark net-s{kind}" d="{shape_path(kind, 9, 9.5 if kind != 2 else 11, 6)}"/>'
    return f'<svg class="net-key" viewBox="0 0 18 18" aria-hidden="true">{mark}</svg>'


def key_line(line: Line) -> str:
    """A tie by itself, 64 wide, for a key."""
    sheet = Sheet(64, 14, 2, 10, 10, 0)
    drawn = "".join(
        f'<path class="{kind}" d="{path}"/>' for kind, path in _strokes(line, (2.0, 7.0), (62.0, 7.0), sheet)
    )
    return f'<svg class="net-key-line" viewBox="0 0 64 14" aria-hidden="true">{drawn}</svg>'


def shapes_of(sectors: Sequence[str]) -> dict[str, int]:
    """Which shape stands for which sector, the first named first; all beyond the sixth share the last."""
    return {sector: min(at, SHAPES - 1) for at, sector in enumerate(sectors)}
