"""One indicator, at one place and for one group."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.apps.people.queries import Actor
from groundswell.apps.scorecards.queries import indicator_page
from groundswell.web.middles import page_of_community
from groundswell.web.presenters.indicators import IndicatorSheet, indicator_sheet


@require_safe
def indicator(request: HttpRequest, community_id: str, indicator_id: str) -> HttpResponse:
    """The indicator's page; `?place=` and `?group=` choose of whom it speaks."""
    place, group = request.GET.get("place", ""), request.GET.get("group", "")

    def present(reader: Actor) -> IndicatorSheet | None:
        found = indicator_page(community_id, indicator_id, place_id=place, group_id=group, reader=reader)
        return indicator_sheet(found, request.path) if found else None

    return page_of_community(request, community_id, "pages/indicator.html", present, place, group)
