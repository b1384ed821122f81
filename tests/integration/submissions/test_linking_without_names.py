"""Providers who send encodings are linked with one another; what they sent is met on no page, in no row and no log."""

from __future__ import annotations

import logging
from typing import Any

import numpy as np
import pytest
from django.test import Client
from tests import cast
from tests.cast import COMMAND_LINE
from tests.records import Files, as_csv, rows_in
from tests.towns import names, records, send

from groundswell.apps.people.models import AuditEvent, Community, Organization
from groundswell.apps.submissions.actions import ADDS, decide_link, link_people, work_on
from groundswell.apps.submissions.actions.jobs import jobs_to_do
from groundswell.apps.submissions.models import Job, LinkDecision, LinkRun, Submission
from groundswell.apps.submissions.queries.linked import last_links, pair_id, record_key, standing_run
from groundswell.apps.submissions.queries.reviewing import doubtful_pair, doubtful_pairs
from groundswell.engine.encoding import Secret, as_texts, encode
from groundswell.engine.linkage import LinkageModel
from groundswell.engine.linkage.reading import records_from_columns

pytestmark = pytest.mark.django_db
SECRET = Secret(b"a secret for tests, as long as it must be")
OTHER = Secret(b"another secret for tests, and just as long")


def encoded(files: Files, secret: Secret = SECRET) -> Files:
    """The same files with encodings in place of names and birth dates."""
    (name, content), *rest = files
    headings, *rows = rows_in(content)
    columns = {each: np.array([row[at] for row in rows], object) for at, each in enumerate(headings)}
    columns["birth_date"] = columns["birth_date"].astype("datetime64[D]")
    ids = [row[0] for row in rows]
    texts = as_texts(encode(records_from_columns([columns]), ids, secret), secret)
    return [(name, as_csv([("participant_id", "encoding"), *zip(ids, texts, strict=True)])), *rest]


def encodings_in(*several: Files) -> list[str]:
    """A stretch of each encoding."""
    return [row[1][60:80] for files in several for row in rows_in(files[0][1])[1:]]


def link() -> LinkRun:
    done = link_people(community_id="town", by=COMMAND_LINE)
    assert done.is_done, done.findings
    return LinkRun.objects.get(is_standing=True)


def people(community: Community) -> dict[str, int]:
    kept = last_links(community)
    assert kept is not None
    return dict(zip(kept.participant_id, kept.person.tolist(), strict=True))


def test_encoded_people_are_counted_once_over_providers(town: Community) -> None:
    send("books", encoded(records(names(0, 100), "b")))
    send("teeth", encoded(records(names(60, 140), "x")))
    run = link()
    assert (run.records, run.people, run.doubtful, run.waiting) == (180, 140, 0, 0)
    assert run.low <= 140 <= run.high
    assert run.found == {"1": 100, "2": 40}
    who = people(town)
    assert who["b-0070"] == who["x-0070"] and who["b-0010"] != who["x-0100"]
    assert link().people == 140  # with what the first linking learned


def test_encoded_and_named_people_are_linked_each_among_their_own(town: Community) -> None:
    send("books", records(names(0, 100), "b"))
    send("tales", records(names(50, 120), "t"))
    send("teeth", encoded(records(names(0, 80), "x")))
    send("eyes", encoded(records(names(60, 130), "e")))
    run, who = link(), people(town)
    assert who["b-0060"] == who["t-0060"] and who["x-0060"] == who["e-0060"]
    assert who["b-0060"] != who["x-0060"]
    assert run.people == 120 + 130
    assert run.low <= 130 <= run.high
    kept = last_links(town)
    assert kept is not None and LinkageModel.from_bytes(kept.model).records == 170
    assert run.settings["learns_anew_from"] == 255 + 150


def test_what_others_encode_moves_nobody_who_was_sent_with_a_name(town: Community) -> None:
    send("books", records(names(0, 100), "b"))
    link()
    before = last_links(town)
    send("teeth", encoded(records(names(0, 80), "x")))
    link()
    after = last_links(town)
    assert before is not None and after is not None
    told = {key: said for key, said in zip(after.participant_id, after.told, strict=True) if key[0] == "b"}
    assert told == dict(zip(before.participant_id, before.told, strict=True))


def test_encodings_that_came_anew_are_taken_up_fifty_at_a_time(town: Community) -> None:
    send("books", encoded(records(names(0, 100), "b")))
    link()
    send("books", encoded(records(names(100, 110), "b")), beside=ADDS)
    assert link().waiting == 10
    send("books", encoded(records(names(110, 160), "b")), beside=ADDS)
    assert link().waiting == 0


def test_encodings_of_another_secret_are_counted_apart(town: Community) -> None:
    send("books", encoded(records(names(0, 80), "b")))
    send("teeth", encoded(records(names(0, 80), "x"), OTHER))
    run = link()
    assert (run.people, run.found) == (160, {"1": 160})
    assert run.low <= 80 <= run.high


def test_a_pair_of_encodings_is_never_to_be_reviewed(town: Community) -> None:
    send("books", encoded(records(names(0, 100), "b")))
    send("teeth", encoded(records(names(60, 140), "x")))
    link()
    kept = last_links(town)
    assert kept is not None and len(kept.left) >= 40
    found = doubtful_pairs("town", reader=COMMAND_LINE)
    assert found is not None and (found.lines, found.count) == ((), 0)
    keys = [record_key(town, program, who) for program, who in (("books", "b-0070"), ("teeth", "x-0070"))]
    assert doubtful_pair("town", pair_id(*keys), reader=COMMAND_LINE) is None


def test_a_decision_outlives_that_its_records_come_encoded(town: Community) -> None:
    send("books", records(names(0, 60), "b"))
    send("teeth", records(names(0, 60), "x"))
    link()
    one, other = (record_key(town, program, who) for program, who in (("books", "b-0001"), ("teeth", "x-0001")))
    done = decide_link(community_id="town", left=one, right=other, verdict="different", reason="", by=COMMAND_LINE)
    assert done.is_done, done.findings
    send("books", encoded(records(names(0, 60), "b")))
    send("teeth", encoded(records(names(0, 60), "x")))
    link()
    who = people(town)
    assert who["b-0001"] != who["x-0001"] and who["b-0002"] == who["x-0002"]
    client = signed_in(cast.data_manager(town))
    page = client.get(f"/town/links/review/{pair_id(one, other)}/").content.decode()
    assert "Decided by" in page and "gs1-" not in page


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_no_encoding_stands_on_a_page_in_json_a_row_an_event_or_a_log(
    town: Community, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sent = encoded(records(names(0, 100), "b")), encoded(records(names(60, 140), "x"))
    send("books", sent[0])
    send("teeth", sent[1])
    faulty = [(name, content.replace(b"gs1-", b"gs9-", 1)) for name, content in sent[0]]
    before = Submission.objects.count()
    manager = signed_in(cast.data_manager(town))
    assert manager.post("/town/links/now/", {"engine": "own"}).status_code == 303
    for job in jobs_to_do(town):
        work_on(job.pk, worker="one", by=COMMAND_LINE)
    assert standing_run(town) is not None
    pia = signed_in(cast.provider_data_manager(town, Organization.objects.get(community=town, public_id="library")))
    said = [_sent_by_hand(pia, faulty)]
    assert Submission.objects.count() == before + 1
    for path in (
        "/town/links/", "/town/links/review/", "/api/v1/town/links.json", "/town/overlap/", "/town/reach/",
        "/town/programs/books/", "/town/measures/served/", "/api/v1/town/programs/books.json",
    ):  # fmt: skip
        said.append(manager.get(path).content.decode())
    for path in ("", "1/", "2/"):
        answer = pia.get(f"/town/programs/books/submissions/{path}")
        assert answer.status_code == 200
        said.append(answer.content.decode())
    models = (LinkRun, LinkDecision, Job, AuditEvent, Submission)
    said += [repr(each.__dict__) for model in models for each in model.objects.all()]
    found = "\n".join([*said, caplog.text])
    assert len(said) > 15
    assert not [word for word in (*encodings_in(*sent), "gs1-", "gs9-") if word in found]


def _sent_by_hand(client: Client, files: Files) -> str:
    from django.core.files.uploadedfile import SimpleUploadedFile

    uploads = [SimpleUploadedFile(name, content, "text/csv") for name, content in files]
    answer = client.post("/town/programs/books/submissions/", {"files": uploads, "beside": ADDS}, follow=True)
    return str(answer.content.decode())
