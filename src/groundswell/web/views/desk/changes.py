"""What was changed: the history of one object, of the whole community; undone within the hour, restored at any time."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from groundswell.apps.packages.actions import RowFinding, restore_version, undo_change
from groundswell.apps.packages.queries import (
    OBJECT_KINDS,
    ChangeFacts,
    change_of,
    history_of,
    object_of,
    recent_changes,
)
from groundswell.core.findings import Finding
from groundswell.web.presenters.desk.histories import change_lines
from groundswell.web.presenters.desk.kinds import title_shown
from groundswell.web.presenters.desk.pages import HistoryPage, RefusedPage
from groundswell.web.views.answers import not_found
from groundswell.web.views.desk.opening import Desk, kind_named, opened

CHANGES_SHOWN = 100


@require_safe
def changes(request: HttpRequest, community_id: str) -> HttpResponse:
    """What was changed last in the whole community."""
    desk = opened(request, community_id)
    found = recent_changes(desk.community, CHANGES_SHOWN, reader=desk.actor)
    lines = change_lines(found, community_id, _titles(desk, found), opens=desk.opens, with_differences=True)
    page = HistoryPage("", "", lines, desk.address("desk"), "", is_undone="undone" in request.GET)
    return desk.answer("changes.html", page)


@require_safe
def history(request: HttpRequest, community_id: str, kind: str, object_id: str) -> HttpResponse:
    """What became of one object, the latest first."""
    desk = opened(request, community_id)
    described = kind_named(kind, desk)
    kept = object_of(desk.community, kind, object_id)
    if kept is None:
        raise not_found()
    found = history_of(desk.community, kind, object_id, reader=desk.actor)
    may_change = desk.may_change(described, object_id)
    titles = _titles(desk, found)
    lines = change_lines(found, community_id, titles, opens=desk.opens, with_differences=True, may_change=may_change)
    address = desk.address("desk-object", kind, object_id) if may_change else ""
    title = title_shown(kind, kept.title) or kept.id
    page = HistoryPage(kind, title, lines, desk.address("desk-list", kind), address, is_undone="undone" in request.GET)
    return desk.answer("history.html", page)


def _titles(desk: Desk, found: tuple[ChangeFacts, ...]) -> dict[str, dict[str, str]]:
    """Names of the objects that what changed points to."""
    pointed = {
        column.to for change in found if change.kind in OBJECT_KINDS for column in OBJECT_KINDS[change.kind].fields
    }
    if any(change.kind == "indicators" for change in found):
        pointed.add("organizations")  # an owner may be one
    return {to: {one.id: one.title for one in desk.objects(to)} for to in pointed if to in OBJECT_KINDS}


@require_POST
def undo(request: HttpRequest, community_id: str, change_id: str) -> HttpResponse:
    """Undo one change, within the hour and where nothing was changed since."""
    desk = opened(request, community_id)
    change = _change(desk, change_id)
    saving = undo_change(community_id=community_id, change_id=change.id, by=desk.actor)
    if saving.status in ("stored", "unchanged"):
        return HttpResponseRedirect(_after(desk, change))
    return _refused(desk, change, saving.findings)


@require_POST
def restore(request: HttpRequest, community_id: str, change_id: str) -> HttpResponse:
    """Go back to what stood after, or before, a change."""
    desk = opened(request, community_id)
    change = _change(desk, change_id)
    side = "before" if request.POST.get("side") == "before" else "after"
    saving = restore_version(community_id=community_id, change_id=change.id, side=side, by=desk.actor)
    if saving.status in ("stored", "unchanged"):
        said = f"saved={saving.change_id}" if saving.status == "stored" else "unchanged=1"
        parts = [change.kind, change.key] if change.key else [change.kind]  # rows of the whole community have no key
        return HttpResponseRedirect(f"{desk.address('desk-object' if change.key else 'desk-list', *parts)}?{said}")
    return _refused(desk, change, saving.findings)


def _change(desk: Desk, change_id: str) -> ChangeFacts:
    found = change_of(desk.community, change_id, reader=desk.actor)
    if found is None:
        raise not_found()
    return found


def _after(desk: Desk, change: ChangeFacts) -> str:
    """Where to go when a change was undone: to its object where it still stands, else to the changes."""
    if change.kind in OBJECT_KINDS and change.key and change.before is not None and "sorts" not in change.before:
        return f"{desk.address('desk-history', change.kind, change.key)}?undone=1"
    return f"{desk.address('desk-changes')}?undone=1"


def _refused(desk: Desk, change: ChangeFacts, findings: Sequence[Finding | RowFinding]) -> HttpResponse:
    back = desk.address("desk-changes")
    if change.kind in OBJECT_KINDS and change.key and "sorts" not in (change.after or {}):
        back = desk.address("desk-history", change.kind, change.key)
    return desk.answer("refused.html", RefusedPage.of(findings, back), status=409)
