"""What it would take, scenarios, statements of programs, what funders' grants add up to, and what came of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.apps.contributions.actions import retire_scenario, save_scenario
from groundswell.apps.people.actions.saving import Saved
from groundswell.apps.people.queries import require
from groundswell.apps.scorecards.queries.contributions.plans import PlanAsked, PlanPage, compared_scenarios, plan_page
from groundswell.core.permissions import Permission
from groundswell.web.presenters.contributions.plan import plan_sheet
from groundswell.web.presenters.contributions.scenarios import scenarios_sheet
from groundswell.web.presenters.language import spoken
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found, page_etag, see, unchanged
from groundswell.web.views.rooms import community_of, said

NOTE = 2_000  # characters


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, community_id: str, indicator_id: str) -> HttpResponse:
    """What it would take; everything that is asked stands in the address. Sent, it is kept as a scenario."""
    community = community_of(request, community_id)
    told = request.POST if request.method == "POST" else request.GET
    asked = PlanAsked.of_query(told)
    if request.method == "POST":
        require(reader_of(request), Permission.CHANGE_CONTRIBUTIONS, community)
    etag = page_etag(request, community.data_version)
    if request.method != "POST" and (same := unchanged(request, etag)):
        return same
    found = plan_page(community_id, indicator_id, reader=reader_of(request), asked=asked)
    if found is None:
        raise not_found()
    if request.method == "POST":
        return _kept(request, found)
    shown = answer(request, "pages/contributions/plan.html", plan_sheet(found, request.path), etag)
    if found.findings:
        shown.status_code = 422
    return shown


def _kept(request: HttpRequest, page: PlanPage) -> HttpResponse:
    """Kept as a scenario; what is wrong is said, and nothing that was typed is lost."""
    name, note = (request.POST.get(field, "").replace("\x00", "").strip()[:NOTE] for field in ("name", "note"))
    asked, period = page.asked, page.condition.period
    target = _plain(asked.target) or _published_target(page)
    content = {
        "indicator_id": page.indicator.id, "name": name, "note": note, "minimize": str(page.minimize),
        "period": asked.period or (str(period) if period else ""), "target": target, "budget": _plain(asked.budget),
        "settings": asked.settings,
    }  # fmt: skip
    problems = [] if name else [gettext("Give it a name, so that others know it again.")]
    if page.findings:
        problems.append(gettext("What was typed cannot be worked out yet, so it is not kept."))
    if not problems:
        done = save_scenario(community_id=page.community.id, content=content, by=reader_of(request))
        problems = problem_words(done)
        if done.is_done:
            messages.success(request, gettext("Kept as “%(name)s”.") % {"name": name})
            return see(reverse("contribution-scenarios", args=[page.community.id, page.indicator.id]))
    sheet = plan_sheet(page, request.path, save_name=name, save_note=note, save_problems=tuple(problems))
    return said(render(request, "pages/contributions/plan.html", {"page": sheet, "base": "base.html"}), 422)


def _published_target(page: PlanPage) -> str:
    if page.condition.target is None:
        return ""
    factor = 100.0 if page.indicator.unit == "percent" else 1.0
    return f"{page.condition.target[1] * factor:.6g}"


def _plain(number: str) -> str:
    """A number without what people write around it."""
    return number.replace(",", "").replace(" ", "").strip("$€£").rstrip("%")


def problem_words(done: Saved) -> list[str]:
    """What stood in the way, in sentences."""
    found = []
    for finding in done.findings:
        words = f"{spoken(finding.message)}: {spoken(finding.fix)}" if finding.fix else spoken(finding.message)
        found.append(words[:1].upper() + words[1:])
    return found if not done.is_done else []


@require_safe
def scenarios(request: HttpRequest, community_id: str, indicator_id: str) -> HttpResponse:
    """Kept scenarios side by side: `?scenario=` chooses some of them, `?present=1` is for a room."""
    community = community_of(request, community_id)
    etag = "" if len(messages.get_messages(request)) else page_etag(request, community.data_version)
    names = request.GET.getlist("scenario")[:20]
    found = compared_scenarios(community_id, indicator_id, reader=reader_of(request), names=names)
    if found is None:
        raise not_found()
    if etag and (same := unchanged(request, etag)):
        return same
    sheet = scenarios_sheet(*found, request.path, is_presented=request.GET.get("present") == "1")
    return answer(request, "pages/contributions/scenarios.html", sheet, etag)


@require_POST
def retire(request: HttpRequest, community_id: str, indicator_id: str, scenario_id: str) -> HttpResponse:
    """Put a scenario away; it is kept, and no longer listed."""
    community_of(request, community_id)
    done = retire_scenario(community_id=community_id, scenario_id=scenario_id, by=reader_of(request))
    for words in problem_words(done):
        messages.error(request, words)
    if done.is_done:
        messages.success(request, gettext("Put away. It is kept, and no longer listed."))
    return see(reverse("contribution-scenarios", args=[community_id, indicator_id]))
