"""The forced choice: if you could have only one of these, which one? Then a second, and so on.

Each ballot is an order of indicators, or of a program's measures, the first one first. One is chosen at a time: the one
that most ballots name first among those still there. Where two have as many, the one that stands higher on the ballots
altogether (Borda's count) goes first; where that is equal too, their ids decide, and it is said so openly.

Source: M. Friedman, Trying Hard Is Not Good Enough; https://raguide.org/3_12.shtml (choosing headline measures).
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from groundswell.core.vocabulary import Power, Standing

FEWEST_HEADLINES, MOST_HEADLINES = 3, 5


class Settled(StrEnum):
    """What decided that one came before the next."""

    VOTES = "votes"  # more ballots named it first
    BORDA = "borda"  # as many did; it stands higher on the ballots altogether
    NAME = "name"  # nothing tells the two apart but their ids


@dataclass(frozen=True, slots=True)
class Chosen:
    """One choice: which, how many ballots named it first then, its Borda count, and what settled it.

    `tied_with` are those that had as many first places at that moment.
    """

    id: str
    votes: int
    borda: int
    settled: Settled = Settled.VOTES
    tied_with: tuple[str, ...] = ()


def tally(ballots: Sequence[Sequence[str]], candidates: Collection[str]) -> tuple[Chosen, ...]:
    """The candidates that any ballot names, in the order in which they are chosen; others have no place.

    >>> [(one.id, one.votes) for one in tally([["a", "b"], ["a"], ["b", "c"]], ["a", "b", "c", "d"])]
    [('a', 2), ('b', 2), ('c', 1)]
    """
    known = set(candidates)
    kept = [list(dict.fromkeys(name for name in ballot if name in known)) for ballot in ballots]
    points = _borda(kept, len(known))
    chosen: list[Chosen] = []
    while any(kept):
        firsts = Counter(ballot[0] for ballot in kept if ballot)
        chosen.append(_next(firsts, points))
        kept = [[name for name in ballot if name != chosen[-1].id] for ballot in kept]
    return tuple(chosen)


def _borda(ballots: Sequence[Sequence[str]], candidates: int) -> Counter[str]:
    """A first place is worth one point for each other candidate, the next one less; what is not named gets none."""
    points: Counter[str] = Counter()
    for ballot in ballots:
        points.update({name: candidates - 1 - at for at, name in enumerate(ballot)})
    return points


def _next(firsts: Counter[str], points: Counter[str]) -> Chosen:
    most = max(firsts.values())
    tied = sorted(name for name, votes in firsts.items() if votes == most)
    best = max(points[name] for name in tied)
    leading = [name for name in tied if points[name] == best]
    settled = Settled.VOTES if len(tied) == 1 else Settled.BORDA if len(leading) == 1 else Settled.NAME
    others = tuple(name for name in tied if name != leading[0])
    return Chosen(leading[0], most, points[leading[0]], settled, others)


def standings(
    candidates: Sequence[str], headline: Sequence[Chosen], development: Sequence[Chosen], count: int
) -> dict[str, Standing]:
    """What each candidate becomes: the first `count` choices lead, those chosen though they lack data go on the
    agenda, everything else is secondary; in the order in which they then stand.

    >>> found = standings(["a", "b", "c"], tally([["a"]], ["a"]), tally([["c"]], ["c"]), 3)
    >>> [(name, str(standing)) for name, standing in found.items()]
    [('a', 'headline'), ('c', 'development'), ('b', 'secondary')]
    """
    found = {one.id: Standing.HEADLINE for one in headline[:count]}
    found.update({one.id: Standing.DEVELOPMENT for one in development})
    behind = [one.id for one in headline[count:]]
    rest = [name for name in candidates if name not in found and name not in behind]
    return found | dict.fromkeys((*behind, *rest), Standing.SECONDARY)


def suggested_standing(communication: str, proxy: str, data: str) -> Standing | None:
    """The rule of thumb for three powers: all high leads, the first two high without data is for the agenda.

    None where any of the three is not rated.

    >>> suggested_standing("high", "high", "low"), suggested_standing("high", "medium", "high")
    (<Standing.DEVELOPMENT: 'development'>, <Standing.SECONDARY: 'secondary'>)
    """
    if not (communication and proxy and data):
        return None
    if communication == proxy == Power.HIGH:
        by_data = {str(Power.HIGH): Standing.HEADLINE, str(Power.LOW): Standing.DEVELOPMENT}
        return by_data.get(data, Standing.SECONDARY)
    return Standing.SECONDARY
