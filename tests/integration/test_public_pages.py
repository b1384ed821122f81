"""Pages that the public reads are kept whole: quick, never stale, never somebody else's."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.builders import package
from tests.cast import DATA_LEAD

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Person

pytestmark = pytest.mark.django_db
ADDRESSES = ("/", "/elmwood/", "/elmwood/results/ready/", "/elmwood/indicators/k-readiness/", "/elmwood/data/")


@pytest.fixture(autouse=True)
def elmwood() -> Iterator[None]:
    assert load_package(package=package(), by=DATA_LEAD).is_done
    yield


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"host": "localhost"})


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_that_the_public_reads_again_asks_the_database_once(visitor: Client, address: str) -> None:
    first = visitor.get(address)
    with CaptureQueriesContext(connection) as asked:
        again = visitor.get(address)
    assert len(asked) == 1
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_kept_page_ends_with_the_data_it_shows(visitor: Client, address: str) -> None:
    assert b"Elmwood" in visitor.get(address).content
    renamed = package(community={"name": "Elm Grove"})
    assert load_package(package=renamed, by=DATA_LEAD).is_done
    assert b"Elm Grove" in visitor.get(address).content


@pytest.mark.parametrize("address", ADDRESSES[1:])
def test_a_community_that_becomes_private_is_gone_at_once(visitor: Client, address: str) -> None:
    assert visitor.get(address).status_code == 200
    assert load_package(package=package(community={"visibility": "private"}), by=DATA_LEAD).is_done
    assert visitor.get(address).status_code == 404
    assert b"Elmwood" not in visitor.get("/").content


def test_whoever_signed_in_neither_gets_a_kept_page_nor_leaves_one(visitor: Client) -> None:
    before = visitor.get("/elmwood/").content
    person = Person.objects.create_user("ana@example.org", name="Ana Canary")
    visitor.force_login(person)
    assert b"Ana Canary" in visitor.get("/elmwood/").content
    visitor.logout()
    assert visitor.get("/elmwood/").content == before


def test_each_language_and_each_address_has_a_page_of_its_own(visitor: Client) -> None:
    plain = visitor.get("/elmwood/")
    other = visitor.get("/elmwood/?q=nothing-of-this-name")
    assert plain.content != other.content
    assert visitor.get("/elmwood/").content == plain.content


def test_a_reader_who_holds_the_page_is_told_so(visitor: Client) -> None:
    tag = visitor.get("/elmwood/").headers["ETag"]
    visitor.get("/elmwood/")
    again = visitor.get("/elmwood/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
