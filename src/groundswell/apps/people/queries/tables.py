"""A room's rows as tables of a package: text under the headings of their layout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import models

from groundswell.apps.people.models import Community, CommunityRow, field_of
from groundswell.exchange.package.layout import TABLES
from groundswell.exchange.tables import Table


@dataclass(frozen=True, slots=True)
class PublicIds:
    """What people call the rows that a table points to, by kind of row and key; and which place is their own."""

    by_model: Mapping[type[models.Model], Mapping[UUID, str]]
    own_place: UUID | None = None

    def cell(self, model: type[models.Model], key: UUID | None, heading: str) -> str:
        """The id to write under a heading.

        The community's own place is blank as the place of something, and has its name as a parent or a neighbour.
        """
        if key is None or (heading == "place_id" and key == self.own_place):
            return ""
        return self.by_model[model][key]


def table_of(model: type[CommunityRow], community: Community, public_ids: PublicIds) -> Table | None:
    """A room's rows as a table of a package; None where there are none."""
    return table_of_rows(model, model._default_manager.filter(community=community), public_ids)


def table_of_rows(model: type[CommunityRow], rows: Iterable[CommunityRow], public_ids: PublicIds) -> Table | None:
    """Rows as text under the headings of their layout, sister languages and `retired` where used."""
    return table_of_records(model.file, [_cells(row, public_ids) for row in rows])


def table_of_records(name: str, records: list[dict[str, str]]) -> Table | None:
    """Records of cells as a table with every heading of its layout, and others only where used."""
    if not records:
        return None
    used = {heading for record in records for heading in record}
    headings: list[str] = []
    for heading in TABLES[name].headings:
        headings += [heading, *sorted(other for other in used if other.startswith(f"{heading}."))]
    headings += ["retired"] if "retired" in used else []
    columns = {heading: [record.get(heading, "") for record in records] for heading in headings}
    return Table(name, headings, columns, list(range(2, len(records) + 2)))


def _cells(row: CommunityRow, public_ids: PublicIds) -> dict[str, str]:
    cells = {heading: _cell(row, name, heading, public_ids) for heading, name in row.columns.items()}
    if row.retired:
        cells["retired"] = row.retired.isoformat()
    return {**cells, **row.translations}


def _cell(row: CommunityRow, name: str, heading: str, public_ids: PublicIds) -> str:
    field = field_of(type(row), name)
    value = getattr(row, field.attname)
    if field.related_model:
        return public_ids.cell(field.related_model, value, heading)
    return "" if value is None else str(value)
