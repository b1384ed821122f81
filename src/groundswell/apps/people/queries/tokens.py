"""Whom a token speaks for, and which tokens a person has."""

from __future__ import annotations

import hashlib
import re

from django.db.models import QuerySet
from django.utils import timezone

from groundswell.apps.people.models import AccessToken, Person
from groundswell.apps.people.queries.actors import Actor, actor_of

PREFIX = "gsw_"
_SECRET = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")


def token_actor(secret: str) -> Actor | None:
    """The person a secret speaks for, as the token lets them; None where it is unknown, expired, revoked, or theirs
    is no account in use any more.

    Looked up by its digest, so how long it takes says nothing about secrets that exist. Notes the day of use.
    """
    if not _SECRET.fullmatch(secret):
        return None
    digest = hashlib.sha256(secret.encode("ascii")).hexdigest()
    token = AccessToken.objects.select_related("person").filter(digest=digest).first()
    if token is None or token.revoked is not None or token.expires <= timezone.now() or not token.person.is_active:
        return None
    today = timezone.localdate()
    if token.used != today:
        AccessToken.objects.filter(pk=token.pk).update(used=today)
        token.used = today
    return actor_of(token.person, token=token)


def tokens_in_use(person: Person) -> QuerySet[AccessToken]:
    """A person's tokens that neither ran out nor were revoked, newest first."""
    alive = AccessToken.objects.filter(person=person, revoked__isnull=True, expires__gt=timezone.now())
    return alive.select_related("community").order_by("-made")
