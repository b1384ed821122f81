"""The desk as people meet it: a community from nothing to a published scorecard, by keyboard; drafts; plain forms."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional.conftest import Desks, sitting
from tests.functional.expecting import expect_accessible, expect_no_scrolling_sideways

pytestmark = pytest.mark.browser
DESK = "/riverbend/desk/"
HEIGHTS = f"{DESK}places/cedar-heights/"
FEW = ("", "indicators/", "indicators/kindergarten-readiness/", "publishing/")
EVERY = (
    *FEW,
    *(f"{kind}/" for kind in ("places", "groups", "organizations", "results", "sources", "stories", "changes")),
    *(f"{kind}/new/" for kind in ("places", "groups", "organizations", "results", "indicators", "sources", "stories")),
    "places/cedar-heights/",
    "places/cedar-heights/history/",
    "places/cedar-heights/retire/",
    "community/riverbend/",
    "stories/chronic-absence-story/",
    "sources/schools-annual/",
    "programs/first-steps/",
    "measures/twelve-visits/",
    "measures/new/?example=age-at-enrollment",
)
# Riverbend, and an empty community with its founder.
PEOPLE = """
from groundswell.apps.packages.actions import load_package
from groundswell.exchange.package import Package
named = {"format": "1", "id": "fernley", "name": "Fernley", "visibility": "private"}
empty = Package(community=named, tables={}, indicators={}, sources={}, stories=[])
assert load_package(package=empty, by=cast.DATA_LEAD).is_done
for name, community, role in (
    ("sam", "riverbend", cast.steward), ("dora", "riverbend", cast.data_manager), ("founder", "fernley", cast.steward)
):
    signed_in(name, role(Community.objects.get(public_id=community), mark="" if name != "founder" else "Founder"))
"""


@pytest.fixture(scope="module")
def desk_site(desks: Any) -> Iterator[Desks]:
    """Riverbend and the empty Fernley, in a home of their own."""
    with desks("desk", PEOPLE) as found:
        yield found


@pytest.fixture
def sit(chromium: Any, desk_site: Desks) -> Iterator[Callable[..., Any]]:
    yield from sitting(chromium, desk_site)


def test_axe_finds_nothing_at_the_desk(sit: Callable[..., Any]) -> None:
    expect_open_to_everybody(sit("sam"), FEW)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_on_any_page_of_the_desk(sit: Callable[..., Any], width: int, scheme: str) -> None:
    expect_open_to_everybody(sit("sam", width, color_scheme=scheme), EVERY)


def expect_open_to_everybody(page: Any, paths: tuple[str, ...]) -> None:
    """Axe finds nothing on these pages of the desk, and none is wider than the window."""
    for path in paths:
        assert page.goto(DESK + path, wait_until="load").status == 200, path
        expect_accessible(page, unfolded=True)
        expect_no_scrolling_sideways(page)


def test_a_plain_form_says_what_is_wrong_and_saves_without_javascript(sit: Callable[..., Any]) -> None:
    page = sit("sam", java_script_enabled=False)
    page.goto(f"{DESK}places/new/")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".summary a[href='#f-name']")).to_be_visible()
    expect(page.locator("#f-name")).to_have_attribute("aria-invalid", "true")
    page.fill("#f-name", "Mill Island")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".said strong")).to_have_text("Saved.")
    page.get_by_role("button", name="Undo").click()
    page.goto(f"{DESK}places/")
    expect(page.locator("text=Mill Island")).to_have_count(0)


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_rule_is_begun_from_an_example_checked_and_saved(sit: Callable[..., Any], has_scripts: bool) -> None:
    page = sit("sam", java_script_enabled=has_scripts)
    page.goto(f"{DESK}measures/new/")
    name = f"Came early {'by' if has_scripts else 'without'} script"
    page.fill("#f-name", name)
    page.select_option("#f-rule-example", "enrollments-that-started")
    page.click("text=Fill it in")
    expect(page.locator("#f-rule")).to_have_value(re.compile("^count: enrollments"))
    page.fill("#f-rule", "count: enrollments\nwhere: {enrolments: {started: in_period}}")
    page.click("text=Check the rule")
    expect(page.locator("#f-rule-problems")).to_contain_text("where.enrolments")
    page.fill("#f-rule", "count: enrollments\nwhere: {enrollments: {ended: in_period}}")
    page.click("text=Check the rule")
    expect(page.locator(".rule-words")).to_have_text("Enrollments that ended in the period.")
    page.locator("#rule:focus").wait_for()
    expect(page.locator("#f-name")).to_have_value(name)
    page.focus("#f-name")
    page.keyboard.press("Enter")  # saves, as in every form of the desk
    page.locator(".said strong", has_text="Saved.").wait_for()
    expect(page.locator(".rule-words")).to_have_text("Enrollments that ended in the period.")


def test_a_draft_saves_as_it_goes_and_is_found_again(sit: Callable[..., Any]) -> None:
    page = sit("sam")
    page.goto(HEIGHTS)
    page.fill("#f-kind", "garden district")
    page.locator(".draft-state", has_text="Draft saved").wait_for()
    page.goto(HEIGHTS)
    page.get_by_role("link", name="Continue with the draft").click()
    expect(page.locator("#f-kind")).to_have_value("garden district")
    page.get_by_role("button", name="Discard the draft").click()
    expect(page.locator("#f-kind")).to_have_value("neighborhood")


def test_what_is_typed_last_is_kept_when_the_page_is_left(sit: Callable[..., Any]) -> None:
    page = sit("dora")
    page.goto(HEIGHTS)
    page.fill("#f-kind", "half a word")
    page.goto(f"{DESK}places/")
    for _ in range(120):  # it is sent as the page goes, and stored while the next one is read already
        page.goto(f"{HEIGHTS}?draft=1")
        if page.input_value("#f-kind") == "half a word":
            break
        page.wait_for_timeout(250)
    expect(page.locator("#f-kind")).to_have_value("half a word")
    page.get_by_role("button", name="Discard the draft").click()


def test_typing_goes_on_when_the_session_has_ended_and_nothing_is_lost(sit: Callable[..., Any]) -> None:
    page = sit("dora")
    page.goto(HEIGHTS)
    page.context.clear_cookies()
    page.fill("#f-kind", "still here")
    page.locator(".draft-state", has_text="You are signed out").wait_for()
    expect(page.locator("#f-kind")).to_have_value("still here")


def test_two_people_at_one_form_settle_their_clash(sit: Callable[..., Any]) -> None:
    first, second = sit("sam"), sit("dora", java_script_enabled=False)
    for page in (first, second):
        page.goto(f"{DESK}places/ferry-landing/")
    first.fill("#f-name", "Ferry Point")
    first.get_by_role("button", name="Save").click()
    expect(first.locator(".said strong")).to_have_text("Saved.")
    second.fill("#f-name", "Old Ferry")
    second.get_by_role("button", name="Save").click()
    expect(second.locator("#clash h2")).to_contain_text("Sam changed this while you were writing")
    expect(second.locator(".clash")).to_contain_text("Ferry Point")
    second.get_by_role("radio", name="Theirs").check()
    second.get_by_role("button", name="Save").click()
    expect(second.locator("#f-name")).to_have_value("Ferry Point")


def test_the_focus_goes_to_what_is_wrong_and_from_there_to_the_field(sit: Callable[..., Any]) -> None:
    page = sit("sam")
    page.goto(f"{DESK}indicators/new/")
    follow(page, "button[value=save]")
    page.wait_for_function("document.activeElement.id === 'summary'")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#f-name")).to_be_focused()


def press(page: Any, selector: str, key: str) -> None:
    """Reach something with the Tab key alone, then press a key on it."""
    for _ in range(150):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            page.keyboard.press(key)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def type_into(page: Any, selector: str, text: str) -> None:
    """Reach a field with the Tab key alone, then type."""
    press(page, selector, "End")
    page.keyboard.insert_text(text)


def follow(page: Any, selector: str) -> None:
    """Reach a link or a button with the Tab key alone, and take it."""
    with page.expect_navigation():
        press(page, selector, "Enter")


def test_a_steward_goes_from_nothing_to_a_published_scorecard_by_keyboard_alone(
    sit: Callable[..., Any], desk_site: Desks, chromium: Any
) -> None:
    page = sit("founder")
    page.goto("/fernley/desk/")
    expect(page.locator(".guide .is-next")).to_have_text(re.compile(r"^\s*Name the places"))
    follow(page, ".guide .is-next a")
    type_into(page, "#f-name", "Mill Quarter")
    follow(page, "button[value=save]")
    page.goto("/fernley/desk/")
    follow(page, ".guide .is-next a")
    type_into(page, "#f-statement", "Children enter school ready to learn")
    type_into(page, "#f-population", "All children under six in Fernley")
    follow(page, "button[value=save]")
    page.goto("/fernley/desk/")
    follow(page, ".guide .is-next a")
    type_into(page, "#f-name", "Ready for kindergarten")
    press(page, "[name='f.result_ids']", "Space")
    type_into(page, "#f-definition", "Children who meet the benchmark, in percent of those checked.")
    press(page, "[name='f.unit']", "ArrowDown")  # from not said to percent
    press(page, "[name='f.polarity']", "ArrowDown")  # higher is better
    type_into(page, "#f-work-began", "2020")
    press(page, "[name='f.standing']", "ArrowDown")  # headline
    follow(page, "button[value=save]")
    expect(page.locator(".said")).to_contain_text("Saved.")
    expect(page.locator("[name='f.polarity'][value=higher]")).to_be_checked()
    page.goto("/fernley/desk/")
    follow(page, ".guide .is-next a")
    values = ("41.0", "41.4", "40.9", "41.2", "41.1", "41.3", "42.0", "43.1", "44.9", "46.2")
    rows = "\n".join(f"{2014 + at}\t{value}" for at, value in enumerate(values))
    press(page, "details.paste > summary", "Enter")
    type_into(page, "#text", f"Period\tValue\n{rows}\n")
    follow(page, "button[value=paste]")
    follow(page, "button[value=save]")
    page.goto("/fernley/desk/")
    expect(page.locator(".guide .is-next")).to_have_text(re.compile(r"^\s*Set a target"))
    page.goto("/fernley/desk/stories/new/")
    type_into(page, "#f-text", "The library opened **reading rooms** in 2020.")
    press(page, "#f-subject", "End")
    press(page, "[name='f.question']", "Space")
    follow(page, "button[value=save]")
    page.goto("/fernley/desk/publishing/")
    press(page, "[name=visibility]:checked", "ArrowUp")
    press(page, "[name=visibility]:checked", "ArrowUp")
    follow(page, ".foot button")
    everybody = chromium.new_context(base_url=desk_site.address).new_page()
    assert everybody.goto("/fernley/").status == 200
    words = everybody.locator("main").inner_text()
    assert "Children enter school ready to learn" in words
    assert "Ready for kindergarten" in words and "46.2" in words
    everybody.context.close()
