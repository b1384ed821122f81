"""A partnership opened, named, taken out of use and back; and the stairsteps taken up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.apps.packages.actions import take_up_purposes
from groundswell.apps.partnerships.actions import (
    describe_partnership,
    open_partnership,
    restore_partnership,
    retire_partnership,
)
from groundswell.apps.people.actions.saving import Saved
from groundswell.apps.people.queries import NotAllowedError, may, require
from groundswell.core.permissions import Permission
from groundswell.web.presenters.partners.changing import change_sheet, new_sheet
from groundswell.web.presenters.partners.words import finding_words
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import not_found, see
from groundswell.web.views.partners.reading import drawn, opened
from groundswell.web.views.rooms import community_of

GET_POST = require_http_methods(["GET", "HEAD", "POST"])
_LONGEST = 20_000  # characters of a field that are looked at; what is longer than a name is refused, not cut


@GET_POST
def new(request: HttpRequest, community_id: str) -> HttpResponse:
    """Name a partner: one that is kept, or a new organization by its name alone."""
    page = opened(request, community_id)
    if not page.may_open:
        raise NotAllowedError(Permission.CHANGE_OWN_PARTNERSHIPS, page.community)
    sent = request.POST if request.method == "POST" else request.GET
    typed = {
        name: sent.get(name, "")[:_LONGEST].strip() for name in ("organization", "partner", "partner_name", "name")
    }
    if request.method != "POST":
        return drawn(request, "new.html", new_sheet(page, request.path, typed))
    done = open_partnership(
        community_id=community_id, organization_id=typed["organization"], partner_id=typed["partner"],
        partner_name=typed["partner_name"], name=typed["name"], by=reader_of(request),
    )  # fmt: skip
    if not done.is_done:
        return drawn(request, "new.html", new_sheet(page, request.path, typed, done.findings), 422)
    speaks = typed["organization"] in page.viewer.organizations
    messages.success(request, gettext("The partnership is named. Now say how it is.") if speaks else gettext("Saved."))
    return see(reverse("answer-partnership" if speaks else "partnership", args=[community_id, done.id]))


@GET_POST
def change(request: HttpRequest, community_id: str, partnership_id: str) -> HttpResponse:
    """The name and the purpose of a partnership; out of use, and back."""
    page = opened(request, community_id)
    keeps = may(reader_of(request), Permission.CHANGE_ORGANIZATIONS, page.community)
    sheet = change_sheet(page, partnership_id, request.path, keeps_organizations=keeps)
    if sheet is None:
        raise not_found()
    if not sheet.may_change:
        raise NotAllowedError(Permission.CHANGE_OWN_PARTNERSHIPS, page.community)
    if request.method != "POST":
        return drawn(request, "change.html", sheet)
    done = _changed(request, community_id, partnership_id)
    if not done.is_done:
        typed = {name: request.POST.get(name, "")[:_LONGEST] for name in ("name", "purpose")}
        again = change_sheet(page, partnership_id, request.path, typed, done.findings, keeps_organizations=keeps)
        return drawn(request, "change.html", again, 422)
    messages.success(request, gettext("Saved.") if done.is_changed else gettext("Nothing was different."))
    is_gone = request.POST.get("do") == "retire"
    return see(reverse("partners", args=[community_id]) if is_gone else
                reverse("partnership", args=[community_id, partnership_id]))  # fmt: skip


def _changed(request: HttpRequest, community_id: str, partnership_id: str) -> Saved:
    by = reader_of(request)
    if request.POST.get("do") == "retire":
        return retire_partnership(community_id=community_id, partnership_id=partnership_id, by=by)
    if request.POST.get("do") == "restore":
        return restore_partnership(community_id=community_id, partnership_id=partnership_id, by=by)
    name, purpose = request.POST.get("name", "")[:_LONGEST], request.POST.get("purpose", "")[:100]
    return describe_partnership(
        community_id=community_id, partnership_id=partnership_id, name=name, purpose_id=purpose, by=by
    )


@require_POST
def take_up(request: HttpRequest, community_id: str) -> HttpResponse:
    """Keep the proposed stairsteps, from then on the community's own."""
    community = community_of(request, community_id)
    require(reader_of(request), Permission.CHANGE_PARTNERSHIPS, community)
    done = take_up_purposes(community_id=community_id, by=reader_of(request))
    if done.is_done:
        messages.success(request, gettext("The steps are yours now: rename, retire and add to them at the desk."))
    for finding in done.findings:
        messages.warning(request, finding_words(finding))
    return see(f"{reverse('partners', args=[community_id])}#purposes")
