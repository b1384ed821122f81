"""Signing in with another provider: a real one, on a port of this machine, with the whole exchange of codes."""

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.http import HttpResponse
from django.test import Client, override_settings
from tests import cast
from tests.integration.accounts.conftest import events

from groundswell.apps.people.actions.invitations import invite_person
from groundswell.apps.people.models import Community, Person
from groundswell.config.settings import provider_of

with warnings.catch_warnings():  # a provider for tests has warnings of its own
    warnings.simplefilter("ignore")
    provider_mock = pytest.importorskip("oidc_provider_mock")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:.*authlib.*", "ignore::DeprecationWarning", "ignore::ResourceWarning"),
]
LOGIN = "/accounts/oidc/provider/login/"
Visit = Callable[..., HttpResponse]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider that answers on this machine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with provider_mock.run_server_in_thread() as server:
            yield f"http://localhost:{server.server_port}"


@pytest.fixture
def visit(issuer: str, db: None) -> Iterator[Visit]:
    """Goes to the provider and comes back, as `subject` with these claims; the answer to the way back."""

    def go(client: Client, subject: str, *, sends: str = LOGIN, **claims: Any) -> HttpResponse:
        requests.put(f"{issuer}/users/{subject}", json=claims, timeout=10).raise_for_status()
        leaving = client.post(sends)
        assert leaving.status_code == 302, leaving.content
        assert leaving["Location"].startswith(issuer)
        there = requests.post(leaving["Location"], data={"sub": subject}, allow_redirects=False, timeout=10)
        return client.get(there.headers["Location"].replace("http://testserver", ""))

    with override_settings(SOCIALACCOUNT_PROVIDERS=provider_of(issuer, "groundswell", "secret", "Harbor")):
        yield go


def _who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_an_account_is_reached_by_an_address_that_the_provider_verified(dana: Person, visit: Visit) -> None:
    client = Client()
    answer = visit(client, "dana-there", email=dana.email, email_verified=True, name="Dana")
    assert answer.status_code == 302
    assert _who(client) == str(dana.pk)
    assert dana.check_password(cast.PASSWORD)
    assert [event.details["by"] for event in events("sign_in")] == [["socialaccount"]]


@pytest.mark.parametrize("verified", [False, "false", "true", 1, None])
def test_an_address_that_is_not_verified_reaches_nothing(dana: Person, visit: Visit, verified: object) -> None:
    client = Client()
    answer = visit(client, "eve", email=dana.email, email_verified=verified)
    assert _who(client) is None
    assert "Accounts come by invitation" in answer.content.decode()
    assert not SocialAccount.objects.exists()


def test_nobody_gets_a_new_account_without_an_invitation_and_the_answer_is_the_same(dana: Person, visit: Visit) -> None:
    unknown = visit(Client(), "new", email="new@example.org", email_verified=True)
    unverified = visit(Client(), "eve", email=dana.email, email_verified=False)
    assert Person.objects.count() == 1
    assert unknown.content == unverified.content


def test_an_invited_address_gets_an_account_with_every_role_it_was_offered(elmwood: Community, visit: Visit) -> None:
    for role in ("viewer", "analyst"):
        invite_person(community_id="elmwood", email="ivy@example.org", role=role, by=cast.DATA_LEAD)
    client = Client()
    visit(client, "ivy-there", email="Ivy@Example.org", email_verified=True, name="Ivy")
    ivy = Person.objects.get(email="ivy@example.org")
    assert _who(client) == str(ivy.pk)
    assert ivy.name == "Ivy"
    assert not ivy.has_usable_password()
    assert sorted(held.role for held in ivy.appointments.all()) == ["analyst", "viewer"]
    assert EmailAddress.objects.get(user=ivy).verified
    assert len(events("accept_invitation", "elmwood")) == 2
    again = Client()
    visit(again, "ivy-there", email="ivy@example.org", email_verified=True)
    assert _who(again) == str(ivy.pk)


def test_an_address_that_changed_hands_at_the_provider_opens_nothing(dana: Person, visit: Visit) -> None:
    visit(Client(), "dana-there", email=dana.email, email_verified=True)
    client = Client()
    visit(client, "somebody-else", email=dana.email, email_verified=True)
    assert _who(client) is None


def test_an_address_that_somebody_only_said_they_would_change_to_is_not_theirs(
    dana: Person, elmwood: Community, visit: Visit
) -> None:
    EmailAddress.objects.create(user=dana, email="ivy@example.org", verified=False)
    client = Client()
    visit(client, "ivy-there", email="ivy@example.org", email_verified=True)
    assert _who(client) is None
    invite_person(community_id="elmwood", email="ivy@example.org", role="viewer", by=cast.DATA_LEAD)
    visit(client, "ivy-there", email="ivy@example.org", email_verified=True)
    assert _who(client) == str(Person.objects.get(email="ivy@example.org").pk)
    assert dana.appointments.count() == 0


def test_nobody_ties_another_identity_to_the_account_they_are_using(dana: Person, visit: Visit) -> None:
    client = Client()
    client.force_login(dana)
    answer = visit(client, "eve", sends=f"{LOGIN}?process=connect", email="eve@example.org", email_verified=True)
    assert answer["Location"] == "/accounts/"
    assert not SocialAccount.objects.exists()


def test_a_closed_account_stays_closed(dana: Person, visit: Visit) -> None:
    dana.is_active = False
    dana.save()
    client = Client()
    visit(client, "dana-there", email=dana.email, email_verified=True)
    assert _who(client) is None


def test_an_answer_that_nobody_asked_for_signs_nobody_in(dana: Person, visit: Visit) -> None:
    client = Client()
    answer = client.get("/accounts/oidc/provider/login/callback/?code=stolen&state=made-up")
    assert "You are not signed in" in answer.content.decode()
    assert _who(client) is None


def test_the_exchange_carries_a_proof_key_and_a_state(visit: Visit) -> None:
    leaving = Client().post(LOGIN)["Location"]
    assert "code_challenge_method=S256" in leaving
    assert "state=" in leaving


def test_the_sign_in_page_offers_the_provider_and_may_send_its_form_there(visit: Visit, issuer: str) -> None:
    answer = Client().get("/accounts/login/")
    assert "With Harbor" in answer.content.decode()
    assert f"form-action 'self' {issuer};" in answer["Content-Security-Policy"]
    assert mail.outbox == []


def test_where_no_provider_is_set_up_there_is_none(db: None) -> None:
    assert Client().post(LOGIN).status_code == 404
    assert "form-action 'self';" in Client().get("/accounts/login/")["Content-Security-Policy"]
