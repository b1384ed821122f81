"""What was computed from records, where and how long; compute it anew, or stop what is at work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from groundswell.apps.people.models import Community, key_from
from groundswell.apps.people.queries import require
from groundswell.apps.submissions.actions import cancel_job, roll_up_soon
from groundswell.apps.submissions.queries.computing import computing_of
from groundswell.core.permissions import Permission
from groundswell.web.presenters.programs.computing import computing_sheet
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import see
from groundswell.web.views.rooms import community_of, said


def _opened(request: HttpRequest, community_id: str) -> Community:
    community = community_of(request, community_id)
    require(reader_of(request), Permission.SUBMIT_RECORDS, community)
    return community


@require_safe
def computing(request: HttpRequest, community_id: str) -> HttpResponse:
    """Runs and jobs, the latest first."""
    community = _opened(request, community_id)
    sheet = computing_sheet(community, computing_of(community, reader=reader_of(request)))
    return said(render(request, "pages/programs/computing.html", {"page": sheet, "base": "base.html"}), 200)


@require_POST
def compute(request: HttpRequest, community_id: str) -> HttpResponse:
    """Have everything computed anew, beside this request."""
    roll_up_soon(_opened(request, community_id), reader_of(request), everything=True)
    return _back(community_id)


@require_POST
def cancel(request: HttpRequest, community_id: str, job_id: str) -> HttpResponse:
    """Have a job stopped; one that is over already is left as it is."""
    _opened(request, community_id)
    cancel_job(community_id=community_id, job_id=key_from(job_id), by=reader_of(request))
    return _back(community_id)


def _back(community_id: str) -> HttpResponse:
    return see(reverse("computing", args=[community_id]))
