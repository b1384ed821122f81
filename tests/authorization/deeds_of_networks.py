"""What is done about the network of partners, done as somebody, and who may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.authorization.judge import needs
from tests.authorization.world import World

from groundswell.apps.partnerships import actions
from groundswell.apps.people.queries import Actor
from groundswell.core.permissions import Permission

Act = Callable[[World, str, Actor], Any]

KEEPING = needs(Permission.CHANGE_PARTNERSHIPS)
ANSWERING = needs(Permission.CHANGE_OWN_PARTNERSHIPS, owner="library")


def deeds_of_networks() -> Iterator[tuple[str, Act, Any]]:
    """Name, act and access of each; answers are the library's."""
    yield "ask_network_question", _asked, KEEPING
    yield "retire_network_question", _retired, KEEPING
    yield "answer_network_questions", _of_the_library(actions.answer_network_questions, answers={}), ANSWERING
    yield "name_all_partners", _of_the_library(actions.name_all_partners, is_complete=True), ANSWERING


def _of_the_library(action: Callable[..., Any], **arguments: Any) -> Act:
    def act(world: World, community_id: str, by: Actor) -> Any:
        return action(community_id=community_id, organization_id=f"{community_id}-library", by=by, **arguments)

    return act


def _asked(world: World, community_id: str, by: Actor) -> Any:
    return actions.ask_network_question(community_id=community_id, content={"wording": "How far?"}, by=by)


def _retired(world: World, community_id: str, by: Actor) -> Any:
    return actions.retire_network_question(community_id=community_id, question_id=f"{community_id}-trust", by=by)
