"""The way in: e-mail and password, a passkey, or the provider that this installation trusts."""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.account.views import login, logout
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from groundswell.web.security import POLICY


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page. Its form for the provider is answered from the provider's own host, which is allowed here."""
    response = login(request)
    if origin := _origin_of_provider():
        allowed = POLICY.replace("form-action 'self'", f"form-action 'self' {origin}")
        response.headers["Content-Security-Policy"] = allowed
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Asks whether to, then does. The browser forgets what it kept of the pages that were read."""
    response = logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_safe
def by_invitation(request: HttpRequest) -> HttpResponse:
    """There is no sign-up; the page says how people come to an account."""
    return render(request, "account/signup_closed.html")


def _origin_of_provider() -> str:
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    if not apps:
        return ""
    parts = urlsplit(apps[0]["settings"]["server_url"])
    return f"{parts.scheme}://{parts.netloc}"
