"""Who answers for an indicator: an organization by its id, whose numbers they then are, or anybody in words."""

import json
from pathlib import Path

import pytest
from django.test import Client
from tests.builders import indicator, package
from tests.cast import DATA_LEAD

from groundswell.apps.packages.actions import load_package, save_object
from groundswell.apps.packages.queries import object_of
from groundswell.apps.people.models import Community
from groundswell.exchange.package import read_package

PAGE = "/elmwood/indicators/k-readiness/"


def owned_by(owner: str) -> None:
    assert load_package(package=package(indicators={"k-readiness": indicator(owner=owner)}), by=DATA_LEAD).is_done


def test_a_page_names_the_organization_whose_id_the_owner_is(elmwood: Community) -> None:
    owned_by("library")
    assert "Elmwood Library" in Client().get(PAGE).content.decode()


def test_a_data_twin_keeps_the_owner_as_it_was_written(elmwood: Community) -> None:
    owned_by("library")
    assert Client().get("/api/v1/elmwood/indicators/k-readiness.json").json()["owner"] == "library"


def test_an_owner_in_words_stands_on_the_page_as_written(elmwood: Community) -> None:
    owned_by("The data working group")
    assert "The data working group" in Client().get(PAGE).content.decode()


def test_the_form_offers_the_organizations_and_takes_other_words(elmwood: Community, dora: Client) -> None:
    page = dora.get("/elmwood/desk/indicators/k-readiness/").content.decode()
    assert 'list="f-owner-list"' in page
    assert '<option value="library">Elmwood Library</option>' in page


@pytest.mark.parametrize(("typed", "kept"), [("elmwood LIBRARY ", "library"), ("The library", "The library")])
def test_an_organization_typed_by_its_name_is_kept_by_its_id(
    elmwood: Community, dora: Client, typed: str, kept: str
) -> None:
    one = object_of(elmwood, "indicators", "k-readiness")
    assert one is not None
    sent = {"version": one.version, "base": json.dumps(one.content), "f.owner": typed}
    assert dora.post("/elmwood/desk/indicators/k-readiness/", sent).status_code == 302
    changed = object_of(elmwood, "indicators", "k-readiness")
    assert changed is not None and changed.content["owner"] == kept


def test_a_history_names_the_organization_that_became_the_owner(elmwood: Community, dora: Client) -> None:
    one = object_of(elmwood, "indicators", "k-readiness")
    assert one is not None
    saving = save_object(
        community_id="elmwood",
        kind="indicators",
        object_id=one.id,
        content={**one.content, "owner": "library"},
        version=one.version,
        by=DATA_LEAD,
    )
    assert saving.status == "stored"
    assert "Elmwood Library" in dora.get("/elmwood/desk/indicators/k-readiness/history/").content.decode()


@pytest.mark.parametrize("name", ["riverbend"])
def test_every_indicator_of_the_demo_is_owned_by_one_of_its_organizations(repo: Path, name: str) -> None:
    found, _ = read_package(repo / "examples" / name)
    assert found is not None
    organizations = set(found.tables["organizations"].columns["organization_id"])
    assert {one["owner"] for one in found.indicators.values()} <= organizations
