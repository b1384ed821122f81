"""Where the names and chains of a map of links stand: columns with equal gaps, every name with room for its words and
for the chains that end on it, and a place of their own for chains that pass a column by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from groundswell.charts.chains import Chain, LinkMap, Node
from groundswell.charts.crossings import heights, ordered
from groundswell.charts.lettering import lines_of
from groundswell.charts.scales import text_width

WIDTH = 920
LETTERS, LINE, HEAD = 12.5, 15, 34
THIN, THICK = 1.5, 9.0  # pixels: the thinnest and the thickest chain
_AIR, _BETWEEN = 10.0, 1.0  # between two names, and between two chains at a name
PORT = 8.0  # from a name to its chains
PASSING = "\0"  # begins the key of a chain that passes a column


@dataclass(slots=True)
class Column:
    """Where a column lies: its words from `left` to `right`, and chains at its edges."""

    left: float
    right: float
    align: str


@dataclass(slots=True)
class Frame:
    """Everything in its place."""

    columns: dict[int, Column]
    lines: dict[str, list[str]]
    middles: dict[str, float]
    height: float
    widths: list[float]  # of chains
    routes: list[list[tuple[int, str]]]  # of chains: column and key, passing stations among them
    ports: dict[tuple[int, str, int], float] = field(default_factory=dict)  # (chain, key, side) -> pixels down

    @classmethod
    def of(cls, story: LinkMap) -> Frame:
        nodes = {node.id: node for node in story.nodes}
        used = sorted({node.column for node in story.nodes})
        room = _room_for_names(len(used))
        lines = {node.id: lines_of(node.label, room, size=LETTERS) for node in story.nodes}
        routes = [_route(at, chain, nodes, used) for at, chain in enumerate(story.chains)]
        rows = {
            column: sum(LINE * len(lines[n.id]) + _AIR for n in story.nodes if n.column == column) for column in used
        }
        widths = _widths(story.chains, max(rows.values()))
        keys = [[node.id for node in story.nodes if node.column == column] for column in used]
        for route in routes:
            for column, key in route:
                if key not in nodes:
                    keys[used.index(column)].append(key)
        gaps: list[list[tuple[str, str]]] = [[] for _ in used[1:]]
        for route in routes:
            for (column, key), (_, other) in pairwise(route):
                gaps[used.index(column)].append((key, other))
        needed = _needed(lines, routes, widths)
        sorted_keys = ordered(keys, gaps)
        middles, height = heights(sorted_keys, gaps, needed)
        frame = cls(_columns(used, story, lines, room), lines, middles, height, widths, routes)
        frame.ports = _ports(routes, widths, middles)
        return frame


def _room_for_names(columns: int) -> float:
    return (WIDTH - 96.0 * (columns - 1)) / columns if columns > 1 else WIDTH * 0.5


def _columns(used: list[int], story: LinkMap, lines: Mapping[str, list[str]], room: float) -> dict[int, Column]:
    """Columns as wide as their names, with equal gaps between them; the first is set right, the last left."""
    wide = {}
    for column in used:
        words = [line for node in story.nodes if node.column == column for line in lines[node.id]]
        title = text_width(story.columns[column], LETTERS)
        wide[column] = max(max(text_width(line, LETTERS) for line in words), min(title, room)) + PORT
    gap = (WIDTH - 4 - sum(wide.values())) / max(1, len(used) - 1)
    found, at = {}, 2.0
    for column in used:
        align = "end" if column == used[0] else "start" if column == used[-1] else "middle"
        found[column] = Column(at, at + wide[column], align)
        at += wide[column] + gap
    return found


def _route(at: int, chain: Chain, nodes: Mapping[str, Node], used: list[int]) -> list[tuple[int, str]]:
    """Every column from the first name to the last; where none is named the chain passes through by itself."""
    missing = [key for key in chain.nodes if key not in nodes]
    if missing:
        raise ValueError(f"a chain runs through {missing[0]}, which is not in the map")
    named = {nodes[key].column: key for key in chain.nodes}
    if list(named) != sorted(named) or len(named) != len(chain.nodes):
        raise ValueError(f"a chain runs from left to right, one name a column: {', '.join(chain.nodes)}")
    first, last = min(named), max(named)
    return [(column, named.get(column, f"{PASSING}{at}-{column}")) for column in used if first <= column <= last]


def _widths(chains: Sequence[Chain], room: float) -> list[float]:
    """Pixels a chain is wide: by its points, so that all together take up half the room of the names at most."""
    sizes = [abs(chain.points or 0.0) for chain in chains]
    unit = min(THICK / (max(sizes, default=0.0) or 1.0), 0.5 * room / (sum(sizes) or 1.0))
    return [max(THIN, size * unit) for size in sizes]


def _needed(
    lines: Mapping[str, list[str]], routes: Sequence[Sequence[tuple[int, str]]], widths: Sequence[float]
) -> dict[str, float]:
    """The height that each name and each passing chain needs."""
    bundled: dict[str, float] = defaultdict(float)
    for route, width in zip(routes, widths, strict=True):
        for _, key in route:
            bundled[key] += width + _BETWEEN
    found = {key: max(LINE * len(said), bundled[key]) + _AIR for key, said in lines.items()}
    return found | {key: wide + 3 for key, wide in bundled.items() if key not in lines}


def _ports(
    routes: Sequence[Sequence[tuple[int, str]]], widths: Sequence[float], middles: Mapping[str, float]
) -> dict[tuple[int, str, int], float]:
    """Where each chain comes to a name (side 0) and leaves it (side 1): one below the other, as their other ends."""
    sides: dict[tuple[str, int], list[tuple[float, int]]] = defaultdict(list)
    for at, route in enumerate(routes):
        for (_, key), (_, other) in pairwise(route):
            sides[key, 1].append((middles[other], at))
            sides[other, 0].append((middles[key], at))
    found = {}
    for (key, side), ends in sides.items():
        down = middles[key] - sum(widths[at] + _BETWEEN for _, at in ends) / 2
        for _, at in sorted(ends):
            found[at, key, side] = down + (widths[at] + _BETWEEN) / 2
            down += widths[at] + _BETWEEN
    return found
