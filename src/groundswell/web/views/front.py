"""The installation's front page: its communities, or how to begin."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.apps.scorecards.queries import communities_on_show
from groundswell.web.presenters.communities import front_page
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Communities on show for this reader."""
    reader = reader_of(request)
    shown = communities_on_show(reader=reader)
    request.shown_version = " ".join(each.data_version for each in shown)  # type: ignore[attr-defined]
    page = front_page(shown, is_signed_in=reader.is_signed_in)
    return answer(request, "pages/front.html", page)
