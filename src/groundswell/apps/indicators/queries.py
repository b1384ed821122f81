"""Series of observations as the ground floor computes with them, and the baselines they are judged by.

Published text becomes numbers here and nowhere else: a percent of `20.4` is the proportion 0.204, a margin becomes an
interval at its level. Each distinct text is read once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from math import nan
from uuid import UUID

from django.db.models import Q

from groundswell.apps.indicators.models import Baseline as BaselineRow
from groundswell.apps.indicators.models import Indicator
from groundswell.apps.indicators.models import Observation as ObservationRow
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import not_retired
from groundswell.apps.places.models import Group, Place
from groundswell.core.baselines import Baseline, BaselinePoint
from groundswell.core.estimates import Estimate, Observation, Series, SeriesKey
from groundswell.core.histories import stride_of
from groundswell.core.periods import Period
from groundswell.core.vocabulary import ObservationStatus, Polarity, Standing, Unit

ASSUMED_LEVEL = 0.90  # of a margin published without its confidence level, as the Census Bureau's are
WITHHELD_WORDS = {
    ObservationStatus.SUPPRESSED: "withheld by the publisher",
    ObservationStatus.MISSING: "no value was published",
    ObservationStatus.NOT_APPLICABLE: "does not apply",
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


class Reading:
    """Turns published text into numbers in computing units, each distinct text once."""

    def __init__(self, unit: Unit) -> None:
        """`unit` is that of the indicator whose values are read."""
        self._exponent = "e-2" if unit is Unit.PERCENT else ""
        self._numbers: dict[str, float | None] = {"": None}
        self._plain: dict[str, float | None] = {"": None}
        self._periods: dict[str, Period] = {}

    def value(self, text: str) -> float | None:
        """A value, margin or bound: `20.4` percent is the float nearest to 0.204; blank is None."""
        number = self._numbers.get(text)
        if number is None and text:
            number = self._numbers[text] = float(text + self._exponent)
        return number

    def plain(self, text: str) -> float | None:
        """A count or a level, whatever the unit."""
        number = self._plain.get(text)
        if number is None and text:
            number = self._plain[text] = float(text)
        return number

    def period(self, text: str) -> Period:
        """A period."""
        period = self._periods.get(text)
        if period is None:
            period = self._periods[text] = Period.parse(text)
        return period

    def estimate(self, row: Mapping[str, str] | ObservationRow) -> Estimate:
        """An estimate from an observation's columns."""
        return self.estimate_of(
            row.value, row.moe, row.low, row.high, row.level, row.numerator, row.denominator, row.status
        )

    def estimate_of(
        self, value: str, moe: str, low: str, high: str, level: str, numerator: str, denominator: str, status: str
    ) -> Estimate:
        """An estimate from published text; withheld where the status says so."""
        if not value:
            return Estimate(None, reason=WITHHELD_WORDS.get(ObservationStatus(status), "no value was published"))
        number = self.value(value)
        bottom, top = self.value(low), self.value(high)
        if moe and bottom is None and top is None:
            margin = self.value(moe)
            bottom, top = number - margin, number + margin
        known = bottom is not None and top is not None
        return Estimate(
            number,
            bottom,
            top,
            (self.plain(level) or ASSUMED_LEVEL) if known else None,
            self.plain(numerator),
            self.plain(denominator),
            "published" if known else "",
        )


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What places and groups are called: key -> public id; the community's own place and everyone are blank."""

    places: Mapping[UUID, str]
    groups: Mapping[UUID, str]


def public_keys(community: Community) -> PublicKeys:
    """What this community's places and groups are called. Two queries."""
    places = {row.id: "" if row.is_own else row.public_id for row in Place.objects.filter(community=community)}
    return PublicKeys(places, dict(Group.objects.filter(community=community).values_list("id", "public_id")))


_COLUMNS = ("place_id", "group_id", "period", "value", "moe", "low", "high", "level", "numerator", "denominator")


def series_of(
    indicators: Iterable[Indicator], *, ids: PublicKeys, only: Q | None = None
) -> dict[str, dict[SeriesKey, Series]]:
    """All series of some indicators by indicator and series; `only` narrows the observations. One query."""
    by_id = {indicator.id: indicator for indicator in indicators}
    rows = not_retired(ObservationRow.objects.filter(indicator__in=list(by_id)))
    rows = rows.filter(only) if only is not None else rows
    rows = rows.order_by("indicator_id", "place_id", "group_id").values_list(
        "indicator_id", *_COLUMNS, "status", "is_break"
    )
    found: dict[str, dict[SeriesKey, Series]] = {indicator.public_id: {} for indicator in by_id.values()}
    for indicator_id, of_indicator in groupby(rows.iterator(chunk_size=10_000), key=lambda row: row[0]):
        indicator = by_id[indicator_id]
        found[indicator.public_id] = _series(indicator, of_indicator, ids)
    return found


def _series(indicator: Indicator, rows: Iterable[tuple], ids: PublicKeys) -> dict[SeriesKey, Series]:
    reading = Reading(unit_of(indicator))
    statuses = {str(status): status for status in ObservationStatus}
    found = {}
    for (place, group), of_series in groupby(rows, key=lambda row: row[1:3]):
        key = SeriesKey(indicator.public_id, ids.places[place], ids.groups[group])
        found[key] = Series.of(
            key,
            [
                Observation(reading.period(row[3]), reading.estimate_of(*row[4:12]), statuses[row[11]], row[12])
                for row in of_series
            ],
        )
    return found


def baselines_of(
    indicators: Iterable[Indicator], *, ids: PublicKeys, only: Q | None = None
) -> dict[SeriesKey, tuple[Baseline, BaselineRow]]:
    """Frozen baselines of some indicators, in computing units, with the row that dates each. One query."""
    by_id = {indicator.id: indicator for indicator in indicators}
    rows = not_retired(BaselineRow.objects.filter(indicator__in=list(by_id)))
    rows = rows.filter(only) if only is not None else rows
    found = {}
    for row in rows:
        indicator = by_id[row.indicator_id]
        key = SeriesKey(indicator.public_id, ids.places[row.place_id], ids.groups[row.group_id])
        found[key] = (baseline_of(row, unit_of(indicator)), row)
    return found


def baseline_of(row: BaselineRow, unit: Unit) -> Baseline:
    """A stored baseline in computing units; what its file did not tell is NaN or 0."""
    reading = Reading(unit)
    points = []
    for period, value, low, high in row.points:
        middle = reading.value(value)
        bottom, top = reading.value(low), reading.value(high)
        points.append(
            BaselinePoint(
                Period.parse(period),
                middle,
                nan if bottom is None else bottom,
                nan if top is None else top,
            )
        )
    points.sort(key=lambda point: point.period)
    first = points[0].period
    return Baseline(
        method=row.method,
        frozen_at=Period(first.kind, first.index - stride_of(first), first.length),
        level=float(row.level or 0.8),
        points=tuple(points),
        observations=int(row.observations or 0),
        span=int(row.span or 0),
        slope=_or_nan(reading.value(row.slope)),
        sd=_or_nan(reading.value(row.sd)),
    )


def _or_nan(number: float | None) -> float:
    return nan if number is None else number


def published(number: float, unit: Unit) -> str:
    """A computed number as exact decimal text in the published unit: the proportion 0.204 is `20.4` percent.

    >>> published(0.204, Unit.PERCENT), published(12.5, Unit.RATE), published(1e-07, Unit.INDEX)
    ('20.4', '12.5', '0.0000001')
    """
    if number != number:
        return ""
    exact = Decimal(repr(number))
    if unit is Unit.PERCENT:
        exact = exact.scaleb(2)
    text = format(exact, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
