"""Who represents whom: the page of mandates."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from groundswell.apps.scorecards.queries.partnerships.mandates import mandates_page
from groundswell.web.presenters.partners.mandates import day_asked, mandates_sheet
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found
from groundswell.web.views.rooms import community_of

_LONGEST = 40  # characters of a day that somebody typed


@require_safe
def mandates(request: HttpRequest, community_id: str) -> HttpResponse:
    """Who sits at which table for whom, and how far it goes; `?on=` chooses the day."""
    community_of(request, community_id)
    asked = request.GET.get("on", "").strip()[:_LONGEST]
    day, problem = day_asked(asked, timezone.localdate())
    found = mandates_page(community_id, reader=reader_of(request), on=day)
    if found is None:
        raise not_found()
    sheet = mandates_sheet(found, request.path, asked=asked, problem=problem)
    return answer(request, "pages/partners/mandates.html", sheet)
