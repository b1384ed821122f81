"""The tables of numbers that people keep in a grid, and what their columns are called.

A table is the package's own: the same headings, the same checks. Its key says which number a row is about (where, when,
whom), and never changes; everything else may be typed over.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundswell.exchange.package.columns import Column
from groundswell.exchange.package.layout import TABLES

Words = str | Promise


@dataclass(frozen=True, slots=True)
class GridTable:
    """One kind of table: the columns that tell its rows apart, the rest, and those of the rest shown at first.

    `chosen` are the parts of the key that are chosen above the grid in place of being typed in every row.
    """

    kind: str
    title: Words
    lede: Words
    keys: tuple[str, ...]
    facts: tuple[str, ...]
    common: tuple[str, ...]
    chosen: tuple[str, ...] = ()
    is_corrected: bool = False  # what is typed over stays as a revision, with a reason

    @property
    def columns(self) -> dict[str, Column]:
        """The package's columns by heading."""
        return {column.name: column for column in TABLES[self.kind].columns}

    @property
    def more(self) -> tuple[str, ...]:
        """The facts that are not shown at first."""
        return tuple(name for name in self.facts if name not in self.common)


GRID_TABLES = {
    table.kind: table
    for table in (
        GridTable(
            "observations",
            _("Observations"),
            _("One row a period. Type over a number to correct it; what stood there before is kept."),
            ("period", "place_id", "group_id"),
            ("value", "moe", "low", "high", "level", "numerator", "denominator", "status", "break", "quality",
             "source_id", "as_of", "note"),
            ("value", "moe", "level", "status", "note"),
            ("place_id", "group_id"),
            is_corrected=True,
        ),
        GridTable(
            "targets",
            _("Targets"),
            _("Where this indicator should be, and by when. Leave the place blank for the whole community, the group "
              "for everyone."),
            ("period", "place_id", "group_id"),
            ("value",),
            ("value",),
        ),
        GridTable(
            "populations",
            _("Populations"),
            _("How many people live in a place, by period and group. Leave the place blank for the whole community, "
              "the group for everyone."),
            ("place_id", "period", "group_id"),
            ("count", "moe", "level", "source_id"),
            ("count", "moe", "level", "source_id"),
        ),
        GridTable(
            "crosswalks",
            _("Crosswalks"),
            _("Which share of one place lies in another: what carries estimates from the places that are published to "
              "the places that people talk about."),
            ("from_place_id", "to_place_id", "basis"),
            ("weight",),
            ("weight",),
        ),
        GridTable(
            "measure_adoptions",
            _("Adopted measures"),
            _("Which program answers by which measures, why, and how they stand: headline, secondary, or on the data "
              "development agenda. Leave since blank for from the beginning."),
            ("program_id", "measure_id", "since"),
            ("use", "standing", "until", "sort"),
            ("use", "standing", "until"),
        ),
        GridTable(
            "systems_scan",
            _("Systems scan"),
            _("Which institution gives which service, to which ages, where, and for how many at a time. Leave the "
              "capacity blank where nobody knows it: 0 means that there is none. Write ages as people say them: 0-5, "
              "3 to 5, under 6, 16-24, 18+. Leave the place blank for the whole community."),
            ("organization_id", "service", "ages", "place_id"),
            ("capacity", "note"),
            ("capacity", "note"),
        ),
    )
}  # fmt: skip

HEADINGS: dict[str, Words] = {
    "period": _("Period"),
    "place_id": _("Place"),
    "group_id": _("Group"),
    "from_place_id": _("From place"),
    "to_place_id": _("To place"),
    "program_id": _("Program"),
    "measure_id": _("Measure"),
    "since": _("Since"),
    "until": _("Until"),
    "use": _("Use"),
    "standing": _("Standing"),
    "sort": _("Order"),
    "basis": _("Counted by"),
    "weight": _("Weight"),
    "count": _("People"),
    "value": _("Value"),
    "moe": _("Margin ±"),
    "low": _("Low"),
    "high": _("High"),
    "level": _("Level"),
    "numerator": _("Numerator"),
    "denominator": _("Denominator"),
    "status": _("Status"),
    "break": _("Break"),
    "quality": _("Quality"),
    "source_id": _("Source"),
    "as_of": _("As of"),
    "note": _("Note"),
    "organization_id": _("Institution"),
    "service": _("Service"),
    "ages": _("Ages"),
    "capacity": _("Capacity"),
}
