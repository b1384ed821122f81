"""Indicators are rated by who takes part, chosen one question at a time, and get their standing by the vote."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests import cast
from tests.builders import indicator, package
from tests.cast import DATA_LEAD
from tests.integration.grids.forms import form_in

from groundswell.apps.indicators.models import Ballot, Indicator
from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Community, Person

pytestmark = pytest.mark.django_db
CHOICE = "/elmwood/desk/results/ready/choice/"
BALLOT = f"{CHOICE}ballot/"
NAMES = ("a", "b", "c", "d")


@pytest.fixture
def town(db: None) -> Community:
    """Four indicators with numbers, and one without."""
    rows = [{"indicator_id": name, "period": "2020", "value": "1", "status": "final"} for name in NAMES]
    indicators = {name: indicator(name=f"Indicator {name.upper()}", standing="secondary") for name in (*NAMES, "e")}
    assert load_package(package=package(rows, indicators=indicators), by=DATA_LEAD).is_done
    return Community.objects.get(public_id="elmwood")


def voted(client: Client, *choices: str, development: str = "e") -> None:
    page = client.get(
        BALLOT, {"choices": ";".join(choices), "development": development, "about": "data", "go": "enough"}
    )
    form = form_in(page.content.decode(), "class")
    assert form["choices"] == ";".join(choices)
    assert client.post(CHOICE, {**form, "do": "cast"}).status_code == 302


def test_whoever_rates_and_votes_is_led_there_and_nobody_else(
    town: Community, mo: Client, signed_in: Callable[[Person], Client]
) -> None:
    viewer = signed_in(cast.viewer(town))
    for page in ("/elmwood/results/ready/", "/elmwood/desk/results/"):
        assert f'href="{CHOICE}"' in mo.get(page).content.decode()
        assert CHOICE not in viewer.get(page).content.decode()
    assert CHOICE not in Client().get("/elmwood/results/ready/").content.decode()


def test_a_partner_rates_and_the_rule_of_thumb_answers(mo: Client) -> None:
    levels = {"a.communication_power": "high", "a.proxy_power": "high", "a.data_power": "high"}
    was = {f"{name}.was": "" for name in levels}
    assert mo.post(CHOICE, {**levels, **was, "do": "rate"})["Location"] == f"{CHOICE}?rated=1"
    kept = Indicator.objects.get(public_id="a").definition
    assert (kept["communication_power"], kept["proxy_power"], kept["data_power"]) == ("high", "high", "high")
    assert "<td>Headline</td>" in mo.get(CHOICE).content.decode()


def test_a_rating_made_meanwhile_is_not_lost(mo: Client, sam: Client) -> None:
    sam.post(CHOICE, {"a.proxy_power": "high", "a.proxy_power.was": "", "do": "rate"})
    answer = mo.post(CHOICE, {"a.proxy_power": "low", "a.proxy_power.was": "", "do": "rate"})
    assert answer.status_code == 409
    assert Indicator.objects.get(public_id="a").definition["proxy_power"] == "high"


def test_the_ballot_asks_one_question_at_a_time(mo: Client) -> None:
    first = mo.get(BALLOT).content.decode()
    assert "only one of these" in first
    assert 'value="e"' not in first
    second = mo.get(BALLOT, {"next": "b", "choices": "", "go": "next"}).content.decode()
    assert "a second one" in second
    assert 'name="next" value="a"' in second
    assert 'name="next" value="b"' not in second
    data = mo.get(BALLOT, {"choices": "b", "go": "enough"}).content.decode()
    assert "lack good data" in data
    assert 'value="e"' in data
    last = mo.get(BALLOT, {"choices": "b", "about": "data", "next": "e", "go": "next"}).content.decode()
    assert "Cast my ballot" in last
    assert Ballot.objects.count() == 0


def test_the_count_shows_once_one_has_voted_and_a_ballot_can_be_changed(mo: Client) -> None:
    assert "The count shows once you have voted" in mo.get(CHOICE).content.decode()
    voted(mo, "b", "a")
    assert "1 first choice" in mo.get(CHOICE).content.decode()
    voted(mo, "a", "b")
    assert Ballot.objects.get().choices == ["a", "b"]


def test_a_partner_closes_nothing(mo: Client) -> None:
    voted(mo, "a")
    assert mo.post(CHOICE, {"headline": "3", "do": "close"}).status_code == 403


def test_closing_the_vote_gives_every_indicator_its_standing(mo: Client, sam: Client) -> None:
    voted(mo, "b", "a", "c")
    voted(sam, "b", "c", "a", "d")
    assert sam.post(CHOICE, {"headline": "3", "do": "close"}).status_code == 302
    standing = dict(Indicator.objects.values_list("public_id", "standing"))
    assert standing == {"a": "headline", "b": "headline", "c": "headline", "d": "secondary", "e": "development"}
    page = sam.get(CHOICE).content.decode()
    assert "The headline indicators are Indicator B," in page
    assert "On the data development agenda, in this order: Indicator E." in page


def test_who_only_reads_takes_no_part(town: Community, signed_in: Callable[[Person], Client]) -> None:
    assert signed_in(cast.viewer(town)).get(CHOICE).status_code == 403
    assert signed_in(cast.viewer(town, "two")).get(BALLOT).status_code == 403
    assert Client().get(CHOICE).status_code in (302, 403)


def test_there_is_no_choice_about_a_result_that_is_not(sam: Client) -> None:
    assert sam.get("/elmwood/desk/results/nothing/choice/").status_code == 404
