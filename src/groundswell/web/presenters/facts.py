"""What stands beside a curve: the latest number, its distance from the baseline, the change, the target."""

from dataclasses import dataclass

from django.utils.translation import gettext

from groundswell.apps.scorecards.queries import IndicatorPage, TargetFacts
from groundswell.web.presenters.language import spoken, stopped
from groundswell.web.presenters.rows import target_words
from groundswell.web.presenters.writing import Pen, grouped, level_words, period_text


@dataclass(frozen=True, slots=True)
class Fact:
    """A question, its answer, and what must be known to read the answer rightly."""

    question: str
    answer: str
    notes: tuple[str, ...] = ()


def facts_beside(page: IndicatorPage, pen: Pen) -> tuple[Fact, ...]:
    """In the same order on every page; a fact that does not exist is left out."""
    found = [_latest(page, pen), _against_baseline(page, pen), _change(page), _target(page.target, pen)]
    return tuple(fact for fact in found if fact is not None)


def _latest(page: IndicatorPage, pen: Pen) -> Fact | None:
    if page.curve.latest is None:
        return None
    written = pen.estimate(page.curve.latest)
    question = gettext("Latest, %(period)s") % {"period": period_text(page.curve.latest_period)}
    if written.is_withheld:
        return Fact(question, written.value, (written.reason,))
    notes = tuple(note for note in (written.counts, written.interval) if note)
    return Fact(question, f"{written.value} {written.margin}".strip(), notes)


def _against_baseline(page: IndicatorPage, pen: Pen) -> Fact | None:
    curve = page.curve
    if curve.mean_difference is None:
        return None
    notes = []
    if curve.low is not None and curve.high is not None:
        said = {"level": level_words(curve.difference_level), "range": pen.range_of_difference(curve.low, curve.high)}
        notes.append(gettext("%(level)s interval %(range)s. This is no proof of its cause.") % said)
    if curve.baseline is not None:
        drawn = {"n": grouped(curve.baseline.observations), "period": period_text(curve.baseline.frozen_at)}
        notes.append(gettext("The baseline was drawn from %(n)s points up to %(period)s, then frozen.") % drawn)
    answer = gettext("%(difference)s on average") % {"difference": pen.difference(curve.mean_difference)}
    return Fact(gettext("Against its baseline"), answer, tuple(notes))


def _change(page: IndicatorPage) -> Fact | None:
    if not page.change.words or not page.observations:
        return None
    since = page.change.since
    question = gettext("Since %(period)s") % {"period": period_text(since)} if since else gettext("Change over time")
    return Fact(question, spoken(page.change.words))


def _target(target: TargetFacts | None, pen: Pen) -> Fact | None:
    if target is None:
        return None
    if target.is_met:
        return Fact(gettext("Target"), target_words(target, pen), (gettext("Met."),))
    said = (stopped(target.words), _pace(target, pen), stopped(target.detectable))
    return Fact(gettext("Target"), target_words(target, pen), tuple(note for note in said if note))


def _pace(target: TargetFacts, pen: Pen) -> str:
    if target.needed_per_year is None or target.recent_per_year is None:
        return ""
    return gettext("Lately it was %(recent)s a year.") % {"recent": pen.difference(target.recent_per_year)}
