"""Says on each request who is reading, so that the API keeps the same rule as the pages without knowing them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from groundswell.web.reader import reader_of


class Reader:
    """Middleware that sets `request.reader` to `owner` or `public`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Ask the pages' own rule, then answer."""
        request.reader = reader_of(request)  # type: ignore[attr-defined]
        return self.get_response(request)
