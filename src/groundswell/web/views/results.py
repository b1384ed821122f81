"""The scorecard of one result."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.apps.people.queries import Actor
from groundswell.apps.scorecards.queries import result_scorecard
from groundswell.web.middles import page_of_community
from groundswell.web.presenters.results import Scorecard, scorecard


@require_safe
def result(request: HttpRequest, community_id: str, result_id: str) -> HttpResponse:
    """The scorecard of one result."""

    def present(reader: Actor) -> Scorecard | None:
        found = result_scorecard(community_id, result_id, reader=reader)
        return scorecard(found, request.path) if found else None

    return page_of_community(request, community_id, "pages/result.html", present)
