"""What somebody typed in a grid and did not store: kept for them as they go, and offered when they open it again.

A draft is the form as it stood, with what each row said when the page was made; so going on with it is as if the page
had never been left, and what others changed meanwhile is met on saving as ever. Each view of a table has its own.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from groundswell.apps.packages.actions import discard_draft, save_draft
from groundswell.apps.packages.queries import DraftFacts, draft_of
from groundswell.web.forms.fields import plain
from groundswell.web.presenters.grids.checking import said
from groundswell.web.presenters.grids.entries import worth_saving
from groundswell.web.presenters.grids.pages import address_of
from groundswell.web.views.grids.sent import grid_page, sent_grid
from groundswell.web.views.grids.visits import Visit

_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "do", "change"})


def key_of(visit: Visit) -> str:
    """Which draft it is: the indicator, and the view of its table; columns and pages are the same draft."""
    chosen = {name: visit.asked.get(name, "") for name in ("view", "place", "group")}
    query = urlencode({name: text for name, text in chosen.items() if text})
    return f"{visit.indicator_id}?{query}" if query else visit.indicator_id


def draft_here(visit: Visit) -> DraftFacts | None:
    """What this person left here without storing it."""
    found = draft_of(visit.actor, visit.community, visit.table.kind, key_of(visit))
    return found if found is not None and isinstance(found.content.get("fields"), dict) else None


def kept(visit: Visit) -> HttpResponse:
    """Keep what was typed so far. A program of the page is told in a line; a button leads to the draft."""
    problems = _keep(visit)
    if "application/json" in visit.request.headers.get("Accept", ""):
        if problems is None:
            return JsonResponse({"said": ""})
        at = date_format(timezone.localtime(), "TIME_FORMAT")
        return JsonResponse({"said": " ".join(problems) or gettext("Draft saved %(time)s.") % {"time": at}})
    if problems:
        sent = sent_grid(visit)
        return grid_page(visit, sent.sheet(visit), sent=sent, problems=problems, status=422)
    return HttpResponseRedirect(address_of(visit, draft="1" if problems is not None else ""))


def _keep(visit: Visit) -> list[str] | None:
    """What is wrong with the draft, or nothing; None where nothing was typed and there is none."""
    form = visit.request.POST
    if not worth_saving(sent_grid(visit).entries) and not form.get("text", "").strip():
        drop(visit)
        return None
    fields = {name: plain(str(text)) for name, text in form.items() if name not in _NOT_TYPED}
    outcome = save_draft(
        community_id=visit.community.public_id,
        kind=visit.table.kind,
        key=key_of(visit),
        base=None,
        content={"fields": fields},
        by=visit.actor,
    )
    return [said(finding.message, finding.fix) for finding in outcome.findings]


def drop(visit: Visit) -> None:
    """Throw the draft of this view away, where there is one."""
    if draft_of(visit.actor, visit.community, visit.table.kind, key_of(visit)) is not None:
        discard_draft(community_id=visit.community.public_id, kind=visit.table.kind, key=key_of(visit), by=visit.actor)


def discarded(visit: Visit) -> HttpResponse:
    """What is stored stays as it is."""
    drop(visit)
    return HttpResponseRedirect(address_of(visit))


def taken_up(visit: Visit, draft: DraftFacts) -> HttpResponse:
    """The grid as it was left."""
    visit.typed = {str(name): str(text) for name, text in draft.content["fields"].items()}
    sent = sent_grid(visit)
    return grid_page(visit, sent.sheet(visit), sent=sent, text=visit.typed.get("text", ""), is_draft=True)
