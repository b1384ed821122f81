"""The communities that can be found: the twin of the front page."""

from django.http import HttpRequest, HttpResponse

from groundswell.api import tables
from groundswell.api.answers import csv_answer, json_answer, reader_of
from groundswell.api.description import DescribedRouter
from groundswell.api.schemas.people import CommunitiesDocument
from groundswell.apps.scorecards import queries

router = DescribedRouter(tags=["communities"])


@router.get(".json", response=CommunitiesDocument, summary="Communities on show")
def communities_json(request: HttpRequest) -> HttpResponse:
    """Each community that you may find."""
    found = queries.communities_on_show(reader=reader_of(request))
    document = CommunitiesDocument.model_validate({"communities": list(found)}, from_attributes=True)
    return json_answer(request, document, version=_version(found))


@router.get(".csv", summary="Communities on show, as CSV")
def communities_csv(request: HttpRequest) -> HttpResponse:
    """One row a community."""
    found = queries.communities_on_show(reader=reader_of(request))
    rows = tables.of_communities(found)
    return csv_answer(request, tables.COMMUNITIES, rows, version=_version(found), name="communities")


def _version(found: tuple[queries.CommunityFacts, ...]) -> str:
    return "-".join(["all", *(f"{community.id}.{community.data_version}" for community in found)])
