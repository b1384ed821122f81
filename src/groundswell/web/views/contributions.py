"""What programs could add up to: the list, an indicator's page, and keeping what was modelled for a later year."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, may, may_for_any_organization
from groundswell.apps.scorecards.queries.contributions.pages import contribution_page, linked_indicators
from groundswell.core.permissions import Permission
from groundswell.web.presenters.contributions.listing import contributions_sheet
from groundswell.web.presenters.contributions.pages import contribution_sheet
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
    sheet = contributions_sheet(found, request.path, may_link=_may_link(reader, community))
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
        may_link=_may_link(reader, community),
        may_keep=may(reader, Permission.CHANGE_CONTRIBUTIONS, community),
    )
    return answer(request, "pages/contributions/contribution.html", sheet, etag)


def _may_link(reader: Actor, community: Community) -> bool:
    """True for who may link some program: any, or those of an organization of theirs."""
    wanted = (Permission.CHANGE_CONTRIBUTIONS, Permission.CHANGE_OWN_CONTRIBUTIONS)
    return any(may_for_any_organization(reader, permission, community) for permission in wanted)
