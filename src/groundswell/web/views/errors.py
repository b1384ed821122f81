"""Pages for what went wrong, in the same dress: what happened, and where to go from here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from groundswell.apps.people.queries import NotAllowedError
from groundswell.web.presenters.permissions import refusal


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or none for this reader; the words do not say which."""
    return render(request, "pages/404.html", {"base": "base.html", "page": {}}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; nothing was changed."""
    # The head of the page asks the database who is signed in; it may be what failed.
    context = {"base": "base.html", "page": {}, "masthead": {"around": None}}
    return render(request, "pages/500.html", context, status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a request that no page of ours makes."""
    return render(request, "pages/400.html", {"base": "base.html", "page": {}}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the page is there, and not for this reader; it says what was asked and which roles may."""
    page = refusal(exception) if isinstance(exception, NotAllowedError) else {}
    response = render(request, "pages/403.html", {"base": "base.html", "page": page}, status=403)
    response.headers["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["Cookie"])
    return response


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that does not carry the secret of the page it stood on; nothing was changed."""
    response = render(request, "pages/forged.html", {"base": "base.html", "page": {}}, status=403)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def not_that_way(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: the page is there, and does not take what was sent; nothing was changed."""
    response = render(request, "pages/405.html", {"base": "base.html", "page": {}}, status=405)
    response.headers["Allow"] = allowed
    return response
