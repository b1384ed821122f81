"""Roles are given and ended by stewards, on the page and by action; a community keeps a steward."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.builders import package

from groundswell.apps.packages.actions import load_package, make_community
from groundswell.apps.people.actions import (
    RefusalError,
    appoint_first_steward,
    end_emergency_access,
    end_role,
    give_role,
    open_emergency_access,
    restore_community,
    retire_community,
)
from groundswell.apps.people.models import Appointment, AuditEvent, Community, EmergencyAccess, Invitation, Organization
from groundswell.apps.people.queries import NotAllowedError, actor_of, community_for, may
from groundswell.core.permissions import Permission
from groundswell.core.roles import Role
from groundswell.web.entrance.mail import CONSOLE

pytestmark = pytest.mark.django_db
REASON = "The only steward has left and the school board asks."


@pytest.fixture
def elmwood() -> Community:
    load_package(package=package(community={"visibility": "private"}), by=cast.DATA_LEAD)
    return Community.objects.get()


@pytest.fixture
def library(elmwood: Community) -> Organization:
    return Organization.objects.get(public_id="library")


def signed_in(person: cast.Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def events(action: str, community: str = "elmwood") -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(community=community, action=action))


def test_a_steward_gives_a_role_that_works_on_the_next_request(elmwood: Community) -> None:
    sam, vic = cast.steward(elmwood), cast.viewer(elmwood)
    assert not may(actor_of(vic), Permission.CHANGE_RESULTS, elmwood)
    given = give_role(community_id="elmwood", person_id=vic.pk, role="data_manager", by=actor_of(sam))
    assert may(actor_of(vic), Permission.CHANGE_RESULTS, elmwood)
    end_role(community_id="elmwood", appointment_id=given.pk, by=actor_of(sam))
    assert not may(actor_of(vic), Permission.CHANGE_RESULTS, elmwood)
    assert [event.by for event in [*events("give_role"), *events("end_role")]] == [f"person:{sam.pk}"] * 2
    assert "Vic" not in str([event.details for event in events("give_role")])


@pytest.mark.parametrize(
    ("facts", "column"),
    [
        ({"role": "emperor"}, "role"),
        ({"role": "public"}, "role"),
        ({"role": "viewer"}, "role"),  # held already
        ({"role": "funder"}, "organization_id"),
        ({"role": "funder", "organization_id": "nowhere"}, "organization_id"),
        ({"role": "analyst", "until": timezone.now() - timedelta(days=1)}, "until"),
        ({"role": "analyst", "person_id": "no key"}, "person_id"),
        ({"role": "analyst", "person_id": UUID(int=7)}, "person_id"),
    ],
)
def test_a_role_that_cannot_be_given_is_refused_with_its_reason(elmwood: Community, facts: dict, column: str) -> None:
    sam, vic = cast.steward(elmwood), cast.viewer(elmwood)
    with pytest.raises(RefusalError) as refused:
        give_role(**{"community_id": "elmwood", "person_id": vic.pk, "by": actor_of(sam), **facts})
    assert [finding.column for finding in refused.value.findings] == [column]
    assert Appointment.objects.filter(person=vic).count() == 1


def test_no_account_is_reached_that_never_took_part(elmwood: Community) -> None:
    sam, stan = cast.steward(elmwood), cast.stranger()
    with pytest.raises(RefusalError) as here:
        give_role(community_id="elmwood", person_id=stan.pk, role="viewer", by=actor_of(sam))
    with pytest.raises(RefusalError) as nowhere:
        give_role(community_id="elmwood", person_id=UUID(int=7), role="viewer", by=actor_of(sam))
    assert str(here.value) == str(nowhere.value)


def test_only_those_who_give_roles_give_and_end_them(elmwood: Community, library: Organization) -> None:
    sam, vic = cast.steward(elmwood), cast.viewer(elmwood)
    held = Appointment.objects.get(person=vic)
    others = [cast.data_manager(elmwood), cast.provider_data_manager(elmwood, library), cast.expired_steward(elmwood)]
    for other in [actor_of(person) for person in others[:2]]:
        with pytest.raises(NotAllowedError):
            give_role(community_id="elmwood", person_id=vic.pk, role="analyst", by=other)
        with pytest.raises(NotAllowedError):
            end_role(community_id="elmwood", appointment_id=held.pk, by=other)
    with pytest.raises(RefusalError, match="no such community"):
        end_role(community_id="elmwood", appointment_id=held.pk, by=actor_of(others[2]))
    assert actor_of(sam).is_signed_in and Appointment.objects.get(pk=held.pk).until is None


def test_the_last_steward_stays(elmwood: Community) -> None:
    sam = cast.steward(elmwood)
    held = Appointment.objects.get(person=sam)
    with pytest.raises(RefusalError, match="without a steward"):
        end_role(community_id="elmwood", appointment_id=held.pk, by=actor_of(sam))
    # One whose account is closed, and one who is steward until next week, do not count.
    cast.deactivated_steward(elmwood)
    cast.appointed(cast.person("Uma"), elmwood, Role.STEWARD, ended=-timedelta(days=7))
    with pytest.raises(RefusalError, match="without a steward"):
        end_role(community_id="elmwood", appointment_id=held.pk, by=actor_of(sam))
    other = cast.appointed(cast.person("Sue"), elmwood, Role.STEWARD)
    end_role(community_id="elmwood", appointment_id=held.pk, by=actor_of(other))
    # The other, who was ended in the meantime, cannot end the one who stays: neither both at once.
    with pytest.raises((RefusalError, NotAllowedError)):
        end_role(community_id="elmwood", appointment_id=Appointment.objects.get(person=other).pk, by=actor_of(sam))


def test_a_role_of_another_community_is_not_ended_from_here(elmwood: Community) -> None:
    load_package(package=package(community={"id": "oakdale"}), by=cast.DATA_LEAD)
    foreign = cast.viewer(Community.objects.get(public_id="oakdale"))
    with pytest.raises(RefusalError, match="nobody holds that role"):
        end_role(
            community_id="elmwood",
            appointment_id=Appointment.objects.get(person=foreign).pk,
            by=actor_of(cast.steward(elmwood)),
        )


def test_the_page_shows_addresses_only_to_those_who_invite(elmwood: Community, library: Organization) -> None:
    cast.funder(elmwood, Organization.objects.create(community=elmwood, public_id="fund", name="Fund"))
    sam, pia, vic = cast.steward(elmwood), cast.provider_data_manager(elmwood, library), cast.viewer(elmwood)
    dora = cast.data_manager(elmwood)
    seen = {person.name: signed_in(person).get("/elmwood/people/").content.decode() for person in (sam, pia, dora)}
    everybody = {"sam@", "pia@", "vic@", "dora@", "fay@"}
    assert {each for each in everybody if each in seen["Sam"]} == everybody
    assert {each for each in everybody if each in seen["Pia"]} == {"pia@"}
    assert {
        each for each in everybody if each in seen["Dora"].partition("Account of")[2].partition("<main")[2]
    } == set()
    assert "Fay" in seen["Dora"] and "Funder" in seen["Dora"]
    assert signed_in(vic).get("/elmwood/people/").status_code == 403
    assert Client().get("/elmwood/people/").status_code == 404
    assert [event.details["addresses"] for event in events("read_people")] == [5, 1, 0]


def test_the_list_as_csv_is_recorded_and_runs_no_formula(elmwood: Community) -> None:
    sam = cast.steward(elmwood)
    cast.appointed(cast.person("=HYPERLINK", email="h@example.org"), elmwood, Role.VIEWER)
    response = signed_in(sam).get("/elmwood/people/people.csv")
    text = response.content.decode()
    assert text.splitlines()[0] == "name,email,role,organization_id,organization,since,until"
    assert "'=HYPERLINK" in text and ",=HYPERLINK" not in text
    assert len(events("export_people")) == 1


def test_a_role_is_given_and_ended_on_the_page(elmwood: Community) -> None:
    sam, vic = cast.steward(elmwood), cast.viewer(elmwood)
    client = signed_in(sam)
    refused = client.post("/elmwood/people/", {"role-person_id": vic.pk, "role-role": "funder"})
    assert refused.status_code == 422
    assert "This role is held for an organization" in refused.content.decode()
    sent = {"role-person_id": vic.pk, "role-role": "analyst", "role-until": "2099-12-31"}
    response = client.post("/elmwood/people/", sent, follow=True)
    text = response.content.decode()
    assert "The role is given." in text and "Dec. 31, 2099" in text
    held = Appointment.objects.get(person=vic, role="analyst")
    assert "The role has ended." in client.post(f"/elmwood/people/roles/{held.pk}/end/", follow=True).content.decode()
    own = Appointment.objects.get(person=sam)
    text = client.post(f"/elmwood/people/roles/{own.pk}/end/", follow=True).content.decode()
    assert "A community does not stay without a steward" in text


def test_a_provider_invites_for_its_own_organization_only(elmwood: Community, library: Organization) -> None:
    Organization.objects.create(community=elmwood, public_id="fund", name="The Fund")
    client = signed_in(cast.provider_data_manager(elmwood, library))
    text = client.get("/elmwood/people/invitations/").content.decode()
    assert "Elmwood Library" in text and "The Fund" not in text and 'value="steward"' not in text
    sent = {"invitation-email": "new@example.org", "invitation-role": "partner_member", "invitation-days": "14"}
    foreign = client.post("/elmwood/people/invitations/", {**sent, "invitation-organization_id": "fund"})
    assert (foreign.status_code, Invitation.objects.count()) == (422, 0)
    text = client.post(
        "/elmwood/people/invitations/", {**sent, "invitation-organization_id": "library"}, follow=True
    ).content.decode()
    assert "new@example.org" in text and mail.outbox[0].to == ["new@example.org"]
    invitation = Invitation.objects.get()
    client.post(f"/elmwood/people/invitations/{invitation.pk}/withdraw/")
    assert Invitation.objects.get().withdrawn is not None
    assert len(events("read_invitations")) >= 2


def test_nobody_else_sees_who_is_invited(elmwood: Community, library: Organization) -> None:
    cast.invited(elmwood)
    for person in (cast.data_manager(elmwood), cast.partner_member(elmwood, library)):
        assert signed_in(person).get("/elmwood/people/invitations/").status_code == 403
    # A provider sees those of its own organization, and this one is of none.
    text = signed_in(cast.provider_data_manager(elmwood, library)).get("/elmwood/people/invitations/").content.decode()
    assert "Nobody is waiting" in text


def test_emergency_access_reads_tells_the_stewards_and_ends_by_itself(
    elmwood: Community, django_capture_on_commit_callbacks
) -> None:
    cast.steward(elmwood)
    ines = cast.administrator()
    assert community_for("elmwood", reader=actor_of(ines)) is None
    with django_capture_on_commit_callbacks(execute=True):
        opened = open_emergency_access(community_id="elmwood", reason=REASON, hours=1, by=actor_of(ines))
    assert [(letter.to, REASON in letter.body) for letter in mail.outbox] == [(["sam@example.org"], True)]
    assert community_for("elmwood", reader=actor_of(ines)) is not None
    assert not may(actor_of(ines), Permission.CHANGE_RESULTS, elmwood)
    assert events("open_emergency_access")[0].details["reason"] == REASON
    assert "reason" not in events("open_emergency_access", "")[0].details
    EmergencyAccess.objects.filter(pk=opened.pk).update(ends=timezone.now())
    assert community_for("elmwood", reader=actor_of(ines)) is None


def test_a_mail_that_cannot_be_sent_is_noted_and_stops_nothing(
    elmwood: Community, django_capture_on_commit_callbacks, settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    cast.steward(elmwood)
    with django_capture_on_commit_callbacks(execute=True):
        open_emergency_access(community_id="elmwood", reason=REASON, hours=1, by=actor_of(cast.administrator()))
    assert [event.details["failed"] for event in events("emergency_mail_failed")] == [1]


@pytest.mark.parametrize(("reason", "hours", "column"), [("Because.", 1, "reason"), (REASON, 9, "hours")])
def test_emergency_access_needs_a_reason_and_is_short(elmwood: Community, reason: str, hours: int, column: str) -> None:
    with pytest.raises(RefusalError) as refused:
        open_emergency_access(community_id="elmwood", reason=reason, hours=hours, by=actor_of(cast.administrator()))
    assert [finding.column for finding in refused.value.findings] == [column]
    assert not EmergencyAccess.objects.exists()


def test_nobody_but_an_administrator_opens_a_door_in_an_emergency(elmwood: Community) -> None:
    for actor in (actor_of(cast.steward(elmwood)), actor_of(cast.stranger()), cast.RESIDENT, cast.OWNER):
        with pytest.raises(NotAllowedError):
            open_emergency_access(community_id="elmwood", reason=REASON, hours=1, by=actor)


def test_a_steward_sees_the_emergency_and_ends_it(elmwood: Community) -> None:
    sam, ines = cast.steward(elmwood), cast.administrator()
    opened = open_emergency_access(community_id="elmwood", reason=REASON, hours=8, by=actor_of(ines))
    client, other = signed_in(sam), signed_in(cast.data_manager(elmwood))
    assert signed_in(ines).get("/elmwood/").status_code == 200
    text = client.get("/elmwood/audit-log/").content.decode()
    assert REASON in text and "read a page under emergency access: /elmwood/" in text
    with pytest.raises(NotAllowedError):
        end_emergency_access(access_id=opened.pk, by=actor_of(cast.viewer(elmwood)))
    assert other.post(f"/elmwood/audit-log/emergency/{opened.pk}/end/").status_code == 403
    client.post(f"/elmwood/audit-log/emergency/{opened.pk}/end/")
    assert community_for("elmwood", reader=actor_of(ines)) is None
    assert signed_in(ines).get("/elmwood/").status_code == 404


def test_a_community_is_made_private_and_belongs_to_its_maker(db: None) -> None:
    ines = cast.administrator()
    made = make_community(community_id="new-haven", name="New Haven", purpose="Every child", by=actor_of(ines))
    assert (made.visibility, made.name, made.purpose) == ("private", "New Haven", "Every child")
    assert may(actor_of(ines), Permission.GIVE_ROLES, made)
    assert community_for("new-haven", reader=cast.RESIDENT) is None
    assert signed_in(ines).get("/new-haven/").status_code == 200


@pytest.mark.parametrize(
    ("facts", "columns"),
    [
        ({"community_id": "New Haven", "name": " "}, ["community_id", "name"]),
        ({"community_id": "admin", "name": "x"}, ["community_id"]),
        ({"community_id": "a" * 65, "name": "x"}, ["community_id"]),
        ({"community_id": "elmwood", "name": "x"}, ["community_id"]),
        ({"community_id": "ok", "name": "x", "steward": "nobody@example.org"}, ["steward"]),
    ],
)
def test_a_community_that_cannot_be_made_is_refused(elmwood: Community, facts: dict, columns: list[str]) -> None:
    with pytest.raises(RefusalError) as refused:
        make_community(**facts, by=actor_of(cast.administrator()))
    assert [finding.column for finding in refused.value.findings] == columns
    assert Community.objects.count() == 1


def test_nobody_else_makes_retires_or_hands_over_communities(elmwood: Community) -> None:
    dora = actor_of(cast.data_manager(elmwood))
    for attempt in (
        lambda: make_community(community_id="x", name="X", by=dora),
        lambda: appoint_first_steward(community_id="elmwood", email="dora@example.org", by=dora),
        lambda: retire_community(community_id="elmwood", by=dora),
        lambda: restore_community(community_id="elmwood", by=actor_of(cast.steward(elmwood))),
    ):
        with pytest.raises(NotAllowedError):
            attempt()


def test_a_community_without_a_steward_gets_one_and_only_then(elmwood: Community) -> None:
    cast.person("Nell")
    ines = actor_of(cast.administrator())
    appoint_first_steward(community_id="elmwood", email="Nell@example.org", by=ines)
    cast.person("Ned")
    with pytest.raises(RefusalError, match="has a steward"):
        appoint_first_steward(community_id="elmwood", email="ned@example.org", by=ines)


def test_a_retired_community_is_there_for_nobody_and_comes_back_private(elmwood: Community) -> None:
    sam, ines = cast.steward(elmwood), cast.administrator()
    retire_community(community_id="elmwood", by=actor_of(sam))
    assert community_for("elmwood", reader=actor_of(sam)) is None
    assert Community.objects.get().document["retired"]
    restore_community(community_id="elmwood", by=actor_of(ines))
    kept = Community.objects.get()
    assert (kept.retired, kept.visibility, "retired" in kept.document) == (None, "private", False)
    assert community_for("elmwood", reader=actor_of(sam)) is not None


@pytest.mark.parametrize(("backend", "words"), [(CONSOLE, "This installation sends no mail yet"), ("", "on its way")])
def test_who_invites_is_told_where_the_letter_went(
    elmwood: Community, backend: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "EMAIL_BACKEND", backend or settings.EMAIL_BACKEND)
    client = signed_in(cast.steward(elmwood))
    sent = {"invitation-email": "ivy@example.org", "invitation-role": "viewer", "invitation-days": "7"}
    assert words in client.post("/elmwood/people/invitations/", sent, follow=True).content.decode()
