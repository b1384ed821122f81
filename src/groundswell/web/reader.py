"""Who is reading: the owner, sitting at the machine that serves, or the public.

There are no accounts yet. A request is the owner's only where the installation listens to the machine itself
(OWNER_ON_LOOPBACK), the request comes from that machine without passing a proxy, and it names the machine: a page of
a stranger's that points at 127.0.0.1 under another name is the public.
"""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_PROXY_HEADERS = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_VIA")
_OWN_NAMES = {"localhost", "127.0.0.1", "[::1]"}


def reader_of(request: HttpRequest) -> str:
    """`owner` or `public`."""
    if not getattr(settings, "OWNER_ON_LOOPBACK", False):
        return "public"
    if any(header in request.META for header in _PROXY_HEADERS):
        return "public"
    host = request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()
    return "owner" if host in _OWN_NAMES and _is_loopback(request.META.get("REMOTE_ADDR", "")) else "public"


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


class Reader:
    """Middleware that says on every request who is reading, for pages and for their twins under /api/v1/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the reader, then answer."""
        request.reader = reader_of(request)  # type: ignore[attr-defined]
        return self.get_response(request)
