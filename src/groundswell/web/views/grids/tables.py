"""Observations, targets, populations and crosswalks, each kept in a grid: typed over, pasted into, saved whole."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from groundswell.apps.packages.actions import RowEdit, RowsSaving, save_rows, undo_change
from groundswell.apps.packages.queries import ROW_KINDS, KeptObject, change_of, object_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, require_any
from groundswell.core.merging import merged
from groundswell.web.presenters.grids.checking import said
from groundswell.web.presenters.grids.entries import (
    Entry,
    worth_saving,
)
from groundswell.web.presenters.grids.sheets import Sheet, wide_sheet
from groundswell.web.presenters.grids.tables import GRID_TABLES, GridTable
from groundswell.web.views.answers import not_found
from groundswell.web.views.grids import drafts
from groundswell.web.views.grids.doors import entered, found, naming_of
from groundswell.web.views.grids.pasting import longer, pasted
from groundswell.web.views.grids.sent import Sent, check_sent, grid_page, sent_grid
from groundswell.web.views.grids.visits import Visit, standing_long, standing_wide


@require_http_methods(["GET", "HEAD", "POST"])
def of_indicator(request: HttpRequest, community_id: str, kind: str, indicator_id: str) -> HttpResponse:
    """Observations or targets of one indicator."""
    actor, community = entered(request, community_id)
    indicator = found(community, "indicators", indicator_id)
    return _answered(request, actor, community, GRID_TABLES[kind], indicator)


@require_http_methods(["GET", "HEAD", "POST"])
def of_community(request: HttpRequest, community_id: str, kind: str) -> HttpResponse:
    """Populations or crosswalks."""
    actor, community = entered(request, community_id)
    return _answered(request, actor, community, GRID_TABLES[kind], None)


def _answered(
    request: HttpRequest, actor: Actor, community: Community, table: GridTable, indicator: KeptObject | None
) -> HttpResponse:
    described = ROW_KINDS[table.kind]
    permissions = tuple(filter(None, (described.permission, described.own_permission)))
    require_any(actor, permissions, community, _owner_of(community, indicator))
    visit = Visit(request, actor, community, table, naming_of(community), indicator, request.GET)
    if request.method != "POST":
        return _seen(visit)
    match request.POST.get("do"):
        case "undo":
            return _undone(visit)
        case "paste":
            return pasted(visit)
        case "more":
            return longer(visit)
        case "draft":
            return drafts.kept(visit)
        case "discard":
            return drafts.discarded(visit)
        case _:
            return _saved(visit)


def _owner_of(community: Community, indicator: KeptObject | None) -> str:
    """The organization whose own an indicator is; blank where its owner is no organization in use."""
    owner = str(indicator.content.get("owner", "")) if indicator else ""
    organization = object_of(community, "organizations", owner) if owner else None
    return owner if organization is not None and not organization.retired else ""


# Seeing


def _seen(visit: Visit) -> HttpResponse:
    draft = drafts.draft_here(visit)
    if draft and "draft" in visit.asked:
        return drafts.taken_up(visit, draft)
    return grid_page(visit, _standing(visit), draft=draft)


def _standing(visit: Visit) -> Sheet:
    return wide_sheet(standing_wide(visit), visit.naming, is_named=False) if visit.by else standing_long(visit)


def _saved(visit: Visit) -> HttpResponse:
    sent = sent_grid(visit)
    reason = visit.request.POST.get("reason", "").strip()
    changed = worth_saving(sent.entries)
    if not check_sent(visit, sent):
        return grid_page(visit, sent.sheet(visit), sent=sent, status=422)
    if not changed:
        return grid_page(
            visit, sent.sheet(visit), sent=sent, notice=gettext("Nothing was changed, so nothing was stored.")
        )
    if not reason and visit.table.is_corrected and any(entry.is_correction for entry in changed):
        asked = gettext("Say why the numbers that stood there change. The reason is kept beside what stood before.")
        return grid_page(visit, sent.sheet(visit), sent=sent, reason_problem=asked, status=422)
    names = ROW_KINDS[visit.table.kind].key_names
    edits = [
        RowEdit(
            {name: entry.key.get(name, "") for name in names}, None if entry.is_retired else entry.content, entry.base
        )
        for entry in changed
    ]
    saving = save_rows(
        community_id=visit.community.public_id,
        kind=visit.table.kind,
        edits=edits,
        indicator_id=visit.indicator_id,
        by=visit.actor,
        reason=reason,
    )
    return _after(visit, sent, changed, saving)


def _after(visit: Visit, sent: Sent, changed: list[Entry], saving: RowsSaving) -> HttpResponse:
    if saving.status == "stored":
        drafts.drop(visit)
        return _redirect(visit, saved=saving.change_id, rows=str(len(changed)))
    if saving.status == "unchanged":
        return grid_page(visit, sent.sheet(visit), sent=sent, notice=gettext("All of this stood there already."))
    if saving.status == "clash":
        for clash in saving.clashes:
            _settle(changed[clash.index], clash.current)
        return grid_page(visit, sent.sheet(visit), sent=sent, status=409)
    others = []
    for finding in (each for each in saving.findings if each.is_error):
        words = said(finding.message, finding.fix)
        if 0 <= finding.index < len(changed):
            changed[finding.index].say(finding.field, words)
        else:
            others.append(words)
    return grid_page(visit, sent.sheet(visit), sent=sent, problems=others, status=422)


def _settle(entry: Entry, current: dict[str, Any] | None) -> None:
    """Put what somebody else wrote meanwhile beside what was typed; what only they changed is taken from them."""
    if current is None:
        entry.base = None
        entry.say("", gettext("Somebody retired this row meanwhile. Save again to bring it back as you typed it."))
        return
    merge = merged(entry.base, entry.content, current)
    entry.theirs = {clash.field: str(clash.theirs) for clash in merge.clashes}
    entry.content, entry.base, entry.typed = dict(merge.content), dict(current), {}
    if entry.is_retired:
        entry.is_retired = False
        entry.say("", gettext("Somebody changed this row meanwhile. Tick it again to retire it all the same."))


def _redirect(visit: Visit, **told: str) -> HttpResponse:
    query = {
        name: text for name, text in visit.asked.items() if name not in ("saved", "rows", "undone", "add", "draft")
    }
    return HttpResponseRedirect(f"{visit.request.path}?{urlencode({**query, **told})}")


def _undone(visit: Visit) -> HttpResponse:
    change = change_of(visit.community, visit.request.POST.get("change", ""), reader=visit.actor)
    if change is None or (change.kind, change.key) != (visit.table.kind, visit.indicator_id):
        raise not_found()  # this grid undoes what was done in it
    saving = undo_change(community_id=visit.community.public_id, change_id=change.id, by=visit.actor)
    if saving.status in ("stored", "unchanged"):
        return _redirect(visit, undone="1")
    problems = [said(finding.message, finding.fix) for finding in saving.findings]
    if saving.status == "clash" or not problems:
        problems.append(gettext("Somebody has changed these rows since, so they were left as they are."))
    visit.request.method = "GET"
    return grid_page(visit, _standing(visit), problems=problems, status=409)
