"""Models that were kept for a period, each beside what happened then."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.contributions.keeping import KeptYear
from groundswell.apps.scorecards.queries.contributions.pages import ContributionPage
from groundswell.web.presenters.contributions.amounts import Points, Ranged, ranged_points
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.writing import period_text


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One kept model."""

    period: str
    kept_on: str
    points: Ranged
    moved: str
    verdict: str


def kept_lines(page: ContributionPage, pen: Points) -> tuple[KeptLine, ...]:
    """The kept models that this reader may see, the latest first."""
    return tuple(_line(year, pen) for year in page.years)


def _line(year: KeptYear, pen: Points) -> KeptLine:
    found = year.calibration
    moved = found.moved_points.value if found and found.moved_points else None
    return KeptLine(
        period=period_text(year.period),
        kept_on=date_format(year.facts.kept_on, "DATE_FORMAT"),
        points=ranged_points(year.points, pen),
        moved=pen.signed(moved) if moved is not None else "–",
        verdict=spoken(found.verdict.words) if found else gettext("This period has no value yet"),
    )
