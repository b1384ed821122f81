"""The first administrator: a page that opens once, and a command."""

import json
import stat
from pathlib import Path
from unittest.mock import patch

import pytest
from django.test import Client
from tests import cast
from tests.integration.accounts.conftest import events, signs_in

from groundswell.apps.people.actions import first_administrator
from groundswell.apps.people.actions.accounts import add_administrator, end_administrator
from groundswell.apps.people.actions.first_administrator import FILE, offer_first_account, opens_first_account
from groundswell.apps.people.actions.rows import RefusalError
from groundswell.apps.people.models import Person
from groundswell.apps.people.queries import actor_of

pytestmark = pytest.mark.django_db
FACTS = {"email": "Ines@Example.org", "name": "Ines", "password": "four quiet herons at dawn"}


def test_whoever_reads_the_console_makes_the_first_account_and_the_page_is_gone(home: Path) -> None:
    secret = offer_first_account(home)
    client = Client()
    opened = client.get(f"/accounts/first/{secret}/")
    assert (opened["Location"], opened["Referrer-Policy"]) == ("/accounts/first/", "no-referrer")
    assert client.post("/accounts/first/", FACTS)["Location"] == "/admin/"  # where communities are made
    ines = Person.objects.get(email="ines@example.org")
    assert ines.is_administrator
    assert client.session["_auth_user_id"] == str(ines.pk)
    assert not (home / FILE).exists()
    assert Client().get(f"/accounts/first/{secret}/").status_code == 404
    assert len(events("open_first_account")) == 1


def test_the_home_keeps_only_a_digest_that_its_owner_alone_can_read(home: Path) -> None:
    secret = offer_first_account(home)
    assert stat.S_IMODE((home / FILE).stat().st_mode) == 0o600
    assert secret not in (home / FILE).read_text()


@pytest.mark.parametrize("kept", ["", "{}", '{"digest": 1, "expires": "soon"}', "null"])
def test_a_damaged_file_opens_nothing(home: Path, kept: str) -> None:
    (home / FILE).write_text(kept)
    assert not opens_first_account("", home)


def test_the_page_closes_after_a_day_and_when_another_secret_is_made(home: Path) -> None:
    older, secret = offer_first_account(home), offer_first_account(home)
    assert not opens_first_account(older, home)
    assert opens_first_account(secret, home)
    with patch.object(first_administrator.time, "time", return_value=json.loads((home / FILE).read_text())["expires"]):
        assert not opens_first_account(secret, home)


def test_where_somebody_administers_the_page_is_not_there(home: Path) -> None:
    secret = offer_first_account(home)
    client = Client()
    client.get(f"/accounts/first/{secret}/")
    cast.administrator()
    assert client.post("/accounts/first/", FACTS).status_code == 404
    assert offer_first_account(home) == ""
    assert Person.objects.count() == 1


def test_a_secret_that_is_made_up_opens_nothing_and_says_nothing(home: Path) -> None:
    offer_first_account(home)
    client = Client()
    assert client.get("/accounts/first/made-up/").status_code == 404
    assert client.post("/accounts/first/", FACTS).status_code == 404
    assert not Person.objects.exists()


def test_what_will_not_do_is_said_and_the_page_stays_open(home: Path) -> None:
    client = Client()
    client.get(f"/accounts/first/{offer_first_account(home)}/")
    answer = client.post("/accounts/first/", {**FACTS, "password": "password1234"})
    assert answer.status_code == 400
    assert "too common" in answer.content.decode()
    assert client.post("/accounts/first/", FACTS).status_code == 302


def test_the_operator_names_administrators_and_ends_it(dana: Person) -> None:
    add_administrator(email=dana.email.upper(), by=cast.DATA_LEAD)
    assert actor_of(Person.objects.get()).is_administrator
    end_administrator(email=dana.email, by=cast.DATA_LEAD)
    assert not Person.objects.get().is_administrator
    assert signs_in(Client(), dana)
    assert len(events("add_administrator")) == len(events("end_administrator")) == 1


def test_an_administrator_names_nobody_else(dana: Person) -> None:
    with pytest.raises(RefusalError, match="at the command line"):
        add_administrator(email=dana.email, by=actor_of(cast.administrator()))
