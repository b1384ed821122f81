"""A block that was pasted, laid over what stands: shown with every problem in its cell before anything is stored."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext

from groundswell.apps.packages.queries import rows_of
from groundswell.web.presenters.grids.entries import (
    Entry,
    blank_entries,
    pasted_entries,
    worth_saving,
)
from groundswell.web.presenters.grids.pasting import Pasted, read_paste
from groundswell.web.presenters.grids.wide import pasted_wide
from groundswell.web.views.grids.sent import Sent, check_sent, grid_page, sent_grid
from groundswell.web.views.grids.visits import ROWS_TO_FILL, Visit, blank_key


def longer(visit: Visit) -> HttpResponse:
    sent = sent_grid(visit)
    if sent.wide is None:
        sent.entries += blank_entries(blank_key(visit), 4 * ROWS_TO_FILL, len(sent.entries))
    return grid_page(visit, sent.sheet(visit), sent=sent, text=visit.request.POST.get("text", ""))


def pasted(visit: Visit) -> HttpResponse:
    sent, text = sent_grid(visit), visit.request.POST.get("text", "")
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
        return grid_page(visit, sent.sheet(visit), sent=sent, paste_problems=paste.problems, text=text, status=422)
    preview = _wide_preview(visit, paste) if paste.is_wide else _long_preview(visit, sent, typed, paste)
    is_sound = check_sent(visit, preview)
    ready = gettext("This is what would be stored. Look it through, then save.")
    return grid_page(visit, preview.sheet(visit), sent=preview, notice=ready if is_sound else "", is_preview=True,
                 status=200 if is_sound else 422)  # fmt: skip


def _wide_preview(visit: Visit, paste: Pasted) -> Sent:
    kept = rows_of(visit.community, visit.table.kind, visit.indicator_id)
    fixed = {name: chosen for name, chosen in blank_key(visit).items() if name not in (paste.names, "period")}
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
        fixed=blank_key(visit),
        standing=lambda key: standing.get(tuple(key[name] for name in table.keys)),
        start=len(typed),
    )
    facts = tuple(name for name in table.facts if name in sent.facts or name in paste.headings)
    return Sent([*typed, *pasted], None, table.keys if is_about_others else sent.keys, facts)
