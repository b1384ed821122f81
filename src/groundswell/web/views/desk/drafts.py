"""What somebody types is kept for them as they go; nobody else sees it, and no page that others read."""

from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from groundswell.apps.packages.actions import discard_draft, save_draft
from groundswell.apps.packages.queries import object_of
from groundswell.apps.scorecards.queries.stories import html_of
from groundswell.core.merging import differences
from groundswell.web.forms.desk import submission
from groundswell.web.forms.fields import plain
from groundswell.web.presenters.desk.fields import sentence_of
from groundswell.web.views.answers import not_found
from groundswell.web.views.desk.opening import kind_named, opened

MOST_OF_A_STORY = 200_000  # characters that a preview draws


@require_POST
def draft(request: HttpRequest, community_id: str, kind: str, object_id: str = "") -> HttpResponse:
    """Keep what was typed so far; answers when it was kept, for the line beneath the form."""
    desk = opened(request, community_id)
    described = kind_named(kind, desk)
    desk.require_change(described, object_id)
    kept = object_of(desk.community, kind, object_id) if object_id else None
    if object_id and kept is None:
        raise not_found()
    standing = kept.content if kept else None
    sent = submission(request.POST, described, object_id, standing, partial(desk.asks, described, is_new=not object_id))
    if not differences(sent.base, sent.mine):
        return JsonResponse({"said": ""})
    outcome = save_draft(
        community_id=community_id, kind=kind, key=object_id, base=sent.base, content=sent.mine, by=desk.actor
    )
    if not outcome.is_done:
        return JsonResponse({"said": " ".join(sentence_of(str(finding)) for finding in outcome.findings)})
    at = date_format(timezone.localtime(), "TIME_FORMAT")
    return JsonResponse({"said": gettext("Draft saved %(time)s.") % {"time": at}})


@require_POST
def discard(request: HttpRequest, community_id: str, kind: str, object_id: str = "") -> HttpResponse:
    """Drop a draft; what is stored stays as it is."""
    desk = opened(request, community_id)
    described = kind_named(kind, desk)
    desk.require_change(described, object_id)
    discard_draft(community_id=community_id, kind=kind, key=object_id, by=desk.actor)
    parts = [kind, object_id] if object_id else [kind]
    return HttpResponseRedirect(desk.address("desk-object" if object_id else "desk-new", *parts))


@require_POST
def preview(request: HttpRequest, community_id: str) -> HttpResponse:
    """A story's text as pages will show it, sanitized in the same way."""
    desk = opened(request, community_id)
    described = kind_named("stories", desk)
    desk.require_change(described)
    text = plain(request.POST.get("f.text", ""))[:MOST_OF_A_STORY]
    return HttpResponse(html_of(text) or f"<p>{gettext('Nothing to show yet.')}</p>")
