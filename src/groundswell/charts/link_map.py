"""The map of links: from programs through measures and strategies to indicators and results, in columns.

A chain is one link that somebody declared, drawn as one line through every column that it names: as wide as the points
that it could add, solid, dashed or dotted by the grade of its evidence. A name under the pointer, in focus or named by
the page's address brings its own chains to the front, without a script. On a phone the same story is a nested list.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from itertools import pairwise

from groundswell.charts.crossings import heights, ordered
from groundswell.charts.lettering import lines_of
from groundswell.charts.scales import text_width

WIDTH = 920
LETTERS, LINE, HEAD = 12.5, 15, 34
THIN, THICK = 1.5, 9.0  # pixels: the thinnest and the thickest chain
_AIR, _BETWEEN = 10.0, 1.0  # between two names, and between two chains at a name
_PORT = 8.0  # from a name to its chains


class Line(StrEnum):
    """How a chain is drawn; the key says which evidence it stands for."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"


@dataclass(frozen=True, slots=True)
class Node:
    """A name in a column: its identity (unique in the map), words, and the page that it leads to."""

    id: str
    column: int
    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """A declared link: the names that it runs through, from left to right (a column may be left out), its points
    (negative: it takes away; None: not modelled or withheld), its evidence, and what is said of it: by itself, and in
    a list where the names around it are said already (`note`)."""

    nodes: tuple[str, ...]
    points: float | None
    line: Line
    words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class LinkMap:
    """The whole: titles of the columns, names and chains."""

    columns: tuple[str, ...]
    nodes: tuple[Node, ...]
    chains: tuple[Chain, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A name with what hangs on it, for a nested list; `chains` are those that end here."""

    node: Node
    branches: tuple[Branch, ...]
    chains: tuple[Chain, ...]


def nested(story: LinkMap, *, from_the_end: bool = True) -> tuple[Branch, ...]:
    """The map as a nested list: indicators with their strategies and programs, or the other way round."""
    routes = [(chain.nodes[::-1] if from_the_end else chain.nodes, chain) for chain in story.chains]
    return _branches(routes, {node.id: (at, node) for at, node in enumerate(story.nodes)}, 0)


def _branches(
    routes: Sequence[tuple[tuple[str, ...], Chain]], nodes: Mapping[str, tuple[int, Node]], depth: int
) -> tuple[Branch, ...]:
    groups: dict[str, list[tuple[tuple[str, ...], Chain]]] = defaultdict(list)
    for route, chain in routes:
        groups[route[depth]].append((route, chain))
    return tuple(
        Branch(
            nodes[key][1],
            _branches([one for one in groups[key] if len(one[0]) > depth + 1], nodes, depth + 1),
            tuple(chain for route, chain in groups[key] if len(route) == depth + 1),
        )
        for key in sorted(groups, key=lambda key: nodes[key][0])
    )


def anchor(name: str, node: Node) -> str:
    """The fragment that brings a name's chains to the front: `#map-0-home-visiting`."""
    return f"{name}-{node.column}-" + re.sub(r"[^A-Za-z0-9_-]+", "-", node.id)


def link_map(story: LinkMap, *, label: str, name: str = "map") -> str:
    """Inline SVG, 920 wide and as high as its names need; "" where there is nothing to draw.

    `name` tells the maps of one page apart. Raises ValueError where a chain names somebody unknown or runs backwards.
    """
    if not story.nodes:
        return ""
    frame = _Frame.of(story)
    ids = [f"{name}-chain-{at}" for at in range(len(story.chains))]
    own: dict[str, list[str]] = defaultdict(list)
    for identity, chain in zip(ids, story.chains, strict=True):
        for key in chain.nodes:
            own[key].append(identity)
    chains = "".join(_chain(identity, at, frame, story) for at, identity in enumerate(ids))
    names = "".join(_name(node, own[node.id], frame, name) for node in story.nodes)
    titles = "".join(_title(at, frame, story) for at in frame.columns)
    high = frame.height + HEAD + 6
    return (
        f'<svg class="link-map" viewBox="0 0 {WIDTH} {high:.0f}" width="{WIDTH}" height="{high:.0f}" role="group" '
        f'aria-label="{escape(label)}">{titles}<g class="map-chains">{chains}</g>{names}</svg>'
    )


@dataclass(slots=True)
class _Column:
    """Where a column lies: its words from `left` to `right`, and chains at its edges."""

    left: float
    right: float
    align: str


@dataclass(slots=True)
class _Frame:
    """Everything in its place."""

    columns: dict[int, _Column]
    lines: dict[str, list[str]]
    middles: dict[str, float]
    height: float
    widths: list[float]  # of chains
    routes: list[list[tuple[int, str]]]  # of chains: column and key, passing stations among them
    ports: dict[tuple[int, str, int], float] = field(default_factory=dict)  # (chain, key, side) -> pixels down

    @classmethod
    def of(cls, story: LinkMap) -> _Frame:
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


def _columns(used: list[int], story: LinkMap, lines: Mapping[str, list[str]], room: float) -> dict[int, _Column]:
    """Columns as wide as their names, with equal gaps between them; the first is set right, the last left."""
    wide = {}
    for column in used:
        words = [line for node in story.nodes if node.column == column for line in lines[node.id]]
        title = text_width(story.columns[column], LETTERS)
        wide[column] = max(max(text_width(line, LETTERS) for line in words), min(title, room)) + _PORT
    gap = (WIDTH - 4 - sum(wide.values())) / max(1, len(used) - 1)
    found, at = {}, 2.0
    for column in used:
        align = "end" if column == used[0] else "start" if column == used[-1] else "middle"
        found[column] = _Column(at, at + wide[column], align)
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
    return [(column, named.get(column, f"\0{at}-{column}")) for column in used if first <= column <= last]


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


def _chain(identity: str, at: int, frame: _Frame, story: LinkMap) -> str:
    """One line: straight through a column that it passes, curved in between."""
    chain = story.chains[at]
    parts: list[str] = []
    for (column, key), (beyond, other) in pairwise(frame.routes[at]):
        start, end = frame.columns[column].right, frame.columns[beyond].left
        y, to = frame.ports[at, key, 1] + HEAD, frame.ports[at, other, 0] + HEAD
        passes = parts and key.startswith("\0")
        half = (start + end) / 2
        parts.append(
            f"{'L' if passes else 'M'}{start:.1f} {y:.1f}C{half:.1f} {y:.1f} {half:.1f} {to:.1f} {end:.1f} {to:.1f}"
        )
    worse = " map-worse" if (chain.points or 0.0) < 0 else ""
    return (
        f'<path id="{escape(identity)}" class="map-chain map-{chain.line}{worse}" '
        f'stroke-width="{frame.widths[at]:.1f}" d="{"".join(parts)}"><title>{escape(chain.words)}</title></path>'
    )


def _name(node: Node, chains: Sequence[str], frame: _Frame, name: str) -> str:
    """A name above its own chains, which show when it is pointed at, in focus, or named by the address."""
    column, lines = frame.columns[node.column], frame.lines[node.id]
    x = {"end": column.right - _PORT, "start": column.left + _PORT, "middle": (column.left + column.right) / 2}
    first = frame.middles[node.id] + HEAD - LINE * (len(lines) - 1) / 2 + LETTERS * 0.35
    said = "".join(
        f'<tspan x="{x[column.align]:.1f}" y="{first + LINE * at:.1f}">{escape(line)}</tspan>'
        for at, line in enumerate(lines)
    )
    lit = "".join(f'<use href="#{escape(one)}"/>' for one in chains)
    own = anchor(name, node)
    return (
        f'<g class="map-name" id="{escape(own)}">{_bar(node, frame)}<g class="map-lit" aria-hidden="true">{lit}</g>'
        f'<a href="{escape(node.href or "#" + own)}"><title>{escape(node.label)}</title>'
        f'<text text-anchor="{column.align}" font-size="{LETTERS}">{said}</text></a></g>'
    )


def _bar(node: Node, frame: _Frame) -> str:
    """An upright stroke at each side of a name on which chains end, as high as all of them together."""
    column, found = frame.columns[node.column], []
    for side, x in ((0, column.left - 1), (1, column.right + 1)):
        ends = [
            (down, frame.widths[at] / 2) for (at, key, of), down in frame.ports.items() if (key, of) == (node.id, side)
        ]
        if ends:
            top, bottom = min(y - half for y, half in ends) + HEAD, max(y + half for y, half in ends) + HEAD
            short = max(0.0, 6 - (bottom - top)) / 2
            found.append(f"M{x:.1f} {top - short:.1f}V{bottom + short:.1f}")
    return f'<path class="map-bar" d="{"".join(found)}"/>' if found else ""


def _title(at: int, frame: _Frame, story: LinkMap) -> str:
    column = frame.columns[at]
    x = {"end": column.right - _PORT, "start": column.left + _PORT, "middle": (column.left + column.right) / 2}
    return (
        f'<text class="map-title" x="{x[column.align]:.1f}" y="14" text-anchor="{column.align}" '
        f'font-size="{LETTERS}">{escape(story.columns[at])}</text>'
    )
