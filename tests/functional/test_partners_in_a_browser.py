"""Two people of two organizations fill in one partnership on phones, each without the other's answer, and see the gap;
the worksheet prints on one page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional.conftest import Desks, sitting
from tests.functional.expecting import expect_accessible, expect_no_scrolling_sideways

pytestmark = pytest.mark.browser
PHONE = 360
PARTNERS = "/riverbend/partners/"
SHEET = f"{PARTNERS}organizations/ferry-library/"
LIBRARY, SCHOOLS = "ferry-library", "riverbend-schools"
TOLD = {3: "On one mailing list", 4: "We train volunteers", 5: "A shared calendar", 6: "We plan the year together"}
PEOPLE = """
community = Community.objects.get(public_id="riverbend")
signed_in("sam", cast.steward(community))
for name, organization in (("lia", "ferry-library"), ("sol", "riverbend-schools")):
    speaks_for = Organization.objects.get(community=community, public_id=organization)
    signed_in(name, cast.partner_member(community, speaks_for, name))
"""


@pytest.fixture(scope="module")
def partnering(desks: Any) -> Iterator[Desks]:
    """Riverbend in a home of its own, with a steward and a member of two organizations each."""
    with desks("partnering", PEOPLE) as found:
        yield found


@pytest.fixture
def sit(chromium: Any, partnering: Desks) -> Iterator[Callable[..., Any]]:
    yield from sitting(chromium, partnering)


@pytest.fixture
def sit_apart(
    chromium: Any, riverbend_home: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Any]]:
    """A home that no other test adds partnerships to: for what fits on a page."""
    with desks("printing", PEOPLE) as found:
        yield from sitting(chromium, found)


def named(page: Any, name: str) -> str:
    """The address of a new partnership of the library with the schools, about one initiative."""
    page.goto(f"{PARTNERS}new/")
    page.locator("#f-partner").select_option(SCHOOLS)
    page.locator("#f-name").fill(name)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/answer/")
    return str(page.url).removesuffix("answer/")


def answered(page: Any, side: str, told: dict[int, str]) -> None:
    """What a side does at some levels, typed and saved, with its partner let read it."""
    for level, words in told.items():
        page.locator(f"#f-{level}-{side}-activity").fill(words)
    page.locator("input[name=readers][value=partners]").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"partnerships/[\w-]+/$"))


@pytest.mark.parametrize("has_scripts", [True, False])
def test_two_people_fill_in_one_partnership_on_phones_and_see_the_gap(
    sit: Callable[..., Any], has_scripts: bool
) -> None:
    wishes = {"width": PHONE, "java_script_enabled": has_scripts}
    lia, sol = sit("lia", **wishes), sit("sol", **wishes)
    one = named(lia, "Story hours" if has_scripts else "Without scripts")
    if has_scripts:
        expect_accessible(lia)
    answered(lia, LIBRARY, {3: "On one mailing list", 4: "We train their volunteers"})
    sol.goto(one)
    assert "On one mailing list" not in sol.content()
    expect(sol.get_by_text("has answered. You can read it when you have answered yourself")).to_be_visible()
    sol.goto(f"{one}answer/")
    assert "On one mailing list" not in sol.content()
    assert sol.locator("input[name=readers]:checked").count() == 0
    expect_no_scrolling_sideways(sol)
    answered(sol, SCHOOLS, {3: "A monthly call", 6: "We plan the year together"})
    lia.goto(one)
    for page in (lia, sol):
        expect(page.get_by_text("On one mailing list").first).to_be_visible()
        expect(page.get_by_text("We plan the year together").first).to_be_visible()
        assert "At “Collaborate”" in page.get_by_role("region", name="Something to talk about").inner_text()
        expect_no_scrolling_sideways(page)
        if has_scripts:
            expect_accessible(page)


def test_a_problem_takes_the_focus_and_what_was_typed_stays(sit: Callable[..., Any]) -> None:
    page = sit("lia", width=PHONE)
    named(page, "Homework help")
    page.locator("#f-next_step").fill("Ask about keys")
    page.get_by_role("button", name="Save").click()
    assert "Nothing is said yet" in page.locator("#summary").inner_text()
    expect(page.locator("#summary")).to_be_focused()
    assert page.locator("#f-next_step").input_value() == "Ask about keys"
    expect_accessible(page)
    page.locator("#level-4 summary").nth(2).click()
    page.locator("#f-4-both-activity").fill("Homework afternoons")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Homework afternoons").first).to_be_visible()


@pytest.mark.parametrize("wishes", [{"width": PHONE}, {"width": 1280}, {"width": 1280, "color_scheme": "dark"}])
def test_every_page_of_partners_fits_and_is_open_to_everybody(sit: Callable[..., Any], wishes: dict[str, Any]) -> None:
    page = sit("lia", **wishes)
    for path in (PARTNERS, SHEET, f"{SHEET}?levels=all", f"{PARTNERS}new/", f"{PARTNERS}import/"):
        page.goto(path)
        expect_no_scrolling_sideways(page)
        expect_accessible(page)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_worksheet_prints_on_one_landscape_page(sit_apart: Callable[..., Any], paper: str) -> None:
    page = sit_apart("lia")
    whole = ("harbor-house", "bright-start", "riverbend-schools")  # several partners, both sides, four springs
    for path in (SHEET, f"{SHEET}?levels=all", *(f"{PARTNERS}organizations/{each}/" for each in whole)):
        page.goto(path)
        printed = page.pdf(format=paper, landscape=True, prefer_css_page_size=False)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1, path
        own = page.pdf(prefer_css_page_size=True)
        (width, height) = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", own).groups()  # type: ignore[union-attr]
        assert float(width) > float(height)


def test_one_long_unbroken_name_makes_no_page_scroll_sideways(sit: Callable[..., Any]) -> None:
    page = sit("sol", width=PHONE)
    page.goto(f"{PARTNERS}new/")
    page.locator("#f-partner_name").fill("Q" * 180)
    page.locator("#f-name").fill("W" * 180)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/answer/")
    expect_no_scrolling_sideways(page)
    one = str(page.url).removesuffix("answer/")
    answered(page, SCHOOLS, {3: "A call"})
    for path in (one, f"{one}consent/", f"{one}change/", PARTNERS, f"{PARTNERS}organizations/riverbend-schools/",
                 f"{PARTNERS}network/questions/"):  # fmt: skip
        page.goto(path)
        expect_no_scrolling_sideways(page)


def test_six_partnerships_with_both_sides_still_print_on_one_page(sit_apart: Callable[..., Any]) -> None:
    lia, sol = sit_apart("lia"), sit_apart("sol")
    for number in range(6):
        one = named(lia, f"Initiative {number}")
        answered(lia, LIBRARY, TOLD)
        sol.goto(f"{one}answer/")
        answered(sol, SCHOOLS, TOLD)
    lia.goto(SHEET)
    for paper in ("A4", "Letter"):
        assert len(re.findall(rb"/Type\s*/Page\b", lia.pdf(format=paper, landscape=True))) == 1, paper
