"""The systems scan: which institution gives which service to which ages, where, for how many, and where nobody does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.apps.people.queries import may
from groundswell.apps.scorecards.queries.agenda.scan import ScanAsked, scan_page
from groundswell.core.permissions import Permission
from groundswell.web.presenters.systems_scan import EVERYONE, scan_sheet
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found, page_etag, unchanged
from groundswell.web.views.rooms import community_of


@require_safe
def scan(request: HttpRequest, community_id: str) -> HttpResponse:
    """The whole scan; `?ages=` and `?organization=` choose lines, `?group=` the people beside them; `?rows=` and
    `?columns=` say what stands where."""
    community, reader = community_of(request, community_id), reader_of(request)
    etag = page_etag(request, community.data_version)
    if same := unchanged(request, etag):
        return same
    group = request.GET.get("group", "")[:64]
    asked = ScanAsked(
        ages=request.GET.get("ages", "")[:40],
        organization_id=request.GET.get("organization", "")[:64],
        group_id="" if group == EVERYONE else group or None,
        rows=request.GET.get("rows", "")[:20],
        columns=request.GET.get("columns", "")[:20],
    )
    page = scan_page(community_id, asked, reader=reader)
    if page is None:
        raise not_found()
    sheet = scan_sheet(page, request.path, may_change=may(reader, Permission.CHANGE_SCAN, community))
    return answer(request, "pages/agenda/systems_scan.html", sheet, etag)
