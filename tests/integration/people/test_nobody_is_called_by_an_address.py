"""Somebody who gave no name is called that wherever others read of them, and never by the address they sign in with."""

from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.builders import package

from groundswell.apps.packages.actions import load_package, retire_object, save_object
from groundswell.apps.packages.queries import history_of, object_of
from groundswell.apps.people.actions import open_emergency_access
from groundswell.apps.people.models import Community, Person
from groundswell.apps.people.queries import actor_of
from groundswell.core.roles import Role

ADDRESS = "nameless@example.org"
PAGES = ("desk/", "desk/changes/", "desk/results/", "desk/results/ready/history/", "audit-log/", "people/")


@pytest.fixture
def elmwood(db: Any) -> Community:
    """A community whose result was changed, and then retired, by somebody without a name."""
    load_package(package=package(), by=cast.DATA_LEAD)
    community = Community.objects.get()
    nameless = Person.objects.create_user(ADDRESS, is_administrator=True)
    by = actor_of(cast.appointed(nameless, community, Role.DATA_MANAGER))
    ready = object_of(community, "results", "ready")
    assert ready is not None
    content = {**ready.content, "statement": "Every child enters school ready"}
    saved = save_object(
        community_id="elmwood", kind="results", object_id="ready", content=content, version=ready.version, by=by
    )
    assert saved.object is not None
    retire_object(community_id="elmwood", kind="results", object_id="ready", version=saved.object.version, by=by)
    open_emergency_access(community_id="elmwood", reason="The stewards asked for help.", hours=1, by=by)
    return community


@pytest.mark.parametrize("page", PAGES)
def test_no_page_that_others_read_calls_somebody_by_an_address(elmwood: Community, page: str) -> None:
    reader = Client()
    role = cast.steward if page.startswith("audit") else cast.viewer if page == "people/" else cast.data_manager
    who = role(elmwood) if page != "people/" else cast.appointed(cast.stranger(), elmwood, Role.ANALYST)
    reader.force_login(who)
    response = reader.get(f"/elmwood/{page}", {"retired": "1"})
    assert response.status_code == 200
    assert ADDRESS not in response.content.decode()


@pytest.mark.parametrize("page", ["desk/changes/", "desk/results/?retired=1", "audit-log/"])
def test_a_page_says_that_somebody_gave_no_name(elmwood: Community, page: str) -> None:
    reader = Client()
    reader.force_login(cast.steward(elmwood))
    assert "a person without a name" in reader.get(f"/elmwood/{page}").content.decode().casefold()


def test_a_history_that_a_program_reads_leaves_the_name_blank(elmwood: Community) -> None:
    assert {change.by_name for change in history_of(elmwood, "results", "ready")} == {""}
    _, secret = cast.token_of(cast.analyst(elmwood))
    response = Client().get("/api/v1/elmwood/results/ready/history", headers={"Authorization": f"Bearer {secret}"})
    assert response.status_code == 200, response.content
    assert ADDRESS not in response.content.decode()


def test_a_person_without_a_name_is_written_without_the_address() -> None:
    assert str(Person(email=ADDRESS, name="Dana")) == "Dana"
    assert ADDRESS not in str(Person(email=ADDRESS))
