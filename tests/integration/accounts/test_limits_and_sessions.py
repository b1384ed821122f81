"""Guesses are counted before anything is hashed, and sessions end when they should."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import BasePasswordHasher, get_hasher
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client, override_settings
from tests import cast
from tests.integration.accounts.conftest import events, signs_in

from groundswell.apps.people.actions.accounts import deactivate_person, reactivate_person
from groundswell.apps.people.actions.rows import RefusalError
from groundswell.apps.people.models import Community, Person
from groundswell.apps.people.queries import actor_of
from groundswell.apps.people.queries.tokens import token_actor
from groundswell.web.entrance.limits import LimitsCache
from groundswell.web.entrance.sessions import BEGUN, SEEN

pytestmark = pytest.mark.django_db
ATTACKER, OWNER, STRANGER = "192.0.2.66", "198.51.100.7", "203.0.113.9"


@pytest.fixture
def hashed() -> Iterator[list[str]]:
    """Every password that is hashed or compared meanwhile."""
    seen: list[str] = []
    hasher = type(get_hasher())
    real = hasher.encode, hasher.verify

    def encode(self: BasePasswordHasher, password: str, salt: str) -> str:
        seen.append(password)
        return real[0](self, password, salt)

    def verify(self: BasePasswordHasher, password: str, encoded: str) -> bool:
        seen.append(password)
        return real[1](self, password, encoded)

    with patch.object(hasher, "encode", encode), patch.object(hasher, "verify", verify):
        yield seen


def _guess(person: Person, whence: str, **facts: str) -> int:
    body = {"login": person.email, "password": "wrong horse battery"}
    return Client().post("/accounts/login/", body, REMOTE_ADDR=whence, **facts).status_code


@pytest.mark.usefixtures("counted", "real_passwords")
def test_after_thirty_guesses_nothing_more_is_hashed_and_the_owner_still_signs_in(
    dana: Person, hashed: list[str]
) -> None:
    for _ in range(30):
        _guess(dana, ATTACKER)
    assert 0 < len(hashed) <= 5
    before = len(hashed)
    assert _guess(dana, ATTACKER) == 429
    assert len(hashed) == before
    assert signs_in(Client(), dana, REMOTE_ADDR=OWNER)


@pytest.mark.usefixtures("counted")
def test_guesses_at_many_accounts_from_one_place_are_counted_together(hashed: list[str]) -> None:
    for number in range(29):
        _guess(Person(email=f"person{number}@example.org"), ATTACKER)
    assert len(hashed) == 20


@pytest.mark.usefixtures("counted")
def test_where_a_request_comes_from_is_not_what_it_says_unless_a_proxy_is_trusted(dana: Person) -> None:
    for number in range(31):
        status = _guess(dana, ATTACKER, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    assert status == 429


@pytest.mark.usefixtures("counted")
@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_a_trusted_proxy_says_where_a_request_comes_from_and_what_stands_before_it_does_not(dana: Person) -> None:
    proxy = "10.0.0.1"
    for number in range(31):
        status = _guess(dana, proxy, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, {ATTACKER}")
    assert status == 429
    assert signs_in(Client(), dana, REMOTE_ADDR=proxy, HTTP_X_FORWARDED_FOR=OWNER)


def test_what_is_counted_is_put_once_is_shared_and_ends(tmp_path: Path) -> None:
    one, other = LimitsCache(tmp_path / "limits", {}), LimitsCache(tmp_path / "limits", {})
    assert one.add("guess", [1.5], timeout=60)
    assert not other.add("guess", [2.5], timeout=60)
    assert other.get("guess") == [1.5]
    other.set("guess", [3.5], timeout=0.05)
    time.sleep(0.06)
    assert one.get("guess", "none") == "none"
    assert one.add("guess", True, timeout=None)
    assert one.delete("guess") and not one.delete("guess")


def test_nothing_that_is_counted_is_thrown_out_to_make_room(tmp_path: Path) -> None:
    kept = LimitsCache(tmp_path / "limits", {"OPTIONS": {"MAX_ENTRIES": 3}})
    for number in range(50):
        kept.set(f"from-{number}", [number], timeout=60)
    assert all(kept.get(f"from-{number}") == [number] for number in range(50))


@pytest.mark.parametrize(("clock", "seconds"), [(BEGUN, 12 * 3600 + 5), (SEEN, 3600 + 5)])
def test_a_session_ends_after_half_a_day_and_after_an_hour_of_nothing(dana: Person, clock: str, seconds: int) -> None:
    client = Client()
    signs_in(client, dana)
    session = client.session
    session[clock] -= seconds
    session.save()
    assert client.get("/accounts/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_session_in_use_goes_on(dana: Person) -> None:
    client = Client()
    signs_in(client, dana)
    session = client.session
    session[SEEN] -= 3000
    session.save()
    assert client.get("/accounts/").status_code == 200
    assert time.time() - client.session[SEEN] < 60


def test_who_reads_goes_on_where_the_database_cannot_note_it(
    dana: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client()
    signs_in(client, dana)
    session = client.session
    session[SEEN] -= 3000
    session.save()
    before = session[SEEN]

    def full(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(Session, "save_base", full)
        assert client.get("/accounts/").status_code == 200
    assert "could not be noted" in caplog.text
    assert client.session[SEEN] == before
    assert client.get("/accounts/").status_code == 200
    assert client.session[SEEN] > before


@pytest.mark.parametrize(("clock", "seconds"), [(BEGUN, 12 * 3600 + 5), (SEEN, 3600 + 5)])
def test_a_session_that_is_over_ends_where_nothing_can_be_written_and_pages_are_still_shown(
    dana: Person, caplog: pytest.LogCaptureFixture, clock: str, seconds: int
) -> None:
    client = Client()
    signs_in(client, dana)
    session = client.session
    session[clock] -= seconds
    session.save()
    cookie = client.cookies["sessionid"].value

    def full(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            raise OperationalError("database or disk is full")
        return execute(sql, *rest)

    with connection.execute_wrapper(full):
        for address, status in (("/accounts/", 302), ("/accounts/login/", 200), ("/", 200)):
            client.cookies["sessionid"] = cookie
            answer = client.get(address)
            assert answer.status_code == status
            assert answer.cookies["sessionid"]["max-age"] == 0
    assert "could not be put away" in caplog.text
    client.cookies["sessionid"] = cookie
    assert client.get("/accounts/").status_code == 302
    assert not Session.objects.filter(session_key=cookie).exists()


def test_reading_on_writes_nothing_within_a_minute(dana: Person, django_assert_num_queries) -> None:
    client = Client()
    signs_in(client, dana)
    client.get("/accounts/signup/")
    with django_assert_num_queries(3) as asked:  # the session, the person, their roles
        client.get("/accounts/signup/")
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)


def test_the_cookie_ends_with_the_browser_and_scripts_cannot_read_it(dana: Person) -> None:
    client = Client()
    signs_in(client, dana)
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["expires"]) == (True, "Lax", "", "")


def test_a_new_session_begins_with_signing_in(dana: Person, elmwood: Community) -> None:
    client = Client()
    client.get(f"/accounts/invitations/{cast.invited(elmwood)[1]}/")
    planted = client.cookies["sessionid"].value
    signs_in(client, dana)
    assert client.cookies["sessionid"].value != planted


def test_one_session_or_all_others_end_on_their_next_request(dana: Person) -> None:
    here, phone, library = Client(), Client(), Client()
    for client, agent in ((here, "Firefox Linux"), (phone, "Safari iPhone"), (library, "Chrome Windows")):
        signs_in(client, dana, HTTP_USER_AGENT=agent)
    page = here.get("/accounts/sessions/").content.decode()
    assert "Firefox on Linux" in page
    number = page.split("Safari on iPhone")[1].split('name="session" value="')[1].split('"')[0]
    here.post("/accounts/sessions/", {"session": number})
    assert [client.get("/accounts/").status_code for client in (here, phone, library)] == [200, 302, 200]
    here.post("/accounts/sessions/")
    assert [client.get("/accounts/").status_code for client in (here, library)] == [200, 302]
    assert [event.details["sessions"] for event in events("end_session")] == [1, 1]


@pytest.mark.usefixtures("watched_pages")
def test_nobody_ends_the_session_of_somebody_else(dana: Person) -> None:
    mine, theirs = Client(), Client()
    signs_in(theirs, dana)
    number = theirs.get("/accounts/sessions/").context["page"]["sessions"][0].id
    mine.force_login(cast.stranger())
    mine.post("/accounts/sessions/", {"session": str(number)})
    assert theirs.get("/accounts/").status_code == 200


def test_a_closed_account_loses_its_sessions_and_tokens_at_once(dana: Person) -> None:
    client = Client()
    signs_in(client, dana)
    _, secret = cast.token_of(dana, secret="gsw_" + "a" * 43)
    assert token_actor(secret) is not None
    ines = actor_of(cast.administrator())
    deactivate_person(person_id=dana.pk, by=ines)
    assert client.get("/accounts/").status_code == 302
    assert token_actor(secret) is None
    assert not signs_in(Client(), dana)
    reactivate_person(person_id=str(dana.pk), by=ines)
    assert signs_in(Client(), dana)
    assert token_actor(secret) is None
    assert len(events("deactivate_person")) == len(events("reactivate_person")) == 1


def test_only_those_who_run_the_installation_close_accounts_and_never_their_own(dana: Person) -> None:
    ines = cast.administrator()
    for by, whom in ((actor_of(dana), ines), (actor_of(ines), ines), (cast.token_writer(ines), dana)):
        with pytest.raises(RefusalError):
            deactivate_person(person_id=whom.pk, by=by)
    assert Person.objects.filter(is_active=True).count() == 2
