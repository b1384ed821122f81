"""What a map of links shows: names in columns, and chains of names that somebody declared.

A chain is one declared link, from a program through the measure and the strategy that it names to an indicator and its
result. The same story is drawn as a map on a desk (`link_map`), and is a nested list on a phone (`nested`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


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
