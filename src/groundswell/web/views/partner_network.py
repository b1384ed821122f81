"""The network of partners: what a reader may read of who works with whom, on any day; and questions of one's own."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from groundswell.apps.partnerships.actions import (
    answer_network_questions,
    ask_network_question,
    name_all_partners,
    retire_network_question,
)
from groundswell.apps.partnerships.queries.network import network_on, network_page
from groundswell.apps.partnerships.queries.questions import questions_page
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import require
from groundswell.apps.scorecards.queries.rows import community_facts
from groundswell.core.permissions import Permission
from groundswell.web.presenters.partners.network import network_sheet
from groundswell.web.presenters.partners.network_picture import MOST_PLAYED, days_to_play
from groundswell.web.presenters.partners.network_questions import PREFIX, questions_sheet
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, page_etag, unchanged
from groundswell.web.views.rooms import community_of, said

ASKED = ("on", "purpose", "sector", "level")
TEMPLATE = "pages/partners/network_questions.html"


@require_safe
def network(request: HttpRequest, community_id: str) -> HttpResponse:
    """Figures, picture and tables; `?on=`, `?purpose=`, `?sector=` and `?level=` choose, `?play=1` plays the days."""
    community, reader = community_of(request, community_id), reader_of(request)
    etag = page_etag(request, f"{community.data_version}-{timezone.localdate()}")
    if same := unchanged(request, etag):
        return same
    page = network_page(community, reader=reader, **{name: request.GET.get(name, "") for name in ASKED})
    played = []
    if request.GET.get("play") and page.organizations:
        days = days_to_play(page)
        fitting = max(2, MOST_PLAYED // max(1, len(page.network.ties)))
        played = [(day, network_on(page, community, day, reader=reader)) for day in days[-fitting:]]
    sheet = network_sheet(page, community_facts(community), request.path, played)
    return answer(request, "pages/partners/network.html", sheet, etag)


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, community_id: str) -> HttpResponse:
    """Trust, value, whatever the community asks: one's own answers, and those of others that may be read."""
    community, reader = community_of(request, community_id), reader_of(request)
    require(reader, Permission.READ_PARTNERSHIPS, community)
    if request.method == "POST":
        return _changed(request, community)
    page = questions_page(community, reader=reader, organization=request.GET.get("organization", ""))
    return answer(request, TEMPLATE, questions_sheet(page, community))


def _changed(request: HttpRequest, community: Community) -> HttpResponse:
    """Whatever the pressed button says; what was typed comes back where it could not be taken."""
    typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    organization = typed.get("organization", "")
    facts: dict[str, Any] = {"community_id": community.public_id, "by": reader_of(request)}
    match typed.get("deed"):
        case "ask":
            content = {name: typed.get(name, "") for name in ("wording", "low_label", "high_label", "steps")}
            done = ask_network_question(content=content, **facts)
        case "retire":
            done = retire_network_question(question_id=typed.get("question", ""), **facts)
        case _:
            done = answer_network_questions(organization_id=organization, answers=_answers(typed), **facts)
            if done.is_done:
                is_complete = "complete" in typed
                done = name_all_partners(organization_id=organization, is_complete=is_complete, **facts)
    if not done.is_done:
        page = questions_page(community, reader=reader_of(request), organization=organization)
        return said(answer(request, TEMPLATE, questions_sheet(page, community, done.findings, typed)), 422)
    messages.success(request, gettext("Saved."))
    address = reverse("network-questions", args=[community.public_id])
    asked = f"?{urlencode({'organization': organization})}" if organization else ""
    return HttpResponseRedirect(f"{address}{asked}")


def _answers(typed: dict[str, str]) -> dict[tuple[str, str], str]:
    parts = ((name.split("/"), value) for name, value in typed.items() if name.startswith(f"{PREFIX}/"))
    return {(each[1], each[2]): value for each, value in parts if len(each) == 3}
