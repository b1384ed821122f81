"""What a program could contribute, what a funder's grants could add up to, and what came of what was modelled."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.apps.people.models import Community
from groundswell.apps.scorecards.queries.contributions.calibrations import calibration_page
from groundswell.apps.scorecards.queries.contributions.funders import funder_page, funders_in
from groundswell.apps.scorecards.queries.contributions.statements import statement_page
from groundswell.web.presenters.contributions.calibration import calibration_sheet
from groundswell.web.presenters.contributions.funder import funder_sheet, funders_sheet
from groundswell.web.presenters.contributions.statement import statement_sheet
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found, page_etag, unchanged
from groundswell.web.views.rooms import community_of

Found = TypeVar("Found")


@require_safe
def statement(request: HttpRequest, community_id: str, program_id: str) -> HttpResponse:
    """A program's contribution statement."""
    community = community_of(request, community_id)
    found = statement_page(community_id, program_id, reader=reader_of(request))
    return _shown(request, community, "statement", found, statement_sheet)


@require_safe
def funders(request: HttpRequest, community_id: str) -> HttpResponse:
    """The funders whose grants reach a program that this reader sees."""
    community = community_of(request, community_id)
    found = funders_in(community_id, reader=reader_of(request))
    return _shown(request, community, "funders", found, funders_sheet)


@require_safe
def funder(request: HttpRequest, community_id: str, funder_id: str) -> HttpResponse:
    """What a funder's grants could add up to, beside what others fund."""
    community = community_of(request, community_id)
    found = funder_page(community_id, funder_id, reader=reader_of(request))
    return _shown(request, community, "funder", found, funder_sheet)


@require_safe
def years(request: HttpRequest, community_id: str, indicator_id: str) -> HttpResponse:
    """Every kept model of an indicator beside what happened."""
    community = community_of(request, community_id)
    found = calibration_page(community_id, indicator_id, reader=reader_of(request))
    return _shown(request, community, "calibration", found, calibration_sheet)


def _shown(
    request: HttpRequest, community: Community, name: str, found: Found | None, sheet_of: Callable[[Found, str], object]
) -> HttpResponse:
    """The page, where this reader has one and does not hold it already."""
    if found is None:
        raise not_found()
    etag = page_etag(request, community.data_version)
    if same := unchanged(request, etag):
        return same
    return answer(request, f"pages/contributions/{name}.html", sheet_of(found, request.path), etag)
