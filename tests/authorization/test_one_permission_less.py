"""Each permission decides by itself: a steward who lacks a single one is refused just what it is needed for.

The roles as they are cannot show this, for many permissions come together. So a role is taken one permission less, and
everything is asked again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests import cast
from tests.authorization.deeds import SAMPLES, deeds
from tests.authorization.judge import Needs, Only, Verdict, verdict
from tests.authorization.knocking import ask, undone
from tests.authorization.offering import closed_doors, offers_of
from tests.authorization.test_every_deed import faults_at
from tests.authorization.world import NO_ONE, OWN, PRIVATE_ONE, Persona, World, people_canary
from tests.builders import reading, series

from groundswell.apps.indicators.actions import cast_ballot
from groundswell.apps.packages.actions import (
    cast_measure_ballot,
    close_measure_vote,
    close_vote,
    make_community,
    retire_object,
    save_object,
    store_reading,
    undo_change,
    undo_measure_vote,
    undo_vote,
)
from groundswell.apps.packages.queries import change_of, object_of
from groundswell.apps.people.actions import RefusalError, open_emergency_access
from groundswell.apps.people.models import AccessToken, Change, Community, EmergencyAccess
from groundswell.apps.people.queries import Actor, NotAllowedError
from groundswell.apps.people.queries.offers import roles_to_offer
from groundswell.apps.people.queries.tokens import token_actor
from groundswell.core.permissions import Permission
from groundswell.core.roles import ROLES, Role
from groundswell.core.vocabulary import Unit
from groundswell.exchange.mapping.reading import IndicatorSeen

pytestmark = pytest.mark.django_db


@contextmanager
def lacking(role: Role, permission: Permission) -> Iterator[None]:
    """The role without this permission."""
    whole = ROLES[role]
    ROLES[role] = replace(whole, permissions=whole.permissions - {permission})
    try:
        yield
    finally:
        ROLES[role] = whole


def faults_without(world: World, permission: Permission) -> Iterator[str]:
    """What a steward still does who lacks this permission; nothing where all is well."""
    steward = world.personas["steward"]
    could = [each for each in deeds() if _may(world, each.access)]
    with lacking(Role.STEWARD, permission):
        for deed in could:
            if not _may(world, deed.access):
                yield from (f"without {permission}: {fault}" for fault in faults_at(world, deed, steward, "own"))
        for role in roles_to_offer(steward.actor, world.communities[OWN]):
            if permission in ROLES[role].permissions and not permission.is_own:
                yield f"without {permission} a steward offers it to a {role}"


def _may(world: World, access: Any) -> bool:
    is_about_roles = isinstance(access, Needs | Only)
    return is_about_roles and verdict(world.personas["steward"], access, OWN) is Verdict.DONE


def faults_of_what_roles_hide(world: World) -> Iterator[str]:
    """Checks behind checks, each with somebody who passes all but that one."""
    yield from _of_undoing(world)
    yield from _of_reading(world)
    yield from _of_pages(world)
    yield from _of_buttons(world)
    yield from _of_mandates(world)
    yield from _of_the_installation(world)
    yield from _of_tokens(world)


def _of_undoing(world: World) -> Iterator[str]:
    own, actor = world.communities[OWN], {name: each.actor for name, each in world.personas.items()}
    standing = _kept("community", OWN)
    with undone(), lacking(Role.STEWARD, Permission.PUBLISH_COMMUNITY):
        made = _change(own, actor["steward"], "community", OWN, {**standing, "visibility": "public"}, standing)
        if _does(lambda: undo_change(community_id=OWN, change_id=made, by=actor["steward"])):
            yield "a steward who may not publish published by undoing"
    hunger = f"{OWN}-hunger"
    with undone():
        before = _kept("indicators", hunger)
        version = object_of(own, "indicators", hunger).version  # type: ignore[union-attr]
        retire_object(community_id=OWN, kind="indicators", object_id=hunger, version=version, by=cast.DATA_LEAD)
        made = _change(own, actor["analyst"], "indicators", hunger, before, _kept("indicators", hunger))
        if _does(lambda: undo_change(community_id=OWN, change_id=made, by=actor["analyst"])):
            yield "an analyst, who may rate indicators, brought one back"
    with undone():
        cast_ballot(community_id=OWN, result_id=f"{OWN}-ready", choices=[hunger], by=actor["steward"])
        assert close_vote(community_id=OWN, result_id=f"{OWN}-ready", headline=3, by=cast.DATA_LEAD).is_done
        if _does(lambda: undo_vote(community_id=OWN, result_id=f"{OWN}-ready", by=actor["data_manager"])):
            yield "a data manager undid a vote that somebody else closed"
    with undone():
        _measure_ballot(actor["steward"])
        assert close_measure_vote(**VISITS, headline=3, by=cast.DATA_LEAD).is_done
        if _does(lambda: undo_measure_vote(**VISITS, by=actor["data_manager"])):
            yield "a data manager undid a vote on measures that somebody else closed"


def _of_reading(world: World) -> Iterator[str]:
    analyst, stranger = world.personas["analyst"].actor, world.personas["stranger"].actor
    new = IndicatorSeen(f"{OWN}-new", unit=Unit.PERCENT)
    seen = reading(series(("50", "51"), indicator=new.id), source=f"{OWN}-schools", indicators=[new])
    mapping = SAMPLES["sources"]["mapping"].format(OWN)
    with undone():
        if _does(lambda: store_reading(reading=seen, community=OWN, by=analyst, mapping=mapping)):
            yield "an analyst defined an indicator by importing it"
        if not _does(lambda: store_reading(reading=seen, community=OWN, by=cast.DATA_LEAD, mapping=mapping)):
            yield "nobody at all could define an indicator by importing it"
    said = [_said(lambda to=to: _ballot(to, stranger)).replace(to, "it") for to in (PRIVATE_ONE, NO_ONE)]  # type: ignore[misc]
    if said[0] != said[1]:
        yield f"whoever votes where they may not open learns that it is there: {said}"
    with undone(), lacking(Role.STEWARD, Permission.PUBLISH_COMMUNITY):
        steward, content = world.personas["steward"].actor, _kept("community", OWN)
        version = object_of(world.communities[OWN], "community", OWN).version  # type: ignore[union-attr]
        content |= {"visibility": "public"}
        if _does(
            lambda: save_object(
                community_id=OWN, kind="community", object_id=OWN, content=content, version=version, by=steward
            )
        ):
            yield "a steward who may not publish published"


def _of_pages(world: World) -> Iterator[str]:
    steward, ids = world.personas["steward"], world.ids_of(OWN)
    path = f"/{OWN}/permissions/?person={ids['person_id']}"
    for name, expected in (("viewer", 403), ("steward", 200)):
        with undone():
            status = ask(world.personas[name], "GET", path).status_code
        if status != expected:
            yield f"{name} gets {status} for what another may do"
    with undone(), lacking(Role.STEWARD, Permission.IMPORT_SOURCES):
        address = f"/{OWN}/desk/sources/{OWN}-schools/mapping/"
        if (status := ask(steward, "POST", address, data={"do": "import", "mapping": "x"}).status_code) != 403:
            yield f"whoever may not import gets {status} for importing"


# On pages where several buttons stand in one form, or at one address: what is there for a steward, and for whom not.
CHOICE, PEOPLE = f"/{OWN}/desk/results/{OWN}-ready/choice/", f"/{OWN}/people/"
MAPPING = f"/{OWN}/desk/sources/{OWN}-schools/mapping/"
BUTTONS = (
    (CHOICE, 'value="rate"', (Permission.RATE_INDICATORS,)),
    (CHOICE, f'href="{CHOICE}ballot/"', (Permission.VOTE_ON_INDICATORS,)),
    (CHOICE, 'value="close"', (Permission.CLOSE_VOTES,)),
    (PEOPLE, 'id="give"', (Permission.GIVE_ROLES,)),
    (PEOPLE, 'href="invitations/"', (Permission.INVITE_PEOPLE,)),
)
UNDOING = (CHOICE, 'value="undo"', (Permission.CLOSE_VOTES, Permission.UNDO_CHANGES))
VISITS = {"community_id": OWN, "program_id": f"{OWN}-visits"}
MEASURES = f"/{OWN}/desk/programs/{OWN}-visits/choice/"
MEASURE_BUTTONS = (
    (MEASURES, f'href="{MEASURES}ballot/"', (Permission.VOTE_ON_MEASURES,)),
    (MEASURES, 'value="close"', (Permission.CHANGE_MEASURES,)),
)
MEASURE_UNDOING = (MEASURES, 'value="undo"', (Permission.CHANGE_MEASURES, Permission.UNDO_CHANGES))


def _of_buttons(world: World) -> Iterator[str]:
    steward = world.personas["steward"]
    with undone():
        cast_ballot(community_id=OWN, result_id=f"{OWN}-ready", choices=[f"{OWN}-hunger"], by=steward.actor)
        yield from _of_each(steward, BUTTONS)
        assert close_vote(community_id=OWN, result_id=f"{OWN}-ready", headline=3, by=cast.DATA_LEAD).is_done
        yield from _of_each(steward, (UNDOING,))
    with undone():
        _measure_ballot(steward.actor)
        yield from _of_each(steward, MEASURE_BUTTONS)
        assert close_measure_vote(**VISITS, headline=3, by=cast.DATA_LEAD).is_done
        yield from _of_each(steward, (MEASURE_UNDOING,))
    with undone():
        file = SimpleUploadedFile("a.csv", b"Y,V\n2023,5\n")
        brought = ask(steward, "POST", f"/{OWN}/desk/sources/propose/", data={"file": file, "source": f"{OWN}-schools"})
        button = (brought.headers["Location"], 'value="import"', (Permission.IMPORT_SOURCES,))
        yield from _of_each(steward, (button,))
    emergency, address = world.personas["emergency"], reverse("administer_community", args=[OWN])
    with undone():
        for door in closed_doors(offers_of(ask(emergency, "GET", address), address), emergency):
            yield f"an administrator in an emergency is offered {door}"


def _of_each(steward: Persona, buttons: tuple[tuple[str, str, tuple[Permission, ...]], ...]) -> Iterator[str]:
    for address, button, permissions in buttons:
        if button not in _page(steward, address):
            yield f"a steward does not find {button} at {address}"
        for permission in permissions:
            with lacking(Role.STEWARD, permission):
                if button in _page(steward, address):
                    yield f"without {permission} a steward is offered {button} at {address}"


def _page(persona: Persona, address: str) -> str:
    return str(ask(persona, "GET", address).content.decode())


def _of_the_installation(world: World) -> Iterator[str]:
    stranger, steward = world.personas["stranger"], world.personas["steward"]
    with undone():
        if _does(lambda: make_community(community_id="brand-new", name="New", by=stranger.actor)):
            yield "a stranger made a community"
    with undone():
        EmergencyAccess.objects.all().delete()
        why = "Nobody can sign in and the report is due."
        if _does(lambda: open_emergency_access(community_id=OWN, reason=why, hours=1, by=steward.actor)):
            yield "a steward opened emergency access"


def _of_mandates(world: World) -> Iterator[str]:
    """Who keeps a community and does not take part in partnerships meets nobody who represents somebody."""
    steward, seat, own = world.personas["steward"], f"{OWN}-seat", world.communities[OWN]
    name = f"Lee {people_canary(OWN)}"
    desk, api = f"/{OWN}/desk", f"/api/v1/{OWN}"
    paths = (
        *(f"{desk}/mandates/", f"{desk}/mandates/new/", f"{desk}/mandates/{seat}/", f"{desk}/mandates/{seat}/history/"),
        *(f"{desk}/mandates/{seat}/retire/", f"{desk}/", f"{desk}/changes/", f"{desk}/organizations/{OWN}-library/"),
        *(f"/{OWN}/partners/mandates/", f"/{OWN}/partners/networks/{OWN}-network/", f"{api}/partners/mandates.csv"),
        *(f"{api}/partners/mandates.json", f"{api}/partners/networks/{OWN}-network.json", f"{api}/changes/"),
        *(f"{api}/mandates/", f"{api}/mandates/{seat}", f"{api}/mandates/{seat}/history"),
    )
    with undone(), lacking(Role.STEWARD, Permission.READ_PARTNERSHIPS):
        kept = _kept("mandates", seat)
        made = _change(own, steward.actor, "mandates", seat, {**kept, "table": "Before"}, kept)
        if change_of(own, made, reader=steward.actor) is not None:
            yield "a change of a mandate was read by who may not read mandates"
        for path in paths:
            said = steward.client.get(path).content.decode()
            if name in said or kept["document"] in said or seat in said:
                yield f"{path} tells of a mandate to who may not read mandates"


def _of_tokens(world: World) -> Iterator[str]:
    persona = world.personas["token_writer"]
    assert persona.actor.token is not None
    with undone():  # many others are alive
        AccessToken.objects.filter(pk=persona.actor.token.pk).update(revoked=timezone.now())
        if _does(lambda: _made(persona.actor)):
            yield "a token that was revoked since it was read changed something"
    with undone():
        yesterday = timezone.localdate() - timedelta(days=1)
        person = cast.person("Una")
        kept, secret = cast.token_of(person)
        other, _ = cast.token_of(person, name="another", secret="another-one")
        AccessToken.objects.filter(person=person).update(used=yesterday)
        token_actor(secret)
        used = dict(AccessToken.objects.filter(person=person).values_list("pk", "used"))
        if used != {kept.pk: timezone.localdate(), other.pk: yesterday}:
            yield f"the day of a token's use: {used}"


def _made(by: Actor) -> Any:
    content = SAMPLES["results"]
    return save_object(community_id=OWN, kind="results", object_id="", content=content, by=by)


def _ballot(community_id: str, by: Actor) -> Any:
    return cast_ballot(community_id=community_id, result_id="ready", choices=[], by=by)


def _measure_ballot(by: Actor) -> Any:
    return cast_measure_ballot(**VISITS, choices=[], development=[f"{OWN}-visited"], by=by)


def _kept(kind: str, object_id: str) -> dict[str, Any]:
    found = object_of(Community.objects.get(public_id=OWN), kind, object_id)
    assert found is not None
    return dict(found.whole())


def _change(own: Community, by: Actor, kind: str, key: str, before: Any, after: Any) -> str:
    facts = {"kind": kind, "key": key, "before": before, "after": after}
    made = Change.objects.create(community=own, by=by.name, verb="changed", event=1, at=timezone.now(), **facts)
    return str(made.pk)


def _does(change: Any) -> bool:
    try:
        return bool(getattr(change(), "is_done", True))
    except (NotAllowedError, RefusalError):
        return False


def _said(change: Any) -> str:
    try:
        return str(getattr(change(), "findings", ""))
    except (NotAllowedError, RefusalError) as refusal:
        return f"{type(refusal).__name__}: {refusal}"


def test_a_steward_who_lacks_one_permission_is_refused_what_it_is_for(world: World) -> None:
    assert [fault for each in sorted(Permission) for fault in faults_without(world, each)] == []


def test_checks_behind_checks_hold_by_themselves(world: World) -> None:
    assert list(faults_of_what_roles_hide(world)) == []
