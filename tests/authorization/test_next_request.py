"""What is taken from somebody is gone with their next request: a role, an account, a token, a session."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.authorization.knocking import undone
from tests.authorization.world import OWN, PUBLIC_ONE, World

from groundswell.apps.people.models import AccessToken, Appointment, EmergencyAccess, Person
from groundswell.apps.people.queries import actor_of, community_for, may
from groundswell.core.permissions import Permission
from groundswell.core.roles import Role

pytestmark = pytest.mark.django_db
PAGE, TWIN = f"/{OWN}/", f"/api/v1/{OWN}.json"


def _status(client: Client, path: str, secret: str = "") -> int:
    headers: Any = {"Authorization": f"Bearer {secret}"} if secret else {}
    return int(client.get(path, headers=headers).status_code)


def _vera(world: World) -> tuple[Person, Client]:
    vera = cast.appointed(cast.person("Vera"), world.communities[OWN], Role.VIEWER)
    client = Client()
    client.force_login(vera)
    assert _status(client, PAGE) == 200
    return vera, client


def test_a_role_that_ended_opens_nothing_more(world: World) -> None:
    with undone():
        vera, client = _vera(world)
        Appointment.objects.filter(person=vera).update(until=timezone.now())
        assert _status(client, PAGE) == 404
        assert _status(client, TWIN) == 404


def test_a_role_that_has_not_begun_opens_nothing_yet(world: World) -> None:
    with undone():
        vera, client = _vera(world)
        Appointment.objects.filter(person=vera).update(since=timezone.now() + timedelta(hours=1))
        assert _status(client, PAGE) == 404


def test_a_role_that_ends_tomorrow_still_holds(world: World) -> None:
    with undone():
        vera, client = _vera(world)
        Appointment.objects.filter(person=vera).update(until=timezone.now() + timedelta(days=1))
        assert _status(client, PAGE) == 200


def test_a_closed_account_is_nobody(world: World) -> None:
    with undone():
        vera, client = _vera(world)
        Person.objects.filter(pk=vera.pk).update(is_active=False)
        assert _status(client, PAGE) == 404
        assert _status(client, TWIN) == 404
        vera.refresh_from_db()
        assert not actor_of(vera).is_signed_in


def test_another_role_reaches_further_at_once(world: World) -> None:
    with undone():
        vera, client = _vera(world)
        assert _status(client, f"/{OWN}/permissions/") == 200
        assert not may(actor_of(vera), Permission.CHANGE_RESULTS, world.communities[OWN])
        cast.appointed(vera, world.communities[OWN], Role.DATA_MANAGER)
        assert may(actor_of(vera), Permission.CHANGE_RESULTS, world.communities[OWN])


@pytest.mark.parametrize("gone", ["revoked", "expires"])
def test_a_token_that_was_taken_back_or_ran_out_is_nobody(world: World, gone: str) -> None:
    with undone():
        vera, _ = _vera(world)
        token, secret = cast.token_of(vera)
        assert _status(Client(), TWIN, secret) == 200
        AccessToken.objects.filter(pk=token.pk).update(**{gone: timezone.now()})
        assert _status(Client(), TWIN, secret) in {401, 404}


def test_a_token_is_nobody_once_its_person_is(world: World) -> None:
    with undone():
        vera, _ = _vera(world)
        _, secret = cast.token_of(vera)
        Person.objects.filter(pk=vera.pk).update(is_active=False)
        assert _status(Client(), TWIN, secret) in {401, 404}


def test_a_token_opens_no_page_and_no_session(world: World) -> None:
    with undone():
        vera, _ = _vera(world)
        _, secret = cast.token_of(vera)
        client = Client()
        assert _status(client, PAGE, secret) == 404
        assert _status(client, TWIN, secret) == 200
        assert not client.cookies


def test_a_token_bound_to_a_community_opens_no_other(world: World) -> None:
    with undone():
        vera, _ = _vera(world)
        _, secret = cast.token_of(vera, community=world.communities[PUBLIC_ONE])
        assert _status(Client(), TWIN, secret) == 404
        assert _status(Client(), f"/api/v1/{PUBLIC_ONE}.json", secret) == 200


def test_emergency_access_closes_by_itself(world: World) -> None:
    with undone():
        greta = world.personas["emergency"]
        assert _status(greta.client, PAGE) == 200
        EmergencyAccess.objects.all().update(ends=timezone.now())
        assert _status(greta.client, PAGE) == 404


def faults_of_yesterday(world: World) -> Iterator[str]:
    """The same rules without a browser, for those who look for mistakes: what holds where it should not."""
    own, shown = world.communities[OWN], world.communities[PUBLIC_ONE]
    with undone():
        vera = cast.appointed(cast.person("Vera"), own, Role.DATA_MANAGER)
        held = Appointment.objects.filter(person=vera)
        if not may(actor_of(vera), Permission.CHANGE_RESULTS, own):
            yield "a role that holds does not"
        bound, _ = cast.token_of(vera, may_write=True, community=shown)
        if community_for(OWN, reader=actor_of(vera, token=bound)) is not None:
            yield "a token bound to a community opens another"
        if may(actor_of(vera, token=bound), Permission.CHANGE_RESULTS, own):
            yield "a token bound to a community changes another"
        own_token, _ = cast.token_of(vera, may_write=True, community=own)
        if not may(actor_of(vera, token=own_token), Permission.CHANGE_RESULTS, own):
            yield "a token bound to a community does not open it"
        for what, facts in (
            ("ended", {"until": timezone.now() - timedelta(seconds=1)}),
            ("not begun", {"since": timezone.now() + timedelta(hours=1), "until": None}),
        ):
            held.update(**facts)
            if may(actor_of(vera), Permission.CHANGE_RESULTS, own) or community_for(OWN, reader=actor_of(vera)):
                yield f"a role that has {what} holds"
        held.update(since=timezone.now() - timedelta(days=2), until=timezone.now() + timedelta(days=1))
        if not may(actor_of(vera), Permission.CHANGE_RESULTS, own):
            yield "a role that ends tomorrow holds no more"
        vera.is_active = False
        if actor_of(vera).is_signed_in:
            yield "a closed account signs in"
        admin = cast.administrator("late")
        opened = EmergencyAccess.objects.create(
            person=admin,
            community=own,
            reason="x" * 20,
            starts=timezone.now() + timedelta(hours=1),
            ends=timezone.now(),
        )
        if community_for(OWN, reader=actor_of(admin)):
            yield "an emergency that has not begun opens"
        EmergencyAccess.objects.filter(pk=opened.pk).update(starts=timezone.now() - timedelta(hours=2))
        if community_for(OWN, reader=actor_of(admin)):
            yield "an emergency that is over opens"
