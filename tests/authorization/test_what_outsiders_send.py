"""What somebody sends to harm: letters that lead elsewhere, texts and patterns that keep the machine busy, numbers
beyond counting, ballots that come too late."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client, RequestFactory, override_settings
from tests import cast
from tests.builders import indicator, package
from tests.contract.keeping import elmwood, program_of

from groundswell.apps.indicators.actions import cast_ballot
from groundswell.apps.indicators.models import Ballot
from groundswell.apps.packages.actions import close_vote, load_package
from groundswell.apps.packages.queries import recent_changes
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import actor_of
from groundswell.apps.scorecards.queries.stories import html_of
from groundswell.exchange.mapping.mapping_file import mapping_from
from groundswell.web.entrance.adapters import AccountAdapter

LETTERS = "https://scorecard.example.org"


@pytest.mark.django_db
@override_settings(ADDRESS=LETTERS, ALLOWED_HOSTS=["*"])
def test_a_letter_leads_where_the_settings_say_whatever_host_was_asked() -> None:
    dana = cast.person("Dana", password=cast.PASSWORD)
    EmailAddress.objects.create(user=dana, email=dana.email, verified=True, primary=True)
    Client().post("/accounts/password/reset/", {"email": dana.email}, HTTP_HOST="evil.example:8443")
    assert "evil" not in mail.outbox[-1].body
    assert f"{LETTERS}/accounts/password/reset/key/" in mail.outbox[-1].body
    request = RequestFactory().get("/", HTTP_HOST="evil.example:8443")
    address = AccountAdapter(request).get_email_confirmation_url(request, SimpleNamespace(key="some-key"))
    assert address == f"{LETTERS}/accounts/confirm-email/some-key/"


MAPPING = "file: x.csv\nindicator_id: a\nvalue: {column: v, unit: percent}\nperiod: {title: '%s', format: year}\n"


@pytest.mark.parametrize(
    "pattern",
    [
        "(?x)(a+) +$",  # blanks that a flag makes nothing hide a repeated group
        "a?" * 30 + "a" * 30,
        r"\(?" * 20 + r"\(" * 20,
        "(ab|ab)" * 20 + "x",
        ".*.*.*.*x",
        "a{0,99}" * 5 + "x",
        "(?=a*a*)x",
    ],
)
def test_a_pattern_that_could_be_tried_for_ever_is_refused(pattern: str) -> None:
    mapping, findings = mapping_from(MAPPING % pattern, "source", "source.yaml")
    assert mapping is None
    assert any("for ever" in finding.message for finding in findings)


@pytest.mark.parametrize(
    "pattern", [r"(\d{4}-\d{2})", r"School year:?\s*(\d{4})", r".*?(?P<year>\d{4})", r"\(?(\d{4})"]
)
def test_a_pattern_that_finds_a_year_is_taken(pattern: str) -> None:
    mapping, findings = mapping_from(MAPPING % pattern, "source", "source.yaml")
    assert mapping is not None, findings


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "![" * 50_000, "<a " * 30_000, "[a](" * 25_000, "x " * 30_000 + "[" * 40_000, "*_" * 50_000,
     "|a" * 20_000 + "\n" + "|-" * 20_000 + "\n" + "|a" * 20_000],
    ids=["brackets", "pictures", "tags", "links", "behind much text", "stars", "table"],
)  # fmt: skip
def test_no_story_keeps_the_readers_of_its_page_waiting(text: str) -> None:
    begun = time.process_time()
    drawn = html_of(f"{text}\n\n<script>alert(1)</script>")
    assert time.process_time() - begun < 3
    assert "<script" not in drawn


def test_a_long_story_with_many_links_is_drawn() -> None:
    text = "\n\n".join(
        f"Much was said about [this](https://example.org/{at}) and *that*. {'Words. ' * 40}" for at in range(50)
    )
    assert html_of(text).count("<a ") == 50


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["1e99999999999999999999", "1e-99999999999999999999", "1e999999999"])
def test_a_number_beyond_all_counting_is_refused_and_no_failure(number: str) -> None:
    program = program_of(cast.data_manager(elmwood()))
    edit = f'{{"key": {{"period": "2030"}}, "content": {{"value": {number}}}}}'
    body = f'{{"indicator_id": "k-readiness", "edits": [{edit}]}}'
    assert program.ask("PATCH", "/observations/", raw=body.encode()).status_code == 422


@pytest.mark.django_db
def test_a_change_that_is_sent_again_can_still_be_undone() -> None:
    program = program_of(cast.data_manager(elmwood()))
    answers = [program.post("/results/", {"statement": "All are housed"}, Idempotency_Key="k") for _ in range(2)]
    assert answers[0]["Change-Id"] == answers[1]["Change-Id"]


@pytest.mark.django_db
def test_rows_of_the_whole_community_go_back_to_what_they_were() -> None:
    community = elmwood()
    sam = cast.steward(community)
    program = program_of(sam)
    key = {"place_id": "hill", "period": "2023"}
    for count in ("1000", "1100"):
        seen = {"base": {"count": 1000}} if count == "1100" else {}
        sent = program.patch("/populations/", {"edits": [{"key": key, "content": {"count": int(count)}, **seen}]})
        assert sent.status_code == 200, sent.content
    change = recent_changes(community, 1)[0]
    client = Client()
    client.force_login(sam, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post(f"/elmwood/desk/changes/{change.id}/restore/", {"side": "before"}, follow=True)
    assert answer.status_code == 200
    assert recent_changes(community, 1)[0].verb == "restored"


@pytest.fixture
def voting(db: Any) -> Community:
    """Four indicators among which people choose."""
    rows = [{"indicator_id": name, "period": "2020", "value": "1", "status": "final"} for name in "abcd"]
    indicators = {name: indicator(name=f"Indicator {name}", standing="secondary") for name in "abcd"}
    load_package(package=package(rows, indicators=indicators), by=cast.COMMAND_LINE)
    return Community.objects.get()


def test_a_ballot_for_a_vote_that_was_closed_meanwhile_counts_in_no_other(voting: Community) -> None:
    library = Organization.objects.get(public_id="library")
    mo, sam = cast.partner_member(voting, library), cast.steward(voting)
    client = Client()
    client.force_login(mo, backend="allauth.account.auth_backends.AuthenticationBackend")
    choice = "/elmwood/desk/results/ready/choice/"
    asked = {"choices": "a;b;c", "about": "data", "go": "enough"}
    page = client.get(f"{choice}ballot/", asked).content.decode()
    assert '<input type="hidden" name="round" value="1">' in page
    facts = {"community_id": "elmwood", "result_id": "ready"}
    assert cast_ballot(**facts, choices=["a"], by=actor_of(sam)).is_done
    assert close_vote(**facts, headline=3, by=actor_of(sam)).is_done
    late = client.post(choice, {"do": "cast", "choices": "a;b;c", "development": "", "round": "1"})
    assert late.status_code == 422
    assert "closed meanwhile" in late.content.decode()
    assert not Ballot.objects.filter(person=str(mo.pk)).exists()
    assert 'name="round" value="1"' in client.get(f"{choice}ballot/", {**asked, "round": "1"}).content.decode()
    assert client.post(choice, {"do": "cast", "choices": "a;b;c", "development": "", "round": "2"}).status_code == 302
