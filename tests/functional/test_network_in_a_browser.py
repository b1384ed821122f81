"""The network as a person meets it: read without a script, by keyboard, on a phone, with and without motion."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional.conftest import Desks, sitting
from tests.functional.expecting import expect_accessible, expect_no_scrolling_sideways

pytestmark = pytest.mark.browser
NETWORK = "/elmwood/partners/network/"
QUESTIONS = f"{NETWORK}questions/"
PEOPLE = """
from groundswell.apps.packages.actions import load_package
from groundswell.core.roles import Role
from tests.partners import many_partners
told = [{"question_id": "trust", "wording": "Do they keep their word?", "low_label": "hardly", "high_label": "always"}]
carried = many_partners(34, 70, 3)
from tests.builders import table
carried.tables["network_questions"] = table("network_questions", told)
assert load_package(package=carried, by=cast.COMMAND_LINE).is_done
community = Community.objects.get(public_id="elmwood")
first = Organization.objects.get(community=community, public_id="org-000")
signed_in("pat", cast.appointed(cast.person("Pat"), community, Role.PARTNER_MEMBER, organization=first))
signed_in("sam", cast.steward(community))
"""


@pytest.fixture(scope="module")
def network(desks: Any) -> Iterator[Desks]:
    """A community of partners beside Riverbend, in a home of its own."""
    with desks("network", PEOPLE) as found:
        yield found


@pytest.fixture
def sit(chromium: Any, network: Desks) -> Iterator[Callable[..., Any]]:
    yield from sitting(chromium, network)


@pytest.mark.parametrize(("width", "scheme"), [pytest.param(1280, "light", marks=pytest.mark.slow), (360, "dark")])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(sit: Callable[..., Any], width: int, scheme: str) -> None:
    page = sit("sam", width=width, color_scheme=scheme)
    for path in (NETWORK, f"{NETWORK}?play=1", f"{NETWORK}?on=2010-01-01", QUESTIONS):
        page.goto(path, wait_until="load")
        expect_accessible(page, unfolded=True)
        expect_no_scrolling_sideways(page)
    page = sit("pat", width=width, color_scheme=scheme)
    page.goto(QUESTIONS, wait_until="load")
    expect_accessible(page)


def test_axe_finds_nothing_in_the_wide_drawing(sit: Callable[..., Any]) -> None:
    page = sit("sam")
    page.goto(NETWORK)
    expect_accessible(page)


def visible_frames(page: Any) -> list[bool]:
    return page.locator(".drawing-wide .net-frame").evaluate_all(
        "frames => frames.map((frame) => getComputedStyle(frame).visibility === 'visible')"
    )


def test_days_stand_still_where_less_motion_is_asked_for(sit: Callable[..., Any]) -> None:
    page = sit("sam", java_script_enabled=True)
    page.goto(f"{NETWORK}?play=1&on=2018-12-31")
    assert page.evaluate("document.getAnimations().length") == 0
    assert visible_frames(page) == [False, False, True]
    expect(page.locator(".net-still")).to_be_visible()
    expect(page.locator(".net-pause")).to_be_hidden()


def test_days_are_played_and_paused_where_motion_is_welcome(sit: Callable[..., Any]) -> None:
    page = sit("sam")
    page.emulate_media(reduced_motion="no-preference")
    page.goto(f"{NETWORK}?play=1&on=2018-12-31")
    page.get_by_label("Pause").check()
    states = page.evaluate(
        "[...new Set(document.getAnimations().filter((each) => each.animationName?.startsWith('net-of'))"
        ".map((each) => each.playState))]"
    )
    assert states == ["paused"]
    seconds = {at: page.evaluate(SHOWN_AT, at * 1000) for at in (1, 3, 5, 7)}
    assert seconds == {
        1: [True, False, False],
        3: [False, True, False],
        5: [False, False, True],
        7: [True, False, False],
    }


SHOWN_AT = """
(milliseconds) => [...document.querySelectorAll('.drawing-wide .net-frame')].map((frame) => {
  const [animation] = frame.getAnimations();
  animation.currentTime = milliseconds;
  return getComputedStyle(frame).visibility === 'visible';
})
"""


def test_any_day_is_chosen_and_stepped_to_without_a_script(sit: Callable[..., Any]) -> None:
    page = sit("sam", java_script_enabled=False)
    page.goto(NETWORK)
    page.get_by_role("link", name="Earlier").click()
    expect(page).to_have_url(re.compile("on=2018-03-01"))
    page.get_by_role("link", name="Earlier").click()
    expect(page).to_have_url(re.compile("on=2017-03-01"))
    expect(page.get_by_role("link", name="Later")).to_have_count(1)
    page.fill("#on", "2016-05-01")
    page.select_option("#level", "5")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("on=2016-05-01"))
    expect(page.locator("#level")).to_have_value("5")


def test_a_mark_in_focus_brings_its_ties_to_the_front(sit: Callable[..., Any]) -> None:
    page = sit("sam")
    page.goto(NETWORK)
    mark = page.locator(".drawing-wide .net-name").first
    lit = mark.locator(".net-lit")
    expect(lit).to_have_css("visibility", "hidden")
    mark.locator("a").focus()
    expect(lit).to_have_css("visibility", "visible")


def test_a_partner_answers_a_question_on_a_phone_and_asks_for_nothing_else(sit: Callable[..., Any]) -> None:
    page = sit("pat", width=360, java_script_enabled=False)
    page.goto(QUESTIONS)
    page.locator("select").first.select_option("3")
    page.get_by_label("These are all our partners").check()
    page.get_by_role("button", name="Save our answers").click()
    expect(page.locator("main")).to_contain_text("Saved.")
    expect(page.locator("select").first).to_have_value("3")
    expect(page.get_by_label("These are all our partners")).to_be_checked()


def test_tables_of_the_network_keep_their_words_whole_on_a_phone(sit: Callable[..., Any]) -> None:
    page = sit("sam", width=360)
    page.goto(NETWORK, wait_until="load")
    widths = page.locator(".net-table tbody :is(th, td)").evaluate_all("cells => cells.map((one) => one.clientWidth)")
    assert len(widths) > 100
    assert min(widths) > 200  # each stands on a line of its own, beneath its name
    tie = page.locator("#ties ~ .card tbody tr").first
    one, other = tie.locator("th").inner_text().split(" – ")
    assert [tie.locator("td").nth(at).get_attribute("data-label") for at in (0, 1)] == [one, other]
