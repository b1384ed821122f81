"""Records sent with the form: returned with what is to be mended, accepted once, withdrawn; nobody is named."""

from __future__ import annotations

import csv
import io
import logging
import os
import re
import time
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.records import among

from groundswell.apps.people.models import Community, Organization, Person
from groundswell.apps.submissions.actions.returned import marked_path
from groundswell.apps.submissions.models import Submission

PAGE = "/riverbend/programs/first-steps/submissions/"
Files = list[tuple[str, bytes]]
pytestmark = pytest.mark.django_db


@pytest.fixture
def pia(community: Community) -> Client:
    return signed_in(cast.provider_data_manager(community, Organization.objects.get(public_id="bright-start")))


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def key_of(page: Any) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page.content.decode())
    assert found, "a page with the form carries a key"
    return found.group(1)


def send(client: Client, files: Files, *, key: str = "", beside: str = "days") -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(PAGE, {"files": sent, "key": key or key_of(client.get(PAGE)), "beside": beside})


def words_of(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_a_page_without_submissions_teaches_and_offers_the_template(pia: Client) -> None:
    page = pia.get(PAGE)
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    said = words_of(page)
    assert "No records stand for this program yet" in said
    assert "Nothing was sent yet" in said
    assert "At most 50 MB a file" in said
    for name in ("participant_id", "enrollment_id", "service", "outcome"):
        assert f"<code>{name}</code>" in page.content.decode()
    assert "People served" in said  # why a column is asked


def test_the_template_is_a_workbook_and_each_table_a_csv(pia: Client) -> None:
    workbook = pia.get(f"{PAGE}template.xlsx")
    assert workbook["Content-Disposition"].startswith("attachment;")
    assert {"participants", "services"} <= set(openpyxl.load_workbook(io.BytesIO(workbook.content)).sheetnames)
    table = pia.get(f"{PAGE}services.csv")
    assert table["Content-Disposition"].startswith("attachment;")
    assert table.content.decode().splitlines()[0].split(",")[:3] == ["participant_id", "date", "service"]
    assert pia.get(f"{PAGE}nothing.csv").status_code == 404


def test_accepted_records_lead_to_a_page_with_every_figure_that_moved(pia: Client, files: Files) -> None:
    answer = send(pia, files)
    assert (answer.status_code, answer["Location"]) == (303, f"{PAGE}1/")
    page = pia.get(f"{PAGE}1/")
    said = words_of(page)
    assert "Accepted" in said
    row = Submission.objects.get()
    assert f"{len(row.moved):,} figures of the program moved" in said
    assert page.content.decode().count('data-label="Period"') == len(row.moved)
    assert "birth_date" in said  # how headings were matched
    listed = words_of(pia.get(PAGE))
    assert "Submission 1" in listed
    assert "Pia" in listed
    assert "1 submission stands" in listed


def test_the_same_page_sent_twice_is_one_submission(pia: Client, files: Files) -> None:
    key = key_of(pia.get(PAGE))
    first, again = send(pia, files, key=key), send(pia, files, key=key)
    assert (first["Location"], again["Location"]) == (f"{PAGE}1/", f"{PAGE}1/?again=1")
    assert Submission.objects.count() == 1
    assert "nothing was stored twice" in words_of(pia.get(again["Location"]))


def test_going_back_and_sending_mended_files_is_another_submission(pia: Client, files: Files, faulty: Files) -> None:
    key = key_of(pia.get(PAGE))
    assert send(pia, faulty, key=key).status_code == 422
    assert send(pia, files, key=key)["Location"] == f"{PAGE}2/"


def test_a_returned_file_says_everything_and_offers_the_form_again(pia: Client, faulty: Files, files: Files) -> None:
    page = send(pia, faulty)
    assert page.status_code == 422
    said = words_of(page)
    assert re.search(r"Returned: \d+ things to mend", said)
    assert "Send the mended files" in said
    assert "Nothing was stored" in said
    html = page.content.decode()
    for heading in ("found-error", "found-warning"):
        assert f'id="{heading}"' in html
    for finding in Submission.objects.get().findings:
        if finding["row"]:
            assert f">{finding['row']}</td>" in html
    assert send(pia, files, key=key_of(page))["Location"] == f"{PAGE}2/"
    assert "Returned, nothing stored" in words_of(pia.get(PAGE))


def test_the_marked_workbook_is_given_while_it_is_kept_to_who_may_submit(
    pia: Client, faulty: Files, files: Files, community: Community
) -> None:
    page = send(pia, faulty)
    assert f'href="{PAGE}1/marked.xlsx"' in page.content.decode()
    workbook = pia.get(f"{PAGE}1/marked.xlsx")
    assert workbook["Content-Disposition"].startswith("attachment;")
    assert workbook["Cache-Control"] == "private, no-store"
    assert b"".join(workbook.streaming_content)[:2] == b"PK"
    assert signed_in(cast.viewer(community)).get(f"{PAGE}1/marked.xlsx").status_code == 403
    marked_path(Submission.objects.get()).unlink()
    assert pia.get(f"{PAGE}1/marked.xlsx").status_code == 404
    assert "marked.xlsx" not in pia.get(f"{PAGE}1/").content.decode()


def test_a_marked_workbook_of_three_weeks_ago_is_given_no_more(pia: Client, faulty: Files) -> None:
    send(pia, faulty)
    path, then = marked_path(Submission.objects.get()), time.time() - 21 * 86_400
    os.utime(path, (then, then))
    assert pia.get(f"{PAGE}1/marked.xlsx").status_code == 404


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ([], "Choose a file first"),
        ([("notes.pdf", b"%PDF")], "notes.pdf is no table"),
        ([("services.csv", b"")], "services.csv is empty"),
    ],
)
def test_what_cannot_be_a_file_of_records_is_said_beside_the_field(pia: Client, sent: Files, words: str) -> None:
    page = send(pia, sent, beside="adds")
    assert page.status_code == 422
    html = page.content.decode()
    assert words in words_of(page)
    assert 'aria-invalid="true"' in html
    assert re.search(r'value="adds"[^>]* checked', html), "what was chosen stays chosen"
    assert Submission.objects.count() == 0


def test_a_file_above_the_limit_is_refused(pia: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from groundswell.web.forms import submissions as form

    monkeypatch.setattr(form, "MEGABYTES_OF_A_FILE", 0)
    page = send(pia, [("services.csv", b"participant_id,date,service\n")])
    assert page.status_code == 422
    assert "larger than 0 MB" in words_of(page)


def test_days_that_cross_are_asked_about_in_words_of_the_page(pia: Client, files: Files) -> None:
    assert send(pia, among(files, {"2022", "2023"})).status_code == 303
    page = send(pia, among(files, {"2023", "2024"}))
    assert page.status_code == 422
    said = words_of(page)
    assert "Say whether they add to what was sent before or replace all of it" in said
    assert "--adds" not in said
    assert send(pia, among(files, {"2023", "2024"}), beside="replaces").status_code == 303
    assert "Superseded by submission 2" in words_of(pia.get(f"{PAGE}1/"))
    assert "takes the place of submission 1" in words_of(pia.get(f"{PAGE}2/"))


def test_a_submission_is_withdrawn_with_a_reason_and_only_with_one(pia: Client, files: Files) -> None:
    send(pia, files)
    refused = pia.post(f"{PAGE}1/withdraw/", {"reason": "  "})
    assert refused.status_code == 422
    assert "Say why you take it back" in words_of(refused)
    done = pia.post(f"{PAGE}1/withdraw/", {"reason": "Sent for another program"})
    assert (done.status_code, done["Location"]) == (303, f"{PAGE}1/")
    said = words_of(pia.get(f"{PAGE}1/"))
    assert "Withdrawn" in said
    assert "Sent for another program" in said
    assert "Withdraw this submission" not in said
    assert pia.post(f"{PAGE}1/withdraw/", {"reason": "again"}).status_code == 303
    assert pia.post(f"{PAGE}9/withdraw/", {"reason": "none"}).status_code == 404


ADDRESSES = ("", "1/", "1/marked.xlsx", "template.xlsx", "participants.csv")


def test_others_are_refused_everywhere(pia: Client, community: Community, faulty: Files, files: Files) -> None:
    send(pia, faulty)
    clinic = Organization.objects.get(public_id="cedar-clinic")
    others = [
        Client(), signed_in(cast.funder(community, clinic)), signed_in(cast.viewer(community)),
        signed_in(cast.other_provider_data_manager(community, clinic)), signed_in(cast.analyst(community)),
    ]  # fmt: skip
    for other in others:
        assert {other.get(PAGE + path).status_code for path in ADDRESSES} <= {403, 404}
        assert other.post(PAGE, {"files": [SimpleUploadedFile(*files[0])], "key": "k" * 20}).status_code in (403, 404)
        assert other.post(f"{PAGE}1/withdraw/", {"reason": "mine"}).status_code in (403, 404)
    assert [row.state for row in Submission.objects.all()] == ["returned"]
    Community.objects.update(visibility="private")
    assert {Client().get(PAGE + path).status_code for path in ADDRESSES} == {404}


def test_the_backbone_sees_no_small_figure_among_those_that_moved(
    pia: Client, files: Files, community: Community
) -> None:
    send(pia, files)
    sam = signed_in(cast.steward(community))
    small = [one for one in Submission.objects.get().moved if one[3] and one[3][2] is None and 0 < one[3][0] < 11]
    assert small
    own, theirs = words_of(pia.get(f"{PAGE}1/")), words_of(sam.get(f"{PAGE}1/"))
    assert "withheld" not in own
    assert theirs.count("withheld") >= len(small)


def test_nobody_is_named_on_a_page_or_in_a_log(
    pia: Client, files: Files, faulty: Files, caplog: pytest.LogCaptureFixture
) -> None:
    people = list(csv.DictReader(io.StringIO(dict(files)["participants.csv"].decode())))
    telling = {row[name] for row in people for name in ("last_name", "birth_date", "participant_id", "email")}
    telling = {each for each in telling if len(each) > 6}
    with caplog.at_level(logging.DEBUG):
        pages = [send(pia, faulty), send(pia, files), pia.get(PAGE), pia.get(f"{PAGE}1/"), pia.get(f"{PAGE}2/")]
    said = "".join(page.content.decode() for page in pages) + caplog.text
    assert telling
    assert not [each for each in telling if each in said]
