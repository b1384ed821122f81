"""Data and sources of a community: what came, what was left out and why, and what nobody has matched yet."""

from dataclasses import dataclass

from django.urls import reverse

from groundswell.apps.scorecards.queries import Choice, DataPage
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.makings import SourcePart, source_part
from groundswell.web.presenters.writing import grouped, period_text


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator: how much of it there is."""

    name: str
    address: str
    observations: str
    withheld: str
    latest: str
    publisher: str


@dataclass(frozen=True, slots=True)
class DataSheet:
    """The data page, written out."""

    around: Surroundings
    sources: tuple[SourcePart, ...]
    indicators: tuple[IndicatorLine, ...]
    unmatched_places: tuple[Choice, ...]
    unmatched_groups: tuple[Choice, ...]


def data_sheet(page: DataPage, path: str) -> DataSheet:
    """Everything on a community's data page."""
    lines = tuple(
        IndicatorLine(
            name=row.name,
            address=reverse("indicator", args=[page.community.id, row.id]),
            observations=grouped(observations),
            withheld=grouped(withheld) if withheld else "",
            latest=period_text(row.curve.latest_period),
            publisher=row.publisher,
        )
        for row, observations, withheld in page.indicators
    )
    return DataSheet(
        around=surroundings(page.community, path),
        sources=tuple(source_part(source, page.community.time_zone) for source in page.sources),
        indicators=lines,
        unmatched_places=page.unmatched_places,
        unmatched_groups=page.unmatched_groups,
    )
