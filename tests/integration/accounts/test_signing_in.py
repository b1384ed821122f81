"""Signing in by e-mail and password: who gets in, who does not, and what is said to either."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from tests import cast
from tests.integration.accounts.conftest import events, last_address, signs_in

from groundswell.apps.people.models import AuditEvent, Person
from groundswell.apps.people.queries.audit import broken_audit_events

pytestmark = pytest.mark.django_db
NEW = "four quiet herons at dawn"


def test_whoever_knows_the_password_is_signed_in_and_it_is_recorded(dana: Person) -> None:
    client = Client()
    assert signs_in(client, dana)
    (event,) = events("sign_in")
    assert event.by == f"person:{dana.pk}"
    assert event.details["by"] == ["password"]
    assert broken_audit_events("") == []


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(dana: Person) -> None:
    answers = [
        Client().post("/accounts/login/", {"login": email, "password": "wrong horse battery"})
        for email in (dana.email, "nobody@example.org")
    ]
    pages = [answer.content.decode().replace("nobody@example.org", dana.email) for answer in answers]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert _without_tokens(pages[0]) == _without_tokens(pages[1])


def _without_tokens(page: str) -> str:
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def test_a_failed_sign_in_is_recorded_without_the_address(dana: Person) -> None:
    assert not signs_in(Client(), dana, "wrong horse battery")
    (event,) = events("sign_in_failed")
    assert event.by == "public"
    assert dana.email not in str(event.details)
    assert len(event.details["address_digest"]) == 16


def test_signing_out_ends_the_session_at_once_and_is_recorded(dana: Person) -> None:
    client = Client()
    signs_in(client, dana)
    stolen = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert thief.get("/accounts/").status_code == 302
    assert len(events("sign_out")) == 1


def test_a_closed_account_does_not_open_with_the_right_password(dana: Person) -> None:
    dana.is_active = False
    dana.save()
    assert not signs_in(Client(), dana)


@pytest.mark.parametrize("email", ["dana@example.org", "nobody@example.org"])
def test_asking_for_a_new_password_is_answered_alike_with_and_without_an_account(dana: Person, email: str) -> None:
    answer = Client().post("/accounts/password/reset/", {"email": email})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/reset/done/")
    assert [letter.to for letter in mail.outbox] == [[email]]


def test_a_letter_opens_the_way_to_a_new_password_once_and_ends_all_sessions(dana: Person) -> None:
    elsewhere, client = Client(), Client()
    signs_in(elsewhere, dana)
    client.post("/accounts/password/reset/", {"email": dana.email})
    address = last_address()
    assert dana.name not in mail.outbox[-1].body
    form = client.get(address, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert elsewhere.get("/accounts/").status_code == 302
    assert signs_in(Client(), dana, NEW)
    assert "no longer works" in Client().get(address, follow=True).content.decode()
    assert len(events("reset_password")) == 1


def test_no_letter_about_an_account_goes_to_an_address_that_was_not_confirmed(dana: Person) -> None:
    EmailAddress.objects.create(user=dana, email="typo@example.org", verified=False)
    Client().post("/accounts/password/reset/", {"email": "typo@example.org"})
    assert "/password/reset/key/" not in mail.outbox[-1].body


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(dana: Person) -> None:
    here, there = Client(), Client()
    signs_in(here, dana)
    signs_in(there, dana)
    here.post("/accounts/password/change/", {"oldpassword": cast.PASSWORD, "password1": NEW, "password2": NEW})
    assert here.get("/accounts/").status_code == 200
    assert there.get("/accounts/").status_code == 302
    assert len(events("change_password")) == 1


@pytest.mark.parametrize("weak", ["short", "password1234", "dana@example.org"])
def test_a_password_that_everybody_tries_first_is_refused(dana: Person, weak: str) -> None:
    client = Client()
    signs_in(client, dana)
    client.post("/accounts/password/change/", {"oldpassword": cast.PASSWORD, "password1": weak, "password2": weak})
    dana.refresh_from_db()
    assert dana.check_password(cast.PASSWORD)


@pytest.mark.usefixtures("real_passwords")
def test_passwords_are_kept_as_argon2(dana: Person) -> None:
    assert dana.password.startswith("argon2$argon2id$")


def test_there_is_no_sign_up(db: None) -> None:
    for address in ("/accounts/signup/", "/accounts/2fa/webauthn/signup/", "/accounts/3rdparty/signup/"):
        answer = Client().post(address, {"email": "eve@example.org", "password1": NEW, "password2": NEW})
        assert answer.status_code in (404, 405), address
    assert not Person.objects.exists()


def test_signing_in_leads_back_here_and_never_to_another_host(dana: Person) -> None:
    facts = {"login": dana.email, "password": cast.PASSWORD}
    assert Client().post("/accounts/login/", {**facts, "next": "/riverbend/"})["Location"] == "/riverbend/"
    assert Client().post("/accounts/login/", {**facts, "next": "https://evil.example/"})["Location"] == "/"


def test_no_event_of_signing_in_holds_an_address_or_a_name(dana: Person) -> None:
    client = Client()
    signs_in(client, dana)
    client.post("/accounts/name/", {"name": "Dana of Elmwood"})
    client.post("/accounts/logout/")
    kept = " ".join(f"{event.by} {event.action} {event.details}" for event in AuditEvent.objects.all())
    assert "example.org" not in kept
    assert "Dana" not in kept
