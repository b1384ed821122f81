"""Indicators of a community, judged: everything a page needs, read in a handful of queries however much there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast
from uuid import UUID

from django.db.models import Q

from groundswell.apps.indicators.models import Indicator, Result, Target
from groundswell.apps.indicators.queries import (
    PublicKeys,
    Reading,
    baselines_of,
    polarity_of,
    series_of,
    standing_of,
    unit_of,
    work_began,
)
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import not_retired
from groundswell.apps.places.models import Group, Place
from groundswell.apps.scorecards.queries.freshness import kept_rows, row_version
from groundswell.apps.scorecards.queries.pages import ChangeFacts, CommunityFacts, IndicatorRow, TargetFacts
from groundswell.apps.scorecards.queries.sentences import tally
from groundswell.core.changes import change_of
from groundswell.core.curves import Curve, judge_curves
from groundswell.core.estimates import Observation, Refusal, Series, SeriesKey
from groundswell.core.periods import Period
from groundswell.core.targets import target_realism
from groundswell.core.vocabulary import ComparisonRule, Polarity

TargetPoint = tuple[Period, float]


@dataclass(slots=True)
class Ground:
    """What stands under a page: the community's places and groups by what they are called."""

    community: Community
    places: dict[str, Place]  # the own place is under ""
    groups: dict[str, Group]
    keys: PublicKeys

    @classmethod
    def of(cls, community: Community) -> Ground:
        """Two queries."""
        places = {"" if row.is_own else row.public_id: row for row in Place.objects.filter(community=community)}
        groups = {row.public_id: row for row in Group.objects.filter(community=community)}
        keys = PublicKeys(
            {row.id: name for name, row in places.items()}, {row.id: name for name, row in groups.items()}
        )
        return cls(community, places, groups, keys)

    def place_name(self, place: str) -> str:
        """What people call a place; the community's own place without a name has the community's."""
        row = self.places.get(place)
        name = row.name if row else ""
        return name or (self.community.name if place == "" else place)

    def group_label(self, group: str) -> str:
        """What people call a group; everyone is blank."""
        row = self.groups.get(group)
        return (row.label or group) if row else group


@dataclass(slots=True)
class Judged:
    """One indicator with every series that was asked for, its verdicts, and its targets."""

    indicator: Indicator
    ground: Ground
    series: dict[SeriesKey, Series]
    curves: dict[SeriesKey, Curve]
    frozen_on: dict[SeriesKey, date]
    targets: dict[SeriesKey, list[TargetPoint]] = field(default_factory=dict)

    @property
    def headline_group(self) -> str:
        """The group it speaks of: everyone, unless nobody publishes everyone."""
        key = self.indicator.headline_group_id
        return self.ground.keys.groups[key] if key else ""

    def key(self, place: str, group: str | None = None) -> SeriesKey:
        """Which series; of the headline group where no group is named."""
        return SeriesKey(self.indicator.public_id, place, self.headline_group if group is None else group)

    def observations(self, key: SeriesKey) -> tuple[Observation, ...]:
        """The observations of a series; none where there is no such series."""
        return self.series[key].observations if key in self.series else ()

    def curve(self, key: SeriesKey) -> Curve:
        """The verdict on a series; on one without observations it says so."""
        if key not in self.curves:
            self.curves[key] = judge(self.indicator, [Series(key, ())], {})[0]
        return self.curves[key]

    def target(self, key: SeriesKey) -> TargetPoint | None:
        """The target to work towards: the first that is not behind the latest value, else the last there was."""
        points = sorted(self.targets.get(key, []))
        latest = self.curve(key).latest_period
        ahead = [point for point in points if latest is None or not point[0] < latest]
        return next(iter(ahead[:1] or points[-1:]), None)

    def target_facts(self, key: SeriesKey) -> TargetFacts | None:
        """The target, what it needs a year, and whether that is realistic."""
        target = self.target(key)
        if target is None:
            return None
        found = target_realism(
            self.observations(key),
            target_period=target[0],
            target_value=target[1],
            polarity=polarity_of(self.indicator),
            unit=unit_of(self.indicator),
        )
        if isinstance(found, Refusal):
            return TargetFacts(*target, None, None, None, False, found.reason, "")
        paces = (found.needed_per_year, found.recent_per_year, found.fastest_per_year)
        return TargetFacts(*target, *paces, found.is_met, found.words, found.detectable)

    def change(self, key: SeriesKey) -> ChangeFacts:
        """The change category by the community's rule."""
        target = self.target(key)
        found = change_of(
            self.observations(key),
            polarity=polarity_of(self.indicator),
            target=target[1] if target else None,
            rule=ComparisonRule(self.ground.community.comparison_rule or ComparisonRule.NCHS),
            unit=unit_of(self.indicator),
            work_began=work_began(self.indicator),
        )
        return ChangeFacts(str(found.category), found.words, found.since)

    def row(self, place: str = "", group: str | None = None) -> IndicatorRow:
        """The indicator as a scorecard shows it, at a place, for a group."""
        key, indicator = self.key(place, group), self.indicator
        others = [one for one in self.series if one.group_id == key.group_id and one.place_id != place]
        groups = [one for one in self.series if one.place_id == place and one.group_id != key.group_id]
        return IndicatorRow(
            id=indicator.public_id,
            name=indicator.name or indicator.public_id,
            unit=unit_of(indicator),
            per=int(indicator.per) if indicator.per else None,
            polarity=polarity_of(indicator) or Polarity.NEUTRAL,
            standing=standing_of(indicator),
            headline_group=self.ground.group_label(key.group_id) if key.group_id else "",
            curve=self.curve(key),
            spark=tuple((one.period, one.estimate.value) for one in self.observations(key)),
            target=self.target_facts(key),
            change=self.change(key),
            place_verdicts=tally(self.curves[one].verdict for one in others),
            group_verdicts=tally(self.curves[one].verdict for one in groups),
            publisher=indicator.publisher,
            is_polarity_said=polarity_of(indicator) is not None,
            is_known_elsewhere=key not in self.series and bool(self.series),
            version=row_version(self.ground.community, indicator),
        )


def judge(indicator: Indicator, series: Sequence[Series], frozen: dict) -> list[Curve]:
    """Judge series of one indicator by its own facts."""
    return judge_curves(
        series,
        work_began=work_began(indicator),
        polarity=polarity_of(indicator),
        unit=unit_of(indicator),
        frozen=frozen,
    )


def judged(ground: Ground, indicators: Iterable[Indicator], *, places: Iterable[str] = ("",)) -> list[Judged]:
    """Indicators with their verdicts: all groups at `places`, all places for headline groups. Three queries."""
    rows = list(indicators)
    # One question for all: everybody at the places that are looked at, and the headline groups everywhere.
    wanted_places = [ground.places[place].id for place in places if place in ground.places]
    groups = {row.headline_group_id for row in rows if row.headline_group_id}
    groups |= {ground.groups[""].id} if "" in ground.groups else set()
    return judged_where(ground, rows, Q(place__in=wanted_places) | Q(group__in=groups))


def rows_at(
    ground: Ground, indicators: Iterable[Indicator], places: Iterable[str]
) -> dict[UUID, dict[str, IndicatorRow]]:
    """Indicators as scorecards show them at each place, in the order given; judged anew only where something moved.

    Three queries, or none.
    """
    wanted, spots = list(indicators), sorted(set(places))
    found = {row.id: kept_rows.of(ground.community, row, spots) for row in wanted}
    if None in found.values():
        with kept_rows.judging:  # who comes a moment later finds what this one made
            found = {row.id: kept_rows.of(ground.community, row, spots) for row in wanted}
            missing = [row for row in wanted if found[row.id] is None]
            for one in judged(ground, missing, places=spots) if missing else ():
                found[one.indicator.id] = {place: one.row(place) for place in spots}
                kept_rows.keep(ground.community, one.indicator, found[one.indicator.id] or {})
    return {key: rows for key, rows in found.items() if rows is not None}


def judged_where(ground: Ground, indicators: Sequence[Indicator], only: Q | None) -> list[Judged]:
    """Indicators with the verdicts on every series that `only` lets through. Three queries."""
    series = series_of(indicators, ids=ground.keys, only=only)
    baselines = baselines_of(indicators, ids=ground.keys, only=only)
    targets = _targets(ground, indicators)
    found = []
    for indicator in indicators:
        of_indicator = series[indicator.public_id]
        standing = {key: baselines[key] for key in of_indicator if key in baselines}
        curves = judge(indicator, list(of_indicator.values()), {key: one for key, (one, _) in standing.items()})
        found.append(
            Judged(
                indicator=indicator,
                ground=ground,
                series=of_indicator,
                curves={curve.key: curve for curve in curves},
                frozen_on={key: day for key, (_, day) in standing.items()},
                targets=targets[indicator.public_id],
            )
        )
    return found


def _targets(ground: Ground, indicators: Sequence[Indicator]) -> dict[str, dict[SeriesKey, list[TargetPoint]]]:
    by_id = {indicator.id: indicator for indicator in indicators}
    found: dict[str, dict[SeriesKey, list[TargetPoint]]] = defaultdict(lambda: defaultdict(list))
    for row in not_retired(Target.objects.filter(indicator__in=list(by_id), program="")):
        indicator = by_id[cast(UUID, row.indicator_id)]
        key = SeriesKey(indicator.public_id, ground.keys.places[row.place_id], ground.keys.groups[row.group_id])
        value = Reading(unit_of(indicator)).value[row.value]
        if value is not None:
            found[indicator.public_id][key].append((Period.parse(row.period), value))
    return found


def community_facts(community: Community) -> CommunityFacts:
    """What every page of a community says about it."""
    return CommunityFacts(
        id=community.public_id,
        name=community.name,
        purpose=community.purpose,
        notice=community.notice,
        language=community.language or "en",
        currency=community.currency,
        visibility=community.visibility or "unlisted",
        data_version=community.data_version,
        time_zone=community.time_zone,
    )


def by_sort(row: Group | Result) -> tuple[int, str]:
    """The order people gave, then the id."""
    return (int(row.sort) if row.sort else 1_000_000, row.public_id)
