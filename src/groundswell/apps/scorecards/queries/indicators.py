"""One indicator at one place for one group: its curve, its table, its groups and places, and how it was made."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q

from groundswell.apps.indicators.models import Indicator, Membership, Observation, Revision
from groundswell.apps.indicators.queries import Reading, polarity_of, unit_of, work_began
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import Actor, community_for, not_retired
from groundswell.apps.scorecards.queries.communities import result_facts
from groundswell.apps.scorecards.queries.comparisons import among_all, by_place, disparities
from groundswell.apps.scorecards.queries.data import source_facts
from groundswell.apps.scorecards.queries.freshness import kept
from groundswell.apps.scorecards.queries.openings import (
    Held,
    choices_of_group,
    choices_of_place,
    elsewhere,
    held_of,
    opened,
)
from groundswell.apps.scorecards.queries.pages import (
    Choice,
    IndicatorPage,
    ObservationRow,
    ResultFacts,
    RevisionFacts,
    SourceFacts,
)
from groundswell.apps.scorecards.queries.rows import Ground, Judged, by_sort, community_facts, judged_where
from groundswell.apps.scorecards.queries.stories import stories_about
from groundswell.apps.sources.models import Source
from groundswell.core.behaviour import Behaviour, behaviour_of
from groundswell.core.curves import Curve
from groundswell.core.estimates import Estimate, SeriesKey
from groundswell.core.forecasts import Forecast, forecast_of
from groundswell.core.sentences import sentence
from groundswell.core.vocabulary import ObservationStatus

SHORTEST_FORECAST, LONGEST_FORECAST = 3, 10
_WITHHELD_NOTES = {
    ObservationStatus.SUPPRESSED: sentence("suppressed"),
    ObservationStatus.MISSING: sentence("missing"),
    ObservationStatus.NOT_APPLICABLE: sentence("not applicable"),
}


def indicator_page(
    community_id: str, indicator_id: str, *, place_id: str = "", group_id: str = "", reader: Actor
) -> IndicatorPage | None:
    """One indicator's page; None where there is none for this reader, or no such place or group.

    A blank place is the community's own; a blank group is everyone, or the indicator's headline group. Where nothing
    is published for those, the page opens on the first series that has data and says so.
    """
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    name = repr(("indicator", indicator_id, place_id, group_id))
    return kept(community, name, lambda: _page(community, indicator_id, place_id, group_id))


def _page(community: Community, indicator_id: str, place_id: str, group_id: str) -> IndicatorPage | None:
    rows = Indicator.objects.filter(community=community, public_id=indicator_id)
    indicator = not_retired(rows).first()
    ground = Ground.of(community)
    place = _own_or(ground, place_id)
    if indicator is None or place not in ground.places or group_id not in ground.groups:
        return None
    group = (
        ground.keys.groups[indicator.headline_group_id] if not group_id and indicator.headline_group_id else group_id
    )
    asked, held = (place, group), held_of(ground, indicator)
    shown = opened(ground, held, asked, is_place_chosen=bool(place_id), is_group_chosen=bool(group_id))
    only = Q(place=ground.places[shown[0]].id) | Q(group=ground.groups[shown[1]].id)
    found = judged_where(ground, [indicator], only)[0]
    return _filled(found, found.key(*shown), held, elsewhere(ground, held, asked))


def _own_or(ground: Ground, place: str) -> str:
    """The community's own place is called "" here, whatever its name."""
    return "" if "" in ground.places and ground.places[""].public_id == place else place


def _filled(found: Judged, key: SeriesKey, held: Held, instead: str) -> IndicatorPage:
    indicator, ground = found.indicator, found.ground
    shown = (key.place_id, key.group_id)
    community, definition = ground.community, indicator.definition
    rows = _observation_rows(found, key)
    behaviour = behaviour_of(
        found.observations(key),
        polarity=polarity_of(indicator),
        target=(found.target(key) or (None, None))[1],
        unit=unit_of(indicator),
    )
    groups_beside, places_beside = among_all(disparities(found, key.place_id), by_place(found, key))
    return IndicatorPage(
        community=community_facts(community),
        row=found.row(key.place_id, key.group_id),
        results=_results(ground, indicator),
        definition=definition.get("definition", ""),
        why_it_matters=definition.get("why_it_matters", ""),
        publisher=indicator.publisher,
        url=definition.get("url", ""),
        frequency=definition.get("frequency", ""),
        owner=definition.get("owner", ""),
        reviewed=definition.get("reviewed", ""),
        next_review=definition.get("next_review", ""),
        powers=tuple(definition.get(f"{name}_power", "") for name in ("communication", "proxy", "data")),
        versions=tuple((one["from"], one["definition"]) for one in definition.get("versions", ())),
        leads=tuple((one["indicator_id"], one.get("years", "")) for one in definition.get("leads", ())),
        work_began=work_began(indicator),
        place=Choice(key.place_id, ground.place_name(key.place_id), True),
        group=Choice(key.group_id, ground.group_label(key.group_id), True),
        places=choices_of_place(ground, held, shown),
        groups=choices_of_group(ground, held, shown),
        curve=found.curve(key),
        frozen_on=found.frozen_on.get(key),
        observations=rows,
        forecast=_forecast(found, key),
        target=found.target_facts(key),
        change=found.change(key),
        disparities=groups_beside,
        by_place=places_beside,
        behaviour=behaviour if isinstance(behaviour, Behaviour) else None,
        behaviour_reason="" if isinstance(behaviour, Behaviour) else behaviour.reason,
        sources=_sources(community, rows),
        stories=stories_about(community, "indicator", indicator.public_id),
        elsewhere=instead,
        owner_name=_owner_name(community, definition.get("owner", "")),
    )


def _owner_name(community: Community, owner: str) -> str:
    named = Organization.objects.filter(community=community, public_id=owner) if owner else None
    found = named.values_list("name", flat=True).first() if named is not None else None
    return found or owner


def _results(ground: Ground, indicator: Indicator) -> tuple[ResultFacts, ...]:
    rows = not_retired(Membership.objects.filter(indicator=indicator)).select_related("result")
    results = sorted((row.result for row in rows if row.result.retired is None), key=by_sort)
    return tuple(result_facts(ground, result) for result in results)


def _observation_rows(found: Judged, key: SeriesKey) -> tuple[ObservationRow, ...]:
    """The data table: one line a period, with what stood there before."""
    ground, indicator = found.ground, found.indicator
    series = {
        "indicator": indicator,
        "place": ground.places[key.place_id].id,
        "group": ground.groups[key.group_id].id,
    }
    revisions = defaultdict(list)
    reading = Reading(unit_of(indicator))
    for row in not_retired(Revision.objects.filter(**series)).order_by("recorded"):
        period = reading.period(row.period)
        revisions[period].append(RevisionFacts(period, row.value, row.recorded, row.reason))
    baseline = _baseline_estimates(found.curve(key))
    by_period = {one.period: one for one in found.observations(key)}
    stored = not_retired(Observation.objects.filter(**series)).select_related("source")
    rows = {reading.period(row.period): row for row in stored}
    return tuple(
        ObservationRow(
            observation=by_period[period],
            text=rows[period].value,
            quality=rows[period].quality,
            note=rows[period].note or _withheld_note(rows[period]),
            source_id=_source_id(rows[period]),
            as_of=rows[period].as_of,
            baseline=baseline.get(period),
            revisions=tuple(revisions[period]),
        )
        for period in sorted(by_period)
    )


def _source_id(row: Observation) -> str:
    return row.source.public_id if row.source else ""


def _withheld_note(row: Observation) -> str:
    return _WITHHELD_NOTES.get(ObservationStatus(row.status), "")


def _baseline_estimates(curve: Curve) -> dict:
    baseline = curve.baseline
    if baseline is None:
        return {}
    return {
        point.period: Estimate(point.value, point.low, point.high, baseline.level, method=baseline.method)
        for point in baseline.points
    }


def _forecast(found: Judged, key: SeriesKey) -> Forecast:
    """Beyond the latest point, to the target where that is not too far; not the frozen baseline."""
    latest, target = found.curve(key).latest_period, found.target(key)
    steps = SHORTEST_FORECAST
    if latest and target and latest.is_comparable_with(target[0]):
        steps = min(max(steps, latest.distance_to(target[0])), LONGEST_FORECAST)
    forecast, _ = forecast_of(found.observations(key), steps, unit=unit_of(found.indicator))
    return forecast


def _sources(community: Community, rows: tuple[ObservationRow, ...]) -> tuple[SourceFacts, ...]:
    names = {row.source_id for row in rows if row.source_id}
    return source_facts(Source.objects.filter(community=community, public_id__in=names))
