"""How baselines are frozen.

A baseline is drawn once for each series whose work has begun, from what was published before; no later value and no
later forecast ever redraws it.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from groundswell.apps.indicators.actions.observations import KEY, OWNERS
from groundswell.apps.indicators.models import Baseline, Indicator, Observation
from groundswell.apps.indicators.queries import (
    PublicKeys,
    polarity_of,
    public_keys,
    published,
    series_of,
    unit_of,
    work_began,
)
from groundswell.apps.people.actions import (
    Directory,
    alone_with,
    append_rows,
    record_event,
    renew_data_version,
)
from groundswell.apps.people.models import Community, time_ordered_hexes
from groundswell.apps.people.queries import Actor, require
from groundswell.core.baselines import Baseline as Drawn
from groundswell.core.curves import judge_curves
from groundswell.core.drift import FEWEST_FOR_A_VERDICT
from groundswell.core.permissions import Permission
from groundswell.core.vocabulary import Unit
from groundswell.exchange.tables import Table

_FACTS = (*KEY[:3], "method", "level", "observations", "span", "slope", "sd", "points")
SeriesIds = tuple[UUID, UUID, UUID]  # indicator, place, group


def store_baselines(table: Table | None, *, community: Community, directory: Directory) -> int:
    """Frozen baselines that a package brings, for series that have none; a frozen baseline is never overwritten."""
    if table is None:
        return 0
    taken = set(Baseline.objects.filter(community=community).values_list("indicator_id", "place_id", "group_id"))
    rows: dict[tuple[UUID, ...], Baseline] = {}
    for record in table.records():
        series = tuple(directory[model][record.get(f"{name}_id", "")] for model, name in OWNERS)
        if series in taken:
            continue
        if series not in rows:
            facts = ("method", "level", "observations", "span", "slope", "sd")
            rows[series] = Baseline(
                community=community,
                **dict(zip(KEY[:3], series, strict=True)),
                **{fact: record.get(fact, "") for fact in facts},
                frozen_on=date.fromisoformat(record["frozen_on"]),
                retired=date.fromisoformat(record["retired"]) if record.get("retired") else None,
            )
        rows[series].points.append([record.get(name, "") for name in ("period", "value", "low", "high")])
    Baseline.objects.bulk_create(rows.values())
    return len(rows)


def freeze_baselines(*, community: Community, by: Actor) -> int:
    """Freeze a baseline for every series whose work has begun and that has none; says how many were frozen."""
    with alone_with(community.public_id):
        require(by, Permission.CHANGE_INDICATORS, community)
        frozen = draw_missing_baselines(community)
        if frozen:
            renew_data_version(community)
            record_event(
                community_id=community.public_id, action="freeze_baselines", by=by, details={"baselines": frozen}
            )
    return frozen


def draw_missing_baselines(community: Community, only: Collection[str] | None = None, series: Q | None = None) -> int:
    """The work of `freeze_baselines`, inside a change that is recorded by its caller.

    `only` names the indicators that are meant, `series` the observations whose series are.

    A baseline drawn from fewer points than a verdict needs is a trial, and one whose history does not yet reach the eve
    of the work may still gain years: both are shown, and not frozen, so that a longer history may earn a sounder one.
    """
    indicators = Indicator.objects.filter(community=community).exclude(work_began="")
    if only is not None:
        indicators = indicators.filter(public_id__in=only)
    missing = _series_without_baseline(indicators, series)
    if not missing:
        return 0
    keys = public_keys(community)
    rows: list[tuple[Any, ...]] = []
    for indicator in indicators.filter(id__in={series[0] for series in missing}).order_by("public_id"):
        rows += _drawn(indicator, keys, missing, series)
    identities = time_ordered_hexes(len(rows))
    fixed = (community.id.hex, timezone.localdate(), "{}")
    whole = ((identity, *fixed, *row) for identity, row in zip(identities, rows, strict=True))
    append_rows(Baseline, ("id", "community", "frozen_on", "translations", *_FACTS), whole, count=len(rows))
    return len(rows)


def _series_without_baseline(indicators: QuerySet[Indicator], series: Q | None) -> set[SeriesIds]:
    """Series that have observations and no frozen baseline. Two queries, answered from the index."""
    key = ("indicator_id", "place_id", "group_id")
    wanted = series or Q()
    seen = Observation.objects.filter(wanted, indicator__in=indicators).order_by().values_list(*key).distinct()
    frozen = Baseline.objects.filter(wanted, indicator__in=indicators).values_list(*key)
    return set(seen) - set(frozen)


def _drawn(
    indicator: Indicator, keys: PublicKeys, missing: Collection[SeriesIds], only: Q | None
) -> list[tuple[Any, ...]]:
    places = {name: key for key, name in keys.places.items()}
    groups = {name: key for key, name in keys.groups.items()}
    series = [
        one
        for key, one in series_of([indicator], ids=keys, only=only, is_bare=True)[indicator.public_id].items()
        if (indicator.id, places[key.place_id], groups[key.group_id]) in missing
    ]
    unit, began = unit_of(indicator), work_began(indicator)
    curves = judge_curves(series, work_began=began, polarity=polarity_of(indicator), unit=unit)
    return [
        (
            indicator.id.hex,
            places[curve.key.place_id].hex,
            groups[curve.key.group_id].hex,
            *_frozen(curve.baseline, unit),
        )
        for curve in curves
        if began is not None
        and curve.baseline is not None
        and curve.baseline.observations >= FEWEST_FOR_A_VERDICT
        and curve.baseline.is_ripe(began, curve.latest_period)
    ]


def _frozen(baseline: Drawn, unit: Unit) -> tuple[str, ...]:
    """A baseline as text in the published unit, in the order of `_FACTS` after the key."""
    points = [
        [str(point.period), published(point.value, unit), published(point.low, unit), published(point.high, unit)]
        for point in baseline.points
    ]
    return (
        baseline.method,
        str(baseline.level),
        str(baseline.observations),
        str(baseline.span),
        published(baseline.slope, unit),
        published(baseline.sd, unit),
        json.dumps(points),
    )
