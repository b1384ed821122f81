"""The systems scan and the table of a community's own words, as people meet them: on a phone, dark, without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional.conftest import Desks, sitting
from tests.functional.expecting import expect_accessible, expect_no_scrolling_sideways

pytestmark = pytest.mark.browser
SCAN, GRID = "/riverbend/agenda/systems/", "/riverbend/desk/systems_scan/"
TERMS = "/riverbend/desk/community/riverbend/"
PEOPLE = """
from groundswell.apps.packages.actions import RowEdit, save_rows
from groundswell.apps.people.queries import operator
community = Community.objects.get(public_id="riverbend")
lines = (
    ("ferry-library", "Story hour", "3-5", "ferry-landing", "40", ""),
    ("ferry-library", "Story hour", "3-5", "old-town", "24", "Saturdays only"),
    ("bright-start", "Preschool", "3 to 5", "northgate", "120", ""),
    ("bright-start", "Preschool", "3 to 5", "millrace", "", "a waiting list since May"),
    ("riverbend-schools", "Preschool", "4-5", "millrace", "60", ""),
    ("cedar-clinic", "Home visits", "prenatal to 3", "cedar-heights", "", ""),
    ("millrace-mentors", "Mentoring", "12-18", "millrace", "75", ""),
    ("harbor-house", "Shelter for young people", "16-24", "", "38", ""),
    ("county-health", "Dental care", "under 19", "southmeadow", "0", "the van is out of service"),
)
keys = ("organization_id", "service", "ages", "place_id")
edits = [RowEdit(dict(zip(keys, one)), {"capacity": one[4], "note": one[5]}, None) for one in lines]
assert save_rows(community_id="riverbend", kind="systems_scan", edits=edits, by=operator("cli:ada")).is_done
signed_in("sam", cast.steward(community))
"""


@pytest.fixture(scope="module")
def scanned(desks: Any) -> Iterator[Desks]:
    """Riverbend with a scan, and a steward."""
    with desks("scanned", PEOPLE) as found:
        yield found


@pytest.fixture
def sit(chromium: Any, scanned: Desks) -> Iterator[Callable[..., Any]]:
    yield from sitting(chromium, scanned)


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), pytest.param(1280, "light", marks=pytest.mark.slow)])
def test_the_scan_and_the_table_of_words_fit_and_are_open_to_everybody(
    sit: Callable[..., Any], width: int, scheme: str
) -> None:
    page = sit("sam", width, color_scheme=scheme)
    for path in (SCAN, f"{SCAN}?ages=3-5", f"{SCAN}?rows=institution&columns=ages", GRID, TERMS):
        page.goto(path)
        expect_no_scrolling_sideways(page)
        expect_accessible(page)


def test_without_scripts_a_phone_finds_where_nobody_is_for_small_children(sit: Callable[..., Any]) -> None:
    page = sit("sam", width=360, java_script_enabled=False)
    page.goto(SCAN)
    page.get_by_label("For ages").select_option("3-5")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Only what is for ages 3 to 5.")).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text="nowhere").first).to_be_visible()
    expect(page.get_by_role("cell", name="nobody", exact=True).first).to_be_visible()


def test_without_scripts_somebody_turns_the_scan_to_institutions_by_ages(sit: Callable[..., Any]) -> None:
    page = sit("sam", width=360, java_script_enabled=False)
    page.goto(SCAN)
    page.get_by_label("In rows").select_option("institution")
    page.get_by_label("In columns").select_option("ages")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="Institutions by ages")).to_be_visible()
    expect(page.get_by_role("columnheader", name="16 to 24")).to_be_attached()
    expect(page.get_by_role("cell", name="nothing", exact=True).first).to_be_visible()


def test_on_a_phone_no_word_of_the_scan_breaks_and_its_table_scrolls_in_its_card(sit: Callable[..., Any]) -> None:
    page = sit("sam", width=360)
    page.goto(SCAN)
    heads = page.locator(".scan th").evaluate_all(
        "all => all.map(one => [one.innerText, one.scrollWidth <= one.clientWidth, getComputedStyle(one).overflowWrap])"
    )
    assert "Southmeadow" in [words for words, _, _ in heads]
    assert all(fits and wrap == "break-word" for _, fits, wrap in heads)  # a cell is as wide as its longest word
    assert page.locator(".scan").evaluate("one => one.scrollWidth > one.closest('.scroll').clientWidth")
    expect_no_scrolling_sideways(page)


def test_a_session_that_ends_while_somebody_types_loses_nothing(sit: Callable[..., Any]) -> None:
    page = sit("sam", width=360)
    page.goto("/riverbend/agenda/elements/common-agenda/")
    page.get_by_role("radio").first.check()
    page.locator("[name=reason]").fill("We wrote it ourselves, <b>all</b> of us.")
    [session] = [one for one in page.context.cookies() if one["name"].endswith("sessionid") or "session" in one["name"]]
    page.context.clear_cookies(name=session["name"])
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_role("heading", name="You are signed out, nothing was stored")).to_be_visible()
    expect(page.get_by_text("We wrote it ourselves, <b>all</b> of us.")).to_be_visible()
    expect_no_scrolling_sideways(page)
    expect_accessible(page)
    page.context.clear_cookies()  # whoever signs in gets a new secret for forms, too
    page.context.add_cookies([session])
    other = page.context.new_page()
    other.goto("/riverbend/agenda/")
    with page.expect_navigation():  # to the same address
        page.get_by_role("button", name="Send the same again").click()
    page.get_by_text("We wrote it ourselves, <b>all</b> of us.").first.wait_for()
    expect(page.get_by_role("heading", name="You are signed out")).to_have_count(0)
    expect(page.get_by_role("heading", name="This form has expired")).to_have_count(0)


def test_without_scripts_our_own_words_are_heard_stored_and_spoken(sit: Callable[..., Any]) -> None:
    page = sit("sam", width=360, java_script_enabled=False)
    page.goto(TERMS)
    page.get_by_label("For “result / results”, one").fill("Outcome")
    page.get_by_role("button", name="Hear how it sounds").click()
    expect(page.get_by_text("An indicator is a number that stands for an outcome.")).to_be_visible()
    page.get_by_role("button", name="Save").last.click()
    page.goto("/riverbend/desk/")
    expect(page.get_by_role("link", name="Outcomes").first).to_be_visible()
    page.goto(TERMS)
    page.get_by_label("For “result / results”, one").fill("")
    page.get_by_label("For “result / results”, many").fill("")
    page.get_by_role("button", name="Save").last.click()
    page.goto("/riverbend/desk/")
    expect(page.get_by_role("link", name="Results").first).to_be_visible()
