"""How every page answers: only if something changed, whole or (for htmx) only its middle."""

import hashlib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language, gettext

from groundswell import web


def page_etag(request: HttpRequest, data_version: str) -> str:
    """Of the data, the address, the language, the whole or its middle, and the edition of the templates."""
    parts = (data_version, request.get_full_path(), get_language() or "", str(is_fragment(request)), web.edition())
    return '"' + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32] + '"'


def is_fragment(request: HttpRequest) -> bool:
    """True where htmx asks for the middle of the page only."""
    htmx = getattr(request, "htmx", None)
    if not htmx:
        return False
    return not (htmx.boosted or htmx.history_restore_request)


def unchanged(request: HttpRequest, etag: str) -> HttpResponse | None:
    """304 where the reader already holds this very page."""
    answer = get_conditional_response(request, etag=etag)
    return _labelled(answer, etag) if answer is not None else None


def answer(request: HttpRequest, template: str, page: Any, etag: str = "") -> HttpResponse:
    """Draw the page; `base` decides between the whole and its middle."""
    base = "fragment.html" if is_fragment(request) else "base.html"
    return _labelled(render(request, template, {"page": page, "base": base}), etag)


def _labelled(response: HttpResponse, etag: str) -> HttpResponse:
    if etag:
        response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["HX-Request", "Accept-Language", "Cookie"])
    return response


def not_found() -> Http404:
    """The same words whether there is no such page or it may not be seen."""
    return Http404(gettext("There is no such page here."))
