"""One indicator at one place for one group."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query

from groundswell.api import tables
from groundswell.api.answers import csv_answer, json_answer, reader_of
from groundswell.api.description import DescribedRouter
from groundswell.api.schemas.indicators import IndicatorPageDocument
from groundswell.api.schemas.people import ProblemDocument
from groundswell.apps.scorecards import queries

router = DescribedRouter(tags=["indicators"])
PROBLEMS = {404: ProblemDocument}
Place = Annotated[str, Query(description="A place's id; blank: the community's own place.")]
Group = Annotated[str, Query(description="A group's id; blank: everyone, or the group that the indicator leads with.")]


@router.get(
    "{community_id}/indicators/{indicator_id}.json",
    response={200: IndicatorPageDocument, **PROBLEMS},
    summary="An indicator",
)
def indicator_json(
    request: HttpRequest, community_id: str, indicator_id: str, place: Place = "", group: Group = ""
) -> HttpResponse:
    """Its curve, its observations, and how they were made."""
    page = _page(request, community_id, indicator_id, place, group)
    return json_answer(request, IndicatorPageDocument.model_validate(page), version=page.community.data_version)


@router.get("{community_id}/indicators/{indicator_id}.csv", response=PROBLEMS, summary="An indicator, as CSV")
def indicator_csv(
    request: HttpRequest, community_id: str, indicator_id: str, place: Place = "", group: Group = ""
) -> HttpResponse:
    """One row a period."""
    page = _page(request, community_id, indicator_id, place, group)
    rows = tables.of_indicator(page)
    return csv_answer(request, tables.OBSERVATIONS, rows, version=page.community.data_version, name=indicator_id)


def _page(request: HttpRequest, community_id: str, indicator_id: str, place: str, group: str) -> queries.IndicatorPage:
    page = queries.indicator_page(community_id, indicator_id, place_id=place, group_id=group, reader=reader_of(request))
    if page is None:
        raise Http404
    return page
