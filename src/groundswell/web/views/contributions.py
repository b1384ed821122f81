"""What programs could add up to: the list, an indicator's page, and keeping what was modelled for a later year."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from groundswell.apps.contributions.actions import keep_model
from groundswell.apps.people.queries import may, require
from groundswell.apps.scorecards.queries.contributions.asking import may_link_some
from groundswell.apps.scorecards.queries.contributions.inputs import indicator_in
from groundswell.apps.scorecards.queries.contributions.keeping import what_to_keep
from groundswell.apps.scorecards.queries.contributions.listing import linked_indicators
from groundswell.apps.scorecards.queries.contributions.pages import contribution_page
from groundswell.apps.scorecards.queries.partnerships.commitments import promised_toward
from groundswell.core.permissions import Permission
from groundswell.web.presenters.contributions.listing import contributions_sheet
from groundswell.web.presenters.contributions.pages import contribution_sheet
from groundswell.web.presenters.contributions.words import said_of
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found, page_etag, unchanged
from groundswell.web.views.rooms import community_of


@require_safe
def contributions(request: HttpRequest, community_id: str) -> HttpResponse:
    """The indicators to which programs are linked, and those that wait for it."""
    community = community_of(request, community_id)
    etag = page_etag(request, community.data_version)
    if same := unchanged(request, etag):
        return same
    reader = reader_of(request)
    found = linked_indicators(community_id, reader=reader)
    if found is None:
        raise not_found()
    sheet = contributions_sheet(found, request.path, may_link=may_link_some(reader, community))
    return answer(request, "pages/contributions/list.html", sheet, etag)


@require_safe
def contribution(request: HttpRequest, community_id: str, indicator_id: str) -> HttpResponse:
    """What the programs linked to an indicator could add up to; `?period=` and `?model=` choose."""
    community = community_of(request, community_id)
    etag = page_etag(request, community.data_version)
    reader = reader_of(request)
    asked = {name: request.GET.get(name, "") for name in ("period", "model")}
    found = contribution_page(community_id, indicator_id, reader=reader, **asked)
    if found is None:
        raise not_found()
    if same := unchanged(request, etag):
        return same
    sheet = contribution_sheet(
        found,
        request.path,
        **asked,
        may_link=may_link_some(reader, community),
        may_keep=may(reader, Permission.CHANGE_CONTRIBUTIONS, community),
        promised=promised_toward(community, indicator_id, reader=reader),
    )
    return answer(request, "pages/contributions/contribution.html", sheet, etag)


@require_POST
def keep(request: HttpRequest, community_id: str, indicator_id: str) -> HttpResponse:
    """Keep what is modelled now for its period, so that what happens can be set beside it one day."""
    community, reader = community_of(request, community_id), reader_of(request)
    if indicator_in(community, indicator_id) is None:
        raise not_found()
    require(reader, Permission.CHANGE_CONTRIBUTIONS, community)
    asked = {name: request.POST.get(name, "")[:40] for name in ("period", "model")}
    facts = what_to_keep(community_id, indicator_id, reader=reader, **asked)
    if facts is None:
        messages.error(request, gettext("Nothing is modelled here yet that could be kept."))
    else:
        saved = keep_model(community_id=community_id, indicator_id=indicator_id, by=reader, **facts)
        if saved.is_done and not saved.is_changed:
            messages.info(request, gettext("This model is kept already."))
        elif saved.is_done:
            messages.success(request, gettext("What was modelled is kept. It never changes."))
        for finding in saved.findings:
            messages.error(request, said_of(finding))
    chosen = {name: said for name, said in asked.items() if said}
    address = reverse("contribution", args=[community_id, indicator_id])
    return HttpResponseRedirect(f"{address}?{urlencode(chosen)}#kept" if chosen else f"{address}#kept")
