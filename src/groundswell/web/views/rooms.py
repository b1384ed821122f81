"""How a page of a community begins, and how it says that something was refused."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from groundswell.apps.people.actions import RefusalError
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import community_for
from groundswell.web.presenters.language import spoken
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import not_found


def community_of(request: HttpRequest, community_id: str) -> Community:
    """The community, kept for the head of the page; 404 where there is none or it is not for this reader."""
    community = community_for(community_id, reader=reader_of(request))
    if community is None:
        raise not_found()
    request.community = community  # type: ignore[attr-defined]
    return community


def refused(request: HttpRequest, refusal: RefusalError) -> None:
    """Say on the next page why something was not done."""
    for finding in refusal.findings:
        words = f"{spoken(finding.message)}: {spoken(finding.fix)}" if finding.fix else spoken(finding.message)
        messages.error(request, words[:1].upper() + words[1:])


def done_or_refused(request: HttpRequest, words: str, action: Callable[..., Any], **facts: Any) -> None:
    """Do it as the reader, and say on the next page that it was done, or why not."""
    try:
        action(by=reader_of(request), **facts)
    except RefusalError as refusal:
        refused(request, refusal)
    else:
        messages.success(request, words)


def said(response: HttpResponse, status: int) -> HttpResponse:
    """The same answer with another status, and kept by nobody: it shows what one person typed or may see."""
    response.status_code = status
    response.headers["Cache-Control"] = "private, no-store"
    return response
