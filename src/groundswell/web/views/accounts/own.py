"""One's own account: name, address, how one signs in, where one is signed in, and which roles one holds."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from groundswell.apps.people.actions.accounts import change_own_name, change_own_reminders
from groundswell.apps.people.actions.rows import RefusalError
from groundswell.apps.people.models import Person
from groundswell.apps.people.queries.accounts import roles_held
from groundswell.web.forms.accounts import NameForm, take_findings
from groundswell.web.reader import reader_of


@require_safe
@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Everything about one's own account on one page."""
    return _page(request, NameForm(initial={"name": _person(request).name}))


@require_POST
@never_cache
@login_required
def name(request: HttpRequest) -> HttpResponse:
    """A new name."""
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            change_own_name(name=form.cleaned_data["name"], by=reader_of(request))
        except RefusalError as refusal:
            take_findings(form, refusal.findings)
        else:
            messages.success(request, gettext("Your name is changed."))
            return redirect("account")
    return _page(request, form, status=400)


@require_POST
@never_cache
@login_required
def reminders(request: HttpRequest) -> HttpResponse:
    """Letters about what one's organizations promised, wanted or not."""
    is_wanted = request.POST.get("wanted") == "true"
    change_own_reminders(wanted=is_wanted, by=reader_of(request))
    said = gettext("You will be reminded again.") if is_wanted else gettext("You will get no more reminders.")
    messages.success(request, said)
    return redirect("account")


def _page(request: HttpRequest, form: NameForm, status: int = 200) -> HttpResponse:
    person = _person(request)
    kinds = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    page = {
        "person": person,
        "form": form,
        "roles": roles_held(person),
        "new_address": EmailAddress.objects.filter(user=person, verified=False).first(),
        "keys": kinds.count(Authenticator.Type.WEBAUTHN),
        "has_app": Authenticator.Type.TOTP in kinds,
        "sessions": UserSession.objects.filter(user=person).count(),
    }
    return render(request, "accounts/account.html", {"page": page}, status=status)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
