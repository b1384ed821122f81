"""One indicator, at one place and for one group."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.apps.scorecards.queries import indicator_page
from groundswell.web.presenters.indicators import indicator_sheet
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found, page_etag, unchanged


@require_safe
def indicator(request: HttpRequest, community_id: str, indicator_id: str) -> HttpResponse:
    """The indicator's page; `?place=` and `?group=` choose of whom it speaks."""
    found = indicator_page(
        community_id,
        indicator_id,
        place_id=request.GET.get("place", ""),
        group_id=request.GET.get("group", ""),
        reader=reader_of(request),
    )
    if found is None:
        raise not_found()
    etag = page_etag(request, found.community.data_version)
    page = "pages/indicator.html"
    return unchanged(request, etag) or answer(request, page, indicator_sheet(found, request.path), etag)
