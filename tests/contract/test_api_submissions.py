"""Records sent over the API: exactly once, described as they are answered, and nobody is named in any answer."""

from __future__ import annotations

import csv
import io
import json
import logging
from typing import Any

import jsonschema
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.contract.keeping import Program, program_of
from tests.records import among

from groundswell.apps.people.models import Community, Organization
from groundswell.apps.submissions.models import Submission

AT = "/api/v1/riverbend/programs/first-steps/submissions/"
ROUTE = "/api/v1/{community_id}/programs/{program_id}/submissions/"
Files = list[tuple[str, bytes]]
pytestmark = pytest.mark.django_db


@pytest.fixture
def community(riverbend_for_records: Community) -> Community:
    return riverbend_for_records


@pytest.fixture
def provider(community: Community) -> Program:
    return program_of(cast.provider_data_manager(community, Organization.objects.get(public_id="bright-start")))


@pytest.fixture(scope="session")
def description(django_db_setup: None) -> dict[str, Any]:
    from groundswell.api.urls import api

    return json.loads(json.dumps(api.get_openapi_schema(), default=str))


def send(program: Program, files: Files, key: str = "", **more: Any) -> Any:
    headers = {"Authorization": f"Bearer {program.secret}"} if program.secret else {}
    if key:
        headers["Idempotency-Key"] = key
    sent = {"files": [SimpleUploadedFile(name, content) for name, content in files], **more}
    return program.client.post(AT, sent, headers=headers)


def check(answer: Any, description: dict[str, Any], route: str = ROUTE, method: str = "post") -> None:
    """The answer keeps to what is described for its status."""
    told = description["paths"][route][method]["responses"][str(answer.status_code)]["content"]
    schema = told[answer["Content-Type"]]["schema"]
    jsonschema.validate(answer.json(), {**schema, "components": description["components"]})


def test_a_submission_is_accepted_once_and_again_answered_as_it_stands(
    provider: Program, files: Files, description: dict[str, Any]
) -> None:
    first, again, other_key = send(provider, files, "a"), send(provider, files, "a"), send(provider, files, "b")
    assert [each.status_code for each in (first, again, other_key)] == [201, 200, 200]
    assert first["Location"] == f"{AT}1"
    assert again["Idempotent-Replayed"] == "true"
    assert first.json() == again.json() == other_key.json()
    check(first, description)
    check(again, description)
    said = first.json()
    assert (said["number"], said["state"] in ("accepted", "warned"), said["is_in_use"]) == (1, True, True)
    assert set(said["counts"]) == {"participants", "enrollments", "services", "outcomes"}
    assert len(said["moved"]) == len(Submission.objects.get().moved) > 0
    assert said["columns"]["participants"]["birth_date"] == ["birth_date"]
    assert Submission.objects.count() == 1


def test_percents_that_moved_are_proportions(provider: Program, files: Files) -> None:
    moved = {(one["measure_id"], one["period"]): one for one in send(provider, files).json()["moved"]}
    kept = [one for one in Submission.objects.get().moved if one[3] and one[3][2]]
    assert kept
    for measure, period, _, (_, top, bottom) in kept:
        assert moved[measure, period]["after"] == pytest.approx(top / bottom)


def test_a_key_that_named_another_submission_is_refused(
    provider: Program, files: Files, faulty: Files, description: dict[str, Any]
) -> None:
    assert send(provider, faulty, "a").status_code == 422
    refused = send(provider, files, "a")
    assert refused.status_code == 409
    check(refused, description)
    assert Submission.objects.count() == 1
    assert send(provider, files, "not visible").status_code == 400


def test_what_is_returned_says_each_thing_and_its_number(
    provider: Program, faulty: Files, description: dict[str, Any]
) -> None:
    answer, again = send(provider, faulty, "a"), send(provider, faulty, "a")
    assert answer.status_code == again.status_code == 422
    assert answer.json() == again.json()
    check(answer, description)
    said = answer.json()
    assert (said["number"], said["state"], said["status"]) == (1, "returned", 422)
    told = {(one["file"], one["row"]) for one in said["findings"]}
    assert {("participants.csv", 14), ("enrollments.csv", 11)} & told
    assert all(one["message"] and one["severity"] in ("error", "warning", "info") for one in said["findings"])
    kept = provider.get(f"{AT}1")
    check(kept, description, f"{ROUTE}{{number}}", "get")
    assert (kept.json()["state"], kept.json()["moved"]) == ("returned", [])


def test_a_submission_that_only_a_person_can_place_has_no_number(
    provider: Program, files: Files, description: dict[str, Any]
) -> None:
    assert send(provider, among(files, {"2022", "2023"})).status_code == 201
    refused = send(provider, among(files, {"2023", "2024"}))
    assert refused.status_code == 422
    check(refused, description)
    assert (refused.json()["number"], refused.json()["state"]) == (0, "refused")
    assert send(provider, among(files, {"2023", "2024"}), beside="replaces").json()["superseded"] == [1]


def test_a_column_map_names_headings_of_ones_own(provider: Program, files: Files) -> None:
    named = [(name, content.replace(b"birth_date", b"xyz", 1)) for name, content in files]
    answer = send(provider, named, columns="participants:\n  birth_date: xyz\n")
    assert answer.status_code == 201
    assert answer.json()["columns"]["participants"]["birth_date"] == ["xyz"]


def test_the_list_and_the_template_keep_to_their_description(
    provider: Program, files: Files, description: dict[str, Any]
) -> None:
    send(provider, files)
    listed, template = provider.get(AT), provider.get(f"{AT}template.json")
    check(listed, description, ROUTE, "get")
    check(template, description, f"{ROUTE}template.json", "get")
    assert [(one["number"], one["by_name"]) for one in listed.json()["submissions"]] == [(1, "Pia")]
    columns = {one["name"]: one for one in template.json()["tables"]["services"]}
    assert columns["service"]["required"]
    assert "visit" in columns["service"]["allowed"]
    assert any(one["why"] for one in columns.values())
    workbook = provider.get(f"{AT}template.xlsx")
    told = description["paths"][f"{ROUTE}template.xlsx"]["get"]["responses"]["200"]["content"]
    assert list(told) == [workbook["Content-Type"]]
    assert "services" in openpyxl.load_workbook(io.BytesIO(workbook.content)).sheetnames


def test_a_submission_is_withdrawn_for_a_reason_and_once(
    provider: Program, files: Files, description: dict[str, Any]
) -> None:
    send(provider, files)
    for body in ({}, {"reason": " "}, {"reason": 5}, {"reason": "a", "because": "b"}):
        assert provider.post(f"{AT}1/withdraw", body).status_code == 422
    done = provider.post(f"{AT}1/withdraw", {"reason": "Sent for another program"})
    check(done, description, f"{ROUTE}{{number}}/withdraw")
    assert (done.status_code, done.json()["state"]) == (200, "withdrawn")
    again = provider.post(f"{AT}1/withdraw", {"reason": "Another"})
    assert (again.status_code, again.json()["reason"]) == (200, "Sent for another program")
    assert provider.post(f"{AT}7/withdraw", {"reason": "None"}).status_code == 404


@pytest.mark.parametrize(
    ("more", "status"),
    [({"beside": "perhaps"}, 422), ({"table": "people"}, 422), ({"columns": "participants: ["}, 422)],
)
def test_what_was_said_beside_the_files_is_looked_at(
    provider: Program, files: Files, description: dict[str, Any], more: dict[str, str], status: int
) -> None:
    answer = send(provider, files, **more)
    assert answer.status_code == status
    check(answer, description)
    assert answer.json()["errors"]


def test_what_is_no_form_and_what_is_too_large_is_refused(
    provider: Program, description: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from groundswell.api.routers import submissions

    answers = [provider.post(AT, {"files": []}), send(provider, []),
               provider.ask("POST", AT, raw=b"nothing", Content_Type="multipart/form-data; boundary=x")]  # fmt: skip
    assert [answer.status_code for answer in answers] == [415, 422, 422]
    broken = provider.ask("POST", AT, raw=b"nothing", Content_Type="multipart/form-data")
    monkeypatch.setattr(submissions, "MEGABYTES_OF_A_FILE", 0)
    large = send(provider, [("services.csv", b"participant_id")])
    assert (broken.status_code, large.status_code) == (400, 413)
    told = description["paths"][ROUTE]["post"]["responses"]
    assert "MB" in told["413"]["description"]
    assert told["415"]["description"] == "What was sent is no multipart form."
    for answer in (*answers, broken, large):
        check(answer, description)


def test_others_are_refused_alike(community: Community, provider: Program, files: Files, faulty: Files) -> None:
    send(provider, faulty)
    clinic = Organization.objects.get(public_id="cedar-clinic")
    others = [
        Program(), program_of(cast.funder(community, clinic)), program_of(cast.viewer(community)),
        program_of(cast.other_provider_data_manager(community, clinic)),
    ]  # fmt: skip
    for other in others:
        for path in (AT, f"{AT}1", f"{AT}template.json", f"{AT}template.xlsx"):
            assert other.get(path).status_code in (403, 404)
        assert send(other, files).status_code in (401, 403, 404)
        assert other.post(f"{AT}1/withdraw", {"reason": "mine"}).status_code in (401, 403, 404)
    reads_only = program_of(cast.steward(community), may_write=False)
    assert send(reads_only, files).status_code == 403
    assert [row.state for row in Submission.objects.all()] == ["returned"]


def test_a_session_without_a_token_sends_nothing(community: Community, files: Files) -> None:
    browser = Program()
    browser.client = Client()
    browser.client.force_login(cast.steward(community))
    assert send(browser, files).status_code == 401
    assert Submission.objects.count() == 0


def test_the_backbone_reads_no_small_figure(community: Community, provider: Program, files: Files) -> None:
    own = {(one["measure_id"], one["period"]): one for one in send(provider, files).json()["moved"]}
    theirs = program_of(cast.steward(community)).get(f"{AT}1").json()["moved"]
    withheld = [one for one in theirs if one["reason"]]
    assert withheld
    assert all(one["after"] is None for one in withheld if own[one["measure_id"], one["period"]]["before"] is None)
    assert not any(one["reason"] for one in own.values())


def test_nobody_is_named_in_an_answer_or_a_log(
    provider: Program, files: Files, faulty: Files, caplog: pytest.LogCaptureFixture
) -> None:
    people = list(csv.DictReader(io.StringIO(dict(files)["participants.csv"].decode())))
    telling = {row[name] for row in people for name in ("last_name", "birth_date", "participant_id", "email")}
    telling = {each for each in telling if len(each) > 6}
    with caplog.at_level(logging.DEBUG):
        answers = [send(provider, faulty), send(provider, files), *(provider.get(AT + each) for each in ("", "1", "2"))]
    said = "".join(answer.content.decode() for answer in answers) + caplog.text
    assert telling
    assert not [each for each in telling if each in said]
