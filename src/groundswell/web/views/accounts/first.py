"""The page that opens once: the account of whoever runs the installation, for whoever reads the machine's console."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from groundswell.apps.people.actions.first_administrator import open_first_account, opens_first_account
from groundswell.apps.people.actions.rows import RefusalError
from groundswell.web.forms.accounts import AccountForm, take_findings
from groundswell.web.views.answers import not_found

HELD = "groundswell.first-account"  # where the session keeps the secret


@require_safe
@never_cache
def open_first(request: HttpRequest, secret: str) -> HttpResponse:
    """Remember the secret in the session, and go where it does not stand in the address."""
    if not opens_first_account(secret, settings.HOME):
        raise not_found()
    request.session[HELD] = secret
    answer = redirect("first_account")
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password")
def first(request: HttpRequest) -> HttpResponse:
    """An address, a name, a password; then the installation has somebody who runs it."""
    secret = str(request.session.get(HELD, ""))
    if not opens_first_account(secret, settings.HOME):
        raise not_found()
    form = AccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        facts = {key: form.cleaned_data[key] for key in ("email", "name", "password")}
        try:
            person = open_first_account(secret=secret, home=settings.HOME, **facts)
        except RefusalError as refusal:
            take_findings(form, refusal.findings)
        else:
            del request.session[HELD]
            return perform_login(request, person, redirect_url=reverse("administration"))
    status = 400 if request.method == "POST" else 200
    return render(request, "accounts/first.html", {"page": {"form": form}}, status=status)
