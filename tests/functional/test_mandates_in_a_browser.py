"""Who represents whom, seen by somebody who takes part and by the public: on a phone, at a desk, by the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional.conftest import Desks, sitting
from tests.functional.expecting import expect_accessible, expect_no_scrolling_sideways

pytestmark = pytest.mark.browser
MANDATES, NETWORKS = "/riverbend/partners/mandates/", "/riverbend/partners/networks/"
PEOPLE = """
from groundswell.apps.packages.actions import save_object
community = Community.objects.get(public_id="riverbend")
providers = Organization.objects.filter(community=community, roles__contains="provider").order_by("public_id")
first, second, third, *others = providers
def put(kind, object_id, **content):
    saved = save_object(community_id="riverbend", kind=kind, object_id=object_id, content=content, by=cast.DATA_LEAD)
    assert saved.is_done, saved.findings
put("networks", "first", name="Family First", members=f"{first.public_id}; {second.public_id}",
    description="Families with young children, whichever door they come in by.", common_entry="One intake since 2024",
    since="2024-01-01", measure_ids="on-track-share; people-served")
put("mandates", "a", organization_id=first.public_id, table="Children's council", representative="Lee Okafor, director",
    formal="true", can_commit="resources; practices", document="https://example.org/resolution-12", since="2024-02-01",
    until="2027-01-31")
put("mandates", "b", organization_id=second.public_id, table="Children's council", representative="Ida Lindqvist",
    formal="false", can_commit="resources")
put("mandates", "c", organization_id=third.public_id, table="Health board", representative="Rana Haddad, deputy",
    formal="true", document="Resolution 7 of the board")
put("mandates", "d", network_id="first", table="Health board", representative="Paul Moreau", formal="true",
    can_commit="priorities", until="2026-12-31")
signed_in("sam", cast.steward(community))
signed_in("mo", cast.partner_member(community, first))
signed_in("stranger", cast.stranger())
"""


@pytest.fixture(scope="module")
def tables(desks: Any) -> Iterator[Desks]:
    """Riverbend in a home of its own, with two tables, a network, and somebody of each kind."""
    with desks("mandates", PEOPLE) as found:
        yield found


@pytest.fixture
def sit(chromium: Any, tables: Desks) -> Iterator[Callable[..., Any]]:
    yield from sitting(chromium, tables)


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), pytest.param(1280, "light", marks=pytest.mark.slow)])
def test_pages_are_accessible_and_fit_a_phone(sit: Callable[..., Any], width: int, scheme: str) -> None:
    page = sit("sam", width, color_scheme=scheme)
    for path in (MANDATES, NETWORKS, f"{NETWORKS}first/"):
        page.goto(path)
        expect_accessible(page)
        expect_no_scrolling_sideways(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_presence_and_power_are_told_apart_by_word_and_by_shape(sit: Callable[..., Any], width: int) -> None:
    page = sit("mo", width)
    page.goto(f"{MANDATES}?on=2026-11-01")
    seats = page.locator(".seats .presence")
    assert {seats.nth(at).inner_text().strip() for at in range(seats.count())} == {
        "Mandate with power", "Mandate, and nothing to commit", "Friendly presence"
    }  # fmt: skip
    shapes = page.locator(".seats .presence-power svg rect"), page.locator(".seats .presence-friendly svg circle")
    assert all(found.count() for found in shapes)
    assert (
        page.locator(".seats a", has_text="Document").first.get_attribute("href") == "https://example.org/resolution-12"
    )


def test_a_partner_says_who_speaks_for_the_own_organization(sit: Callable[..., Any]) -> None:
    page = sit("mo", 360)
    page.goto(MANDATES)
    page.get_by_role("link", name="Say who represents whom").click()
    expect_accessible(page)
    expect_no_scrolling_sideways(page)
    choices = page.locator("#f-organization-id option")
    expect(choices).to_have_count(2)  # nothing chosen, and the own one
    page.locator("#f-organization-id").select_option(index=1)
    page.locator("#f-table").fill("Housing table")
    page.locator("#f-representative").fill("Ana Ferreira")
    page.get_by_label("Formally: the organization has given them the mandate").check()
    page.get_by_label("Practices: how the organization works").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.goto(MANDATES)
    expect(page.locator("main")).to_contain_text("Ana Ferreira")


def test_the_public_meets_no_name(sit: Callable[..., Any]) -> None:
    page = sit("stranger")
    for path in (MANDATES, f"{NETWORKS}first/"):
        page.goto(path)
        expect_accessible(page)
        assert not [
            name for name in ("Okafor", "Lindqvist", "Haddad", "Moreau", "example.org") if name in page.content()
        ]


def test_another_day_is_chosen_by_the_keyboard_and_without_scripts(sit: Callable[..., Any]) -> None:
    page = sit("sam", java_script_enabled=False)
    page.goto(MANDATES)
    page.locator("#on").focus()
    page.locator("#on").fill("2023-01-01")
    page.keyboard.press("Enter")
    page.wait_for_url("**on=2023-01-01")
    assert "Okafor" not in page.locator("main").inner_text().split("Begins later")[0]
