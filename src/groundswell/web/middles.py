"""The middle of a page that everybody reads alike, written once for each version of the data.

It is written for nobody: the templates get no request, so nothing of a person can get into what is kept. What belongs
to one reader is put around and into it each time: the head of the page with their name, and, where the page says so,
the links to what they may edit. That the reader may open the community at all is asked before, every time.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from sys import getsizeof
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from groundswell.apps.people.queries import Actor, community_for
from groundswell.core.shelves import Shelf
from groundswell.web.presenters.communities import Surroundings
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found, page_etag, unchanged

MOST_BYTES = 24_000_000
_CUT = f"<!--{secrets.token_hex(16)}-->"  # nothing that anybody wrote can say it: it is new with each start


@dataclass(frozen=True, slots=True)
class Middle:
    """A page without what belongs to its reader; the links to edit `kind` stand between the two parts."""

    around: Surroundings
    title: SafeString
    before: SafeString
    after: SafeString
    kind: str
    name: str


_middles: Shelf[Middle] = Shelf(MOST_BYTES)


def cut(*words: str) -> SafeString:
    """The place where the links to edit belong, and what they edit; for templates that are written for nobody."""
    return mark_safe(f"{_CUT}{_CUT.join(words)}{_CUT}")  # noqa: S308  words of our own templates


def page_of_community(
    request: HttpRequest,
    community_id: str,
    template: str,
    present: Callable[[Actor], Any],
    *asked: str,
) -> HttpResponse:
    """Answer with a page that reads alike for everybody who may open the community; 404 for whoever may not.

    `present` makes it (None: there is no such page); `asked` is what it depends on beside its path.
    """
    reader = reader_of(request)
    community = community_for(community_id, reader=reader)
    if community is None:
        raise not_found()
    request.community = community  # type: ignore[attr-defined]  # for the head of the page
    etag = page_etag(request, community.data_version)
    if same := unchanged(request, etag):
        return same
    key = (community.pk, request.path, template, asked, get_language())
    version = (community.data_version, timezone.localdate())
    middle = None if settings.DEBUG else _middles.of(key, version)
    if middle is None:
        page = present(reader)
        if page is None:
            raise not_found()
        middle = _written(template, page)
        _middles.keep(key, version, middle, sum(map(getsizeof, (key, middle.before, middle.after))))
    return answer(request, "whole.html", middle, etag)


def _written(template: str, page: Any) -> Middle:
    text = render_to_string(template, {"page": page, "base": "middle.html", "cut": mark_safe(_CUT)})  # noqa: S308
    title, before, kind, name, after = map(mark_safe, text.split(_CUT))
    return Middle(page.around, mark_safe(title.strip()), before, after, str(kind), str(name))  # noqa: S308
