"""Partnerships to read: all of them, one organization's worksheet, one partnership with both its sides.

What is drawn is what this reader may read; no page of it is kept by a browser or by a cache.
"""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from groundswell.apps.partnerships.queries import PartnershipFacts, PartnersPage, partners_page, partnership_page
from groundswell.web.presenters.partners.overview import partners_sheet
from groundswell.web.presenters.partners.partnership import partnership_sheet
from groundswell.web.presenters.partners.worksheet import worksheet_sheet
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import not_found
from groundswell.web.views.rooms import community_of, said


@require_safe
def partners(request: HttpRequest, community_id: str) -> HttpResponse:
    """All partnerships that this reader may know of, and what waits for an answer."""
    page = opened(request, community_id)
    return drawn(request, "overview.html", partners_sheet(page, request.path))


@require_safe
def worksheet(request: HttpRequest, community_id: str, organization_id: str) -> HttpResponse:
    """One organization's worksheet; `?on=` as it stood on a day, `?levels=all` with the three outer levels.

    `?answers=all` shows what was said before, too.
    """
    on = day_of(request)
    page = opened(request, community_id, on)
    if organization_id not in page.names:
        raise not_found()
    outer, every = (request.GET.get(name) == "all" for name in ("levels", "answers"))
    sheet = worksheet_sheet(page, organization_id, request.path, outer=outer, on=on, every=every)
    return drawn(request, "worksheet.html", sheet)


@require_safe
def partnership(request: HttpRequest, community_id: str, partnership_id: str) -> HttpResponse:
    """One partnership; `?on=` as it stood on a day."""
    on = day_of(request)
    page, facts = one_of(request, community_id, partnership_id, on)
    return drawn(request, "partnership.html", partnership_sheet(page, facts, request.path, on=on))


def opened(request: HttpRequest, community_id: str, on: date | None = None) -> PartnersPage:
    """The partnerships of a community for this reader; 404 where it is not theirs to open."""
    community_of(request, community_id)
    page = partners_page(community_id, reader=reader_of(request), on=on)
    if page is None:
        raise not_found()
    return page


def one_of(
    request: HttpRequest, community_id: str, partnership_id: str, on: date | None = None
) -> tuple[PartnersPage, PartnershipFacts]:
    """One partnership that this reader may know of; 404 where there is none."""
    community_of(request, community_id)
    found = partnership_page(community_id, partnership_id, reader=reader_of(request), on=on)
    if found is None:
        raise not_found()
    return found


def day_of(request: HttpRequest) -> date | None:
    """The day that is asked for; None for today, and for what is no day."""
    try:
        return date.fromisoformat(request.GET.get("on", "")[:10])
    except ValueError:
        return None


def drawn(request: HttpRequest, template: str, sheet: object, status: int = 200) -> HttpResponse:
    """The page, kept by nobody: it shows what one person may read or typed."""
    return said(render(request, f"pages/partners/{template}", {"page": sheet, "base": "base.html"}), status)
