"""Who points to something that has retired may, and is told so at once."""

import pytest
from tests.builders import indicator
from tests.cast import data_manager
from tests.contract.keeping import program_of

from groundswell.apps.packages.actions import RowEdit, retire_object, save_object, save_rows
from groundswell.apps.packages.queries import object_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(community: Community, manager: Actor) -> Community:
    """The one result and the one place below Elmwood have retired."""
    for kind, name in (("results", "ready"), ("places", "hill")):
        one = object_of(community, kind, name)
        assert one is not None
        assert retire_object(community_id="elmwood", kind=kind, object_id=name, version=one.version, by=manager).is_done
    return community


def test_a_new_indicator_of_a_retired_result_is_stored_with_a_warning(gone: Community, manager: Actor) -> None:
    saving = save_object(
        community_id="elmwood", kind="indicators", object_id="reading", content=indicator(name="Reading"), by=manager
    )
    assert saving.status == "stored"
    assert [each.column for each in saving.findings if "retired" in each.message] == ["result_ids"]


def test_what_pointed_there_before_is_not_told_again(gone: Community, manager: Actor) -> None:
    one = object_of(gone, "indicators", "k-readiness")
    assert one is not None
    saving = save_object(
        community_id="elmwood",
        kind="indicators",
        object_id=one.id,
        content={**one.content, "name": "Ready for school"},
        version=one.version,
        by=manager,
    )
    assert (saving.status, saving.findings) == ("stored", [])


def test_a_story_about_something_retired_is_stored_with_a_warning(gone: Community, manager: Actor) -> None:
    content = {"subject": "result", "subject_id": "ready", "question": "story", "period": "2023", "text": "Why."}
    saving = save_object(community_id="elmwood", kind="stories", object_id="why", content=content, by=manager)
    assert saving.status == "stored"
    assert [each.column for each in saving.findings] == ["subject_id"]


def test_a_target_at_a_retired_place_is_stored_with_a_warning(gone: Community, manager: Actor) -> None:
    edit = RowEdit({"period": "2030", "place_id": "hill", "group_id": ""}, {"value": "70"}, None)
    saving = save_rows(community_id="elmwood", kind="targets", edits=[edit], indicator_id="k-readiness", by=manager)
    assert saving.status == "stored"
    assert [(each.index, each.field) for each in saving.findings] == [(0, "place_id")]


def test_a_program_reads_the_warning_in_the_answer(gone: Community) -> None:
    program = program_of(data_manager(gone))
    made = program.post("/indicators/", {"indicator_id": "reading", **indicator(name="Reading")})
    assert made.status_code == 201, made.content
    assert [each["field"] for each in made.json()["warnings"]] == ["result_ids"]
    assert "warnings" not in program.get("/indicators/reading").json()
