"""Our version in the browser: the empty state, a bundle, one element decided, refused, clashed; and the twins."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client
from tests import cast
from tests.builders import package
from tests.cast import COMMAND_LINE

from groundswell.apps.agenda.queries import decisions_of
from groundswell.apps.packages.actions import decide_about_element, load_package, take_up_elements
from groundswell.apps.people.models import Community
from groundswell.core.specification.elements import LIBRARY

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PAGE = "/elmwood/agenda/"
ELEMENT = f"{PAGE}elements/backbone-support/"
ANSWERS = {"stance": "adapted", "statement": "Three of us share it", "reason": "Nobody could be spared <for> longer",
           "rating": "mostly", "evidence": "", "owner": "Library", "next_review": "2030-06-01"}  # fmt: skip


@pytest.fixture
def community(db: None) -> Community:
    assert load_package(package=package(community={"framework": "rba"}), by=COMMAND_LINE).is_done
    return Community.objects.get(public_id="elmwood")


@pytest.fixture
def steward(community: Community) -> Client:
    client = Client()
    client.force_login(cast.steward(community), backend=BACKEND)
    return client


def text_of(client: Client, path: str = PAGE, **asked: str) -> str:
    answer = client.get(path, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(client: Client, **answers: str):
    seen = re.search(r'name="seen" value="([^"]*)"', text_of(client, ELEMENT))
    assert seen is not None
    return client.post(ELEMENT, {**ANSWERS, "seen": seen[1], **answers})


def test_an_empty_agenda_teaches_and_offers_the_communitys_own_framework_first(steward: Client) -> None:
    page = text_of(steward)
    assert "Nothing is decided yet" in page
    assert re.findall(r'name="bundle" value="([^"]+)"', page)[0] == "rba"
    public = text_of(Client())
    assert "What the library holds" in public
    assert 'name="bundle"' not in public


def test_a_bundle_is_taken_up_by_its_button(steward: Client, community: Community) -> None:
    answer = steward.post(f"{PAGE}take-up/", {"bundle": "five-conditions"})
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    page = text_of(steward)
    assert "5 elements are taken up as they are written." in page
    assert "We decided about 5 elements: 5 as written." in page
    assert "is taken up as" not in text_of(steward)  # said once


def test_a_decision_is_stored_and_shown_with_the_librarys_words_beside_it(steward: Client) -> None:
    assert sent(steward).status_code == 303
    page = text_of(steward)
    assert "Three of us share it" in page and "Nobody could be spared &lt;for&gt; longer" in page
    assert LIBRARY["backbone-support"].statement in page
    assert "Mostly in place" in page and "June 1, 2030" in page
    assert "“Backbone support” is rated high, and nothing is named that shows it." in page
    element = text_of(steward, ELEMENT)
    assert "What became of it" in element and "In our own words, after Kania and Kramer 2011." in element
    assert "What became of it" not in text_of(Client(), ELEMENT)


def test_what_is_wrong_is_said_at_its_question_and_nothing_typed_is_lost(steward: Client) -> None:
    answer = sent(steward, statement="", next_review="next summer", rating="on our way")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing says what it is adapted to: write the element in your own words." in page
    for typed in ("Nobody could be spared &lt;for&gt; longer", 'value="next summer"', 'value="on our way" selected'):
        assert typed in page
    assert 'href="#a-statement"' in page and 'href="#a-next_review"' in page


def test_two_who_decide_at_once_see_each_others_words(steward: Client, community: Community) -> None:
    page = text_of(steward, ELEMENT)
    seen = re.search(r'name="seen" value="([^"]*)"', page)[1]  # type: ignore[index]
    others = {"stance": "waived", "reason": "We have none"}
    decide_about_element(
        community_id="elmwood", element_id="backbone-support", content=others, version=seen, by=COMMAND_LINE
    )
    answer = steward.post(ELEMENT, {**ANSWERS, "seen": seen})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "We have none" in shown and "Three of us share it" in shown
    now = re.search(r'name="seen" value="([^"]*)"', shown)[1]  # type: ignore[index]
    assert steward.post(ELEMENT, {**ANSWERS, "seen": now}).status_code == 303


def test_who_may_not_decide_meets_no_form_and_is_refused(community: Community) -> None:
    viewer = Client()
    viewer.force_login(cast.viewer(community), backend=BACKEND)
    assert 'name="stance"' not in text_of(viewer, ELEMENT)
    assert viewer.post(ELEMENT, ANSWERS).status_code == 403
    assert viewer.post(f"{PAGE}take-up/", {"bundle": "everything"}).status_code == 403
    assert decisions_of(community) == ()


def test_the_page_is_filtered_by_stance_family_and_what_is_due(steward: Client) -> None:
    take_up_elements(community_id="elmwood", bundle="conditions-and-backbone", by=COMMAND_LINE)
    sent(steward, next_review="2020-01-01")
    shown = re.findall(r'aria-labelledby="e-([^"]+)"', text_of(steward, stance="adapted"))
    assert shown == ["backbone-support"]
    assert re.findall(r'aria-labelledby="e-([^"]+)"', text_of(steward, due="1")) == ["backbone-support"]
    shown = re.findall(r'aria-labelledby="e-([^"]+)"', text_of(steward, family="backbone"))
    assert shown == [name for name in LIBRARY if name.startswith("backbone-") and name != "backbone-support"]
    assert "No element is like that." in text_of(steward, stance="nonsense")


def test_what_is_not_decided_is_said(steward: Client) -> None:
    sent(steward)
    page = text_of(steward)
    assert "4 more wait for a decision." in page
    assert "Not decided:" in page and LIBRARY["common-agenda"].name in page


def test_the_twins_say_the_same(steward: Client) -> None:
    sent(steward)
    said = Client().get("/api/v1/elmwood/agenda.json").json()
    assert said["counts"]["adapted"] == 1 and said["counts"]["undecided"] == 4
    one = Client().get("/api/v1/elmwood/agenda/elements/backbone-support.json").json()
    assert (one["statement"], one["rating_step"], one["stance"]) == ("Three of us share it", "mostly", "adapted")
    assert any(each["words"].startswith("“Backbone support” is rated high") for each in one["implications"])
    rows = list(csv.DictReader(io.StringIO(Client().get("/api/v1/elmwood/agenda.csv").content.decode("utf-8-sig"))))
    assert [row["element_id"] for row in rows if row["stance"]] == ["backbone-support"]
    assert len(rows) == 5
    assert Client().get("/api/v1/elmwood/agenda/elements/nothing.csv").status_code == 404


def test_a_page_that_has_not_changed_is_not_sent_again(community: Community) -> None:
    first = Client().get(PAGE)
    assert Client().get(PAGE, headers={"if-none-match": first["ETag"]}).status_code == 304
