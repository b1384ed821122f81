"""Rows of a community as a grid keeps them: observations and targets of an indicator, populations, crosswalks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, Expression, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Collate

from groundswell.apps.indicators.models import Observation, Target
from groundswell.apps.packages.queries.kinds import ROW_KINDS, RowKind
from groundswell.apps.people.models import Community, field_of
from groundswell.apps.people.queries import not_retired
from groundswell.apps.places.models import Place
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

    @property
    def version(self) -> str:
        """What stands for these cells and no others; whoever looks through thousands of rows seldom asks for it."""
        return version_of(self.content)


def rows_of(
    community: Community, kind: str, indicator_id: str = "", *, places: Collection[str] | None = None
) -> tuple[KeptRow, ...]:
    """The rows in use, in order of their key; of one indicator where the kind asks for one, in some places where said.

    A blank place is the community's own, a blank group is everyone. One query.
    """
    described = ROW_KINDS[kind]
    rows = _rows_in_use(described, community, indicator_id, places)
    return tuple(sorted(kept_rows(described, rows), key=lambda row: tuple(row.key.values())))


def rows_after(
    community: Community,
    kind: str,
    indicator_id: str = "",
    *,
    places: Collection[str] | None = None,
    after: Sequence[str] | None = None,
    limit: int,
) -> tuple[KeptRow, ...]:
    """The first `limit` of `rows_of`, or of those behind a key, put in order by the database. One query."""
    described = ROW_KINDS[kind]
    parts = {f"part_{at}": _sorting(described, name) for at, name in enumerate(described.key_names)}
    rows = _rows_in_use(described, community, indicator_id, places).annotate(**parts)
    if after is not None:
        rows = rows.filter(_behind(tuple(parts), tuple(after)))
    return tuple(kept_rows(described, rows.order_by(*parts)[:limit]))


def _rows_in_use(
    described: RowKind, community: Community, indicator_id: str, places: Collection[str] | None
) -> QuerySet[Any]:
    rows = not_retired(rows_queryset(described, community, indicator_id))
    if places is not None and any(column.name == "place_id" for column in described.key_fields):
        own = Q(place__is_own=True) if "" in places else Q()
        rows = rows.filter(Q(place__public_id__in=[name for name in places if name]) | own)
    return rows


def _sorting(described: RowKind, heading: str) -> Expression:
    """A part of the key as it is compared: letter by letter, whatever language the database was set up for."""
    name = columns_of(described)[heading]
    path = _path(described, name)
    part: Expression = Coalesce(path, Value(""))
    if heading == "place_id" and field_of(described.model, name).related_model is Place:
        part = Case(When(**{f"{name}__is_own": True}, then=Value("")), default=F(path))
    part = Cast(part, TextField())
    return Collate(part, "C") if connection.vendor == "postgresql" else part


def _behind(names: tuple[str, ...], key: tuple[str, ...]) -> Q:
    """Rows whose key comes after this one, part by part."""
    found = Q()
    for at, name in enumerate(names):
        same = Q(**dict(zip(names[:at], key[:at], strict=True)))
        found |= same & Q(**{f"{name}__gt": key[at]})
    return found


def rows_queryset(described: RowKind, community: Community, indicator_id: str = "") -> QuerySet[Any]:
    """Rows of a kind, retired ones too."""
    model = described.model
    rows: QuerySet[Any] = model._default_manager.filter(community=community)
    if described.name == "observations":
        rows = Observation.objects.filter(indicator__community=community, indicator__public_id=indicator_id)
    elif described.is_of_indicator:
        rows = Target.objects.filter(community=community, subject="indicator", subject_id=indicator_id)
    return rows


def columns_of(described: RowKind) -> Mapping[str, str]:
    """The field behind each heading."""
    return described.model.columns or OBSERVATION_FIELDS


def kept_rows(described: RowKind, rows: QuerySet[Any]) -> Iterator[KeptRow]:
    """Stored rows as people keep them. Straight from their columns: a thousand rows are three times as quick so."""
    columns = columns_of(described)
    keys, others = ([column.name for column in part] for part in (described.key_fields, described.fields))
    paths = [_path(described, columns[heading]) for heading in (*keys, *others)]
    has_own = "place_id" in columns and field_of(described.model, columns["place_id"]).related_model is Place
    own = ["place__is_own"] if has_own else []
    for values in rows.values_list(*paths, "translations", *own):
        cells = {heading: _cell(value) for heading, value in zip((*keys, *others), values, strict=False)}
        if own and values[-1]:
            cells["place_id"] = ""
        content = {heading: cells[heading] for heading in others if cells[heading]}
        content.update({heading: cell for heading, cell in values[len(paths)].items() if cell})
        yield KeptRow({heading: cells[heading] for heading in keys}, content)


def _path(described: RowKind, name: str) -> str:
    return f"{name}__public_id" if field_of(described.model, name).related_model else name


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else ""
    return "" if value is None else str(value)
