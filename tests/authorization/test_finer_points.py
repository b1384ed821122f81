"""What no table of doors and deeds says: stale rights, retired things, changes of one's own, tokens in an emergency."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone
from tests import cast
from tests.authorization.deeds import deeds, outcome
from tests.authorization.judge import Door, Needs, Verdict
from tests.authorization.knocking import ask, undone
from tests.authorization.world import OWN, PUBLIC_ONE, World

from groundswell.apps.indicators.actions import cast_ballot
from groundswell.apps.packages.actions import cast_measure_ballot, retire_object, undo_change
from groundswell.apps.packages.queries import object_of
from groundswell.apps.packages.queries.history import is_undoable, sorts_of
from groundswell.apps.people.models import Appointment, Change, Person
from groundswell.apps.people.queries import Actor, NotAllowedError, actor_of, community_for
from groundswell.apps.people.queries.offers import roles_to_offer
from groundswell.apps.people.queries.people import may_see_address
from groundswell.apps.people.queries.tokens import token_actor
from groundswell.core.roles import Role

pytestmark = pytest.mark.django_db


def faults_of_the_stale(world: World, name: str) -> Iterator[str]:
    """Whoever lost everything since they asked does nothing any more, though their request remembers it."""
    persona = world.personas[name]
    assert persona.person is not None
    for deed in deeds():
        if not isinstance(deed.access, Needs) and deed.access is not Door.ADMINISTRATOR:
            continue
        with undone():
            Appointment.objects.filter(person=persona.person).update(until=timezone.now() - timedelta(seconds=1))
            Person.objects.filter(pk=persona.person.pk).update(is_administrator=False)
            came = outcome(deed.act, world, OWN, persona.actor)
        if came is Verdict.DONE:
            yield f"{deed.name}: {came} by {name}, who may no longer"


def faults_of_what_is_retired(world: World) -> Iterator[str]:
    """What is retired is there for those who read the history."""
    place = f"{PUBLIC_ONE}-hill"
    kept = object_of(world.communities[PUBLIC_ONE], "places", place)
    assert kept is not None
    with undone():
        said = retire_object(
            community_id=PUBLIC_ONE, kind="places", object_id=place, version=kept.version, by=cast.DATA_LEAD
        )
        assert said.is_done, said.findings
        public = world.personas["public"]
        for path, expected in ((f"places/{place}", {404}), ("places/?with_retired=true", {401, 403})):
            status = ask(public, "GET", f"/api/v1/{PUBLIC_ONE}/{path}").status_code
            if status not in expected:
                yield f"the public gets {status} for {path}"


def faults_of_undoing(world: World) -> Iterator[str]:
    """One's own change is taken back only by somebody who still may make it; nobody is offered another's."""
    own, ready = world.communities[OWN], f"{OWN}-ready"
    for name in ("viewer", "analyst"):
        persona = world.personas[name]
        for what, facts in _changes(world).items():
            with undone():
                made = Change.objects.create(
                    community=own, by=persona.actor.name, verb="changed", event=1, at=timezone.now(), **facts
                )
                if _is_done(made, persona.actor):
                    yield f"{name} undid a change of {what} that they may not make"
    theirs = Change(
        community=own, kind="results", key=ready, by="person:somebody", verb="changed", at=timezone.now(),
        after=_standing(world, "results", ready), before={},
    )  # fmt: skip
    if is_undoable(theirs, own, world.personas["viewer"].actor):
        yield "a viewer is offered to undo what somebody else did"
    if not is_undoable(theirs, own, world.personas["steward"].actor):
        yield "a steward is not offered to undo what somebody else did"
    manager = world.personas["data_manager"]
    standing = _standing(world, "community", OWN)
    with undone():
        shown = {"kind": "community", "key": OWN, "before": {**standing, "visibility": "public"}, "after": standing}
        made = Change.objects.create(
            community=own, by=manager.actor.name, verb="changed", event=1, at=timezone.now(), **shown
        )
        if _is_done(made, manager.actor):
            yield "a data manager published by undoing"


def _changes(world: World) -> dict[str, dict[str, object]]:
    ready = f"{OWN}-ready"
    standing = _standing(world, "results", ready)
    sorts = {"ids": [ready], "sorts": sorts_of(world.communities[OWN], "results", [ready])}
    return {
        "results": {"kind": "results", "key": ready, "before": standing, "after": standing},
        "what was made": {"kind": "results", "key": ready, "before": None, "after": standing},
        "the order": {"kind": "results", "key": "", "before": sorts, "after": sorts},
    }


def _standing(world: World, kind: str, object_id: str) -> dict[str, object]:
    kept = object_of(world.communities[OWN], kind, object_id)
    assert kept is not None
    return dict(kept.whole())


def _is_done(made: Change, by: Actor) -> bool:
    try:
        return undo_change(community_id=OWN, change_id=str(made.pk), by=by).is_done
    except NotAllowedError:
        return False


def faults_of_nobody(world: World) -> Iterator[str]:
    """What counts persons is done by one; a program opens nothing in an emergency."""
    with undone():
        try:
            said = cast_ballot(
                community_id=OWN, result_id=f"{OWN}-ready", choices=[f"{OWN}-hunger"], by=cast.COMMAND_LINE
            )
        except NotAllowedError:
            said = None
        if said is not None:
            yield f"the command line voted: {said}"
        with suppress(NotAllowedError):
            program = {"community_id": OWN, "program_id": f"{OWN}-visits"}
            said = cast_measure_ballot(**program, choices=[], by=cast.COMMAND_LINE)
            yield f"the command line voted on measures: {said}"
        greta = world.personas["emergency"].person
        assert greta is not None
        token, _ = cast.token_of(greta, may_write=True)
        if community_for(OWN, reader=actor_of(greta, token=token)) is not None:
            yield "a token opens a community in an emergency"
        Person.objects.filter(pk=greta.pk).update(is_administrator=False)
        greta.refresh_from_db()
        if community_for(OWN, reader=actor_of(greta)) is not None:
            yield "emergency access outlives the office"


def faults_of_offers(world: World) -> Iterator[str]:
    """Who offers which roles, and for whom addresses are; which secrets speak for somebody."""
    own, library, clinic = world.communities[OWN], f"{OWN}-library", f"{OWN}-clinic"
    actor = {name: each.actor for name, each in world.personas.items()}
    of_own = {Role.PROVIDER_DATA_MANAGER, Role.PARTNER_MEMBER}
    offered = {
        ("viewer", ""): set(), ("viewer", library): set(), ("provider", ""): set(), ("provider", clinic): set(),
        ("provider", library): of_own, ("stranger_steward", ""): set(), ("data_manager", library): set(),
    }  # fmt: skip
    for (name, organization), expected in offered.items():
        if (found := set(roles_to_offer(actor[name], own, organization))) != expected:
            yield f"{name} may offer {found} for {organization}"
    if Role.STEWARD not in roles_to_offer(actor["steward"], own):
        yield "a steward offers no stewardship"
    sees = {("viewer", ""): False, ("viewer", library): False, ("provider", library): True, ("provider", clinic): False}
    for (name, organization), expected in sees.items():
        if may_see_address(actor[name], own, organization) is not expected:
            yield f"addresses of {organization}: {name}"
    then = timezone.now() - timedelta(seconds=5)
    with undone():
        for what, facts in {"is alive": {}, "ran out": {"expires": then}, "was revoked": {"revoked": then}}.items():
            _, secret = cast.token_of(cast.person(f"Ned {what}"), **facts)
            if (token_actor(secret) is not None) is not (what == "is alive"):
                yield f"a token that {what}"
        if token_actor(cast.token_of(cast.person("Nell", is_active=False))[1]) is not None:
            yield "a token of a closed account"


def test_roles_are_offered_addresses_shown_and_secrets_heard_as_the_roles_say(world: World) -> None:
    assert list(faults_of_offers(world)) == []


@pytest.mark.parametrize("name", ["steward", "administrator", "data_manager", "provider"])
def test_who_lost_a_right_since_they_asked_does_nothing_by_it(world: World, name: str) -> None:
    assert world.personas[name].person is not None
    assert list(faults_of_the_stale(world, name)) == []


def test_what_is_retired_is_there_for_those_who_read_the_history(world: World) -> None:
    assert list(faults_of_what_is_retired(world)) == []


def test_undoing_needs_what_the_change_needed(world: World) -> None:
    assert list(faults_of_undoing(world)) == []


def test_only_persons_vote_and_only_administrators_in_person_open_a_door_in_an_emergency(world: World) -> None:
    assert list(faults_of_nobody(world)) == []
