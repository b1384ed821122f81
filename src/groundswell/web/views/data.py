"""Data and sources of a community."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.apps.people.queries import Actor
from groundswell.apps.scorecards.queries import data_page
from groundswell.web.middles import page_of_community
from groundswell.web.presenters.data import DataSheet, data_sheet


@require_safe
def data(request: HttpRequest, community_id: str) -> HttpResponse:
    """Data and sources of a community."""

    def present(reader: Actor) -> DataSheet | None:
        found = data_page(community_id, reader=reader)
        return data_sheet(found, request.path) if found else None

    return page_of_community(request, community_id, "pages/data.html", present)
