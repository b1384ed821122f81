"""Access tokens: a person lets a program speak for them, for a while, and takes that back.

The secret is shown once; what is kept is its digest. A token never does more than its person may do at that moment, and
less where it only reads or is bound to one community.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from groundswell.apps.people.actions.accounts import name_problems
from groundswell.apps.people.actions.rows import RefusalError, alone_with, record_event
from groundswell.apps.people.models import AccessToken, Person, key_from
from groundswell.apps.people.queries.actors import Actor, as_of_now
from groundswell.apps.people.queries.communities import community_for
from groundswell.apps.people.queries.tokens import PREFIX, tokens_in_use
from groundswell.core.findings import Finding, error
from groundswell.core.sentences import sentence

LONGEST_DAYS = 365
MOST_TOKENS = 50  # in use at once, so that a forgotten loop cannot fill the page
_NAME_LENGTH = 200


def make_token(
    *, name: str, community_id: str = "", may_write: bool = False, days: int = 90, by: Actor
) -> tuple[AccessToken, str]:
    """A new token of the person who asks, and its secret, which is never to be had again.

    `community_id` blank reaches every community of the person. Raises RefusalError with a finding for each problem;
    a token cannot make tokens.
    """
    person = _in_person(by)
    community = community_for(community_id, reader=by) if community_id else None
    findings = _problems(name, days)
    if community_id and community is None:
        findings.append(
            error(
                sentence("there is no such community here"), sentence("choose one from the list"), column="community_id"
            )
        )
    if findings:
        raise RefusalError(*findings)
    secret = PREFIX + secrets.token_urlsafe(32)
    now = timezone.now()
    with alone_with(""):
        _in_person(by)  # still
        if tokens_in_use(person).count() >= MOST_TOKENS:
            raise RefusalError(
                error(sentence("there are too many tokens in use"), sentence("revoke one that is not needed"))
            )
        token = AccessToken.objects.create(
            person=person,
            name=name.strip(),
            community=community,
            may_write=may_write,
            digest=digest_of(secret),
            hint=secret[-4:],
            made=now,
            expires=now + timedelta(days=days),
        )
        details = {"token": str(token.pk), "community": community_id, "may_write": may_write, "days": days}
        record_event(community_id="", action="make_token", by=by, details=details)
    return token, secret


def revoke_token(*, token_id: str | UUID, by: Actor) -> AccessToken:
    """End a token at once. Its person may, and nobody else; raises RefusalError where there is none such in use."""
    person = _in_person(by)
    with alone_with(""):
        token = tokens_in_use(person).filter(pk=key_from(token_id)).first()
        if token is None:
            raise RefusalError(error(sentence("there is no such token in use"), sentence("choose one from the list")))
        token.revoked = timezone.now()
        token.save(update_fields=["revoked"])
        record_event(community_id="", action="revoke_token", by=by, details={"token": str(token.pk)})
    return token


def digest_of(secret: str) -> str:
    """SHA-256 of a secret with 256 bits of chance in it: nothing slower is needed, for nothing can be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _in_person(by: Actor) -> Person:
    if by.person is None or by.token is not None or as_of_now(by).person is None:
        raise RefusalError(
            error(sentence("only a person who signed in keeps tokens"), sentence("sign in and try again"))
        )
    return by.person


def _problems(name: str, days: int) -> list[Finding]:
    findings = []
    if not name.strip() or len(name) > _NAME_LENGTH:
        fix = sentence("say in a few words which program will use it")
        findings.append(error(sentence("a token needs a name of at most 200 characters"), fix, column="name"))
    else:
        findings += name_problems(name)
    if not 1 <= days <= LONGEST_DAYS:
        fix = sentence("choose a number of days from 1 to 365")
        findings.append(error(sentence("a token lasts a year at most"), fix, column="days"))
    return findings
