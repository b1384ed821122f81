"""Who is reading: the owner, sitting at the machine that serves, or the public.

There are no accounts yet. A request is the owner's only where the installation listens to the machine itself
(OWNER_ON_LOOPBACK), the request comes from that machine without passing a proxy, and it names the machine: a page of
a stranger's that points at 127.0.0.1 under another name is the public.
"""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Whatever a proxy or a tunnel adds to say whom it speaks for; anything that begins with X-Forwarded does too.
_PROXY_HEADERS = {
    *("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP", "HTTP_X_CLIENT_IP", "HTTP_CLIENT_IP", "HTTP_TRUE_CLIENT_IP"),
    *("HTTP_CF_CONNECTING_IP", "HTTP_FASTLY_CLIENT_IP", "HTTP_X_CLUSTER_CLIENT_IP", "HTTP_X_ORIGINAL_HOST"),
}
_FORWARDED = "HTTP_X_FORWARDED"
_OWN_NAMES = {"localhost", "127.0.0.1", "[::1]"}


def reader_of(request: HttpRequest) -> str:
    """`owner` or `public`."""
    if not getattr(settings, "OWNER_ON_LOOPBACK", False):
        return "public"
    if _came_through_a_proxy(request):
        return "public"
    host = request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()
    return "owner" if host in _OWN_NAMES and _is_loopback(request.META.get("REMOTE_ADDR", "")) else "public"


def _came_through_a_proxy(request: HttpRequest) -> bool:
    """True where the request says so, or speaks HTTP/1.0, as proxies that say nothing of themselves do."""
    if request.META.get("SERVER_PROTOCOL") == "HTTP/1.0":
        return True
    return any(header in _PROXY_HEADERS or header.startswith(_FORWARDED) for header in request.META)


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
