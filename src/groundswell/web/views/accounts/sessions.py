"""Where somebody is signed in, and how to end it: on the next request nothing is left of an ended session."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from groundswell.apps.people.actions.accounts import end_own_sessions
from groundswell.web.reader import reader_of

_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad")),
    *(("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")),
)


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """One place where somebody is signed in."""

    id: int
    device: str
    address: str
    begun: datetime
    seen: datetime
    is_current: bool


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """The list; one session ends by its number, all others without one."""
    if request.method == "POST":
        return _end(request)
    alive = UserSession.objects.purge_and_list(request.user)
    current = request.session.session_key
    listed = sorted((_facts(each, current) for each in alive), key=lambda each: (not each.is_current, each.begun))
    return render(request, "accounts/sessions.html", {"page": {"sessions": listed}})


def _end(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("session", "")
    only = int(chosen) if re.fullmatch(r"\d{1,18}", chosen) else None
    if chosen and only is None:
        return redirect("usersessions_list")
    ended = end_own_sessions(keep=request.session.session_key or "", only=only, by=reader_of(request))
    said = ngettext("%(number)s session is ended.", "%(number)s sessions are ended.", ended) % {"number": ended}
    messages.success(request, said)
    return redirect("usersessions_list")


def _facts(session: UserSession, current: str | None) -> SessionFacts:
    return SessionFacts(
        id=session.pk,
        device=device_of(session.user_agent),
        address=session.ip,
        begun=session.created_at,
        seen=session.last_seen_at,
        is_current=session.session_key == current,
    )


def device_of(user_agent: str) -> str:
    """What people call it: Firefox on Linux."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or gettext("A program or an unknown browser")
