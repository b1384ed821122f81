"""Somebody with no training links a program and reads the page: by the keyboard, on a phone, without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional.conftest import Desks, sitting
from tests.functional.expecting import expect_accessible, expect_no_scrolling_sideways

pytestmark = pytest.mark.browser
NEW = "/riverbend/contribution/kindergarten-readiness/link/"
LINK = "/riverbend/contribution/links/first-steps-readiness/"
PEOPLE = """
community = Community.objects.get(public_id="riverbend")
signed_in("sam", cast.steward(community))
mentors = Organization.objects.get(community=community, name="Millrace Mentors")
signed_in("pia", cast.provider_data_manager(community, mentors))
"""
STEPS = 10


@pytest.fixture(scope="module")
def linking(desks: Any) -> Iterator[Desks]:
    """Riverbend in a home of its own, with a steward and a provider's data manager."""
    with desks("linking", PEOPLE) as found:
        yield found


@pytest.fixture
def sit(chromium: Any, linking: Desks) -> Iterator[Callable[..., Any]]:
    yield from sitting(chromium, linking)


def answered(page: Any) -> None:
    """The form of a new link, answered as far as it must be."""
    page.goto(f"{NEW}?program=after-school-tutoring")
    page.locator("#a-served").fill("300")
    page.locator("input[name=way][value=less]").check()
    page.locator("#a-effect").fill("9")
    page.locator("input[name=evidence][value=expert]").check()


class Keyboard:
    """A person who has only keys; every question that is answered, and every button, is a step."""

    def __init__(self, page: Any) -> None:
        self.page, self.steps = page, 0

    def reach(self, what: str) -> None:
        """Tab to what matches a selector; among radios the arrows would go on from there."""
        for _ in range(120):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("what => document.activeElement.matches(what)", what):
                return
        raise AssertionError(f"the keyboard does not reach: {what}")

    def type(self, name: str, words: str) -> None:
        """Answer a question by typing."""
        self.reach(f"[name='{name}']")
        self.page.keyboard.type(words)
        self.steps += 1

    def choose(self, name: str, value: str) -> None:
        """Answer a question by choosing: Tab to its group, then the arrows."""
        self.reach(f"input[type=radio][name='{name}']")
        if not self.page.evaluate("document.activeElement.checked"):
            self.page.keyboard.press("Space")
        for _ in range(20):
            if self.page.evaluate("document.activeElement.value") == value:
                self.steps += 1
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} has no {value}")

    def press(self, words: str) -> None:
        """A button or a link by its words."""
        for _ in range(120):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement.textContent.trim()") == words:
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
                self.steps += 1
                return
        raise AssertionError(f"the keyboard does not reach: {words}")


def test_a_person_with_no_training_links_a_program_by_the_keyboard_in_under_ten_steps(sit: Callable[..., Any]) -> None:
    page = sit("pia")
    page.goto(NEW)
    expect_accessible(page)
    keys = Keyboard(page)
    keys.choose("program", "summer-bridge")
    keys.press("Go on")
    keys.type("served", "300")
    keys.type("without", "65 %")
    keys.choose("way", "counts")
    keys.type("with", "74")
    keys.choose("evidence", "expert")
    keys.press("Save")
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_text("About 27 people better off")).to_be_visible()
    expect_accessible(page)
    keys.press("Contribution to “Children ready for kindergarten”")
    page.wait_for_url("**/contribution/kindergarten-readiness/")
    page.locator("main").get_by_text("Summer Bridge").first.wait_for()
    assert keys.steps < STEPS


def test_what_an_answer_does_shows_while_it_is_typed(sit: Callable[..., Any]) -> None:
    page = sit("sam")
    answered(page)
    before = page.locator(".does-sentence").inner_text()
    page.locator("#a-completion").fill("9 in 10")
    page.locator("#a-completion").press("Tab")
    page.wait_for_function("before => document.querySelector('.does-sentence').innerText !== before", arg=before)
    expect(page.get_by_text("270 of them finish (90").first).to_be_visible()
    expect(page.locator("#a-completion")).to_have_value("9 in 10")
    page.wait_for_function("!document.querySelector('.htmx-request')")  # who waits is shown paler
    expect_accessible(page)


def test_a_gross_outcome_rate_is_refused_and_what_was_typed_stays(sit: Callable[..., Any]) -> None:
    page = sit("sam")
    page.goto(f"{NEW}?program=cedar-newborn-visits")
    page.locator("#a-mechanism").fill("Visits to newborns")
    page.locator("input[name=way][value=gross]").check()
    page.get_by_role("button", name="Save").click()
    summary = page.locator("#summary")
    expect(summary).to_contain_text("part of them would have reached it anyway")
    expect(summary).to_be_focused()
    expect(page.locator("#a-mechanism")).to_have_value("Visits to newborns")
    expect_accessible(page)


def test_nothing_typed_is_lost_by_the_button_back(sit: Callable[..., Any]) -> None:
    page = sit("sam")
    page.goto(f"{NEW}?program=cedar-newborn-visits")
    page.locator("#a-without").fill("65 %")
    page.locator("input[name=way][value=counts]").check()
    page.locator("#a-with").fill("74")
    page.goto(NEW)
    page.go_back()
    page.wait_for_load_state()
    expect(page.locator("input[name=way][value=counts]")).to_be_checked()
    expect(page.locator("#a-with")).to_have_value("74")
    page.get_by_role("button", name="Show what this does").last.click()
    expect(page.locator("main")).not_to_contain_text("nobody says how many")


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), pytest.param(1280, "light", marks=pytest.mark.slow)])
def test_every_page_of_a_link_fits_and_is_open_to_everybody(sit: Callable[..., Any], width: int, scheme: str) -> None:
    page = sit("sam", width, color_scheme=scheme)
    for path in (NEW, f"{NEW}?program=after-school-tutoring", LINK, f"{LINK}change/", f"{LINK}withdraw/"):
        page.goto(path)
        expect_no_scrolling_sideways(page)
        expect_accessible(page)


def test_a_link_is_challenged_on_a_phone_without_scripts(sit: Callable[..., Any]) -> None:
    page = sit("pia", width=360, java_script_enabled=False)
    page.goto(LINK)
    page.get_by_text("Challenge this link").click()
    page.locator("#note-challenge").fill("Who was on the waiting list?")
    page.get_by_role("region", name="Challenges and their answers").get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("Who was on the waiting list?")).to_be_visible()
    expect(page.get_by_text("not answered yet")).to_be_visible()


def test_without_scripts_the_button_shows_what_the_answers_do(sit: Callable[..., Any]) -> None:
    page = sit("sam", width=360, java_script_enabled=False)
    answered(page)
    page.locator("#a-completion").fill("1 in 10")
    page.get_by_role("button", name="Show what this does").last.click()
    expect(page.locator(".does-steps").get_by_text("of them finish (10")).to_be_visible()
    expect_no_scrolling_sideways(page)
    expect(page.locator("#a-completion")).to_have_value("1 in 10")
