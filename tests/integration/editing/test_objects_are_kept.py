"""Making, changing, retiring and restoring each kind of object, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cast import DATA_LEAD

from groundswell.apps.packages.actions import save_object
from groundswell.apps.packages.queries import object_of, objects_of
from groundswell.apps.people.models import AuditEvent, Change, Community

pytestmark = pytest.mark.django_db


NEW: dict[str, dict[str, Any]] = {
    "organizations": {"name": "Elmwood Schools", "roles": "provider; backbone", "website": "https://schools.example"},
    "places": {"name": "Mill", "kind": "neighborhood", "parent_id": "elmwood"},
    "groups": {"dimension": "age", "label": "Under five", "sort": "3"},
    "results": {"statement": "Families are housed", "population": "Families"},
    "indicators": {"name": "Absence", "unit": "percent", "polarity": "lower", "result_ids": ["ready"]},
    "sources": {"source_id": "state", "mapping": "publisher: State\nurl: https://state.example\n"},
    "stories": {"subject": "result", "subject_id": "ready", "question": "partners", "text": "Who *helps*."},
}


@pytest.mark.parametrize("kind", NEW)
def test_an_object_of_each_kind_is_made_and_remembered(community: Community, kind: str) -> None:
    was = community.data_version
    saving = save_object(community_id="elmwood", kind=kind, object_id="", content=NEW[kind], by=DATA_LEAD)
    assert (saving.status, saving.findings) == ("stored", [])
    assert saving.object is not None
    stored = object_of(community, kind, saving.object.id)
    assert stored == saving.object
    assert {**NEW[kind]}.items() <= stored.content.items()
    assert stored.id in [each.id for each in objects_of(community, kind)]
    change = Change.objects.get()
    assert (change.kind, change.key, change.verb, change.before) == (kind, stored.id, "made", None)
    event = AuditEvent.objects.get(sequence=change.event)
    assert event.details["id"] == stored.id
    community.refresh_from_db()
    assert community.data_version != was


@pytest.mark.parametrize("kind", NEW)
def test_who_saves_an_older_version_is_shown_what_changed(community: Community, kind: str) -> None:
    made = save_object(community_id="elmwood", kind=kind, object_id="", content=NEW[kind], by=DATA_LEAD).object
    assert made is not None
    field = {"stories": "text", "sources": "mapping", "groups": "label", "results": "statement"}.get(kind, "name")
    theirs = {**made.content, field: "publisher: Another\n" if kind == "sources" else "Another name"}
    first = save_object(
        community_id="elmwood", kind=kind, object_id=made.id, content=theirs, version=made.version, by=DATA_LEAD
    )
    assert first.status == "stored"
    mine = {**made.content, field: "publisher: Mine\n" if kind == "sources" else "My name"}
    second = save_object(
        community_id="elmwood", kind=kind, object_id=made.id, content=mine, version=made.version, by=DATA_LEAD
    )
    assert second.status == "clash"
    assert second.object == first.object
    assert second.merge is not None
    assert [(clash.field, clash.theirs) for clash in second.merge.clashes] == [(field, theirs[field])]
    assert second.merge.content[field] == mine[field]
