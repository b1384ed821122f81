"""Into a community, to change something in it.

Who may not open it learns nothing; who may not change it learns who may. A page here is made for one reader and one
moment, and is never kept by a browser.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from groundswell.apps.packages.queries import KeptObject, object_of, objects_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for
from groundswell.web.presenters.grids.entries import Naming
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import not_found


def entered(request: HttpRequest, community_id: str) -> tuple[Actor, Community]:
    """Who asks, and the community; raises Http404 where there is none for them."""
    actor = reader_of(request)
    community = community_for(community_id, reader=actor)
    if community is None:
        raise not_found()
    request.community = community  # type: ignore[attr-defined]
    return actor, community


def found(community: Community, kind: str, object_id: str) -> KeptObject:
    """An object in use; raises Http404 where there is none."""
    kept = object_of(community, kind, object_id)
    if kept is None or kept.retired:
        raise not_found()
    return kept


def naming_of(community: Community) -> Naming:
    """What places, groups, sources and organizations are called."""
    kinds = ("places", "groups", "sources", "organizations")
    names = {
        f"{kind.removesuffix('s')}_id": {one.id: one.title for one in objects_of(community, kind)} for kind in kinds
    }
    own = object_of(community, "community", community.public_id)
    return Naming(names, str(own.content.get("place_id", "")) if own else "")


def shown(request: HttpRequest, template: str, page: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page, kept by nobody."""
    response = render(request, template, {"base": "base.html", "page": page}, status=status)
    add_never_cache_headers(response)
    return response
