"""Every action, done by everybody, in every community: the roles decide, and what is refused leaves no trace."""

from collections.abc import Collection

import pytest
from tests.authorization.deeds import INSIDE, Deed, deeds, every_action, outcome
from tests.authorization.judge import Verdict, verdict
from tests.authorization.knocking import is_asked_by_day, undone
from tests.authorization.world import NO_ONE, RELATIONS, Persona, World

pytestmark = pytest.mark.django_db
DEEDS = deeds()
DOING = [
    *("public", "administrator", "emergency", "deactivated", "steward", "data_manager", "provider", "other_provider"),
    *("viewer", "expired_steward", "stranger_steward", "token_reader"),
]
EVERYWHERE = ("public", "administrator", "steward", "stranger_steward")


def test_every_action_has_been_thought_about() -> None:
    done = {deed.name.split(":")[0] for deed in DEEDS}
    assert every_action() - done - set(INSIDE) == set(), "actions that nobody said anything about"
    assert (done | set(INSIDE)) - every_action() == set(), "actions that are gone"


@pytest.mark.parametrize("deed", [pytest.param(deed, id=deed.name) for deed in DEEDS])
def test_an_action_is_done_by_those_who_may_and_by_nobody_else(world: World, deed: Deed) -> None:
    assert faults_of(world, deed, [world.personas[name] for name in DOING], EVERYWHERE) == []


@pytest.mark.slow
@pytest.mark.parametrize("deed", [pytest.param(deed, id=deed.name) for deed in DEEDS])
def test_an_action_is_done_by_those_who_may_and_by_nobody_else_of_all(world: World, deed: Deed) -> None:
    assert faults_of(world, deed, list(world.personas.values())) == []


def is_asked_first(deed: Deed, persona: str, relation: str) -> bool:
    """By day: strangers and a steward at home, and a share of the others; at night everybody everywhere."""
    return (persona, relation) == ("steward", "own") or is_asked_by_day(deed.name, persona, relation)


def faults_of(world: World, deed: Deed, personas: list[Persona], everywhere: Collection[str] = ()) -> list[str]:
    """Where somebody could do it who may not, or could not who may; `everywhere`: who asks elsewhere too, blank all."""
    faults = []
    for persona in personas:
        for relation in RELATIONS:
            asked = relation == "own" or persona.name in everywhere
            if not everywhere or (asked and is_asked_first(deed, persona.name, relation)):
                faults += faults_at(world, deed, persona, relation)
    return faults


def faults_at(world: World, deed: Deed, persona: Persona, relation: str) -> list[str]:
    """What is wrong when this persona does it there; nothing where all is well."""
    community_id = RELATIONS[relation]
    expected = verdict(persona, deed.access, community_id)
    with undone() as written:
        came = outcome(deed.act, world, community_id, persona.actor)
    where, faults = f"{deed.name} by {persona.name} ({relation})", []
    if not _fits(expected, came, community_id):
        faults.append(f"{where}: {came} in place of {expected}")
    if expected is not Verdict.DONE and set(written) - set(PREPARED):
        faults.append(f"{where}: wrote {written}")
    return faults


def _fits(expected: Verdict, came: Verdict, community_id: str) -> bool:
    if expected is Verdict.HIDDEN:
        return came is not Verdict.DONE  # pages and the API say one thing for both
    if expected is Verdict.DONE and community_id == NO_ONE:
        return came is not Verdict.REFUSED
    if expected is Verdict.REFUSED and community_id == NO_ONE:
        return came is not Verdict.DONE
    return came is expected


PREPARED = ("people_emergencyaccess", "people_appointment", "people_change")  # what a deed sets up beforehand
