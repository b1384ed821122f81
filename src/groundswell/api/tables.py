"""The CSV twins: which columns, and one row for each thing a page shows.

Values are for arithmetic (a percent is a proportion); `published` beside them is the text exactly as published.
"""

from collections.abc import Iterable, Iterator

from groundswell.apps.scorecards.queries import (
    CommunityFacts,
    CommunityPage,
    DataPage,
    IndicatorPage,
    IndicatorRow,
    ResultScorecard,
)
from groundswell.core.periods import Period
from groundswell.exchange.documents import number
from groundswell.exchange.writers import Cell

Row = tuple[Cell, ...]

COMMUNITIES = ("community_id", "name", "purpose", "notice", "language", "currency", "visibility", "data_version")
INDICATORS = (
    *("result_id", "indicator_id", "name", "standing", "unit", "per", "polarity", "group", "place_id", "group_id"),
    *("period", "value", "low", "high", "level", "withheld_because"),
    *("verdict", "reason", "mean_difference", "difference_low", "difference_high", "difference_level", "p_value"),
    *("frozen_at", "target_period", "target_value", "needed_per_year", "change", "publisher"),
)
OBSERVATIONS = (
    *("indicator_id", "place_id", "group_id", "period", "value", "low", "high", "level", "numerator", "denominator"),
    *("status", "is_break", "published", "unit", "withheld_because"),
    *("baseline", "baseline_low", "baseline_high", "quality", "source_id", "as_of", "note"),
)
COUNTS = ("indicator_id", "name", "unit", "standing", "observations", "withheld", "latest", "publisher")


def of_communities(communities: Iterable[CommunityFacts]) -> Iterator[Row]:
    """One row a community."""
    for it in communities:
        yield it.id, it.name, it.purpose, it.notice, it.language, it.currency, it.visibility, it.data_version


def of_community(page: CommunityPage) -> Iterator[Row]:
    """One row an indicator, by result; those that belong to no result come last."""
    for result, rows in page.results:
        yield from (_indicator(result.id, row) for row in rows)
    yield from (_indicator("", row) for row in page.other_indicators)


def of_result(page: ResultScorecard) -> Iterator[Row]:
    """One row an indicator: headline, secondary, then the data development agenda."""
    for row in (*page.headline, *page.secondary, *page.development):
        yield _indicator(page.result.id, row)


def of_indicator(page: IndicatorPage) -> Iterator[Row]:
    """One row a period."""
    key = page.curve.key
    for row in page.observations:
        seen, base = row.observation, row.baseline
        made = seen.estimate
        yield (
            *(page.row.id, key.place_id, key.group_id, str(seen.period)),
            *map(number, (made.value, made.low, made.high, made.level, made.numerator, made.denominator)),
            *(str(seen.status), seen.is_break, row.text, str(page.row.unit), made.reason),
            *(map(number, (base.value, base.low, base.high)) if base else (None, None, None)),
            *(row.quality, row.source_id, row.as_of, row.note),
        )


def of_data(page: DataPage) -> Iterator[Row]:
    """One row an indicator."""
    for row, observations, withheld in page.indicators:
        latest = row.curve.latest_period
        yield row.id, row.name, str(row.unit), str(row.standing), observations, withheld, _text(latest), row.publisher


def _text(period: Period | None) -> str:
    return "" if period is None else str(period)


def _indicator(result_id: str, row: IndicatorRow) -> Row:
    curve, target, latest = row.curve, row.target, row.curve.latest
    return (
        *(
            result_id,
            row.id,
            row.name,
            str(row.standing),
            str(row.unit),
            row.per,
            str(row.polarity),
            row.headline_group,
        ),
        *(curve.key.place_id, curve.key.group_id, _text(curve.latest_period)),
        *(map(number, (latest.value, latest.low, latest.high, latest.level)) if latest else (None,) * 4),
        latest.reason if latest else "",
        *(str(curve.verdict) if curve.verdict else None, curve.reason),
        *map(number, (curve.mean_difference, curve.low, curve.high, curve.difference_level, curve.p_value)),
        _text(curve.baseline.frozen_at if curve.baseline else None),
        *((str(target.period), number(target.value), number(target.needed_per_year)) if target else (None,) * 3),
        *(row.change.category, row.publisher),
    )
