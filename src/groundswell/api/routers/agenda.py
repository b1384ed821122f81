"""The agenda: the twins of our version of a framework, and of each element."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse

from groundswell.api.answers import csv_for_reader, found, json_for_reader, reader_of
from groundswell.api.description import DescribedRouter
from groundswell.api.schemas.agenda import AgendaDocument, OneElementDocument
from groundswell.api.schemas.people import ProblemDocument
from groundswell.api.tables import Row
from groundswell.apps.scorecards.queries.agenda.documents import agenda_document, element_document
from groundswell.apps.scorecards.queries.agenda.pages import AgendaPage, ElementPage, agenda_page, element_page

router = DescribedRouter(tags=["agenda"])
PROBLEMS = {404: ProblemDocument}
ELEMENTS = (
    *("element_id", "name", "family", "condition", "stance", "statement", "reason", "rating", "rating_step"),
    *("evidence", "owner", "reviewed", "next_review", "is_due", "library_statement", "source", "needs", "replaces"),
)


def _page(request: HttpRequest, community_id: str) -> AgendaPage:
    return found(agenda_page(community_id, reader=reader_of(request)))


def _element(request: HttpRequest, community_id: str, element_id: str) -> ElementPage:
    return found(element_page(community_id, element_id, reader=reader_of(request)))


def _rows(elements: Iterable[dict[str, Any]]) -> Iterator[Row]:
    for one in elements:
        cells = (one[name] for name in ELEMENTS)
        yield tuple("; ".join(cell) if isinstance(cell, list) else cell for cell in cells)


@router.get("{community_id}/agenda.json", response={200: AgendaDocument, **PROBLEMS},
            summary="Our version of a framework, and why")  # fmt: skip
def agenda_json(request: HttpRequest, community_id: str) -> HttpResponse:
    """What was decided about each element, what waits for a decision, and what follows."""
    page = _page(request, community_id)
    return json_for_reader(request, AgendaDocument, agenda_document(page), version=page.data_version)


@router.get("{community_id}/agenda.csv", response=PROBLEMS, summary="Our version of a framework, as CSV")
def agenda_csv(request: HttpRequest, community_id: str) -> HttpResponse:
    """One row for each element."""
    page = _page(request, community_id)
    name = f"{community_id}-agenda"
    return csv_for_reader(
        request, ELEMENTS, _rows(agenda_document(page)["elements"]), version=page.data_version, name=name
    )


@router.get("{community_id}/agenda/elements/{element_id}.json", response={200: OneElementDocument, **PROBLEMS},
            summary="One element of our version")  # fmt: skip
def agenda_element_json(request: HttpRequest, community_id: str, element_id: str) -> HttpResponse:
    """What the library says, what was decided, and what follows from it."""
    page = _element(request, community_id, element_id)
    return json_for_reader(request, OneElementDocument, element_document(page), version=page.data_version)


@router.get("{community_id}/agenda/elements/{element_id}.csv", response=PROBLEMS,
            summary="One element of our version, as CSV")  # fmt: skip
def agenda_element_csv(request: HttpRequest, community_id: str, element_id: str) -> HttpResponse:
    """One row."""
    page = _element(request, community_id, element_id)
    name = f"{community_id}-{element_id}"
    return csv_for_reader(request, ELEMENTS, _rows([element_document(page)]), version=page.data_version, name=name)
