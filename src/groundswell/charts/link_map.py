"""The map of links: from programs through measures and strategies to indicators and results, in columns.

Every chain is one line through all columns that it names: as wide as the points that it could add, solid, dashed or
dotted by the grade of its evidence. A name under the pointer, in focus or named by the page's address brings its own
chains to the front, without a script: the stylesheet shows the copies of them that lie with the name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from html import escape
from itertools import pairwise

from groundswell.charts.chains import LinkMap, Node
from groundswell.charts.link_layout import HEAD, LETTERS, LINE, PASSING, PORT, WIDTH, Frame


def anchor(name: str, node: Node) -> str:
    """The fragment that brings a name's chains to the front: `#map-0-home-visiting`."""
    return f"{name}-{node.column}-" + re.sub(r"[^A-Za-z0-9_-]+", "-", node.id)


def link_map(story: LinkMap, *, label: str, name: str = "map") -> str:
    """Inline SVG, 920 wide and as high as its names need; "" where there is nothing to draw.

    `name` tells the maps of one page apart. Raises ValueError where a chain names somebody unknown or runs backwards.
    """
    if not story.nodes:
        return ""
    frame = Frame.of(story)
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


def _chain(identity: str, at: int, frame: Frame, story: LinkMap) -> str:
    """One line: straight through a column that it passes, curved in between."""
    chain = story.chains[at]
    parts: list[str] = []
    for (column, key), (beyond, other) in pairwise(frame.routes[at]):
        start, end = frame.columns[column].right, frame.columns[beyond].left
        y, to = frame.ports[at, key, 1] + HEAD, frame.ports[at, other, 0] + HEAD
        passes = parts and key.startswith(PASSING)
        half = (start + end) / 2
        parts.append(
            f"{'L' if passes else 'M'}{start:.1f} {y:.1f}C{half:.1f} {y:.1f} {half:.1f} {to:.1f} {end:.1f} {to:.1f}"
        )
    worse = " map-worse" if (chain.points or 0.0) < 0 else ""
    return (
        f'<path id="{escape(identity)}" class="map-chain map-{chain.line}{worse}" '
        f'stroke-width="{frame.widths[at]:.1f}" d="{"".join(parts)}"><title>{escape(chain.words)}</title></path>'
    )


def _name(node: Node, chains: Sequence[str], frame: Frame, name: str) -> str:
    """A name above its own chains, which show when it is pointed at, in focus, or named by the address."""
    column, lines = frame.columns[node.column], frame.lines[node.id]
    x = {"end": column.right - PORT, "start": column.left + PORT, "middle": (column.left + column.right) / 2}
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


def _bar(node: Node, frame: Frame) -> str:
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


def _title(at: int, frame: Frame, story: LinkMap) -> str:
    column = frame.columns[at]
    x = {"end": column.right - PORT, "start": column.left + PORT, "middle": (column.left + column.right) / 2}
    return (
        f'<text class="map-title" x="{x[column.align]:.1f}" y="14" text-anchor="{column.align}" '
        f'font-size="{LETTERS}">{escape(story.columns[at])}</text>'
    )
