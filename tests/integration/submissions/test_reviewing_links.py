"""Doubtful links are decided by whoever may, with the reasons in view; what is decided holds for every linking."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests import cast
from tests.cast import COMMAND_LINE
from tests.records import as_csv
from tests.towns import as_it_stands, names, records, send, standing_town

from groundswell.apps.people.models import AuditEvent, Community, Organization
from groundswell.apps.submissions.actions import ADDS, link_people, work_on
from groundswell.apps.submissions.actions.jobs import jobs_to_do
from groundswell.apps.submissions.models import Job, LinkDecision, LinkRun
from groundswell.apps.submissions.queries.linked import last_links
from groundswell.apps.submissions.queries.reviewing import doubtful_pairs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_links")]
CANARIES = ("Canaria", "Quercus", "1987-06-05", "one-0900", "two-0900")


def doubtful(mark: str, first: str) -> list[tuple[str, bytes]]:
    """One record of somebody whose last name and birth date are another's, and whose first name is not."""
    row = (f"{mark}-0900", first, "Quercus", "1987-06-05")
    visit = (row[0], "2024-03-01", "visit")
    return [
        ("participants.csv", as_csv([("participant_id", "first_name", "last_name", "birth_date"), row])),
        ("services.csv", as_csv([("participant_id", "date", "service"), visit])),
    ]


def providers_share_people() -> None:
    """Two providers who share people, and two records that nobody is sure of."""
    send("teeth", records(names(0, 60), "x"))
    send("teeth", doubtful("one", "Canaria"), beside=ADDS)
    send("books", records(names(30, 90), "b"))
    send("books", doubtful("two", "Canary"), beside=ADDS)
    assert link_people(community_id="town", by=COMMAND_LINE).is_done


@pytest.fixture(scope="module")
def stands(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    with standing_town(django_db_blocker, tmp_path_factory.mktemp("town") / "home", providers_share_people) as home:
        yield home


@pytest.fixture
def linked(stands: Path, db: None, settings: Any, tmp_path: Path) -> Community:
    """The town with all whom two providers share, and two who may be one."""
    return as_it_stands(stands, settings, tmp_path)


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def reviewer(linked: Community) -> Client:
    return signed_in(cast.data_manager(linked))


def the_pair(community: Community) -> str:
    found = doubtful_pairs("town", reader=COMMAND_LINE)
    assert found is not None
    (line,) = found.lines
    return f"/town/links/review/{line.pair_id}/"


def same_person(community: Community) -> bool:
    kept = last_links(community)
    assert kept is not None
    where = dict(zip(kept.participant_id, kept.person.tolist(), strict=True))
    return where["one-0900"] == where["two-0900"]


def test_a_pair_is_shown_with_both_records_and_every_weight(linked: Community, reviewer: Client) -> None:
    listed = reviewer.get("/town/links/review/").content.decode()
    assert not [each for each in CANARIES if each in listed]
    text = reviewer.get(the_pair(linked)).content.decode()
    for word in ("Canaria", "Canary", "Quercus", "1987-06-05", "+6.5", "−4.0", "speaks strongly for one person"):
        assert word in text


def test_whoever_opens_a_pair_is_recorded_with_ids_and_no_name(linked: Community, reviewer: Client) -> None:
    reviewer.get(the_pair(linked))
    event = AuditEvent.objects.get(action="read_doubtful_link")
    assert set(event.details) == {"pair", "programs"}
    assert event.details["programs"] == ["books", "teeth"]


@pytest.mark.parametrize(("verdict", "expected"), [("same", True), ("different", False)])
def test_what_was_decided_holds_for_every_linking(
    linked: Community, reviewer: Client, verdict: str, expected: bool
) -> None:
    answer = reviewer.post(the_pair(linked), {"verdict": verdict, "reason": "A call to both"})
    assert (answer.status_code, answer["Location"]) == (303, "/town/links/review/")
    for _ in range(2):
        assert link_people(community_id="town", by=COMMAND_LINE).is_done
        assert same_person(linked) is expected
        assert doubtful_pairs("town", reader=COMMAND_LINE).lines == ()


def test_a_decision_is_taken_back_and_decided_otherwise(linked: Community, reviewer: Client) -> None:
    address = the_pair(linked)
    reviewer.post(address, {"verdict": "same"})
    assert "Decided by" in reviewer.get(address).content.decode()
    reviewer.post(address, {"verdict": "different"})
    assert list(LinkDecision.objects.filter(withdrawn_at=None).values_list("verdict", flat=True)) == ["different"]
    reviewer.post(address, {"verdict": "withdraw"})
    assert not LinkDecision.objects.filter(withdrawn_at=None).exists()
    assert LinkDecision.objects.count() == 2
    assert the_pair(linked) == address


def test_skipping_decides_nothing_and_an_answer_without_a_choice_is_asked_again(
    linked: Community, reviewer: Client
) -> None:
    assert reviewer.post(the_pair(linked), {"verdict": "skip"}).status_code == 303
    answer = reviewer.post(the_pair(linked), {})
    assert answer.status_code == 422 and "Choose one" in answer.content.decode()
    assert not LinkDecision.objects.exists()


def test_a_provider_sees_no_page_of_links(linked: Community) -> None:
    library = Organization.objects.get(community=linked, public_id="library")
    pia = signed_in(cast.provider_data_manager(linked, library))
    for address in ("/town/links/", "/town/links/review/", the_pair(linked), "/api/v1/town/links.json"):
        assert pia.get(address).status_code == 403, address


def test_no_name_stands_in_a_row_an_event_a_log_or_an_address(
    linked: Community, reviewer: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    address = the_pair(linked)
    reviewer.get(address)
    reviewer.post(address, {"verdict": "same"})
    kept = [repr(each.__dict__) for model in (LinkRun, LinkDecision, Job) for each in model.objects.all()]
    kept += [repr(each.details) for each in AuditEvent.objects.all()]
    overview = reviewer.get("/town/links/").content.decode() + reviewer.get("/api/v1/town/links.json").content.decode()
    said = "\n".join([*kept, address, overview, caplog.text])
    assert len(kept) > 5
    assert not [each for each in CANARIES if each in said]


def test_the_overview_tells_rounded_numbers_and_its_twin_the_same(linked: Community, reviewer: Client) -> None:
    text = reviewer.get("/town/links/").content.decode()
    twin = reviewer.get("/api/v1/town/links.json").json()
    assert re.search(r"120\s+records of participants are linked into 90\s+people", text)
    assert (twin["standing"]["records"], twin["standing"]["people"]) == (120, 90)
    assert twin["found_at"] == [{"providers": 1, "people": 60}, {"providers": 2, "people": 30}]
    assert twin["doubtful"] == 1


def test_linking_is_asked_for_once_and_done_beside_the_request(linked: Community, reviewer: Client) -> None:
    for _ in range(2):
        assert reviewer.post("/town/links/now/").status_code == 303
    (job,) = jobs_to_do(linked)
    assert (job.kind, job.arguments) == ("linking", {"engine": "own"})
    assert "Linking waits" in reviewer.get("/town/links/").content.decode()
    assert work_on(job.pk, worker="one", by=COMMAND_LINE) == "done"
    assert LinkRun.objects.count() == 2


def test_the_other_engine_is_chosen_by_its_button_and_one_that_is_not_there_fails_with_a_word(
    linked: Community, reviewer: Client
) -> None:
    reviewer.post("/town/links/now/", {"engine": "splink"})
    (job,) = jobs_to_do(linked)
    assert work_on(job.pk, worker="one", by=COMMAND_LINE) == "failed"  # the double knows no other engine
    assert "splink is not installed" in reviewer.get("/town/links/").content.decode()


def test_work_that_somebody_may_not_do_is_left_for_who_may(linked: Community) -> None:
    from groundswell.apps.people.queries import actor_of
    from groundswell.apps.submissions.actions.jobs import ask_for_linking, may_do

    ask_for_linking(community_id="town", by=COMMAND_LINE)
    (job,) = jobs_to_do(linked)
    library = Organization.objects.get(community=linked, public_id="library")
    assert not may_do(job, actor_of(cast.provider_data_manager(linked, library)))
    assert may_do(job, actor_of(cast.data_manager(linked, "other")))
