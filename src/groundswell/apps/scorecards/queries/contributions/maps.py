"""The map of links: which program bears, by which strategy, on which indicator, and toward which result.

A link is declared between a program and an indicator. Its strategy is one that the program belongs to and that works
toward a result of the indicator; where there is none, the link runs past strategies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from groundswell.apps.indicators.models import Indicator, Result, Strategy
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import not_retired
from groundswell.apps.scorecards.queries.communities import memberships
from groundswell.apps.scorecards.queries.contributions.inputs import LinkInput
from groundswell.apps.scorecards.queries.rows import by_sort
from groundswell.core.contribution.ranges import Modelled
from groundswell.core.estimates import Estimate
from groundswell.exchange.package.cells import list_of


@dataclass(frozen=True, slots=True)
class Named:
    """Something on the map: its id, and what people call it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class MapChain:
    """One link from its program to a result; `points` None: it is not computed."""

    link_id: str
    program: Named
    strategy: Named | None
    indicator: Named
    result: Named | None
    points: Estimate | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Terrain:
    """Strategies and results of a community, and which indicator belongs to which."""

    strategies: Mapping[str, Strategy]
    results: Mapping[str, Result]
    of_indicator: Mapping[str, Sequence[str]]  # ids of results, in the order people gave

    @classmethod
    def of(cls, community: Community, indicators: Sequence[Indicator]) -> Terrain:
        """Three queries."""
        results = sorted(not_retired(Result.objects.filter(community=community)), key=by_sort)
        strategies = not_retired(Strategy.objects.filter(community=community)).order_by("public_id")
        members, _ = memberships(results, indicators)
        names = {row.pk: row.public_id for row in indicators}
        found: dict[str, list[str]] = defaultdict(list)
        for result in results:
            for key in members[result.id]:
                if key in names:
                    found[names[key]].append(result.public_id)
        return cls({row.public_id: row for row in strategies}, {row.public_id: row for row in results}, found)

    def route(self, strategies: str, indicator_id: str) -> tuple[Named | None, Named | None]:
        """The strategy and the result that a program's link runs through."""
        results = self.of_indicator.get(indicator_id, ())
        for one in list_of(strategies):
            row = self.strategies.get(one)
            shared = [each for each in results if row is not None and each in list_of(row.results)]
            if row is not None and shared:
                return Named(one, row.name or one), self._result(shared[0])
        return None, self._result(results[0]) if results else None

    def _result(self, result_id: str) -> Named:
        return Named(result_id, self.results[result_id].statement or result_id)


def chains_of(links: Sequence[LinkInput], indicator: Named, found: Modelled | None, terrain: Terrain) -> list[MapChain]:
    """The links of one indicator that a reader sees."""
    points = {part.id: part.points for part in found.programs} if found else {}
    chains = []
    for one in links:
        if not one.is_seen:
            continue
        strategy, result = terrain.route(one.strategies, indicator.id)
        program = Named(one.facts.program_id, one.program_name)
        grade = one.facts.content.get("evidence", "")
        chains.append(MapChain(one.facts.id, program, strategy, indicator, result, points.get(one.facts.id), grade))
    return chains
