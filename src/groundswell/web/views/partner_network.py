"""The network of partners: what a reader may read of who works with whom, on any day; and questions of one's own."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from groundswell.apps.partnerships.actions import (
    answer_network_questions,
    ask_network_question,
    name_all_partners,
    retire_network_question,
)
from groundswell.apps.partnerships.queries.network import network_on, network_page
from groundswell.apps.partnerships.queries.questions import questions_page
from groundswell.apps.people.actions.saving import Saved
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import require
from groundswell.apps.scorecards.queries.rows import community_facts
from groundswell.core.permissions import Permission
from groundswell.exchange.collector import paused_collector
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
    etag = page_etag(request, community.data_version, str(timezone.localdate()))
    if same := unchanged(request, etag):
        return same
    with paused_collector():
        page = network_page(community, reader=reader, **{name: request.GET.get(name, "") for name in ASKED})
        played = []
        if request.GET.get("play") and page.organizations:
            days = days_to_play(page)
            fitting = max(2, MOST_PLAYED // max(1, len(page.network.ties)))
            played = [(day, network_on(page, community, day, reader=reader)) for day in days[-fitting:]]
        sheet = network_sheet(page, community_facts(community), request.path, played)
        return answer(request, "pages/partners/network.html", sheet, etag)


@require_safe
def questions(request: HttpRequest, community_id: str) -> HttpResponse:
    """Trust, value, whatever the community asks: one's own answers, and those of others that may be read."""
    community, reader = community_of(request, community_id), reader_of(request)
    require(reader, Permission.READ_PARTNERSHIPS, community)
    page = questions_page(community, reader=reader, organization=request.GET.get("organization", ""))
    return answer(request, TEMPLATE, questions_sheet(page, community))


@require_POST
def answer_questions(request: HttpRequest, community_id: str, organization_id: str) -> HttpResponse:
    """What one's own organization answers, and whether it named all its partners."""
    community, typed = community_of(request, community_id), _typed(request)
    facts: dict[str, Any] = {
        "community_id": community_id,
        "organization_id": organization_id,
        "by": reader_of(request),
    }
    done = answer_network_questions(answers=_answers(typed), **facts)
    if done.is_done:
        done = name_all_partners(is_complete="complete" in typed, **facts)
    return _answered(request, community, done, typed, organization_id)


@require_POST
def ask_question(request: HttpRequest, community_id: str) -> HttpResponse:
    """A question in the community's own words."""
    community, typed = community_of(request, community_id), _typed(request)
    content = {name: typed.get(name, "") for name in ("wording", "low_label", "high_label", "steps")}
    done = ask_network_question(community_id=community_id, content=content, by=reader_of(request))
    return _answered(request, community, done, typed)


@require_POST
def retire_question(request: HttpRequest, community_id: str, question_id: str) -> HttpResponse:
    """Ask it no more; what was answered stays."""
    community = community_of(request, community_id)
    done = retire_network_question(community_id=community_id, question_id=question_id, by=reader_of(request))
    return _answered(request, community, done, {})


def _answered(
    request: HttpRequest, community: Community, done: Saved, typed: dict[str, str], organization_id: str = ""
) -> HttpResponse:
    """Back to the page; where something could not be taken, what was typed comes back with what would be right."""
    if not done.is_done:
        page = questions_page(community, reader=reader_of(request), organization=organization_id)
        return said(answer(request, TEMPLATE, questions_sheet(page, community, done.findings, typed)), 422)
    messages.success(request, gettext("Saved."))
    asked = f"?{urlencode({'organization': organization_id})}" if organization_id else ""
    return HttpResponseRedirect(reverse("network-questions", args=[community.public_id]) + asked)


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: value for name, value in request.POST.items() if isinstance(value, str)}


def _answers(typed: dict[str, str]) -> dict[tuple[str, str], str]:
    parts = ((name.split("/"), value) for name, value in typed.items() if name.startswith(f"{PREFIX}/"))
    return {(each[1], each[2]): value for each, value in parts if len(each) == 3}
