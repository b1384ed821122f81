"""Networks of providers: the list, and one of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from groundswell.apps.scorecards.queries.partnerships.networks import network_list, network_page
from groundswell.web.presenters.partners.networks import network_sheet, networks_sheet
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found
from groundswell.web.views.rooms import community_of


@require_safe
def networks(request: HttpRequest, community_id: str) -> HttpResponse:
    """The networks of a community, and how far each acts as one system."""
    community_of(request, community_id)
    found = network_list(community_id, reader=reader_of(request))
    if found is None:
        raise not_found()
    return answer(request, "pages/partners/provider_networks.html", networks_sheet(found, request.path))


@require_safe
def network(request: HttpRequest, community_id: str, network_id: str) -> HttpResponse:
    """One network: its members, what makes it one system, its joint measures and reach, who speaks for it."""
    community_of(request, community_id)
    found = network_page(community_id, network_id, reader=reader_of(request), on=timezone.localdate())
    if found is None:
        raise not_found()
    return answer(request, "pages/partners/provider_network.html", network_sheet(found, request.path))
