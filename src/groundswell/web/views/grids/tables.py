"""Observations, targets, populations and crosswalks, each kept in a grid: typed over, pasted into, saved whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from groundswell.apps.packages.actions import RowEdit, RowsSaving, save_rows, undo_change
from groundswell.apps.packages.queries import ROW_KINDS, KeptObject, KeptRow, object_of, rows_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, require_any
from groundswell.core.merging import merged
from groundswell.core.periods import Period
from groundswell.web.presenters.grids.checking import check_entries, said
from groundswell.web.presenters.grids.entries import (
    Entry,
    Naming,
    blank_entries,
    kept_entries,
    pasted_entries,
    typed_entries,
    worth_saving,
)
from groundswell.web.presenters.grids.pages import table_page
from groundswell.web.presenters.grids.pasting import Pasted, read_paste
from groundswell.web.presenters.grids.sheets import Sheet, long_sheet, wide_sheet
from groundswell.web.presenters.grids.tables import GRID_TABLES, GridTable
from groundswell.web.presenters.grids.wide import Wide, pasted_wide, typed_wide, wide_of
from groundswell.web.views.grids.doors import entered, found, naming_of, shown

ROWS_A_PAGE = 100
ROWS_TO_FILL = 5
PERIODS_AT_FIRST = 8
VIEWS = {"places": "place_id", "groups": "group_id"}


@dataclass(slots=True)
class Visit:
    """One visit to a grid: who, where, which table, and what was chosen above it."""

    request: HttpRequest
    actor: Actor
    community: Community
    table: GridTable
    naming: Naming
    indicator: KeptObject | None
    asked: QueryDict
    pages: int = 1
    page: int = 1

    @property
    def indicator_id(self) -> str:
        """The indicator whose rows these are; blank where the table is the community's."""
        return self.indicator.id if self.indicator else ""

    @property
    def fixed(self) -> dict[str, str]:
        """The parts of the key that are chosen above the grid."""
        return {name: self._chosen(name) for name in self.table.chosen}

    def _chosen(self, heading: str) -> str:
        written = self.asked.get(heading.removesuffix("_id"), "")
        return written if written in self.naming.names.get(heading, {}) else ""

    @property
    def by(self) -> str:
        """What the rows of a wide grid are: place_id or group_id; blank for a long one."""
        return VIEWS.get(self.asked.get("view", ""), "") if self.table.kind == "observations" else ""

    @property
    def facts(self) -> tuple[str, ...]:
        """The columns that are shown."""
        return self.table.facts if self.asked.get("columns") == "all" else self.table.common

    @property
    def keys(self) -> tuple[str, ...]:
        """The parts of the key that stand in each row."""
        return tuple(name for name in self.table.keys if name not in self.table.chosen)

    @property
    def number(self) -> int:
        """The page of rows that was asked for, from 1; 0 where none was."""
        text = self.asked.get("page", "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0


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
            return _pasted(visit)
        case "more":
            return _longer(visit)
        case _:
            return _saved(visit)


def _owner_of(community: Community, indicator: KeptObject | None) -> str:
    """The organization whose own an indicator is; blank where its owner is no organization in use."""
    owner = str(indicator.content.get("owner", "")) if indicator else ""
    organization = object_of(community, "organizations", owner) if owner else None
    return owner if organization is not None and not organization.retired else ""


# Seeing


def _seen(visit: Visit) -> HttpResponse:
    sheet = wide_sheet(_standing_wide(visit), visit.naming, is_named=False) if visit.by else _standing_long(visit)
    return _page(visit, sheet)


def _rows(visit: Visit) -> list[KeptRow]:
    """The rows that the choice above the grid leaves, the earliest period first, as spreadsheets have them."""
    fixed = {name: chosen for name, chosen in visit.fixed.items() if name != visit.by}
    places = [fixed["place_id"]] if "place_id" in fixed else None
    rows = rows_of(visit.community, visit.table.kind, visit.indicator_id, places=places)
    kept = [row for row in rows if all(row.key.get(name, "") == chosen for name, chosen in fixed.items())]
    if visit.table.keys[0] == "period":
        kept.sort(key=lambda row: _when(row.key["period"]))
    return kept


def _when(period: str) -> tuple[float, str]:
    try:
        return (Period.parse(period).start, period)
    except ValueError:
        return (0, period)


def _pages(visit: Visit, total: int) -> tuple[int, int]:
    """Which rows of all stand on this page: the first, and the one after the last. Rows to fill follow the last."""
    last = max(1, -(-total // ROWS_A_PAGE))
    visit.pages, visit.page = last, min(visit.number or (1 if visit.by else last), last)
    first = (visit.page - 1) * ROWS_A_PAGE
    return first, min(first + ROWS_A_PAGE, total)


def _standing_long(visit: Visit) -> Sheet:
    rows = _rows(visit)
    first, end = _pages(visit, len(rows))
    entries = kept_entries((row.key, row.content) for row in rows[first:end])
    entries += blank_entries(_blank_key(visit), ROWS_TO_FILL, len(entries))
    return long_sheet(entries, visit.table, visit.naming, keys=visit.keys, facts=visit.facts)


def _blank_key(visit: Visit) -> dict[str, str]:
    return {**dict.fromkeys(visit.table.keys, ""), **visit.fixed}


def _standing_wide(visit: Visit) -> Wide:
    by = visit.by
    rows = _rows(visit)
    standing = {(row.key[by], row.key["period"]): row.content for row in rows}
    periods = sorted({row.key["period"] for row in rows}, key=_when, reverse=True)
    shown_periods = periods if visit.asked.get("columns") == "all" else periods[:PERIODS_AT_FIRST]
    added = visit.asked.get("add", "").strip()
    if added and added not in periods and _is_period(added):
        shown_periods = [added, *shown_periods]
    own = visit.naming.own_place if by == "place_id" else ""
    about = ["", *(name for name in visit.naming.names[by] if name not in ("", own))]
    first, end = _pages(visit, len(about))
    fixed = {name: chosen for name, chosen in _blank_key(visit).items() if name not in (by, "period")}
    return wide_of(by, about[first:end], sorted(shown_periods, key=_when), fixed, standing)


def _is_period(text: str) -> bool:
    try:
        Period.parse(text)
    except ValueError:
        return False
    return True


# Saving


@dataclass(slots=True)
class Sent:
    """A grid that came back: its rows as they were typed, and which columns it had."""

    entries: list[Entry]
    wide: Wide | None
    keys: tuple[str, ...]
    facts: tuple[str, ...]

    def sheet(self, visit: Visit) -> Sheet:
        """The same grid, drawn again with whatever was found."""
        if self.wide is not None:
            return wide_sheet(self.wide, visit.naming, is_named=True)
        return long_sheet(self.entries, visit.table, visit.naming, keys=self.keys, facts=self.facts)


def _sent(visit: Visit) -> Sent:
    form = visit.request.POST
    keys = visit.table.keys if form.get("keys") == "all" else visit.keys
    asked = set(form.get("facts", "").split())
    facts = tuple(name for name in visit.table.facts if name in asked) or visit.facts
    fixed = _blank_key(visit)
    if (wide := typed_wide(form, visit.table, visit.naming, fixed)) is not None:
        return Sent(wide.entries, wide, keys, facts)
    return Sent(typed_entries(form, visit.table, visit.naming, fixed), None, keys, facts)


def _check(visit: Visit, sent: Sent) -> bool:
    indicator = {"indicator_id": visit.indicator.id, **visit.indicator.content} if visit.indicator else None
    is_sound = check_entries(sent.entries, visit.table, indicator)
    return is_sound and not any(row.problem for row in (sent.wide.rows if sent.wide else ()))


def _saved(visit: Visit) -> HttpResponse:
    sent = _sent(visit)
    reason = visit.request.POST.get("reason", "").strip()
    changed = worth_saving(sent.entries)
    if not _check(visit, sent):
        return _page(visit, sent.sheet(visit), sent=sent, status=422)
    if not changed:
        return _page(visit, sent.sheet(visit), sent=sent, notice=gettext("Nothing was changed, so nothing was stored."))
    if not reason and visit.table.is_corrected and any(entry.is_correction for entry in changed):
        asked = gettext("Say why the numbers that stood there change. The reason is kept beside what stood before.")
        return _page(visit, sent.sheet(visit), sent=sent, reason_problem=asked, status=422)
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
        return _redirect(visit, saved=saving.change_id, rows=str(len(changed)))
    if saving.status == "unchanged":
        return _page(visit, sent.sheet(visit), sent=sent, notice=gettext("All of this stood there already."))
    if saving.status == "clash":
        for clash in saving.clashes:
            _settle(changed[clash.index], clash.current)
        return _page(visit, sent.sheet(visit), sent=sent, status=409)
    others = []
    for finding in (each for each in saving.findings if each.is_error):
        words = said(finding.message, finding.fix)
        if 0 <= finding.index < len(changed):
            changed[finding.index].say(finding.field, words)
        else:
            others.append(words)
    return _page(visit, sent.sheet(visit), sent=sent, problems=others, status=422)


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
    query = {name: text for name, text in visit.asked.items() if name not in ("saved", "rows", "undone", "add")}
    return HttpResponseRedirect(f"{visit.request.path}?{urlencode({**query, **told})}")


def _undone(visit: Visit) -> HttpResponse:
    change_id = visit.request.POST.get("change", "")
    saving = undo_change(community_id=visit.community.public_id, change_id=change_id, by=visit.actor)
    if saving.status in ("stored", "unchanged"):
        return _redirect(visit, undone="1")
    problems = [said(finding.message, finding.fix) for finding in saving.findings]
    if saving.status == "clash" or not problems:
        problems.append(gettext("Somebody has changed these rows since, so they were left as they are."))
    visit.request.method = "GET"
    sheet = wide_sheet(_standing_wide(visit), visit.naming, is_named=False) if visit.by else _standing_long(visit)
    return _page(visit, sheet, problems=problems, status=409)


# Pasting


def _longer(visit: Visit) -> HttpResponse:
    sent = _sent(visit)
    if sent.wide is None:
        sent.entries += blank_entries(_blank_key(visit), 4 * ROWS_TO_FILL, len(sent.entries))
    return _page(visit, sent.sheet(visit), sent=sent, text=visit.request.POST.get("text", ""))


def _pasted(visit: Visit) -> HttpResponse:
    sent, text = _sent(visit), visit.request.POST.get("text", "")
    naming, table = visit.naming, visit.table
    by_name = {key: lambda written, key=key: naming.id_of(key, written) for key in ("place_id", "group_id")}
    shown_columns = (*sent.keys, *sent.facts)
    paste = read_paste(text, keys=table.keys, shown=shown_columns, known=(*table.keys, *table.facts), names=by_name)
    typed = worth_saving(sent.entries)
    if paste.is_wide and typed:
        paste.problems.append(gettext("Save what you typed in the grid first; a wide block takes its place."))
    if paste.is_wide and table.kind not in ("observations", "targets"):
        paste.problems.append(gettext("This table takes one row for each number. Copy it with its headings."))
    if paste.problems:
        return _page(visit, sent.sheet(visit), sent=sent, paste_problems=paste.problems, text=text, status=422)
    preview = _wide_preview(visit, paste) if paste.is_wide else _long_preview(visit, sent, typed, paste)
    is_sound = _check(visit, preview)
    ready = gettext("This is what would be stored. Look it through, then save.")
    return _page(visit, preview.sheet(visit), sent=preview, notice=ready if is_sound else "", is_preview=True,
                 status=200 if is_sound else 422)  # fmt: skip


def _wide_preview(visit: Visit, paste: Pasted) -> Sent:
    kept = rows_of(visit.community, visit.table.kind, visit.indicator_id)
    fixed = {name: chosen for name, chosen in _blank_key(visit).items() if name not in (paste.names, "period")}
    standing = {
        (row.key[paste.names], row.key["period"]): row.content
        for row in kept
        if all(row.key.get(name, "") == chosen for name, chosen in fixed.items())
    }
    rows = [row.cells for row in paste.rows]
    wide = pasted_wide(paste.names, paste.periods, rows, table=visit.table, naming=visit.naming, fixed=fixed,
                       standing=standing)  # fmt: skip
    return Sent(wide.entries, wide, visit.keys, visit.facts)


def _long_preview(visit: Visit, sent: Sent, typed: list[Entry], paste: Pasted) -> Sent:
    table = visit.table
    is_about_others = any(name in paste.headings for name in table.chosen)
    places = None if is_about_others or not table.chosen else [visit.fixed["place_id"]]
    kept = rows_of(visit.community, table.kind, visit.indicator_id, places=places)
    standing = {tuple(row.key[name] for name in table.keys): row.content for row in kept}
    for number, entry in enumerate(typed):
        entry.number = number
    pasted = pasted_entries(
        [row.cells for row in paste.rows],
        table,
        visit.naming,
        fixed=_blank_key(visit),
        standing=lambda key: standing.get(tuple(key[name] for name in table.keys)),
        start=len(typed),
    )
    facts = tuple(name for name in table.facts if name in sent.facts or name in paste.headings)
    return Sent([*typed, *pasted], None, table.keys if is_about_others else sent.keys, facts)


def _page(visit: Visit, sheet: Sheet, *, sent: Sent | None = None, status: int = 200, **said_too: Any) -> HttpResponse:
    page = table_page(
        visit,
        sheet,
        keys=sent.keys if sent else visit.keys,
        facts=sent.facts if sent else visit.facts,
        reason=visit.request.POST.get("reason", ""),
        **said_too,
    )
    return shown(visit.request, "pages/grids/table.html", page, status)
