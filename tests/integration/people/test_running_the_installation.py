"""Who runs the installation sees which communities there are and nothing within them; nobody else comes in."""

import json
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests import cast
from tests.builders import package

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import AccessToken, Appointment, AuditEvent, Community, EmergencyAccess
from groundswell.apps.people.queries import audit_chain, token_actor
from groundswell.web.urls import administration

pytestmark = pytest.mark.django_db
REASON = "The only steward has left and the school board asks."


@pytest.fixture
def elmwood() -> Community:
    secret = {"visibility": "private", "purpose": "canary-purpose", "notice": "canary-notice"}
    load_package(package=package(community=secret), by=cast.DATA_LEAD)
    return Community.objects.get()


def signed_in(person: cast.Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def addresses() -> list[str]:
    known = {"community_id": "elmwood", "person_id": UUID(int=1), "access_id": UUID(int=1)}
    return [
        reverse(route.name, kwargs={name: known[name] for name in route.pattern.converters})
        for route in administration.urlpatterns
    ]


def test_nobody_but_an_administrator_is_let_in_anywhere(elmwood: Community) -> None:
    clients = [Client(), signed_in(cast.steward(elmwood)), signed_in(cast.stranger())]
    answers = {
        (address, method): [getattr(client, method)(address).status_code for client in clients]
        for address in addresses()
        for method in ("get", "post")
    }
    # A page that takes no form says so to everybody; a form's address takes no reading.
    assert {status for statuses in answers.values() for status in statuses} == {403, 405}
    assert all(403 in {*answers[address, "get"], *answers[address, "post"]} for address in addresses())
    assert AuditEvent.objects.filter(community="").count() == 0


def test_an_administrator_sees_the_name_and_the_stewards_and_nothing_within(elmwood: Community) -> None:
    cast.steward(elmwood)
    client = signed_in(cast.administrator())
    for address in ("/admin/", "/admin/communities/elmwood/"):
        text = client.get(address).content.decode()
        assert "Elmwood" in text and "Sam" in text
        assert "canary" not in text and "kindergarten" not in text
    assert client.get("/elmwood/").status_code == 404


def test_a_community_is_made_and_handed_over_on_the_page(elmwood: Community) -> None:
    client = signed_in(cast.administrator())
    text = client.post("/admin/new-community/", {"name": "Oak", "community_id": "api"}).content.decode()
    assert "This address is taken by the installation itself" in text and 'value="Oak"' in text
    cast.person("Nell")
    sent = {"name": "Oak", "community_id": "oak", "steward": "nell@example.org"}
    assert "Steward: Nell" in client.post("/admin/new-community/", sent, follow=True).content.decode()
    assert client.get("/oak/").status_code == 404
    text = client.post("/admin/communities/elmwood/steward/", {"email": "nobody@example.org"}).content.decode()
    assert "Nobody has an account with this address" in text
    text = client.post("/admin/communities/elmwood/steward/", {"email": "nell@example.org"}, follow=True)
    assert "The community has a steward." in text.content.decode()


def test_what_is_left_blank_is_the_address_made_from_the_name_and_the_administrator_as_steward(
    elmwood: Community,
) -> None:
    client = signed_in(cast.administrator())
    assert 'href="/admin/new-community/"' in client.get("/").content.decode()
    text = client.post("/admin/new-community/", {"name": "Valle Verde"}, follow=True).content.decode()
    assert 'href="/valle-verde/desk/"' in text  # the next step: its steward is the one who made it
    assert client.get("/valle-verde/desk/").status_code == 200
    assert 'href="/elmwood/desk/"' not in client.get("/admin/communities/elmwood/").content.decode()
    client.post("/admin/communities/elmwood/steward/", {"email": ""})
    assert client.get("/elmwood/desk/").status_code == 200


def test_only_an_administrator_is_led_to_the_administration(elmwood: Community) -> None:
    for client in (Client(), signed_in(cast.steward(elmwood))):
        assert "/admin/" not in client.get("/").content.decode()


def test_an_emergency_is_opened_and_ended_on_the_page(elmwood: Community) -> None:
    client = signed_in(cast.administrator())
    address = "/admin/communities/elmwood/emergency/"
    assert client.post(address, {"reason": "No.", "hours": "1"}).status_code == 422
    assert not EmergencyAccess.objects.exists()
    text = client.post(address, {"reason": REASON, "hours": "2"}, follow=True).content.decode()
    assert "You may read the community now" in text
    assert client.get("/elmwood/").status_code == 200
    access = EmergencyAccess.objects.get()
    client.post(f"{address}{access.pk}/end/")
    assert client.get("/elmwood/").status_code == 404
    assert client.post(f"/admin/communities/nowhere/emergency/{access.pk}/end/").status_code == 404


def test_a_closed_account_is_out_on_the_next_request(elmwood: Community) -> None:
    sam = cast.steward(elmwood)
    theirs, client = signed_in(sam), signed_in(cast.administrator())
    assert theirs.get("/elmwood/people/").status_code == 200
    assert "The account is closed." in client.post(f"/admin/people/{sam.pk}/close/", follow=True).content.decode()
    assert theirs.get("/elmwood/people/").status_code == 404
    assert client.post(f"/admin/people/{sam.pk}/open/", follow=True).status_code == 200
    assert "you" in client.get("/admin/people/").content.decode()


def test_a_community_is_retired_and_restored_on_the_page(elmwood: Community) -> None:
    client = signed_in(cast.administrator())
    assert "Retired since" in client.post("/admin/communities/elmwood/retire/", follow=True).content.decode()
    again = client.post("/admin/communities/elmwood/retire/", follow=True).content.decode()
    assert "This community is retired already" in again
    assert "back, and private" in client.post("/admin/communities/elmwood/restore/", follow=True).content.decode()
    assert client.post("/admin/communities/nowhere/retire/").status_code == 404


def test_the_installation_has_a_log_of_its_own(elmwood: Community) -> None:
    client = signed_in(cast.administrator())
    client.get("/admin/people/")
    text = client.get("/admin/audit-log/").content.decode()
    assert "read who takes part" in text and "The record is whole" in text
    listed = json.loads(client.get("/admin/audit-log/audit-log.json").content)
    assert listed["community"] == "" and listed["events"][0]["action"] == "read_people"
    assert client.get("/admin/audit-log/audit-log.csv").content.startswith(b"sequence,at,by,action,details,digest")
    assert audit_chain("").is_whole


def test_a_steward_reads_searches_and_exports_the_log_and_nobody_else(elmwood: Community) -> None:
    sam = cast.steward(elmwood)
    client = signed_in(sam)
    for person in (cast.data_manager(elmwood), cast.viewer(elmwood)):
        assert signed_in(person).get("/elmwood/audit-log/").status_code == 403
        assert signed_in(person).get("/elmwood/audit-log/audit-log.csv").status_code == 403
    client.get("/elmwood/people/")
    text = client.get("/elmwood/audit-log/").content.decode()
    assert "Sam" in text and "loaded a package" in text and "dana at the command line" in text
    text = client.get("/elmwood/audit-log/", {"action": "read_people", "by": f"person:{sam.pk}"}).content.decode()
    rows = text.partition("<tbody>")[2]
    assert "read who takes part" in rows and "loaded a package" not in rows
    for nonsense in ({"page": "²"}, {"page": "9" * 40}, {"page": "-1"}, {"first": "nonsense"}, {"by": "x" * 999}):
        assert client.get("/elmwood/audit-log/", nonsense).status_code == 200
    exported = client.get("/elmwood/audit-log/audit-log.csv", {"action": "read_people"})
    assert len(exported.content.decode().splitlines()) == 2
    event = AuditEvent.objects.get(action="export_audit_log")
    assert event.details == {"events": 1, "form": "csv", "asked": {"action": "read_people"}}


def test_events_are_shown_fifty_to_a_page(elmwood: Community) -> None:
    client = signed_in(cast.steward(elmwood))
    for _ in range(51):
        client.get("/elmwood/people/")
    first = client.get("/elmwood/audit-log/").content.decode()
    assert first.count('<td class="when">') == 50 and 'href="?page=2"' in first
    second = client.get("/elmwood/audit-log/", {"page": "2"}).content.decode()
    assert second.count('<td class="when">') == 2 and 'href="?page=1"' in second


def test_a_token_is_made_shown_once_and_revoked_on_the_page(elmwood: Community) -> None:
    client = signed_in(cast.steward(elmwood))
    assert Client().get("/accounts/tokens/").status_code == 302
    sent = {"token-name": "Nightly", "token-community_id": "elmwood", "token-may_write": "yes", "token-days": "30"}
    response = client.post("/accounts/tokens/", sent)
    text = response.content.decode()
    secret = text.partition('tabindex="0">')[2].partition("<")[0]
    assert response.status_code == 201 and "no-store" in response["Cache-Control"]
    assert token_actor(secret) is not None
    again = client.get("/accounts/tokens/").content.decode()
    assert secret not in again and f"…{secret[-4:]}" in again
    client.post(f"/accounts/tokens/{AccessToken.objects.get().pk}/revoke/")
    assert token_actor(secret) is None
    wrong = client.post("/accounts/tokens/", {**sent, "token-community_id": "nowhere", "token-name": ""})
    assert wrong.status_code == 422
    assert AccessToken.objects.count() == 1


def test_the_reason_for_an_emergency_is_text_wherever_it_is_read(elmwood: Community) -> None:
    client, sam = signed_in(cast.administrator()), signed_in(cast.steward(elmwood))
    reason = "<img src=x onerror=alert(1)> and more words"
    client.post("/admin/communities/elmwood/emergency/", {"reason": reason, "hours": "1"})
    assert Appointment.objects.count() == 1
    assert "<img src=x" not in sam.get("/elmwood/audit-log/").content.decode()


def test_the_account_of_a_last_steward_is_closed_and_the_community_left_is_named(elmwood: Community) -> None:
    sam, client = cast.steward(elmwood), signed_in(cast.administrator())
    told = client.post(f"/admin/people/{sam.pk}/close/", follow=True).content.decode()
    assert "Nobody keeps Elmwood now" in told
    form = reverse("appoint_steward", args=["elmwood"])
    assert f'action="{form}"' in client.get("/admin/communities/elmwood/").content.decode()


def test_where_another_steward_stays_nothing_is_left_without_one(elmwood: Community) -> None:
    sam, client = cast.steward(elmwood), signed_in(cast.administrator())
    cast.appointed(cast.stranger(), elmwood, cast.Role.STEWARD)
    assert "Nobody keeps" not in client.post(f"/admin/people/{sam.pk}/close/", follow=True).content.decode()


def test_a_retired_community_is_hidden_from_its_stewards_until_an_administrator_restores_it(elmwood: Community) -> None:
    sam, client = signed_in(cast.steward(elmwood)), signed_in(cast.administrator())
    client.post("/admin/communities/elmwood/retire/")
    assert sam.get("/elmwood/").status_code == sam.get("/elmwood/desk/").status_code == 404
    assert "Elmwood" in client.get("/admin/").content.decode()
    client.post("/admin/communities/elmwood/restore/")
    assert sam.get("/elmwood/desk/").status_code == 200
