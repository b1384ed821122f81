"""One's own access tokens: made, shown once, revoked."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.apps.people.actions import RefusalError, make_token, revoke_token
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import not_retired, tokens_in_use
from groundswell.web.forms.people import TokenForm
from groundswell.web.presenters.people import day_of
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer
from groundswell.web.views.rooms import done_or_refused, said


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens in use; a form sent here makes one, and its secret is on the page that answers, and never again."""
    if request.method != "POST":
        return _page(request, _form(request))
    form = _form(request, sent=True)
    if form.is_valid():
        try:
            _, secret = make_token(
                name=form.text("name"),
                community_id=form.text("community_id"),
                may_write=form.text("may_write") == "yes",
                days=int(form.text("days")),
                by=reader_of(request),
            )
        except RefusalError as refusal:
            form.take(refusal.findings)
        else:
            return _page(request, _form(request), secret=secret, status=201)
    return _page(request, form, status=422)


@require_POST
@never_cache
@login_required
def revoke(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """A token speaks for nobody from now on."""
    done_or_refused(request, gettext("The token is revoked."), revoke_token, token_id=token_id)
    return redirect("tokens")


def _form(request: HttpRequest, *, sent: bool = False) -> TokenForm:
    held = {holding.community for holding in reader_of(request).holdings if not holding.is_emergency}
    communities = not_retired(Community.objects.filter(pk__in=held)).order_by("name")
    return TokenForm(request.POST if sent else None, communities=communities.values_list("public_id", "name"))


def _page(request: HttpRequest, form: TokenForm, *, secret: str = "", status: int = 200) -> HttpResponse:
    person = reader_of(request).person
    assert person is not None
    rows = [
        {
            "id": token.pk,
            "name": token.name,
            "hint": token.hint,
            "where": token.community.name if token.community else "",
            "may_write": token.may_write,
            "made": day_of(token.made),
            "expires": day_of(token.expires),
            "used": token.used,
        }
        for token in tokens_in_use(person)
    ]
    page = {"form": form, "rows": rows, "secret": secret}
    return said(answer(request, "pages/people/tokens.html", page), status)
