"""What people did leaves nothing of theirs behind: in the program's log, in pages that are kept, in a browser."""

import logging
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.builders import package
from tests.cast import DATA_LEAD, appointed, person, token_of
from tests.integration.grids.forms import form_in

from groundswell.apps.indicators.models import Observation
from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.actions import make_token
from groundswell.apps.people.models import Community, Invitation
from groundswell.apps.people.queries import actor_of
from groundswell.core.permissions import Permission
from groundswell.core.roles import Role

BY_SESSION = "allauth.account.auth_backends.AuthenticationBackend"

CANARIES = ("canary.person", "Canary Name", "canary-number", "canary-secret")


def _said(caplog: pytest.LogCaptureFixture) -> str:
    """Everything but the statements that Django shows to whoever debugs it."""
    heard = (record for record in caplog.records if not record.name.startswith("django.db"))
    return "\n".join(f"{record.getMessage()}\n{record.exc_text or ''}" for record in heard)


@pytest.mark.django_db
def test_an_invitation_and_a_token_leave_neither_names_nor_secrets_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    load_package(package=package(), by=DATA_LEAD)
    community = Community.objects.get()
    sam = appointed(person("Canary Name", email="canary.person@example.org"), community, Role.STEWARD)
    client = Client()
    client.force_login(sam, backend=BY_SESSION)
    with caplog.at_level(logging.DEBUG):
        told = {"email": "canary.person.2@example.org", "name": "Canary Name", "role": "viewer", "days": "14"}
        sent = {f"invitation-{name}": value for name, value in told.items()}
        assert client.post("/elmwood/people/invitations/", sent).status_code == 302
        made, secret = make_token(name="Canary Name", by=actor_of(sam))
        asked = Client().get("/api/v1/elmwood/people/", headers={"Authorization": f"Bearer {secret}"})
        assert asked.status_code == 200
    letter = mail.outbox[-1].body
    said = _said(caplog).lower()
    assert Invitation.objects.count() == 1
    assert [each for each in CANARIES if each.lower() in said] == []
    assert secret.lower() not in said and made.digest not in said
    assert [each for each in re.findall(r"/invitations/([\w-]{20,})", letter) if each.lower() in said] == []


@pytest.mark.django_db
def test_an_import_that_fails_leaves_nothing_of_what_stood_in_the_file_in_the_log(
    caplog: pytest.LogCaptureFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_package(package=package(), by=DATA_LEAD)
    monkeypatch.setattr(settings, "HOME", tmp_path)
    client = Client()
    client.force_login(appointed(person("Dora"), Community.objects.get(), Role.DATA_MANAGER), backend=BY_SESSION)
    before = Observation.objects.count()
    rows = b"District,School Year,Percent ready\nHill,2021-2022,canary-number\nCanary Name,2022-2023,42.5\n"
    with caplog.at_level(logging.DEBUG):
        sent = {"file": SimpleUploadedFile("readiness.csv", rows)}
        address = client.post("/elmwood/desk/sources/propose/", sent)["Location"]
        form = form_in(client.get(address).content.decode(), "action")
        told = {**form, "m.indicator_id": "k-readiness", "m.value.unit": "percent"}
        answer = client.post(address, {**told, "m.value.column": "Canary Name", "do": "import"})
    assert "Canary Name" in answer.content.decode()  # said to whoever brought it
    assert Observation.objects.count() == before
    assert [each for each in CANARIES if each.lower() in _said(caplog).lower()] == []


@pytest.mark.django_db
def test_a_refusal_stands_in_the_log_with_who_was_refused_what_and_where(caplog: pytest.LogCaptureFixture) -> None:
    load_package(package=package(), by=DATA_LEAD)
    vic = appointed(person("Vic", email="canary.person@example.org"), Community.objects.get(), Role.VIEWER)
    client = Client()
    client.force_login(vic, backend=BY_SESSION)
    _, secret = token_of(vic)
    with caplog.at_level(logging.WARNING):
        assert client.get("/elmwood/audit-log/").status_code == 403
        asked = Client().get("/api/v1/elmwood/audit-log/", headers={"Authorization": f"Bearer {secret}"})
        assert asked.status_code == 403
    said = [record.getMessage() for record in caplog.records if record.name.startswith("groundswell.")]
    assert said == [
        f"person:{vic.pk} may not {Permission.READ_AUDIT_LOG} at '{path}'"
        for path in ("/elmwood/audit-log/", "/api/v1/elmwood/audit-log/")
    ]
    assert "canary" not in _said(caplog)


@pytest.mark.django_db
def test_signing_out_clears_what_the_browser_kept_of_the_pages() -> None:
    client = Client()
    client.force_login(person("Sam"), backend=BY_SESSION)
    assert "Clear-Site-Data" not in client.get("/accounts/logout/").headers
    assert client.post("/accounts/logout/").headers["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize("visibility", ["private", "public"])
@pytest.mark.django_db
def test_nothing_that_somebody_in_particular_read_is_kept_for_everybody(visibility: str) -> None:
    """Pages kept whole are the public's; whoever carries a cookie or a token is answered by the page itself."""
    community = {"visibility": visibility, "purpose": "Canary Name"}
    load_package(package=package(community=community), by=DATA_LEAD)
    sam = appointed(person("Canary-of-Sam"), Community.objects.get(), Role.STEWARD)
    client, nobody = Client(), Client()
    client.force_login(sam, backend=BY_SESSION)
    for path in ("/", "/elmwood/", "/elmwood/results/ready/", "/elmwood/people/", "/api/v1/elmwood.json"):
        mine = client.get(path)
        assert mine.status_code == 200
        answer = nobody.get(path)
        said = answer.content.decode()
        assert "Canary-of-Sam" not in said and "csrfmiddlewaretoken" not in said
        assert "Canary Name" not in said or visibility == "public"
        shared = mine.headers.get("Cache-Control", "")
        assert "public" not in shared and ("private" in shared or "no-store" in shared), path
