"""A community's own questions: answered for one's own organization, read by others as little as accounts are."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.test import Client
from tests import cast
from tests.integration.partnerships.test_network_pages import (
    CLINIC,
    LIBRARY,
    NETWORK,
    SCHOOL,
    UNITED,
    elmwood,
    member,
)

from groundswell.apps.packages.queries import package_of
from groundswell.apps.partnerships.actions import (
    answer_network_questions,
    ask_network_question,
    name_all_partners,
    open_partnership,
    retire_network_question,
)
from groundswell.apps.partnerships.models import NetworkAnswer, NetworkQuestion
from groundswell.apps.partnerships.queries.questions import questions_of, readable_answers
from groundswell.apps.people.models import AuditEvent, Community
from groundswell.apps.people.queries import PUBLIC, Actor, NotAllowedError, actor_of

__all__ = ["elmwood"]
pytestmark = pytest.mark.django_db
QUESTIONS = f"{NETWORK}questions/"


def answered(by: Actor, organization: str, about: str, said: str = "3"):
    answers = {(about, "trust"): said}
    return answer_network_questions(community_id="elmwood", organization_id=organization, answers=answers, by=by)


def read(community: Community, reader: Actor) -> set[tuple[str, str, str]]:
    return {(one.one, one.about, one.answer) for one in readable_answers(community, reader=reader)}


def test_an_answer_is_read_by_the_other_only_when_both_answered_and_both_let_it(elmwood: Community) -> None:
    clinic, library, school = (member(elmwood, name) for name in (CLINIC, LIBRARY, SCHOOL))
    mine, theirs = (CLINIC, LIBRARY, "3"), (LIBRARY, CLINIC, "2")
    assert answered(clinic, CLINIC, LIBRARY).is_changed
    assert read(elmwood, clinic) == {mine} and read(elmwood, library) == read(elmwood, school) == set()
    assert answered(library, LIBRARY, CLINIC, "2").is_changed
    assert read(elmwood, clinic) == read(elmwood, library) == read(elmwood, school) == {mine, theirs}
    assert read(elmwood, PUBLIC) == set()


def test_where_two_have_several_partnerships_what_all_of_them_let_counts(elmwood: Community) -> None:
    clinic, library = member(elmwood, CLINIC), member(elmwood, LIBRARY)
    answered(clinic, CLINIC, LIBRARY)
    answered(library, LIBRARY, CLINIC, "2")
    assert len(read(elmwood, library)) == 2
    quiet = {"organization_id": CLINIC, "partner_id": LIBRARY, "name": "A quiet one"}
    assert open_partnership(community_id="elmwood", **quiet, by=clinic).is_changed
    assert read(elmwood, library) == {(LIBRARY, CLINIC, "2")} and read(elmwood, clinic) == {(CLINIC, LIBRARY, "3")}


def test_without_consent_each_reads_only_its_own(elmwood: Community) -> None:
    library, school = member(elmwood, LIBRARY), member(elmwood, SCHOOL)
    answered(library, LIBRARY, SCHOOL, "4")
    answered(school, SCHOOL, LIBRARY, "1")
    assert read(elmwood, library) == {(LIBRARY, SCHOOL, "4")} and read(elmwood, school) == {(SCHOOL, LIBRARY, "1")}
    for other in (member(elmwood, CLINIC), actor_of(cast.steward(elmwood)), cast.COMMAND_LINE, PUBLIC):
        assert read(elmwood, other) == set()


def test_nobody_answers_for_another_organization(elmwood: Community) -> None:
    for by in (member(elmwood, CLINIC), actor_of(cast.steward(elmwood)), cast.COMMAND_LINE, PUBLIC):
        with pytest.raises(NotAllowedError):
            answered(by, LIBRARY, CLINIC)
        with pytest.raises(NotAllowedError):
            name_all_partners(community_id="elmwood", organization_id=LIBRARY, is_complete=True, by=by)


def test_what_was_answered_stands_in_no_log_and_can_be_taken_back(elmwood: Community) -> None:
    clinic = member(elmwood, CLINIC)
    answered(clinic, CLINIC, LIBRARY, "4")
    assert not answered(clinic, CLINIC, LIBRARY, "4").is_changed
    assert answered(clinic, CLINIC, LIBRARY, "").is_changed and read(elmwood, clinic) == set()
    events = [str(event.details) for event in AuditEvent.objects.filter(action="network_answer")]
    assert len(events) == 2 and not any(LIBRARY in said or "'4'" in said for said in events)


def test_what_is_wrong_with_answers_comes_back_all_at_once_and_nothing_is_stored(elmwood: Community) -> None:
    answers = {(LIBRARY, "trust"): "5", (UNITED, "trust"): "1", (SCHOOL, "no-such"): "1", (SCHOOL, "trust"): "2"}
    done = answer_network_questions(
        community_id="elmwood", organization_id=CLINIC, answers=answers, by=member(elmwood, CLINIC)
    )
    assert {finding.column for finding in done.findings} == {"library/trust", "united-way/trust", "school/no-such"}
    assert not NetworkAnswer.objects.exists()


def test_a_question_is_asked_changed_and_asked_no_more(elmwood: Community) -> None:
    sam = actor_of(cast.steward(elmwood))
    asked = ask_network_question(
        community_id="elmwood", content={"wording": "How much does it help?", "steps": "7"}, by=sam
    )
    assert asked.id == "how-much-does-it-help" and [one.steps for one in questions_of(elmwood)] == [7, 4]
    for wrong in ({"wording": ""}, {"wording": "x", "steps": "1"}, {"wording": "x", "question_id": "roster"}):
        assert not ask_network_question(community_id="elmwood", content=wrong, by=sam).is_done
    assert retire_network_question(community_id="elmwood", question_id=asked.id, by=sam).is_changed
    assert [one.id for one in questions_of(elmwood)] == ["trust"]
    assert not retire_network_question(community_id="elmwood", question_id=asked.id, by=sam).is_done


def test_the_words_of_questions_travel_in_the_package(elmwood: Community) -> None:
    carried = package_of("elmwood")
    assert carried is not None
    assert carried.tables["network_questions"].columns["wording"] == ["Do they keep their word?"]


def test_the_page_takes_answers_and_keeps_what_was_typed(elmwood: Community) -> None:
    client = Client()
    person = member(elmwood, CLINIC).person
    assert person is not None
    client.force_login(person)
    assert "Do they keep their word?" in client.get(QUESTIONS).content.decode()
    address = f"{QUESTIONS}clinic/answers/"
    refused = client.post(address, {"answer/library/trust": "9", "answer/school/trust": "2"})
    assert refused.status_code == 422 and "is no answer to this question" in refused.content.decode().lower()
    assert '<option value="2" selected>' in refused.content.decode()
    done = client.post(address, {"answer/library/trust": "3", "complete": "1"}, follow=True)
    assert "Saved." in done.content.decode() and '<option value="3" selected>' in done.content.decode()
    assert 'name="complete" value="1" checked' in done.content.decode()
    assert Client().get(QUESTIONS).status_code in (302, 403)


def test_twins_say_what_the_page_says_and_no_more(elmwood: Community) -> None:
    clinic, library = (member(elmwood, name) for name in (CLINIC, LIBRARY))
    answered(clinic, CLINIC, LIBRARY)
    asked = "/api/v1/elmwood/partners/network/questions"
    assert Client().get(f"{asked}.json").status_code in (401, 403)
    client = Client()
    assert library.person is not None
    client.force_login(library.person)
    assert f'href="{asked}.csv"' in client.get(QUESTIONS).content.decode()
    said = client.get(f"{asked}.json").json()
    assert [one["wording"] for one in said["questions"]] == ["Do they keep their word?"] and said["answers"] == []
    answered(library, LIBRARY, CLINIC, "2")
    rows = list(csv.DictReader(StringIO(client.get(f"{asked}/.csv").content.decode("utf-8-sig"))))
    assert {(row["from_organization"], row["to_organization"], row["answer"]) for row in rows} == {
        (CLINIC, LIBRARY, "3"),
        (LIBRARY, CLINIC, "2"),
    }


def test_a_steward_asks_on_the_page_and_what_is_wrong_comes_back(elmwood: Community) -> None:
    client = Client()
    client.force_login(cast.steward(elmwood))
    refused = client.post(f"{QUESTIONS}ask/", {"wording": "How often do we meet?", "steps": "1"})
    assert refused.status_code == 422 and 'value="How often do we meet?"' in refused.content.decode()
    assert client.post(f"{QUESTIONS}ask/", {"wording": "How often do we meet?", "steps": "5"}).status_code == 302
    assert client.post(f"{QUESTIONS}trust/retire/").status_code == 302
    assert list(NetworkQuestion.objects.filter(retired=None).values_list("public_id", flat=True)) == [
        "how-often-do-we-meet"
    ]
