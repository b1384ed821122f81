"""A community's front page, and which communities there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from groundswell.apps.indicators.models import Indicator, Membership, Result
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import Actor, communities_for, community_for, not_retired
from groundswell.apps.scorecards.queries.freshness import kept
from groundswell.apps.scorecards.queries.pages import CommunityFacts, CommunityPage, ResultFacts
from groundswell.apps.scorecards.queries.rows import Ground, by_sort, community_facts, rows_at
from groundswell.apps.scorecards.queries.sentences import sentence_of, tally
from groundswell.core.vocabulary import Standing

HEADLINE = Standing.HEADLINE


def communities_on_show(*, reader: Actor) -> tuple[CommunityFacts, ...]:
    """Communities that `reader` ("public", or "owner" at the machine itself) may find on the front page."""
    return tuple(community_facts(row) for row in communities_for(reader=reader, listed=True))


def community_page(community_id: str, *, reader: Actor) -> CommunityPage | None:
    """The front page; None where there is no such community for this reader."""
    community = community_for(community_id, reader=reader)
    return kept(community, "community", lambda: _community_page(community)) if community else None


def _community_page(community: Community) -> CommunityPage:
    ground = Ground.of(community)
    results = sorted(not_retired(Result.objects.filter(community=community)), key=by_sort)
    indicators = indicators_of(community)
    members, belonging = memberships(results, indicators)
    wanted = [row for row in indicators if row.standing == HEADLINE or row.id not in belonging]
    places = {ground.keys.places[result.place_id] for result in results} | {""}
    found = rows_at(ground, wanted, places)
    shown = []
    for result in results:
        place = ground.keys.places[result.place_id]
        of_result = [found[key][place] for key in members[result.id] if key in found]
        shown.append((result_facts(ground, result), tuple(row for row in of_result if row.standing is HEADLINE)))
    # An indicator under two results speaks once.
    headlines = {row.id: row for _, rows in shown for row in rows}
    others = tuple(found[one.id][""] for one in wanted if one.id not in belonging)
    headlines.update({row.id: row for row in others if row.standing is HEADLINE})
    return CommunityPage(
        community=community_facts(community),
        sentence=sentence_of(headlines.values()),
        results=tuple(shown),
        other_indicators=others,
        organizations=not_retired(Organization.objects.filter(community=community)).count(),
        verdicts=tally(row.curve.verdict for row in headlines.values()),
    )


def indicators_of(community: Community) -> list[Indicator]:
    """A community's indicators in use, in the order people gave. One query."""
    return in_order(not_retired(Indicator.objects.filter(community=community)))


def in_order(indicators: Iterable[Indicator]) -> list[Indicator]:
    """Indicators in the order people gave, then by id."""
    return sorted(indicators, key=lambda row: (int(row.definition.get("sort") or 1_000_000), row.public_id))


def memberships(results: Sequence[Result], indicators: Sequence[Indicator]) -> tuple[dict, set]:
    """Indicators of each of these results in the order given, and every indicator that belongs to one. One query."""
    places = {indicator.pk: at for at, indicator in enumerate(indicators)}
    rows = list(not_retired(Membership.objects.filter(result__in=results)))
    rows.sort(key=lambda row: places.get(row.indicator_id, len(places)))
    members = defaultdict(list)
    for row in rows:
        members[row.result_id].append(row.indicator_id)
    return members, {row.indicator_id for row in rows}


def result_facts(ground: Ground, result: Result) -> ResultFacts:
    """A result as pages show it."""
    return ResultFacts(
        id=result.public_id,
        statement=result.statement,
        population=result.population,
        experience=result.experience,
        place_name=ground.place_name(ground.keys.places[result.place_id]),
    )
