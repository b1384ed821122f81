"""What somebody typed and nobody could take: their session had ended, their form was older than their signing in, or
what it was for is gone or theirs no more.

The page that says so gives everything back: as text to copy, and, where it may yet be taken, in a form that sends the
same again. It is given back only to a form of our own pages, so that no other site can lay words, or a button, before
somebody here. Files cannot be sent again by anybody but the person; secrets are never repeated. Nothing of it is stored
or logged.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import ResolverMatch

from groundswell.web.presenters.typing import field_label, is_typed
from groundswell.web.views.answers import is_fragment

LONGEST = 200_000  # characters that are given back in all
SECRET = ("password", "secret", "token", "code")  # in a field's name: never repeated


@dataclass(frozen=True, slots=True)
class Typing:
    """The fields of a form as they were sent, in order, what form it was, and what of it is not given back."""

    form: ResolverMatch
    address: str
    fields: tuple[tuple[str, str], ...]
    is_cut: bool
    has_files: bool
    has_secrets: bool

    @property
    def written(self) -> tuple[tuple[str, str], ...]:
        """The fields in which something stands, as the form calls them."""
        told = ((name, text) for name, text in self.fields if text.strip() and is_typed(name))
        return tuple((field_label(self.form, name), text) for name, text in told)


def typing_of(request: HttpRequest) -> Typing | None:
    """What a form of our own pages sent to one of our addresses; None for whatever else was asked."""
    if request.method != "POST" or request.resolver_match is None or not _is_from_a_page(request):
        return None
    try:
        sent, has_files = request.POST, bool(request.FILES)
    except (UnreadablePostError, SuspiciousOperation, MultiPartParserError):
        return None
    every = [(name, text) for name, texts in sent.lists() if name != "csrfmiddlewaretoken" for text in texts]
    told = [(name, text) for name, text in every if not _is_secret(name)]
    kept = _within(told)
    form = request.resolver_match
    return Typing(form, request.get_full_path(), tuple(kept), kept != told, has_files, len(told) != len(every))


def _is_from_a_page(request: HttpRequest) -> bool:
    """True where a browser says that a page of this site sent it, to see the answer as a page."""
    if request.path.startswith("/api/") or is_fragment(request):
        return False
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return False
    # Over plain http, other than on one's own machine, browsers say no more than the origin.
    here = f"{request.scheme}://{request.get_host()}"
    site = request.headers.get("Sec-Fetch-Site")
    return site == "same-origin" if site else request.headers.get("Origin") == here


def _is_secret(name: str) -> bool:
    return any(word in name.casefold() for word in SECRET)


def _within(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """As much of the fields as may be given back; the last of them may be cut."""
    kept, room = [], LONGEST
    for name, text in fields:
        if room <= len(name):
            break
        kept.append((name, text[: room - len(name)]))
        room -= len(name) + len(text)
    return kept
