"""Who takes part in a community: the list, roles given and ended, people invited. Every look at it is recorded."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.apps.people.actions import RefusalError, end_role, give_role, record_read
from groundswell.apps.people.actions.invitations import invite_person, roles_to_offer, withdraw_invitation
from groundswell.apps.people.models import HELD_ROLES, Community
from groundswell.apps.people.queries import (
    Actor,
    NotAllowedError,
    Part,
    may,
    may_for_any_organization,
    offers_in,
    organization_names,
    parts_in,
    require,
)
from groundswell.core.permissions import Permission
from groundswell.core.roles import Role
from groundswell.exchange.writers.csv_export import csv_text
from groundswell.web.entrance.mail import CONSOLE
from groundswell.web.forms.people import InvitationForm, RoleForm
from groundswell.web.presenters.people import invitations_page, people_page
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer
from groundswell.web.views.rooms import community_of, done_or_refused, said

READ_OR_SEND = ("GET", "HEAD", "POST")


@require_http_methods(READ_OR_SEND)
@never_cache
def people(request: HttpRequest, community_id: str) -> HttpResponse:
    """Everybody who takes part; a form sent here gives a role."""
    community, reader = community_of(request, community_id), reader_of(request)
    if request.method == "POST":
        require(reader, Permission.GIVE_ROLES, community)
        form = _role_form(community, reader, request)
        if form.is_valid():
            try:
                give_role(
                    community_id=community_id,
                    person_id=form.text("person_id"),
                    role=form.text("role"),
                    organization_id=form.text("organization_id"),
                    until=form.end(),
                    by=reader,
                )
            except RefusalError as refusal:
                form.take(refusal.findings)
            else:
                messages.success(request, gettext("The role is given."))
                return redirect("people", community_id)
        return _people(request, community, form, status=422)
    return _people(request, community, None)


def _people(request: HttpRequest, community: Community, form: RoleForm | None, status: int = 200) -> HttpResponse:
    reader = reader_of(request)
    parts = _parts_recorded(community, reader, "read_people")
    if form is None and may(reader, Permission.GIVE_ROLES, community):
        form = _role_form(community, reader)
    may_invite = _may_invite(community, reader)
    page = people_page(community, parts, form=form, may_invite=may_invite)
    return said(answer(request, "pages/people/people.html", page), status)


def _parts_recorded(community: Community, reader: Actor, action: str) -> tuple[Part, ...]:
    """The list, once it is written down that it is read."""
    require(reader, Permission.READ_PEOPLE, community)
    parts = parts_in(community, reader=reader)
    details = {"people": len({part.person_id for part in parts}), "addresses": sum(bool(part.email) for part in parts)}
    record_read(community_id=community.public_id, action=action, by=reader, details=details)
    return parts


def _role_form(community: Community, reader: Actor, request: HttpRequest | None = None) -> RoleForm:
    known = {str(part.person_id): part.name or part.email for part in parts_in(community, reader=reader)}
    data = request.POST if request else None
    return RoleForm(data, people=known.items(), roles=HELD_ROLES, organizations=organization_names(community))


@require_safe
@never_cache
def people_csv(request: HttpRequest, community_id: str) -> HttpResponse:
    """The same list for a spreadsheet."""
    community, reader = community_of(request, community_id), reader_of(request)
    parts = _parts_recorded(community, reader, "export_people")
    headings = ("name", "email", "role", "organization_id", "organization", "since", "until")
    rows = [
        (
            *(part.name, part.email, str(part.role), part.organization_id, part.organization),
            *(part.since.isoformat(timespec="seconds"), part.until.isoformat(timespec="seconds") if part.until else ""),
        )
        for part in parts
    ]
    response = HttpResponse(csv_text(headings, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{community.public_id}-people.csv"'
    return response


@require_POST
@never_cache
def end(request: HttpRequest, community_id: str, appointment_id: UUID) -> HttpResponse:
    """A role ends now."""
    community_of(request, community_id)
    facts = {"community_id": community_id, "appointment_id": appointment_id}
    done_or_refused(request, gettext("The role has ended."), end_role, **facts)
    return redirect("people", community_id)


@require_http_methods(READ_OR_SEND)
@never_cache
def invitations(request: HttpRequest, community_id: str) -> HttpResponse:
    """Who is invited; a form sent here invites."""
    community, reader = community_of(request, community_id), reader_of(request)
    if not _may_invite(community, reader):
        raise NotAllowedError(Permission.INVITE_PEOPLE, community)
    if request.method == "POST":
        form = _invitation_form(community, reader, request)
        if form.is_valid():
            try:
                invite_person(
                    community_id=community_id,
                    email=form.text("email"),
                    name=form.text("name"),
                    role=form.text("role"),
                    organization_id=form.text("organization_id"),
                    days=form.cleaned_data["days"],
                    by=reader,
                )
            except RefusalError as refusal:
                form.take(refusal.findings)
            else:
                messages.success(request, _sent())
                return redirect("invitations", community_id)
        return _invitations(request, community, form, status=422)
    return _invitations(request, community, _invitation_form(community, reader))


def _sent() -> str:
    """Where the letter went: the console is read by whoever keeps the machine, and by nobody else."""
    if settings.EMAIL_BACKEND == CONSOLE:
        return gettext(
            "The invitation is made. This installation sends no mail yet: its letter stands on the console of the "
            "server, for whoever keeps the machine to pass on."
        )
    return gettext("The invitation is on its way.")


def _invitations(request: HttpRequest, community: Community, form: InvitationForm, status: int = 200) -> HttpResponse:
    reader = reader_of(request)
    offers = offers_in(community, reader=reader)
    details = {"invitations": len(offers)}
    record_read(community_id=community.public_id, action="read_invitations", by=reader, details=details)
    return said(answer(request, "pages/people/invitations.html", invitations_page(community, offers, form)), status)


@require_POST
@never_cache
def withdraw(request: HttpRequest, community_id: str, invitation_id: UUID) -> HttpResponse:
    """An invitation is taken back."""
    community_of(request, community_id)
    facts = {"community_id": community_id, "invitation_id": invitation_id}
    done_or_refused(request, gettext("The invitation is withdrawn."), withdraw_invitation, **facts)
    return redirect("invitations", community_id)


def _may_invite(community: Community, reader: Actor) -> bool:
    anywhere = may(reader, Permission.INVITE_PEOPLE, community)
    return anywhere or may_for_any_organization(reader, Permission.INVITE_OWN_PEOPLE, community)


def _invitation_form(community: Community, reader: Actor, request: HttpRequest | None = None) -> InvitationForm:
    """With the roles and organizations that this reader may offer: all, or those of the own organization."""
    organizations = organization_names(community)
    own_only = not may(reader, Permission.INVITE_PEOPLE, community)
    if own_only:
        organizations = {
            each: name
            for each, name in organizations.items()
            if may(reader, Permission.INVITE_OWN_PEOPLE, community, organization_id=each)
        }
    offered: dict[Role, None] = {}
    for each in ("", *organizations):
        offered.update(dict.fromkeys(roles_to_offer(reader, community, each)))
    data = request.POST if request else None
    return InvitationForm(data, roles=offered, organizations=organizations, own_only=own_only)
