"""What programs are set against: whom an indicator is about, where it is heading, and how far that is from its target.

Everything is turned into the risk of the adverse outcome and into people, whichever way the indicator counts. Where the
partnership's baseline stands, the gap is counted from it: it is what would have come without anything new, and the
programs' part is what changed since. Else it is counted from a forecast, or from today's value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite

from groundswell.apps.indicators.queries import polarity_of, unit_of, work_began
from groundswell.apps.scorecards.queries.participation.beside import populations
from groundswell.apps.scorecards.queries.rows import Judged
from groundswell.core.baselines import Baseline, bounds_of
from groundswell.core.contribution.links import Gap, Population
from groundswell.core.estimates import Estimate, Observation, SeriesKey
from groundswell.core.forecasts import forecast_of
from groundswell.core.periods import Period
from groundswell.core.sentences import sentence
from groundswell.core.vocabulary import Polarity, Unit

FARTHEST = 30  # periods ahead that anything is looked at
IN_PEOPLE = frozenset({Unit.PERCENT, Unit.RATE})
NEUTRAL = sentence("nobody says which way is good, so nobody can say what would be better")
NOT_IN_PEOPLE = sentence("it is not a share or a rate of people, so no number of people can be set against it")
NO_PEOPLE = sentence(
    "nobody says how many people it is about: its numbers have no denominators, and no population stands"
)
NO_VALUE = sentence("it has no value yet")


@dataclass(frozen=True, slots=True)
class Condition:
    """An indicator as something that people can be better off by; `reason` says why it cannot be, where it cannot.

    Values are in computing units of the indicator. `heading` is what is expected at `period`, and `heading_from` by
    what: the frozen baseline, a forecast, or the latest value.
    """

    key: SeriesKey
    polarity: Polarity | None
    unit: Unit
    per: int | None
    period: Period | None
    latest: Observation | None
    heading: Estimate | None
    heading_from: str  # baseline, forecast, now
    target: tuple[Period, float] | None
    population: Population | None
    population_period: Period | None
    gap: Gap | None
    work_began: Period | None
    reason: str = ""

    @property
    def is_in_people(self) -> bool:
        """True for a share or a rate of people: only to those can programs be linked."""
        return self.unit in IN_PEOPLE

    @property
    def scale(self) -> float:
        """How much of the indicator's unit is everybody."""
        return float(self.per or 1) if self.unit is Unit.RATE else 1.0

    def risk_of(self, value: float) -> float:
        """The share of people with the adverse outcome, at a value of the indicator."""
        share = min(max(value / self.scale, 0.0), 1.0)
        return 1.0 - share if self.polarity is Polarity.HIGHER else share


def condition_of(
    found: Judged, key: SeriesKey, *, period: str = "", target: float | None = None, from_today: bool = False
) -> Condition:
    """An indicator at a place and for a group, looked at in a period: that of its target, where none is asked for.

    `target` is in computing units and takes the place of the community's own. `from_today`: where it is heading from
    its latest value on, which contains what programs do already, whatever the frozen baseline says.
    """
    indicator = found.indicator
    points = [one for one in found.observations(key) if one.estimate.value is not None]
    latest = points[-1] if points else None
    polarity, unit = polarity_of(indicator), unit_of(indicator)
    aimed = found.target(key)
    wanted = _wanted(period, aimed, latest)
    aimed = next((one for one in found.targets.get(key, ()) if one[0] == wanted), aimed)
    if target is not None and wanted is not None:
        aimed = (wanted, target)
    heading, heading_from = _heading(found, key, wanted, latest, from_today=from_today)
    people, counted = _people(found, key, latest)
    per = int(indicator.per) if indicator.per else None
    bare = Condition(
        key=key, polarity=polarity, unit=unit, per=per, period=wanted, latest=latest, heading=heading,
        heading_from=heading_from, target=aimed if aimed and aimed[0] == wanted else None, population=None,
        population_period=counted, gap=None, work_began=work_began(indicator),
        reason=_why_not(unit, polarity, latest, people),
    )  # fmt: skip
    if bare.reason or heading is None or heading.value is None or people is None:
        return bare
    return _filled(bare, heading.value, people)


def _filled(bare: Condition, heading: float, people: float) -> Condition:
    risk = bare.risk_of(heading)
    gap = None
    if bare.target is not None:
        wanted = bare.risk_of(bare.target[1])
        now = (
            bare.risk_of(bare.latest.estimate.value) if bare.latest and bare.latest.estimate.value is not None else None
        )
        gap = Gap(people=max(0.0, (risk - wanted) * people), now=now, forecast=risk, target=wanted)
    return replace(bare, population=Population(people, risk), gap=gap)


def _why_not(unit: Unit, polarity: Polarity | None, latest: Observation | None, people: float | None) -> str:
    if unit not in IN_PEOPLE:
        return NOT_IN_PEOPLE
    if polarity in (None, Polarity.NEUTRAL):
        return NEUTRAL
    if latest is None:
        return NO_VALUE
    return NO_PEOPLE if not people else ""


def _wanted(asked: str, aimed: tuple[Period, float] | None, latest: Observation | None) -> Period | None:
    """The period asked for, else that of the target, else the latest; what cannot be compared is not looked at."""
    if asked:
        try:
            found = Period.parse(asked)
        except ValueError:
            found = None
        if found is not None and (latest is None or found.is_comparable_with(latest.period)):
            return found
    if aimed is not None and (latest is None or latest.period.is_comparable_with(aimed[0])):
        return aimed[0]
    return latest.period if latest else None


def _heading(
    found: Judged, key: SeriesKey, period: Period | None, latest: Observation | None, *, from_today: bool
) -> tuple[Estimate | None, str]:
    """What is expected at the period, and by what."""
    if period is None or latest is None:
        return None, ""
    baseline = found.curve(key).baseline
    if not from_today and baseline is not None and work_began(found.indicator) is not None:
        return extended(baseline, period, found, key), "baseline"
    ahead = latest.period.distance_to(period)
    if 0 < ahead <= FARTHEST:
        forecast, _ = forecast_of(found.observations(key), ahead, unit=unit_of(found.indicator))
        at = dict(forecast).get(period)
        if at is not None:
            return at, "forecast"
    return latest.estimate, "now"


def extended(baseline: Baseline, period: Period, found: Judged, key: SeriesKey) -> Estimate:
    """A frozen baseline at a period: a point of it, or its line drawn on from the last one, within bounds."""
    known = {point.period: point for point in baseline.points}
    if period in known:
        point = known[period]
        return Estimate(point.value, point.low, point.high, baseline.level, method=baseline.method)
    last = baseline.points[-1]
    slope = baseline.slope if isfinite(baseline.slope) else _slope(baseline)
    bounds = bounds_of(unit_of(found.indicator), found.observations(key))
    value = bounds.cap(last.value + slope * (period.index - last.period.index))
    half = (last.high - last.low) / 2 * max(1.0, abs(period.index - baseline.frozen_at.index)) ** 0.5
    reach = max(1.0, abs(last.period.index - baseline.frozen_at.index)) ** 0.5
    half /= reach
    return Estimate(value, bounds.cap(value - half), bounds.cap(value + half), baseline.level, method=baseline.method)


def _slope(baseline: Baseline) -> float:
    first, last = baseline.points[0], baseline.points[-1]
    steps = last.period.index - first.period.index
    return (last.value - first.value) / steps if steps else 0.0


def _people(found: Judged, key: SeriesKey, latest: Observation | None) -> tuple[float | None, Period | None]:
    """How many people the indicator is about: the denominator of its latest value, else who lives there."""
    if latest is not None and latest.estimate.denominator:
        return latest.estimate.denominator, latest.period
    living = populations(found.ground, latest.period if latest else None).get((key.place_id, key.group_id))
    return (living.count, living.period) if living else (None, None)
