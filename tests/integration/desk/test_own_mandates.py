"""An organization says itself who speaks for it: it makes, changes and retires what is its own, and nobody else's."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from tests import cast

from groundswell.apps.packages.actions import restore_version, retire_object, save_object, undo_change
from groundswell.apps.packages.queries import KeptObject, change_of, object_of, recent_changes
from groundswell.apps.people.models import Change, Community, Organization, Person
from groundswell.apps.people.queries import PUBLIC, NotAllowedError, actor_of
from groundswell.core.findings import Severity

pytestmark = pytest.mark.django_db
DESK = "/elmwood/desk/mandates/"
API = "/api/v1/elmwood/mandates/"
SEAT = {"organization_id": "library", "table": "Council", "representative": "Lee Okafor", "formal": "true"}


@pytest.fixture
def town(elmwood: Community) -> Community:
    """The library, a clinic, and a network of both."""
    for kind, name, content in (
        ("organizations", "clinic", {"name": "Elmwood Clinic", "roles": "provider"}),
        ("networks", "first", {"name": "Family First", "members": "clinic; library"}),
    ):
        saved = save_object(community_id="elmwood", kind=kind, object_id=name, content=content, by=cast.DATA_LEAD)
        assert saved.is_done, saved.findings
    return elmwood


@pytest.fixture
def mia(town: Community) -> Person:
    """Mia, a partner member who answers for the library."""
    return cast.partner_member(town, Organization.objects.get(community=town, public_id="library"))


@pytest.fixture
def browser(mia: Person) -> Client:
    client = Client()
    client.force_login(mia, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def made(by: Any, **content: str) -> KeptObject:
    saving = save_object(community_id="elmwood", kind="mandates", object_id="seat", content={**SEAT, **content}, by=by)
    assert saving.is_done, saving.findings
    found = saving.object
    assert found is not None
    return found


def hidden(page: Any) -> dict[str, str]:
    found = {name: re.search(rf'type="hidden" name="{name}" value="([^"]*)"', page.content.decode())
             for name in ("version", "base")}  # fmt: skip
    return {name: html.unescape(value[1]) for name, value in found.items() if value}


def test_an_organization_makes_its_own_mandate_at_the_desk(town: Community, browser: Client) -> None:
    assert f'href="{DESK}new/"' in browser.get(DESK).content.decode()
    form = browser.get(f"{DESK}new/").content.decode()
    assert 'value="library"' in form and 'value="clinic"' not in form  # of whom somebody speaks for, only their own
    assert "f.network_id" not in form
    answer = browser.post(f"{DESK}new/", {f"f.{name}": value for name, value in SEAT.items()})
    assert answer.status_code == 302
    found = object_of(town, "mandates", "council-library")  # made of the table, and of no person's name
    assert found is not None and found.content["representative"] == "Lee Okafor"


@pytest.mark.parametrize("content", [{"organization_id": "clinic"}, {"network_id": "first"}])
def test_nobody_makes_a_mandate_for_others_or_for_a_whole_network(
    town: Community, mia: Person, content: dict[str, str]
) -> None:
    with pytest.raises(NotAllowedError):
        made(actor_of(mia), **content)
    assert object_of(town, "mandates", "seat") is None


def test_who_forgets_for_whom_a_mandate_is_is_asked_to_choose(town: Community, mia: Person) -> None:
    content = {**SEAT, "organization_id": ""}
    saving = save_object(community_id="elmwood", kind="mandates", object_id="", content=content, by=actor_of(mia))
    assert [finding.column for finding in saving.findings] == ["organization_id"] and not saving.is_done


def test_who_keeps_their_own_mandate_hands_it_to_nobody(town: Community, mia: Person, browser: Client) -> None:
    one = made(actor_of(mia))
    for given in ({"organization_id": "clinic"}, {"network_id": "first"}):
        with pytest.raises(NotAllowedError):
            save_object(
                community_id="elmwood",
                kind="mandates",
                object_id="seat",
                content={**one.content, **given},
                version=one.version,
                by=actor_of(mia),
            )
    page = browser.get(f"{DESK}seat/")
    assert "f.organization_id" not in page.content.decode()
    sent = {**hidden(page), "f.organization_id": "clinic", "f.table": "Board", "f.formal": "true"}
    assert browser.post(f"{DESK}seat/", sent).status_code == 302  # what the form did not ask is not listened to
    found = object_of(town, "mandates", "seat")
    assert found is not None and (found.content["organization_id"], found.content["table"]) == ("library", "Board")


def test_an_older_state_of_another_organization_is_not_put_back_by_its_own(town: Community, mia: Person) -> None:
    first = made(cast.DATA_LEAD, organization_id="clinic")
    moved = {**first.content, "organization_id": "library"}
    save_object(
        community_id="elmwood", kind="mandates", object_id="seat", content=moved, version=first.version,
        by=cast.DATA_LEAD,
    )  # fmt: skip
    change = Change.objects.filter(community=town, kind="mandates", verb="changed").get()
    with pytest.raises(NotAllowedError):
        restore_version(community_id="elmwood", change_id=change.pk.hex, side="before", by=actor_of(mia))


def test_an_organization_retires_its_own_mandate_and_takes_its_making_back(
    town: Community, mia: Person, browser: Client
) -> None:
    one = made(actor_of(mia))
    assert f'href="{DESK}seat/retire/"' in browser.get(f"{DESK}seat/").content.decode()
    change = Change.objects.filter(community=town, kind="mandates", key="seat").get()
    assert undo_change(community_id="elmwood", change_id=change.pk.hex, by=actor_of(mia)).is_done
    found = object_of(town, "mandates", "seat")
    assert found is not None and found.retired
    saved = browser.post(f"{DESK}seat/retire/", {"do": "restore", "version": found.version})
    assert saved.status_code == 302
    again = object_of(town, "mandates", "seat")
    assert again is not None and again.version == one.version and not again.retired


def test_another_organizations_mandate_is_not_retired(town: Community, mia: Person, browser: Client) -> None:
    one = made(cast.DATA_LEAD, organization_id="clinic")
    with pytest.raises(NotAllowedError):
        retire_object(community_id="elmwood", kind="mandates", object_id="seat", version=one.version, by=actor_of(mia))
    assert browser.get(f"{DESK}seat/retire/").status_code == 403
    assert browser.get(f"{DESK}seat/").status_code == 403


def test_a_program_of_ones_own_is_still_made_by_those_who_keep_all(town: Community) -> None:
    pia = cast.provider_data_manager(town, Organization.objects.get(community=town, public_id="library"))
    with pytest.raises(NotAllowedError):
        save_object(
            community_id="elmwood", kind="programs", object_id="hours", by=actor_of(pia),
            content={"name": "Story hours", "organization_id": "library"},
        )  # fmt: skip


def test_over_the_api_an_organization_makes_and_retires_its_own(town: Community, mia: Person) -> None:
    _, secret = cast.token_of(mia, may_write=True)
    client, headers = Client(), {"Authorization": f"Bearer {secret}"}
    sent = {"organization_id": "library", "table": "Council", "can_commit": ["resources"]}
    answer = client.post(API, sent, content_type="application/json", headers=headers)
    assert answer.status_code == 201, answer.content
    other = client.post(API, {**sent, "organization_id": "clinic"}, content_type="application/json", headers=headers)
    assert other.status_code == 403
    one = answer.json()
    headers["If-Match"] = f'"{one["version"]}"'
    gone = client.delete(f"{API}{one['id']}", headers=headers)
    assert gone.status_code == 200 and gone.json()["retired"]


def test_a_mandate_that_speaks_for_nobody_or_ends_before_it_began_is_told(town: Community) -> None:
    def findings(**content: str) -> set[str | None]:
        saving = save_object(community_id="elmwood", kind="mandates", object_id="", content=content, by=cast.DATA_LEAD)
        return {finding.column for finding in saving.findings if finding.severity is Severity.ERROR}

    assert findings(table="Council") == {"organization_id"}
    assert findings(**SEAT, since="2026-02-01", until="2026-01-01") == {"until"}


def test_the_public_reads_no_mandate_anywhere(town: Community) -> None:
    made(cast.DATA_LEAD)
    change = Change.objects.filter(community=town, kind="mandates").get()
    assert change_of(town, change.pk.hex, reader=PUBLIC) is None
    assert "mandates" not in {each.kind for each in recent_changes(town, reader=PUBLIC)}
    for address in (API, f"{API}seat", f"{API}seat/history", DESK, f"{DESK}seat/", f"{DESK}seat/history/"):
        answer = Client().get(address, follow=True)
        assert "Okafor" not in answer.content.decode(), address
        assert not address.startswith("/api") or answer.status_code in (401, 403), address
