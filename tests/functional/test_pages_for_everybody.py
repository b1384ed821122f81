"""Every page is for everybody: light and dark, desk and phone, with and without JavaScript, with a keyboard alone."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional.expecting import expect_accessible, unfold

pytestmark = pytest.mark.browser
KINDERGARTEN = "/riverbend/indicators/kindergarten-readiness/"


@pytest.mark.parametrize(("width", "scheme"), [pytest.param(1280, "light", marks=pytest.mark.slow), (360, "dark")])
def test_axe_finds_nothing_on_a_page_of_each_kind(site: Any, visitor: Any, scheme: str, width: int) -> None:
    expect_open_to_everybody(visitor.open("/", width=width, color_scheme=scheme), site.kinds)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_on_any_page(site: Any, visitor: Any, scheme: str, width: int) -> None:
    expect_open_to_everybody(visitor.open("/", width=width, color_scheme=scheme), site.paths)


def expect_open_to_everybody(page: Any, paths: tuple[str, ...]) -> None:
    """Axe finds nothing, page by page, with every table unfolded."""
    for path in paths:
        page.goto(path, wait_until="load")
        expect_accessible(page, unfolded=True)


# The words of all drawings that are seen, and by how many pixels each stands out beyond its drawing.
OUTSIDE = """() => [...document.querySelectorAll("svg.drawing")].flatMap((drawing) => {
  const frame = drawing.getBoundingClientRect();
  if (!frame.width) return [];
  return [...drawing.querySelectorAll("text")].flatMap((word) => {
    const box = word.getBoundingClientRect();
    const sides = [frame.left - box.left, box.right - frame.right, frame.top - box.top, box.bottom - frame.bottom];
    return box.width && Math.max(...sides) > 1 ? [`${word.textContent} by ${Math.max(...sides).toFixed(1)}`] : [];
  });
})"""


LOW = 200  # a window's height: what is not shown need not be painted, and is as wide


@dataclass
class Walk:
    """What somebody saw who went through every page and looked at each through windows of several widths."""

    wide: list[str] = field(default_factory=list)
    cut_off: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def walk(chromium: Any, site: Any) -> Walk:
    """Every page, opened once: a phone, a desk at 200 % zoom, a desk."""
    seen = Walk()
    context = chromium.new_context(base_url=site.address, reduced_motion="reduce")
    context.set_default_timeout(90_000)  # the machine may be busy
    page = context.new_page()
    for path in site.paths:
        page.goto(path, wait_until="load")
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": LOW})
            seen.cut_off += [f"{path} at {width}: {word}" for word in page.evaluate(OUTSIDE)]
        unfold(page)
        for width in (360, 640):
            page.set_viewport_size({"width": width, "height": LOW})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                seen.wide.append(f"{path} at {width}")
    context.close()
    return seen


def test_no_page_scrolls_sideways(walk: Walk) -> None:
    assert walk.wide == []


def test_no_word_of_a_drawing_is_cut_off(walk: Walk) -> None:
    assert walk.cut_off == []


def test_no_kind_of_page_makes_the_browser_complain(site: Any, visitor: Any) -> None:
    page = visitor.open("/")
    for path in site.kinds:
        page.goto(path, wait_until="load")
        if page.locator("figure.chart").count():
            page.locator("figure.chart").first.scroll_into_view_if_needed()
            page.locator("figure.chart.is-live").first.wait_for(timeout=60_000)
    assert visitor.complaints == []


def test_every_page_is_whole_without_javascript(site: Any, visitor: Any) -> None:
    page = visitor.open(KINDERGARTEN, java_script_enabled=False)
    expect(page.locator(".answer-words")).to_contain_text("Turning the curve.")
    expect(page.locator(".chart-curve svg.drawing").first).to_be_visible()
    expect(page.locator(".data tbody tr")).to_have_count(12)
    page.locator("summary", has_text="As a table").first.click()
    expect(page.locator("details[open] table").first).to_be_visible()


def test_a_place_is_chosen_without_javascript(visitor: Any) -> None:
    page = visitor.open(KINDERGARTEN, java_script_enabled=False)
    chosen = page.locator("#place option").nth(1)
    label = chosen.inner_text()
    page.select_option("#place", index=1)
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"\?place=[a-z-]+"))
    expect(page.locator(".subject")).to_contain_text(label)


def test_a_place_is_chosen_at_once_with_javascript(visitor: Any) -> None:
    page = visitor.open(KINDERGARTEN)
    label = page.locator("#place option").nth(2).inner_text()
    page.focus("#place")
    with page.expect_response(lambda response: "place=" in response.url) as answered:
        page.select_option("#place", index=2)
    assert answered.value.request.headers.get("hx-request") == "true"
    page.locator(".subject", has_text=label).wait_for()
    expect(page).to_have_url(re.compile("place="))
    expect(page.locator("#place")).to_be_focused()
    page.locator(".chart-curve.is-live").wait_for(timeout=60_000)
    assert visitor.complaints == []


def test_the_first_stop_of_the_keyboard_skips_to_the_content(visitor: Any) -> None:
    page = visitor.open("/riverbend/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.wait_for_function("document.querySelector('.skip').getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_what_has_the_focus_can_be_seen(visitor: Any) -> None:
    page = visitor.open(KINDERGARTEN)
    unseen = []
    for _ in range(30):
        page.keyboard.press("Tab")
        style, name = page.evaluate(
            "[getComputedStyle(document.activeElement).outlineStyle, document.activeElement.outerHTML.slice(0, 80)]"
        )
        if style == "none" and not name.startswith("<body"):
            unseen.append(name)
    assert unseen == []


def test_a_chart_answers_the_pointer_in_words(visitor: Any) -> None:
    page = visitor.open(KINDERGARTEN)
    page.locator(".chart-curve.is-live").wait_for(timeout=60_000)
    points = page.locator(".chart-curve .drawing-live .mark-symbol path")
    points.nth(3).hover()
    tip = page.locator("#vg-tooltip-element.visible")
    tip.wait_for()
    expect(tip).to_have_text(re.compile(r"\d{4}–\d{2}: \d+\.\d"))
    assert visitor.complaints == []


def test_charts_take_the_colours_of_the_paper(visitor: Any) -> None:
    stroke = ".chart-curve svg.drawing [stroke^='var(--ink-accent']"
    seen = {
        scheme: visitor.open(KINDERGARTEN, color_scheme=scheme, java_script_enabled=False)
        .locator(stroke)
        .first.evaluate("mark => getComputedStyle(mark).stroke")
        for scheme in ("light", "dark")
    }
    assert seen == {"light": "rgb(15, 107, 112)", "dark": "rgb(91, 196, 197)"}


def test_paper_gets_the_report_and_not_the_controls(visitor: Any) -> None:
    page = visitor.open(KINDERGARTEN)
    page.emulate_media(media="print")
    expect(page.locator(".selectors")).to_be_hidden()
    expect(page.locator(".masthead nav")).to_be_hidden()
    expect(page.locator(".chart-curve .drawing-wide")).to_be_visible()
    expect(page.locator("body")).to_have_css("color", "rgb(17, 17, 17)")
