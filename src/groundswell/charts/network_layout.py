"""Where organizations stand in the picture of a network: near those they are tied to, and never upon each other.

One layout is made over all ties that there ever were, so that nobody moves from one day to the next. The largest part
fills the picture; smaller ones, and whoever is by itself, stand in rows beneath it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
import numpy.typing as npt

from groundswell.core.collaboration.roles import Adjacency, parts
from groundswell.core.shelves import Shelf

Points = npt.NDArray[np.float64]  # (n, 2) CSS pixels
Pairs = Collection[tuple[str, str]]
Ends = npt.NDArray[np.int_]  # (n, 2) places in the list of names

SEED = 7
MOST_BY_DISTANCE = 70  # organizations up to which distances in the picture follow those in the network
_STEPS = 60  # of springs
_PUSHES = 80
MOST_PASSED = 12_000  # ties times organizations up to which marks are kept off lines that pass by


@dataclass(frozen=True, slots=True)
class _Part:
    """Organizations that hang together, the ties between them as places in their list, and where ties draw them."""

    names: Sequence[str]
    ends: Ends
    points: Points


@dataclass(frozen=True, slots=True)
class Room:
    """A rectangle in CSS pixels."""

    left: float
    top: float
    width: float
    height: float


_kept: Shelf[Mapping[str, tuple[float, float]]] = Shelf(40_000)  # places
_laid: Shelf[Sequence[_Part]] = Shelf(40_000)


def places(names: Sequence[str], ties: Pairs, room: Room, radius: float) -> Mapping[str, tuple[float, float]]:
    """The middle of each name's mark within the room, no two nearer than three radii where there is room for that.

    The same names and ties have the same places, whatever their order.
    """
    key = (frozenset(names), frozenset(ties), room, radius)
    known = _kept.of(key, "")
    if known is None:
        known = _placed(sorted(set(names)), ties, room, radius)
        _kept.keep(key, "", known, len(known) + 1)
    return known


def _placed(names: Sequence[str], ties: Pairs, room: Room, radius: float) -> dict[str, tuple[float, float]]:
    found = list(_parts(names, ties))
    main = found.pop(0) if found and len(found[0].names) > 1 else None
    rows, needed = _rows(found, room, 4.5 * radius)
    left_for_main = room.height - needed if main else 0.0
    at: dict[str, tuple[float, float]] = {}
    if main:
        at |= _within(main, Room(room.left, room.top, room.width, left_for_main), radius)
    for part, box in rows:
        at |= _within(part, Room(box.left, box.top + room.top + left_for_main, box.width, box.height), radius)
    return at


def _parts(names: Sequence[str], ties: Pairs) -> Sequence[_Part]:
    """Those that hang together, the largest first, laid out by their ties alone: a picture for a desk and one for a
    phone are worked out once."""
    key = (frozenset(names), frozenset(ties))
    known = _laid.of(key, "")
    if known is not None:
        return known
    inside = set(names)
    tied = sorted({(min(tie), max(tie)) for tie in ties if inside >= set(tie)})
    at = {name: place for place, name in enumerate(names)}
    ends = np.array([(at[one], at[other]) for one, other in tied], int).reshape(-1, 2)
    found = []
    for members in parts(_matrix(len(names), ends)):
        own = np.searchsorted(members, ends[np.isin(ends[:, 0], members)])
        found.append(_Part([names[member] for member in members], own, _laid_out(len(members), own)))
    _laid.keep(key, "", found, len(names))
    return found


def _rows(parts: Sequence[_Part], room: Room, cell: float) -> tuple[list[tuple[_Part, Room]], float]:
    """Boxes for the smaller parts, one beside the other; and the height of all rows, closer where there are many."""
    found, x, y, high = [], 0.0, 0.0, 0.0
    for part in parts:
        side = cell * ceil(sqrt(len(part.names)))
        if x and x + side > room.width:
            x, y, high = 0.0, y + high, 0.0
        found.append((part, Room(room.left + x, y, side, side)))
        x, high = x + side, max(high, side)
    needed, most = y + high, room.height * 0.5
    if needed > most and cell > 4:
        return _rows(parts, room, cell * 0.85)
    return found, needed


def _within(part: _Part, room: Room, radius: float) -> dict[str, tuple[float, float]]:
    """A part that hangs together, in its room: turned to lie broad, apart from each other."""
    middle = np.array([room.left + room.width / 2, room.top + room.height / 2])
    names = part.names
    if len(names) == 1:
        return {names[0]: (float(middle[0]), float(middle[1]))}
    inner = np.array([room.width, room.height]) - 2 * radius - 4
    points = middle + _turned(part.points) * np.maximum(inner, 1.0) / 2
    few = len(part.ends) * len(names) <= MOST_PASSED
    points = _apart(points, part.ends if few else part.ends[:0], room, radius)
    return {name: (round(float(x), 1), round(float(y), 1)) for name, (x, y) in zip(names, points, strict=True)}


def _laid_out(size: int, ends: Ends) -> Points:
    """As far from each other as they are by their ties (Kamada and Kawai 1989), and of many, as springs draw them
    (Fruchterman and Reingold 1991)."""
    if size == 1:
        return np.zeros((1, 2))
    return _by_distance(size, ends) if size <= MOST_BY_DISTANCE else by_springs(size, ends, 3.2 / sqrt(size))


def _by_distance(size: int, ends: Ends) -> Points:
    import networkx

    graph = networkx.empty_graph(size)
    graph.add_edges_from(ends.tolist())
    found = networkx.kamada_kawai_layout(graph, pos=networkx.circular_layout(graph))
    return np.array([found[place] for place in range(size)], float)


def by_springs(size: int, ends: Ends, wanted: float, steps: int = _STEPS) -> Points:
    """Everybody pushes everybody away by wanted ^ 2 / distance, and ties pull by distance ^ 2 / wanted; each step is
    shorter than the one before (Fruchterman and Reingold 1991).

    networkx's `spring_layout` before it is scaled; but no difference of two places is written down, for a sum of
    differences with weights is one product of matrices.
    """
    points = np.random.RandomState(SEED).rand(size, 2)
    pull = _matrix(size, ends) / wanted
    far = float(np.ptp(points, axis=0).max()) / 10
    for step in range(steps):
        along = (points**2).sum(axis=1)
        squares = np.maximum(along[:, None] + along - 2 * (points @ points.T), 1e-4)
        pushes = wanted**2 / squares - pull * np.sqrt(squares)
        np.fill_diagonal(pushes, 0.0)
        moved = points * pushes.sum(axis=1)[:, None] - pushes @ points
        length = np.maximum(np.sqrt((moved**2).sum(axis=1)), 0.01)
        points = points + moved * (far * (1 - step / (steps + 1)) / length)[:, None]
    return points


def _matrix(size: int, ends: Ends) -> Adjacency:
    """In both directions."""
    tied = np.zeros((size, size), bool)
    tied[ends[:, 0], ends[:, 1]] = tied[ends[:, 1], ends[:, 0]] = True
    return tied


def _turned(points: Points) -> Points:
    """Turned so that it is broader than high, and stretched to -1..1 both ways; far outliers are drawn in."""
    points = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(np.cov(points.T)) if len(points) > 2 else (None, np.eye(2)[:, ::-1])
    turned = points @ axes[:, ::-1]
    turned = np.sign(turned) * np.abs(turned / (np.abs(turned).max(axis=0) + 1e-9)) ** 0.8
    low, high = turned.min(axis=0), turned.max(axis=0)
    return np.asarray(np.where(high - low > 1e-6, 2 * (turned - low) / np.maximum(high - low, 1e-9) - 1, 0.0))


def _apart(points: Points, ends: Ends, room: Room, radius: float) -> Points:
    """Pushed apart, step by step, until none are nearer than three radii or the room is full."""
    low = np.array([room.left + radius + 2, room.top + radius + 2])
    high = np.array([room.left + room.width - radius - 2, room.top + room.height - radius - 2])
    high = np.maximum(low, high)
    wiggle = np.random.default_rng(SEED).normal(0, radius / 3, points.shape)  # two upon each other part somewhere
    points = np.clip(points + wiggle, low, high)
    for _ in range(_PUSHES):
        push = 0.8 * from_each_other(points, 3 * radius) + 0.5 * _from_lines(points, ends, 1.8 * radius)
        if not push.any():
            break
        points = np.clip(points + push, low, high)
    return points


def from_each_other(points: Points, wanted: float) -> Points:
    """How far each is to be moved, half of what is wanting from everybody who is nearer than `wanted`.

    From top to bottom each is compared with those that follow within reach: of hundreds of marks, a few.
    """
    down = np.argsort(points[:, 1])
    heights = points[down, 1]
    following = np.searchsorted(heights, heights + wanted) - np.arange(len(points)) - 1
    first = np.repeat(np.arange(len(points)), following)
    begun = np.repeat(np.cumsum(following) - following, following)
    one, other = down[first], down[first + 1 + np.arange(len(first)) - begun]
    between = points[one] - points[other]
    distance = np.sqrt((between**2).sum(axis=1)) + 1e-9
    pushes = between * (np.maximum(wanted - distance, 0) / 2 / distance)[:, None]
    count = len(points)
    return np.column_stack([np.bincount(one, along, count) - np.bincount(other, along, count) for along in pushes.T])


def _from_lines(points: Points, ends: Ends, wanted: float) -> Points:
    """Away from the ties of others that run through a mark."""
    if not len(ends):
        return np.zeros_like(points)
    start, along = points[ends[:, 0]], points[ends[:, 1]] - points[ends[:, 0]]
    reach = ((points[:, None] - start) * along).sum(axis=2) / ((along**2).sum(axis=1) + 1e-9)
    away = points[:, None] - (start + np.clip(reach, 0, 1)[:, :, None] * along)
    distance = np.sqrt((away**2).sum(axis=2)) + 1e-9
    passes = (distance < wanted) & (reach > 0) & (reach < 1)
    passes[ends[:, 0], np.arange(len(ends))] = False
    passes[ends[:, 1], np.arange(len(ends))] = False
    short = np.where(passes, wanted - distance, 0.0)
    return np.asarray((away / distance[:, :, None] * short[:, :, None]).sum(axis=1))
