"""What was promised: the twins of the page of commitments and of the page of promises."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query

from groundswell.api.answers import csv_answer, found, json_answer, reader_of, version_for_reader
from groundswell.api.description import DescribedRouter, answers
from groundswell.api.schemas.commitments import (
    CommitmentDocument,
    CommitmentsDocument,
    PromiseDocument,
    PromisesDocument,
)
from groundswell.api.schemas.people import ProblemDocument
from groundswell.apps.scorecards.queries.partnerships.commitment_documents import (
    commitments_document,
    promises_document,
)
from groundswell.apps.scorecards.queries.partnerships.commitments import (
    Chosen,
    CommitmentsPage,
    PromisesPage,
    commitments_page,
    promises_page,
)

router = DescribedRouter(tags=["partnerships"])
PROBLEMS = {404: ProblemDocument}
By = Annotated[str, Query(max_length=200, description="Only what this organization or network promised.")]
Kind = Annotated[str, Query(max_length=200, description="Only this kind: priorities, resources or practices.")]
How = Annotated[str, Query(max_length=200, description="Only in this status, or `overdue`.")]
Strategy = Annotated[str, Query(max_length=200, description="Only toward this strategy.")]
Indicator = Annotated[str, Query(max_length=200, description="Only toward this indicator.")]


def _page(request: HttpRequest, community_id: str, chosen: Chosen) -> CommitmentsPage:
    today = timezone.localdate()
    return found(commitments_page(community_id, reader=reader_of(request), day=today, chosen=chosen))


def _promises(request: HttpRequest, community_id: str) -> PromisesPage:
    return found(promises_page(community_id, reader=reader_of(request), day=timezone.localdate()))


def _version(request: HttpRequest, page: CommitmentsPage | PromisesPage) -> str:
    """Another every day: what is overdue today was not yesterday."""
    return version_for_reader(request, f"{page.data_version}-{page.day}")


@router.get("{community_id}/partners/commitments.json", response=answers(CommitmentsDocument),
            summary="What was promised, and how it stands")  # fmt: skip
def commitments_json(
    request: HttpRequest, community_id: str, organization: By = "", kind: Kind = "", status: How = "",
    strategy: Strategy = "", indicator: Indicator = "",
) -> HttpResponse:  # fmt: skip
    """Every commitment for who takes part, and amounts unit by unit beside what is needed."""
    page = _page(request, community_id, Chosen(organization, kind, status, strategy, indicator))
    document = CommitmentsDocument.model_validate(commitments_document(page))
    return json_answer(request, document, version=_version(request, page))


@router.get(
    "{community_id}/partners/commitments.csv",
    response={403: ProblemDocument, **PROBLEMS},
    summary="What was promised, as CSV",
)
def commitments_csv(
    request: HttpRequest, community_id: str, organization: By = "", kind: Kind = "", status: How = "",
    strategy: Strategy = "", indicator: Indicator = "",
) -> HttpResponse:  # fmt: skip
    """One row for each commitment."""
    page = _page(request, community_id, Chosen(organization, kind, status, strategy, indicator))
    names = tuple(CommitmentDocument.model_fields)
    rows = (tuple(each[name] for name in names) for each in commitments_document(page)["commitments"])
    return csv_answer(request, names, rows, version=_version(request, page), name=f"{community_id}-commitments")


@router.get("{community_id}/promises.json", response={200: PromisesDocument, **PROBLEMS},
            summary="What was promised, for everybody")  # fmt: skip
def promises_json(request: HttpRequest, community_id: str) -> HttpResponse:
    """Where the community publishes it; else for who takes part, as a preview."""
    page = _promises(request, community_id)
    document = PromisesDocument.model_validate(promises_document(page))
    return json_answer(request, document, version=_version(request, page))


@router.get("{community_id}/promises.csv", response=PROBLEMS, summary="What was promised, for everybody, as CSV")
def promises_csv(request: HttpRequest, community_id: str) -> HttpResponse:
    """One row for each promise."""
    page = _promises(request, community_id)
    names = tuple(PromiseDocument.model_fields)
    rows = (tuple(each[name] for name in names) for each in promises_document(page)["promises"])
    return csv_answer(request, names, rows, version=_version(request, page), name=f"{community_id}-promises")
