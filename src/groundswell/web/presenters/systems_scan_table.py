"""The systems scan as a table in words: its rows and columns, whatever stands there, its cells and its gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.agenda.scan import AreaTotal, ScanPage
from groundswell.core.sentences import listed
from groundswell.core.specification.ages import OLDEST, Ages, read_ages
from groundswell.core.specification.scan import Room, ScanLine, room_of
from groundswell.core.specification.scan_crossing import Axis, Dimension, Presence, ScanCell
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.writing import grouped


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of the scan within a cell: what rows and columns do not say of it."""

    words: str
    capacity: str
    note: str


@dataclass(frozen=True, slots=True)
class CellShown:
    """One row in one column: its capacity in words, who is there, or that nobody is."""

    presence: str
    room: str
    lines: tuple[LineShown, ...]
    elsewhere: str  # where or for whom it is given, if not right here
    elsewhere_room: str


@dataclass(frozen=True, slots=True)
class PeopleShown:
    """The people who live in an area, and the capacity there for every hundred of them."""

    people: str
    per_100: str


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row with its cells, and what it comes to in all columns; an area with its people."""

    name: str
    cells: tuple[CellShown, ...]
    room: str
    people: PeopleShown | None


@dataclass(frozen=True, slots=True)
class GapShown:
    """A row and the columns in which nobody is, as far as the scan knows."""

    name: str
    columns: str


def rows_shown(page: ScanPage) -> tuple[RowShown, ...]:
    """Every row with every cell."""
    people = people_by_area(page) if page.crossing.rows.dimension is Dimension.AREA else {}
    return tuple(_row(page, value, people.get(value)) for value in page.crossing.rows.values)


def gaps_shown(page: ScanPage) -> tuple[GapShown, ...]:
    """The rows that have an empty cell, and in which columns."""
    by_row: dict[str, list[str]] = {}
    columns, rows = page.crossing.columns, page.crossing.rows
    for cell in page.crossing.empty:
        by_row.setdefault(cell.row, []).append(value_words(page, columns.dimension, cell.column))
    return tuple(
        GapShown(value_words(page, rows.dimension, row), _missing(columns, names)) for row, names in by_row.items()
    )


def people_by_area(page: ScanPage) -> dict[str, PeopleShown]:
    """The people of every area, by its id; none where nobody is counted."""
    return {area: _people_of(total) for area, total in page.totals.items()} if page.people else {}


def value_words(page: ScanPage, dimension: Dimension, value: str) -> str:
    """What stands at the head of a row or a column."""
    match dimension:
        case Dimension.AREA:
            return page.totals[value].area.name if value in page.totals else page.community.name
        case Dimension.AGES:
            ages = read_ages(value)
            return ages_words(ages) if ages else gettext("Ages not said")
        case Dimension.INSTITUTION:
            return page.organizations.get(value, value)
        case Dimension.SERVICE:
            return value


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


def _missing(columns: Axis, names: Sequence[str]) -> str:
    if len(names) < len(columns.values):
        return spoken(listed(names))
    return {
        Dimension.AREA: gettext("nowhere"),
        Dimension.SERVICE: gettext("no service"),
        Dimension.AGES: gettext("for no ages"),
        Dimension.INSTITUTION: gettext("no institution"),
    }[columns.dimension]


def _number(capacity: Decimal) -> str:
    return grouped(float(capacity)) if capacity == capacity.to_integral_value() else f"{capacity.normalize():f}"


def _row(page: ScanPage, value: str, people: PeopleShown | None) -> RowShown:
    cells = page.crossing.across(value)
    room = room_of(line for cell in cells for line in cell.lines)
    name = value_words(page, page.crossing.rows.dimension, value)
    return RowShown(name, tuple(_cell(page, cell) for cell in cells), room_words(room), people)


def _cell(page: ScanPage, cell: ScanCell) -> CellShown:
    return CellShown(
        presence=cell.presence,
        room=room_words(cell.room),
        lines=tuple(_line(page, line) for line in cell.lines),
        elsewhere="; ".join(_elsewhere(page, cell)),
        elsewhere_room=_room_elsewhere(room_of(cell.elsewhere)),
    )


def _room_elsewhere(room: Room) -> str:
    words = room_words(room)
    return words if room.known is None else gettext("%(room)s, counted there") % {"room": words}


def _elsewhere(page: ScanPage, cell: ScanCell) -> Iterable[str]:
    """That what a cell lacks is given for a larger area or wider ages, or in parts of them."""
    crossing = page.crossing
    for axis, value in ((crossing.rows, cell.row), (crossing.columns, cell.column)):
        near = dict(axis.near(value))
        found = dict.fromkeys(axis.of(line) for line in cell.elsewhere)
        for presence in (Presence.AROUND, Presence.WITHIN):
            if values := [one for one in found if near[one] is presence]:
                yield from _reaching(page, axis.dimension, presence, values)


def _reaching(page: ScanPage, dimension: Dimension, presence: Presence, values: Sequence[str]) -> Iterable[str]:
    is_around, said = presence is Presence.AROUND, [one for one in values if one or dimension is Dimension.AREA]
    names = spoken(listed([value_words(page, dimension, one) for one in said]))
    if dimension is Dimension.AREA:
        words = gettext("given for %(areas)s as a whole") if is_around else gettext("in parts of it: %(areas)s")
        yield words % {"areas": names}
    elif said:
        words = gettext("given for wider ages: %(ages)s") if is_around else gettext("for some of these ages: %(ages)s")
        yield words % {"ages": names}
    if len(said) < len(values):
        yield gettext("given, for which ages nobody said")


def _people_of(total: AreaTotal) -> PeopleShown:
    per_100 = total.per_100
    return PeopleShown(
        people=grouped(total.people) if total.people is not None else gettext("not known"),
        per_100=_per_100(per_100) if per_100 is not None else "",
    )


def _per_100(number: float) -> str:
    if 0 < number < 0.05:
        return gettext("under %(number)s") % {"number": _decimal(0.1)}
    return _decimal(number)


def _decimal(number: float) -> str:
    return str(number_format(f"{number:.1f}", decimal_pos=1, force_grouping=True))


def _line(page: ScanPage, line: ScanLine) -> LineShown:
    capacity = _number(line.capacity) if line.capacity is not None else gettext("capacity unknown")
    axes = (page.crossing.rows.dimension, page.crossing.columns.dimension)
    said = {
        Dimension.SERVICE: line.service,
        Dimension.INSTITUTION: page.organizations.get(line.organization_id, line.organization_id),
        Dimension.AREA: value_words(page, Dimension.AREA, line.place_id),
        Dimension.AGES: gettext("ages %(ages)s") % {"ages": line.ages} if line.ages else gettext("ages not said"),
    }
    return LineShown(", ".join(words for one, words in said.items() if one not in axes), capacity, line.note)
