"""What stands around every page: who is signed in, where they can go, and what they may reach in this community.

The public's pages ask nothing of the database for it. Addresses follow the house's contract, so that a menu does not
depend on which room is built.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for, may
from groundswell.core.permissions import Permission
from groundswell.web.presenters.communities import Surroundings, bare_surroundings
from groundswell.web.reader import reader_of

SIGN_IN, SIGN_OUT, ACCOUNT = "/accounts/login/", "/accounts/logout/", "/accounts/"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; `is_current` is where the reader stands, `is_within` a page beneath it."""

    words: str
    address: str
    is_current: bool = False
    is_within: bool = False


class Masthead:
    """The head of a page, worked out only as far as the page asks."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def actor(self) -> Actor:
        """Who is reading."""
        return reader_of(self._request)

    @property
    def is_signed_in(self) -> bool:
        """True where the account menu stands in place of the way in."""
        return self.actor.is_signed_in

    @property
    def person(self) -> str:
        """What the account menu is called: the person's name, or their address where they gave none."""
        return str(self.actor.person or "")

    @property
    def sign_in(self) -> str:
        """The way in, and back to this page."""
        here = self._request.get_full_path()
        return SIGN_IN if here.startswith(ACCOUNT) else f"{SIGN_IN}?next={quote(here, safe='/')}"

    @property
    def sign_out(self) -> str:
        """Where the form of the account menu is sent."""
        return SIGN_OUT

    @cached_property
    def community(self) -> Community | None:
        """The community of this page, for somebody who signed in and may open it. The public costs no query."""
        match = self._request.resolver_match
        community_id = match.kwargs.get("community_id", "") if match else ""
        if not community_id or not self.is_signed_in:
            return None
        kept: Community | None = getattr(self._request, "community", None)  # a view may have found it already
        return kept or community_for(community_id, reader=self.actor)

    @cached_property
    def around(self) -> Surroundings | None:
        """The community's own places, for pages that bring none."""
        return bare_surroundings(self.community) if self.community else None

    @cached_property
    def places(self) -> list[Link]:
        """Where this reader can go in this community beyond what everybody reads."""
        if self.community is None:
            return []
        wanted = (
            (Permission.READ_HISTORY, gettext("Desk"), "desk/"),
            (Permission.READ_PEOPLE, gettext("People"), "people/"),
            (Permission.READ_AUDIT_LOG, gettext("Audit log"), "audit-log/"),
        )
        home = reverse("community", args=[self.community.public_id])
        return [
            self._link(words, home + path)
            for permission, words, path in wanted
            if may(self.actor, permission, self.community)
        ]

    @cached_property
    def account(self) -> list[Link]:
        """The account menu, its way out aside."""
        links = []
        if self.community is not None:
            home = reverse("community", args=[self.community.public_id])
            links.append(self._link(gettext("What you may do here"), f"{home}permissions/"))
        links.append(self._link(gettext("My account"), ACCOUNT))
        links.append(self._link(gettext("Access tokens"), f"{ACCOUNT}tokens/"))
        if self.actor.is_administrator:
            links.append(self._link(gettext("Run this installation"), "/admin/"))
        return links

    def _link(self, words: str, address: str) -> Link:
        path = self._request.path
        return Link(words, address, path == address, path != address and path.startswith(address))


def masthead(request: HttpRequest) -> dict[str, Masthead]:
    """For every template: `masthead`."""
    return {"masthead": Masthead(request)}
