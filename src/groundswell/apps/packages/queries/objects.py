"""Each object of a community as people keep it: its content as the package writes it, and the version of that.

Callers have found the community through `community_for(reader=)`; nothing here looks at who asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from groundswell.apps.indicators.models import Indicator
from groundswell.apps.packages.queries.kinds import OBJECT_KINDS, ObjectKind, title_of
from groundswell.apps.people.models import Community, CommunityRow, NamedRow, field_of
from groundswell.apps.people.queries import not_retired
from groundswell.apps.places.models import Place
from groundswell.apps.programs.models import Measure
from groundswell.apps.scorecards.models import Story
from groundswell.apps.sources.models import Source, without_retirement
from groundswell.core.merging import Content, version_of, without_blanks


@dataclass(frozen=True, slots=True)
class KeptObject:
    """One object: its content with blank fields absent, and the day it retired, blank where it is in use.

    `version` stands for the content and the retirement together: who saves says which version they saw.
    """

    kind: str
    id: str
    title: str
    content: Content
    version: str
    retired: str = ""

    def whole(self) -> Content:
        """The content with `retired` in it, as its history keeps it."""
        return {**self.content, "retired": self.retired} if self.retired else dict(self.content)


def kept_object(kind: str, object_id: str, whole: Content) -> KeptObject:
    """An object from its content; `retired` stands in it where the object has retired."""
    content = _in_order(kind, without_blanks({name: value for name, value in whole.items() if name != "retired"}))
    retired = str(whole.get("retired", ""))
    return KeptObject(kind, object_id, title_of(kind, content), content, version_of(whole), retired)


def _in_order(kind: str, content: Content) -> Content:
    """Fields as the kind has them, sister languages after their own; a database may have changed their order."""
    places = {field.name: at for at, field in enumerate(OBJECT_KINDS[kind].fields)}
    return dict(sorted(content.items(), key=lambda one: (places.get(one[0].partition(".")[0], len(places)), one[0])))


def object_of(community: Community, kind: str, object_id: str) -> KeptObject | None:
    """One object, retired or not; None where there is none. One query."""
    described = OBJECT_KINDS[kind]
    if described.model is None:
        return kept_object(kind, community.public_id, community.document) if object_id == community.public_id else None
    if not object_id:  # the rows that stand for blank, everyone and the own place without a name, are no objects
        return None
    row = _rows_of(described, community).filter(public_id=object_id).first()
    return _kept(described, community, row) if row else None


def objects_of(community: Community, kind: str, *, with_retired: bool = False) -> tuple[KeptObject, ...]:
    """All objects of a kind, in the order in which people put them, then by id. One query."""
    described = OBJECT_KINDS[kind]
    if described.model is None:
        return (kept_object(kind, community.public_id, community.document),)
    rows = _rows_of(described, community)
    rows = rows if with_retired else not_retired(rows)
    found = [_kept(described, community, row) for row in rows]
    return tuple(sorted(found, key=_order))


def _order(kept: KeptObject) -> tuple[int, str]:
    """The order people gave, then the id."""
    return int(kept.content.get("sort") or 1_000_000), kept.id


def _rows_of(described: ObjectKind, community: Community) -> QuerySet[Any]:
    model = described.model
    assert model is not None  # the community has no rows: callers have answered for it
    related = [name for name in model.columns.values() if field_of(model, name).related_model]
    rows = model._default_manager.filter(community=community).exclude(public_id="").order_by("public_id")
    return rows.select_related(*related) if related else rows


def _kept(described: ObjectKind, community: Community, row: NamedRow) -> KeptObject:
    return kept_object(described.name, row.public_id, _whole(row, community, described.id_field))


def _whole(row: NamedRow, community: Community, id_field: str) -> Content:
    retired = {"retired": row.retired.isoformat()} if row.retired else {}
    if isinstance(row, Indicator | Measure):
        return {id_field: row.public_id, **row.definition, **retired}
    if isinstance(row, Source):
        return {id_field: row.public_id, "mapping": without_retirement(row.mapping), **retired}
    if isinstance(row, Story):
        facts = ("subject", "subject_id", "question", "period", "text")
        return {id_field: row.public_id, **{fact: getattr(row, fact) for fact in facts}, **retired}
    cells = cells_of(row)
    if isinstance(row, Place) and row.is_own and not cells.get("name"):
        cells["name"] = community.name  # one that nobody has named is the community's own
    return {**cells, **retired}


def cells_of(row: CommunityRow, headings: Iterable[str] | None = None) -> dict[str, str]:
    """A row of a table as cells by heading, blank cells left out, sister languages included.

    What the row points to is expected at hand (`select_related`).
    """
    wanted = row.columns if headings is None else {name: row.columns[name] for name in headings}
    cells = {heading: cell_of(row, name, heading) for heading, name in wanted.items()}
    return {heading: cell for heading, cell in {**cells, **row.translations}.items() if cell}


def cell_of(row: CommunityRow, name: str, heading: str) -> str:
    """One cell: text as it stands, what a relation points to by its id; the own place is blank as a place."""
    value = getattr(row, name)
    if isinstance(value, Place) and heading == "place_id" and value.is_own:
        return ""
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, NamedRow):
        return value.public_id
    return "" if value is None else str(value)
