"""The scorecard of one result."""

from __future__ import annotations

from groundswell.apps.indicators.models import Indicator, Membership, Result
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for, not_retired
from groundswell.apps.scorecards.queries.communities import in_order, result_facts
from groundswell.apps.scorecards.queries.freshness import kept
from groundswell.apps.scorecards.queries.pages import IndicatorRow, ResultScorecard
from groundswell.apps.scorecards.queries.rows import Ground, community_facts, rows_at
from groundswell.apps.scorecards.queries.sentences import sentence_of
from groundswell.apps.scorecards.queries.stories import stories_about
from groundswell.core.vocabulary import Standing


def result_scorecard(community_id: str, result_id: str, *, reader: Actor) -> ResultScorecard | None:
    """The scorecard of one result; None where there is none for this reader."""
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    result = not_retired(Result.objects.filter(community=community, public_id=result_id)).first()
    return kept(community, f"result {result_id}", lambda: _scorecard(community, result)) if result else None


def _scorecard(community: Community, result: Result) -> ResultScorecard:
    ground = Ground.of(community)
    place = ground.keys.places[result.place_id]
    members = not_retired(Membership.objects.filter(result=result)).values("indicator")
    indicators = in_order(not_retired(Indicator.objects.filter(id__in=members)))
    rows = [row[place] for row in rows_at(ground, indicators, [place]).values()]
    headline = _of(rows, Standing.HEADLINE)
    periods = [row.curve.latest_period for row in rows if row.curve.latest_period]
    return ResultScorecard(
        community=community_facts(community),
        result=result_facts(ground, result),
        sentence=sentence_of(headline),
        headline=headline,
        secondary=_of(rows, Standing.SECONDARY),
        development=_of(rows, Standing.DEVELOPMENT),
        stories=stories_about(community, "result", result.public_id),
        latest=max(periods, default=None),
    )


def _of(rows: list[IndicatorRow], standing: Standing) -> tuple[IndicatorRow, ...]:
    return tuple(row for row in rows if row.standing is standing)
