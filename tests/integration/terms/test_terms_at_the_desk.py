"""The table of a community's own words at the desk: without JavaScript, with nothing lost and everything told."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.builders import package
from tests.cast import DATA_LEAD, steward

from groundswell.apps.packages.actions import load_package
from groundswell.apps.packages.queries import object_of
from groundswell.apps.people.models import Community

pytestmark = pytest.mark.django_db
FORM = "/elmwood/desk/community/elmwood/"


@pytest.fixture
def desk() -> Client:
    assert load_package(package=package(), by=DATA_LEAD).is_done
    client = Client(headers={"host": "localhost"})
    client.force_login(steward(Community.objects.get()))
    return client


def terms() -> Any:
    kept = object_of(Community.objects.get(), "community", "elmwood")
    assert kept is not None
    return kept.content.get("terms")


def send(desk: Client, **words: str) -> Any:
    fields = {f"f.terms.{key.replace('__', '.')}": word for key, word in words.items()}
    return desk.post(FORM, {"version": version(), "f.terms.rows": "1", "do": "save", **fields})


def version() -> str:
    kept = object_of(Community.objects.get(), "community", "elmwood")
    assert kept is not None
    return kept.version


def test_words_typed_in_the_table_are_spoken_on_every_page_at_once(desk: Client) -> None:
    answer = send(desk, result__one="Outcome", result__many="Outcomes")
    assert answer.status_code == 302
    assert terms() == {"result": {"one": "Outcome", "many": "Outcomes"}}
    page = desk.get(FORM).content.decode()
    assert "An indicator is a number that stands for an outcome." in page
    assert "<dfn>result / results</dfn>" in page
    assert "Outcomes" in desk.get("/elmwood/desk/").content.decode()


def test_the_page_around_the_table_of_words_speaks_them_too(desk: Client) -> None:
    assert send(desk, partner__one="Ally", partner__many="Allies").status_code == 302
    page = desk.get(FORM).content.decode()
    assert re.search(r'<a href="/elmwood/partners/"[^>]*>\s*Allies', page)
    assert not re.search(r'<a href="/elmwood/partners/"[^>]*>\s*Partners', page)


def test_how_it_sounds_is_heard_before_anything_is_stored(desk: Client) -> None:
    page = desk.post(
        FORM, {"do": "preview", "version": version(), "f.terms.rows": "1", "f.terms.indicator.one": "Sign"}
    )
    assert page.status_code == 200
    assert "A sign is a number that stands for a result." in page.content.decode()
    assert 'value="Sign"' in page.content.decode()
    assert terms() is None


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(desk: Client) -> None:
    answer = send(desk, result__one="<b>Outcome</b>", measure__one="Metric")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "letters, spaces and hyphens" in page and "result.one" in page
    assert "&lt;b&gt;Outcome&lt;/b&gt;" in page and 'value="Metric"' in page
    assert terms() is None


def test_two_terms_with_one_word_are_stored_and_warned_of(desk: Client) -> None:
    send(desk, measure__one="Metric", indicator__one="Metric")
    assert terms() == {"indicator": {"one": "Metric"}, "measure": {"one": "Metric"}}
    page = desk.get(FORM).content.decode()
    assert "is said for" in page and "told apart" in page


def test_what_the_table_does_not_know_stays_and_can_be_taken_away(desk: Client) -> None:
    community = Community.objects.get()
    community.document["terms"] = {"resullt": "Aim", "performance measure": "Metric", "result.fr": {"one": "but"}}
    community.save()
    page = desk.get(FORM).content.decode()
    assert 'value="Aim"' in page and "did you mean result?" in page.lower()
    assert 'value="Metric"' in page and 'value="but"' in page
    send(desk, indicator__one="Sign")
    assert terms() == {
        "indicator": {"one": "Sign"}, "measure": "Metric", "resullt": "Aim", "result.fr": {"one": "but"}
    }  # fmt: skip
    send(desk, resullt__one="")
    assert "resullt" not in terms()
