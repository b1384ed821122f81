"""Running the installation: communities made and put into hands, accounts closed, emergency access, its own log.

Who runs the installation sees which communities there are and who keeps them, and nothing within them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.apps.packages.actions import make_community
from groundswell.apps.people.actions import (
    RefusalError,
    appoint_first_steward,
    end_emergency_access,
    open_emergency_access,
    record_read,
    restore_community,
    retire_community,
)
from groundswell.apps.people.actions.accounts import deactivate_person, reactivate_person
from groundswell.apps.people.models import Community, Person
from groundswell.apps.people.queries import (
    emergency_accesses,
    lasting_stewards,
    left_without_steward,
    may,
    require_administrator,
    stewards_of,
)
from groundswell.core.permissions import Permission
from groundswell.exchange.package.cells import id_made_from
from groundswell.web.forms.people import CommunityForm, EmergencyForm, StewardForm
from groundswell.web.presenters.administration import (
    OneCommunityPage,
    account_row,
    administration_page,
    community_row,
)
from groundswell.web.presenters.audit import emergency_row
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found
from groundswell.web.views.audit import exported, page_of
from groundswell.web.views.rooms import done_or_refused, said

View = Callable[..., HttpResponse]
MOST_PEOPLE = 500


def for_administrators(view: View) -> View:
    """A page for whoever runs the installation, kept by no browser."""

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_administrator(reader_of(request))
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@for_administrators
def administration(request: HttpRequest) -> HttpResponse:
    """Communities by name, and what is open in an emergency."""
    communities = list(Community.objects.order_by("name", "public_id"))
    opened = emergency_accesses().filter(ends__gt=timezone.now())
    page = administration_page(communities, stewards_of(communities), opened)
    return said(answer(request, "pages/people/administration.html", page), 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def new_community(request: HttpRequest) -> HttpResponse:
    """A form, and the community that comes of it."""
    form = CommunityForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.text(name) for name in ("community_id", "name", "purpose", "steward")}
        facts["community_id"] = facts["community_id"] or id_made_from(facts["name"])
        try:
            made = make_community(**facts, by=reader_of(request))
        except RefusalError as refusal:
            form.take(refusal.findings)
        else:
            messages.success(request, gettext("The community is made; nobody but its steward sees it yet."))
            return redirect("administer_community", made.public_id)
    status = 422 if form.errors else 200
    return said(answer(request, "pages/people/new_community.html", {"form": form}), status)


@require_safe
@for_administrators
def community(request: HttpRequest, community_id: str) -> HttpResponse:
    """Whose hands a community is in, and the door for an emergency."""
    return _community(request, community_id)


def _community(
    request: HttpRequest,
    community_id: str,
    *,
    steward_form: StewardForm | None = None,
    emergency_form: EmergencyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = Community.objects.filter(public_id=community_id).first()
    if found is None:
        raise not_found()
    actor = reader_of(request)
    person = actor.person
    mine = emergency_accesses(found).filter(person=person, ends__gt=timezone.now()).first()
    desk = reverse("desk", args=[found.public_id])
    page = OneCommunityPage(
        row=community_row(found, stewards_of([found]).get(found.pk, [])),
        has_steward=lasting_stewards(found).exists(),
        steward_form=steward_form or StewardForm(),
        emergency_form=emergency_form or EmergencyForm(),
        open_access=emergency_row(mine) if mine else None,
        open_address=reverse("community", args=[found.public_id]),
        desk_address=desk if may(actor, Permission.READ_HISTORY, found) and not found.retired else "",
    )
    return said(answer(request, "pages/people/administer_community.html", page), status)


@require_POST
@for_administrators
def steward(request: HttpRequest, community_id: str) -> HttpResponse:
    """A community without a steward gets one."""
    form = StewardForm(request.POST)
    if form.is_valid():
        actor = reader_of(request)
        email = form.text("email") or (actor.person.email if actor.person else "")
        try:
            appoint_first_steward(community_id=community_id, email=email, by=actor)
        except RefusalError as refusal:
            form.take(refusal.findings)
        else:
            messages.success(request, gettext("The community has a steward."))
            return redirect("administer_community", community_id)
    return _community(request, community_id, steward_form=form, status=422)


@require_POST
@for_administrators
def emergency(request: HttpRequest, community_id: str) -> HttpResponse:
    """The door opens, for hours, and its stewards are told."""
    form = EmergencyForm(request.POST)
    if form.is_valid():
        try:
            open_emergency_access(
                community_id=community_id,
                reason=form.text("reason"),
                hours=form.cleaned_data["hours"],
                by=reader_of(request),
            )
        except RefusalError as refusal:
            form.take(refusal.findings)
        else:
            messages.success(request, gettext("You may read the community now. Its stewards are told."))
            return redirect("administer_community", community_id)
    return _community(request, community_id, emergency_form=form, status=422)


@require_POST
@for_administrators
def end_emergency(request: HttpRequest, community_id: str, access_id: UUID) -> HttpResponse:
    """The door closes before its time."""
    if not emergency_accesses().filter(pk=access_id, community__public_id=community_id).exists():
        raise not_found()
    end_emergency_access(access_id=access_id, by=reader_of(request))
    messages.success(request, gettext("The emergency access has ended."))
    return redirect("administer_community", community_id)


@require_POST
@for_administrators
def retire(request: HttpRequest, community_id: str) -> HttpResponse:
    """A community is taken from view."""
    return _done(request, community_id, retire_community, gettext("The community is retired; nothing of it is lost."))


@require_POST
@for_administrators
def restore(request: HttpRequest, community_id: str) -> HttpResponse:
    """A community is brought back, as private."""
    return _done(request, community_id, restore_community, gettext("The community is back, and private."))


def _done(request: HttpRequest, community_id: str, action: Callable[..., Any], words: str) -> HttpResponse:
    if not Community.objects.filter(public_id=community_id).exists():
        raise not_found()
    done_or_refused(request, words, action, community_id=community_id)
    return redirect("administer_community", community_id)


@require_safe
@for_administrators
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody with an account; that the list was read is recorded."""
    reader = reader_of(request)
    people = list(Person.objects.order_by("-is_active", "name", "email")[:MOST_PEOPLE])
    record_read(community_id="", action="read_people", by=reader, details={"people": len(people)})
    rows = [account_row(person, reader.person) for person in people]
    return said(answer(request, "pages/people/accounts.html", {"rows": rows}), 200)


@require_POST
@for_administrators
def close_account(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """An account is closed: its sessions and tokens end at once."""
    response = _account(request, person_id, deactivate_person, gettext("The account is closed."))
    person = Person.objects.filter(pk=person_id, is_active=False).first()
    if person is not None and (left := left_without_steward(person)):
        words = gettext("Nobody keeps %(communities)s now. Put each into somebody's hands on its page here.")
        messages.warning(request, words % {"communities": ", ".join(one.name or one.public_id for one in left)})
    return response


@require_POST
@for_administrators
def open_account(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A closed account is opened again."""
    return _account(request, person_id, reactivate_person, gettext("The account is open again."))


def _account(request: HttpRequest, person_id: UUID, action: Callable[..., Any], words: str) -> HttpResponse:
    done_or_refused(request, words, action, person_id=person_id)
    return redirect("administer_people")


@require_safe
@for_administrators
def log(request: HttpRequest) -> HttpResponse:
    """What was done to the installation itself."""
    return said(answer(request, "pages/people/audit_log.html", page_of(request, "", None)), 200)


@require_safe
@for_administrators
def log_export(request: HttpRequest, form: str) -> HttpResponse:
    """The same for a spreadsheet or a program."""
    return exported(request, "", form, "installation-audit-log")
