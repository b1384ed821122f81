"""The roles that organizations have in a network: who stands between others, and without whom it falls apart.

A role in a network is no rank and no merit. A broker is somebody through whom others reach each other; a cut point is
a broker whom nobody could replace today, and that is a risk to the network before it is anything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from groundswell.core.collaboration.response import Levels

Adjacency = npt.NDArray[np.bool_]  # (n, n): from row to column; nothing on the diagonal


@dataclass(frozen=True, slots=True)
class OrganizationRole:
    """One organization: ties that it names, ties that others name with it, ties that both name, and what it holds."""

    organization: str
    given: int
    received: int
    confirmed: int
    broker_share: float
    is_cut_point: bool
    part: int | None  # which part of the network, 0 the largest; None: by itself


def betweenness(adjacency: Adjacency) -> npt.NDArray[np.float64]:
    """Of the shortest ways between two others, the share that runs through each, as a mean over all ordered pairs.

    sum over s, t of sigma(s, t | v) / sigma(s, t), divided by (n-1)(n-2); two that do not reach each other add
    nothing. With both directions of every tie in `adjacency` it is networkx's `betweenness_centrality` of a graph, with
    one that of a digraph (methods.md B10). All organizations at once: Brandes' two sweeps, level by level of the
    breadth-first search, each one product of matrices.
    """
    size = len(adjacency)
    if size < 3:
        return np.zeros(size)
    ties = adjacency.astype(np.float64)
    ways, levels = _ways(ties)
    held = np.zeros((size, size))
    for step in range(len(levels) - 1, 0, -1):
        passed_on = np.where(levels[step], (1 + held) / np.where(levels[step], ways, 1), 0.0)
        held += np.where(levels[step - 1], ways * (passed_on @ ties.T), 0.0)
    np.fill_diagonal(held, 0.0)
    return np.asarray(held.sum(axis=0) / ((size - 1) * (size - 2)))


def _ways(ties: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], list[Adjacency]]:
    """How many shortest ways lead from row to column, and who is reached at each distance."""
    size = len(ties)
    ways = np.eye(size)
    reached = np.eye(size, dtype=bool)
    levels, frontier = [reached.copy()], ways
    while True:
        frontier = np.where(reached, 0.0, frontier @ ties)
        new = frontier > 0
        if not new.any():
            return ways, levels
        ways = ways + frontier
        reached |= new
        levels.append(new)


def parts(adjacency: Adjacency) -> list[list[int]]:
    """Who is linked with whom, at whatever distance and in either direction: the largest part first.

    networkx's `connected_components`, found on the matrix itself: where answers are missing nearly every tie is
    possible, and a graph of all of them takes longer to write down than to look through.
    """
    left = np.ones(len(adjacency), bool)
    both, found = adjacency | adjacency.T, []
    while left.any():
        part = np.zeros(len(adjacency), bool)
        new = part.copy()
        new[left.argmax()] = True
        while new.any():
            part |= new
            new = both[new].any(axis=0) & ~part
        left &= ~part
        found.append(np.flatnonzero(part).tolist())
    return sorted(found, key=lambda part: (-len(part), part))


def cut_points(adjacency: Adjacency) -> set[int]:
    """Those without whom a part of the network would fall apart (articulation points)."""
    import networkx

    graph = networkx.empty_graph(len(adjacency))
    graph.add_edges_from(np.argwhere(np.triu(adjacency | adjacency.T)).tolist())
    return set(networkx.articulation_points(graph))


def degree_centralization(adjacency: Adjacency) -> float | None:
    """How far ties gather at one organization: 1 in a star, 0 where all have as many; None with fewer than three.

    sum(max - d) / ((n-1)(n-2)) of a graph without directions (Freeman 1978; methods.md B10).
    """
    size = len(adjacency)
    if size < 3:
        return None
    degrees = adjacency.sum(axis=1)
    return float((degrees.max() - degrees).sum() / ((size - 1) * (size - 2)))


def roles_of(
    names: Sequence[str], levels: Levels, confirmed: Adjacency, lowest: int, held: Sequence[list[int]]
) -> dict[str, OrganizationRole]:
    """The role of each organization; `held` are the parts of the network of confirmed ties."""
    said = levels >= lowest
    given, received, both = said.sum(axis=1), said.sum(axis=0), confirmed.sum(axis=1)
    shares, cuts = betweenness(confirmed), cut_points(confirmed)
    place = {member: at for at, part in enumerate(held) for member in part if len(part) > 1}
    return {
        name: OrganizationRole(
            name, int(given[at]), int(received[at]), int(both[at]), float(shares[at]), at in cuts, place.get(at)
        )
        for at, name in enumerate(names)
    }
