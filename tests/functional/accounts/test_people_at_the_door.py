"""From a fresh installation to signing in by a touch, in a browser; and every page of it looked at."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional.accounts.conftest import Fresh
from tests.functional.expecting import expect_accessible, expect_no_scrolling_sideways

pytestmark = pytest.mark.browser
PASSWORD = "four quiet herons at dawn"
WIDTHS = (1280, 360)


@pytest.fixture
def look(chromium: Any, fresh: Fresh) -> Iterator[tuple[Any, Callable[[], None], list[str]]]:
    """A page, a look at it (it fits, and nobody is kept out), and what the browser complained about."""
    context = chromium.new_context(base_url=fresh.address, reduced_motion="reduce")
    context.set_default_timeout(90_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda problem: complaints.append(str(problem)))

    def at_it() -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            expect_no_scrolling_sideways(page)
        expect_accessible(page)

    yield page, at_it, complaints
    context.close()


def _send(page: Any, **typed: str) -> None:
    for name, words in typed.items():
        page.fill(f"main [name={name}]", words)
    page.click("main button.primary")
    page.wait_for_load_state()


def test_the_first_administrator_adds_a_passkey_and_signs_in_by_a_touch(look: Any, fresh: Fresh) -> None:
    page, at_it, complaints = look
    page.goto(fresh.first)
    at_it()
    _send(page, email="ines@example.org", name="Ines", password=PASSWORD)
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    one = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    keys.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**one, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    page.goto("/accounts/2fa/webauthn/add/")
    at_it()
    _send(page, password=PASSWORD)
    page.check("[name=passwordless]")
    at_it()
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    at_it()
    for address in ("", "sessions/", "2fa/", "2fa/webauthn/", "2fa/totp/activate/", "email/", "password/change/"):
        page.goto(f"/accounts/{address}")
        at_it()
    page.goto("/accounts/logout/")
    at_it()
    _send(page)
    page.goto("/accounts/login/?next=/accounts/sessions/")
    at_it()
    page.click("#passkey_login")
    page.wait_for_url(lambda url: "login" not in url)
    page.goto("/accounts/")
    expect(page).to_have_title(re.compile("^My account"))
    assert complaints == []


def test_without_javascript_a_password_signs_in_and_what_needs_it_is_not_offered(chromium: Any, fresh: Fresh) -> None:
    context = chromium.new_context(base_url=fresh.address, java_script_enabled=False)
    context.set_default_timeout(90_000)
    page = context.new_page()
    page.goto("/accounts/login/")
    expect(page.locator("#passkey_login")).to_be_hidden()
    expect(page.get_by_text("A passkey needs JavaScript.")).to_be_visible()
    _send(page, login="nobody@example.org", password="wrong horse battery")
    expect(page.get_by_text("not correct").first).to_be_visible()
    context.close()


def test_a_forgotten_password_is_renewed_by_keyboard_alone(look: Any, fresh: Fresh) -> None:
    page, at_it, complaints = look
    page.goto("/accounts/password/reset/")
    at_it()
    page.focus("main [name=email]")
    page.keyboard.type("nobody@example.org")
    page.keyboard.press("Enter")
    page.wait_for_url("**/password/reset/done/")
    at_it()
    assert complaints == []
