"""One visit to a grid: what was chosen above it, and the rows that stand there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from groundswell.apps.packages.queries import KeptObject, KeptRow, rows_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor
from groundswell.core.periods import Period
from groundswell.web.presenters.grids.entries import (
    Naming,
    blank_entries,
    kept_entries,
)
from groundswell.web.presenters.grids.pasting import MOST_PERIODS
from groundswell.web.presenters.grids.sheets import Sheet, long_sheet
from groundswell.web.presenters.grids.tables import GridTable
from groundswell.web.presenters.grids.wide import Wide, wide_of

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
    left_out: int = 0  # periods that a wide grid has no room for, though all were asked for
    typed: Mapping[str, str] | None = None  # a draft that is taken up in place of what was sent

    @property
    def form(self) -> Mapping[str, str]:
        """The grid's fields as somebody typed them: just now, or before they left."""
        return self.request.POST if self.typed is None else self.typed

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


def standing_long(visit: Visit) -> Sheet:
    rows = _rows(visit)
    first, end = _pages(visit, len(rows))
    entries = kept_entries((row.key, row.content) for row in rows[first:end])
    entries += blank_entries(blank_key(visit), ROWS_TO_FILL, len(entries))
    return long_sheet(entries, visit.table, visit.naming, keys=visit.keys, facts=visit.facts)


def blank_key(visit: Visit) -> dict[str, str]:
    return {**dict.fromkeys(visit.table.keys, ""), **visit.fixed}


def standing_wide(visit: Visit) -> Wide:
    by = visit.by
    rows = _rows(visit)
    standing = {(row.key[by], row.key["period"]): row.content for row in rows}
    periods = sorted({row.key["period"] for row in rows}, key=_when, reverse=True)
    added = visit.asked.get("add", "").strip()
    is_added = bool(added) and added not in periods and _is_period(added)
    room = MOST_PERIODS - is_added if visit.asked.get("columns") == "all" else PERIODS_AT_FIRST
    shown_periods = periods[:room]
    visit.left_out = len(periods) - room if visit.asked.get("columns") == "all" else 0
    if is_added:
        shown_periods = [added, *shown_periods]
    own = visit.naming.own_place if by == "place_id" else ""
    about = ["", *(name for name in visit.naming.names[by] if name not in ("", own))]
    first, end = _pages(visit, len(about))
    fixed = {name: chosen for name, chosen in blank_key(visit).items() if name not in (by, "period")}
    return wide_of(by, about[first:end], sorted(shown_periods, key=_when), fixed, standing)


def _is_period(text: str) -> bool:
    try:
        Period.parse(text)
    except ValueError:
        return False
    return True
