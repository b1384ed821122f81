"""A community's front page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.apps.scorecards.queries import community_page
from groundswell.web.presenters.communities import community_home
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found, page_etag, unchanged


@require_safe
def community(request: HttpRequest, community_id: str) -> HttpResponse:
    """A community's front page."""
    found = community_page(community_id, reader=reader_of(request))
    if found is None:
        raise not_found()
    etag = page_etag(request, found.community.data_version)
    page = "pages/community.html"
    asked = {"query": request.GET.get("q", ""), "number": request.GET.get("page", "")}
    return unchanged(request, etag) or answer(request, page, community_home(found, request.path, **asked), etag)
