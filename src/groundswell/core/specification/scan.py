"""The systems scan: which institution gives which service to which ages, where, and for how many.

A scan is a list of lines, which `scan_crossing` lays out as a table with its gaps. A capacity that nobody wrote down is
unknown and never none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from groundswell.core.specification.ages import Ages, read_ages


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


def services_of(lines: Iterable[ScanLine]) -> list[str]:
    """The services, each once as it was first written, in the order of the alphabet."""
    found: dict[str, str] = {}
    for line in lines:
        found.setdefault(service_key(line.service), line.service)
    return sorted(found.values(), key=service_key)


def service_key(service: str) -> str:
    """What makes two spellings one service: capitals and spaces aside."""
    return " ".join(service.casefold().split())
