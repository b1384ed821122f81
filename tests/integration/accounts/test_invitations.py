"""Invitations: who may offer which role, how it is taken up, and when it is no longer open."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone
from tests import cast
from tests.integration.accounts.conftest import events, last_address, signs_in

from groundswell.apps.people.actions.invitations import (
    accept_invitation,
    invite_person,
    roles_to_offer,
    withdraw_invitation,
)
from groundswell.apps.people.actions.rows import RefusalError
from groundswell.apps.people.models import Appointment, Community, Invitation, Organization, Person
from groundswell.apps.people.queries import PUBLIC, NotAllowedError, actor_of
from groundswell.apps.people.queries.audit import broken_audit_events
from groundswell.core.roles import Role

pytestmark = pytest.mark.django_db
PASSWORD = "four quiet herons at dawn"
IVY = "ivy@example.org"


def _invited(community: Community, role: Role = Role.VIEWER, **facts: str) -> Invitation:
    return invite_person(community_id=community.public_id, email=IVY, role=role, by=cast.DATA_LEAD, **facts)


def test_an_invitation_becomes_an_account_that_holds_the_role_and_is_signed_in(elmwood: Community) -> None:
    _invited(elmwood, Role.ANALYST)
    client = Client()
    page = client.get(last_address(), follow=True)
    assert page.redirect_chain == [("/accounts/invitations/", 302)]
    answer = client.post("/accounts/invitations/", {"name": "Ivy", "password": PASSWORD})
    assert answer["Location"] == "/elmwood/"
    ivy = Person.objects.get(email=IVY)
    assert client.session["_auth_user_id"] == str(ivy.pk)
    assert [(held.role, held.given_by) for held in ivy.appointments.all()] == [("analyst", "cli:dana")]
    assert EmailAddress.objects.get(user=ivy).verified
    assert [len(events(action, "elmwood")) for action in ("invite_person", "accept_invitation")] == [1, 1]
    assert len(events("open_account")) == 1
    assert broken_audit_events("elmwood") == []


def test_the_letter_says_nothing_about_people_and_the_secret_stands_nowhere_else(elmwood: Community) -> None:
    invitation = _invited(elmwood, name="Ivy Secret-Name")
    letter = mail.outbox[-1]
    secret = last_address().split("/")[3]
    assert letter.to == [IVY]
    assert "Secret-Name" not in letter.subject + letter.body
    assert "dana" not in letter.subject + letter.body
    kept = " ".join(str(value) for value in Invitation.objects.filter(pk=invitation.pk).values().get().values())
    assert secret not in kept + str([event.details for event in events("invite_person", "elmwood")])


def test_the_page_of_an_invitation_keeps_its_secret_out_of_its_address(elmwood: Community) -> None:
    _invited(elmwood)
    answer = Client().get(last_address())
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/invitations/")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]


def test_whoever_signed_in_accepts_with_one_button(elmwood: Community, dana: Person) -> None:
    _invited(elmwood)
    client = Client()
    signs_in(client, dana)
    client.get(last_address())
    assert client.post("/accounts/invitations/")["Location"] == "/elmwood/"
    assert dana.appointments.get().role == "viewer"
    assert Person.objects.count() == 1


def test_an_invitation_is_taken_up_once(elmwood: Community, dana: Person) -> None:
    _invited(elmwood)
    secret = last_address().split("/")[3]
    accept_invitation(secret=secret, by=actor_of(dana))
    with pytest.raises(RefusalError):
        accept_invitation(secret=secret, by=actor_of(cast.person("Eve")))
    assert Appointment.objects.count() == 1


def test_a_role_that_is_held_already_is_not_given_twice(elmwood: Community, dana: Person) -> None:
    for _ in range(2):
        _invited(elmwood)
        accept_invitation(secret=last_address().split("/")[3], by=actor_of(dana))
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize("ending", ["expired", "withdrawn", "accepted", "made up"])
def test_a_closed_invitation_and_one_that_never_was_get_the_same_page(elmwood: Community, ending: str) -> None:
    invitation = _invited(elmwood)
    address = last_address()
    if ending == "expired":
        Invitation.objects.filter(pk=invitation.pk).update(expires=timezone.now() - timedelta(seconds=1))
    elif ending == "withdrawn":
        withdraw_invitation(community_id="elmwood", invitation_id=invitation.pk, by=cast.DATA_LEAD)
    elif ending == "accepted":
        accept_invitation(secret=address.split("/")[3], by=PUBLIC, name="", password=PASSWORD)
    else:
        address = "/accounts/invitations/made-up/"
    page = Client().get(address, follow=True)
    assert page.status_code == 404
    assert "Elmwood" not in page.content.decode()
    assert "This invitation is not open" in page.content.decode()


def test_nobody_makes_an_account_with_an_invitation_to_an_address_that_has_one(elmwood: Community) -> None:
    _invited(elmwood)
    cast.person("Ivy", email=IVY)
    client = Client()
    client.get(last_address())
    answer = client.post("/accounts/invitations/", {"name": "Ivy", "password": PASSWORD})
    assert answer.status_code == 400
    assert "there is an account with this address" in answer.content.decode()
    assert not Appointment.objects.exists()


def test_a_password_that_will_not_do_is_said_beside_its_field_and_opens_nothing(elmwood: Community) -> None:
    _invited(elmwood)
    client = Client()
    client.get(last_address())
    answer = client.post("/accounts/invitations/", {"name": "Ivy", "password": "short"})
    assert answer.status_code == 400
    assert "at least 12 characters" in answer.content.decode()
    assert not Person.objects.exists()
    assert client.get("/accounts/invitations/").status_code == 200


def test_a_steward_offers_every_role(elmwood: Community, harbor: Organization) -> None:
    assert set(roles_to_offer(actor_of(cast.steward(elmwood)), elmwood)) == set(Role) - {Role.PUBLIC}


def test_an_organization_invites_its_own_people_and_no_others(elmwood: Community, harbor: Organization) -> None:
    pia = actor_of(cast.provider_data_manager(elmwood, harbor))
    other = Organization.objects.create(community=elmwood, public_id="other", name="Other")
    assert roles_to_offer(pia, elmwood, "harbor") == [Role.PROVIDER_DATA_MANAGER, Role.PARTNER_MEMBER]
    facts = {"community_id": "elmwood", "email": IVY, "by": pia}
    assert invite_person(**facts, role="partner_member", organization_id="harbor").organization == harbor
    with pytest.raises(RefusalError, match="cannot offer this role"):
        invite_person(**facts, role="steward", organization_id="harbor")
    with pytest.raises(NotAllowedError):
        invite_person(**facts, role="partner_member", organization_id=other.public_id)
    with pytest.raises(NotAllowedError):
        invite_person(**facts, role="viewer")


@pytest.mark.parametrize("persona", [cast.data_manager, cast.analyst, cast.viewer, cast.expired_steward])
def test_who_may_not_invite_is_told_so_and_no_letter_goes_out(elmwood: Community, persona) -> None:
    actor = actor_of(persona(elmwood))
    with pytest.raises((NotAllowedError, RefusalError)):
        invite_person(community_id="elmwood", email=IVY, role="viewer", by=actor)
    assert mail.outbox == []


def test_a_stranger_is_told_that_there_is_no_such_community(elmwood: Community) -> None:
    with pytest.raises(RefusalError, match="no such community"):
        invite_person(community_id="elmwood", email=IVY, role="viewer", by=actor_of(cast.stranger()))


def test_every_problem_of_an_invitation_is_said_at_once(elmwood: Community) -> None:
    with pytest.raises(RefusalError) as refusal:
        invite_person(
            community_id="elmwood", email="ivy", role="king", organization_id="none", days=0, by=cast.DATA_LEAD
        )
    assert [finding.column for finding in refusal.value.findings] == ["email", "organization_id", "days", "role"]


def test_a_role_for_an_organization_needs_one(elmwood: Community) -> None:
    with pytest.raises(RefusalError, match="held for an organization"):
        _invited(elmwood, Role.FUNDER)


def test_where_the_letter_cannot_be_sent_nobody_is_invited(elmwood: Community) -> None:
    broken = "tests.integration.accounts.conftest.BrokenMail"
    with override_settings(EMAIL_BACKEND=broken), pytest.raises(RefusalError, match="could not be sent"):
        _invited(elmwood)
    assert Invitation.objects.get().withdrawn is not None


def test_an_organization_withdraws_its_own_invitations_only(elmwood: Community, harbor: Organization) -> None:
    pia = actor_of(cast.provider_data_manager(elmwood, harbor))
    own = _invited(elmwood, Role.PARTNER_MEMBER, organization_id="harbor")
    others = _invited(elmwood)
    withdraw_invitation(community_id="elmwood", invitation_id=str(own.pk), by=pia)
    with pytest.raises(NotAllowedError):
        withdraw_invitation(community_id="elmwood", invitation_id=str(others.pk), by=pia)
    with pytest.raises(RefusalError):
        withdraw_invitation(community_id="elmwood", invitation_id=str(own.pk), by=cast.DATA_LEAD)
    assert len(events("withdraw_invitation", "elmwood")) == 1
