"""A community's front page, the scorecard of a result, and data and sources."""

from django.http import Http404, HttpRequest, HttpResponse

from groundswell.api import tables
from groundswell.api.answers import csv_answer, json_answer, reader_of
from groundswell.api.description import DescribedRouter
from groundswell.api.schemas.people import ProblemDocument
from groundswell.api.schemas.scorecards import CommunityPageDocument, ResultScorecardDocument
from groundswell.api.schemas.sources import DataPageDocument
from groundswell.apps.scorecards import queries

router = DescribedRouter(tags=["scorecards"])
PROBLEMS = {404: ProblemDocument}


@router.get("{community_id}.json", response={200: CommunityPageDocument, **PROBLEMS}, summary="A community")
def community_json(request: HttpRequest, community_id: str) -> HttpResponse:
    """Its results with their headline indicators and verdicts."""
    page = _community(request, community_id)
    return json_answer(request, CommunityPageDocument.model_validate(page), version=page.community.data_version)


@router.get("{community_id}.csv", response=PROBLEMS, summary="A community, as CSV")
def community_csv(request: HttpRequest, community_id: str) -> HttpResponse:
    """One row an indicator."""
    page = _community(request, community_id)
    rows = tables.of_community(page)
    return csv_answer(request, tables.INDICATORS, rows, version=page.community.data_version, name=community_id)


@router.get(
    "{community_id}/results/{result_id}.json", response={200: ResultScorecardDocument, **PROBLEMS}, summary="A result"
)
def result_json(request: HttpRequest, community_id: str, result_id: str) -> HttpResponse:
    """The scorecard of one result."""
    page = _result(request, community_id, result_id)
    return json_answer(request, ResultScorecardDocument.model_validate(page), version=page.community.data_version)


@router.get("{community_id}/results/{result_id}.csv", response=PROBLEMS, summary="A result, as CSV")
def result_csv(request: HttpRequest, community_id: str, result_id: str) -> HttpResponse:
    """One row an indicator."""
    page = _result(request, community_id, result_id)
    rows = tables.of_result(page)
    return csv_answer(request, tables.INDICATORS, rows, version=page.community.data_version, name=result_id)


@router.get("{community_id}/data.json", response={200: DataPageDocument, **PROBLEMS}, summary="Data and sources")
def data_json(request: HttpRequest, community_id: str) -> HttpResponse:
    """Where the numbers come from, and what was read, skipped and withheld."""
    page = _data(request, community_id)
    return json_answer(request, DataPageDocument.model_validate(page), version=page.community.data_version)


@router.get("{community_id}/data.csv", response=PROBLEMS, summary="Data and sources, as CSV")
def data_csv(request: HttpRequest, community_id: str) -> HttpResponse:
    """One row an indicator."""
    page = _data(request, community_id)
    rows = tables.of_data(page)
    return csv_answer(request, tables.COUNTS, rows, version=page.community.data_version, name=f"{community_id}-data")


def _community(request: HttpRequest, community_id: str) -> queries.CommunityPage:
    if page := queries.community_page(community_id, reader=reader_of(request)):
        return page
    raise Http404


def _result(request: HttpRequest, community_id: str, result_id: str) -> queries.ResultScorecard:
    if page := queries.result_scorecard(community_id, result_id, reader=reader_of(request)):
        return page
    raise Http404


def _data(request: HttpRequest, community_id: str) -> queries.DataPage:
    if page := queries.data_page(community_id, reader=reader_of(request)):
        return page
    raise Http404
