"""Whatever somebody sends through the page is answered, in words, and nothing of it is stored by halves."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.integration.submissions.making_histories import load
from tests.properties.test_records_never_raise import mutated
from tests.unit.exchange.records.bad_inputs import BAD, Files, workbook

from groundswell.apps.people.models import AuditEvent, Community, Organization
from groundswell.apps.people.queries import broken_audit_events
from groundswell.apps.submissions.models import Submission
from groundswell.apps.submissions.queries import store_root, submissions_in_use
from groundswell.engine.store import part_digests, verify_part

pytestmark = pytest.mark.django_db
PAGE = "/bad/programs/north/submissions/"
SOUND = [
    ("participants.csv", b"participant_id,first_name,birth_date\n1,Ana,2001-02-03\n2,Bo,\n3,Cy,1999-12-31\n"),
    ("services.csv", b"participant_id,date,service,quantity\n1,2024-03-04,visit,1\n2,2024-03-05,visit,2.5\n"),
]


@pytest.fixture
def pia(db: None, settings: Any, tmp_path: Path) -> Client:
    """Somebody who may send for the program."""
    settings.HOME = tmp_path / "home"
    load("bad")
    found = Client(raise_request_exception=False)
    library = Organization.objects.get(community__public_id="bad", public_id="library")
    found.force_login(cast.provider_data_manager(Community.objects.get(public_id="bad"), library))
    return found


def send(pia: Client, files: Files) -> int:
    """What the page answers; whatever that is, what stands is whole and what does not is not there."""
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    answer = pia.post(PAGE, {"files": sent, "key": "", "beside": "replaces"})
    assert answer.status_code in (303, 422), (answer.status_code, files[0][1][:2_000])
    standing = {one.digest: one for one in submissions_in_use(Community.objects.get(public_id="bad"))}
    assert set(standing) <= set(part_digests(store_root()))
    named = set(Submission.objects.exclude(digest="").values_list("digest", flat=True))
    assert set(part_digests(store_root())) <= named
    for digest, one in standing.items():
        assert verify_part(store_root(), digest).rows == {name: count for name, count in one.counts.items() if count}
    return answer.status_code


def assert_all_is_told() -> None:
    events = AuditEvent.objects.filter(action="submit_records")
    assert events.count() == Submission.objects.count()
    assert broken_audit_events("bad") == []
    assert not [path for path in store_root().rglob("*") if path.name.startswith((".writing", ".purging"))]


def test_bad_inputs_are_answered_and_leave_nothing_by_halves(pia: Client) -> None:
    answers = {line: send(pia, bad.files) for line, bad in BAD.items()}
    # The program's measures need services; what lacks them is returned though it could be read.
    assert {line for line, status in answers.items() if status == 303} <= {
        line for line, bad in BAD.items() if bad.is_taken and len(bad.files) == 2
    }
    assert 303 in answers.values()
    assert_all_is_told()


@pytest.mark.parametrize("count", [25, pytest.param(10_000, marks=pytest.mark.slow)])
def test_mutated_files_are_answered_and_leave_nothing_by_halves(pia: Client, count: int) -> None:
    chance = random.Random(count)
    stored = 0
    for number in range(count):
        files = [(name, mutated(content, chance)) for name, content in SOUND]
        if number % 4 == 3:
            name, content = workbook()[0]
            files = [(name, mutated(content, chance)), SOUND[1]]
        elif number % 4 == 2:
            files = SOUND  # they stand again, for the next to hurt
        stored += send(pia, files) == 303
    assert count // 4 <= stored < count
    assert_all_is_told()
