"""The forced choice: who votes, what the ballots say, and what becomes of each indicator when the round is closed."""

from __future__ import annotations

import pytest
from tests.builders import indicator, package, series
from tests.cast import DATA_LEAD, appointed, person

from groundswell.apps.indicators.actions import cast_ballot
from groundswell.apps.indicators.queries import ballot_of, vote_of
from groundswell.apps.packages.actions import close_vote, load_package, undo_change
from groundswell.apps.packages.queries import history_of, object_of, package_of
from groundswell.apps.people.models import AuditEvent, Community
from groundswell.apps.people.queries import PUBLIC, Actor, NotAllowedError, VoteFacts, actor_of
from groundswell.core.roles import Role
from groundswell.core.votes import Settled, tally

pytestmark = pytest.mark.django_db
NAMES = ("absence", "homes", "income", "reading", "safety")
LACKING = ("joy", "belonging")


@pytest.fixture
def community(db: None) -> Community:
    """Seven indicators of one result, of which five have numbers."""
    documents = {name: indicator(name=name.title(), standing="secondary") for name in (*NAMES, *LACKING)}
    documents["belonging"] = {"name": "Belonging", "result_ids": ["ready"], "standing": "development"}
    rows = [row for name in NAMES for row in series(indicator=name)]
    load_package(package=package(rows, indicators=documents), by=DATA_LEAD)
    return Community.objects.get()


def voters(community: Community, count: int) -> list[Actor]:
    return [actor_of(appointed(person(f"Voter {at}"), community, Role.VIEWER if at < 0 else Role.ANALYST))
            for at in range(count)]  # fmt: skip


def cast(by: Actor, *choices: str, development: tuple[str, ...] = ()) -> bool:
    return cast_ballot(
        community_id="elmwood", result_id="ready", choices=choices, development=development, by=by
    ).is_done


def facts(community: Community) -> VoteFacts:
    found = vote_of(community, "ready")
    assert found is not None
    return found


def test_one_indicator_is_chosen_at_a_time() -> None:
    ballots = [["a", "b"], ["a", "c"], ["b", "c"], ["b", "c"], ["c", "a"]]
    found = tally(ballots, ["a", "b", "c"])
    # a and b are first on two ballots each, and equal altogether: the id decides. The first ballot ends after b.
    assert [(one.id, one.votes, one.borda) for one in found] == [("a", 2, 5), ("b", 3, 5), ("c", 4, 5)]
    assert [one.settled for one in found] == [Settled.NAME, Settled.VOTES, Settled.VOTES]
    by_borda = tally([["a"], ["b"], ["c", "b"]], ["a", "b", "c"])
    assert (by_borda[0].id, by_borda[0].settled, by_borda[0].tied_with) == ("b", Settled.BORDA, ("a", "c"))


def test_a_tie_is_said_openly() -> None:
    found = tally([["a"], ["b"]], ["a", "b"])
    assert (found[0].id, found[0].settled, found[0].tied_with) == ("a", Settled.NAME, ("b",))


def test_a_person_has_one_ballot_and_may_change_it(community: Community) -> None:
    (one,) = voters(community, 1)
    assert cast(one, "absence", "homes")
    assert cast(one, "homes", development=("joy",))
    assert facts(community).ballots == 1
    assert [each.id for each in facts(community).headline] == ["homes"]
    own = ballot_of(one, community, "ready")
    assert own is not None
    assert (own.choices, own.development) == (("homes",), ("joy",))


def test_candidates_without_usable_data_are_chosen_apart(community: Community) -> None:
    found = {each.id: each.lacks_data for each in facts(community).candidates}
    assert found == {**dict.fromkeys(NAMES, False), **dict.fromkeys(LACKING, True)}
    (one,) = voters(community, 1)
    assert not cast(one, "joy")
    assert not cast(one, development=("absence",))
    assert not cast(one, "absence", "absence")
    assert not cast(one, "nothing")


def test_closing_gives_each_indicator_its_standing_and_its_place(community: Community) -> None:
    one, two, three = voters(community, 3)
    cast(one, "reading", "absence", "homes", "income", development=("belonging",))
    cast(two, "reading", "homes", "absence", development=("belonging",))
    cast(three, "homes", "income")
    closing = close_vote(community_id="elmwood", result_id="ready", headline=3, by=DATA_LEAD)
    assert closing.is_done
    expected = {"reading": "headline", "homes": "headline", "absence": "headline", "belonging": "development"}
    assert dict(list(closing.outcome.items())[:4]) == expected
    assert {name for name, standing in closing.outcome.items() if standing == "secondary"} == {
        "income",
        "joy",
        "safety",
    }
    for at, (name, standing) in enumerate(closing.outcome.items(), 1):
        kept = object_of(community, "indicators", name)
        assert kept is not None
        assert (kept.content["standing"], kept.content["sort"]) == (standing, str(at))
    (changed,) = history_of(community, "indicators", "reading", reader=DATA_LEAD)
    assert (changed.verb, changed.can_be_undone) == ("voted", True)
    assert undo_change(community_id="elmwood", change_id=changed.id, by=DATA_LEAD).is_done
    again = facts(community)
    assert (again.round, again.ballots) == (2, 0)
    assert again.closed is not None
    assert [each.id for each in again.closed.headline][:3] == ["reading", "homes", "absence"]
    whole = package_of("elmwood")
    assert whole is not None
    assert load_package(package=whole, by=DATA_LEAD).is_done


def test_nobody_votes_or_closes_who_may_not(community: Community) -> None:
    viewer = actor_of(appointed(person("Vera"), community, Role.VIEWER))
    for actor in (PUBLIC, viewer, DATA_LEAD):  # the operator is nobody who could be counted once
        with pytest.raises(NotAllowedError):
            cast(actor, "absence")
    (analyst,) = voters(community, 1)
    cast(analyst, "absence")
    with pytest.raises(NotAllowedError):
        close_vote(community_id="elmwood", result_id="ready", headline=3, by=analyst)
    assert not close_vote(community_id="elmwood", result_id="ready", headline=9, by=DATA_LEAD).is_done


def test_the_log_says_that_somebody_voted_and_not_for_what(community: Community) -> None:
    (one,) = voters(community, 1)
    cast(one, "absence")
    event = AuditEvent.objects.order_by("-sequence")[0]
    assert event.action == "cast_ballot"
    assert "absence" not in str(event.details)
