"""The reviewer links people and decides doubtful pairs with the reasons in view: by mouse, by the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional.conftest import Desks, sitting
from tests.functional.expecting import expect_accessible, expect_no_scrolling_sideways

pytestmark = pytest.mark.browser
BY_MOUSE, BY_KEYBOARD = "mouse", "keyboard"
PEOPLE = """
import tempfile
from pathlib import Path
from groundswell.apps.submissions.actions import link_people, submit_records
from groundswell.apps.submissions.models import ComputedSeries, ComputeRun, Submission
from groundswell.engine.invented import InventedCommunity
for model in (Submission, ComputedSeries, ComputeRun):
    model.objects.all().delete()
community = Community.objects.get(public_id="riverbend")
invented = InventedCommunity(11, 2_500)
for program in ("first-steps", "cedar-newborn-visits"):
    files = [(path.name, path.read_bytes()) for path in invented.write(Path(tempfile.mkdtemp()), program, format="csv")]
    submit_records(community_id="riverbend", program_id=program, files=files, by=cast.COMMAND_LINE)
for name in ("mouse", "keyboard"):
    signed_in(name, cast.data_manager(community, mark=name))
"""


@pytest.fixture(scope="module")
def reviewing(desks: Any) -> Iterator[Desks]:
    """Riverbend in a home of its own, with records of two programs whose people nobody linked yet."""
    with desks("reviewing", PEOPLE) as found:
        yield found


@pytest.fixture
def sit(chromium: Any, reviewing: Desks) -> Iterator[Callable[..., Any]]:
    yield from sitting(chromium, reviewing)


def linked(page: Any) -> None:
    """Link people where nobody has, and wait until it is done."""
    page.goto("/riverbend/links/")
    if page.get_by_role("heading", name="Nobody is linked yet").count():
        expect_accessible(page)
        page.get_by_role("button", name="Link people").click()
    for _ in range(240):
        if page.get_by_role("link", name="doubtful pair").count() and not page.get_by_text("Look again").count():
            return
        page.wait_for_timeout(500)
        page.goto("/riverbend/links/")
    raise AssertionError("people were not linked in time")


def test_a_reviewer_links_people_and_decides_a_pair_with_the_reasons_in_view(sit: Callable[..., Any]) -> None:
    page = sit(BY_MOUSE)
    linked(page)
    expect_accessible(page)
    page.get_by_role("link", name="doubtful pair").click()
    expect_accessible(page)
    before = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("region", name="Doubtful pairs").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="One person or two?")).to_be_visible()
    expect(page.get_by_text("Weights are in bits")).to_be_visible()
    expect_accessible(page)
    expect_no_scrolling_sideways(page)
    here = page.url
    page.get_by_label("Why (if you like)").fill("Both told us")
    page.get_by_role("button", name="Different people").click()
    page.wait_for_url(lambda url: url != here)
    page.goto("/riverbend/links/review/")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(before)
    expect(page.get_by_text("Both told us")).to_be_visible()
    expect_accessible(page)


def test_a_reviewer_decides_by_the_keyboard_alone(sit: Callable[..., Any]) -> None:
    page = sit(BY_KEYBOARD)
    linked(page)
    page.goto("/riverbend/links/review/")
    press(page, "Begin with the first")
    page.wait_for_selector("text=One person or two?")
    for choice in ("Skip", "The same person"):
        here = page.url
        press(page, choice)
        page.wait_for_url(lambda url, before=here: url != before)
        page.wait_for_load_state()
        expect(page).to_have_url(re.compile("/links/review/"))
    page.goto("/riverbend/links/review/")
    decided = page.get_by_role("region", name="Decided")
    expect(decided.get_by_role("link", name="The same person")).to_have_count(1)


def test_a_reviewer_without_scripts_on_a_phone_sees_why_before_deciding(sit: Callable[..., Any]) -> None:
    """What speaks for one person stands above the records, and what was decided can be taken back."""
    linked(sit(BY_MOUSE))
    page = sit(BY_MOUSE, width=360, java_script_enabled=False)
    page.goto("/riverbend/links/review/")
    page.get_by_role("link", name="Begin with the first").click()
    expect(page.get_by_role("heading", name="One person or two?")).to_be_visible()
    pair = page.url
    expect(page.get_by_text("likely that these two records are of one person")).to_be_visible()
    expect(page.get_by_text("Speaks for one person", exact=True)).to_be_visible()
    expect(page.get_by_text("Speaks for two people", exact=True)).to_be_visible()
    rows = page.get_by_role("region", name="The two records").locator("tbody tr")
    assert rows.count() >= 5
    for row in rows.all():  # every field says how far it agrees; each that was compared has its weight
        assert row.locator(".agreeing small").inner_text()
        assert row.locator(".weight").count() == 1
    assert page.get_by_role("button", name="Skip").bounding_box()["x"] < 360
    page.get_by_role("button", name="Different people").click()
    expect(page).not_to_have_url(pair)
    page.goto(pair)
    expect(page.get_by_text("Different people.")).to_be_visible()
    page.get_by_role("button", name="Take the decision back").click()
    expect(page.get_by_role("button", name="Take the decision back")).to_have_count(0)
    expect(page).to_have_url(pair)


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), pytest.param(1280, "light", marks=pytest.mark.slow)])
def test_links_reach_and_overlap_fit_and_are_open_to_everybody_who_may_see_them(
    sit: Callable[..., Any], width: int, scheme: str
) -> None:
    page = sit(BY_MOUSE, width, color_scheme=scheme)
    linked(page)
    for path in ("links/", "links/review/", "reach/", "overlap/"):
        page.goto(f"/riverbend/{path}")
        expect_no_scrolling_sideways(page)
        expect_accessible(page)
    page.goto("/riverbend/links/review/")
    page.get_by_role("link", name="Begin with the first").click()
    expect(page.get_by_role("heading", name="One person or two?")).to_be_visible()
    expect_no_scrolling_sideways(page)
    expect_accessible(page)


def press(page: Any, words: str) -> None:
    """Go to a link or a button by the Tab key, and press it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            return page.keyboard.press("Enter")
    raise AssertionError(f"the keyboard does not reach: {words}")
