"""The systems scan on a page: one sentence first, what can be chosen, its table, and in words where nobody is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.agenda.scan import ScanPage
from groundswell.core.specification.scan import room_of
from groundswell.core.specification.scan_crossing import Dimension, chosen_dimensions
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.selectors import Option
from groundswell.web.presenters.systems_scan_table import (
    GapShown,
    PeopleShown,
    RowShown,
    ages_words,
    gaps_shown,
    people_by_area,
    room_words,
    rows_shown,
    value_words,
)
from groundswell.web.presenters.writing import grouped, period_text

EVERYONE = "everyone"  # in an address: beside everyone, whatever ages were asked for


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """A column with its name at its head, and at its foot what all its cells come to."""

    name: str
    room: str


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
    in_rows: tuple[Option, ...]
    in_columns: tuple[Option, ...]
    title: str
    corner: str  # what stands in the rows
    total: str  # what is added up at the foot
    columns: tuple[ColumnShown, ...]
    rows: tuple[RowShown, ...]
    gaps: tuple[GapShown, ...]
    gaps_title: str
    nobody: str  # an empty cell
    people: str
    people_by_column: tuple[PeopleShown, ...]  # where columns are areas
    unread: int
    address: str
    all_address: str  # laid out alike, with every line
    grid_address: str
    populations_address: str
    agenda_address: str


def scan_sheet(page: ScanPage, path: str, *, may_change: bool) -> ScanSheet:
    """Everything on the page of the systems scan."""
    community = page.community.id
    rows, columns = (axis.dimension for axis in (page.crossing.rows, page.crossing.columns))
    is_of_one = Dimension.INSTITUTION in (rows, columns)  # a cell is one institution's: empty is nothing of its own
    nobody = gettext("nothing") if is_of_one else gettext("nobody")
    desk = [community]
    return ScanSheet(
        around=surroundings(page.community, path, _query(page)),
        sentence=_sentence(page),
        asked=_asked(page),
        is_begun=bool(page.organizations),
        ages=_age_choices(page),
        institutions=_institutions(page),
        groups=_group_choices(page),
        in_rows=_dimension_choices(rows),
        in_columns=_dimension_choices(columns),
        title=_title(rows, columns),
        corner=_one(rows),
        total=_total(rows),
        columns=tuple(_column(page, value, nobody) for value in page.crossing.columns.values),
        rows=rows_shown(page),
        gaps=gaps_shown(page),
        gaps_title=gettext("Empty cells, as far as the scan knows")
        if is_of_one
        else gettext("Where nobody is, as far as the scan knows"),
        nobody=nobody,
        people=_people(page),
        people_by_column=tuple(people_by_area(page).values()) if columns is Dimension.AREA else (),
        unread=sum(line.ages_read is None for line in page.lines) if page.ages else 0,
        address=path,
        all_address=f"{path}{_address(_laid_out(page))}",
        grid_address=reverse("scan-grid", args=desk) if may_change else "",
        populations_address=reverse("populations-grid", args=desk) if may_change else "",
        agenda_address=reverse("agenda", args=desk),
    )


def _laid_out(page: ScanPage) -> dict[str, str]:
    """Rows and columns as an address says them; nothing where they are as ever."""
    chosen = (page.crossing.rows.dimension, page.crossing.columns.dimension)
    return {} if chosen == chosen_dimensions("", "") else {"rows": str(chosen[0]), "columns": str(chosen[1])}


def _address(asked: Mapping[str, str]) -> str:
    said = {name: value for name, value in asked.items() if value}
    return f"?{urlencode(said)}" if said else ""


def _query(page: ScanPage) -> str:
    asked = {"ages": page.asked.ages if page.ages else "", "organization": page.asked.organization_id}
    asked |= _laid_out(page)
    asked["group"] = page.asked.group_id or (EVERYONE if page.asked.group_id == "" else "")
    return _address(asked)


def _sentence(page: ScanPage) -> str:
    """One sentence first: in how many of all cells nobody is."""
    crossing = page.crossing
    pair = frozenset((crossing.rows.dimension, crossing.columns.dimension))
    if not crossing.cells:
        return ""
    if not crossing.empty:
        if pair == {Dimension.SERVICE, Dimension.AREA}:
            return gettext("As far as the scan knows, every service is given in every area.")
        return gettext("As far as the scan knows, no cell of this table is empty.")
    return _counted(pair) % {"empty": grouped(len(crossing.empty)), "cells": grouped(len(crossing.cells))}


def _counted(pair: frozenset[Dimension]) -> str:
    """Whole sentences, one for each two: other languages bend the words."""
    service, area, ages, institution = Dimension
    return {
        frozenset((service, area)): gettext(
            "In %(empty)s of %(cells)s combinations of a service and an area there is nobody, as far as the scan knows."
        ),
        frozenset((service, ages)): gettext(
            "In %(empty)s of %(cells)s combinations of a service and ages there is nobody, as far as the scan knows."
        ),
        frozenset((area, ages)): gettext(
            "In %(empty)s of %(cells)s combinations of an area and ages there is nobody, as far as the scan knows."
        ),
        frozenset((service, institution)): gettext(
            "In %(empty)s of %(cells)s combinations of a service and an institution there is nothing, as far as the "
            "scan knows."
        ),
        frozenset((area, institution)): gettext(
            "In %(empty)s of %(cells)s combinations of an area and an institution there is nothing, as far as the "
            "scan knows."
        ),
        frozenset((ages, institution)): gettext(
            "In %(empty)s of %(cells)s combinations of ages and an institution there is nothing, as far as the "
            "scan knows."
        ),
    }[pair]


def _one(dimension: Dimension) -> str:
    return {
        Dimension.SERVICE: gettext("Service"),
        Dimension.AREA: gettext("Area"),
        Dimension.AGES: gettext("Ages"),
        Dimension.INSTITUTION: gettext("Institution"),
    }[dimension]


def _many(dimension: Dimension) -> str:
    return {
        Dimension.SERVICE: gettext("Services"),
        Dimension.AREA: gettext("Areas"),
        Dimension.AGES: gettext("Ages"),
        Dimension.INSTITUTION: gettext("Institutions"),
    }[dimension]


def _title(rows: Dimension, columns: Dimension) -> str:
    words = {
        Dimension.SERVICE: gettext("%(rows)s by service"),
        Dimension.AREA: gettext("%(rows)s by area"),
        Dimension.AGES: gettext("%(rows)s by ages"),
        Dimension.INSTITUTION: gettext("%(rows)s by institution"),
    }[columns]
    return words % {"rows": _many(rows)}


def _total(rows: Dimension) -> str:
    return {
        Dimension.SERVICE: gettext("Capacity, all services"),
        Dimension.AREA: gettext("Capacity, all areas"),
        Dimension.AGES: gettext("Capacity, all ages"),
        Dimension.INSTITUTION: gettext("Capacity, all institutions"),
    }[rows]


def _dimension_choices(chosen: Dimension) -> tuple[Option, ...]:
    return tuple(Option(str(one), _many(one), one is chosen) for one in Dimension)


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


def _column(page: ScanPage, value: str, nobody: str) -> ColumnShown:
    columns = page.crossing.columns
    room = room_of(line for cell in page.crossing.down(value) for line in cell.lines)
    return ColumnShown(value_words(page, columns.dimension, value), room_words(room) or nobody)


def _people(page: ScanPage) -> str:
    """Who is counted beside the capacity, and for when."""
    if page.people is None:
        return ""
    group = page.people.group or gettext("Everyone")
    return gettext("%(group)s, %(period)s") % {"group": group, "period": period_text(page.people.period)}
