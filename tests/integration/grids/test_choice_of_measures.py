"""A program's measures are chosen one question at a time, and stand by the vote; no JavaScript is needed for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests import cast
from tests.builders import package
from tests.cast import COMMAND_LINE
from tests.integration.grids.forms import form_in
from tests.integration.programs.test_measure_votes import standings, visits

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Community, Organization, Person
from groundswell.apps.programs.models import MeasureBallot
from groundswell.exchange.package import Package

pytestmark = pytest.mark.django_db
PROGRAM, QUESTIONS = "/elmwood/programs/visits/", "/elmwood/programs/visits/questions/"
CHOICE = "/elmwood/desk/programs/visits/choice/"
BALLOT = f"{CHOICE}ballot/"


@pytest.fixture
def town(db: None) -> Community:
    """Visits, with five measures that have figures and two that have none."""
    assert load_package(package=visits(), by=COMMAND_LINE).is_done
    return Community.objects.get(public_id="elmwood")


def voted(client: Client, *choices: str, development: str = "happy") -> None:
    page = client.get(
        BALLOT, {"choices": ";".join(choices), "development": development, "about": "data", "go": "enough"}
    )
    form = form_in(page.content.decode(), "class")
    assert form["choices"] == ";".join(choices)
    assert client.post(CHOICE, {**form, "do": "cast"}).status_code == 302


def text_of(client: Client, path: str, **asked: str) -> str:
    return client.get(path, asked).content.decode()


def test_whoever_votes_or_settles_is_led_there_and_nobody_else(
    town: Community, mo: Client, sam: Client, signed_in: Callable[[Person], Client]
) -> None:
    for client in (mo, sam):
        assert f'href="{CHOICE}"' in text_of(client, PROGRAM)
    load_package(package=published(), by=COMMAND_LINE)
    for client in (signed_in(cast.viewer(town)), Client()):
        page = client.get(PROGRAM)
        assert page.status_code == 200
        assert CHOICE not in page.content.decode()


def published() -> Package:
    row = {"program_id": "visits", "organization_id": "library", "name": "Visits", "published": "true"}
    return package(tables={"programs": [row]})


def test_the_seven_questions_lead_there_where_nothing_leads_yet(mo: Client, sam: Client) -> None:
    assert CHOICE not in text_of(mo, QUESTIONS)  # one is headline already
    assert sam.post(CHOICE, {"headline": "3", "do": "close"}).status_code == 422
    voted(sam, development="happy")
    assert sam.post(CHOICE, {"headline": "3", "do": "close"}).status_code == 302
    assert f'href="{CHOICE}"' in text_of(mo, QUESTIONS)


def test_the_ballot_asks_one_question_at_a_time(mo: Client) -> None:
    first = text_of(mo, BALLOT)
    assert "only one of these measures" in first
    assert "What difference? (%)" in first
    assert 'value="happy"' not in first
    second = text_of(mo, BALLOT, next="served", choices="", go="next")
    assert "a second one" in second
    assert 'name="next" value="kept"' in second
    assert 'name="next" value="served"' not in second
    data = text_of(mo, BALLOT, choices="served", go="enough")
    assert "have no figures yet" in data
    assert 'value="reading"' in data
    last = text_of(mo, BALLOT, choices="served", development="happy", about="data", next="reading", go="next")
    assert "Cast my ballot" in last
    assert "Happy, Reading" in last
    assert not MeasureBallot.objects.exists()


def test_nothing_chosen_is_said_and_asked_again(mo: Client) -> None:
    page = text_of(mo, BALLOT, choices="", go="next")
    assert 'role="alert"' in page
    assert "only one of these measures" in page


def test_the_count_shows_once_one_has_voted_and_never_who_chose_what(mo: Client, sam: Client) -> None:
    voted(sam, "kept", "came")
    before = text_of(mo, CHOICE)
    assert "1 ballot so far" in before
    assert "The count shows once you have voted" in before
    assert "first choice" not in before
    assert "Your ballot" not in before
    voted(mo, "served", "kept")
    after = text_of(mo, CHOICE)
    assert "1 first choice" in after
    assert "the one that most ballots name first" in after
    assert "<ol><li>Served</li><li>Kept</li></ol>" in after
    voted(mo, "came")
    assert MeasureBallot.objects.count() == 2


def test_a_partner_votes_and_closes_nothing(mo: Client) -> None:
    voted(mo, "served")
    assert 'value="close"' not in text_of(mo, CHOICE)
    assert mo.post(CHOICE, {"headline": "3", "do": "close"}).status_code == 403


def test_closing_the_vote_settles_the_program_and_can_be_taken_back(mo: Client, sam: Client) -> None:
    before = standings()
    voted(mo, "kept", "served", "came")
    voted(sam, "kept", "came", "served", "better", development="happy")
    assert sam.post(CHOICE, {"headline": "3", "do": "close"})["Location"] == f"{CHOICE}?closed=1"
    assert {name for name, (standing, _) in standings().items() if standing == "headline"} == {"kept", "came", "served"}
    page = text_of(sam, CHOICE)
    assert "The headline measures are Kept," in page
    assert "On the data development agenda, in this order: Happy." in page
    assert sam.post(CHOICE, {"do": "undo"})["Location"] == f"{CHOICE}?undone=1"
    assert standings() == before


def test_a_ballot_for_a_vote_that_was_closed_meanwhile_counts_in_no_other(mo: Client, sam: Client) -> None:
    voted(sam, "kept")
    assert sam.post(CHOICE, {"headline": "3", "do": "close"}).status_code == 302
    late = mo.post(CHOICE, {"do": "cast", "choices": "served", "development": "", "round": "1"})
    assert late.status_code == 422
    assert "closed meanwhile" in late.content.decode()
    assert MeasureBallot.objects.count() == 1


def test_a_program_without_measures_says_what_to_do(sam: Client, mo: Client) -> None:
    path = CHOICE.replace("visits", "other")
    assert "Served" in text_of(sam, path)
    load_package(package=retired(), by=COMMAND_LINE)
    page = text_of(sam, path)
    assert "This program has adopted no measure yet" in page
    assert 'href="/elmwood/desk/measure_adoptions/"' in page
    assert "measure_adoptions" not in text_of(mo, path)


def retired() -> Package:
    row = {"program_id": "other", "measure_id": "served", "standing": "secondary", "retired": "2024-01-01"}
    return package(tables={"measure_adoptions": [row]})


def test_who_does_not_see_the_program_is_told_there_is_none(
    town: Community, signed_in: Callable[[Person], Client]
) -> None:
    clinic = Organization.objects.get(public_id="clinic")
    for client in (signed_in(cast.partner_member(town, clinic)), signed_in(cast.viewer(town)), Client()):
        for path in (CHOICE, BALLOT, CHOICE.replace("visits", "nothing")):
            assert client.get(path).status_code == 404


def test_who_only_reads_takes_no_part(town: Community, signed_in: Callable[[Person], Client]) -> None:
    load_package(package=published(), by=COMMAND_LINE)
    viewer = signed_in(cast.viewer(town))
    assert [viewer.get(path).status_code for path in (CHOICE, BALLOT)] == [403, 403]
    assert Client().get(CHOICE).status_code in (302, 403)


def test_what_is_changed_by_hand_afterwards_keeps_its_place(mo: Client, sam: Client) -> None:
    voted(mo, "kept", "served", "came")
    sam.post(CHOICE, {"headline": "3", "do": "close"})
    grid = "/elmwood/desk/measure_adoptions/"
    form = form_in(text_of(sam, grid))
    leading = [name for name, value in form.items() if value == "headline" and name.endswith("-standing")]
    assert sam.post(grid, {**form, leading[0]: "secondary", "do": "save"}).status_code == 302
    now = standings()
    assert sorted(sort for standing, sort in now.values() if standing == "headline") != ["1", "2", "3"]
    assert sorted(sort for _, sort in now.values()) == [str(at) for at in range(1, 8)]
