"""Reach and overlap: what programs come to together. What is shown depends on who asks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.apps.scorecards.queries.participation import overlap_page, reach_page
from groundswell.web.presenters.participation.overlap import overlap_sheet
from groundswell.web.presenters.participation.reach import reach_sheet
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found, page_etag, unchanged
from groundswell.web.views.rooms import community_of


@require_safe
def reach(request: HttpRequest, community_id: str) -> HttpResponse:
    """People served of those who live here; `?period=` chooses when, `?indicator=` the need beside it."""
    community = community_of(request, community_id)
    etag = page_etag(request, community.data_version)
    if same := unchanged(request, etag):
        return same
    asked = {name: request.GET.get(name, "") for name in ("period", "indicator")}
    found = reach_page(community_id, reader=reader_of(request), **asked)
    if found is None:
        raise not_found()
    return answer(request, "pages/participation/reach.html", reach_sheet(found, request.path, **asked), etag)


@require_safe
def overlap(request: HttpRequest, community_id: str) -> HttpResponse:
    """Who is served by which programs together; `?period=` chooses when."""
    community = community_of(request, community_id)
    etag = page_etag(request, community.data_version)
    if same := unchanged(request, etag):
        return same
    period = request.GET.get("period", "")
    found = overlap_page(community_id, reader=reader_of(request), period=period)
    if found is None:
        raise not_found()
    sheet = overlap_sheet(found, request.path, period=period)
    return answer(request, "pages/participation/overlap.html", sheet, etag)
