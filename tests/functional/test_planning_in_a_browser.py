"""Somebody works out what it would take, keeps it and shows it to a room; a funder prints a statement."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional.conftest import Desks, sitting
from tests.functional.expecting import expect_accessible, expect_no_scrolling_sideways
from tests.functional.test_linking_in_a_browser import Keyboard

pytestmark = pytest.mark.browser
INDICATOR = "/riverbend/contribution/kindergarten-readiness/"
PLAN, SCENARIOS = f"{INDICATOR}plan/", f"{INDICATOR}scenarios/"
STATEMENT = "/riverbend/programs/first-steps/contribution/"
PEOPLE = """
from groundswell.apps.contributions.models import ContributionLink
community = Community.objects.get(public_id="riverbend")
ContributionLink.objects.filter(community=community).update(served="900", served_before="400")
signed_in("sam", cast.steward(community))
signed_in("vic", cast.viewer(community))
keystone = Organization.objects.get(community=community, public_id="keystone-fund")
signed_in("fay", cast.funder(community, keystone))
"""
EACH = (PLAN, f"{PLAN}?target=58", f"{PLAN}?target=x&budget=y", SCENARIOS, f"{SCENARIOS}?present=1", STATEMENT,
        "/riverbend/programs/safe-nights/contribution/", "/riverbend/contribution/funders/",
        "/riverbend/contribution/funders/keystone-fund/", f"{INDICATOR}years/",
        "/riverbend/contribution/belonging/plan/", "/riverbend/contribution/belonging/years/")  # fmt: skip


@pytest.fixture(scope="module")
def planning(desks: Any) -> Iterator[Desks]:
    """Riverbend in a home of its own, whose programs serve a known number of people."""
    with desks("planning", PEOPLE) as found:
        yield found


@pytest.fixture
def sit(chromium: Any, planning: Desks) -> Iterator[Callable[..., Any]]:
    yield from sitting(chromium, planning)


@pytest.mark.parametrize(("width", "scheme"), [pytest.param(1280, "light", marks=pytest.mark.slow), (360, "dark")])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(sit: Callable[..., Any], width: int, scheme: str) -> None:
    page = sit("sam", width=width, color_scheme=scheme)
    for path in EACH:
        page.goto(path, wait_until="load")
        expect_accessible(page, unfolded=True)
        expect_no_scrolling_sideways(page)


def test_a_plan_is_worked_out_and_kept_by_the_keyboard_and_shown_to_a_room(sit: Callable[..., Any]) -> None:
    page = sit("sam")
    page.goto(PLAN)
    keys = Keyboard(page)
    keys.type("target", "70")
    keys.press("Work it out")
    page.wait_for_url("**target=70**")
    said = r"To reach 70\W%.* people more must be better off\. The cheapest mix: [\d,]+ more places in .*about \$"
    expect(page.locator(".answer-words").first).to_contain_text(re.compile(said))
    for chart in ("frontier", "tornado"):
        page.locator(f".chart-{chart} svg:visible").first.wait_for()
    keys = Keyboard(page)
    keys.type("name", "A first step")
    keys.press("Keep it")
    page.wait_for_url(f"**{SCENARIOS}")
    expect(page.locator("main")).to_contain_text("Kept as “A first step”.")
    page.get_by_role("link", name="Show it to a room, in large type").click()
    cell = page.locator(".compared tbody td").first
    assert float(cell.evaluate("cell => getComputedStyle(cell).fontSize").removesuffix("px")) >= 20
    expect(page.locator(".compared")).to_contain_text("A first step")


def test_what_is_typed_wrong_stays_with_what_would_be_right_beside_it(sit: Callable[..., Any]) -> None:
    page = sit("vic", java_script_enabled=False)
    page.goto(PLAN)
    page.fill("[name=target]", "seventy")
    page.fill("[name=budget]", "2,000,000")
    page.get_by_role("button", name="Work it out").click()
    expect(page.locator("#target-problem")).to_contain_text("is not a number from 0 on")
    expect(page.locator("[name=target]")).to_have_value("seventy")
    expect(page.locator("[name=budget]")).to_have_value("2,000,000")
    expect(page.get_by_text("Keep it as a scenario")).to_have_count(0)


def test_a_funder_prints_the_statement_of_a_program(sit: Callable[..., Any]) -> None:
    page = sit("fay")
    page.goto("/riverbend/programs/first-steps/")
    page.get_by_role("link", name="What it could contribute").click()
    page.wait_for_url(f"**{STATEMENT}")
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.emulate_media(media="print")
    for hidden in ("nav", ".deeds", ".account-menu"):
        expect(page.locator(hidden).first).to_be_hidden()
    for shown in (".statement-paragraph", ".statement .facts", ".strips", ".statement-steps"):
        expect(page.locator(shown).first).to_be_visible()
    printed = page.pdf(format="Letter")
    assert printed.startswith(b"%PDF")
    assert 1 <= len(re.findall(rb"/Type\s*/Page[^s]", printed)) <= 4
