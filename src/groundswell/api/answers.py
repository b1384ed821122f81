"""How the API answers: JSON or CSV with the data version as ETag, and problems as RFC 9457 documents.

A reader who may not see a community gets the same answer as for one that does not exist.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from http import HTTPStatus
from io import BytesIO
from typing import Any, TypeVar

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from pydantic import BaseModel

from groundswell import __version__
from groundswell.api.bearer import identify, reader_of
from groundswell.api.problems import PROBLEM, Problem, ProblemError, others_are_writing, problem
from groundswell.apps.people.isolation import speaking_as
from groundswell.apps.people.queries.troubles import Trouble, trouble_of
from groundswell.exchange.writers import XLSX, Cell, content_disposition, csv_text, write_xlsx

__all__ = [
    "PROBLEM",
    "csv_answer",
    "csv_for_reader",
    "found",
    "gently",
    "json_answer",
    "json_for_reader",
    "not_found",
    "object_answer",
    "problem",
    "reader_of",
    "version_for_reader",
    "xlsx_answer",
]
JSON = "application/json"
CSV = "text/csv; charset=utf-8"
Page = TypeVar("Page")


def found(page: Page | None) -> Page:
    """The page; where this reader has none, as if it did not exist."""
    if page is None:
        raise Http404
    return page


def version_for_reader(request: HttpRequest, data_version: str) -> str:
    """The version of what is shown differently to each who asks."""
    return f"{data_version}-{reader_of(request).name}"


def json_answer(request: HttpRequest, document: BaseModel, *, version: str) -> HttpResponse:
    """A document as JSON; 304 where the reader has this version already."""
    return _answer(request, _weak(version), lambda: HttpResponse(document.model_dump_json(), content_type=JSON))


def json_for_reader(request: HttpRequest, model: type[BaseModel], said: Any, *, version: str) -> HttpResponse:
    """What is said as this reader may see it, by its model; `version` is that of the data."""
    return json_answer(request, model.model_validate(said), version=version_for_reader(request, version))


def object_answer(
    request: HttpRequest,
    document: BaseModel | dict[str, Any],
    *,
    version: str = "",
    status: int = 200,
    **headers: str,
) -> HttpResponse:
    """What people keep, as JSON; its version is the ETag, and what If-Match says."""

    def made() -> HttpResponse:
        if isinstance(document, BaseModel):
            text = document.model_dump_json()
        else:
            text = json.dumps(document, ensure_ascii=False)
        return HttpResponse(text, status=status, content_type=JSON, headers=headers)

    if request.method == "GET" and version:
        return _answer(request, f'"{version}"', made)
    response = made()
    if version:
        response["ETag"] = f'"{version}"'
    response["Cache-Control"] = "private, no-store" if request.method != "GET" else "private, no-cache"
    return response


def csv_answer(
    request: HttpRequest, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, version: str, name: str
) -> HttpResponse:
    """A table as CSV in UTF-8 that a spreadsheet opens without running anything."""

    def made() -> HttpResponse:
        response = HttpResponse(csv_text(headings, rows), content_type=CSV)
        response["Content-Disposition"] = content_disposition(f"{name}.csv")
        return response

    return _answer(request, _weak(version), made)


def csv_for_reader(
    request: HttpRequest, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, version: str, name: str
) -> HttpResponse:
    """A table as this reader may see it; `version` is that of the data."""
    return csv_answer(request, headings, rows, version=version_for_reader(request, version), name=name)


def xlsx_answer(
    request: HttpRequest, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, version: str, name: str
) -> HttpResponse:
    """A table as a workbook."""

    def made() -> HttpResponse:
        content = BytesIO()
        write_xlsx(content, headings, rows, sheet=name)
        response = HttpResponse(content.getvalue(), content_type=XLSX)
        response["Content-Disposition"] = content_disposition(f"{name}.xlsx")
        return response

    return _answer(request, _weak(f"{version}-xlsx"), made)


def _weak(version: str) -> str:
    """`version` and the program's own make the ETag: a newer Groundswell may compute more from the same data."""
    return f'W/"{version}-{__version__}"'


def _answer(request: HttpRequest, etag: str, made: Callable[[], HttpResponse]) -> HttpResponse:
    response = get_conditional_response(request, etag=etag) or made()
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"  # keep it, but ask each time
    return response


def not_found(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """Whatever has no address here, or none for this reader."""
    return problem(404, "There is nothing here, or nothing that you may see.")


def gently(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say who asks, then answer: HEAD as GET without the body, and every refusal as a problem document."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        response = _answered(view, request, *args, **kwargs)
        patch_vary_headers(response, ["Authorization", "Cookie"])
        if is_head:
            response["Content-Length"] = str(len(response.content))
            response.content = b""
            request.method = "HEAD"
        return response

    # No request with a session's cookie alone changes anything here (`bearer.writer_of`).
    answered.csrf_exempt = True  # type: ignore[attr-defined]
    return answered


def _answered(view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    try:
        if "\x00" in request.path:
            raise Http404
        _refuse_nothings(request)
        actor = identify(request)
        with speaking_as(actor):
            response = view(request, *args, **kwargs)
    except Http404:
        return not_found(request)
    except ProblemError as refusal:
        return refusal.answer()
    except OperationalError as failure:  # while the token was looked up: what happens in a view is told there
        if trouble_of(failure) is not Trouble.BUSY:
            raise
        return others_are_writing().answer()
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return _refused_method(response)
    return response


def _refuse_nothings(request: HttpRequest) -> None:
    """A character that no database stores has no place in a query either."""
    for name, values in request.GET.lists():
        if any("\x00" in text for text in (name, *values)):
            wrong = Problem(f"?{name}".replace("\x00", ""), "holds a control character (U+0000)", "delete it")
            raise ProblemError(422, "The address holds a control character.", errors=(wrong,))


def _refused_method(response: HttpResponse) -> HttpResponse:
    """A method that only other addresses have."""
    allowed = sorted({each.strip() for each in response.get("Allow", "GET").split(",")})
    if "GET" in allowed:
        allowed.append("HEAD")
    if allowed == ["GET", "HEAD"]:
        detail = "This can be read and not changed: ask with GET."
    else:
        detail = f"This address answers {', '.join(allowed)}."
    return problem(405, detail, headers={"Allow": ", ".join(allowed)})
