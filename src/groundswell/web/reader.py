"""Who is reading: a person who signed in, a program that speaks for one, or the public.

Nobody is anybody by where they sit: whoever reaches the server from the machine itself signs in like everybody else.
The operator, who sees everything, is found at the command line only.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from groundswell.apps.people.actions import record_emergency_read
from groundswell.apps.people.queries import PUBLIC, Actor, NotAllowedError, actor_of

_log = logging.getLogger(__name__)
_METHODS = ("GET", "HEAD", "POST", "OPTIONS")  # of pages and their forms


def reader_of(request: HttpRequest) -> Actor:
    """The actor behind a request, worked out once. Without a session's cookie nothing is asked of the database."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        actor = request.actor = _signed_in(request)  # type: ignore[attr-defined]
    return actor


def _signed_in(request: HttpRequest) -> Actor:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "user"):
        return PUBLIC
    return actor_of(request.user) if request.user.is_authenticated else PUBLIC


class Reader:
    """Middleware that says on every request who is reading, and dresses what the pages refuse.

    What an administrator opens under emergency access is recorded, page by page, before it is answered. The API under
    /api/v1/ has its own words for refusals.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the reader, then answer."""
        reader_of(request)
        response = self.get_response(request)
        if response.status_code == 405 and not getattr(response, "content", True) and not _is_for_machines(request):
            from groundswell.web.views.errors import not_that_way

            return not_that_way(request, response.headers.get("Allow", ""))
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        """Refuse what no page takes, whoever wrote its view; record what is about to be read under emergency access."""
        if request.method not in _METHODS and not _is_for_machines(request):
            return HttpResponseNotAllowed(_METHODS)
        actor = reader_of(request)
        community_id = kwargs.get("community_id")
        if (
            community_id
            and not request.path.startswith("/admin/")
            and any(held.is_emergency for held in actor.holdings)
        ):
            record_emergency_read(community_id=str(community_id), path=request.path, by=actor)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Who may open a community and may not do this is told which roles may."""
        if isinstance(exception, NotAllowedError) and not _is_for_machines(request):
            _log.warning("%s may not %s at %r", reader_of(request).name, exception.permission, request.path)
            from groundswell.web.views.errors import forbidden

            return forbidden(request, exception)
        return None


def _is_for_machines(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
