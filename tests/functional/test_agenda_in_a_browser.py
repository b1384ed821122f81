"""A community makes a framework its own: by the keyboard, on a phone, without scripts; and prints it on one page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional.conftest import Desks, sitting
from tests.functional.expecting import expect_accessible, expect_no_scrolling_sideways

pytestmark = pytest.mark.browser
PAGE = "/riverbend/agenda/"
ELEMENT = f"{PAGE}elements/backbone-support/"
PEOPLE = """
from groundswell.apps.packages.actions import decide_about_element
from groundswell.apps.packages.queries import object_of
from groundswell.core.specification.elements import LIBRARY
community = Community.objects.get(public_id="riverbend")
signed_in("sam", cast.steward(community))
for element_id in sys.argv[2:] and LIBRARY:
    kept = object_of(community, "framework", element_id)
    decide_about_element(community_id="riverbend", element_id=element_id, version=kept.version if kept else "",
        by=cast.COMMAND_LINE, content={"stance": "adapted", "statement": "Words of our own, and many of them. " * 30,
        "reason": "For reasons that are long to tell. " * 30, "evidence": "The minutes of the meeting. " * 20,
        "rating": "partly", "owner": "Valley Family Center", "next_review": "2040-01-01"})
"""


@pytest.fixture(scope="module")
def agenda(desks: Any) -> Iterator[Desks]:
    """Riverbend in a home of its own, with a steward."""
    with desks("agenda", PEOPLE) as found:
        yield found


@pytest.fixture(scope="module")
def crowded(desks: Any) -> Iterator[Desks]:
    """Riverbend that has adapted every element of the library, at length."""
    with desks("crowded", PEOPLE, "everything") as found:
        yield found


@pytest.fixture
def sit(chromium: Any, agenda: Desks) -> Iterator[Callable[..., Any]]:
    yield from sitting(chromium, agenda)


@pytest.fixture
def sit_crowded(chromium: Any, crowded: Desks) -> Iterator[Callable[..., Any]]:
    yield from sitting(chromium, crowded)


def begun(page: Any) -> None:
    """Five conditions taken up, if they were not."""
    page.goto(PAGE)
    button = page.locator("form:has(input[value=five-conditions]) button")
    if button.count():
        button.click()


def pages_of(page: Any, paper: str) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format=paper)))


def test_one_element_is_decided_on_a_phone_without_scripts(sit: Callable[..., Any]) -> None:
    page = sit("sam", width=360, java_script_enabled=False)
    begun(page)
    page.get_by_role("link", name="Backbone support", exact=True).first.click()
    page.get_by_label("Adapted: we take it up in words of our own").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#summary")).to_contain_text("Nothing says what it is adapted to")
    page.get_by_label("In your own words").fill("Three partners share it, a year each.")
    page.get_by_label("Why", exact=True).fill("No one of us could be spared for longer.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".stance").first).to_have_text("Adapted")
    page.goto(PAGE)
    expect(page.locator("main")).to_contain_text("Three partners share it, a year each.")


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), pytest.param(1280, "light", marks=pytest.mark.slow)])
def test_its_pages_are_accessible_and_fit_the_screen(sit: Callable[..., Any], width: int, scheme: str) -> None:
    page = sit("sam", width=width, color_scheme=scheme)
    begun(page)
    for path in (PAGE, ELEMENT, f"{PAGE}elements/shift-container/"):
        page.goto(path)
        expect_accessible(page)
        for narrow in (width, 320):
            page.set_viewport_size({"width": narrow, "height": 900})
            expect_no_scrolling_sideways(page)


def test_our_version_prints_on_one_page_and_shows_only_that(sit: Callable[..., Any]) -> None:
    page = sit("sam")
    begun(page)
    page.goto(PAGE)
    expect(page.locator(".one-page")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".one-page")).to_be_visible()
    expect(page.locator(".on-screen")).to_be_hidden()
    expect(page.locator(".one-page")).to_contain_text("Common agenda")
    assert [pages_of(page, paper) for paper in ("Letter", "A4")] == [1, 1]


def test_it_prints_on_one_page_however_much_was_decided(sit_crowded: Callable[..., Any]) -> None:
    page = sit_crowded("sam")
    page.goto(PAGE)
    expect(page.locator(".sentence").first).to_contain_text("66 adapted")
    assert [pages_of(page, paper) for paper in ("Letter", "A4")] == [1, 1]


@pytest.mark.slow
def test_it_is_accessible_however_much_was_decided(sit_crowded: Callable[..., Any]) -> None:
    page = sit_crowded("sam")
    page.goto(PAGE)
    expect_accessible(page)
