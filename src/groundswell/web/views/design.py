"""The design gallery: every component in every state; and the drawing library that charts load in the browser."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from groundswell.charts.palette import INKS
from groundswell.core.vocabulary import Verdict
from groundswell.web.components import samples
from groundswell.web.components.contribution_figures import contribution_gallery
from groundswell.web.drawing_library import library
from groundswell.web.presenters.data import data_sheet
from groundswell.web.presenters.indicators import indicator_sheet
from groundswell.web.presenters.results import scorecard
from groundswell.web.presenters.verdicts import chip
from groundswell.web.views.answers import answer, not_found


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Everything pages are made of, on one page."""
    page: dict[str, Any] = {
        "inks": INKS,
        "chips": [chip(verdict) for verdict in (*Verdict, None)],
        "scorecard": scorecard(samples.scorecard(), request.path),
        "indicator": indicator_sheet(samples.indicator(), request.path),
        "data": data_sheet(samples.data_page(), request.path),
        "contribution": contribution_gallery(),
        "around": {"notice": samples.COMMUNITY.notice},
    }
    return answer(request, "pages/design.html", page)


@require_safe
@gzip_page
def vega(request: HttpRequest, edition: str) -> HttpResponse:
    """Vega, Vega-Lite and Vega-Embed as one module; an address names its edition, so it never grows stale."""
    found = library(settings.HOME / "assets")
    if edition != found.edition:
        raise not_found()
    response = HttpResponse(found.text, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
