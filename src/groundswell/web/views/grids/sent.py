"""A grid that came back from the browser, judged, and drawn again with whatever was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from groundswell.web.presenters.grids.checking import check_entries
from groundswell.web.presenters.grids.entries import (
    Entry,
    typed_entries,
)
from groundswell.web.presenters.grids.pages import table_page
from groundswell.web.presenters.grids.sheets import Sheet, long_sheet, wide_sheet
from groundswell.web.presenters.grids.wide import Wide, typed_wide
from groundswell.web.views.grids.doors import shown
from groundswell.web.views.grids.visits import Visit, blank_key


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


def sent_grid(visit: Visit) -> Sent:
    form = visit.form
    keys = visit.table.keys if form.get("keys") == "all" else visit.keys
    asked = set(form.get("facts", "").split())
    facts = tuple(name for name in visit.table.facts if name in asked) or visit.facts
    fixed = blank_key(visit)
    if (wide := typed_wide(form, visit.table, visit.naming, fixed)) is not None:
        return Sent(wide.entries, wide, keys, facts)
    return Sent(typed_entries(form, visit.table, visit.naming, fixed), None, keys, facts)


def check_sent(visit: Visit, sent: Sent) -> bool:
    indicator = {"indicator_id": visit.indicator.id, **visit.indicator.content} if visit.indicator else None
    is_sound = check_entries(sent.entries, visit.table, indicator)
    return is_sound and not any(row.problem for row in (sent.wide.rows if sent.wide else ()))


def grid_page(
    visit: Visit, sheet: Sheet, *, sent: Sent | None = None, status: int = 200, **said_too: Any
) -> HttpResponse:
    page = table_page(
        visit,
        sheet,
        keys=sent.keys if sent else visit.keys,
        facts=sent.facts if sent else visit.facts,
        reason=visit.form.get("reason", ""),
        **said_too,
    )
    return shown(visit.request, "pages/grids/table.html", page, status)
