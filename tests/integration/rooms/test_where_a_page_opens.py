"""Of whom an indicator's page speaks where nobody publishes everyone at the community's own place."""

import pytest
from tests.builders import indicator, package, series
from tests.cast import DATA_LEAD, OWNER

from groundswell.apps.packages.actions import load_package
from groundswell.apps.scorecards.queries import IndicatorPage, community_page, indicator_page

pytestmark = pytest.mark.django_db
ID = "k-readiness"


def opened(rows: list[dict[str, str]], place_id: str = "", group_id: str = "", **facts: str) -> IndicatorPage:
    load_package(package=package(rows, indicators={ID: indicator(**facts)}), by=DATA_LEAD)
    page = indicator_page("elmwood", ID, place_id=place_id, group_id=group_id, reader=OWNER)
    assert page is not None
    return page


def test_a_page_opens_on_a_group_of_its_own_place_before_any_other_place() -> None:
    page = opened([*series(group_id="white"), *series(group_id="black"), *series(place_id="hill")])
    assert (page.place.id, page.group.id, len(page.observations)) == ("", "black", 12)
    assert page.elsewhere == "Nobody publishes a number for everyone here; 2 groups and 1 place are below"
    assert [choice.id for choice in page.groups if choice.is_chosen] == ["black"]


def test_a_page_opens_on_another_place_where_its_own_has_nothing() -> None:
    page = opened(series(place_id="hill"))
    assert (page.place.id, page.group.id, len(page.observations)) == ("hill", "", 12)
    assert page.elsewhere == "Nobody publishes a number for everyone here; 1 place is below"


def test_numbers_are_opened_before_what_is_withheld() -> None:
    page = opened([*series(("", ""), group_id="black"), *series(group_id="white")])
    assert page.group.id == "white"


def test_a_headline_group_that_is_published_is_no_stand_in() -> None:
    page = opened(series(group_id="black"), headline_group="black")
    assert (page.group.id, page.elsewhere) == ("black", "")


def test_a_headline_group_without_a_number_gives_way_and_is_named() -> None:
    page = opened(series(place_id="hill"), headline_group="black")
    assert (page.place.id, page.group.id) == ("hill", "")
    assert page.elsewhere == "Nobody publishes a number for Black here; 1 place is below"


def test_what_somebody_chose_is_kept_though_there_is_nothing() -> None:
    page = opened([*series(), *series(group_id="white")], place_id="hill", group_id="white")
    assert (page.place.id, page.group.id, page.observations) == ("hill", "white", ())
    assert page.elsewhere == "Nobody publishes a number for White in Hill; 1 place is below"


def test_a_place_that_somebody_chose_is_kept_and_its_groups_are_opened() -> None:
    page = opened([*series(), *series(place_id="hill", group_id="white")], place_id="hill")
    assert (page.place.id, page.group.id) == ("hill", "white")


def test_an_indicator_that_nobody_measured_denies_nothing() -> None:
    page = opened([])
    assert (page.elsewhere, page.observations, page.behaviour_reason) == (
        "",
        (),
        "There is no point to compare; five are needed",
    )


def test_a_scorecard_says_that_there_are_numbers_for_others() -> None:
    load_package(package=package(series(group_id="black")), by=DATA_LEAD)
    page = community_page("elmwood", reader=OWNER)
    assert page is not None
    assert [row.is_known_elsewhere for _, rows in page.results for row in rows] == [True]
