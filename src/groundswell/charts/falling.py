"""Where the bars of a waterfall and their words stand, so that no word lies on another and few on a line.

On a desk a name stands at the left of its bar and its words beside the bar, on the side that has room. On a phone both
stand above the bar, which then has the whole width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from groundswell.charts.lettering import Side, lines_of, side_at
from groundswell.charts.scales import text_width
from groundswell.charts.theme import Size

Stand = tuple[float, float, Side]
LINE = 15  # pixels from one line of words to the next
BAR, GAP = 20, 10  # the height of a bar, and what lies between two
HAIR = 2.0  # pixels: no bar is thinner
_NAMES = 0.34  # of the width: the most that names take
_STUB = 34.0  # pixels: the hatched bar of what is withheld
_CLEAR = 7.0  # pixels between a bar and its words


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from `start` to `end`, in points; `reach` is where its whisker begins and ends."""

    label: str
    words: str
    tip: str
    start: float
    end: float
    kind: str
    reach: tuple[float, float] | None = None

    @property
    def low(self) -> float:
        """Its left edge, or that of its whisker."""
        return min(self.start, self.end, *(self.reach or ()))

    @property
    def high(self) -> float:
        """Its right edge, or that of its whisker."""
        return max(self.start, self.end, *(self.reach or ()))


@dataclass(frozen=True, slots=True)
class Text:
    """A line of words at a place: `x` in points, `y` in pixels from the top."""

    words: str
    x: float
    y: float
    align: Side


@dataclass(frozen=True, slots=True)
class Placed:
    """A bar in its place: edges in points across and in pixels down."""

    bar: Bar
    start: float
    end: float
    top: float
    bottom: float
    names: tuple[Text, ...]
    beside: tuple[Text, ...]

    @property
    def tip(self) -> str:
        """What the pointer is told."""
        return self.bar.tip or self.bar.words


@dataclass(frozen=True, slots=True)
class Fall:
    """The whole: the domain in points, the pixels that a point takes, and the margins."""

    placed: tuple[Placed, ...]
    domain: tuple[float, float]
    per_point: float
    left: float
    right: float
    height: float
    letters: float

    def foot(self, words: str, at: float) -> Side:
        """How words at the foot of the rule are set so that they stay within the drawing."""
        width = (self.domain[1] - self.domain[0]) * self.per_point
        return side_at(words, (at - self.domain[0]) * self.per_point, room=(-self.left, width + self.right))


def laid_out(bars: Sequence[Bar], size: Size, need: float | None) -> Fall:
    """Rows from top to bottom; the domain ends where bars, whisker and rule do, and later where words ask for it."""
    letters = 12.5 if size.is_narrow else 12.0
    names = [_names(bar, size, letters) for bar in bars]
    widest = max(text_width(line, letters) for lines in names for line in lines)
    left, right = (6.0, 10.0) if size.is_narrow else (widest + 14.0, 10.0)
    width = size.width - left - right
    low = min([0.0, *(bar.low for bar in bars)])
    high = max([need or 0.0, *(bar.high for bar in bars)])
    high = high if high > low else low + 1.0
    spare = 0.0 if size.is_narrow else _spare(bars, _Ground(low, 0.0, width, need, letters), high)
    per_point = (width - spare) / (high - low)
    ground = _Ground(low, per_point, width, need, letters)
    placed, at = [], 0.0
    for bar, lines in zip(bars, names, strict=True):
        one = _above(bar, lines, at, ground) if size.is_narrow else _across(bar, lines, at, ground)
        placed.append(one)
        at = max(one.bottom, at + LINE * len(lines) if not size.is_narrow else 0.0) + GAP
    return Fall(tuple(placed), (low, low + width / per_point), per_point, left, right, at, letters)


def _names(bar: Bar, size: Size, letters: float) -> list[str]:
    room = size.width - 24.0 if size.is_narrow else size.width * _NAMES
    return lines_of(bar.label, room, size=letters)


def _spare(bars: Sequence[Bar], ground: _Ground, high: float) -> float:
    """How many pixels the bars leave free at the right: few, so that words have room and the rule crosses few."""

    def cost(spare: float) -> float:
        tried = replace(ground, per_point=(ground.width - spare) / (high - ground.low))
        return sum(tried.cost(bar) for bar in bars) + 6 * spare / ground.width

    return float(min(range(0, round(ground.width * 0.5), 12), key=cost))


@dataclass(frozen=True, slots=True)
class _Ground:
    """From points to pixels, and where words find room."""

    low: float
    per_point: float
    width: float
    need: float | None
    letters: float

    def pixel(self, points: float) -> float:
        return (points - self.low) * self.per_point

    def points(self, pixel: float) -> float:
        return self.low + pixel / self.per_point

    def edges(self, bar: Bar) -> tuple[float, float]:
        """Left and right in points, never thinner than a hair."""
        if bar.kind == "withheld":
            stub = _STUB / self.per_point
            fits = self.pixel(bar.start) + _STUB <= self.width
            return (bar.start, bar.start + stub) if fits else (bar.start - stub, bar.start)
        low, high = sorted((bar.start, bar.end))
        return low, max(high, low + HAIR / self.per_point)

    def sides(self, bar: Bar) -> list[Stand]:
        """Where the words may stand, the best first: from, to and alignment, in pixels."""
        width = text_width(bar.words, self.letters)
        start, end = map(self.pixel, self.edges(bar))
        start, end = min(start, self.pixel(bar.low)), max(end, self.pixel(bar.high))
        after: Stand = (end + _CLEAR, end + _CLEAR + width, "left")
        before: Stand = (start - _CLEAR - width, start - _CLEAR, "right")
        if bar.kind == "gap":
            inside: Stand = ((start + end - width) / 2, (start + end + width) / 2, "center")
            return [inside, before, after] if width + 2 * _CLEAR <= end - start else [before, after]
        if bar.kind == "joint":
            rule = 0.0 if self.need is None else self.pixel(self.need) + _CLEAR
            return [after, (rule, rule + width, "left"), before] if rule > end else [after, before]
        return [after, before]

    def cost(self, bar: Bar) -> float:
        """How bad it is to set the words of this bar here; those of the joint effect matter most."""
        roomy = self.roomy(bar)
        if not roomy:
            return 100.0
        return 0.0 if not all(map(self.is_crossed, roomy)) else 4.0 if bar.kind == "joint" else 1.0

    def roomy(self, bar: Bar) -> list[Stand]:
        return [one for one in self.sides(bar) if one[0] >= 0 and one[1] <= self.width]

    def is_crossed(self, stand: Stand) -> bool:
        """True where the rule of the need would strike the words out."""
        return self.need is not None and stand[0] - 3 < self.pixel(self.need) < stand[1] + 3

    def beside(self, bar: Bar) -> tuple[float, Side]:
        """The first side with room that the rule does not cross; else the first with room."""
        roomy = self.roomy(bar) or self.sides(bar)
        start, end, align = next((one for one in roomy if not self.is_crossed(one)), roomy[0])
        return {"left": start, "right": end, "center": (start + end) / 2}[align], align


def _across(bar: Bar, lines: list[str], top: float, ground: _Ground) -> Placed:
    """Names at the left, words beside."""
    tall = max(BAR, LINE * len(lines))
    middle = top + tall / 2
    first = middle - LINE * (len(lines) - 1) / 2
    at = ground.points(-10.0)
    names = tuple(Text(line, at, first + LINE * n, "right") for n, line in enumerate(lines))
    x, align = ground.beside(bar)
    start, end = ground.edges(bar)
    beside = (Text(bar.words, ground.points(x), middle, align),) if bar.words else ()
    return Placed(bar, start, end, middle - BAR / 2, middle + BAR / 2, names, beside)


def _above(bar: Bar, lines: list[str], top: float, ground: _Ground) -> Placed:
    """Names above the bar, and its words under them."""
    at, first = ground.points(0.0), top + LINE / 2
    names = tuple(Text(line, at, first + LINE * n, "left") for n, line in enumerate(lines))
    said = lines_of(bar.words, ground.width, size=ground.letters)
    below = first + LINE * len(lines)
    beside = tuple(Text(line, at, below + LINE * n, "left") for n, line in enumerate(said))
    foot = top + LINE * (len(lines) + len(said)) + 3
    start, end = ground.edges(bar)
    return Placed(bar, start, end, foot, foot + BAR * 0.72, names, beside)
