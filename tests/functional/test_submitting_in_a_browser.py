"""A provider with a faulty spreadsheet gets to accepted without help: by mouse, by the keyboard alone, on a phone."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from playwright.sync_api import expect
from tests.forking import Program
from tests.functional.conftest import Desks, sitting
from tests.functional.expecting import expect_accessible, expect_no_scrolling_sideways

from groundswell.engine.invented import InventedCommunity, plant

pytestmark = pytest.mark.browser
# Each way through the page has a program of its own, so that none meets what another one sent.
BY_MOUSE, BY_KEYBOARD, ON_A_PHONE = "first-steps", "cedar-newborn-visits", "after-school-tutoring"
WITHOUT_NAMES = "story-hubs"
OWNERS = {
    BY_MOUSE: "bright-start",
    BY_KEYBOARD: "cedar-clinic",
    ON_A_PHONE: "riverbend-schools",
    WITHOUT_NAMES: "ferry-library",
}
PEOPLE = """
from groundswell.apps.submissions.models import ComputedSeries, ComputeRun, Submission
for model in (Submission, ComputedSeries, ComputeRun):
    model.objects.all().delete()
community = Community.objects.get(public_id="riverbend")
for program, owner in json.loads(sys.argv[2]).items():
    organization = Organization.objects.get(community=community, public_id=owner)
    signed_in(program, cast.provider_data_manager(community, organization, mark=owner))
signed_in("funder", cast.funder(community, Organization.objects.get(community=community, public_id="bright-start")))
"""


@dataclass(frozen=True)
class Spreadsheets:
    """The same records with thirty-seven mistakes and without."""

    faulty: Path
    mended: Path


@pytest.fixture(scope="module")
def submitting(desks: Any) -> Iterator[Desks]:
    """Riverbend in a home of its own, where nothing was submitted yet."""
    with desks("submitting", PEOPLE, json.dumps(OWNERS)) as found:
        yield found


@pytest.fixture(scope="module")
def invented() -> InventedCommunity:
    return InventedCommunity(11, 1_500)


@pytest.fixture(scope="module")
def sheets(invented: InventedCommunity, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Spreadsheets]:
    """The spreadsheets of a program."""

    def made(program: str) -> Spreadsheets:
        folder = tmp_path_factory.mktemp(program)
        records = invented.records(program)
        faulty = folder / "records.xlsx"
        with xlsxwriter.Workbook(str(faulty), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            for name, rows in plant(records).tables.items():
                page = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    for at, cell in enumerate(row):
                        page.write_string(number, at, cell)
        [mended] = invented.write(folder / "mended", program, format="xlsx")
        return Spreadsheets(faulty, mended)

    return made


@pytest.fixture
def sit(chromium: Any, submitting: Desks) -> Iterator[Callable[..., Any]]:
    yield from sitting(chromium, submitting)


def address(program: str) -> str:
    return f"/riverbend/programs/{program}/submissions/"


def test_a_provider_gets_from_a_faulty_spreadsheet_to_accepted(
    sit: Callable[..., Any], sheets: Callable[[str], Spreadsheets]
) -> None:
    mine = sheets(BY_MOUSE)
    page = sit(BY_MOUSE)
    page.goto(f"/riverbend/programs/{BY_MOUSE}/")
    page.get_by_role("link", name="Submit records").click()
    page.wait_for_url(f"**{address(BY_MOUSE)}")
    expect(page.get_by_text("Nothing was sent yet")).to_be_visible()
    expect_accessible(page)
    page.get_by_label("Files", exact=True).set_input_files(mine.faulty)
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_selector("text=/Returned: \\d+ things to mend/")
    expect_accessible(page)
    errors = page.get_by_role("region", name=re.compile("To mend"))
    expect(errors.get_by_role("row").nth(20)).to_be_attached()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the marked workbook").click()
    assert download.value.suggested_filename == f"{BY_MOUSE}-1-to-mend.xlsx"
    page.get_by_label("Files", exact=True).set_input_files(mine.mended)
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url(f"**{address(BY_MOUSE)}2/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^\s*Accepted"))
    expect(page.get_by_text(re.compile("figures of the program moved"))).to_be_visible()
    expect_accessible(page)
    page.goto(address(BY_MOUSE))
    expect(page.get_by_text("Returned, nothing stored")).to_be_visible()
    expect_accessible(page)


def focus(page: Any, words: str) -> None:
    """Go on with the tabulator until something of these words has the focus."""
    page.wait_for_load_state()
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(() => { const e = document.activeElement; const l = e.labels && e.labels[0];"
            " return (l ? l.textContent : e.textContent).trim(); })()"
        )
        if here == words:
            return
    raise AssertionError(f"the keyboard does not reach {words!r}")


def test_the_keyboard_alone_is_enough(sit: Callable[..., Any], sheets: Callable[[str], Spreadsheets]) -> None:
    mine = sheets(BY_KEYBOARD)
    page = sit(BY_KEYBOARD)
    to_choose = [mine.mended, mine.faulty]
    page.on("filechooser", lambda chooser: chooser.set_files(to_choose.pop()))
    page.goto(address(BY_KEYBOARD))
    send_by_keys(page)
    page.wait_for_selector("text=/Returned: \\d+ things to mend/")
    send_by_keys(page)
    page.wait_for_url(f"**{address(BY_KEYBOARD)}2/")
    focus(page, "Withdraw this submission")
    page.keyboard.press("Enter")
    focus(page, "Why")
    page.keyboard.type("Sent for another program")
    focus(page, "Withdraw it")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Withdrawn')")
    expect(page.get_by_text("Sent for another program")).to_be_visible()


def send_by_keys(page: Any) -> None:
    """Choose a file and how it stands beside the others, then send."""
    focus(page, "Files")
    page.keyboard.press("Space")
    page.locator("#files:valid").wait_for()  # a file was chosen
    focus(page, "Judge by the days")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    focus(page, "Send")
    page.keyboard.press("Enter")


def test_a_phone_without_scripts_is_enough(sit: Callable[..., Any], sheets: Callable[[str], Spreadsheets]) -> None:
    mine = sheets(ON_A_PHONE)
    page = sit(ON_A_PHONE, width=360, java_script_enabled=False)
    page.goto(address(ON_A_PHONE))
    page.get_by_label("Files", exact=True).set_input_files(mine.faulty)
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_selector("text=/Returned: \\d+ things to mend/")
    page.get_by_label("Files", exact=True).set_input_files(mine.mended)
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url(f"**{address(ON_A_PHONE)}2/")
    with_scripts = sit(ON_A_PHONE, width=360)
    for path in ("", "1/", "2/"):
        with_scripts.goto(address(ON_A_PHONE) + path)
        expect_no_scrolling_sideways(with_scripts)
        expect_accessible(with_scripts)


def test_a_provider_encodes_at_home_and_sends_no_name(
    sit: Callable[..., Any], invented: InventedCommunity, forked_program: Program, tmp_path: Path
) -> None:
    sent = {path.stem: path for path in invented.write(tmp_path, WITHOUT_NAMES, format="csv")}
    encoded, secret = tmp_path / "participants-encoded.csv", tmp_path / "secret.txt"
    encode = (sent.pop("participants"), "--secret-file", secret, "--out", encoded)
    for words in (("--new-secret", secret), encode):
        assert not forked_program.run("encode", *map(str, words), variables=os.environ).returncode
    assert "first_name" not in encoded.read_text() and ",gs1-" in encoded.read_text()
    page = sit(WITHOUT_NAMES)
    page.goto(f"/riverbend/programs/{WITHOUT_NAMES}/")
    page.get_by_role("link", name="Submit records").click()
    page.wait_for_url(f"**{address(WITHOUT_NAMES)}")
    page.get_by_label("Files", exact=True).set_input_files([encoded, *sent.values()])
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url(f"**{address(WITHOUT_NAMES)}1/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^\s*Accepted"))
    expect_accessible(page)
    for path in ("1/", ""):
        page.goto(address(WITHOUT_NAMES) + path)
        assert "gs1-" not in page.content()


def test_a_funder_finds_no_way_in(sit: Callable[..., Any]) -> None:
    page = sit("funder")
    page.goto(f"/riverbend/programs/{BY_MOUSE}/")
    expect(page.get_by_role("link", name="Submit records")).to_have_count(0)
    for path in ("", "1/", "1/marked.xlsx", "template.xlsx"):
        assert page.request.get(address(BY_MOUSE) + path).status in (403, 404)
