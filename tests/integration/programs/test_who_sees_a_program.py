"""Who sees a program: its own organization all of it, others what may leave it, and everybody else nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests import cast
from tests.builders import package
from tests.cast import COMMAND_LINE

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Community, Organization, Person
from groundswell.apps.people.queries import PUBLIC, Actor, actor_of
from groundswell.apps.programs.models import Grant, Program
from groundswell.apps.programs.queries import Sight, funded_by, programs_seen, sight_of

pytestmark = pytest.mark.django_db
NOTHING, PROTECTED, WHOLE = Sight.NOTHING, Sight.PROTECTED, Sight.WHOLE


@pytest.fixture
def community() -> Community:
    names = {"library": "provider", "clinic": "provider", "giver": "funder", "miser": "funder"}
    outcome = load_package(
        package=package(
            tables={
                "organizations": [
                    {"organization_id": one, "name": one.title(), "roles": role} for one, role in names.items()
                ],
                "programs": [
                    {"program_id": "visits", "organization_id": "library", "name": "Visits"},
                    {"program_id": "tutoring", "organization_id": "library", "name": "Tutoring", "published": "true"},
                    {"program_id": "nobodys", "name": "Of nobody"},
                    {"program_id": "gone", "organization_id": "library", "name": "Gone", "published": "true",
                     "retired": "2022-01-01"},
                ],
                "grants": [{"grant_id": "one", "funder_id": "giver", "recipient_id": "library",
                            "program_ids": "visits; nobodys"}],
            },
        ),
        by=COMMAND_LINE,
    )  # fmt: skip
    assert outcome.is_done, outcome.findings
    return Community.objects.get(public_id="elmwood")


Who = Callable[[Community, dict[str, Organization]], Person]
PEOPLE: dict[str, tuple[Who, Sight, Sight, Sight]] = {  # visits, tutoring (published), of nobody
    "steward": (lambda c, o: cast.steward(c), PROTECTED, PROTECTED, PROTECTED),
    "data manager": (lambda c, o: cast.data_manager(c), PROTECTED, PROTECTED, PROTECTED),
    "analyst": (lambda c, o: cast.analyst(c), PROTECTED, PROTECTED, PROTECTED),
    "own provider": (lambda c, o: cast.provider_data_manager(c, o["library"]), WHOLE, WHOLE, NOTHING),
    "own partner": (lambda c, o: cast.partner_member(c, o["library"]), WHOLE, WHOLE, NOTHING),
    "other provider": (lambda c, o: cast.provider_data_manager(c, o["clinic"]), NOTHING, PROTECTED, NOTHING),
    "other partner": (lambda c, o: cast.partner_member(c, o["clinic"]), NOTHING, PROTECTED, NOTHING),
    "funder": (lambda c, o: cast.funder(c, o["giver"]), PROTECTED, PROTECTED, PROTECTED),
    "funder of others": (lambda c, o: cast.funder(c, o["miser"]), NOTHING, PROTECTED, NOTHING),
    "viewer": (lambda c, o: cast.viewer(c), NOTHING, PROTECTED, NOTHING),
    "stranger": (lambda c, o: cast.stranger(), NOTHING, PROTECTED, NOTHING),
    "administrator": (lambda c, o: cast.administrator(), NOTHING, PROTECTED, NOTHING),
    "expired steward": (lambda c, o: cast.expired_steward(c), NOTHING, PROTECTED, NOTHING),
}


def organizations(community: Community) -> dict[str, Organization]:
    return {row.public_id: row for row in Organization.objects.filter(community=community)}


def sights(community: Community, reader: Actor) -> tuple[Sight, ...]:
    rows = {row.public_id: row for row in Program.objects.select_related("organization")}
    return tuple(sight_of(rows[one], reader=reader, community=community) for one in ("visits", "tutoring", "nobodys"))


@pytest.mark.parametrize("name", PEOPLE)
def test_each_role_sees_what_it_may_and_the_pages_agree(community: Community, name: str) -> None:
    made, *expected = PEOPLE[name]
    who = made(community, organizations(community))
    assert sights(community, actor_of(who)) == tuple(expected)
    client = Client()
    client.force_login(who)
    for program, sight in zip(("visits", "tutoring", "nobodys"), expected, strict=True):
        status = 404 if sight is NOTHING else 200
        for path in ("/elmwood/programs/{}/", "/elmwood/programs/{}/questions/", "/api/v1/elmwood/programs/{}.json"):
            assert client.get(path.format(program)).status_code == status, (program, path)
    listed = {row.public_id: sight for row, sight in programs_seen(community, reader=actor_of(who))}
    seen = zip(("visits", "tutoring", "nobodys"), expected, strict=True)
    assert listed == {one: sight for one, sight in seen if sight is not NOTHING}


def test_the_public_sees_what_is_published_and_nothing_that_is_retired(community: Community) -> None:
    assert sights(community, PUBLIC) == (NOTHING, PROTECTED, NOTHING)
    assert [row.public_id for row, _ in programs_seen(community, reader=PUBLIC)] == ["tutoring"]
    for program, status in (("tutoring", 200), ("visits", 404), ("gone", 404), ("no-such", 404)):
        assert Client().get(f"/elmwood/programs/{program}/").status_code == status


def test_what_may_not_be_seen_looks_like_what_is_not_there(community: Community) -> None:
    hidden, absent = (Client().get(f"/api/v1/elmwood/programs/{one}.json") for one in ("visits", "absent"))
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)


def test_a_published_program_of_a_private_community_is_not_public(community: Community) -> None:
    Community.objects.filter(pk=community.pk).update(visibility="private")
    community.refresh_from_db()
    assert Client().get("/elmwood/programs/tutoring/").status_code == 404
    assert Client().get("/api/v1/elmwood/programs.json").status_code == 404


def test_a_grant_opens_a_program_from_the_next_request_and_closes_it_again(community: Community) -> None:
    fay = cast.funder(community, organizations(community)["miser"])
    client = Client()
    client.force_login(fay)
    assert client.get("/elmwood/programs/visits/").status_code == 404
    grant = Grant.objects.get()
    grant.pk, grant.public_id, grant.funder = None, "two", organizations(community)["miser"]
    grant._state.adding = True
    grant.save()
    assert funded_by(community)["visits"] == {"giver", "miser"}
    assert client.get("/elmwood/programs/visits/").status_code == 200
    Grant.objects.filter(public_id="two").update(retired="2024-01-01")
    assert client.get("/elmwood/programs/visits/").status_code == 404


def test_no_page_that_differs_with_its_reader_is_kept_by_others(community: Community) -> None:
    pia = cast.provider_data_manager(community, organizations(community)["library"])
    client = Client()
    client.force_login(pia)
    own, theirs = (one.get("/elmwood/programs/tutoring/") for one in (client, Client()))
    assert own["ETag"] != theirs["ETag"]
    assert "private" in own["Cache-Control"]
    assert client.get("/elmwood/programs/tutoring/", headers={"if-none-match": theirs["ETag"]}).status_code == 200
