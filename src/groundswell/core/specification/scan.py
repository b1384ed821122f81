"""The systems scan: which institution gives which service to which ages, where, and for how many, with the gaps.

A scan is a table of services by areas. A service given to a larger area reaches those within it, yet nobody knows how
much of it does: such a cell is told apart from one where somebody is, and its capacity is counted once, where it was
written. A capacity that nobody wrote down is unknown and never none. An empty cell says only what the scan knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from groundswell.core.specification.ages import Ages, read_ages


class Presence(StrEnum):
    """Whether somebody gives a service in an area: there, in a larger area around it, in parts of it, or nobody that
    is known."""

    HERE = "here"
    AROUND = "around"
    WITHIN = "within"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class ScanLine:
    """One line of a scan. `capacity` None: not written down. `ages` as they were written."""

    organization_id: str
    service: str
    ages: str
    place_id: str
    capacity: Decimal | None
    note: str = ""

    @property
    def ages_read(self) -> Ages | None:
        """The ages in years; None where they are not written, or cannot be read."""
        return read_ages(self.ages)


@dataclass(frozen=True, slots=True)
class Room:
    """How many can be served at a time: what is written down together, and how many lines say nothing of it."""

    known: Decimal | None  # None: no line says
    unknown: int

    def per_100(self, people: int | None) -> float | None:
        """For every hundred people; None where the one or the other is not known, or nobody lives there.

        >>> Room(Decimal(40), 0).per_100(1600)
        2.5
        """
        return float(100 * Fraction(self.known) / people) if self.known is not None and people else None


@dataclass(frozen=True, slots=True)
class ScanCell:
    """One service in one area: the lines written for it, for larger areas around it, and for parts of it."""

    service: str
    place_id: str
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
    def room(self) -> Room:
        """What the lines of this very area come to."""
        return room_of(self.lines)


@dataclass(frozen=True, slots=True)
class ScanMatrix:
    """Services by areas, both in their order; `cells` by service and area."""

    services: tuple[str, ...]
    place_ids: tuple[str, ...]
    cells: Mapping[tuple[str, str], ScanCell]

    @property
    def empty(self) -> tuple[ScanCell, ...]:
        """The cells where nobody is, as far as the scan knows, service by service."""
        ordered = (self.cells[service, place] for service in self.services for place in self.place_ids)
        return tuple(cell for cell in ordered if cell.presence is Presence.NOBODY)


def room_of(lines: Iterable[ScanLine]) -> Room:
    """What lines come to together.

    >>> line = ScanLine("a", "Home visits", "0-5", "", Decimal(40))
    >>> room_of([line, ScanLine("b", "Home visits", "", "", None)])
    Room(known=Decimal('40'), unknown=1)
    """
    capacities = [line.capacity for line in lines]
    known = [capacity for capacity in capacities if capacity is not None]
    return Room(sum(known, Decimal(0)) if known else None, len(capacities) - len(known))


def chosen_lines(lines: Iterable[ScanLine], *, ages: Ages | None = None, organization_id: str = "") -> list[ScanLine]:
    """The lines for somebody of these ages, of this institution. Ages that cannot be read leave a line in: it may
    be for them."""
    return [
        line
        for line in lines
        if (not organization_id or line.organization_id == organization_id)
        and (ages is None or (read := line.ages_read) is None or read.meets(ages))
    ]


def matrix_of(
    lines: Sequence[ScanLine], *, services: Sequence[str], place_ids: Sequence[str], around: Mapping[str, Sequence[str]]
) -> ScanMatrix:
    """Every service in every area; `around` names the larger areas that each lies in.

    `services` are those of the whole scan, so that what a choice of lines leaves without anybody is in view.
    """
    by_cell: dict[tuple[str, str], list[ScanLine]] = {}
    for line in lines:
        by_cell.setdefault((service_key(line.service), line.place_id), []).append(line)

    def at(service: str, places: Iterable[str]) -> tuple[ScanLine, ...]:
        return tuple(line for place in places for line in by_cell.get((service_key(service), place), ()))

    within = {place: [part for part, larger in around.items() if place in larger] for place in place_ids}
    cells = {
        (service, place): ScanCell(
            service, place, at(service, [place]), at(service, around.get(place, ())), at(service, within[place])
        )
        for service in services
        for place in place_ids
    }
    return ScanMatrix(tuple(services), tuple(place_ids), cells)


def services_of(lines: Iterable[ScanLine]) -> list[str]:
    """The services, each once as it was first written, in the order of the alphabet."""
    found: dict[str, str] = {}
    for line in lines:
        found.setdefault(service_key(line.service), line.service)
    return sorted(found.values(), key=service_key)


def service_key(service: str) -> str:
    """What makes two spellings one service: capitals and spaces aside."""
    return " ".join(service.casefold().split())
