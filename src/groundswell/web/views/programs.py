"""Programs, their measures, and the measures they share. What is shown depends on who asks, so no page is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, may
from groundswell.apps.scorecards.queries.programs import (
    library_page,
    measure_page,
    program_list,
    program_page,
    shared_measure_page,
)
from groundswell.core.permissions import Permission
from groundswell.web.presenters.programs.measures import library_sheet, measure_sheet, shared_sheet
from groundswell.web.presenters.programs.pages import program_sheet, programs_sheet
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found, page_etag, unchanged
from groundswell.web.views.rooms import community_of


def _opened(request: HttpRequest, community_id: str) -> tuple[Actor, Community, str]:
    """Who asks, the community, and the ETag of whatever page it is for them."""
    community = community_of(request, community_id)
    return reader_of(request), community, page_etag(request, community.data_version)


def _drawn(request: HttpRequest, template: str, sheet: Any, etag: str) -> HttpResponse:
    return answer(request, f"pages/programs/{template}", sheet, etag)


@require_safe
def programs(request: HttpRequest, community_id: str) -> HttpResponse:
    """The programs that this reader may see."""
    reader, community, etag = _opened(request, community_id)
    if same := unchanged(request, etag):
        return same
    found = program_list(community_id, reader=reader)
    if found is None:
        raise not_found()
    may_compute = may(reader, Permission.SUBMIT_RECORDS, community)
    may_link = may(reader, Permission.LINK_PEOPLE, community)
    return _drawn(
        request, "programs.html", programs_sheet(found, request.path, may_compute=may_compute, may_link=may_link), etag
    )


@require_safe
def program(request: HttpRequest, community_id: str, program_id: str) -> HttpResponse:
    """A program with its four boxes; `?periods=` chooses the kind of period."""
    reader, community, etag = _opened(request, community_id)
    found = program_page(community_id, program_id, reader=reader, kind=request.GET.get("periods", ""))
    if found is None:
        raise not_found()
    if same := unchanged(request, etag):
        return same
    owner = found.program.organization_id
    sheet = program_sheet(
        found,
        request.path,
        may_report=_may(reader, community, owner, Permission.ENTER_VALUES, Permission.ENTER_OWN_VALUES),
        may_submit=_may(reader, community, owner, Permission.SUBMIT_RECORDS, Permission.SUBMIT_OWN_RECORDS),
    )
    return _drawn(request, "program.html", sheet, etag)


def _may(reader: Actor, community: Community, owner: str, *permissions: Permission) -> bool:
    return any(may(reader, permission, community, organization_id=owner) for permission in permissions)


@require_safe
def program_measure(request: HttpRequest, community_id: str, program_id: str, measure_id: str) -> HttpResponse:
    """One measure of a program; `?periods=` chooses the kind of period."""
    reader, _, etag = _opened(request, community_id)
    kind = request.GET.get("periods", "")
    found = measure_page(community_id, program_id, measure_id, reader=reader, kind=kind)
    if found is None:
        raise not_found()
    if same := unchanged(request, etag):
        return same
    return _drawn(request, "measure.html", measure_sheet(found, request.path), etag)


@require_safe
def measures(request: HttpRequest, community_id: str) -> HttpResponse:
    """The shared library."""
    reader, _, etag = _opened(request, community_id)
    if same := unchanged(request, etag):
        return same
    found = library_page(community_id, reader=reader)
    if found is None:
        raise not_found()
    return _drawn(request, "library.html", library_sheet(found, request.path), etag)


@require_safe
def measure(request: HttpRequest, community_id: str, measure_id: str) -> HttpResponse:
    """A measure across the programs that share it; `?period=` chooses when."""
    reader, _, etag = _opened(request, community_id)
    found = shared_measure_page(community_id, measure_id, reader=reader, period=request.GET.get("period", ""))
    if found is None:
        raise not_found()
    if same := unchanged(request, etag):
        return same
    return _drawn(request, "shared.html", shared_sheet(found, request.path), etag)
