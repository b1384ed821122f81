"""The network of all: how much is tied, how it hangs together, and how far that rests on the backbone.

A tie is *confirmed* where both sides answered and the lower of the two answers is a tie; the structure of the network
(parts, cut points, brokers, centralization) is that of confirmed ties, so that one who has not answered changes none of
them. Bounds say what the answers that are missing could change. Levels 1 and 2 are answers and no tie.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundswell.core.collaboration.agreement import Agreement, agreement_of
from groundswell.core.collaboration.levels import LOWEST_TIE, Level
from groundswell.core.collaboration.ratings import GAP_OF_A_DISPUTE, Origin, Ratings, Tie, ties_of
from groundswell.core.collaboration.response import Bounded, Levels, Response, density, reciprocity
from groundswell.core.collaboration.roles import (
    Adjacency,
    OrganizationRole,
    degree_centralization,
    parts,
    roles_of,
)


@dataclass(frozen=True, slots=True)
class Organization:
    """Somebody in the network: an id, the sector (blank: not said), and whether it is (part of) the backbone."""

    id: str
    sector: str = ""
    is_backbone: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A share of confirmed ties: how many, of how many that can be told."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """None where none can be told."""
        return self.count / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class WithoutBackbone:
    """The same network without the organizations that are its backbone, and who falls out of its largest part."""

    organizations: int
    density: Bounded
    parts: int
    isolates: int
    cut_off: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NetworkFigures:
    """The figures of one day. `parts` and `isolates` are of confirmed ties; their bounds say what could be missing."""

    organizations: int
    lowest_tie: int
    response: Response
    density: Bounded
    reciprocity: Bounded
    centralization: float | None
    parts: Bounded  # groups of two and more that hang together
    isolates: Bounded  # organizations without a confirmed tie
    largest_part: int
    cut_points: tuple[str, ...]
    confirmed: int
    one_sided: int
    unconfirmed: int
    disputed: int
    cross_sector: Share
    coordinate_or_above: Share
    agreement: Agreement
    without_backbone: WithoutBackbone | None  # None where nobody is the backbone


@dataclass(frozen=True, slots=True)
class NetworkOfADay:
    """Figures, pairs about which anybody answered, and the role of each organization."""

    figures: NetworkFigures
    ties: tuple[Tie, ...]
    roles: Mapping[str, OrganizationRole]


def network_of(
    organizations: Sequence[Organization],
    ratings: Ratings,
    *,
    asked: int | None = None,
    lowest: int = LOWEST_TIE,
) -> NetworkOfADay:
    """The network of these organizations, from the answers among them.

    `asked` is how many answers partnerships wait for, two for each pair; None: every ordered pair was asked. From the
    level `lowest` on an answer is a tie. Answers about or from others are left out.
    """
    names = [one.id for one in organizations]
    inside = set(names)
    among = {way: rating for way, rating in ratings.items() if way[0] in inside and way[1] in inside}
    ties, levels = ties_of(among), levels_of(names, among)
    confirmed = confirmed_ties(levels, lowest)
    held = parts(confirmed)
    roles = roles_of(names, levels, confirmed, lowest, held)
    pairs = len(names) * (len(names) - 1)
    given = sum(rating.origin is not Origin.ROSTER for rating in among.values())
    backbone = [at for at, one in enumerate(organizations) if one.is_backbone]
    figures = NetworkFigures(
        organizations=len(names),
        lowest_tie=lowest,
        response=Response(given, pairs if asked is None else asked, pairs, len(among)),
        density=density(levels, lowest),
        reciprocity=reciprocity(levels, lowest),
        centralization=degree_centralization(confirmed),
        parts=_bounded_parts(held, levels, lowest),
        isolates=_bounded_isolates(levels, lowest),
        largest_part=max((len(part) for part in held), default=0),
        cut_points=tuple(name for name in names if roles[name].is_cut_point),
        **_pairs(levels, lowest, [one.sector for one in organizations]),
        agreement=agreement_of(ties),
        without_backbone=_without(backbone, names, levels, lowest),
    )
    return NetworkOfADay(figures, ties, roles)


def levels_of(names: Sequence[str], ratings: Ratings) -> Levels:
    """Answers as a matrix, row about column, 0 where there is none."""
    at = {name: place for place, name in enumerate(names)}
    levels = np.zeros((len(names), len(names)), np.int8)
    for (one, other), rating in ratings.items():
        levels[at[one], at[other]] = rating.level
    return levels


def confirmed_ties(levels: Levels, lowest: int = LOWEST_TIE) -> Adjacency:
    """Pairs in which both say that there is a tie, in both directions."""
    said = levels >= lowest
    return np.asarray(said & said.T)


def possible_ties(levels: Levels, lowest: int = LOWEST_TIE) -> Adjacency:
    """Pairs that would be confirmed if every missing answer said that there is a tie."""
    open_or_tie = (levels == 0) | (levels >= lowest)
    found = open_or_tie & open_or_tie.T
    np.fill_diagonal(found, val=False)
    return np.asarray(found)


def _bounded_parts(held: Sequence[list[int]], levels: Levels, lowest: int) -> Bounded:
    """Parts of two and more. With more ties parts can only grow together, or form where nobody was tied: so from the
    parts that no tie could join to those that there are, and as many again as who has none could pair up."""
    now = sum(len(part) > 1 for part in held)
    if not len(levels):
        return Bounded(None, 0.0, 0.0)
    could = parts(possible_ties(levels, lowest))
    least = sum(any(len(part) > 1 and set(part) <= set(whole) for part in held) for whole in could)
    alone = {part[0] for part in held if len(part) == 1}
    most = now + sum(len(alone & set(whole)) // 2 for whole in could)
    return Bounded(now, least, most)


def _bounded_isolates(levels: Levels, lowest: int) -> Bounded:
    if not len(levels):
        return Bounded(None, 0.0, 0.0)
    now, never = (int((~ties(levels, lowest).any(axis=1)).sum()) for ties in (confirmed_ties, possible_ties))
    return Bounded(now, never, now)


def _pairs(levels: Levels, lowest: int, sectors: Sequence[str]) -> dict[str, Any]:
    """What the two answers of each pair come to, as `Tie.standing` and `Tie.is_disputed` say of one: all at once."""
    rows, columns = np.triu_indices(len(levels), 1)
    mine, theirs = levels[rows, columns], levels[columns, rows]
    both, lower = (mine > 0) & (theirs > 0), np.minimum(mine, theirs)
    confirmed, any_tie = lower >= lowest, np.maximum(mine, theirs) >= lowest
    codes = np.unique(["", *sectors], return_inverse=True)[1][1:]  # 0: nobody said
    known = confirmed & (codes[rows] > 0) & (codes[columns] > 0)
    return {
        "confirmed": int(confirmed.sum()),
        "one_sided": int((any_tie & ~both).sum()),
        "unconfirmed": int((any_tie & both & ~confirmed).sum()),
        "disputed": int((both & (np.abs(mine - theirs) >= GAP_OF_A_DISPUTE)).sum()),
        "cross_sector": Share(int((known & (codes[rows] != codes[columns])).sum()), int(known.sum())),
        "coordinate_or_above": Share(int((confirmed & (lower >= Level.COORDINATE)).sum()), int(confirmed.sum())),
    }


def _without(backbone: Sequence[int], names: Sequence[str], levels: Levels, lowest: int) -> WithoutBackbone | None:
    if not backbone:
        return None
    kept = np.setdiff1d(np.arange(len(names)), backbone)
    rest = levels[np.ix_(kept, kept)]
    whole, held = parts(confirmed_ties(levels, lowest)), parts(confirmed_ties(rest, lowest))
    before = set(whole[0]) - set(backbone) if whole and len(whole[0]) > 1 else set()
    within = [{int(kept[member]) for member in part} & before for part in held]
    stays = max(within, key=len, default=set())
    if len(stays) < 2 and len(before) > 1:
        stays = set()  # whoever remains is linked with nobody
    return WithoutBackbone(
        organizations=len(kept),
        density=density(rest, lowest),
        parts=sum(len(part) > 1 for part in held),
        isolates=sum(len(part) == 1 for part in held),
        cut_off=tuple(sorted(names[member] for member in before - stays)),
    )
