"""A community's audit log: for its stewards, event by event, with an export that is itself recorded."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from groundswell.apps.people.actions import end_emergency_access, record_read
from groundswell.apps.people.models import AuditEvent, Community
from groundswell.apps.people.queries import audit_chain, emergency_accesses, found_events, names_of, require
from groundswell.core.permissions import Permission
from groundswell.exchange.writers.csv_export import csv_text
from groundswell.web.forms.people import EventFinderForm
from groundswell.web.presenters.audit import LogPage, log_page, people_in
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found
from groundswell.web.views.rooms import community_of, said

EVENTS_A_PAGE = 50
CHECKED_ON_A_PAGE = 2000  # the command checks them all
KEYS = ("sequence", "at", "by", "action", "details", "digest")


@require_safe
@never_cache
def log(request: HttpRequest, community_id: str) -> HttpResponse:
    """What was done in a community, newest first."""
    community = _community(request, community_id)
    page = page_of(request, community_id, community)
    return said(answer(request, "pages/people/audit_log.html", page), 200)


@require_safe
@never_cache
def export(request: HttpRequest, community_id: str, form: str) -> HttpResponse:
    """The same events for a spreadsheet or a program."""
    community = _community(request, community_id)
    return exported(request, community.public_id, form, f"{community.public_id}-audit-log")


@require_POST
@never_cache
def end_access(request: HttpRequest, community_id: str, access_id: UUID) -> HttpResponse:
    """A steward ends an emergency access before its time."""
    community = _community(request, community_id)
    if not emergency_accesses(community).filter(pk=access_id).exists():
        raise not_found()
    end_emergency_access(access_id=access_id, by=reader_of(request))
    messages.success(request, gettext("The emergency access has ended."))
    return redirect("audit_log", community_id)


def page_of(request: HttpRequest, log_id: str, community: Community | None) -> LogPage:
    """One page of a log: the events that were asked for, with the names of those who did them."""
    events, asked = _found(request, log_id)
    text = request.GET.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and 0 < int(text[:9]) < 10**7 else 1
    start = (number - 1) * EVENTS_A_PAGE
    rows = list(events[start : start + EVENTS_A_PAGE + 1])
    shown = rows[:EVENTS_A_PAGE]
    return log_page(
        community,
        shown,
        names=names_of(people_in(shown)),
        chain=audit_chain(log_id, newest=CHECKED_ON_A_PAGE),
        asked=asked,
        number=number,
        count=events.count(),
        has_more=len(rows) > EVENTS_A_PAGE,
        emergencies=emergency_accesses(community)[:20] if community else (),
    )


def exported(request: HttpRequest, log_id: str, form: str, name: str) -> HttpResponse:
    """The events that were asked for, all of them, as CSV or JSON; that it was done is an event too."""
    events, asked = _found(request, log_id)
    rows = list(events)
    details = {"events": len(rows), "form": form, "asked": {key: value for key, value in asked.items() if value}}
    record_read(community_id=log_id, action="export_audit_log", by=reader_of(request), details=details)
    if form == "json":
        listed = [{key: getattr(event, key) for key in KEYS} for event in rows]
        response: HttpResponse = JsonResponse({"community": log_id, "events": listed})
    else:
        response = HttpResponse(csv_text(KEYS, map(_cells, rows)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _cells(event: AuditEvent) -> list[Any]:
    details = json.dumps(event.details, ensure_ascii=False, sort_keys=True)
    return [event.sequence, event.at.isoformat(), event.by, event.action, details, event.digest]


def _found(request: HttpRequest, log_id: str) -> tuple[QuerySet[AuditEvent], dict[str, str]]:
    form = EventFinderForm(request.GET)
    form.is_valid()  # what cannot be read is not asked for
    clean = form.cleaned_data
    events = found_events(
        log_id,
        by=clean.get("by", ""),
        action=clean.get("action", ""),
        first_day=clean.get("first"),
        last_day=clean.get("last"),
    )
    asked = {name: str(clean.get(name) or "") for name in ("by", "action", "first", "last")}
    return events, asked


def _community(request: HttpRequest, community_id: str) -> Community:
    community = community_of(request, community_id)
    require(reader_of(request), Permission.READ_AUDIT_LOG, community)
    return community
