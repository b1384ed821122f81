"""How the API answers: JSON or CSV with the data version as ETag, and problems as RFC 9457 documents.

A reader who may not see a community gets the same answer as for one that does not exist.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from pydantic import BaseModel

from groundswell import __version__
from groundswell.apps.people.queries import PUBLIC, Actor
from groundswell.exchange.writers import Cell, content_disposition, csv_text

JSON = "application/json"
CSV = "text/csv; charset=utf-8"
PROBLEM = "application/problem+json"


def reader_of(request: HttpRequest) -> Actor:
    """Who is asking, as the installation decided before the API was asked."""
    return getattr(request, "actor", PUBLIC)


def json_answer(request: HttpRequest, document: BaseModel, *, version: str) -> HttpResponse:
    """A document as JSON; 304 where the reader has this version already."""
    return _answer(request, version, lambda: HttpResponse(document.model_dump_json(), content_type=JSON))


def csv_answer(
    request: HttpRequest, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, version: str, name: str
) -> HttpResponse:
    """A table as CSV in UTF-8 that a spreadsheet opens without running anything."""

    def made() -> HttpResponse:
        response = HttpResponse(csv_text(headings, rows), content_type=CSV)
        response["Content-Disposition"] = content_disposition(f"{name}.csv")
        return response

    return _answer(request, version, made)


def _answer(request: HttpRequest, version: str, made: Callable[[], HttpResponse]) -> HttpResponse:
    """`version` and the program's own make the ETag: a newer Groundswell may compute more from the same data."""
    etag = f'W/"{version}-{__version__}"'
    response = get_conditional_response(request, etag=etag) or made()
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"  # keep it, but ask each time
    return response


def problem(status: int, detail: str) -> HttpResponse:
    """Why there is no answer."""
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=PROBLEM)


def not_found(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """Whatever has no address here, or none for this reader."""
    return problem(404, "There is nothing here, or nothing that you may see.")


def gently(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """HEAD asks what GET would say; a method that only other services have is refused as a problem document."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            response = not_found(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            refusal = problem(405, "This can be read and not changed: ask with GET.")
            refusal["Allow"] = "GET, HEAD"
            return refusal
        if is_head:
            response["Content-Length"] = str(len(response.content))
            response.content = b""
            request.method = "HEAD"
        return response

    answered.csrf_exempt = True  # type: ignore[attr-defined]  # nothing is changed here
    return answered
