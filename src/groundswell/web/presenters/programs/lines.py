"""A measure as a line of a box: its latest figure in words, its interval, its course, its target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.programs import MeasureLine
from groundswell.charts.sparklines import sparkline
from groundswell.core.estimates import Observation
from groundswell.core.periods import Period
from groundswell.core.vocabulary import Polarity, Standing
from groundswell.web.presenters.writing import Pen, Written, period_text


@dataclass(frozen=True, slots=True)
class Line:
    """One measure, written."""

    name: str
    address: str
    now: Written | None
    when: str
    spark: SafeString
    target: str
    is_met: bool
    is_headline: bool
    is_required: bool


def measure_line(line: MeasureLine, community_id: str, program_id: str) -> Line:
    """A line of a box, with a link to everything about the measure."""
    pen, latest = Pen(line.measure.unit), line.latest
    return Line(
        name=line.measure.name,
        address=reverse("program-measure", args=[community_id, program_id, line.measure.id]),
        now=pen.estimate(latest.estimate) if latest else None,
        when=period_text(latest.period) if latest else "",
        spark=spark_of(line.observations, pen),
        target=target_words(line.target, pen),
        is_met=is_met(latest, line.target, line.measure.polarity),
        is_headline=line.standing is Standing.HEADLINE,
        is_required=line.use is not None and line.use == "required",
    )


def target_words(target: tuple[Period, float] | None, pen: Pen) -> str:
    """`75 % by 2025`."""
    if target is None:
        return ""
    said = {"value": pen.value(target[1], trimmed=True), "period": period_text(target[0])}
    return gettext("%(value)s by %(period)s") % said


def is_met(latest: Observation | None, target: tuple[Period, float] | None, polarity: Polarity | None) -> bool:
    """True where the latest figure has reached its target."""
    if latest is None or latest.estimate.value is None or target is None:
        return False
    ahead = latest.estimate.value - target[1]
    return ahead <= 0 if polarity is Polarity.LOWER else ahead >= 0


def direction_words(polarity: Polarity | None) -> str:
    """Which way is good."""
    if polarity is None:
        return ""
    return {
        Polarity.HIGHER: gettext("higher is better"),
        Polarity.LOWER: gettext("lower is better"),
        Polarity.NEUTRAL: gettext("neither way is better"),
    }[polarity]


def spark_of(observations: Sequence[Observation], pen: Pen) -> SafeString:
    """The course of a measure in the height of a line; blank for fewer than two figures."""
    points = [(one.period, one.estimate.value) for one in observations]
    known = [(period, value) for period, value in points if value is not None]
    if len(known) < 2:
        return SafeString("")
    label = gettext("from %(first)s in %(began)s to %(last)s in %(ended)s") % {
        "first": pen.value(known[0][1]),
        "began": period_text(known[0][0]),
        "last": pen.value(known[-1][1]),
        "ended": period_text(known[-1][0]),
    }
    return mark_safe(sparkline(points, label=label))  # noqa: S308  our own numbers and an escaped label
