"""What points to something that is no longer in use: allowed, for nothing is deleted, and worth a second look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from groundswell.apps.packages.queries.kinds import OBJECT_KINDS, ObjectKind, RowKind
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import not_retired
from groundswell.core.findings import Finding, warning
from groundswell.exchange.package.cells import list_of
from groundswell.exchange.package.columns import Column
from groundswell.exchange.package.cross_check import SUBJECTS

Pointer = tuple[str, str, str]  # the field, the kind it points to, the id


def retired_references(
    community: Community, described: ObjectKind, content: Mapping[str, Any], before: Mapping[str, Any] | None
) -> list[Finding]:
    """A warning for each retired object that `content` points to and `before` did not. Two queries for each kind."""
    new = set(_pointers(described, content)) - set(_pointers(described, before or {}))
    return [_warning(*each) for each in sorted(_retired(community, new))]


def retired_in_rows(
    community: Community, described: RowKind, rows: Iterable[tuple[int, Mapping[str, str]]]
) -> list[Finding]:
    """The same for the keys of new rows; `rows` hold the place of each, which findings name."""
    pointers = [(at, (column.name, column.to, key.get(column.name, ""))) for at, key in rows
                for column in described.key_fields if column.to in OBJECT_KINDS and key.get(column.name)]  # fmt: skip
    gone = _retired(community, {pointer for _, pointer in pointers})
    return [_warning(*pointer, row=at) for at, pointer in pointers if pointer in gone]


def _warning(field: str, to: str, object_id: str, row: int | None = None) -> Finding:
    fix = "choose one that is in use, or restore it"
    return warning(f"the {OBJECT_KINDS[to].singular} {object_id!r} has retired", fix, column=field, row=row)


def _pointers(described: ObjectKind, content: Mapping[str, Any]) -> Iterator[Pointer]:
    if described.name == "stories" and (to := SUBJECTS.get(str(content.get("subject", "")))):
        yield "subject_id", to, str(content.get("subject_id", ""))
    for column in described.fields:
        for name, inner, part in _parts(column, content.get(column.name)):
            if inner.to in OBJECT_KINDS:
                yield from ((name, inner.to, each) for each in _ids(part))


def _parts(column: Column, value: Any) -> Iterator[tuple[str, Column, Any]]:
    """A field, or those of the documents within it."""
    if column.fields and isinstance(value, list):
        for part in value:
            if isinstance(part, Mapping):
                yield from ((column.name, inner, part.get(inner.name)) for inner in column.fields)
    else:
        yield column.name, column, value


def _ids(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(each) for each in value]
    return list_of(value) if isinstance(value, str) and value else []


def _retired(community: Community, pointers: set[Pointer]) -> set[Pointer]:
    found: set[Pointer] = set()
    for to in {to for _, to, _ in pointers}:
        model = OBJECT_KINDS[to].model
        if model is None:
            continue
        named = {object_id for _, kind, object_id in pointers if kind == to}
        rows = model._default_manager.filter(community=community, public_id__in=named)
        standing = set(not_retired(rows).values_list("public_id", flat=True))
        gone = set(rows.values_list("public_id", flat=True)) - standing
        found |= {pointer for pointer in pointers if pointer[1] == to and pointer[2] in gone}
    return found
