"""The closing of a vote is taken back whole, within the hour: every indicator as it was, the round open again."""

from datetime import timedelta

import pytest
from tests.builders import indicator, package, series
from tests.cast import DATA_LEAD, appointed, person
from tests.integration.editing.test_votes import cast, facts

from groundswell.apps.indicators.models import ClosedVote
from groundswell.apps.packages.actions import close_vote, load_package, save_object, undo_change, undo_vote
from groundswell.apps.packages.queries import object_of
from groundswell.apps.people.models import AuditEvent, Change, Community
from groundswell.apps.people.queries import Actor, NotAllowedError, actor_of, broken_audit_events
from groundswell.core.roles import Role

pytestmark = pytest.mark.django_db
NAMES = ("absence", "homes", "income", "reading", "safety")


@pytest.fixture
def community(db: None) -> Community:
    """Five indicators of one result, all secondary."""
    documents = {name: indicator(name=name.title(), standing="secondary") for name in NAMES}
    rows = [row for name in NAMES for row in series(indicator=name)]
    load_package(package=package(rows, indicators=documents), by=DATA_LEAD)
    return Community.objects.get()


@pytest.fixture
def dora(community: Community) -> Actor:
    return actor_of(appointed(person("Dora"), community, Role.DATA_MANAGER))


def standings(community: Community) -> dict[str, tuple[str, str]]:
    found = {name: object_of(community, "indicators", name) for name in NAMES}
    return {name: (one.content["standing"], one.content.get("sort", "")) for name, one in found.items() if one}


def closed(community: Community, by: Actor) -> None:
    assert cast(by, "reading", "homes", "absence")
    assert close_vote(community_id="elmwood", result_id="ready", headline=3, by=by).is_done


def undo(by: Actor) -> str:
    return undo_vote(community_id="elmwood", result_id="ready", by=by).status


def test_one_undo_takes_the_whole_closing_back(community: Community, dora: Actor) -> None:
    before = standings(community)
    closed(community, dora)
    assert standings(community) != before
    assert undo(dora) == "stored"
    assert standings(community) == before
    again = facts(community)
    assert (again.round, again.ballots, again.closed) == (1, 1, None)
    assert not Change.objects.filter(verb="voted", undone=None).exists()
    assert AuditEvent.objects.order_by("-sequence")[0].action == "undo_vote"
    assert not list(broken_audit_events("elmwood"))


def test_a_round_that_was_opened_again_is_closed_again(community: Community, dora: Actor) -> None:
    closed(community, dora)
    undo(dora)
    assert close_vote(community_id="elmwood", result_id="ready", headline=3, by=dora).is_done
    assert standings(community)["reading"][0] == "headline"
    assert facts(community).round == 2
    assert ClosedVote.objects.count() == 1
    assert undo(dora) == "stored"


def test_a_closing_is_taken_back_once(community: Community, dora: Actor) -> None:
    assert undo(dora) == "refused"
    closed(community, dora)
    assert [undo(dora), undo(dora)] == ["stored", "refused"]


def test_after_an_hour_a_closing_stands(community: Community, dora: Actor) -> None:
    closed(community, dora)
    last = ClosedVote.objects.get()
    earlier = last.at - timedelta(minutes=61)
    ClosedVote.objects.update(at=earlier)
    Change.objects.filter(verb="voted").update(at=earlier)
    assert undo(dora) == "refused"
    assert standings(community)["reading"][0] == "headline"


def test_nothing_is_taken_back_where_somebody_went_on(community: Community, dora: Actor) -> None:
    closed(community, dora)
    one = object_of(community, "indicators", "homes")
    assert one is not None
    save_object(
        community_id="elmwood",
        kind="indicators",
        object_id="homes",
        content={**one.content, "standing": "secondary"},
        version=one.version,
        by=dora,
    )
    after = standings(community)
    assert undo(dora) == "refused"
    assert standings(community) == after


def test_nothing_is_taken_back_where_somebody_voted_in_the_next_round(community: Community, dora: Actor) -> None:
    closed(community, dora)
    assert cast(dora, "income")
    assert undo(dora) == "refused"


def test_what_another_closed_is_taken_back_by_a_steward_alone(community: Community, dora: Actor) -> None:
    closed(community, dora)
    other = actor_of(appointed(person("Mara"), community, Role.DATA_MANAGER))
    with pytest.raises(NotAllowedError):
        undo(other)
    assert undo(actor_of(appointed(person("Stella"), community, Role.STEWARD))) == "stored"


def test_one_indicator_can_still_be_undone_by_itself(community: Community, dora: Actor) -> None:
    closed(community, dora)
    change = Change.objects.get(verb="voted", key="reading")
    assert undo_change(community_id="elmwood", change_id=change.pk.hex, by=dora).is_done
    assert standings(community)["reading"][0] == "secondary"
    assert undo(dora) == "stored"
    assert {standing for standing, _ in standings(community).values()} == {"secondary"}


def test_who_closes_no_vote_takes_none_back(community: Community, dora: Actor) -> None:
    closed(community, dora)
    with pytest.raises(NotAllowedError):
        undo(actor_of(appointed(person("Ali"), community, Role.ANALYST)))
