"""Usual variation in plain words: what the process behaviour chart says, its rules, and how often they cry wolf."""

from dataclasses import dataclass

from django.utils.translation import gettext

from groundswell.apps.scorecards.queries import IndicatorPage
from groundswell.core.behaviour import FALSE_ALARMS, Behaviour, BehaviourPoint
from groundswell.core.vocabulary import Signal
from groundswell.web.presenters.figures import Figure, behaviour_figure
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.writing import Pen, period_text


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One point of the chart, as its table says it."""

    period: str
    value: str
    moving_range: str
    signal: str


@dataclass(frozen=True, slots=True)
class BehaviourPart:
    """The chart with its words, or the reason there is none."""

    figure: Figure | None
    words: str
    reason: str
    lines: tuple[SignalLine, ...] = ()
    false_alarms: str = ""


def behaviour_part(page: IndicatorPage, pen: Pen) -> BehaviourPart:
    """From the query's Behaviour; where it is refused, why."""
    behaviour = page.behaviour
    if not isinstance(behaviour, Behaviour):
        return BehaviourPart(None, "", spoken(page.behaviour_reason))
    return BehaviourPart(
        figure=behaviour_figure(behaviour, pen, signal_words),
        words=spoken(behaviour.words),
        reason="",
        lines=tuple(_line(point, pen) for point in behaviour.points),
        false_alarms=false_alarm_words(len(behaviour.points)),
    )


def signal_words(signal: Signal) -> str:
    """The rule that a point breaks, in plain words."""
    return spoken(signal.words)


def _line(point: BehaviourPoint, pen: Pen) -> SignalLine:
    return SignalLine(
        period=period_text(point.period),
        value=pen.published(point.value),
        moving_range="" if point.moving_range is None else pen.size(point.moving_range),
        signal=signal_words(point.signal) if point.signal else "",
    )


def false_alarm_words(points: int) -> str:
    """How often a chart of about this length shows a signal although nothing happened."""
    length = min(FALSE_ALARMS, key=lambda known: abs(known - points))
    said = {"points": length, "odds": round(1 / FALSE_ALARMS[length])}
    return (
        gettext("Of charts of %(points)s points where nothing happened, about 1 in %(odds)s still shows a signal.")
        % said
    )
