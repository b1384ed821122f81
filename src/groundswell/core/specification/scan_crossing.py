"""A systems scan laid out: two of service, area, ages and institution against each other, every empty cell in view.

A line stands in the cell of its own service, area, ages and institution, and its capacity is counted there, once. A
larger area reaches those within it, and wider ages those within them, yet nobody knows how far: such a cell is told
apart from one where somebody is. Ages that nobody said, or that cannot be read, may be any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from groundswell.core.specification.ages import read_ages
from groundswell.core.specification.scan import Room, ScanLine, room_of, service_key


class Dimension(StrEnum):
    """What can stand in the rows of a scan, or in its columns."""

    SERVICE = "service"
    AREA = "area"
    AGES = "ages"
    INSTITUTION = "institution"


class Presence(StrEnum):
    """Whether somebody is in a cell: right there; for a larger area or wider ages around it; in parts of it; or nobody
    that is known."""

    HERE = "here"
    AROUND = "around"
    WITHIN = "within"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Axis:
    """Rows or columns in their order: services as written, ids of places (blank: the community's own) or of
    organizations, ages as an address writes them (blank: not said). `around`: the larger areas that each area lies in.
    """

    dimension: Dimension
    values: tuple[str, ...]
    around: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def of(self, line: ScanLine) -> str:
        """Where on this axis a line stands; of a service, however it is spelled."""
        match self.dimension:
            case Dimension.SERVICE:
                return service_key(line.service)
            case Dimension.AREA:
                return line.place_id
            case Dimension.AGES:
                return str(line.ages_read or "")
            case Dimension.INSTITUTION:
                return line.organization_id

    def near(self, value: str) -> tuple[tuple[str, Presence], ...]:
        """Where lines stand that reach a row or a column, and how: the value itself first."""
        if self.dimension is Dimension.AREA:
            return ((value, Presence.HERE), *self._areas_near(value))
        if self.dimension is Dimension.AGES:
            return ((value, Presence.HERE), *_ages_near(value, self.values))
        return ((service_key(value) if self.dimension is Dimension.SERVICE else value, Presence.HERE),)

    def _areas_near(self, area: str) -> Iterator[tuple[str, Presence]]:
        yield from ((larger, Presence.AROUND) for larger in self.around.get(area, ()))
        yield from ((part, Presence.WITHIN) for part, larger in self.around.items() if area in larger)


def _ages_near(value: str, values: Iterable[str]) -> Iterator[tuple[str, Presence]]:
    ages = read_ages(value)
    if ages is None:
        return
    for other in values:
        read = read_ages(other)
        if other != value and (read is None or read.meets(ages)):
            is_around = read is None or read.includes(ages)
            yield other, Presence.AROUND if is_around else Presence.WITHIN


@dataclass(frozen=True, slots=True)
class ScanCell:
    """One row in one column: the lines written for it, those around it, and those for parts of it."""

    row: str
    column: str
    lines: tuple[ScanLine, ...]
    around: tuple[ScanLine, ...]
    within: tuple[ScanLine, ...]

    @property
    def presence(self) -> Presence:
        """Whether somebody is there, as far as the scan knows."""
        if self.lines:
            return Presence.HERE
        if self.around:
            return Presence.AROUND
        return Presence.WITHIN if self.within else Presence.NOBODY

    @property
    def elsewhere(self) -> tuple[ScanLine, ...]:
        """The lines that reach a cell in which no line stands: those around it, else those for parts of it."""
        return () if self.lines else self.around or self.within

    @property
    def room(self) -> Room:
        """What the lines of this very cell come to."""
        return room_of(self.lines)


@dataclass(frozen=True, slots=True)
class ScanCrossing:
    """Rows by columns; `cells` by both, row by row."""

    rows: Axis
    columns: Axis
    cells: Mapping[tuple[str, str], ScanCell]

    @property
    def empty(self) -> tuple[ScanCell, ...]:
        """The cells where nobody is, as far as the scan knows, row by row."""
        return tuple(cell for cell in self.cells.values() if cell.presence is Presence.NOBODY)

    def across(self, row: str) -> tuple[ScanCell, ...]:
        """The cells of a row."""
        return tuple(self.cells[row, column] for column in self.columns.values)

    def down(self, column: str) -> tuple[ScanCell, ...]:
        """The cells of a column."""
        return tuple(self.cells[row, column] for row in self.rows.values)

    def value(self, cell: ScanCell, dimension: Dimension) -> str | None:
        """The service, area, ages or institution of a cell; None where it is neither in rows nor in columns."""
        if dimension is self.rows.dimension:
            return cell.row
        return cell.column if dimension is self.columns.dimension else None


def crossing_of(lines: Iterable[ScanLine], rows: Axis, columns: Axis) -> ScanCrossing:
    """Every row in every column. The axes have the values of the whole scan, so that what a choice of lines leaves
    without anybody is in view."""
    standing: dict[tuple[str, str], list[ScanLine]] = defaultdict(list)
    for line in lines:
        standing[rows.of(line), columns.of(line)].append(line)
    across = {column: columns.near(column) for column in columns.values}
    cells = {}
    for row in rows.values:
        down = rows.near(row)
        for column in columns.values:
            found: dict[Presence, list[ScanLine]] = defaultdict(list)
            for at, one in down:
                for by, other in across[column]:
                    found[_both(one, other)] += standing.get((at, by), ())
            told = (tuple(found[each]) for each in (Presence.HERE, Presence.AROUND, Presence.WITHIN))
            cells[row, column] = ScanCell(row, column, *told)
    return ScanCrossing(rows, columns, cells)


def _both(one: Presence, other: Presence) -> Presence:
    """A line that covers only parts in one direction covers only parts of the cell."""
    if Presence.WITHIN in (one, other):
        return Presence.WITHIN
    return Presence.AROUND if Presence.AROUND in (one, other) else Presence.HERE


def chosen_dimensions(rows: str, columns: str) -> tuple[Dimension, Dimension]:
    """What was asked for in rows and in columns; what is neither, or twice the same, gives way to services by areas.

    >>> [" by ".join(chosen_dimensions(*asked)) for asked in (("", ""), ("area", ""), ("ages", "ages"))]
    ['service by area', 'area by service', 'ages by area']
    """
    known = {str(one): one for one in Dimension}
    row, column = known.get(rows), known.get(columns)
    if row is None:
        row = Dimension.AREA if column is Dimension.SERVICE else Dimension.SERVICE
    if column is None or column is row:
        column = Dimension.SERVICE if row is Dimension.AREA else Dimension.AREA
    return row, column
