"""How a page of a community begins: with the community, for a reader who may open it."""

from django.http import HttpRequest

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import community_for
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import not_found


def community_of(request: HttpRequest, community_id: str) -> Community:
    """The community, kept for the head of the page; 404 where there is none or it is not for this reader."""
    community = community_for(community_id, reader=reader_of(request))
    if community is None:
        raise not_found()
    request.community = community  # type: ignore[attr-defined]
    return community
