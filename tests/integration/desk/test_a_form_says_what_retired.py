"""The form of something that was just saved says where it points to what has retired."""

from django.test import Client
from tests.cast import DATA_LEAD

from groundswell.apps.packages.actions import retire_object, save_object
from groundswell.apps.packages.queries import object_of
from groundswell.apps.people.models import Community


def test_the_form_says_that_a_new_parent_has_retired(elmwood: Community, dora: Client) -> None:
    made = save_object(community_id="elmwood", kind="places", object_id="lake", content={"name": "Lake"}, by=DATA_LEAD)
    assert made.object is not None
    retire_object(community_id="elmwood", kind="places", object_id="lake", version=made.object.version, by=DATA_LEAD)
    hill = object_of(elmwood, "places", "hill")
    assert hill is not None
    sent = {"version": hill.version, "f.name": "Hill", "f.kind": "neighborhood", "f.parent_id": "lake", "do": "save"}
    answer = dora.post("/elmwood/desk/places/hill/", sent)
    assert answer.status_code == 302, answer.content.decode()
    assert "has retired" in dora.get(answer["Location"]).content.decode()
    assert "has retired" not in dora.get("/elmwood/desk/places/hill/").content.decode()
