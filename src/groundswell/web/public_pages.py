"""Pages as the public reads them, kept whole: who comes without a cookie gets what the last such reader got.

A page that everybody may read is the same for everybody who is nobody in particular. It is kept in memory under its
address and the language that was asked for, with the version of the data it shows. Each time one question is asked of
the database: whether the public may still open that community, and whether it stands at that version. Whoever carries
a cookie or a token is answered by the page itself, always.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from groundswell.apps.people.isolation import speaking_as
from groundswell.apps.people.queries import PUBLIC, communities_for
from groundswell.core.shelves import Shelf

MOST_BYTES = 32_000_000
LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class KeptPage:
    """An answer, and what it was made of: a community at a version, or (blank) all that are on show."""

    community_id: str
    version: str
    body: bytes
    headers: dict[str, str]

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The whole page, or 304 where the reader holds it."""
        response = HttpResponse(self.body, headers=self.headers)
        etag = self.headers.get("ETag")
        return get_conditional_response(request, etag=etag, response=response) or response if etag else response


class PublicPages:
    """Middleware: answers from what is kept, or keeps what is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._pages: Shelf[KeptPage] = Shelf(MOST_BYTES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A kept page where it stands as it stood, else the page itself."""
        key = key_of(request)
        if key is None:
            return self.get_response(request)
        page = self._pages.of(key, "")  # at whichever version: the page knows of which community it is
        if page is not None and page.version == version_now(page.community_id):
            return page.answer(request)
        response = self.get_response(request)
        version = getattr(request, "shown_version", None)
        if version is not None and may_be_kept(response):
            match = request.resolver_match
            community_id = str(match.kwargs.get("community_id", "")) if match else ""
            page = KeptPage(community_id, version, response.content, dict(response.headers.items()))
            self._pages.keep(key, "", page, len(page.body))
        return response


def key_of(request: HttpRequest) -> tuple[object, ...] | None:
    """What tells one public page from another; None for whoever might be somebody."""
    is_somebody = any(request.META.get(name) for name in ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_HX_REQUEST"))
    if request.method != "GET" or is_somebody or settings.DEBUG:
        return None
    asked = (request.META.get("HTTP_ACCEPT_LANGUAGE", ""), request.META.get("HTTP_ACCEPT", ""))
    return (request.get_host(), request.is_secure(), request.get_full_path(), timezone.localdate(), *asked)


def version_now(community_id: str) -> str | None:
    """At which version the public would find a community now, or (blank) all that are on show. One query."""
    with speaking_as(PUBLIC):
        found = communities_for(reader=PUBLIC, listed=not community_id)
        rows = found.filter(public_id=community_id) if community_id else found
        versions = list(rows.values_list("data_version", flat=True))
    return " ".join(versions) if versions or not community_id else None


def may_be_kept(response: HttpResponse) -> bool:
    """True for a whole page that was found, gives no cookie, and is not too large."""
    is_whole = response.status_code == 200 and not response.streaming and not response.cookies
    return is_whole and len(response.content) <= LARGEST
