"""How every page answers: only if something changed, whole or (for htmx) only its middle."""

import hashlib
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language, gettext

from groundswell import web
from groundswell.web.reader import reader_of


def page_etag(request: HttpRequest, data_version: str, *besides: str) -> str:
    """Of the data, the address, the language, the reader, the whole or its middle, and the edition of the templates.

    `besides` is what else a page changes with, such as the day; what the public reads is kept for a day at most anyway.
    """
    request.shown_version = data_version  # type: ignore[attr-defined]  # see `web.public_pages`
    language, middle = get_language() or "", str(is_fragment(request))
    parts = (data_version, *besides, request.get_full_path(), language, middle, web.edition(), *_reader_parts(request))
    return '"' + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32] + '"'


def _reader_parts(request: HttpRequest) -> tuple[str, ...]:
    """What a page shows of its reader: their name, where their roles lead, and the secret of the form to sign out."""
    actor = reader_of(request)
    if not actor.is_signed_in:
        return ()
    secret = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    return (actor.name, str(actor.person), str(actor.is_administrator), repr(actor.holdings), secret)


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


def see(address: str) -> HttpResponse:
    """On to a page after something was done: whoever reloads it sends nothing again (303)."""
    return HttpResponseRedirect(address, status=303)


def not_found() -> Http404:
    """The same words whether there is no such page or it may not be seen."""
    return Http404(gettext("There is no such page here."))
