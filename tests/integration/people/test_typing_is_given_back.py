"""A session ends while somebody types: the answer tells nothing about what there is, and gives the typing back."""

import logging
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.builders import package

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Community, Person

pytestmark = pytest.mark.django_db
HERE = {"origin": "http://testserver"}
ANSWER = "/elmwood/partners/partnerships/library-school/answer/"
TYPED = {"account": "We <b>share</b> a room.\nSince May.", "level": "4"}
SIGNED_OUT = "You are signed out, nothing was stored"


@pytest.fixture
def elmwood() -> Community:
    load_package(package=package(), by=cast.DATA_LEAD)
    return Community.objects.get()


def sent(path: str = ANSWER, typed: dict = TYPED, **headers: str) -> tuple[int, str]:
    response = Client().post(path, typed, headers=HERE | headers)
    return response.status_code, response.content.decode()


def signed_in(person: Person) -> Client:
    visitor = Client()
    visitor.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return visitor


@pytest.mark.parametrize("path", [ANSWER, "/elmwood/desk/systems_scan/", "/elmwood/agenda/elements/common-agenda/"])
def test_what_was_typed_comes_back_escaped_with_a_way_in_and_a_way_to_send_it_again(
    elmwood: Community, path: str
) -> None:
    status, page = sent(path)
    assert status == 403 and SIGNED_OUT in page
    assert "<pre>We &lt;b&gt;share&lt;/b&gt; a room.\nSince May.</pre>" in page
    assert f'action="{path}"' in page and '<input type="hidden" name="level" value="4">' in page
    assert re.search(r'href="/accounts/login/\?next=/accounts/" target="_blank"', page)
    assert "csrfmiddlewaretoken" in page


@pytest.mark.parametrize(
    ("path", "typed", "labels"),
    [
        (ANSWER, {"3-library-evidence": "Minutes", "5-both-activity": "A count", "next_step": "Meet", "own": "x"},
         ["Communicate, library: what shows it", "Coordinate, both together: what is done", "Next step", "own"]),
        ("/elmwood/desk/indicators/k-readiness/",
         {"f.why_it_matters": "a", "f.versions.1.from": "2020", "f.name.es": "b"},
         ["Why it matters", "Earlier definitions 2: From", "Name (es)"]),
        ("/elmwood/desk/purposes/new/", {"f.purpose_id": "a", "f.label": "b"}, ["Short name in addresses", "Name"]),
        ("/elmwood/desk/nothing/new/", {"f.label": "b"}, ["label"]),
        ("/elmwood/agenda/elements/common-agenda/", {"statement": "a", "seen": "1f", "next_review": "2027-01-01"},
         ["In your own words", "Next review"]),
        ("/elmwood/partners/new/", {"partner_name": "Hill", "name": "Vans"},
         ["If it is not in the list: its name", "If it is about one initiative: what it is called"]),
        ("/elmwood/partners/partnerships/library-school/consent/", {"readers": "partners", "do": "save"},
         ["Who may read it"]),
        ("/elmwood/partners/network/questions/ask/", {"wording": "Do you trust them?", "steps": "4"},
         ["The question, in your own words", "Answers from 1 to"]),
        ("/elmwood/partners/network/questions/library/answers/", {"answer/school/trust": "3", "complete": "1"},
         ["trust, about school", "These are all our partners"]),
        (ANSWER, {"seen-library": "1f", "seen-library+both": "2e", "day": "2026-01-01"}, ["This is how it is on"]),
        ("/elmwood/partners/commitments/places/status/", {"kept_amount": "3"}, ["Kept so far"]),
    ],
)  # fmt: skip
def test_what_was_typed_stands_under_the_label_of_its_field(
    elmwood: Community, path: str, typed: dict[str, str], labels: list[str]
) -> None:
    _, page = sent(path, typed)
    assert re.findall(r"<dt>([^<]*)</dt>", page) == labels
    assert all(f'<input type="hidden" name="{name}"' in page for name in typed), "what is sent again keeps its names"


def test_a_field_of_a_row_that_no_form_counts_comes_back_too(elmwood: Community) -> None:
    name = f"f.versions.{'9' * 5_000}.from"
    response = Client().post(
        "/elmwood/desk/indicators/k-readiness/", f"{name}=2020", "application/x-www-form-urlencoded", headers=HERE
    )
    assert response.status_code == 403
    assert f'name="{name}" value="2020"' in response.content.decode()


@pytest.mark.parametrize("visibility", ["private", "public"])
def test_a_community_that_exists_and_one_that_never_was_answer_alike(elmwood: Community, visibility: str) -> None:
    Community.objects.update(visibility=visibility)
    answers = [
        re.sub(r'value="[A-Za-z0-9]{64}"', "", sent(path)[1].replace(path, "")).replace("/nowhere/", "/elmwood/")
        for path in (ANSWER, ANSWER.replace("elmwood", "nowhere"))
    ]
    if visibility == "private":
        assert answers[0] == answers[1]
    assert SIGNED_OUT in answers[0] and SIGNED_OUT in answers[1]


def test_secrets_and_files_are_named_and_not_repeated(elmwood: Community, caplog: pytest.LogCaptureFixture) -> None:
    secrets = {"new_password": "swordfish", "Token": "swordfish", "recovery-code": "swordfish", "a_secret": "swordfish"}
    with caplog.at_level(logging.DEBUG):
        _, page = sent(typed={**TYPED, **secrets, "file": SimpleUploadedFile("list.csv", b"names of children")})
    assert "swordfish" not in page and "names of children" not in page
    assert "Files cannot be sent again" in page and "secrets are not repeated" in page
    assert "share" not in caplog.text and "swordfish" not in caplog.text


def test_what_is_too_long_is_cut_and_not_sent_again(elmwood: Community) -> None:
    _, page = sent(typed={"account": "w" * 300_000})
    assert page.count("w" * 100_000) == 1 and len(page) < 230_000
    assert "Send the same again" not in page


@pytest.mark.parametrize(
    "headers", [{"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-mode": "cors"}]
)
def test_another_site_s_words_and_a_script_s_are_not_repeated(elmwood: Community, headers: dict[str, str]) -> None:
    Community.objects.update(visibility="private")
    status, page = sent(**headers)
    assert status == 404 and "Since May" not in page


def test_htmx_and_programs_get_the_answer_they_got_before(elmwood: Community) -> None:
    Community.objects.update(visibility="private")
    assert sent(**{"hx-request": "true"})[0] == 404
    assert SIGNED_OUT not in sent("/api/v1/elmwood/results/")[1]


def test_a_form_older_than_signing_in_comes_back_and_one_press_stores_it(elmwood: Community) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.steward(elmwood))
    path = "/elmwood/agenda/elements/common-agenda/"
    typed = {"stance": "as_written", "reason": "We wrote it ourselves", "csrfmiddlewaretoken": "x" * 64, "seen": ""}
    refused = client.post(path, typed, headers=HERE)
    page = refused.content.decode()
    assert refused.status_code == 403 and "This form has expired" in page and "Sign in (opens" not in page
    form = page[page.index("data-sends-again") :]
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    assert client.post(path, again, headers=HERE).status_code == 303
    elsewhere = client.post(path, typed, headers={"sec-fetch-site": "cross-site"}).content.decode()
    assert "We wrote it ourselves" not in elsewhere


def test_what_is_typed_for_a_page_that_is_gone_meanwhile_comes_back_to_be_copied(elmwood: Community) -> None:
    visitor = signed_in(cast.steward(elmwood))
    kept = {"key": "0192", "change": "0193", "file": SimpleUploadedFile("list.csv", b"names")}
    answer = visitor.post(ANSWER.replace("library-school", "gone"), {**TYPED, **kept}, headers=HERE)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "<pre>We &lt;b&gt;share&lt;/b&gt; a room.\nSince May.</pre>" in page
    assert "Send the same again" not in page
    assert re.findall(r"<dt>([^<]*)</dt>", page) == ["account", "level"] and "Files are not repeated" in page
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_what_is_typed_by_somebody_whose_role_has_ended_comes_back_to_be_copied(elmwood: Community) -> None:
    visitor = signed_in(cast.person("Una"))
    answer = visitor.post("/elmwood/partners/new/", {"name": "Vans <b>"}, headers=HERE)
    assert answer.status_code == 403
    assert re.findall(r"<dt>([^<]*)</dt>", answer.content.decode())[-1] == (
        "If it is about one initiative: what it is called"
    )
    assert "<pre>Vans &lt;b&gt;</pre>" in answer.content.decode()
    assert visitor.get("/elmwood/nowhere/").content.decode().count("<pre>") == 0
