"""Rows of a community as a grid keeps them: observations and targets of an indicator, populations, crosswalks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from groundswell.apps.indicators.models import Observation, Target
from groundswell.apps.packages.queries.kinds import ROW_KINDS, RowKind
from groundswell.apps.packages.queries.objects import cell_of
from groundswell.apps.people.models import Community, CommunityRow, field_of
from groundswell.apps.people.queries import not_retired
from groundswell.core.merging import Content, version_of

# The fields of an observation by their headings; the other kinds of rows say it themselves, in `columns`.
OBSERVATION_FIELDS = {
    **{name: name for name in ("period", "value", "moe", "low", "high", "level", "numerator", "denominator", "status")},
    **{"place_id": "place", "group_id": "group", "break": "is_break", "source_id": "source"},
    **{name: name for name in ("quality", "as_of", "note")},
}


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One row: its key by heading (every part, blank ones too), its other cells, and the version of these."""

    key: dict[str, str]
    content: Content
    version: str


def rows_of(
    community: Community, kind: str, indicator_id: str = "", *, places: Collection[str] | None = None
) -> tuple[KeptRow, ...]:
    """The rows in use, in order of their key; of one indicator where the kind asks for one, in some places where said.

    A blank place is the community's own, a blank group is everyone. One query.
    """
    described = ROW_KINDS[kind]
    rows = not_retired(rows_queryset(described, community, indicator_id))
    if places is not None and any(column.name == "place_id" for column in described.key_fields):
        own = Q(place__is_own=True) if "" in places else Q()
        rows = rows.filter(Q(place__public_id__in=[name for name in places if name]) | own)
    found = [kept_row(described, row) for row in rows]
    return tuple(sorted(found, key=lambda row: tuple(row.key.values())))


def rows_queryset(described: RowKind, community: Community, indicator_id: str = "") -> QuerySet[Any]:
    """Rows of a kind with what they point to at hand, retired ones too."""
    model = described.model
    rows: QuerySet[Any] = model._default_manager.filter(community=community)
    if described.name == "observations":
        rows = Observation.objects.filter(indicator__community=community, indicator__public_id=indicator_id)
    elif described.is_of_indicator:
        rows = Target.objects.filter(community=community, subject="indicator", subject_id=indicator_id)
    names = (columns_of(described)[column.name] for column in (*described.key_fields, *described.fields))
    related = [name for name in names if field_of(model, name).related_model]
    return rows.select_related(*related)


def columns_of(described: RowKind) -> Mapping[str, str]:
    """The field behind each heading."""
    return described.model.columns or OBSERVATION_FIELDS


def kept_row(described: RowKind, row: CommunityRow) -> KeptRow:
    """A stored row as people keep it; what it points to is at hand."""
    columns = columns_of(described)
    key = {column.name: cell_of(row, columns[column.name], column.name) for column in described.key_fields}
    cells = {column.name: cell_of(row, columns[column.name], column.name) for column in described.fields}
    content = {heading: cell for heading, cell in {**cells, **row.translations}.items() if cell}
    return KeptRow(key, content, version_of(content))
