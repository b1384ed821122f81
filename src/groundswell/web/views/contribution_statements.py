"""What a program could contribute, what a funder's grants could add up to, and what came of what was modelled."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.apps.scorecards.queries.contributions.calibrations import calibration_page
from groundswell.apps.scorecards.queries.contributions.funders import funder_page, funders_in
from groundswell.apps.scorecards.queries.contributions.statements import statement_page
from groundswell.web.presenters.contributions.calibration import calibration_sheet
from groundswell.web.presenters.contributions.funder import funder_sheet, funders_sheet
from groundswell.web.presenters.contributions.statement import statement_sheet
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found, page_etag, unchanged
from groundswell.web.views.rooms import community_of


@require_safe
def statement(request: HttpRequest, community_id: str, program_id: str) -> HttpResponse:
    """A program's contribution statement."""
    community = community_of(request, community_id)
    etag = page_etag(request, community.data_version)
    found = statement_page(community_id, program_id, reader=reader_of(request))
    if found is None:
        raise not_found()
    if same := unchanged(request, etag):
        return same
    return answer(request, "pages/contributions/statement.html", statement_sheet(found, request.path), etag)


@require_safe
def funders(request: HttpRequest, community_id: str) -> HttpResponse:
    """The funders whose grants reach a program that this reader sees."""
    community = community_of(request, community_id)
    etag = page_etag(request, community.data_version)
    if same := unchanged(request, etag):
        return same
    found = funders_in(community_id, reader=reader_of(request))
    if found is None:
        raise not_found()
    return answer(request, "pages/contributions/funders.html", funders_sheet(found, request.path), etag)


@require_safe
def funder(request: HttpRequest, community_id: str, funder_id: str) -> HttpResponse:
    """What a funder's grants could add up to, beside what others fund."""
    community = community_of(request, community_id)
    etag = page_etag(request, community.data_version)
    found = funder_page(community_id, funder_id, reader=reader_of(request))
    if found is None:
        raise not_found()
    if same := unchanged(request, etag):
        return same
    return answer(request, "pages/contributions/funder.html", funder_sheet(found, request.path), etag)


@require_safe
def years(request: HttpRequest, community_id: str, indicator_id: str) -> HttpResponse:
    """Every kept model of an indicator beside what happened."""
    community = community_of(request, community_id)
    etag = page_etag(request, community.data_version)
    found = calibration_page(community_id, indicator_id, reader=reader_of(request))
    if found is None:
        raise not_found()
    if same := unchanged(request, etag):
        return same
    return answer(request, "pages/contributions/calibration.html", calibration_sheet(found, request.path), etag)
