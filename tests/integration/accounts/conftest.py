"""People at the door: letters, counted tries, and what the audit log kept."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client, override_settings
from tests import cast

from groundswell.apps.people.models import AuditEvent, Community, Organization, Person


@pytest.fixture
def counted(tmp_path: Path) -> Iterator[None]:
    """Tries are counted, as in an installation; other tests count nothing."""
    counting = {"BACKEND": "groundswell.web.entrance.limits.LimitsCache", "LOCATION": str(tmp_path / "limits.sqlite3")}
    with override_settings(CACHES={**settings.CACHES, "default": counting}):
        yield


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home folder of the test's own."""
    with override_settings(HOME=tmp_path):
        yield tmp_path


@pytest.fixture
def elmwood(db: None) -> Community:
    """A private community."""
    return Community.objects.create(public_id="elmwood", name="Elmwood", visibility="private")


@pytest.fixture
def harbor(elmwood: Community) -> Organization:
    """An organization at work there."""
    return Organization.objects.create(community=elmwood, public_id="harbor", name="Harbor House")


@pytest.fixture
def dana(db: None) -> Person:
    """Somebody with an account and a password, whose address is confirmed."""
    person = cast.person("Dana", password=cast.PASSWORD)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def signs_in(client: Client, person: Person, password: str = cast.PASSWORD, **facts: str) -> bool:
    """Type address and password into the sign-in page; True where somebody is signed in afterwards."""
    client.post("/accounts/login/", {"login": person.email, "password": password}, **facts)
    return "_auth_user_id" in client.session


def last_address() -> str:
    """The address that the last letter holds, without its host."""
    found = [word for word in mail.outbox[-1].body.split() if word.startswith("http")]
    return "/" + found[0].split("/", 3)[3]


def events(action: str, community: str = "") -> list[AuditEvent]:
    """What the log kept of this kind."""
    return list(AuditEvent.objects.filter(community=community, action=action))


class BrokenMail(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Nothing goes out."""
        raise ConnectionRefusedError
