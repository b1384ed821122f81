"""The map of links on a page: drawn in columns on a desk, a nested list on a phone and for those who hear it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.contributions.maps import MapChain
from groundswell.charts.chains import Branch, Chain, Line, LinkMap, Node, nested
from groundswell.charts.link_map import link_map
from groundswell.core.contribution.links import Evidence
from groundswell.web.presenters.contributions.amounts import Points
from groundswell.web.presenters.contributions.words import evidence_words
from groundswell.web.presenters.figures import KeyEntry

_LINES = {Evidence.RANDOMIZED: Line.SOLID, Evidence.QUASI_EXPERIMENTAL: Line.DASHED}


@dataclass(frozen=True, slots=True)
class MapPart:
    """The drawing, the same as a nested list, and the key."""

    svg: SafeString
    branches: tuple[Branch, ...]
    key: tuple[KeyEntry, ...]


def map_part(chains: Sequence[MapChain], community: str, pens: dict[str, Points]) -> MapPart | None:
    """The map; None where no link is seen. `pens` write the points of each indicator."""
    if not chains:
        return None
    story = _story(chains, community, pens)
    label = gettext("The map of links, from programs through strategies to indicators and results")
    drawn = mark_safe(link_map(story, label=label))  # noqa: S308  the chart escapes every text
    return MapPart(drawn, nested(story), tuple(_key(chains)))


def _story(chains: Sequence[MapChain], community: str, pens: dict[str, Points]) -> LinkMap:
    nodes: dict[str, Node] = {}
    routes = []
    for chain in chains:
        found = [node for node in _nodes(chain, community) if node is not None]
        nodes |= {node.id: node for node in found}
        points = chain.points.value if chain.points else None
        said = pens[chain.indicator.id].signed(points) if points is not None else gettext("not computed yet")
        note = f"{said}, {evidence_words(chain.evidence)[0].lower()}"
        words = f"{chain.program.name}, {chain.indicator.name}: {note}"
        line = _LINES.get(chain.evidence, Line.DOTTED)  # type: ignore[call-overload]
        routes.append(Chain(tuple(node.id for node in found), points, line, words, note))
    columns = (gettext("Programs"), gettext("Strategies"), gettext("Indicators"), gettext("Results"))
    return LinkMap(columns, tuple(sorted(nodes.values(), key=lambda one: one.column)), tuple(routes))


def _nodes(chain: MapChain, community: str) -> tuple[Node | None, ...]:
    """The names that a chain runs through; ids of the four columns may be alike, so each has its column before it."""
    program, indicator, strategy, result = chain.program, chain.indicator, chain.strategy, chain.result
    return (
        Node(f"program/{program.id}", 0, program.name, reverse("program", args=[community, program.id])),
        Node(f"strategy/{strategy.id}", 1, strategy.name) if strategy else None,
        Node(f"indicator/{indicator.id}", 2, indicator.name, reverse("contribution", args=[community, indicator.id])),
        Node(f"result/{result.id}", 3, result.name, reverse("result", args=[community, result.id])) if result else None,
    )


def _key(chains: Sequence[MapChain]) -> list[KeyEntry]:
    """What the lines stand for: only those that are drawn."""
    used = {_LINES.get(chain.evidence, Line.DOTTED) for chain in chains}  # type: ignore[call-overload]
    words = {
        Line.SOLID: gettext("a randomized study"),
        Line.DASHED: gettext("a study with a comparison group"),
        Line.DOTTED: gettext("nobody was compared"),
    }
    return [KeyEntry(str(line), words[line]) for line in Line if line in used]
