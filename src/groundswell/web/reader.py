"""Who is reading: a person who signed in, a program that speaks for one, or the public.

Nobody is anybody by where they sit: whoever reaches the server from the machine itself signs in like everybody else.
The operator, who sees everything, is found at the command line only.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from groundswell.apps.people.queries import PUBLIC, Actor, actor_of


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
    """Middleware that says on every request who is reading, for pages and for their twins under /api/v1/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the reader, then answer."""
        reader_of(request)
        return self.get_response(request)
