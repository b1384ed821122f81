"""A program's report of entered values, from draft to locked, and the seven questions. No copy of a report is kept."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from groundswell.apps.people.actions import Outcome
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, may, require
from groundswell.apps.programs.actions import (
    accept_report,
    lock_report,
    reopen_report,
    return_report,
    save_report,
    submit_report,
)
from groundswell.apps.programs.actions.placing import step_as_seen
from groundswell.apps.scorecards.queries.programs import program_page
from groundswell.apps.scorecards.queries.programs.reports import (
    ReportPage,
    address_of_period,
    period_of_address,
    report_list,
    report_page,
)
from groundswell.core.permissions import Permission
from groundswell.web.forms.reports import DECIDING, Meeting, TypedReport, met, typed_report
from groundswell.web.presenters.programs.questions import questions_sheet
from groundswell.web.presenters.programs.report_problems import Problems, problems_of_lines, problems_of_outcome
from groundswell.web.presenters.programs.reports import report_sheet, reports_sheet
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found, page_etag, unchanged
from groundswell.web.views.rooms import community_of, said


@require_safe
def reports(request: HttpRequest, community_id: str, program_id: str) -> HttpResponse:
    """The periods that were reported on; `?period=` begins another."""
    community_of(request, community_id)
    found = report_list(community_id, program_id, reader=reader_of(request))
    if found is None:
        raise not_found()
    wanted = request.GET.get("period")
    period = period_of_address(wanted.strip()) if wanted is not None else None
    if period is not None:
        return HttpResponseRedirect(
            reverse("program-report", args=[community_id, program_id, address_of_period(period)])
        )
    sheet = reports_sheet(found, request.path, wanted)
    return _drawn(request, "report_list.html", sheet, 422 if wanted is not None else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, community_id: str, program_id: str, period: str) -> HttpResponse:
    """A report on one period: typed and handed over by who may, taken or given back by who may."""
    community_of(request, community_id)
    page = _page(request, community_id, program_id, period)
    if request.method != "POST":
        return _shown(request, page)
    typed = typed_report(request.POST)
    return _decided(request, page, typed) if typed.wish in DECIDING else _saved(request, page, typed)


def _page(request: HttpRequest, community_id: str, program_id: str, period: str) -> ReportPage:
    """What stands; 404 where there is no such program or period, NotAllowedError where it is not theirs."""
    when = period_of_address(period)
    page = report_page(community_id, program_id, when, reader=reader_of(request)) if when else None
    if page is None:
        raise not_found()
    return page


def _drawn(request: HttpRequest, template: str, sheet: Any, status: int = 200) -> HttpResponse:
    context = {"page": sheet, "base": "base.html"}
    return said(render(request, f"pages/programs/{template}", context), status)


def _shown(
    request: HttpRequest,
    page: ReportPage,
    meeting: Meeting | None = None,
    problems: Problems | None = None,
    status: int = 200,
) -> HttpResponse:
    return _drawn(request, "report.html", report_sheet(page, request.path, meeting, problems), status)


def _facts(page: ReportPage, by: Actor) -> dict[str, Any]:
    program, community = page.program.id, page.community.id
    return {"community_id": community, "program_id": program, "period": str(page.period), "by": by}


# Typing


def _saved(request: HttpRequest, page: ReportPage, typed: TypedReport) -> HttpResponse:
    meeting = met(typed, page)
    if meeting.changed:
        return _shown(request, page, meeting, status=409)
    typed = meeting.typed
    if problems := problems_of_lines(typed, page):
        return _shown(request, page, meeting, problems, status=422)
    facts = _facts(page, reader_of(request))
    entries = [line.entry for line in typed.touched]
    outcome = save_report(**facts, entries=entries, seen=page.version, reason=typed.reason)
    if not outcome.is_done:
        return _met_anew(request, page, typed, outcome)
    if typed.wish != "submit":
        is_same = not entries
        messages.success(
            request, gettext("Nothing was different, so nothing was changed.") if is_same else gettext("Saved.")
        )
        return HttpResponseRedirect(request.path)
    return _submitted(request, page, typed, facts)


def _met_anew(request: HttpRequest, page: ReportPage, typed: TypedReport, outcome: Outcome) -> HttpResponse:
    """Say why nothing was stored; where somebody stored something in this very moment, show what stands by now."""
    now = _page(request, page.community.id, page.program.id, address_of_period(page.period))
    if now.version != page.version:
        return _shown(request, now, met(typed, now), status=409)
    problems = problems_of_outcome(outcome.findings, typed, page)
    return _shown(request, now, met(typed, now), problems, status=422)


def _submitted(request: HttpRequest, page: ReportPage, typed: TypedReport, facts: dict[str, Any]) -> HttpResponse:
    outcome = submit_report(**facts, words=typed.words)
    if outcome.is_done:
        messages.success(
            request, gettext("Submitted. The backbone accepts it, or returns it with what is to be mended.")
        )
        for words in problems_of_outcome(outcome.findings, typed, page).notes:
            messages.warning(request, words)
    else:
        messages.info(request, gettext("Saved. There was nothing in it that was still to be submitted."))
    return HttpResponseRedirect(request.path)


# Deciding


def _decided(request: HttpRequest, page: ReportPage, typed: TypedReport) -> HttpResponse:
    facts = _facts(page, reader_of(request))
    require(facts["by"], Permission.ACCEPT_VALUES, page.row.community)
    step = {
        "accept": partial(accept_report, **facts, words=typed.words),
        "return": partial(return_report, **facts, words=typed.words, remarks=typed.remarks),
        "lock": partial(lock_report, **facts),
        "reopen": partial(reopen_report, **facts, words=typed.words),
    }[typed.wish]
    outcome = step_as_seen(page.row, str(page.period), typed.token, step)
    if outcome.is_done:
        messages.success(request, _done_words(typed.wish))
        return HttpResponseRedirect(request.path)
    now = _page(request, page.community.id, page.program.id, address_of_period(page.period))
    problems = problems_of_outcome(outcome.findings, typed, now)
    return _shown(request, now, Meeting(typed, frozenset()), problems, 409 if now.token != typed.token else 422)


def _done_words(wish: str) -> str:
    return {
        "accept": gettext("Accepted. Others read these values from now on."),
        "return": gettext("Returned. The program's organization sees your remarks beside its values."),
        "lock": gettext("Locked. Its organization corrects it no more."),
        "reopen": gettext("Opened again. Its values stay accepted, and can be corrected with a reason."),
    }[wish]


# The seven questions


@require_safe
def questions(request: HttpRequest, community_id: str, program_id: str) -> HttpResponse:
    """The seven questions of performance accountability, answered by what is kept of a program."""
    community, reader = community_of(request, community_id), reader_of(request)
    etag = page_etag(request, community.data_version)
    found = program_page(community_id, program_id, reader=reader)
    if found is None:
        raise not_found()
    if same := unchanged(request, etag):
        return same
    sheet = questions_sheet(found, request.path, _answering(reader, community, found.program.organization_id))
    return answer(request, "pages/programs/questions.html", sheet, etag)


def _answering(reader: Actor, community: Community, owner: str) -> frozenset[Permission]:
    """What this reader may do to answer a question about a program of this organization."""
    wanted = (
        *(Permission.CHANGE_PROGRAMS, Permission.CHANGE_OWN_PROGRAMS),
        *(Permission.CHANGE_MEASURES, Permission.VOTE_ON_MEASURES, Permission.CHANGE_STORIES),
    )
    return frozenset(each for each in wanted if may(reader, each, community, organization_id=owner))
