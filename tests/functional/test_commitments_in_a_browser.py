"""What was promised, as people meet it: on a phone, by the keyboard, without scripts, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional.conftest import Desks, sitting
from tests.functional.expecting import expect_accessible, expect_no_scrolling_sideways

pytestmark = pytest.mark.browser
PAGE, PROMISES = "/riverbend/partners/commitments/", "/riverbend/promises/"
PEOPLE = """
from groundswell.apps.packages.actions import save_object
from groundswell.apps.people.isolation import speaking_as
from groundswell.apps.people.queries import operator
community = Community.objects.get(public_id="riverbend")
signed_in("sam", cast.steward(community))
mentors = Organization.objects.get(community=community, name="Millrace Mentors")
signed_in("pia", cast.partner_member(community, mentors))
places = {"organization_id": mentors.public_id, "kind": "resources", "statement": "Fifty more places with tutors",
          "indicator_id": "kindergarten-readiness", "amount": "50", "unit": "people", "made": "2020-01-10",
          "due": "2020-06-30", "evidence": "See https://example.org/a-report-with-a-rather-long-address-for-a-phone"}
by = operator("cli:tests")
with speaking_as(by):
    made = save_object(community_id="riverbend", kind="commitments", object_id="fifty", content=places, by=by)
assert made.is_done, made.findings
"""


@pytest.fixture(scope="module")
def promising(desks: Any) -> Iterator[Desks]:
    """Riverbend in a home of its own, with something that is overdue."""
    with desks("promising", PEOPLE) as found:
        yield found


@pytest.fixture
def sit(chromium: Any, promising: Desks) -> Iterator[Callable[..., Any]]:
    yield from sitting(chromium, promising)


@pytest.mark.parametrize("path", [PAGE, PROMISES])
@pytest.mark.parametrize("scheme", [pytest.param("light", marks=pytest.mark.slow), "dark"])
def test_pages_of_what_was_promised_are_accessible_and_fit_a_phone(
    sit: Callable[..., Any], path: str, scheme: str
) -> None:
    page = sit("pia", width=360, color_scheme=scheme)
    page.goto(path)
    expect_accessible(page, unfolded=True)
    expect_no_scrolling_sideways(page)


def test_without_scripts_and_with_keys_only_its_owner_says_how_it_stands(sit: Callable[..., Any]) -> None:
    page = sit("pia", java_script_enabled=False)
    page.goto(PAGE)
    assert re.search(r"\d+ (is|are) overdue\.", page.locator(".answer-words").inner_text())  # Riverbend has its own
    page.locator("#fifty summary").focus()
    page.keyboard.press("Enter")
    entry = page.locator("#fifty")
    entry.locator("[name=evidence]").fill("")
    entry.locator("[name=kept_amount]").fill("20")
    entry.locator("button", has_text="Released").press("Enter")
    expect(entry.locator("[role=alert]")).to_contain_text("say why, in evidence")
    expect(entry.locator("[name=kept_amount]")).to_have_value("20")
    entry.locator("[name=evidence]").fill("Twenty began in May")
    entry.locator("button", has_text="Under way").press("Enter")
    expect(page.locator("[role=status]").first).to_contain_text("Saved.")
    expect(page).to_have_url(re.compile("#fifty$"))
    expect(page.locator("#fifty")).to_contain_text("20 people kept")


def test_on_paper_promises_show_no_buttons(sit: Callable[..., Any]) -> None:
    page = sit("sam")
    page.goto(PROMISES)
    page.emulate_media(media="print")
    expect(page.locator("main button:visible, main .button:visible")).to_have_count(0)
    expect(page.locator(".commitment:visible", has_text="Fifty more places with tutors")).to_have_count(1)
