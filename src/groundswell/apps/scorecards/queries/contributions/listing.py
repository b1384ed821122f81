"""What linked programs could add up to, indicator by indicator, and the links themselves for the map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.apps.contributions.queries import links_of
from groundswell.apps.indicators.models import Indicator
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for
from groundswell.apps.scorecards.queries.communities import indicators_of
from groundswell.apps.scorecards.queries.contributions.inputs import inputs_of, programs_by_id
from groundswell.apps.scorecards.queries.contributions.maps import MapChain, Named, Terrain, chains_of
from groundswell.apps.scorecards.queries.contributions.pages import model_of
from groundswell.apps.scorecards.queries.pages import CommunityFacts, IndicatorRow
from groundswell.apps.scorecards.queries.participation.standing import standing_of
from groundswell.apps.scorecards.queries.rows import Ground, community_facts, rows_at
from groundswell.core.contribution.ranges import Modelled
from groundswell.core.periods import Period


@dataclass(frozen=True, slots=True)
class IndicatorLinks:
    """One indicator in the list: how many links lead to it, and what they could add up to.

    `links` and `programs` are those that count for this reader; `modelled` None: nothing can be computed, and `reason`
    says why where there is a reason beyond that nobody linked a program.
    """

    row: IndicatorRow
    links: int
    programs: int
    period: Period | None
    modelled: Modelled | None
    reason: str


@dataclass(frozen=True, slots=True)
class ContributionList:
    """Every indicator that programs could contribute to: those with links first."""

    community: CommunityFacts
    indicators: tuple[IndicatorLinks, ...]
    chains: tuple[MapChain, ...]  # the links that this reader sees, for the map
    data_version: str


def linked_indicators(community_id: str, *, reader: Actor) -> ContributionList | None:
    """The indicators of a community, those with links first; None where it may not be opened."""
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    ground = Ground.of(community)
    rows = list(indicators_of(community))
    shown = rows_at(ground, rows, [""])
    links = defaultdict(list)
    for one in links_of(community):
        links[one.indicator_id].append(one)
    linked, chains = _linked(community, [row for row in rows if links[row.public_id]], reader, ground)
    found = [linked.get(row.public_id) or IndicatorLinks(shown[row.id][""], 0, 0, None, None, "") for row in rows]
    found.sort(key=lambda one: -one.programs)
    return ContributionList(community_facts(community), tuple(found), tuple(chains), community.data_version)


def _linked(
    community: Community, indicators: Sequence[Indicator], reader: Actor, ground: Ground
) -> tuple[dict[str, IndicatorLinks], list[MapChain]]:
    """What the programs linked to each of these could add up to, for a reader, and how links run."""
    if not indicators:
        return {}, []
    standing, programs = standing_of(community, reader=reader), programs_by_id(community)
    terrain = Terrain.of(community, indicators)
    found, chains = {}, []
    for one in indicators:
        inputs = inputs_of(community, one, reader=reader, ground=ground, standing=standing, programs=programs)
        if inputs.links:
            whole, _ = model_of(inputs)
            told = {each.facts.program_id for each in inputs.links}
            reason = inputs.condition.reason
            found[one.public_id] = IndicatorLinks(
                inputs.found.row(), len(inputs.links), len(told), inputs.condition.period, whole, reason
            )
            named = Named(one.public_id, one.name or one.public_id)
            chains += chains_of(inputs.links, named, whole, terrain)
    return found, chains
