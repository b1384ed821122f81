"""How long somebody stays signed in: until they leave it alone for an hour, or for half a day.

When a session was last used is noted once a minute, not on every page, so that reading writes nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

BEGUN, SEEN = "groundswell.begun", "groundswell.seen"
NOTED_EVERY_SECONDS = 60
_log = logging.getLogger(__name__)


class SessionTimes:
    """Middleware that ends a session whose time is over, and notes that one is in use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the clock, then answer. Without a session's cookie nothing is asked of the database."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            _heed(request, time.time())
        return self.get_response(request)


def _heed(request: HttpRequest, now: float) -> None:
    session = request.session
    begun, seen = session.get(BEGUN), session.get(SEEN)
    if begun is None or seen is None:
        session[BEGUN] = session[SEEN] = now
        return
    if now - begun > settings.SESSION_HOURS * 3600 or now - seen > settings.IDLE_MINUTES * 60:
        _end(request)
        return
    if now - seen > NOTED_EVERY_SECONDS:
        _note(request, now)


def _end(request: HttpRequest) -> None:
    """Sign somebody out whose time is over; where nothing can be deleted just now, the session stays and stays over."""
    session = request.session
    try:
        with transaction.atomic():
            UserSession.objects.filter(session_key=session.session_key).delete()
            session.flush()
    except DatabaseError:
        _log.warning("a session that is over could not be put away")
        request.session = type(session)()  # an empty one, which is not stored
    request.user = AnonymousUser()


def _note(request: HttpRequest, now: float) -> None:
    """Note that a session is in use. Where the database cannot store it just now, reading goes on all the same."""
    session, whence = request.session, get_adapter().get_client_ip(request)
    seen = session[SEEN]
    session[SEEN] = now
    try:
        with transaction.atomic():
            UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now(), ip=whence)
            session.save()
    except (DatabaseError, UpdateError):
        _log.warning("that a session is in use could not be noted")
        session[SEEN] = seen
    session.modified = False  # it is stored, or cannot be


def begin(request: HttpRequest) -> None:
    """The clock of a session starts when somebody signs in, whatever the session was before."""
    request.session[BEGUN] = request.session[SEEN] = time.time()
