"""Linking people across programs: start it, see what it came to, and look at the doubtful pairs.

Nobody but who may link or review opens any of it, and no page of it is kept by a browser. Whoever opens a pair reads
records about people: that is recorded before they are shown.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.apps.people.actions.reading import record_read
from groundswell.apps.submissions.actions import decide_link, link_soon, withdraw_decision
from groundswell.apps.submissions.actions.linking import LinkEngine
from groundswell.apps.submissions.queries.linking import links_page
from groundswell.apps.submissions.queries.reviewing import DoubtfulPair, doubtful_pair, doubtful_pairs
from groundswell.web.presenters.links import links_sheet
from groundswell.web.presenters.reviewing import pair_sheet, review_sheet
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import not_found, see
from groundswell.web.views.rooms import community_of, said


@require_safe
def overview(request: HttpRequest, community_id: str) -> HttpResponse:
    """How many people there are, at how many providers, what waits, and what ran."""
    community_of(request, community_id)
    found = links_page(community_id, reader=reader_of(request))
    if found is None:
        raise not_found()
    return said(render(request, "pages/links/overview.html", {"page": links_sheet(found), "base": "base.html"}), 200)


@require_POST
def link_now(request: HttpRequest, community_id: str) -> HttpResponse:
    """Have people linked beside this request."""
    community = community_of(request, community_id)
    engine: LinkEngine = "splink" if request.POST.get("engine") == "splink" else "own"
    link_soon(community, reader_of(request), engine=engine)
    return see(reverse("links", args=[community_id]))


@require_safe
def review(request: HttpRequest, community_id: str) -> HttpResponse:
    """The doubtful pairs, the most doubtful first, and what was decided. Names nobody."""
    community_of(request, community_id)
    number = request.GET.get("page", "1")
    page = max(int(number), 1) if number.isdecimal() and len(number) < 7 else 1
    found = doubtful_pairs(community_id, reader=reader_of(request), page=page)
    if found is None:
        raise not_found()
    return said(render(request, "pages/links/review.html", {"page": review_sheet(found), "base": "base.html"}), 200)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def pair(request: HttpRequest, community_id: str, pair_id: str) -> HttpResponse:
    """Two records side by side; what is decided of them is sent here, and the next pair follows."""
    community_of(request, community_id)
    found = doubtful_pair(community_id, pair_id, reader=reader_of(request))
    if found is None:
        raise not_found()
    if request.method == "POST":
        return _decided(request, community_id, found)
    read = sorted({one.program_id for one in (found.left, found.right, *found.others)})
    details = {"pair": pair_id, "programs": read}
    record_read(community_id=community_id, action="read_doubtful_link", by=reader_of(request), details=details)
    return said(render(request, "pages/links/pair.html", {"page": pair_sheet(found), "base": "base.html"}), 200)


def _decided(request: HttpRequest, community_id: str, found: DoubtfulPair) -> HttpResponse:
    """The answer is kept, and the next doubtful pair follows; one that was taken back is looked at again."""
    verdict = request.POST.get("verdict", "")
    two = {"community_id": community_id, "left": found.left_key, "right": found.right_key}
    here = reverse("review-link", args=[community_id, found.pair_id])
    if verdict == "withdraw":
        withdraw_decision(by=reader_of(request), **two)
        return see(here)
    if verdict != "skip":
        done = decide_link(verdict=verdict, reason=request.POST.get("reason", ""), by=reader_of(request), **two)
        if not done.is_done:
            sheet = pair_sheet(found, is_unanswered=True)
            return said(render(request, "pages/links/pair.html", {"page": sheet, "base": "base.html"}), 422)
    following = [found.next_id] if found.next_id else []
    return see(reverse("review-link" if following else "review-links", args=[community_id, *following]))
