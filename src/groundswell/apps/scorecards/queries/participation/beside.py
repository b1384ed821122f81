"""What stands beside reach: how many people live in a place or belong to a group, and what an indicator says there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from groundswell.apps.indicators.models import Indicator
from groundswell.apps.indicators.queries import polarity_of, series_of, unit_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import not_retired
from groundswell.apps.places.models import Population
from groundswell.apps.scorecards.queries.communities import indicators_of
from groundswell.apps.scorecards.queries.rows import Ground
from groundswell.core.estimates import Estimate, Observation
from groundswell.core.periods import Period
from groundswell.core.vocabulary import Polarity, Standing, Unit

Spot = tuple[str, str]  # a place ("" is the community's own) and a group ("" is everyone)


@dataclass(frozen=True, slots=True)
class People:
    """How many people live somewhere, by whose count, and its margin where it has one."""

    count: float
    margin: float
    period: Period


@dataclass(frozen=True, slots=True)
class Need:
    """The indicator that stands beside reach, and what it says in each place and group at its latest."""

    id: str
    name: str
    unit: Unit
    per: int | None
    polarity: Polarity | None
    latest: Mapping[Spot, Observation]


def populations(ground: Ground, period: Period | None) -> dict[Spot, People]:
    """The population of every place and group, as it was counted nearest to the period. One query."""
    found: dict[Spot, dict[Period, People]] = {}
    for row in not_retired(Population.objects.filter(community=ground.community)):
        if not row.count:
            continue
        spot = ground.keys.places[row.place_id], ground.keys.groups[row.group_id]
        when = Period.parse(row.period)
        found.setdefault(spot, {})[when] = People(float(row.count), float(row.moe or 0), when)
    return {spot: each[_nearest(each, period)] for spot, each in found.items()}


def _nearest(counted: Mapping[Period, People], period: Period | None) -> Period:
    if period is None:
        return max(counted, key=lambda when: when.end)
    return min(counted, key=lambda when: (abs(when.end - period.end), when.end))


def needs_to_choose(community: Community) -> list[Indicator]:
    """The indicators that may stand beside reach: headline ones first, in the order people gave. One query."""
    rows = [row for row in indicators_of(community) if row.standing != Standing.DEVELOPMENT]
    return sorted(rows, key=lambda row: row.standing != Standing.HEADLINE)


def need_of(ground: Ground, indicator: Indicator) -> Need:
    """What an indicator says at its latest, by place for its headline group, and by group at the own place. One
    query."""
    headline = ground.keys.groups[indicator.headline_group_id] if indicator.headline_group_id else ""
    only = Q(place=ground.places[""].id) if "" in ground.places else Q()
    if headline in ground.groups:
        only |= Q(group=ground.groups[headline].id)
    series = series_of([indicator], ids=ground.keys, only=only)[indicator.public_id]
    latest: dict[Spot, Observation] = {}
    for key, one in series.items():
        if one.observations:
            latest[key.place_id, "" if key.group_id == headline else key.group_id] = one.observations[-1]
    return Need(
        indicator.public_id,
        indicator.name or indicator.public_id,
        unit_of(indicator),
        int(indicator.per) if indicator.per else None,
        polarity_of(indicator),
        latest,
    )


def share_of(people: Estimate, population: People | None, reason: str) -> Estimate:
    """The share of those who live there: between the ends of rounding, and of the population's margin.

    >>> share_of(Estimate(3_200.0), People(41_000.0, 0.0, Period.year(2024)), "").value
    0.07804878048780488
    """
    if people.value is None:
        return Estimate.withheld(people.reason)
    if population is None or population.count <= 0:
        return Estimate.withheld(reason)
    half = 2.0 if people.value else 0.0
    smallest, largest = population.count - population.margin, population.count + population.margin
    return Estimate(
        people.value / population.count,
        (people.value - half) / largest,
        (people.value + half) / smallest if smallest > 0 else None,
        None,
        people.value,
        population.count,
        people.method,
    )
