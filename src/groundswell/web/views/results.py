"""The scorecard of one result."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.apps.scorecards.queries import result_scorecard
from groundswell.web.presenters.results import scorecard
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found, page_etag, unchanged


@require_safe
def result(request: HttpRequest, community_id: str, result_id: str) -> HttpResponse:
    """The scorecard of one result."""
    found = result_scorecard(community_id, result_id, reader=reader_of(request))
    if found is None:
        raise not_found()
    etag = page_etag(request, found.community.data_version)
    page = "pages/result.html"
    return unchanged(request, etag) or answer(request, page, scorecard(found, request.path), etag)
