"""A request that is sent again is done once: whoever names it by an Idempotency-Key gets the first answer again.

The answer is kept in the transaction that makes the change: either both are there or neither is, whatever is cut off
in between. Requests of one key wait for each other, so however many arrive at once, one of them works and the others
repeat its answer. A key belongs to one person, and to one request: its method, address, headers that matter, and body.
"""

import hashlib
import json
import re
import time
from collections.abc import Callable

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from groundswell.api.bodies import bytes_of
from groundswell.api.problems import LATER, ProblemError, others_are_writing
from groundswell.apps.people.actions.forgetting import ANSWERS_KEPT_FOR
from groundswell.apps.people.models import Person, RememberedAnswer
from groundswell.apps.people.queries import Actor
from groundswell.apps.people.queries.troubles import Trouble, trouble_of

KEPT_FOR = ANSWERS_KEPT_FOR
WAITING_SECONDS = 10.0  # for another request of the same key, before its sender is asked to come back
KEPT_HEADERS = ("Content-Type", "ETag", "Location", "Cache-Control", "Change-Id")
KEPT_REFUSALS = (409, 422)  # of the change itself; who asks, and whether they may, is looked at anew each time
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def once(request: HttpRequest, by: Actor, work: Callable[[], HttpResponse]) -> HttpResponse:
    """What `work` answers or, to a request that was answered before, that answer. Without a key it just works.

    Raises ProblemError: 400 a key that is none, 422 a key used for another request, 409 one still being answered, 503
    where others write all the time.
    """
    key = key_of(request)
    try:
        if key is None or by.person is None:
            return work()  # which is one transaction by itself, and begins it no sooner than it must
        with transaction.atomic():
            _wait_for_turn(by.person, key)
            return _remembered(request, by.person, key) or _keep(request, by.person, key, _answer_of(work))
    except OperationalError as failure:
        if trouble_of(failure) is not Trouble.BUSY:
            raise
        raise others_are_writing() from None


def key_of(request: HttpRequest) -> str | None:
    """The name that a request goes by; raises ProblemError (400) where it is none."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _KEY.fullmatch(key):
        raise ProblemError(400, "An Idempotency-Key is 1 to 255 visible characters of ASCII, such as a UUID.")
    return key


def _answer_of(work: Callable[[], HttpResponse]) -> HttpResponse:
    """A refusal by the change itself is an answer like another, and is kept."""
    try:
        return work()
    except ProblemError as refusal:
        if refusal.status not in KEPT_REFUSALS:
            raise
        return refusal.answer()


def _wait_for_turn(person: Person, key: str) -> None:
    """Until the transaction ends, nobody else answers this key. SQLite lets one writer in at a time as it is."""
    if connection.vendor != "postgresql":
        return
    ends = time.monotonic() + WAITING_SECONDS
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 7))", [f"{person.pk} {key}"])
            row = cursor.fetchone()
            if row and row[0]:
                return
            if time.monotonic() > ends:
                raise _busy()
            time.sleep(0.02)


def _busy() -> ProblemError:
    detail = "The first request with this Idempotency-Key is still being answered. Ask again in a moment."
    return ProblemError(409, detail, headers=LATER)


def _remembered(request: HttpRequest, person: Person, key: str) -> HttpResponse | None:
    """The answer that this key was given; None for a key that is new, or older than answers are kept."""
    forget_old_answers(person)
    kept = RememberedAnswer.objects.filter(person=person, key=key).first()
    if kept is None:
        return None
    if kept.request != _digest(request):
        raise ProblemError(422, "This Idempotency-Key was used for another request: make a new key for each request.")
    response = HttpResponse(kept.body, status=kept.status)
    for name, value in kept.headers.items():
        response[name] = value
    response["Idempotent-Replayed"] = "true"
    return response


def _keep(request: HttpRequest, person: Person, key: str, response: HttpResponse) -> HttpResponse:
    RememberedAnswer.objects.create(
        person=person,
        key=key,
        request=_digest(request),
        status=response.status_code,
        headers={name: response[name] for name in KEPT_HEADERS if name in response},
        body=response.content.decode("utf-8"),
    )
    return response


def forget_old_answers(person: Person) -> None:
    """Answers are kept for two days; a person's older ones go whenever that person writes, and with `forgetting`."""
    RememberedAnswer.objects.filter(person=person, made__lt=timezone.now() - KEPT_FOR).delete()


def _digest(request: HttpRequest) -> str:
    """SHA-256 over everything that makes it this request and no other."""
    headers = [request.headers.get(name, "") for name in ("If-Match", "Content-Type")]
    facts = json.dumps([request.method, request.get_full_path(), *headers]).encode()
    return hashlib.sha256(facts + b"\n" + bytes_of(request)).hexdigest()
