"""Pages for what went wrong, in the same dress: what happened, and where to go from here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or none for this reader; the words do not say which."""
    return render(request, "pages/404.html", {"base": "base.html", "page": {}}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; nothing was changed."""
    return render(request, "pages/500.html", {"base": "base.html", "page": {}}, status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a request that no page of ours makes."""
    return render(request, "pages/400.html", {"base": "base.html", "page": {}}, status=400)
