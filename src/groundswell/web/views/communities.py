"""A community's front page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.apps.people.queries import Actor
from groundswell.apps.scorecards.queries import community_page
from groundswell.web.middles import page_of_community
from groundswell.web.presenters.communities import CommunityHome, community_home


@require_safe
def community(request: HttpRequest, community_id: str) -> HttpResponse:
    """A community's front page."""
    query, number = request.GET.get("q", ""), request.GET.get("page", "")

    def present(reader: Actor) -> CommunityHome | None:
        found = community_page(community_id, reader=reader)
        return community_home(found, request.path, query=query, number=number) if found else None

    return page_of_community(request, community_id, "pages/community.html", present, query, number)
