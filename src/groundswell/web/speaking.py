"""For whom the database is asked while a request is answered: its reader, and nobody before or after."""

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from groundswell.apps.people.isolation import speaking_as
from groundswell.apps.people.queries import Actor
from groundswell.web.reader import reader_of


class Speaking:
    """Middleware that lets the request's reader speak to the database, and takes it back at the end."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the reader; what is still to be sent in pieces is read as the same reader."""
        reader = reader_of(request)
        with speaking_as(reader):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = _spoken(iter(response), reader)
        return response


def _spoken(pieces: Iterator[bytes], reader: Actor) -> Iterator[bytes]:
    while True:
        with speaking_as(reader):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
