"""Our version of a framework, and why: the whole on one page, each element on its own, and the deciding.

Whoever opens the community reads it. Who may change the specification takes up a bundle, or decides about one element;
the form answers with the same page until everything is right, and nothing that was typed is lost.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.apps.packages.actions import decide_about_element, take_up_elements
from groundswell.apps.packages.queries import KeptObject, history_of, object_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import may, require
from groundswell.apps.scorecards.queries.agenda.pages import ElementPage, agenda_page, element_page
from groundswell.core.permissions import Permission
from groundswell.web.forms.agenda import typed_decision, whole_decision
from groundswell.web.presenters.agenda.elements import ASKED, FormShown, element_sheet, form_shown
from groundswell.web.presenters.agenda.pages import Asked, agenda_sheet
from groundswell.web.presenters.contributions.words import said_of
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found, page_etag, see, unchanged
from groundswell.web.views.rooms import community_of, said

KIND = "framework"
CHANGES_SHOWN = 10


@require_safe
def agenda(request: HttpRequest, community_id: str) -> HttpResponse:
    """Our version, and why; `?stance=`, `?family=` and `?due=` leave the rest out."""
    community, reader = community_of(request, community_id), reader_of(request)
    page = agenda_page(community_id, reader=reader)
    if page is None:
        raise not_found()
    etag = _etag(request, page.data_version)
    if same := unchanged(request, etag):
        return same
    asked = Asked(request.GET.get("stance", "")[:40], request.GET.get("family", "")[:40], bool(request.GET.get("due")))
    sheet = agenda_sheet(
        page,
        request.path,
        asked,
        may_change=may(reader, Permission.CHANGE_SPECIFICATION, community),
        may_read_history=may(reader, Permission.READ_HISTORY, community),
    )
    return answer(request, "pages/agenda/agenda.html", sheet, etag)


@require_POST
def take_up(request: HttpRequest, community_id: str) -> HttpResponse:
    """Take up the elements of a bundle as they are written."""
    community, reader = community_of(request, community_id), reader_of(request)
    require(reader, Permission.CHANGE_SPECIFICATION, community)
    done = take_up_elements(community_id=community_id, bundle=request.POST.get("bundle", "")[:64], by=reader)
    if done.is_done:
        count = done.counts["taken_up"]
        words = ngettext(
            "%(n)s element is taken up as it is written.", "%(n)s elements are taken up as they are written.", count
        )
        messages.success(request, words % {"n": count} if count else gettext("All of it was decided about already."))
    for finding in done.findings:
        messages.error(request, said_of(finding))
    return see(reverse("agenda", args=[community_id]))


@require_http_methods(["GET", "HEAD", "POST"])
def element(request: HttpRequest, community_id: str, element_id: str) -> HttpResponse:
    """One element: what it asks for, what was decided, and for who may, the form to decide."""
    community, reader = community_of(request, community_id), reader_of(request)
    page = element_page(community_id, element_id, reader=reader)
    if page is None:
        raise not_found()
    may_change = may(reader, Permission.CHANGE_SPECIFICATION, community)
    if request.method == "POST":
        require(reader, Permission.CHANGE_SPECIFICATION, community)
        return _decided(request, community, page)
    etag = _etag(request, page.data_version)
    if same := unchanged(request, etag):
        return same
    form = _form(community, page) if may_change else None
    return answer(request, "pages/agenda/element.html", _sheet(request, community, page, form), etag)


def _etag(request: HttpRequest, data_version: str) -> str:
    """Blank while something waits to be said to this reader: the page they hold does not say it."""
    is_told = reader_of(request).is_signed_in and len(messages.get_messages(request))
    return "" if is_told else page_etag(request, data_version)


def _decided(request: HttpRequest, community: Community, page: ElementPage) -> HttpResponse:
    element_id, typed, seen = page.line.decision.element_id, typed_decision(request.POST), request.POST.get("seen", "")
    kept = _kept(community, element_id)
    done = decide_about_element(
        community_id=community.public_id,
        element_id=element_id,
        content=whole_decision(typed, kept.content if kept else {}),
        version=seen,
        by=reader_of(request),
    )
    if done.is_done:
        messages.success(request, gettext("Decided, and gone over today."))
        return see(reverse("agenda-element", args=[community.public_id, element_id]))
    if done.status == "clash":
        standing = done.object.content if done.object and not done.object.retired else {}
        now = done.object.version if done.object and not done.object.retired else ""
        return _again(request, community, page, form_shown(typed, now, done.findings, standing), 409)
    return _again(request, community, page, form_shown(typed, seen, done.findings), 422)


def _again(request: HttpRequest, community: Community, page: ElementPage, form: FormShown, status: int) -> HttpResponse:
    context = {"page": _sheet(request, community, page, form), "base": "base.html"}
    return said(render(request, "pages/agenda/element.html", context), status)


def _kept(community: Community, element_id: str) -> KeptObject | None:
    """What stands and is in use."""
    found = object_of(community, KIND, element_id)
    return found if found is not None and not found.retired else None


def _form(community: Community, page: ElementPage) -> FormShown:
    kept = _kept(community, page.line.decision.element_id)
    content = kept.content if kept else {}
    return form_shown({name: str(content.get(name, "")) for name in ASKED}, kept.version if kept else "")


def _sheet(request: HttpRequest, community: Community, page: ElementPage, form: FormShown | None) -> object:
    reader = reader_of(request)
    reads = may(reader, Permission.READ_HISTORY, community)
    own = page.line.decision.element_id
    history = history_of(community, KIND, own, reader=reader, limit=CHANGES_SHOWN) if reads else ()
    return element_sheet(page, request.path, form=form, history=history, may_read_history=reads)
