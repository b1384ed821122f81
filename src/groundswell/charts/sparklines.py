"""Sparklines: the whole of a curve in the height of a line of text, written by hand because a scorecard has forty.

The shaded part is the baseline band, so that a reader sees at a glance whether the curve has left it.
"""

from collections.abc import Sequence
from html import escape

from groundswell.charts.scales import middle
from groundswell.core.curves import BaselinePoint
from groundswell.core.periods import Period

WIDTH, HEIGHT, EDGE = 120, 34, 4


def sparkline(
    points: Sequence[tuple[Period, float | None]],
    *,
    band: Sequence[BaselinePoint] = (),
    label: str,
    ending: str = "even",
) -> str:
    """Inline SVG, 120 x 34; withheld points break the line. `ending` names the ink of the last dot; "" if no point."""
    known = [(middle(period), value) for period, value in points if value is not None]
    if not known:
        return ""
    place = _Place.around(known, band)
    dot_x, dot_y = place.of(*known[-1])
    return (
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-label="{escape(label)}">{_shade(band, place)}{_lines(points, place)}'
        f'<circle class="spark-dot spark-{escape(ending)}" cx="{dot_x:.1f}" cy="{dot_y:.1f}" r="3"/></svg>'
    )


class _Place:
    """From period and value to a place in the drawing."""

    def __init__(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        self.left, self.right = min(xs), max(xs)
        self.low, self.high = min(ys), max(ys)

    @classmethod
    def around(cls, known: Sequence[tuple[float, float]], band: Sequence[BaselinePoint]) -> "_Place":
        xs = [x for x, _ in known] + [middle(point.period) for point in band]
        ys = [y for _, y in known] + [point.low for point in band] + [point.high for point in band]
        return cls(xs, ys)

    def of(self, x: float, y: float) -> tuple[float, float]:
        across = (x - self.left) / ((self.right - self.left) or 1)
        up = (y - self.low) / ((self.high - self.low) or 1) if self.high > self.low else 0.5
        return EDGE + across * (WIDTH - 2 * EDGE), HEIGHT - EDGE - up * (HEIGHT - 2 * EDGE)


def _lines(points: Sequence[tuple[Period, float | None]], place: _Place) -> str:
    """One line for each stretch without a withheld value; a lone point is a small dot."""
    stretches: list[list[tuple[float, float]]] = [[]]
    for period, value in points:
        if value is None:
            stretches.append([])
        else:
            stretches[-1].append(place.of(middle(period), value))
    return "".join(_stretch(stretch) for stretch in stretches if stretch)


def _stretch(stretch: list[tuple[float, float]]) -> str:
    if len(stretch) == 1:
        return f'<circle class="spark-lone" cx="{stretch[0][0]:.1f}" cy="{stretch[0][1]:.1f}" r="1.5"/>'
    return f'<polyline class="spark-line" points="{_pairs(stretch)}"/>'


def _shade(band: Sequence[BaselinePoint], place: _Place) -> str:
    if len(band) < 2:
        return ""
    above = [place.of(middle(point.period), point.high) for point in band]
    below = [place.of(middle(point.period), point.low) for point in reversed(band)]
    return f'<polygon class="spark-band" points="{_pairs(above + below)}"/>'


def _pairs(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
