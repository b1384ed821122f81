"""An invented contribution for the design gallery: drawings of what programs could add up to, in every state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from groundswell.charts.chains import Chain, Line, LinkMap, Node
from groundswell.charts.ranges import Share
from groundswell.charts.tornado import SwingBar
from groundswell.charts.waterfall import Part, WaterfallStory

NEED = 4.6
Told = tuple[str, float | None, int]  # a name, points, people reached
_FEW: tuple[Told, ...] = (
    ("Home visiting (3 providers)", 0.62, 412),
    ("Head Start enrichment", 1.14, 980),
    ("Library hubs", 0.41, 1630),
)
_NAMES = (
    "Home visiting (3 providers)",
    "Head Start enrichment",
    "Library early-reading hubs",
    "Developmental screening",
    "Family resource center: parent education and coaching in nine neighborhoods",
    "Summer bridge",
    "Preschool scholarships",
    "Reading buddies",
    "Play and learn groups",
    "Fatherhood circles",
    "Mobile clinic",
    "Books by mail",
)
_STRATEGIES = ("Families read together", "Screen early and follow up", "More places in good preschools")
_INDICATORS = ("Kindergarten readiness", "Preschool enrolment", "Developmental screening", "Third-grade reading")


def waterfalls() -> Iterator[tuple[str, WaterfallStory]]:
    """A waterfall in each state, with the words that name the state."""
    many: list[Told] = [
        (f"{_NAMES[n % 12]} {n // 12 + 1}", 0.011 + 0.0021 * (n * 37 % 60), 40 + 29 * n) for n in range(60)
    ]
    twelve: list[Told] = [(name, 0.05 + 0.031 * (12 - n), 120 + 77 * n) for n, name in enumerate(_NAMES)]
    yield "three programs", _story(_FEW, 0.37)
    yield "twelve programs, one of them very small", _story([*twelve[:11], ("Books by mail", 0.002, 35)], 0.31)
    yield "sixty programs", _story(sorted(many, key=lambda one: -(one[1] or 0.0)), 0.9)
    odd: list[Told] = [*_FEW, ("Double shifts at the center", -0.45, 220), ("Mobile clinic", None, 0)]
    yield "more than is needed; a program that takes away, and one withheld", _story(odd, 0.2, need=1.0)


def _story(programs: Sequence[Told], overlap: float, need: float | None = NEED) -> WaterfallStory:
    parts = [
        Part(name, None, "withheld: fewer than 11 people")
        if points is None
        else Part(name, points, f"{_signed(points)} pts, {reached:,} reached")
        for name, points, reached in programs
    ]
    joint = sum(points or 0.0 for _, points, _ in programs) - overlap
    low, high = joint * 0.78, joint * 1.23
    gap = Part("Gap to the target", None, f"{(need or 0) - joint:.1f} points that nobody owns yet")
    together = Part("All linked programs", joint, f"{_signed(joint)} (80 %: {low:.1f}–{high:.1f})")
    shared = Part("Overlap: children in several programs", -overlap, f"{_signed(-overlap)} pts")
    return WaterfallStory(parts, together, (low, high), shared, need, gap)


def _signed(points: float) -> str:
    return f"{points:+.2f}".replace("-", "−")


def link_maps() -> Iterator[tuple[str, LinkMap]]:
    """A map for a few programs and one for sixty."""
    yield "a few programs", _map(8)
    yield "sixty programs", _map(60)


def _map(programs: int) -> LinkMap:
    columns = ("Programs", "Strategies", "Indicators")
    nodes = [Node(f"program-{n}", 0, _NAMES[n % 12] + (f" {n // 12 + 1}" if n >= 12 else "")) for n in range(programs)]
    nodes += [Node(f"strategy-{n}", 1, name) for n, name in enumerate(_STRATEGIES)]
    nodes += [Node(f"indicator-{n}", 2, name) for n, name in enumerate(_INDICATORS)]
    chains = []
    for n in range(programs):
        through = () if n % 5 == 4 else (f"strategy-{n * 7 % 3}",)
        points = None if n % 11 == 10 else 0.02 + 0.09 * (n * 13 % 7)
        line = (Line.SOLID, Line.DASHED, Line.DOTTED)[n % 3]
        said = "not modelled" if points is None else f"{_signed(points)} pts"
        route = (f"program-{n}", *through, f"indicator-{(n * 7 + n // 4) % 4}")
        chains.append(Chain(route, points, line, f"{nodes[n].label}: {said}", said))
    return LinkMap(columns, tuple(nodes), tuple(chains))


JOINT = 1.80
SWINGS = (
    SwingBar("Head Start enrichment: effect (risk ratio 0.80 to 0.95)", 2.31, 1.22),
    SwingBar("Home visiting: part that completes (60 to 85 %)", 1.61, 1.94),
    SwingBar("Library hubs: part in the population (40 to 90 %)", 1.49, 1.88),
    SwingBar("Head Start enrichment: risk without the program (35 to 45 %)", 1.69, 1.92),
    SwingBar("Home visiting: effect (risk ratio 0.85 to 0.98)", 1.86, 1.71),
)

FRONTIER = (
    (0.0, 1.8),
    (120_000.0, 2.6),
    (260_000.0, 3.3),
    (520_000.0, 4.0),
    (900_000.0, 4.6),
    (1_400_000.0, 5.0),
    (2_100_000.0, 5.2),
)
PLAN = (900_000.0, 4.6)

SHARES = (
    Share(12_000, "12,000 children who enter kindergarten", "even"),
    Share(552, "552 more would have to be ready: the gap", "target"),
    Share(300, "300 reached by Home visiting: 2.5 of 100"),
    Share(16, "16 more of them ready than without it"),
)
