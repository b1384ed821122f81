"""Taking up an invitation. The address in the letter is left at once: its secret stands in no page's address."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from groundswell.apps.people.actions.invitations import accept_invitation
from groundswell.apps.people.actions.rows import RefusalError
from groundswell.apps.people.models import Invitation
from groundswell.apps.people.queries import PUBLIC
from groundswell.apps.people.queries.accounts import invitation_of
from groundswell.core.roles import ROLES, Role
from groundswell.web.forms.accounts import AccountForm, take_findings
from groundswell.web.reader import reader_of

HELD = "groundswell.invitation"  # where the session keeps the secret


@require_safe
@never_cache
def open_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Remember the secret in the session, and go where it does not stand in the address."""
    if invitation_of(secret) is not None:
        request.session[HELD] = secret
    elif request.session.get(HELD):
        del request.session[HELD]  # nothing is kept for whoever tries addresses
    answer = redirect("invitation")
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest) -> HttpResponse:
    """What is offered; whoever signed in accepts with one button, others make an account or sign in first."""
    secret = str(request.session.get(HELD, ""))
    offered = invitation_of(secret)
    if offered is None:
        return render(request, "accounts/invitation_closed.html", {"page": {}}, status=404)
    reader = reader_of(request)
    sent = request.POST if request.method == "POST" else None
    form = AccountForm(sent, initial={"email": offered.email, "name": offered.name}, email=offered.email)
    if request.method == "POST" and (reader.is_signed_in or form.is_valid()):
        facts = {} if reader.is_signed_in else {key: form.cleaned_data[key] for key in ("name", "password")}
        try:
            person = accept_invitation(secret=secret, by=reader if reader.is_signed_in else PUBLIC, **facts)
        except RefusalError as refusal:
            take_findings(form, refusal.findings)
        else:
            del request.session[HELD]
            home = _home(offered)
            return redirect(home) if reader.is_signed_in else perform_login(request, person, redirect_url=home)
    status = 400 if request.method == "POST" else 200
    return render(request, "accounts/invitation.html", {"page": _offer(offered, form, request)}, status=status)


def _home(offered: Invitation) -> str:
    return f"/{offered.community.public_id}/"


def _offer(offered: Invitation, form: AccountForm, request: HttpRequest) -> dict[str, object]:
    role = ROLES[Role(offered.role)]
    organization = offered.organization
    return {
        "community": str(offered.community),
        "role": gettext(role.name),
        "sentence": gettext(role.sentence),
        "organization": (organization.name or organization.public_id) if organization else "",
        "email": offered.email,
        "expires": offered.expires,
        "form": form,
        "person": reader_of(request).person,
    }
