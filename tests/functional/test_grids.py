"""Whole jobs at the grids, through Chromium: a provider corrects a value, a block is pasted, all of it by keyboard."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional.conftest import Desks
from tests.functional.expecting import expect_accessible, expect_no_scrolling_sideways

GRID = "/riverbend/desk/observations/shelter-returns/"
READINESS = "/riverbend/desk/observations/kindergarten-readiness/"
PAGES = (
    GRID,
    f"{GRID}?columns=all",
    f"{READINESS}?view=places",
    "/riverbend/desk/targets/kindergarten-readiness/",
    "/riverbend/desk/populations/",
    "/riverbend/desk/crosswalks/",
    "/riverbend/desk/sources/propose/",
    "/riverbend/desk/sources/january-count/mapping/",
    "/riverbend/desk/results/ready-for-school/choice/",
    "/riverbend/desk/results/ready-for-school/choice/ballot/",
    "/riverbend/desk/programs/first-steps/choice/",
    "/riverbend/desk/programs/first-steps/choice/ballot/",
)
PEOPLE = """
from groundswell.apps.packages.actions import save_object
from groundswell.apps.packages.queries import object_of

riverbend = Community.objects.get(public_id="riverbend")
kept = object_of(riverbend, "indicators", "shelter-returns")
owned = {**kept.content, "owner": "harbor-house"}
saving = save_object(community_id="riverbend", kind="indicators", object_id=kept.id, content=owned,
                     version=kept.version, by=cast.DATA_LEAD)
assert saving.is_done, saving.findings
harbor = Organization.objects.get(public_id="harbor-house")
signed_in("Pia", cast.appointed(cast.person("Pia"), riverbend, "provider_data_manager", organization=harbor))
signed_in("Sam", cast.steward(riverbend))
"""


@pytest.fixture(scope="module")
def desk(desks: Any) -> Iterator[Desks]:
    """Riverbend with Pia, who answers for Harbor House, and Sam, its steward."""
    with desks("desk", PEOPLE) as found:
        yield found


@dataclass
class Worker:
    """Opens pages as somebody, and remembers what the browser complained about."""

    chromium: Any
    desk: Desks
    contexts: list[Any] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, who: str, path: str, *, width: int = 1280, **wishes: Any) -> Any:
        context = self.chromium.new_context(
            base_url=self.desk.address, viewport={"width": width, "height": 900}, reduced_motion="reduce", **wishes
        )
        context.set_default_timeout(90_000)  # a busy machine is slow, not broken
        self.contexts.append(context)
        context.add_cookies(
            [{"name": self.desk.sessions["cookie"], "value": self.desk.sessions[who], "url": self.desk.address}]
        )
        page = context.new_page()
        page.on("console", lambda said: self._hear(said.type, said.text))
        page.on("pageerror", lambda problem: self.complaints.append(str(problem)))
        page.goto(path, wait_until="load")
        return page

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and "the server responded with a status of 4" not in text:
            self.complaints.append(text)


@pytest.fixture
def worker(chromium: Any, desk: Desks) -> Iterator[Worker]:
    """Somebody at work; their pages close when the test ends."""
    at_work = Worker(chromium, desk)
    yield at_work
    for context in at_work.contexts:
        context.close()
    assert at_work.complaints == []


def block_of(rows: int, columns: int, bad: dict[tuple[int, int], str]) -> str:
    """What a spreadsheet copies: years down, five columns across, some cells no numbers."""
    lines = []
    for row in range(rows):
        cells = [str(2000 + row), f"{10 + row}.5", "1.2", "0.90", "final"][:columns]
        lines.append("\t".join(bad.get((row, column), cell) for column, cell in enumerate(cells)))
    return "\n".join(lines)


def paste(cell: Any, text: str) -> None:
    """Paste as a person does, into this cell."""
    cell.focus()
    cell.evaluate(
        """(cell, text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def test_a_provider_corrects_a_value_and_says_why(worker: Worker) -> None:
    page = worker.open("Pia", GRID)
    row = page.locator("tr", has=page.locator("th", has_text="2023")).first
    before = row.get_by_label("Value, 2023").input_value()
    row.get_by_label("Value, 2023").fill("17.25")
    expect(page.locator("[data-unsaved-words]")).to_contain_text("not saved yet")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why")
    expect(page.get_by_text(f"before: {before}")).to_be_visible()
    page.get_by_label("Reason").fill("One family was counted twice")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("Stored: 1 row.")
    page.get_by_role("link", name="See it on its page").click()
    expect(page.get_by_text("One family was counted twice").first).to_be_attached()
    assert before in page.content()
    page.goto(READINESS)
    assert "provider" not in page.locator("h1").inner_text().lower()
    expect(page.locator("table.grid")).to_have_count(0)


def test_a_block_with_two_bad_cells_shows_both_in_their_cells_and_stores_nothing(worker: Worker) -> None:
    page = worker.open("Sam", f"{GRID}?group=&columns=")
    stood = page.locator("table.grid tbody th").count()
    empty = page.locator("tr.new").first.locator("input, select, textarea").first
    paste(empty, block_of(20, 5, {(3, 1): "1,234", (11, 2): "n/a"}))
    expect(page.locator(".is-unsaved").nth(20 * 4 - 1)).to_be_attached()
    page.get_by_role("button", name="Save").click()
    invalid = page.locator('[aria-invalid="true"]')
    expect(invalid).to_have_count(2)
    assert [cell.input_value() for cell in invalid.all()] == ["1,234", "n/a"]
    for cell in invalid.all():
        note = page.locator(f"#{cell.get_attribute('aria-describedby')}")
        expect(note).to_contain_text("is not a decimal number")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("2 problems. Nothing was stored.")
    summary.get_by_role("link").first.click()
    page.wait_for_function("document.activeElement.value === '1,234'")
    assert worker.open("Sam", GRID).locator("table.grid tbody th").count() == stood


def test_the_paste_box_works_without_javascript(worker: Worker) -> None:
    page = worker.open("Sam", f"{GRID}?group=", java_script_enabled=False)
    stood = page.locator("table.grid tbody th").count()
    page.locator("details.paste > summary").click()
    page.get_by_label("Copied cells").fill(block_of(20, 5, {(3, 1): "1,234", (11, 2): "n/a"}))
    page.get_by_role("button", name="Show what would be stored").click()
    expect(page.locator('[aria-invalid="true"]')).to_have_count(2)
    expect(page.locator("table.grid tbody tr")).to_have_count(20)
    assert worker.open("Sam", GRID).locator("table.grid tbody th").count() == stood


def test_numbers_are_typed_stored_and_undone_by_keyboard_alone(worker: Worker) -> None:
    page = worker.open("Sam", "/riverbend/desk/targets/kindergarten-readiness/")
    first = page.locator("tr.new").first.locator("input").first
    first.focus()
    keys = page.keyboard
    keys.type("2031")
    for _ in range(3):
        keys.press("Tab")
    keys.type("77")
    keys.press("ArrowDown")
    page.wait_for_function("document.activeElement.name.endsWith('-value')")
    keys.press("ArrowUp")
    page.wait_for_function("document.activeElement.value === '77'")
    for words, answer in (("Save", "**saved=**"), ("Undo", "**undone=**")):
        while page.evaluate("document.activeElement.textContent.trim()") != words:
            keys.press("Tab")
        keys.press("Enter")
        page.wait_for_url(answer)
    expect(page.locator("table.grid")).not_to_contain_text("2031")


def test_leaving_with_unsaved_cells_asks_first(worker: Worker) -> None:
    page = worker.open("Sam", GRID)
    asked = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator("tr.new input").first.fill("1999")
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Desk").first.click()
    assert asked == ["beforeunload"]
    assert GRID in page.url


def test_a_ballot_on_measures_is_cast_by_keyboard_alone_and_without_javascript(worker: Worker) -> None:
    choice = "/riverbend/desk/programs/first-steps/choice/"
    page = worker.open("Sam", f"{choice}ballot/", java_script_enabled=False)
    for _ in range(2):
        page.locator("input[type=radio]").first.focus()
        page.keyboard.press("Space")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    while page.get_by_role("button", name="Cast my ballot").count() == 0:  # each page stands before it is looked at
        with page.expect_navigation():
            page.get_by_role("button", name="That is enough").press("Enter")
    page.get_by_role("button", name="Cast my ballot").press("Enter")
    page.wait_for_url("**cast=1")
    expect(page.get_by_role("status")).to_contain_text("Your ballot is in.")


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.slow), 360])
def test_everybody_can_use_it_and_it_fits(worker: Worker, width: int) -> None:
    page = worker.open("Sam", PAGES[0], width=width)
    for path in PAGES:
        page.goto(path)
        expect(page.locator("h1")).to_have_count(1)
        expect_accessible(page)
        expect_no_scrolling_sideways(page)
