"""Data and sources of a community."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.apps.scorecards.queries import data_page
from groundswell.web.presenters.data import data_sheet
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found, page_etag, unchanged


@require_safe
def data(request: HttpRequest, community_id: str) -> HttpResponse:
    """Data and sources of a community."""
    found = data_page(community_id, reader=reader_of(request))
    if found is None:
        raise not_found()
    etag = page_etag(request, found.community.data_version)
    page = "pages/data.html"
    return unchanged(request, etag) or answer(request, page, data_sheet(found, request.path), etag)
