"""Who represents whom: the twins of the page of mandates."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query

from groundswell.api import mandate_tables as tables
from groundswell.api.answers import csv_answer, found, json_answer, reader_of, version_for_reader
from groundswell.api.description import DescribedRouter
from groundswell.api.schemas.mandates import MandatesDocument
from groundswell.api.schemas.people import ProblemDocument
from groundswell.apps.scorecards.queries.partnerships.mandates import MandatesPage, mandates_page

router = DescribedRouter(tags=["partnerships"])
PROBLEMS = {404: ProblemDocument, 422: ProblemDocument}
Day = Annotated[date | None, Query(description="The day on which mandates count; without it today.")]


def _page(request: HttpRequest, community_id: str, on: date | None) -> tuple[MandatesPage, str]:
    """The page, and what it changes with: the data, the reader, the day."""
    page = found(mandates_page(community_id, reader=reader_of(request), on=on or timezone.localdate()))
    return page, f"{version_for_reader(request, page.data_version)}-{page.on.isoformat()}"


@router.get(
    "{community_id}/partners/mandates.json", response={200: MandatesDocument, **PROBLEMS}, summary="Mandates on a day"
)
def mandates_json(request: HttpRequest, community_id: str, on: Day = None) -> HttpResponse:
    """Who sits at which table for whom, and what share of providers, people and gaps that covers.

    Who does not take part reads what share of providers is represented, where there are at least three.
    """
    page, version = _page(request, community_id, on)
    return json_answer(request, MandatesDocument.model_validate(page), version=version)


@router.get("{community_id}/partners/mandates.csv", response=PROBLEMS, summary="Mandates on a day, as CSV")
def mandates_csv(request: HttpRequest, community_id: str, on: Day = None) -> HttpResponse:
    """One row for each line of coverage, gap, seat, and provider at no table."""
    page, version = _page(request, community_id, on)
    name = f"{community_id}-mandates"
    return csv_answer(request, tables.MANDATES, tables.of_mandates(page), version=version, name=name)
