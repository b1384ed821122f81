"""The second line between communities: on PostgreSQL, the database itself asks who is speaking.

Queries are scoped to their reader by `queries.communities_for`. Should a query forget it, row-level security still
shows nothing but what the speaker may see. Whoever answers a request, or runs a command, says here for whom
(`speaking_as`); the connection (`base`) repeats it to the database before its first query; the policies there
(`policies`) state once more, in SQL, who sees and who changes which community. On SQLite nothing of this happens.

Who says nothing is nobody, and nobody sees no row of any community.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundswell.apps.people.queries.actors import Actor

OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Speaker:
    """What the database is told: who speaks, by what token, and with which invitation in hand.

    `name` is `person:UUID`, `public`, `operator` (which the database believes the owner of the tables only), or blank.
    """

    name: str = ""
    token: str = ""  # "read" or "write" where a program speaks by a token
    bound: str = ""  # the one community that the token is for
    invitation: str = ""  # the digest of an invitation's secret, or the verified address that it went to

    @classmethod
    def of(cls, actor: Actor) -> Speaker:
        """The speaker that an actor is."""
        if actor.is_operator:
            return cls(OPERATOR)
        if actor.token is None:
            return cls(actor.name)
        bound = actor.token.community_id
        return cls(actor.name, "write" if actor.token.may_write else "read", str(bound) if bound else "")


NOBODY = Speaker()
_now: ContextVar[Speaker] = ContextVar("speaker", default=NOBODY)


def speaker() -> Speaker:
    """Who speaks at this moment, in this thread."""
    return _now.get()


def speak_as(actor: Actor) -> None:
    """From here on this actor speaks: for a request whose middleware takes it back at the end, or for a command."""
    _now.set(replace(Speaker.of(actor), invitation=_now.get().invitation))


@contextmanager
def speaking_as(actor: Actor) -> Iterator[None]:
    """The actor speaks for as long as this lasts; then whoever spoke before."""
    with _speaking(replace(Speaker.of(actor), invitation=_now.get().invitation)):
        yield


@contextmanager
def speaking_as_person(key: object) -> Iterator[None]:
    """A person speaks whose roles are still being looked up."""
    with _speaking(Speaker(f"person:{key}")):
        yield


@contextmanager
def nobody_yet() -> Iterator[None]:
    """A request begins with nobody, whoever the thread served before, and leaves nobody behind."""
    with _speaking(NOBODY):
        yield


@contextmanager
def with_invitation(digest_or_address: str) -> Iterator[None]:
    """Whoever holds an invitation that can still be taken up sees the community it leads to, and takes it up."""
    with _speaking(replace(_now.get(), invitation=digest_or_address)):
        yield


@contextmanager
def _speaking(now: Speaker) -> Iterator[None]:
    before = _now.set(now)
    try:
        yield
    finally:
        _now.reset(before)
