"""Pages for what went wrong, in the same dress: what happened, and where to go from here."""

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext

from groundswell.apps.people.queries import NotAllowedError
from groundswell.apps.people.queries.troubles import Trouble, trouble_of
from groundswell.engine.store import Fault, StoreError
from groundswell.web.presenters.permissions import refusal
from groundswell.web.reader import reader_of
from groundswell.web.views.typing import Typing, typing_of

AFTER_SIGNING_IN = "/accounts/"  # the same for every address, some of which take forms and show no page


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or none for this reader; the words do not say which. What was typed for it is not lost."""
    return _shut(request, "pages/404.html", {}, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; nothing was changed. 503 and 507: nobody's, but the database could not store it."""
    # The head of the page asks the database who is signed in; it may be what failed.
    context = {"base": "base.html", "page": {}, "masthead": {"around": None}}
    failure = sys.exc_info()[1]
    trouble = _of_the_store(failure) if isinstance(failure, StoreError) else trouble_of(failure)
    if trouble is None:
        return render(request, "pages/500.html", context, status=500)
    status = 507 if trouble is Trouble.FULL else 503
    response = render(
        request, "pages/503.html", {**context, "status": status, "words": _words_of(trouble)}, status=status
    )
    response.headers["Retry-After"] = "2" if trouble is Trouble.BUSY else "60"
    return response


def _of_the_store(failure: StoreError) -> Trouble | None:
    return {Fault.FULL: Trouble.FULL, Fault.DISK: Trouble.DISK}.get(failure.fault)


def _words_of(trouble: Trouble) -> str:
    if trouble is Trouble.BUSY:
        return gettext("Others are writing to this installation just now. Go back and try again in a moment.")
    if trouble is Trouble.FULL:
        return gettext("There is no space left on the disk of this installation. Tell whoever runs it, and try again.")
    return gettext("The disk of this installation cannot be written. Tell whoever runs it, and try again.")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a request that no page of ours makes."""
    return render(request, "pages/400.html", {"base": "base.html", "page": {}}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the page is there, and not for this reader; it says what was asked and which roles may."""
    page = refusal(exception) if isinstance(exception, NotAllowedError) else {}
    return _for_them_alone(_shut(request, "pages/403.html", page, 403))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that does not carry the secret of the page it stood on; nothing was changed."""
    return _given_back(request, "pages/forged.html", typing_of(request))


def _shut(request: HttpRequest, template: str, page: Any, status: int) -> HttpResponse:
    """A page that does not open to this reader, with what they typed for it; to who is signed out all are one page."""
    typing = typing_of(request)
    if typing and not reader_of(request).is_signed_in:
        return _signed_out(request, typing)
    response = render(request, template, {"base": "base.html", "page": page, "typing": typing}, status=status)
    return _for_them_alone(response) if typing else response


def _signed_out(request: HttpRequest, typing: Typing) -> HttpResponse:
    """403: the same for what is refused and for what is not there; nothing was changed, and what was typed is kept."""
    return _given_back(request, "pages/signed_out.html", typing)


def _given_back(request: HttpRequest, template: str, typing: Typing | None) -> HttpResponse:
    sign_in = "" if reader_of(request).is_signed_in else f"{reverse('account_login')}?next={AFTER_SIGNING_IN}"
    context: dict[str, Any] = {"base": "base.html", "page": {}, "typing": typing, "sign_in": sign_in}
    return _for_them_alone(render(request, template, context, status=403))


def _for_them_alone(response: HttpResponse) -> HttpResponse:
    """Kept by nobody on the way, and by no browser."""
    response.headers["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["Cookie"])
    return response


def not_that_way(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: the page is there, and does not take what was sent; nothing was changed."""
    response = render(request, "pages/405.html", {"base": "base.html", "page": {}}, status=405)
    response.headers["Allow"] = allowed
    return response
