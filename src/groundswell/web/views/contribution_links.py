"""A program's link to an indicator: the form that asks for it, its page with its history, and what is said about it.

Whoever may open the community and see the program reads a link; who may change it is asked again by every action. The
form answers with the same page until everything is right: nothing that was typed is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.apps.contributions.actions import (
    Saved,
    add_note,
    answer_challenge,
    restore_link,
    save_link,
    withdraw_link,
)
from groundswell.apps.people.queries import NotAllowedError
from groundswell.apps.scorecards.queries.contributions.asking import (
    CHANGING,
    LinkAsking,
    LinkPreview,
    link_asking,
    link_preview,
)
from groundswell.apps.scorecards.queries.contributions.ledger import LinkPage, link_page, too_few_to_tell
from groundswell.core.contribution.notes import NoteStep
from groundswell.core.findings import Finding, error
from groundswell.web.forms.contributions import ReadLink, TypedLink, answers_of, read_link, too_many_reached, typed_link
from groundswell.web.presenters.contributions.form import (
    choosing_sheet,
    first_serving,
    form_sheet,
    stops,
    unlinkable_sheet,
)
from groundswell.web.presenters.contributions.links import TypedNote, link_sheet, withdrawing_sheet
from groundswell.web.presenters.contributions.steps import preview_sheet, stopped_sheet
from groundswell.web.presenters.contributions.words import said_of
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import not_found, see
from groundswell.web.views.rooms import community_of, said

GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_POST
def new(request: HttpRequest, community_id: str, indicator_id: str) -> HttpResponse:
    """A new link: its program is chosen first, then everything else is asked on one page."""
    community_of(request, community_id)
    typed = typed_link(request.POST) if request.method == "POST" else None
    chosen = (typed["program"] if typed else request.GET.get("program", ""))[:200]
    asking = link_asking(community_id, indicator_id, reader=reader_of(request), program_id=chosen)
    if asking is None:
        raise not_found()
    if not asking.condition.is_in_people:
        return _drawn(request, "link_form.html", unlinkable_sheet(asking, request.path), 422 if typed else 200)
    if asking.program is None:
        problem = gettext("Choose one of these programs.") if chosen or "program" in request.GET or typed else ""
        sheet = choosing_sheet(asking, request.path, problem)
        return _drawn(request, "link_form.html", sheet, 422 if problem else 200)
    if typed is None:
        return _form(request, asking, TypedLink({"program": chosen, "serving": first_serving(asking)}))
    return _answered(request, asking, typed, {"indicator_id": indicator_id})


@GET_POST
def change(request: HttpRequest, community_id: str, link_id: str) -> HttpResponse:
    """Another version of a link: the form begins with what stands."""
    page = _page(request, community_id, link_id)
    if not page.may_change:
        raise NotAllowedError(CHANGING[0], page.community)
    facts = page.facts
    asking = link_asking(community_id, facts.indicator_id, reader=reader_of(request), program_id=facts.program_id)
    if asking is None or asking.program is None:
        raise not_found()
    standing = facts.content
    if request.method != "POST":
        typed = answers_of(standing, asking.condition.polarity)
        return _form(request, asking, TypedLink(typed.said, seen=facts.version), standing=standing, link_id=link_id)
    typed = typed_link(request.POST)
    typed = TypedLink({**typed.said, "program": facts.program_id}, typed.wish, typed.seen)
    return _answered(request, asking, typed, standing, link_id)


def _answered(
    request: HttpRequest, asking: LinkAsking, typed: TypedLink, standing: Mapping[str, str], link_id: str = ""
) -> HttpResponse:
    """What came back is shown with what it does, or saved where nothing is wrong."""
    read = read_link(typed, asking.condition.polarity, standing)
    if typed.wish != "save":
        return _form(request, asking, typed, standing=standing, link_id=link_id, is_shown=True)
    preview = link_preview(asking, read.content)
    problems = (*_problems(asking, read, preview), *too_few_to_tell(read.content, asking.smallest_shown))
    if problems:
        return _form(request, asking, typed, standing=standing, link_id=link_id, findings=problems, status=422)
    if preview.difference is None and preview.reasons:
        wrong = [error(reason, column="way") for reason in preview.reasons]
        return _form(request, asking, typed, standing=standing, link_id=link_id, findings=wrong, status=422)
    content = {"indicator_id": asking.indicator.public_id, **read.content}
    if any(content.get(name, "") != standing.get(name, "") for name in content):
        content["reviewed"] = timezone.localdate().isoformat()  # whoever changes assumptions has looked at them
    done = save_link(
        community_id=asking.community.public_id, content=content, seen_version=typed.seen, by=reader_of(request)
    )
    if not done.is_done:
        is_met = bool(link_id) and all(not one.column for one in done.findings if one.is_error)
        status = 409 if is_met else 422
        return _form(request, asking, typed, standing=standing, link_id=link_id, findings=done.findings, status=status)
    if read.is_borrowed and done.is_changed:
        _note_borrowed(request, asking, done)
    messages.success(request, gettext("Saved.") if done.is_changed else gettext("Nothing was different."))
    for one in done.findings:
        messages.warning(request, said_of(one))
    return see(reverse("contribution-link", args=[asking.community.public_id, done.id]))


def _problems(asking: LinkAsking, read: ReadLink, preview: LinkPreview) -> tuple[Finding, ...]:
    """What is wrong with the answers: each by itself, and beside the people whom the indicator is about."""
    population, served = asking.condition.population, preview.reached.served if preview.reached else None
    if any(one.column in ("served", "in_population") for one in read.problems):
        return read.problems
    return (*read.problems, *too_many_reached(read, served, population.people if population else None))


def _note_borrowed(request: HttpRequest, asking: LinkAsking, done: Saved) -> None:
    """That an effect comes from elsewhere stays with the link, as something that must hold here too."""
    words = gettext("The difference was found elsewhere: what made it there has to be here as well.")
    community, by = asking.community.public_id, reader_of(request)
    add_note(community_id=community, link_id=done.id, step=NoteStep.MUST_BE_TRUE, text=words, by=by)


def _form(
    request: HttpRequest, asking: LinkAsking, typed: TypedLink, *, standing: Mapping[str, str] | None = None,
    link_id: str = "", findings: list[Finding] | tuple[Finding, ...] = (), is_shown: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    read = read_link(typed, asking.condition.polarity, standing or {"indicator_id": asking.indicator.public_id})
    found = link_preview(asking, read.content)
    shown = list(findings) or (list(_problems(asking, read, found)) if is_shown else [])
    preview = stopped_sheet(stops(shown, typed)) or preview_sheet(found, asking, is_borrowed=read.is_borrowed)
    sheet = form_sheet(
        asking, typed, read, preview, address=request.path, link_id=link_id, findings=shown, is_shown=is_shown
    )
    return _drawn(request, "link_form.html", sheet, status)


# The page of a link


@require_safe
def link(request: HttpRequest, community_id: str, link_id: str) -> HttpResponse:
    """What is assumed, by whom, since when; its contribution analysis, and what was said against it."""
    page = _page(request, community_id, link_id)
    return _drawn(request, "link.html", link_sheet(page))


@require_POST
def note(request: HttpRequest, community_id: str, link_id: str) -> HttpResponse:
    """Something is said about a link: a step of its analysis, a challenge, the answer to one."""
    page = _page(request, community_id, link_id)
    typed = TypedNote.of(request.POST)
    facts: dict[str, Any] = {
        "community_id": community_id,
        "text": typed.text,
        "source": typed.source,
        "by": reader_of(request),
    }
    if typed.answers:
        done = answer_challenge(note_id=typed.answers, **facts)
    else:
        done = add_note(link_id=link_id, step=typed.step, **facts)
    if not done.is_done:
        return _drawn(request, "link.html", link_sheet(page, typed, done.findings), 422)
    messages.success(request, gettext("Noted."))
    return see(f"{reverse('contribution-link', args=[community_id, link_id])}#said-{typed.step}")


@GET_POST
def withdraw(request: HttpRequest, community_id: str, link_id: str) -> HttpResponse:
    """A link is taken out of use: asked once more before it is done."""
    page = _page(request, community_id, link_id)
    if not page.may_change:
        raise NotAllowedError(CHANGING[0], page.community)
    here = reverse("contribution-link", args=[community_id, link_id])
    if page.facts.is_withdrawn:
        return see(here)
    if request.method != "POST":
        return _drawn(request, "link_withdraw.html", withdrawing_sheet(page))
    seen = _number(request.POST.get("seen", ""))
    done = withdraw_link(community_id=community_id, link_id=link_id, seen_version=seen, by=reader_of(request))
    if not done.is_done:
        sheet = withdrawing_sheet(_page(request, community_id, link_id), done.findings)
        return _drawn(request, "link_withdraw.html", sheet, 409)
    messages.success(request, gettext("Withdrawn. It counts no more; its versions and notes are kept."))
    return see(here)


@require_POST
def restore(request: HttpRequest, community_id: str, link_id: str) -> HttpResponse:
    """An earlier version is put in force again, as a new one."""
    page = _page(request, community_id, link_id)
    if not page.may_change:
        raise NotAllowedError(CHANGING[0], page.community)
    here = reverse("contribution-link", args=[community_id, link_id])
    version, seen = (_number(request.POST.get(name, "")) for name in ("version", "seen"))
    done = restore_link(
        community_id=community_id, link_id=link_id, version=version, seen_version=seen, by=reader_of(request)
    )
    if not done.is_done:
        return _drawn(
            request, "link.html", link_sheet(_page(request, community_id, link_id), refused=done.findings), 409
        )
    messages.success(request, gettext("That version counts again, as a new one."))
    return see(here)


def _page(request: HttpRequest, community_id: str, link_id: str) -> LinkPage:
    community_of(request, community_id)
    page = link_page(community_id, link_id, reader=reader_of(request))
    if page is None:
        raise not_found()
    return page


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0


def _drawn(request: HttpRequest, template: str, sheet: object, status: int = 200) -> HttpResponse:
    context = {"page": sheet, "base": "base.html"}
    return said(render(request, f"pages/contributions/{template}", context), status)
