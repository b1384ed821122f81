"""What counts is what somebody holds when a change is made, not when they asked for it or when they opened a door."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.builders import package

from groundswell.apps.indicators.actions import cast_ballot
from groundswell.apps.packages.actions import load_package, make_community, save_object, save_rows
from groundswell.apps.people.actions import RefusalError, end_role, give_role, make_token, retire_community
from groundswell.apps.people.actions.accounts import deactivate_person, reactivate_person
from groundswell.apps.people.actions.invitations import (
    accept_invitation,
    accept_invitations_to,
    invite_person,
    withdraw_invitation,
)
from groundswell.apps.people.models import Appointment, AuditEvent, Community, Invitation, Organization, Person
from groundswell.apps.people.queries import PUBLIC, Actor, NotAllowedError, actor_of
from groundswell.apps.people.queries.accounts import invitations_to
from groundswell.core.roles import Role

pytestmark = pytest.mark.django_db
PASSWORD = "four quiet herons at dawn"
IVY = "ivy@example.org"


@pytest.fixture
def elmwood(db: None) -> Community:
    """A community that only those see who hold a role in it."""
    load_package(package=package(community={"visibility": "private"}), by=cast.COMMAND_LINE)
    return Community.objects.get()


def ended(who: Person) -> None:
    Appointment.objects.filter(person=who).update(until=timezone.now())


def changes_nothing(change: Callable[[], Any]) -> None:
    """Refused in whatever way the action has, and nothing written."""
    before = AuditEvent.objects.count()
    with suppress(NotAllowedError, RefusalError):
        assert not change().is_done
    assert AuditEvent.objects.count() == before


Change = Callable[[Actor, Person], Any]
OF_A_STEWARD: dict[str, Change] = {
    "save an object": lambda by, _: save_object(
        community_id="elmwood", kind="results", object_id="", content={"statement": "All read"}, by=by
    ),
    "save rows": lambda by, _: save_rows(
        community_id="elmwood", kind="observations", indicator_id="k-readiness", edits=[], by=by
    ),
    "give a role": lambda by, other: give_role(
        community_id="elmwood", person_id=other.pk, role=str(Role.STEWARD), by=by
    ),
    "end a role": lambda by, other: end_role(
        community_id="elmwood", appointment_id=Appointment.objects.get(person=other).pk, by=by
    ),
    "cast a ballot": lambda by, _: cast_ballot(community_id="elmwood", result_id="ready", choices=[], by=by),
    "retire the community": lambda by, _: retire_community(community_id="elmwood", by=by),
    "load a package": lambda by, _: load_package(package=package(), by=by),
}


@pytest.mark.parametrize("change", OF_A_STEWARD.values(), ids=OF_A_STEWARD)
@pytest.mark.parametrize("gone", ["role", "account"])
def test_who_waited_for_their_turn_while_a_role_ended_changes_nothing(
    elmwood: Community, change: Change, gone: str
) -> None:
    sam, vic = cast.steward(elmwood), cast.viewer(elmwood)
    asked = actor_of(sam)
    if gone == "role":
        ended(sam)
    else:
        Person.objects.filter(pk=sam.pk).update(is_active=False)
    changes_nothing(lambda: change(asked, vic))


def test_a_token_that_was_revoked_while_its_request_waited_changes_nothing(elmwood: Community) -> None:
    sam = cast.steward(elmwood)
    token, _ = cast.token_of(sam, may_write=True)
    asked = actor_of(sam, token=token)
    type(token).objects.filter(pk=token.pk).update(revoked=timezone.now())
    changes_nothing(lambda: OF_A_STEWARD["save an object"](asked, sam))


def test_of_two_administrators_who_close_each_other_one_stays(elmwood: Community) -> None:
    one, two = cast.administrator("one"), cast.administrator("two")
    first, second = actor_of(one), actor_of(two)
    deactivate_person(person_id=two.pk, by=first)
    for late in (
        lambda: deactivate_person(person_id=one.pk, by=second),
        lambda: reactivate_person(person_id=two.pk, by=second),
    ):
        with pytest.raises(RefusalError):
            late()
    assert list(Person.objects.filter(is_administrator=True, is_active=True)) == [one]


def test_whoever_runs_the_installation_no_longer_makes_no_community_and_no_token(elmwood: Community) -> None:
    ines = cast.administrator()
    asked = actor_of(ines)
    Person.objects.filter(pk=ines.pk).update(is_active=False, is_administrator=False)
    with pytest.raises(NotAllowedError):
        make_community(community_id="oakham", name="Oakham", by=asked)
    with pytest.raises(RefusalError):
        make_token(name="a program", by=asked)


def offered(by: Actor, role: Role = Role.STEWARD, **facts: str) -> Invitation:
    return invite_person(community_id="elmwood", email=IVY, role=role, by=by, **facts)


def secret_in_the_letter() -> str:
    return mail.outbox[-1].body.split("/accounts/invitations/")[1].split("/")[0]


@pytest.mark.parametrize("gone", ["role", "account", "lesser"])
def test_who_was_a_steward_leaves_no_open_door_behind(elmwood: Community, gone: str) -> None:
    sam = cast.steward(elmwood)
    offered(actor_of(sam))
    if gone == "account":
        deactivate_person(person_id=sam.pk, by=cast.COMMAND_LINE)
    else:
        ended(sam)
    if gone == "lesser":
        cast.appointed(sam, elmwood, Role.DATA_MANAGER)
    with pytest.raises(RefusalError):
        accept_invitation(secret=secret_in_the_letter(), by=PUBLIC, password=PASSWORD)
    with pytest.raises(RefusalError):  # nor by an account of their own
        accept_invitation(secret=secret_in_the_letter(), by=actor_of(cast.stranger()))
    assert accept_invitations_to(email=IVY, name="Ivy") is None
    assert not Appointment.objects.filter(person__email=IVY).exists()
    client = Client()
    assert client.get(f"/accounts/invitations/{secret_in_the_letter()}/", follow=True).status_code == 404


def test_what_a_steward_offered_stands_for_as_long_as_they_may_offer_it(elmwood: Community) -> None:
    offered(actor_of(cast.steward(elmwood)), Role.ANALYST)
    ivy = accept_invitation(secret=secret_in_the_letter(), by=PUBLIC, password=PASSWORD)
    assert [held.role for held in ivy.appointments.all()] == ["analyst"]


def test_an_invitation_by_somebody_whose_role_just_ended_is_not_made(elmwood: Community) -> None:
    sam = cast.steward(elmwood)
    asked = actor_of(sam)
    ended(sam)
    with pytest.raises((NotAllowedError, RefusalError)):
        offered(asked)
    assert not Invitation.objects.exists()
    assert mail.outbox == []


def test_an_invitation_that_is_taken_back_while_its_holder_signs_in_is_not_taken_up(
    elmwood: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation = offered(cast.COMMAND_LINE, Role.VIEWER)
    from groundswell.apps.people.actions import invitations

    answers = [invitations_to(IVY)]  # as it stood; then it is withdrawn
    monkeypatch.setattr(
        invitations, "invitations_to", lambda email: answers.pop() if answers else invitations_to(email)
    )
    withdraw_invitation(community_id="elmwood", invitation_id=invitation.pk, by=cast.COMMAND_LINE)
    assert accept_invitations_to(email=IVY, name="Ivy") is None
    assert not Person.objects.filter(email=IVY).exists()


def test_a_provider_takes_back_no_offer_that_it_could_not_make(elmwood: Community) -> None:
    library = Organization.objects.get(public_id="library")
    pia = actor_of(cast.provider_data_manager(elmwood, library))
    by_sam = offered(actor_of(cast.steward(elmwood)), Role.FUNDER, organization_id="library")
    with pytest.raises(NotAllowedError):
        withdraw_invitation(community_id="elmwood", invitation_id=by_sam.pk, by=pia)
    own = offered(pia, Role.PARTNER_MEMBER, organization_id="library")
    withdraw_invitation(community_id="elmwood", invitation_id=own.pk, by=pia)
    assert list(Invitation.objects.filter(withdrawn__isnull=True)) == [by_sam]


def test_an_address_that_opens_nothing_leaves_nothing_behind(elmwood: Community) -> None:
    client = Client()
    assert client.get("/accounts/invitations/guessed/")["Location"] == "/accounts/invitations/"
    assert client.cookies == {}
