"""Contribution: the twins of its pages."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query

from groundswell.api import contribution_tables as tables
from groundswell.api.answers import csv_for_reader, found, json_for_reader, reader_of
from groundswell.api.description import DescribedRouter
from groundswell.api.schemas.contributions import ContributionDocument, ContributionListDocument
from groundswell.api.schemas.people import ProblemDocument
from groundswell.apps.scorecards.queries.contributions.documents import (
    contribution_document,
    contribution_list_document,
)
from groundswell.apps.scorecards.queries.contributions.listing import ContributionList, linked_indicators
from groundswell.apps.scorecards.queries.contributions.pages import ContributionPage, contribution_page

router = DescribedRouter(tags=["contribution"])
PROBLEMS = {404: ProblemDocument}
When = Annotated[str, Query(description="The period that is looked at; blank: that of the target.")]
How = Annotated[str, Query(description="The model of the joint effect: risks_multiply or added_chances.")]


def _list(request: HttpRequest, community_id: str) -> ContributionList:
    return found(linked_indicators(community_id, reader=reader_of(request)))


def _page(request: HttpRequest, community_id: str, indicator_id: str, period: str, model: str) -> ContributionPage:
    reader = reader_of(request)
    return found(contribution_page(community_id, indicator_id, reader=reader, period=period, model=model))


@router.get("{community_id}/contribution.json", response={200: ContributionListDocument, **PROBLEMS},
            summary="Contribution, indicator by indicator")  # fmt: skip
def contributions_json(request: HttpRequest, community_id: str) -> HttpResponse:
    """How many programs are linked to each indicator, and what they could add up to."""
    page = _list(request, community_id)
    return json_for_reader(
        request, ContributionListDocument, contribution_list_document(page), version=page.data_version
    )


@router.get("{community_id}/contribution.csv", response=PROBLEMS, summary="Contribution, as CSV")
def contributions_csv(request: HttpRequest, community_id: str) -> HttpResponse:
    """One row for each indicator."""
    page = _list(request, community_id)
    name = f"{community_id}-contribution"
    return csv_for_reader(request, tables.INDICATORS, tables.of_list(page), version=page.data_version, name=name)


@router.get("{community_id}/contribution/{indicator_id}.json", response={200: ContributionDocument, **PROBLEMS},
            summary="What programs could add up to")  # fmt: skip
def contribution_json(
    request: HttpRequest, community_id: str, indicator_id: str, period: When = "", model: How = ""
) -> HttpResponse:
    """Each linked program's part alone, all together without double counting, the gap, and what nobody owns yet."""
    page = _page(request, community_id, indicator_id, period, model)
    return json_for_reader(request, ContributionDocument, contribution_document(page), version=page.data_version)


@router.get("{community_id}/contribution/{indicator_id}.csv", response=PROBLEMS,
            summary="What programs could add up to, as CSV")  # fmt: skip
def contribution_csv(
    request: HttpRequest, community_id: str, indicator_id: str, period: When = "", model: How = ""
) -> HttpResponse:
    """One row for each program, the overlap, all together, and what nobody owns yet."""
    page = _page(request, community_id, indicator_id, period, model)
    name = f"{community_id}-contribution-{indicator_id}"
    return csv_for_reader(
        request, tables.CONTRIBUTION, tables.of_contribution(page), version=page.data_version, name=name
    )
