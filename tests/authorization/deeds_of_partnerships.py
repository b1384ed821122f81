"""What is done to partnerships, done as somebody, and who may: the partnership is of the library and the clinic."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from tests.authorization.judge import needs
from tests.authorization.world import World

from groundswell.apps.packages.actions import take_up_purposes
from groundswell.apps.partnerships import actions
from groundswell.apps.people.queries import Actor
from groundswell.core.collaboration.accounts import BACKBONE, Account, Cell
from groundswell.core.permissions import Permission
from groundswell.exchange.worksheets import Entry

Act = Callable[[World, str, Actor], Any]

KEEPING = needs(Permission.CHANGE_PARTNERSHIPS)
OF_LIBRARY = needs(Permission.CHANGE_PARTNERSHIPS, Permission.CHANGE_OWN_PARTNERSHIPS, owner="library")
EITHER_SIDE = needs(Permission.CHANGE_PARTNERSHIPS, Permission.CHANGE_OWN_PARTNERSHIPS, any_organization=True)
FOR_LIBRARY = needs(Permission.CHANGE_OWN_PARTNERSHIPS, owner="library")


def deeds_of_partnerships() -> Iterator[tuple[str, Act, Any]]:
    """Name, act and access of each. Nobody but the library's own people answers or consents for the library."""
    yield "open_partnership", _opened, OF_LIBRARY
    yield "load_worksheet", _loaded, OF_LIBRARY
    yield "describe_partnership", _of_pair(actions.describe_partnership, name="Another"), EITHER_SIDE
    yield "retire_partnership", _of_pair(actions.retire_partnership), EITHER_SIDE
    yield "restore_partnership", _of_pair(actions.restore_partnership), EITHER_SIDE
    yield "set_purpose", _purpose, EITHER_SIDE
    yield "take_up_purposes", _taken_up, KEEPING
    yield "give_account", _account("library"), FOR_LIBRARY
    yield "give_account", _account(BACKBONE), KEEPING
    yield "give_consent", _consent, FOR_LIBRARY


def _opened(world: World, community_id: str, by: Actor) -> Any:
    own = f"{community_id}-library"
    return actions.open_partnership(community_id=community_id, organization_id=own, partner_name="Depot", by=by)


def _loaded(world: World, community_id: str, by: Actor) -> Any:
    entries = (Entry(2, partner="Depot", day=date(2024, 5, 1)),)
    own = f"{community_id}-library"
    return actions.load_worksheet(community_id=community_id, organization_id=own, entries=entries, by=by)


def _of_pair(action: Callable[..., Any], **arguments: Any) -> Act:
    def act(world: World, community_id: str, by: Actor) -> Any:
        return action(community_id=community_id, partnership_id=f"{community_id}-pair", by=by, **arguments)

    return act


def _purpose(world: World, community_id: str, by: Actor) -> Any:
    act = _of_pair(actions.set_purpose, purpose_id=f"{community_id}-exchange", since=date(2024, 6, 1))
    return act(world, community_id, by)


def _taken_up(world: World, community_id: str, by: Actor) -> Any:
    return take_up_purposes(community_id=community_id, by=by)


def _account(recorder: str) -> Act:
    def act(world: World, community_id: str, by: Actor) -> Any:
        side = f"{community_id}-library"
        recorded_by = recorder if recorder == BACKBONE else side
        said = Account(f"{community_id}-pair", date(2024, 6, 1), side, recorded_by, (Cell(3, "", "A list"),))
        return actions.give_account(community_id=community_id, account=said, by=by)

    return act


def _consent(world: World, community_id: str, by: Actor) -> Any:
    facts = {"partnership_id": f"{community_id}-pair", "organization_id": f"{community_id}-library"}
    return actions.give_consent(community_id=community_id, readers="partners", by=by, **facts)
