"""The systems scan on a page: one sentence first, then services by areas, and in words where nobody is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.agenda.scan import AreaTotal, ScanPage
from groundswell.core.sentences import listed
from groundswell.core.specification.ages import OLDEST, Ages
from groundswell.core.specification.scan import Presence, Room, ScanCell, ScanLine, room_of
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.selectors import Option
from groundswell.web.presenters.writing import grouped, period_text

EVERYONE = "everyone"  # in an address: beside everyone, whatever ages were asked for


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of the scan within a cell."""

    institution: str
    ages: str
    capacity: str
    note: str


@dataclass(frozen=True, slots=True)
class CellShown:
    """One service in one area: its capacity in words, who is there, or that nobody is."""

    presence: str
    room: str
    lines: tuple[LineShown, ...]
    elsewhere: str  # where it is given, if not here


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service with its cells, and what it comes to in all areas."""

    service: str
    cells: tuple[CellShown, ...]
    room: str


@dataclass(frozen=True, slots=True)
class GapShown:
    """A service and the areas where nobody gives it, as far as the scan knows."""

    service: str
    areas: str


@dataclass(frozen=True, slots=True)
class AreaShown:
    """An area at the head of a column, and at its foot its capacity beside the people who live there."""

    name: str
    room: str
    people: str
    per_100: str


@dataclass(frozen=True, slots=True)
class ScanSheet:
    """The page."""

    around: Surroundings
    sentence: str
    asked: str
    is_begun: bool
    ages: tuple[Option, ...]
    institutions: tuple[Option, ...]
    groups: tuple[Option, ...]
    areas: tuple[AreaShown, ...]
    rows: tuple[ServiceRow, ...]
    gaps: tuple[GapShown, ...]
    full: tuple[str, ...]
    people: str
    unread: int
    address: str
    grid_address: str
    populations_address: str
    agenda_address: str


def scan_sheet(page: ScanPage, path: str, *, may_change: bool) -> ScanSheet:
    """Everything on the page of the systems scan."""
    community = page.community.id
    names = {total.area.id: total.area.name for total in page.totals}
    rows = tuple(_row(page, service, names) for service in page.matrix.services)
    gaps = tuple(_gaps(page, names))
    desk = [community]
    return ScanSheet(
        around=surroundings(page.community, path, _query(page)),
        sentence=_sentence(page),
        asked=_asked(page),
        is_begun=bool(page.organizations),
        ages=_age_choices(page),
        institutions=_institutions(page),
        groups=_group_choices(page),
        areas=tuple(map(_area, page.totals)),
        rows=rows,
        gaps=gaps,
        full=tuple(row.service for row in rows if row.service not in {gap.service for gap in gaps}),
        people=_people(page),
        unread=sum(line.ages_read is None for line in page.lines) if page.ages else 0,
        address=path,
        grid_address=reverse("scan-grid", args=desk) if may_change else "",
        populations_address=reverse("populations-grid", args=desk) if may_change else "",
        agenda_address=reverse("agenda", args=desk),
    )


def room_words(room: Room) -> str:
    """A capacity: known, partly known, or unknown; blank where no line is there to say it."""
    if room.known is None:
        return gettext("capacity unknown") if room.unknown else ""
    known = _number(room.known)
    return gettext("at least %(number)s") % {"number": known} if room.unknown else known


def ages_words(ages: Ages) -> str:
    """Ages as a choice says them."""
    if ages.high >= OLDEST:
        return gettext("All ages") if ages.low == 0 else gettext("%(low)s and older") % {"low": ages.low}
    if ages.low == ages.high:
        return str(ages.low)
    return gettext("%(low)s to %(high)s") % {"low": ages.low, "high": ages.high}


def _number(capacity: Decimal) -> str:
    return grouped(float(capacity)) if capacity == capacity.to_integral_value() else f"{capacity.normalize():f}"


def _query(page: ScanPage) -> str:
    asked = {"ages": page.asked.ages if page.ages else "", "organization": page.asked.organization_id}
    asked["group"] = page.asked.group_id or (EVERYONE if page.asked.group_id == "" else "")
    said = {name: value for name, value in asked.items() if value}
    return f"?{urlencode(said)}" if said else ""


def _sentence(page: ScanPage) -> str:
    """One sentence first: in how many of all cells nobody is."""
    cells, empty = len(page.matrix.cells), len(page.matrix.empty)
    if not cells:
        return ""
    said = {"empty": grouped(empty), "cells": grouped(cells)}
    if not empty:
        return gettext("As far as the scan knows, every service is given in every area.")
    return (
        gettext(
            "In %(empty)s of %(cells)s combinations of a service and an area there is nobody, as far as the scan knows."
        )
        % said
    )


def _asked(page: ScanPage) -> str:
    institution = page.organizations.get(page.asked.organization_id, "")
    if page.ages and institution:
        words = gettext("Only %(institution)s, and only what is for ages %(ages)s.")
    elif page.ages:
        words = gettext("Only what is for ages %(ages)s.")
    elif institution:
        words = gettext("Only %(institution)s.")
    else:
        return ""
    return words % {"institution": institution, "ages": ages_words(page.ages) if page.ages else ""}


def _age_choices(page: ScanPage) -> tuple[Option, ...]:
    found = [*page.all_ages, *([page.ages] if page.ages and page.ages not in page.all_ages else [])]
    choices = (Option(str(ages), ages_words(ages), ages == page.ages) for ages in sorted(found))
    return (Option("", gettext("Whatever age"), page.ages is None), *choices)


def _institutions(page: ScanPage) -> tuple[Option, ...]:
    chosen = page.asked.organization_id
    ordered = sorted(page.organizations.items(), key=lambda pair: pair[1].casefold())
    choices = (Option(one, name, one == chosen) for one, name in ordered)
    return (Option("", gettext("Every institution"), not chosen), *choices)


def _group_choices(page: ScanPage) -> tuple[Option, ...]:
    chosen = page.people.group_id if page.people else page.asked.group_id or ""
    return tuple(
        Option(group or EVERYONE, name if group else gettext("Everyone"), group == chosen)
        for group, name in page.groups
    )


def _row(page: ScanPage, service: str, names: dict[str, str]) -> ServiceRow:
    cells = [page.matrix.cells[service, place] for place in page.matrix.place_ids]
    room = room_of(line for cell in cells for line in cell.lines)
    return ServiceRow(service, tuple(_cell(page, cell, names) for cell in cells), room_words(room))


def _cell(page: ScanPage, cell: ScanCell, names: dict[str, str]) -> CellShown:
    return CellShown(
        presence=cell.presence,
        room=room_words(cell.room),
        lines=tuple(_line(page, line) for line in cell.lines),
        elsewhere=_elsewhere(page, cell, names),
    )


def _elsewhere(page: ScanPage, cell: ScanCell, names: dict[str, str]) -> str:
    """That a service is given for a larger area, or in parts of this one."""
    if cell.presence not in (Presence.AROUND, Presence.WITHIN):
        return ""
    lines = cell.around or cell.within
    areas = [names.get(place, page.community.name) for place in dict.fromkeys(line.place_id for line in lines)]
    is_around = cell.presence is Presence.AROUND
    words = gettext("given for %(areas)s as a whole") if is_around else gettext("in parts of it: %(areas)s")
    return words % {"areas": spoken(listed(areas))}


def _line(page: ScanPage, line: ScanLine) -> LineShown:
    capacity = _number(line.capacity) if line.capacity is not None else gettext("capacity unknown")
    return LineShown(
        institution=page.organizations.get(line.organization_id, line.organization_id),
        ages=gettext("ages %(ages)s") % {"ages": line.ages} if line.ages else gettext("ages not said"),
        capacity=capacity,
        note=line.note,
    )


def _gaps(page: ScanPage, names: dict[str, str]) -> Iterable[GapShown]:
    by_service: dict[str, list[str]] = {}
    for cell in page.matrix.empty:
        by_service.setdefault(cell.service, []).append(names[cell.place_id])
    for service, areas in by_service.items():
        everywhere = len(areas) == len(page.matrix.place_ids)
        yield GapShown(service, gettext("nowhere") if everywhere else spoken(listed(areas)))


def _area(total: AreaTotal) -> AreaShown:
    per_100 = total.per_100
    return AreaShown(
        name=total.area.name,
        room=room_words(total.room) or gettext("nobody"),
        people=grouped(total.people) if total.people is not None else gettext("not known"),
        per_100=_per_100(per_100) if per_100 is not None else "",
    )


def _per_100(number: float) -> str:
    if 0 < number < 0.05:
        return gettext("under %(number)s") % {"number": _decimal(0.1)}
    return _decimal(number)


def _decimal(number: float) -> str:
    return str(number_format(f"{number:.1f}", decimal_pos=1, force_grouping=True))


def _people(page: ScanPage) -> str:
    """Who is counted beside the capacity, and for when."""
    if page.people is None:
        return ""
    group = page.people.group or gettext("Everyone")
    return gettext("%(group)s, %(period)s") % {"group": group, "period": period_text(page.people.period)}
