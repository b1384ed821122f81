"""Series of observations as the ground floor computes with them, and the baselines they are judged by.

Published text becomes numbers here and nowhere else: a percent of `20.4` is the proportion 0.204, a margin becomes an
interval at its level. Each distinct text is read once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from math import nan
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from groundswell.apps.indicators.models import Baseline as BaselineRow
from groundswell.apps.indicators.models import Indicator
from groundswell.apps.indicators.models import Observation as ObservationRow
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import not_retired
from groundswell.apps.places.models import Group, Place
from groundswell.core.baselines import Baseline, BaselinePoint
from groundswell.core.estimates import ASSUMED_LEVEL, Estimate, Observation, Series, SeriesKey
from groundswell.core.histories import stride_of
from groundswell.core.periods import Period
from groundswell.core.sentences import sentence
from groundswell.core.vocabulary import ObservationStatus, Polarity, Standing, Unit

FIGURES = 12  # of a computed number that is stored
_UNPUBLISHED = sentence("no value was published")
WITHHELD_WORDS = {
    ObservationStatus.SUPPRESSED: sentence("withheld by the publisher"),
    ObservationStatus.MISSING: sentence("no value was published"),
    ObservationStatus.NOT_APPLICABLE: sentence("does not apply"),
}


def unit_of(indicator: Indicator) -> Unit:
    """The unit; an indicator that does not say counts in an index, which nothing is assumed about."""
    return Unit(indicator.unit) if indicator.unit else Unit.INDEX


def polarity_of(indicator: Indicator) -> Polarity | None:
    """Which way is good, where the indicator says."""
    return Polarity(indicator.polarity) if indicator.polarity else None


def standing_of(indicator: Indicator) -> Standing:
    """Headline, secondary or development; an indicator that does not say is kept behind the headline."""
    return Standing(indicator.standing) if indicator.standing else Standing.SECONDARY


def work_began(indicator: Indicator) -> Period | None:
    """The period in which the partnership's work began, where it has."""
    return Period.parse(indicator.work_began) if indicator.work_began else None


_period = lru_cache(maxsize=4096)(Period.parse)  # many series share few periods


class _Numbers(dict[str, float | None]):
    """Text as numbers in computing units, each distinct text read once; blank is None."""

    def __init__(self, unit: Unit | None = None) -> None:
        super().__init__({"": None})
        self._exponent = "e-2" if unit is Unit.PERCENT else ""

    def __missing__(self, text: str) -> float:
        number = self[text] = float(text + self._exponent)
        return number


class _Estimates(dict[tuple[str, ...], Estimate]):
    """Estimates by the text that they stand for. Each distinct text is read once, for an estimate never changes."""

    def __init__(self, read: Callable[..., Estimate]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: tuple[str, ...]) -> Estimate:
        made = self[text] = self._read(*text)
        return made


class Reading:
    """Turns published text into numbers in computing units.

    `value[text]` reads a value, margin or bound: `20.4` percent is the float nearest to 0.204. `plain[text]` reads a
    count or a level, whatever the unit.
    """

    def __init__(self, unit: Unit) -> None:
        """`unit` is that of the indicator whose values are read."""
        self.value = _Numbers(unit)
        self.plain = _Numbers()
        self._whole = _Estimates(self.estimate_of)
        self._bare = _Estimates(lambda value, status: self.estimate_of(value, *("",) * 6, status))
        self._periods: dict[str, Period] = {}
        self._order: dict[str, tuple[float, float, str]] = {}

    def period(self, text: str) -> Period:
        """A period."""
        period = self._periods.get(text)
        if period is None:
            period = self._periods[text] = _period(text)
            self._order[text] = (period.start, period.end, period.kind)
        return period

    def observations(self, rows: Iterable[tuple[Any, ...]]) -> tuple[Observation, ...]:
        """Stored rows of one series (see `_COLUMNS`) as observations in order of period."""
        whole = self._whole
        return self._in_order(
            (row[3], Observation(self.period(row[3]), whole[row[4:12]], _STATUSES[row[11]], row[12])) for row in rows
        )

    def numbers(self, rows: Iterable[tuple[Any, ...]]) -> tuple[Observation, ...]:
        """Stored rows of one series (see `_BARE_COLUMNS`) in order of period, without intervals and counts."""
        bare = self._bare
        return self._in_order(
            (row[3], Observation(self.period(row[3]), bare[row[4:6]], _STATUSES[row[5]], row[6])) for row in rows
        )

    def _in_order(self, dated: Iterable[tuple[str, Observation]]) -> tuple[Observation, ...]:
        ordered = sorted(dated, key=lambda pair: self._order[pair[0]])
        return tuple(observation for _, observation in ordered)

    def estimate_of(
        self, value: str, moe: str, low: str, high: str, level: str, numerator: str, denominator: str, status: str
    ) -> Estimate:
        """An estimate from published text, withheld where the status says so; an interval wins over a margin."""
        number = self.value[value]
        if number is None:
            return Estimate(None, reason=WITHHELD_WORDS.get(ObservationStatus(status), _UNPUBLISHED))
        bottom, top = self.value[low], self.value[high]
        margin = self.value[moe]
        if bottom is None or top is None:
            if margin is None:
                return Estimate(number, None, None, None, self.plain[numerator], self.plain[denominator])
            bottom, top = number - margin, number + margin
        known = self.plain[level] or ASSUMED_LEVEL
        return Estimate(number, bottom, top, known, self.plain[numerator], self.plain[denominator], "published")


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What places and groups are called: key -> public id; the community's own place and everyone are blank."""

    places: Mapping[UUID, str]
    groups: Mapping[UUID, str]


def public_keys(community: Community) -> PublicKeys:
    """What this community's places and groups are called. Two queries."""
    places = {row.id: "" if row.is_own else row.public_id for row in Place.objects.filter(community=community)}
    return PublicKeys(places, dict(Group.objects.filter(community=community).values_list("id", "public_id")))


# In the order that `Reading.estimate_of` takes them, after the key of the series and the period.
_COLUMNS = (
    *("indicator_id", "place_id", "group_id", "period"),
    *("value", "moe", "low", "high", "level", "numerator", "denominator", "status", "is_break"),
)
# What a baseline is drawn from; in the order that `Reading.numbers` takes them.
_BARE_COLUMNS = (*_COLUMNS[:5], "status", "is_break")
_STATUSES = {str(status): status for status in ObservationStatus}


def series_of(
    indicators: Iterable[Indicator], *, ids: PublicKeys, only: Q | None = None, is_bare: bool = False
) -> dict[str, dict[SeriesKey, Series]]:
    """All series of some indicators by indicator and series; `only` narrows the observations. One query.

    `is_bare` leaves intervals and counts unread: a third of the work, and enough to draw a baseline.
    """
    by_id = {indicator.id: indicator for indicator in indicators}
    found: dict[str, dict[SeriesKey, Series]] = {indicator.public_id: {} for indicator in by_id.values()}
    if not by_id:
        return found
    rows = not_retired(ObservationRow.objects.filter(indicator__in=list(by_id)))
    rows = rows.filter(only) if only is not None else rows
    rows = rows.order_by("indicator_id", "place_id", "group_id").values_list(*(_BARE_COLUMNS if is_bare else _COLUMNS))
    indicator_of, place_of, group_of = _by_any_key(by_id), _by_any_key(ids.places), _by_any_key(ids.groups)
    # Straight from the cursor: making a UUID of every key would take longer than everything else together.
    with connection.cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        for indicator_id, of_indicator in groupby(cursor.fetchall(), key=itemgetter(0)):
            indicator = indicator_of[indicator_id]
            reading, of_one = Reading(unit_of(indicator)), found[indicator.public_id]
            observations = reading.numbers if is_bare else reading.observations
            for (place, group), of_series in groupby(of_indicator, key=itemgetter(1, 2)):
                key = SeriesKey(indicator.public_id, place_of[place], group_of[group])
                of_one[key] = Series(key, observations(of_series))
    return found


def _by_any_key(by_id: Mapping[UUID, Any]) -> dict[Any, Any]:
    """Found by a UUID, as PostgreSQL gives it, and by its 32 digits, as SQLite does."""
    return {**by_id, **{key.hex: value for key, value in by_id.items()}}


_BASELINE_COLUMNS = (
    *("indicator_id", "place_id", "group_id", "frozen_on", "method", "level", "observations", "span", "slope", "sd"),
    "points",
)


def baselines_of(
    indicators: Iterable[Indicator], *, ids: PublicKeys, only: Q | None = None
) -> dict[SeriesKey, tuple[Baseline, date]]:
    """Frozen baselines of some indicators, in computing units, with the day each was frozen. One query."""
    by_id = {indicator.id: indicator for indicator in indicators}
    if not by_id:
        return {}
    rows = not_retired(BaselineRow.objects.filter(indicator__in=list(by_id)))
    rows = (rows.filter(only) if only is not None else rows).values_list(*_BASELINE_COLUMNS)
    indicator_of, place_of, group_of = _by_any_key(by_id), _by_any_key(ids.places), _by_any_key(ids.groups)
    found, numbers = {}, {unit: _Numbers(unit) for unit in Unit}
    with connection.cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        for indicator_id, place, group, frozen_on, *facts in cursor:
            indicator = indicator_of[indicator_id]
            key = SeriesKey(indicator.public_id, place_of[place], group_of[group])
            found[key] = (_baseline_of(facts, numbers[unit_of(indicator)]), frozen_on)
    return found


def _baseline_of(facts: Sequence[Any], number: _Numbers) -> Baseline:
    """A stored baseline (see `_BASELINE_COLUMNS`) in computing units; what its file did not tell is NaN or 0."""
    method, level, observations, span, slope, sd, stored = facts
    points = [
        BaselinePoint(_period(period), _or_nan(number[value]), _or_nan(number[low]), _or_nan(number[high]))
        for period, value, low, high in (json.loads(stored) if isinstance(stored, str) else stored)
    ]
    points.sort(key=lambda point: point.period.index)
    first = points[0].period
    return Baseline(
        method=method,
        frozen_at=Period(first.kind, first.index - stride_of(first), first.length),
        level=float(level or 0.8),
        points=tuple(points),
        observations=int(observations or 0),
        span=int(span or 0),
        slope=_or_nan(number[slope]),
        sd=_or_nan(number[sd]),
    )


def _or_nan(number: float | None) -> float:
    return nan if number is None else number


_NOTHING = 1e-40  # smaller is what arithmetic leaves behind, and would need more digits than a package takes


def published(number: float, unit: Unit) -> str:
    """A computed number as decimal text in the published unit: the proportion 0.204 is `20.4` percent.

    Twelve figures are kept: far more than any source has, and without what binary fractions leave behind.

    >>> published(0.204, Unit.PERCENT), published(0.1 * 3, Unit.RATE), published(1e-07, Unit.INDEX)
    ('20.4', '0.3', '0.0000001')
    >>> published(-1e-56, Unit.RATE)
    '0'
    """
    if number != number:
        return ""
    if abs(number) < _NOTHING:
        return "0"
    text = f"{100 * number if unit is Unit.PERCENT else number:.{FIGURES}g}"
    if "e" in text:
        text = format(Decimal(text), "f")
    return "0" if text == "-0" else text
