"""Who a program speaks for: the token in its `Authorization` header, or nobody.

A browser's session may read here as everywhere else. It never writes: another site could make a browser send a
request, and no site can make it send a token. Whoever sends a token that is none is told so, and is not taken for the
public; whoever tries many is made to wait.
"""

import hashlib
import re

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from groundswell.api.problems import ProblemError
from groundswell.apps.people.isolation import speak_as
from groundswell.apps.people.queries import PUBLIC, Actor, token_actor

BAD_TOKENS = 30  # that one address may send in a minute
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Groundswell"'}
REFUSAL = {"WWW-Authenticate": 'Bearer realm="Groundswell", error="invalid_token"'}
WAIT_SECONDS = 60
_BEARER = re.compile(r"Bearer +([\x21-\x7e]+)", re.IGNORECASE)


def reader_of(request: HttpRequest) -> Actor:
    """Who is asking: by their token, or as the installation decided before the API was asked."""
    return getattr(request, "actor", PUBLIC)


def writer_of(request: HttpRequest) -> Actor:
    """Who changes something: only ever somebody's token. Raises ProblemError (401)."""
    actor = reader_of(request)
    if actor.token is not None:
        return actor
    if actor.is_signed_in:
        detail = "You are signed in, and may read. To change something here send an access token of yours."
    else:
        detail = "To change something here send an access token: Authorization: Bearer gsw_..."
    raise ProblemError(401, detail, headers=CHALLENGE)


def identify(request: HttpRequest) -> Actor:
    """The actor of a request; a token counts before a session. Raises ProblemError (401, 429) for a bad token."""
    header = request.headers.get("Authorization")
    if header is None:
        return reader_of(request)
    found = _BEARER.fullmatch(header.strip())
    actor = token_actor(found.group(1)) if found else None
    if actor is None or not actor.is_signed_in:
        raise _refusal(request)
    request.actor = actor  # type: ignore[attr-defined]
    speak_as(actor)  # until the middleware takes it back
    return actor


def _refusal(request: HttpRequest) -> ProblemError:
    if _bad_tokens_from(request) > BAD_TOKENS:
        detail = "Too many tokens that are none came from your address. Wait a minute."
        return ProblemError(429, detail, headers={"Retry-After": str(WAIT_SECONDS)})
    detail = "This access token is unknown, has run out, or was revoked: make a new one."
    return ProblemError(401, detail, headers=REFUSAL)


def _bad_tokens_from(request: HttpRequest) -> int:
    """How many came from this address lately, this one included; a minute without any forgets them."""
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:  # from no address that could be counted
        return 0
    name = f"bad-tokens:{hashlib.sha256(str(address).encode()).hexdigest()}"
    count = min(int(cache.get(name, 0)), BAD_TOKENS) + 1
    cache.set(name, count, WAIT_SECONDS)
    return count
