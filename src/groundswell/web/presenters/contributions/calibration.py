"""Looking back: each kept model beside what happened, and which assumption to look at; never what moved the curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries.contributions.calibrations import CalibrationPage
from groundswell.apps.scorecards.queries.contributions.keeping import KeptYear
from groundswell.core.contribution.calibration import Calibration
from groundswell.core.contribution.kept import Inside
from groundswell.core.estimates import Estimate
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.contributions.amounts import Points, Ranged, ranged_points
from groundswell.web.presenters.language import spoken, stopped
from groundswell.web.presenters.writing import grouped, level_words, period_text

MOST_SUSPECTS = 3
GLYPHS = {Inside.INSIDE: "as_expected", Inside.BELOW: "possibly_worsening", Inside.ABOVE: "possibly_turning"}


@dataclass(frozen=True, slots=True)
class Bar:
    """The range that was modelled and what happened, in percent of the width; `moved` None: nothing happened yet."""

    nothing: float
    low: float
    width: float
    moved: float | None
    moved_low: float | None
    moved_width: float


@dataclass(frozen=True, slots=True)
class YearPart:
    """One kept model."""

    id: str
    period: str
    kept_on: str
    modelled: Ranged
    level: str
    moved: Ranged
    verdict: str
    glyph: str
    words: str
    suspects: tuple[str, ...]
    note: str
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class CalibrationSheet:
    """Everything on the page."""

    around: Surroundings
    name: str
    contribution_address: str
    list_address: str
    sentence: str
    look_at: str
    years: tuple[YearPart, ...]
    heading: str
    keep_address: str
    keep_words: str


def calibration_sheet(page: CalibrationPage, path: str) -> CalibrationSheet:
    """Everything on the page."""
    where, pen = [page.community.id, page.indicator.id], Points(page.indicator.unit, page.indicator.per, 1)
    ends = _ends(page.years)
    return CalibrationSheet(
        around=surroundings(page.community, path),
        name=page.indicator.name,
        contribution_address=reverse("contribution", args=where),
        list_address=reverse("contributions", args=where[:1]),
        sentence=_sentence(page),
        look_at=_look_at(page),
        years=tuple(_year(one, pen, ends) for one in page.years),
        heading=pen.heading,
        keep_address=reverse("keep-contribution", args=where) if page.may_keep and page.can_be_modelled else "",
        keep_words=gettext("Keep the model of %(period)s") % {"period": period_text(page.condition.period)},
    )


def _sentence(page: CalibrationPage) -> str:
    """How many of the years that have come moved inside the range, less, more, or cannot be told: as below it."""
    if not page.years:
        return ""
    verdicts = [one.calibration.verdict for one in page.years if one.calibration]
    if not verdicts:
        return gettext("Nothing can be told yet: no year that was modelled has come.")
    first = ngettext(
        "%(n)s year that was modelled has come.", "%(n)s years that were modelled have come.", len(verdicts)
    ) % {"n": grouped(len(verdicts))}
    counts = ((verdicts.count(each), words) for each, words in _counted().items())
    said = "; ".join(words % {"n": grouped(count)} for count, words in counts if count)
    return gettext("%(first)s How the curve moved, by the range: %(counts)s.") % {"first": first, "counts": said}


def _counted() -> dict[Inside, str]:
    """How each verdict is counted, in the order in which it is said."""
    return {
        Inside.INSIDE: gettext("inside %(n)s"),
        Inside.BELOW: gettext("less than modelled %(n)s"),
        Inside.ABOVE: gettext("more than modelled %(n)s"),
        Inside.CANNOT_BE_TOLD: gettext("cannot be told %(n)s"),
    }


def _look_at(page: CalibrationPage) -> str:
    """What the latest year that was not inside suggests."""
    for one in page.told:
        if one.calibration and one.calibration.suspects:
            return gettext("Look at first: %(words)s") % {"words": stopped(one.calibration.suspects[0].words)}
    return ""


def _year(one: KeptYear, pen: Points, ends: tuple[float, float]) -> YearPart:
    found = one.calibration
    moved = found.moved_points if found else None
    return YearPart(
        id=one.facts.id,
        period=period_text(one.period),
        kept_on=date_format(one.facts.kept_on, "DATE_FORMAT"),
        modelled=ranged_points(one.points, pen),
        level=level_words(one.points.level) if one.points.level else "",
        moved=_moved(moved, pen),
        verdict=spoken(found.verdict.words) if found else gettext("This year has no value yet"),
        glyph=GLYPHS.get(found.verdict, "too_early") if found else "none",
        words=_after_the_verdict(found) if found else "",
        suspects=tuple(stopped(each.words) for each in found.suspects[:MOST_SUSPECTS]) if found else (),
        note=one.facts.note,
        bar=_bar(one, ends),
    )


def _after_the_verdict(found: Calibration) -> str:
    """What is said beyond the phrase that stands as the heading."""
    return stopped(found.words).removeprefix(stopped(found.verdict.words)).strip()


def _moved(moved: Estimate | None, pen: Points) -> Ranged:
    if moved is None or moved.value is None:
        return Ranged("–")
    ends = pen.range_of(moved.low, moved.high)
    return Ranged(pen.signed(moved.value), gettext("margin %(range)s") % {"range": ends} if ends else "")


def _ends(years: Sequence[KeptYear]) -> tuple[float, float]:
    """From the least to the most of anything that is drawn, nothing included."""
    found = [0.0]
    for one in years:
        moved = one.calibration.moved_points if one.calibration else None
        for each in (one.points, *([moved] if moved else [])):
            found += [value for value in (each.value, each.low, each.high) if value is not None]
    return min(found), max(found)


def _bar(one: KeptYear, ends: tuple[float, float]) -> Bar | None:
    """The range as a bar, what happened as a dot with its margin."""
    points, width = one.points, ends[1] - ends[0]
    if points.value is None or width <= 0:
        return None

    def at(value: float) -> float:
        return round(4 + 92 * (value - ends[0]) / width, 2)

    low, high = (points.value if end is None else end for end in (points.low, points.high))
    moved = one.calibration.moved_points if one.calibration else None
    if moved is None or moved.value is None:
        return Bar(at(0.0), at(low), max(1.0, at(high) - at(low)), None, None, 0.0)
    ranged = moved.low is not None and moved.high is not None
    left = at(moved.low) if ranged and moved.low is not None else None
    right = at(moved.high) if ranged and moved.high is not None else 0.0
    return Bar(
        at(0.0), at(low), max(1.0, at(high) - at(low)), at(moved.value), left, right - left if left is not None else 0.0
    )
