"""Awkward text in what people are called, and in what they call their programs: kept as typed, and never run."""

import csv
import html
import io
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import mail
from django.test import Client, override_settings
from tests import cast
from tests.builders import indicator, package, story
from tests.naughty import NAUGHTY_NAMES, RUNNING

from groundswell.apps.packages.actions import load_package, save_object
from groundswell.apps.packages.actions.communities import make_community
from groundswell.apps.partnerships.actions import open_partnership
from groundswell.apps.people.actions import RefusalError, make_token
from groundswell.apps.people.actions.accounts import change_own_name
from groundswell.apps.people.actions.invitations import invite_person
from groundswell.apps.people.models import Community, Organization, Person
from groundswell.apps.people.queries import actor_of
from groundswell.core.roles import Role
from groundswell.exchange.writers import guarded

pytestmark = pytest.mark.django_db
LONGEST = 200
NAMES = sorted({text.strip() for text in NAUGHTY_NAMES if text.strip() and len(text) <= LONGEST})
CHROMIUM = Path("/usr/bin/chromium")
SITE = "http://site.test"


@pytest.fixture
def elmwood(db: Any) -> Community:
    """Whose own words would run, too, if they could."""
    mark = "".join(RUNNING)
    told = {"definition": mark, "why_it_matters": mark, "name": f"Ready {mark}"}
    whole = package(indicators={"k-readiness": indicator(**told)}, stories=[story("\n\n".join(RUNNING))])
    assert load_package(package=whole, by=cast.DATA_LEAD).is_done
    community = Community.objects.get(public_id="elmwood")
    Organization.objects.filter(community=community).update(name=f"Library {mark}"[:LONGEST])
    return community


def _signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


class _Seen(HTMLParser):
    """What a browser would make of a page: elements that run something, or that none of our pages holds."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        runs = [name for name in facts if name.startswith("on")]
        leads = [facts[name] or "" for name in ("href", "src", "action", "formaction") if name in facts]
        is_bad = tag in {"iframe", "base", "style", "object", "embed"} or runs
        is_data = facts.get("type") == "application/json"
        is_bad = is_bad or (tag == "script" and not is_data and not (facts.get("src") or "").startswith("/static/"))
        if is_bad or any(each.strip().lower().startswith(("javascript:", "data:text")) for each in leads):
            self.wrong.append(f"<{tag} {facts}>")


def _what_runs(page: str) -> list[str]:
    seen = _Seen()
    seen.feed(page)
    return seen.wrong


def test_a_person_is_called_what_they_typed_on_the_page_in_csv_and_in_json(elmwood: Community) -> None:
    for at, text in enumerate(NAMES):
        who = cast.appointed(cast.person(f"p{at}"), elmwood, Role.VIEWER)
        assert change_own_name(name=text, by=actor_of(who)).name == text
    sam = cast.steward(elmwood)
    client = _signed_in(sam)
    page = client.get("/elmwood/people/").content.decode()
    assert [text for text in NAMES if html.escape(text) not in page] == []
    assert _what_runs(page) == []
    rows = csv.reader(
        io.StringIO(client.get("/elmwood/people/people.csv").content.decode().lstrip("\ufeff"), newline="")
    )
    assert {guarded(text) for text in NAMES} - {row[0] for row in rows} == set()
    _, secret = cast.token_of(sam)
    told = Client().get("/api/v1/elmwood/people/", headers={"Authorization": f"Bearer {secret}"}).json()
    assert set(NAMES) - {part["name"] for part in told["people"]} == set()


def test_a_token_is_called_what_its_person_typed(elmwood: Community) -> None:
    for start in range(0, len(NAMES), 15):
        sam = cast.steward(elmwood, mark=f"t{start}")
        some = NAMES[start : start + 15]
        for text in some:
            assert make_token(name=text, by=actor_of(sam))[0].name == text
        page = _signed_in(sam).get("/accounts/tokens/").content.decode()
        assert [text for text in some if html.escape(text) not in page] == []
        assert _what_runs(page) == []


@override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_an_invitation_greets_by_the_name_that_was_typed_and_its_letter_leads_nowhere_else(elmwood: Community) -> None:
    sam = cast.steward(elmwood)
    for at, text in enumerate(RUNNING):
        email = f"i{at}@example.org"
        made = invite_person(
            community_id="elmwood", email=email, name=text, role="viewer", by=actor_of(sam), address=SITE
        )
        assert made.name == text.strip()
        assert mail.outbox[-1].to == [email]
        assert "\n" not in mail.outbox[-1].subject
    page = _signed_in(sam).get("/elmwood/people/invitations/").content.decode()
    assert [text for text in RUNNING if html.escape(text.strip()) not in page] == []
    assert _what_runs(page) == []


@pytest.mark.browser
def test_none_of_it_runs_in_a_browser(elmwood: Community) -> None:
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed: apt-get install chromium")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
    for at, text in enumerate(each for each in RUNNING if each.strip()):
        cast.appointed(_called(at, text), elmwood, Role.VIEWER)
    client = _signed_in(cast.steward(elmwood))
    paths = [
        *("/elmwood/", "/elmwood/results/ready/", "/elmwood/indicators/k-readiness/", "/elmwood/people/"),
        *("/elmwood/desk/indicators/k-readiness/", "/elmwood/desk/stories/", "/elmwood/permissions/"),
    ]
    answers = {path: client.get(path) for path in paths}
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(paths, 200)
    said: list[str] = []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page()

        def serve(route: Any) -> None:
            path = route.request.url.removeprefix(SITE).partition("?")[0]
            if not route.request.url.startswith(SITE):
                said.append(f"asked for {route.request.url}")
                route.abort()
            elif path in answers:
                headers = dict(answers[path].headers.items())
                route.fulfill(status=200, headers=headers, body=answers[path].content)
            elif path.startswith(settings.STATIC_URL) and (found := finders.find(path[len(settings.STATIC_URL) :])):
                route.fulfill(path=found)
            else:
                route.fulfill(status=404, body="")

        page.route("**/*", serve)
        page.on("dialog", lambda dialog: (said.append(f"dialog {dialog.message}"), dialog.dismiss()))
        for path in paths:
            page.goto(SITE + path, wait_until="load")
            if found := page.evaluate(INJECTED):
                said.append(f"{path}: {found}")
            assert page.url == SITE + path
        browser.close()
    assert said == []


INJECTED = """() => [...document.querySelectorAll(`iframe, object, embed, base, style, meta[http-equiv],
    script:not([src]):not([type="application/json"]), [onerror], [onload], [onfocus], [ontoggle],
    [href^="javascript:"]`)].map(each => each.outerHTML)"""


def _called(at: int, text: str) -> Person:
    who = cast.person(f"p{at}")
    return change_own_name(name=text[:LONGEST], by=actor_of(who))


def test_a_mark_that_turns_the_direction_of_writing_is_refused_in_a_name_wherever_it_comes_from(
    elmwood: Community,
) -> None:
    turning, said = "Hill\u202eloohcS", "turns the direction of writing"
    steward = actor_of(cast.steward(elmwood))
    (told,) = save_object(
        community_id="elmwood", kind="organizations", object_id="hill", content={"name": turning}, by=steward
    ).findings
    assert told.is_error and told.column == "name" and said in told.message
    (told,) = open_partnership(
        community_id="elmwood", organization_id="library", partner_name=turning, by=steward
    ).findings
    assert told.is_error and told.column == "partner_name" and said in told.message
    with pytest.raises(RefusalError, match=said):
        change_own_name(name=turning, by=steward)
    with pytest.raises(RefusalError, match=said):
        make_token(name=turning, by=steward)
    with pytest.raises(RefusalError, match=said):
        make_community(community_id="hill", name=turning, by=actor_of(cast.administrator()))
    assert Organization.objects.filter(community=elmwood).count() == 1
