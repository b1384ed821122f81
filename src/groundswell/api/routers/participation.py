"""Reach and overlap: the twins of their pages."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query

from groundswell.api import participation_tables as tables
from groundswell.api.answers import csv_for_reader, found, json_for_reader, reader_of
from groundswell.api.description import DescribedRouter
from groundswell.api.schemas.participation import OverlapPageDocument, ReachPageDocument
from groundswell.api.schemas.people import ProblemDocument
from groundswell.apps.scorecards.queries.participation import overlap_page, reach_page

router = DescribedRouter(tags=["programs"])
PROBLEMS = {404: ProblemDocument}
When = Annotated[str, Query(description="A period; blank: the latest that was over when records were sent.")]
Which = Annotated[str, Query(description="The indicator that stands beside it; blank: the first headline one.")]


@router.get("{community_id}/reach.json", response={200: ReachPageDocument, **PROBLEMS}, summary="Reach")
def reach_json(request: HttpRequest, community_id: str, period: When = "", indicator: Which = "") -> HttpResponse:
    """People served by any program, each counted once, of those who live here: by place and group, beside need."""
    page = found(reach_page(community_id, reader=reader_of(request), period=period, indicator=indicator))
    return json_for_reader(request, ReachPageDocument, page, version=page.data_version)


@router.get("{community_id}/reach.csv", response=PROBLEMS, summary="Reach, as CSV")
def reach_csv(request: HttpRequest, community_id: str, period: When = "", indicator: Which = "") -> HttpResponse:
    """One row for everybody together, then for each place, group, strategy and program."""
    page = found(reach_page(community_id, reader=reader_of(request), period=period, indicator=indicator))
    name = f"{community_id}-reach"
    return csv_for_reader(request, tables.REACH, tables.of_reach(page), version=page.data_version, name=name)


@router.get("{community_id}/overlap.json", response={200: OverlapPageDocument, **PROBLEMS}, summary="Overlap")
def overlap_json(request: HttpRequest, community_id: str, period: When = "") -> HttpResponse:
    """People in exactly which programs, protected and rounded, and who went from one program to another."""
    page = found(overlap_page(community_id, reader=reader_of(request), period=period))
    return json_for_reader(request, OverlapPageDocument, page, version=page.data_version)


@router.get("{community_id}/overlap.csv", response=PROBLEMS, summary="Overlap, as CSV")
def overlap_csv(request: HttpRequest, community_id: str, period: When = "") -> HttpResponse:
    """One row for each program, combination and pathway."""
    page = found(overlap_page(community_id, reader=reader_of(request), period=period))
    name = f"{community_id}-overlap"
    return csv_for_reader(request, tables.OVERLAP, tables.of_overlap(page), version=page.data_version, name=name)
