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
LIBRARY, MENTORS, CITY = "ferry-library", "millrace-mentors", "city-of-riverbend"
SHEET = f"{PARTNERS}organizations/{LIBRARY}/"
# What others add on the way is between the mentors and the city: sheets that are printed show neither.
PEOPLE = """
from datetime import date
from groundswell.apps.partnerships.actions import give_account, give_consent, open_partnership
from groundswell.apps.people.queries import actor_of
from groundswell.core.collaboration.accounts import Account, Cell
community = Community.objects.get(public_id="riverbend")
signed_in("sam", cast.steward(community))
speaking = {}
for name, organization in (
    ("lia", "ferry-library"), ("uma", "united-way"), ("mia", "millrace-mentors"), ("sol", "city-of-riverbend")
):
    person = cast.partner_member(community, Organization.objects.get(community=community, public_id=organization), name)
    signed_in(name, person)
    speaking[organization] = actor_of(person)
told = {3: "On one mailing list", 4: "We train volunteers", 5: "A shared calendar", 6: "We plan the year together"}
sides = ("ferry-library", "united-way")
for number in range(6):
    opened = open_partnership(community_id="riverbend", organization_id=sides[0], partner_id=sides[1],
                              name=f"Initiative {number}", by=speaking[sides[0]])
    for side in sides:
        cells = tuple(Cell(level, side, words) for level, words in told.items())
        account = Account(opened.id, date.today(), side, side, cells)
        given = give_account(community_id="riverbend", account=account, by=speaking[side])
        assert given.is_changed, given.findings
        assert give_consent(community_id="riverbend", partnership_id=opened.id, organization_id=side,
                            readers="partners", by=speaking[side]).is_changed
"""


@pytest.fixture(scope="module")
def partnering(desks: Any) -> Iterator[Desks]:
    """Riverbend in a home of its own, with a steward and a member of two organizations each."""
    with desks("partnering", PEOPLE) as found:
        yield found


@pytest.fixture
def sit(chromium: Any, partnering: Desks) -> Iterator[Callable[..., Any]]:
    yield from sitting(chromium, partnering)


def named(page: Any, name: str) -> str:
    """The address of a new partnership of the mentors with the city, about one initiative."""
    page.goto(f"{PARTNERS}new/")
    page.locator("#f-partner").select_option(CITY)
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
    mia, sol = sit("mia", **wishes), sit("sol", **wishes)
    one = named(mia, "Story hours" if has_scripts else "Without scripts")
    if has_scripts:
        expect_accessible(mia)
    answered(mia, MENTORS, {3: "On one mailing list", 4: "We train their volunteers"})
    sol.goto(one)
    expect(sol.get_by_text("has answered. You can read it when you have answered yourself")).to_be_visible()
    assert "On one mailing list" not in sol.content()
    sol.goto(f"{one}answer/")
    assert "On one mailing list" not in sol.content()
    expect(sol.locator("input[name=readers]:checked")).to_have_count(0)
    expect_no_scrolling_sideways(sol)
    answered(sol, CITY, {3: "A monthly call", 6: "We plan the year together"})
    mia.goto(one)
    for page in (mia, sol):
        expect(page.get_by_text("On one mailing list").first).to_be_visible()
        expect(page.get_by_text("We plan the year together").first).to_be_visible()
        expect(page.get_by_role("region", name="Something to talk about")).to_contain_text("At “Collaborate”")
        expect_no_scrolling_sideways(page)
        if has_scripts:
            expect_accessible(page)


def test_a_problem_takes_the_focus_and_what_was_typed_stays(sit: Callable[..., Any]) -> None:
    page = sit("mia", width=PHONE)
    named(page, "Homework help")
    page.locator("#f-next_step").fill("Ask about keys")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#summary")).to_contain_text("Nothing is said yet")
    expect(page.locator("#summary")).to_be_focused()
    expect(page.locator("#f-next_step")).to_have_value("Ask about keys")
    expect_accessible(page)
    page.locator("#level-4 summary").nth(2).click()
    page.locator("#f-4-both-activity").fill("Homework afternoons")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Homework afternoons").first).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), pytest.param(1280, "light", marks=pytest.mark.slow)])
def test_every_page_of_partners_fits_and_is_open_to_everybody(sit: Callable[..., Any], width: int, scheme: str) -> None:
    page = sit("lia", width, color_scheme=scheme)
    for path in (PARTNERS, SHEET, f"{SHEET}?levels=all", f"{PARTNERS}new/", f"{PARTNERS}import/"):
        page.goto(path)
        expect_no_scrolling_sideways(page)
        expect_accessible(page)


def pages_of(printed: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", printed))


@pytest.mark.parametrize("organization", ["harbor-house", "bright-start", "riverbend-schools"])
def test_the_worksheet_prints_on_one_landscape_page(sit: Callable[..., Any], organization: str) -> None:
    """Several partners, both sides, four springs."""
    page = sit("lia")
    page.goto(f"{PARTNERS}organizations/{organization}/")
    expect_one_landscape_page(page)


@pytest.mark.parametrize("path", [SHEET, f"{SHEET}?levels=all"])
def test_six_partnerships_with_both_sides_still_print_on_one_page(sit: Callable[..., Any], path: str) -> None:
    page = sit("lia")
    page.goto(path)
    expect(page.locator("main")).to_contain_text("Initiative 5")
    expect_one_landscape_page(page)


def expect_one_landscape_page(page: Any) -> None:
    """On both papers, and on the paper that the page itself asks for."""
    for paper in ("A4", "Letter"):
        assert pages_of(page.pdf(format=paper, landscape=True)) == 1, (page.url, paper)
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
    answered(page, CITY, {3: "A call"})
    for path in (one, f"{one}consent/", f"{one}change/", PARTNERS, f"{PARTNERS}organizations/{CITY}/",
                 f"{PARTNERS}network/questions/"):  # fmt: skip
        page.goto(path)
        expect_no_scrolling_sideways(page)
