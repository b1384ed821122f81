"""Second factors: an app's codes, recovery codes, passkeys; and what the database keeps of them."""

import base64
import hashlib
import hmac
import json
import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from tests import cast
from tests.integration.accounts.conftest import events, signs_in

from groundswell.apps.people.models import Person

pytestmark = pytest.mark.django_db


def _code(secret: str) -> str:
    """What the app shows now (RFC 6238: SHA-1, 30 seconds, six digits)."""
    count = int(time.time() // 30).to_bytes(8, "big")
    digest = hmac.new(base64.b32decode(secret), count, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 10**6:06d}"


def _proven(client: Client) -> None:
    """Show once more who you are, as is asked before a factor changes."""
    client.post("/accounts/reauthenticate/", {"password": cast.PASSWORD})


@pytest.fixture
def app_secret(dana: Person, monkeypatch: pytest.MonkeyPatch, watched_pages: None) -> str:
    """Dana sets up an authenticator app; the secret that it holds."""
    client = Client()
    signs_in(client, dana)
    _proven(client)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    monkeypatch.setattr("django.db.transaction.on_commit", lambda done, **_: done())  # a test never commits
    client.post("/accounts/2fa/totp/activate/", {"code": _code(secret)})
    return secret


def test_with_an_app_the_password_alone_does_not_sign_in(dana: Person, app_secret: str) -> None:
    client = Client()
    assert not signs_in(client, dana)
    assert "One more step" in client.get("/accounts/2fa/authenticate/").content.decode()
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "_auth_user_id" not in client.session
    client.post("/accounts/2fa/authenticate/", {"code": _code(app_secret)})
    assert client.session["_auth_user_id"] == str(dana.pk)
    assert len(events("second_factor_failed")) == 1
    assert {event.details["kind"] for event in events("add_second_factor")} == {"totp", "recovery_codes"}


def test_the_secret_of_an_app_cannot_be_read_in_the_database(dana: Person, app_secret: str) -> None:
    kept = [json.dumps(each.data) for each in Authenticator.objects.all()]
    assert len(kept) == 2
    assert not [data for data in kept if app_secret in data]


@pytest.mark.usefixtures("counted")
def test_a_code_of_an_app_works_once(dana: Person, app_secret: str) -> None:
    code = _code(app_secret)
    for number, is_in in enumerate((True, False)):
        client = Client()
        signs_in(client, dana, REMOTE_ADDR=f"192.0.2.{number}")
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert ("_auth_user_id" in client.session) is is_in


def test_recovery_codes_are_shown_once_and_each_lets_in_once(dana: Person, app_secret: str) -> None:
    client = Client()
    signs_in(client, dana)
    client.post("/accounts/2fa/authenticate/", {"code": _code(app_secret)})
    _proven(client)
    client.post("/accounts/2fa/recovery-codes/generate/")
    first = client.get("/accounts/2fa/recovery-codes/")
    code = first.context["unused_codes"][0]
    assert code in first.content.decode()
    assert code not in client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert client.get("/accounts/2fa/recovery-codes/download/").status_code == 403
    for is_in in (True, False):
        another = Client()
        signs_in(another, dana)
        another.post("/accounts/2fa/authenticate/", {"code": code})
        assert ("_auth_user_id" in another.session) is is_in


@pytest.mark.parametrize("page", ["totp/activate/", "webauthn/add/"])
def test_a_factor_is_added_only_by_somebody_who_showed_again_who_they_are(dana: Person, page: str) -> None:
    client = Client()
    signs_in(client, dana)
    answer = client.get(f"/accounts/2fa/{page}")
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    _proven(client)
    assert client.get(f"/accounts/2fa/{page}").status_code == 200


def test_somebody_with_a_second_factor_can_still_change_their_address(dana: Person, app_secret: str) -> None:
    client = Client()
    signs_in(client, dana)
    client.post("/accounts/2fa/authenticate/", {"code": _code(app_secret)})
    _proven(client)
    client.post("/accounts/email/", {"email": "dana.new@example.org", "action_add": ""})
    assert dana.emailaddress_set.filter(email="dana.new@example.org", verified=False).exists()


def test_a_passkey_is_asked_for_without_saying_whose(db: None) -> None:
    answer = Client().get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"})
    options = answer.json()["request_options"]["publicKey"]
    assert options["challenge"]
    assert not options.get("allowCredentials")
