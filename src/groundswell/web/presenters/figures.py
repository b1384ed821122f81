"""Charts as a page carries them: two drawings (for a desk and for a phone), the specification, and a key in words."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from groundswell.apps.scorecards.queries import Comparison, Disparity, IndicatorPage, IndicatorRow
from groundswell.charts.behaviour import behaviour_chart
from groundswell.charts.curve import CurveStory, CurveWords, curve_chart
from groundswell.charts.dots import Dot, dot_chart
from groundswell.charts.drawing import begin
from groundswell.charts.gaps import gap_chart
from groundswell.charts.palette import LIGHT
from groundswell.charts.sparklines import sparkline
from groundswell.charts.theme import NARROW, WIDE, Size, Spec
from groundswell.core.behaviour import Behaviour
from groundswell.core.estimates import Estimate, Observation
from groundswell.core.vocabulary import ObservationStatus, Signal, SignalMeaning
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.verdicts import chip
from groundswell.web.presenters.writing import Pen, level_words, period_text

_NEUTRAL = {SignalMeaning.NEUTRAL_HIGH, SignalMeaning.NEUTRAL_LOW}
MOST_DOTS = 40  # more rows than this are read better in the table


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One line of a chart's key: a glyph's name, and what it stands for."""

    glyph: str
    words: str


class Drawing:
    """Inline SVG that may still be drawn elsewhere while the rest of the page is written."""

    def __init__(self, spec: Spec, label: str, folder: Path) -> None:
        self._drawn = begin(spec, label=label, folder=folder)

    def __str__(self) -> str:
        """Waits for it. The drawing comes from charts.drawing, which escapes every text and keeps nothing that could
        run."""
        return mark_safe(self._drawn())  # noqa: S308


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart."""

    id: str
    title: str
    wide: Drawing
    narrow: Drawing
    data: str  # JSON: the specification and the inks, for the interactive drawing
    key: tuple[KeyEntry, ...]


def curve_figure(page: IndicatorPage, pen: Pen) -> Figure | None:
    """The curve of an indicator; None where no observation was ever made."""
    if not page.observations:
        return None
    story = CurveStory(
        observations=tuple(_in_the_language(row.observation) for row in page.observations),
        baseline=page.curve.baseline.points if page.curve.baseline else (),
        work_began=page.work_began,
        target=(page.target.period, page.target.value) if page.target else None,
        forecast=page.forecast,
    )
    target = f"{gettext('target')} {pen.value(page.target.value, trimmed=True)}" if page.target else ""
    words = CurveWords(gettext("work begins"), target, _absences(story.observations), gettext("new definition"))
    label = _curve_label(page, pen)
    return drawn_figure(
        "curve",
        gettext("Is the curve turning?"),
        label,
        lambda size: curve_chart(story, scale=pen.scale, write=pen.plain, size=size, words=words),
        _curve_key(story, page),
    )


def _in_the_language(observation: Observation) -> Observation:
    """An observation whose tip says in the reader's language why it is withheld."""
    if not observation.estimate.is_withheld:
        return observation
    return replace(observation, estimate=Estimate.withheld(spoken(observation.estimate.reason)))


def _absences(observations: Iterable[Observation]) -> str:
    """What the hatched periods are, in the fewest words that are true."""
    withheld = {one.status is ObservationStatus.SUPPRESSED for one in observations if one.estimate.is_withheld}
    if len(withheld) == 2:
        return gettext("withheld or missing")
    return gettext("no value") if withheld == {False} else gettext("withheld")


def _curve_label(page: IndicatorPage, pen: Pen) -> str:
    """The curve in a sentence, for those who hear it."""
    shown = [row.observation for row in page.observations if not row.observation.estimate.is_withheld]
    if not shown:
        return gettext("%(name)s: no value is shown.") % {"name": page.row.name}
    first, last = shown[0], shown[-1]
    return gettext("%(name)s: from %(first)s in %(began)s to %(last)s in %(ended)s. %(verdict)s.") % {
        "name": page.row.name,
        "first": pen.published(first.estimate.value or 0.0),
        "began": period_text(first.period),
        "last": pen.published(last.estimate.value or 0.0),
        "ended": period_text(last.period),
        "verdict": chip(page.curve.verdict).words,
    }


def _curve_key(story: CurveStory, page: IndicatorPage) -> tuple[KeyEntry, ...]:
    """Only what is really drawn."""
    levels = {item.estimate.level for item in story.shown if item.estimate.low is not None} - {None}
    level = level_words(levels.pop() or 0.0) if len(levels) == 1 else gettext("as published")
    has_withheld = any(item.estimate.is_withheld for item in story.observations)
    has_provisional = any(item.status == "provisional" for item in story.shown)
    has_margins = any(item.estimate.low is not None for item in story.shown)
    band = level_words(page.curve.baseline.level) if page.curve.baseline else ""
    ahead = {estimate.level for _, estimate in story.forecast if estimate.level}
    ahead_level = level_words(ahead.pop()) if len(ahead) == 1 else ""
    entries = [
        (bool(story.shown), "line", gettext("what happened")),
        (has_margins, "whisker", gettext("margin of error (%(level)s)") % {"level": level}),
        (
            bool(story.baseline),
            "band",
            gettext("where it was heading before the work began, %(level)s band") % {"level": band},
        ),
        (bool(story.forecast), "ahead", gettext("where it may go from here, %(level)s band") % {"level": ahead_level}),
        (story.target is not None, "target", gettext("target")),
        (has_provisional, "provisional", gettext("provisional")),
        (has_withheld, "withheld", _absences(story.observations)),
        (
            any(item.is_break for item in story.observations),
            "break",
            gettext("new definition: not comparable with before"),
        ),
    ]
    return tuple(KeyEntry(glyph, words) for is_drawn, glyph, words in entries if is_drawn)


def dots_figure(name: str, title: str, comparisons: Sequence[Comparison], pen: Pen) -> Figure | None:
    """Groups or places side by side; None for fewer than two, or more than can be read as dots."""
    if not 2 <= len(comparisons) <= MOST_DOTS:
        return None
    dots = _distinct([Dot(item.label, item.estimate, item.is_reference) for item in comparisons])
    has_margins = any(dot.estimate.low is not None for dot in dots)
    absences = {pen.estimate(dot.estimate).value for dot in dots if dot.estimate.is_withheld}
    absent = gettext("withheld or missing") if len(absences) > 1 else "".join(absences)
    entries = [
        (any(dot.is_reference for dot in dots), "reference", gettext("what the others are compared with")),
        (has_margins, "whisker", gettext("margin of error")),
        (bool(absent), "withheld", absent),
    ]
    key = tuple(KeyEntry(glyph, words) for is_drawn, glyph, words in entries if is_drawn)
    label = f"{title}: " + "; ".join(f"{dot.label} {pen.plain(dot.estimate)}" for dot in dots)
    return drawn_figure(
        name,
        title,
        label,
        lambda size: dot_chart(dots, scale=pen.scale, write=pen.plain, size=size, withheld=absent),
        key,
    )


def _distinct(dots: list[Dot]) -> list[Dot]:
    """Labels are the rows of the chart: two of one name are told apart by a number."""
    seen: dict[str, int] = {}
    told = []
    for dot in dots:
        seen[dot.label] = seen.get(dot.label, 0) + 1
        label = dot.label if seen[dot.label] == 1 else f"{dot.label} ({seen[dot.label]})"
        told.append(Dot(label, dot.estimate, dot.is_reference))
    return told


def gap_figure(disparity: Disparity, pen: Pen, name: str) -> Figure | None:
    """The largest gap over time; None where it is known for fewer than two periods."""
    gaps = disparity.gap_over_time
    if len(gaps) < 2:
        return None
    title = gettext("The largest gap over time")
    said = {"first": pen.size(gaps[0][1]), "last": pen.size(gaps[-1][1])}
    label = f"{title}: " + gettext("from %(first)s to %(last)s") % said
    return drawn_figure(
        name, title, label, lambda size: gap_chart(gaps, scale=pen.scale_of_differences, write=pen.size, size=size), ()
    )


def behaviour_figure(behaviour: Behaviour, pen: Pen, name: Callable[[Signal], str]) -> Figure:
    """The process behaviour chart, with a key for its shapes."""
    meanings = {point.meaning for point in behaviour.points}
    entries = [
        (True, "limits", gettext("usual variation, around the average")),
        (SignalMeaning.IMPROVEMENT in meanings, "signal-better", gettext("more than usual, in the good direction")),
        (SignalMeaning.CONCERN in meanings, "signal-worse", gettext("more than usual, in the bad direction")),
        (bool(_NEUTRAL & meanings), "signal-even", gettext("more than usual")),
    ]
    key = tuple(KeyEntry(glyph, words) for is_drawn, glyph, words in entries if is_drawn)
    label = gettext("Usual variation: %(mean)s on average, usually between %(low)s and %(high)s") % {
        "mean": pen.value(behaviour.limits.mean),
        "low": pen.value(behaviour.shown_low),
        "high": pen.value(behaviour.shown_high),
    }
    return drawn_figure(
        "behaviour",
        gettext("Usual variation"),
        label,
        lambda size: behaviour_chart(behaviour, scale=pen.scale, write=pen.value, name=name, size=size),
        key,
    )


def spark(row: IndicatorRow, pen: Pen) -> SafeString:
    """The sparkline of a scorecard row, with its words for those who hear it."""
    known = [(period, value) for period, value in row.spark if value is not None]
    if not known:
        return SafeString("")
    label = gettext("from %(first)s in %(began)s to %(last)s in %(ended)s") % {
        "first": pen.published(known[0][1]),
        "began": period_text(known[0][0]),
        "last": pen.published(known[-1][1]),
        "ended": period_text(known[-1][0]),
    }
    periods = {period for period, _ in row.spark}
    band = [point for point in row.curve.baseline.points if point.period in periods] if row.curve.baseline else []
    svg = sparkline(row.spark, band=band, label=label, ending=chip(row.curve.verdict).ink)
    return mark_safe(svg)  # noqa: S308  our own numbers and an escaped label


def drawn_figure(
    name: str, title: str, label: str, spec_for: Callable[[Size], Spec], key: Iterable[KeyEntry]
) -> Figure:
    """A chart in both sizes, with its words for those who hear it."""
    folder = Path(settings.HOME) / "cache" / "drawings"
    wide = spec_for(WIDE)
    drawings = [Drawing(spec, label, folder) for spec in (wide, spec_for(NARROW))]
    return Figure(name, title, drawings[0], drawings[1], _as_data(wide, label), tuple(key))


def _as_data(spec: Spec, label: str) -> str:
    """JSON that is safe inside a script element: nothing in it can close the element."""
    written = json.dumps({"spec": spec, "label": label, "inks": LIGHT}, ensure_ascii=False, separators=(",", ":"))
    safe = written.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return mark_safe(safe)  # noqa: S308  escaped in the line above
