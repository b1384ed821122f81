"""What stands around a grid: its name, what can be chosen above it, and what became of what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from groundswell.web.presenters.grids.sheets import Sheet, choices_of
from groundswell.web.presenters.grids.tables import HEADINGS

if TYPE_CHECKING:
    from groundswell.apps.packages.queries import DraftFacts
    from groundswell.web.views.grids.visits import Visit


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to another view of the same table."""

    words: str
    address: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Chooser:
    """One choice above the grid."""

    name: str
    label: str
    options: Sequence[tuple[str, str, bool]]


def table_page(
    visit: Visit,
    sheet: Sheet,
    *,
    keys: Sequence[str],
    facts: Sequence[str],
    reason: str = "",
    reason_problem: str = "",
    notice: str = "",
    problems: Sequence[str] = (),
    paste_problems: Sequence[str] = (),
    text: str = "",
    is_preview: bool = False,
    draft: DraftFacts | None = None,
    is_draft: bool = False,
) -> dict[str, Any]:
    """Everything on the page of one table."""
    indicator = visit.indicator
    title = f"{visit.table.title}: {indicator.title}" if indicator else str(visit.table.title)
    return {
        "title": title,
        "lede": visit.table.lede,
        "desk": reverse("community", args=[visit.community.public_id]) + "desk/",
        "community": visit.community.name,
        "public": _public_page(visit),
        "unit": indicator.content.get("unit", "") if indicator and visit.table.kind != "crosswalks" else "",
        "sheet": sheet,
        "keys": "all" if tuple(keys) == visit.table.keys else "",
        "facts": " ".join(facts),
        "choosers": _choosers(visit),
        "views": _views(visit),
        "columns": _columns_link(visit),
        "pages": _page_links(visit),
        "lists": _lists(visit, sheet),
        "reason": reason,
        "reason_problem": reason_problem,
        "is_corrected": visit.table.is_corrected,
        "notice": notice or _left_out(visit),
        "problems": problems,
        "paste_problems": paste_problems,
        "text": text,
        "is_preview": is_preview,
        "draft": draft,
        "draft_address": address_of(visit, draft="1"),
        "is_draft": is_draft,
        "saved": _saved_words(visit),
        "saved_change": visit.asked.get("saved", "") if visit.request.method == "GET" else "",
        "here": address_of(visit),
        "action": address_of(visit, page=str(visit.page) if visit.pages > 1 else ""),
    }


def _public_page(visit: Visit) -> str:
    if visit.indicator is None:
        return ""
    query = {name: visit.asked[name] for name in ("place", "group") if visit.asked.get(name)}
    path = reverse("indicator", args=[visit.community.public_id, visit.indicator.id])
    return f"{path}?{urlencode(query)}" if query else path


def address_of(visit: Visit, **changed: str) -> str:
    """This page with something else chosen."""
    kept = {name: visit.asked.get(name, "") for name in ("view", "place", "group", "columns")}
    query = {name: text for name, text in {**kept, **changed}.items() if text}
    return f"{visit.request.path}?{urlencode(query)}" if query else visit.request.path


def _choosers(visit: Visit) -> list[Chooser]:
    choosers = []
    for heading in visit.table.chosen:
        if heading == visit.by:
            continue
        blank = visit.community.name if heading == "place_id" else gettext("Everyone")
        names = {key: name for key, name in visit.naming.names[heading].items() if key != visit.naming.own_place}
        name = heading.removesuffix("_id")
        choosers.append(Chooser(name, str(HEADINGS[heading]), choices_of(names, visit.fixed[heading], blank)))
    return choosers


def _views(visit: Visit) -> list[Link]:
    if visit.table.kind != "observations":
        return []
    words = {"": gettext("One series"), "places": gettext("All places"), "groups": gettext("All groups")}
    now = visit.asked.get("view", "")
    return [Link(said, address_of(visit, view=view), view == now) for view, said in words.items()]


def _columns_link(visit: Visit) -> Link | None:
    if visit.by and visit.asked.get("columns") == "all":
        return Link(gettext("Latest periods"), address_of(visit, columns=""))
    if visit.by:
        return Link(gettext("All periods"), address_of(visit, columns="all"))
    if not visit.table.more:
        return None
    if visit.asked.get("columns") == "all":
        return Link(gettext("Fewer columns"), address_of(visit, columns=""))
    return Link(gettext("More columns"), address_of(visit, columns="all"))


def _page_links(visit: Visit) -> list[Link]:
    if visit.pages < 2:
        return []
    near = sorted({1, visit.pages, *range(max(1, visit.page - 2), min(visit.pages, visit.page + 2) + 1)})
    return [Link(str(number), address_of(visit, page=str(number)), number == visit.page) for number in near]


def _lists(visit: Visit, sheet: Sheet) -> list[tuple[str, list[tuple[str, str]]]]:
    """Suggestions for the cells that name a place, a group or a source."""
    listed = {cell.listed for line in sheet.lines for cell in line.cells if cell.listed and cell.kind != "fixed"}
    named = visit.naming.names
    return [
        (name, [(each or key, key) for key, each in named[name.removeprefix("list-")].items() if key])
        for name in sorted(listed)
        if name.removeprefix("list-") in named
    ]


def _left_out(visit: Visit) -> str:
    """That a wide grid does not hold every period, where it does not."""
    if visit.left_out <= 0:
        return ""
    said = ngettext(
        "The earliest %(count)s period has no room here. It is kept; choose one series to see it.",
        "The earliest %(count)s periods have no room here. They are kept; choose one series to see them.",
        visit.left_out,
    )
    return said % {"count": visit.left_out}


def _saved_words(visit: Visit) -> str:
    if visit.request.method == "POST":
        return ""
    if visit.asked.get("undone"):
        return gettext("Undone. What stood there before stands there again.")
    if not visit.asked.get("saved"):
        return ""
    text = visit.asked.get("rows", "")
    count = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
    return ngettext("Stored: %(count)s row.", "Stored: %(count)s rows.", count) % {"count": count}
