"""Groups beside their reference, and places beside the community's own, at one period."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from groundswell.apps.indicators.queries import polarity_of, unit_of
from groundswell.apps.scorecards.queries.pages import Comparison, Disparity
from groundswell.apps.scorecards.queries.rows import Judged, by_sort
from groundswell.core.differences import among_many, difference_of
from groundswell.core.equity import GroupValue, Inequality, inequality_of
from groundswell.core.estimates import Estimate, SeriesKey
from groundswell.core.gaps import gap_history
from groundswell.core.periods import Period
from groundswell.core.reasons import nothing_published
from groundswell.core.sentences import after_one_another
from groundswell.core.vocabulary import EquityMeasure


def disparities(found: Judged, place: str) -> tuple[Disparity, ...]:
    """The groups of each dimension at one place, where at least two of them have a series."""
    groups = found.ground.groups
    by_dimension: dict[str, list[SeriesKey]] = defaultdict(list)
    for key in found.series:
        if key.place_id == place and key.group_id:
            by_dimension[groups[key.group_id].dimension].append(key)
    return tuple(
        _disparity(found, dimension, sorted(keys, key=lambda key: by_sort(groups[key.group_id])))
        for dimension, keys in sorted(by_dimension.items())
        if len(keys) > 1
    )


def _disparity(found: Judged, dimension: str, keys: list[SeriesKey]) -> Disparity:
    period = _common_period(found, keys)
    values = [_group_value(found, key, period) for key in keys]
    unit = unit_of(found.indicator)
    inequality = inequality_of(values, polarity=polarity_of(found.indicator), unit=unit)
    gaps = gap_history({key.group_id: found.observations(key) for key in keys}, unit=unit)
    index = inequality.measures.get(EquityMeasure.INDEX_OF_DISPARITY)
    said = (inequality.words, gaps.words, inequality.reason if inequality.reason != inequality.words else "")
    return Disparity(
        dimension=dimension,
        groups=tuple(_beside(found, key, value, inequality, period) for key, value in zip(keys, values, strict=True)),
        largest_gap=inequality.largest_difference.estimate.value if inequality.largest_difference else None,
        largest_ratio=inequality.largest_ratio.value if inequality.largest_ratio else None,
        index_of_disparity=index.value if index else None,
        gap_over_time=tuple(
            (point.period, point.difference.value) for point in gaps.points if point.difference.value is not None
        ),
        words=after_one_another(said),
    )


def _common_period(found: Judged, keys: list[SeriesKey]) -> Period | None:
    """The latest period at which at least two of the series show a number, or else the latest of any."""
    seen = Counter(one.period for key in keys for one in found.observations(key) if one.estimate.value is not None)
    several = [period for period, number in seen.items() if number > 1]
    return max(several or seen, default=None)


def _group_value(found: Judged, key: SeriesKey, period: Period | None) -> GroupValue:
    return GroupValue(key.group_id, found.ground.group_label(key.group_id), _estimate_at(found, key, period))


def _estimate_at(found: Judged, key: SeriesKey, period: Period | None) -> Estimate:
    for one in found.observations(key):
        if one.period == period:
            return one.estimate
    return Estimate(None, reason=nothing_published(period))


def _beside(
    found: Judged, key: SeriesKey, value: GroupValue, inequality: Inequality, period: Period | None
) -> Comparison:
    compared = {one.group.group_id: one.difference for one in inequality.comparisons}
    difference = compared.get(key.group_id)
    return Comparison(
        id=key.group_id,
        label=value.label,
        period=period,
        estimate=value.estimate,
        difference=difference.estimate if difference else None,
        is_reference=inequality.reference is not None and inequality.reference.group_id == key.group_id,
        curve=found.curve(key),
        tested=difference,
    )


def by_place(found: Judged, chosen: SeriesKey) -> tuple[Comparison, ...]:
    """Every place beside the community's own, for the chosen group; none where there is only one place."""
    keys = [key for key in found.series if key.group_id == chosen.group_id]
    if len(keys) < 2:
        return ()
    period = _common_period(found, keys)
    own = found.key("", chosen.group_id)
    reference = _estimate_at(found, own, period)
    ordered = sorted(keys, key=lambda key: (key.place_id != "", found.ground.place_name(key.place_id)))
    return tuple(_place(found, key, own, reference, period) for key in ordered)


def _place(found: Judged, key: SeriesKey, own: SeriesKey, reference: Estimate, period: Period | None) -> Comparison:
    estimate = _estimate_at(found, key, period)
    is_known = estimate.value is not None and reference.value is not None and key != own
    difference = difference_of(estimate, reference) if is_known else None
    return Comparison(
        id=key.place_id,
        label=found.ground.place_name(key.place_id),
        period=period,
        estimate=estimate,
        difference=difference.estimate if difference else None,
        is_reference=key == own,
        curve=found.curve(key),
        tested=difference,
    )


def among_all(
    groups: tuple[Disparity, ...], places: tuple[Comparison, ...]
) -> tuple[tuple[Disparity, ...], tuple[Comparison, ...]]:
    """Which differences are more than chance when all that stand on one page are looked at together."""
    tables = [*(disparity.groups for disparity in groups), places]
    tested = [row.tested for table in tables for row in table if row.tested is not None]
    stand = iter(among_many(tested))
    marked = [
        tuple(replace(row, is_more_than_chance=next(stand)) if row.tested is not None else row for row in table)
        for table in tables
    ]
    return tuple(replace(one, groups=rows) for one, rows in zip(groups, marked[:-1], strict=True)), marked[-1]
