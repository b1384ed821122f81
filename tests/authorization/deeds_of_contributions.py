"""What is done to links of programs to indicators, done as somebody, and who may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.authorization.judge import needs
from tests.authorization.world import World

from groundswell.apps.contributions import actions
from groundswell.apps.people.queries import Actor
from groundswell.core.permissions import Permission

Act = Callable[[World, str, Actor], Any]

CHANGING = needs(Permission.CHANGE_CONTRIBUTIONS, Permission.CHANGE_OWN_CONTRIBUTIONS, owner="library")
KEEPING = needs(Permission.CHANGE_CONTRIBUTIONS)
NOTING = needs(Permission.NOTE_CONTRIBUTIONS)
MODEL = {
    **{"period": "2025", "joint_points": 0.8, "low": 0.4, "high": 1.2, "level": 0.8, "forecast": 0.3},
    **{"population": 12000.0, "model": "risks_multiply", "seed": 0, "draws": 1000, "links": [], "content": []},
}


def deeds_of_contributions() -> Iterator[tuple[str, Act, Any]]:
    """Name, act and access of each; about a program of the library that whoever opens the community sees."""
    yield "save_link", _saved, CHANGING
    yield "withdraw_link", _of_link(actions.withdraw_link, seen_version=1), CHANGING
    yield "restore_link", _of_link(actions.restore_link, version=1, seen_version=1), CHANGING
    yield "add_note", _of_link(actions.add_note, step="challenge", text="Why?", organization_id=""), NOTING
    yield "answer_challenge", _of_note(actions.answer_challenge, text="Because"), CHANGING
    yield "withdraw_note", _of_note(actions.withdraw_note), KEEPING
    yield "save_scenario", _planned, KEEPING
    yield "retire_scenario", _retired, KEEPING
    yield "keep_model", _kept, KEEPING


def _of_link(action: Callable[..., Any], **arguments: Any) -> Act:
    def act(world: World, community_id: str, by: Actor) -> Any:
        return action(community_id=community_id, link_id=f"{community_id}-link", by=by, **arguments)

    return act


def _of_note(action: Callable[..., Any], **arguments: Any) -> Act:
    def act(world: World, community_id: str, by: Actor) -> Any:
        return action(community_id=community_id, note_id=f"{community_id}-doubt", by=by, **arguments)

    return act


def _saved(world: World, community_id: str, by: Actor) -> Any:
    content = {"link_id": f"{community_id}-link", "program_id": f"{community_id}-tutoring", "served": "320",
               "indicator_id": f"{community_id}-hunger"}  # fmt: skip
    return actions.save_link(community_id=community_id, content=content, seen_version=1, by=by)


def _planned(world: World, community_id: str, by: Actor) -> Any:
    content = {"indicator_id": f"{community_id}-hunger", "name": "Another"}
    return actions.save_scenario(community_id=community_id, content=content, by=by)


def _retired(world: World, community_id: str, by: Actor) -> Any:
    return actions.retire_scenario(community_id=community_id, scenario_id=f"{community_id}-plan", by=by)


def _kept(world: World, community_id: str, by: Actor) -> Any:
    return actions.keep_model(community_id=community_id, indicator_id=f"{community_id}-hunger", by=by, **MODEL)
