"""The middle of a page is kept for everybody: never older than the data, and never with anything of a person in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.builders import package, story
from tests.cast import DATA_LEAD, appointed, person

from groundswell.apps.packages.actions import load_package, save_object
from groundswell.apps.packages.actions.rows import RowEdit, save_rows
from groundswell.apps.packages.queries import object_of, rows_of
from groundswell.apps.people.models import Appointment, Community, Person
from groundswell.apps.people.queries import actor_of
from groundswell.core.roles import Role

pytestmark = pytest.mark.django_db
INDICATOR = "/elmwood/indicators/k-readiness/"
PAGES = ("/elmwood/", "/elmwood/results/ready/", INDICATOR, f"{INDICATOR}?place=elmwood", "/elmwood/data/")


@pytest.fixture
def community() -> Community:
    assert load_package(package=package(stories=(story("Many hands, *light* work."),)), by=DATA_LEAD).is_done
    return Community.objects.get()


@pytest.fixture
def stella(community: Community) -> Person:
    return appointed(person("Stella"), community, Role.STEWARD)


def at_the_door(whom: Person | None = None) -> Client:
    """A browser of its own."""
    client = Client(headers={"host": "localhost"})
    if whom:
        client.force_login(whom)
    return client


def read(client: Client, address: str) -> str:
    found = client.get(address)
    assert found.status_code == 200
    return found.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_nobody_reads_the_name_or_the_links_of_whoever_read_before(stella: Person, address: str) -> None:
    hers = read(at_the_door(stella), address)
    viewer = appointed(person("Vera"), Community.objects.get(), Role.VIEWER)
    his, publics = read(at_the_door(viewer), address), read(at_the_door(), address)
    assert "Stella" in hers
    assert "/desk/" in hers.split("<main")[1]
    assert "Vera" in his
    for other in (his, publics):
        assert "Stella" not in other
    for page in (hers, his, publics):
        assert "<!--" not in page.split("<main")[1]
    assert "Edit</a>" not in his
    assert "/desk/" not in publics
    assert "Stella" in read(at_the_door(stella), address)


@pytest.mark.parametrize("address", PAGES)
def test_the_public_reads_the_same_middle_whoever_read_first(stella: Person, address: str) -> None:
    first = read(at_the_door(), address)
    read(at_the_door(stella), address)
    assert (
        read(at_the_door(), f"{address}{'&' if '?' in address else '?'}from=a-letter").split("<main")[1]
        == (first.split("<main")[1])
    )


@pytest.mark.parametrize("address", PAGES)
def test_a_page_that_was_read_before_asks_the_database_little(stella: Person, address: str) -> None:
    client = at_the_door(stella)
    read(client, address)
    with CaptureQueriesContext(connection) as asked:
        read(client, address)
    assert len(asked) <= 4, [one["sql"][:100] for one in asked.captured_queries]  # session, person, roles, community


def test_the_next_request_after_an_edit_shows_it(stella: Person) -> None:
    client, by = at_the_door(stella), actor_of(stella)
    for address in PAGES:
        read(client, address)
    community = Community.objects.get()
    row = next(row for row in rows_of(community, "observations", "k-readiness") if row.key["period"] == "2023")
    edit = RowEdit(row.key, {**row.content, "value": "77.7"}, row.content)
    assert save_rows(
        community_id="elmwood", kind="observations", edits=[edit], indicator_id="k-readiness", by=by
    ).is_done
    for address in PAGES[:3]:
        assert "77.7" in read(client, address)
        assert "77.7" in read(at_the_door(), address)


@pytest.mark.parametrize(
    ("kind", "key", "field", "addresses"),
    [
        ("results", "ready", "statement", ("/elmwood/", "/elmwood/results/ready/")),
        ("indicators", "k-readiness", "name", PAGES),
        ("stories", "ready", "text", ("/elmwood/results/ready/",)),
        ("community", "elmwood", "name", PAGES),
    ],
)
def test_words_that_were_changed_stand_on_the_next_page(
    stella: Person, kind: str, key: str, field: str, addresses: tuple[str, ...]
) -> None:
    client = at_the_door(stella)
    for address in addresses:
        assert "Changed words" not in read(client, address)
    kept = object_of(Community.objects.get(), kind, key)
    assert kept is not None
    content = {**kept.content, field: "Changed words"}
    saving = save_object(
        community_id="elmwood", kind=kind, object_id=key, content=content, version=kept.version, by=actor_of(stella)
    )
    assert saving.status == "stored", saving.findings
    for address in addresses:
        assert "Changed words" in read(client, address)
        assert "Changed words" in read(at_the_door(), address)


def test_a_role_that_ended_shows_no_link_on_the_next_page(stella: Person) -> None:
    client = at_the_door(stella)
    assert "Edit</a>" in read(client, INDICATOR)
    Appointment.objects.filter(person=stella).update(until=timezone.now() - timedelta(seconds=1))
    assert "Edit</a>" not in read(client, INDICATOR)


def test_whoever_signed_out_is_nobody_on_the_next_page(stella: Person) -> None:
    client = at_the_door(stella)
    assert "Stella" in read(client, INDICATOR)
    client.logout()
    assert "Stella" not in read(client, INDICATOR)


def test_a_private_community_is_shut_to_others_however_warm_its_pages_are(stella: Person) -> None:
    client, outsider = at_the_door(stella), at_the_door(person("Olaf"))
    assert load_package(package=package(community={"visibility": "private"}), by=DATA_LEAD).is_done
    for address in PAGES:
        read(client, address)
        assert at_the_door().get(address).status_code == 404
        assert outsider.get(address).status_code == 404


def test_a_page_that_is_not_there_is_not_kept(stella: Person) -> None:
    client = at_the_door(stella)
    for address in ("/elmwood/results/none/", "/elmwood/indicators/none/", f"{INDICATOR}?place=nowhere"):
        assert [client.get(address).status_code for _ in range(2)] == [404, 404]


def test_a_fragment_and_the_whole_page_have_the_same_middle(stella: Person) -> None:
    client = at_the_door(stella)
    whole = read(client, INDICATOR)
    fragment = client.get(INDICATOR, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    middle = fragment[fragment.index("<main") : fragment.index("</main>")]
    assert middle in whole
    title = fragment[fragment.index("<title>") : fragment.index("</title>")]
    assert title in whole
