"""From what sides said to one answer each way: the latest, the highest of a pair, and nothing where nobody spoke."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from groundswell.core.collaboration.accounts import Account, Cell, Pair
from groundswell.core.collaboration.network import Organization, network_of
from groundswell.core.collaboration.ratings import (
    Origin,
    Rating,
    RosterAnswer,
    Standing,
    Tie,
    complete_on,
    ratings_on,
    ties_of,
)

DAY = date(2025, 3, 1)
PAIR = Pair("a-b", "a", "b")


def account(level: int | None, side: str = "a", day: date = DAY, pair: Pair = PAIR) -> Account:
    cells = () if level is None else (Cell(level, activity="Something"),)
    return Account(pair.id, day, side, side or "backbone", cells, wanted_level=5)


def test_the_latest_answer_of_a_side_stands_and_an_earlier_day_keeps_its_own():
    said = [(PAIR, (account(3), account(5, day=DAY + timedelta(90))))]
    assert ratings_on(said, DAY) == {("a", "b"): Rating(3)}
    assert ratings_on(said, DAY + timedelta(200)) == {("a", "b"): Rating(5)}
    assert ratings_on(said, DAY - timedelta(1)) == {}


def test_an_account_recorded_for_both_answers_both_ways_and_says_so():
    both = Rating(4, Origin.FOR_BOTH)
    assert ratings_on([(PAIR, (account(4, side=""),))], DAY) == {("a", "b"): both, ("b", "a"): both}


def test_of_several_partnerships_of_two_organizations_the_highest_counts():
    other = Pair("b-a", "b", "a")
    said = [(PAIR, (account(3),)), (other, (account(6, pair=other), account(4, "b", pair=other)))]
    assert ratings_on(said, DAY) == {("a", "b"): Rating(6), ("b", "a"): Rating(4)}


def test_what_holds_only_a_wish_is_no_answer():
    assert ratings_on([(PAIR, (account(None),))], DAY) == {}


def test_only_who_named_all_its_partners_says_no_about_the_others():
    c = Pair("b-c", "b", "c")
    said = [(PAIR, (account(5),)), (c, (account(4, "b", pair=c),))]
    rosters = [RosterAnswer("a", DAY, is_complete=True)]
    found = ratings_on(said, DAY, rosters)
    assert found == {("a", "b"): Rating(5), ("b", "c"): Rating(4), ("a", "c"): Rating(2, Origin.ROSTER)}
    assert ("a", "c") not in ratings_on(said, DAY - timedelta(1), rosters)


def test_a_partnership_that_waits_for_an_answer_is_not_a_no_whoever_named_all():
    rosters = [RosterAnswer("b", DAY, is_complete=True)]
    assert ("b", "a") not in ratings_on([(PAIR, (account(5),))], DAY, rosters)


def test_that_all_are_named_can_be_taken_back():
    rosters = [RosterAnswer("a", DAY, is_complete=True), RosterAnswer("a", DAY + timedelta(9), is_complete=False)]
    assert complete_on(rosters, DAY) == {"a"}
    assert complete_on(rosters, DAY + timedelta(9)) == frozenset()


@pytest.mark.parametrize(
    ("mine", "theirs", "standing", "level", "is_disputed"),
    [
        (5, 4, Standing.CONFIRMED, 4, False),
        (6, 3, Standing.CONFIRMED, 3, True),
        (5, None, Standing.ONE_SIDED, None, False),
        (5, 2, Standing.UNCONFIRMED, 2, True),
        (3, 2, Standing.UNCONFIRMED, 2, False),
        (2, 1, Standing.NO_TIE, 1, False),
        (2, None, Standing.NO_TIE, None, False),
    ],
)
def test_a_confirmed_tie_is_the_lower_of_two_answers_and_two_levels_apart_is_disputed(
    mine, theirs, standing, level, is_disputed
):
    tie = Tie("a", "b", Rating(mine), None if theirs is None else Rating(theirs))
    assert (tie.standing(), tie.level, tie.is_disputed) == (standing, level, is_disputed)


def test_a_non_respondent_changes_no_confirmed_tie():
    """Whoever stops answering, or never did, takes away its own confirmed ties and leaves all others as they are."""
    random = Random(7)
    names = [f"o{number}" for number in range(12)]
    ratings = {
        (one, other): Rating(random.randint(1, 7))
        for one in names for other in names if one != other and random.random() < 0.6
    }  # fmt: skip

    def confirmed(found):
        return {(tie.one, tie.other): tie.level for tie in ties_of(found) if tie.standing() is Standing.CONFIRMED}

    before = confirmed(ratings)
    assert len(before) > 10
    for silent in names:
        answered = {way: rating for way, rating in ratings.items() if way[0] != silent}
        assert confirmed(answered) == {pair: level for pair, level in before.items() if silent not in pair}
    organizations = [Organization(name) for name in names]
    standings = [tie.standing() for tie in ties_of(ratings)]
    found = network_of([Organization(name) for name in names], ratings).figures  # all at once, and one by one
    assert (found.confirmed, found.one_sided, found.unconfirmed) == tuple(
        standings.count(each) for each in (Standing.CONFIRMED, Standing.ONE_SIDED, Standing.UNCONFIRMED)
    )
    assert found.disputed == sum(tie.is_disputed for tie in ties_of(ratings))
    with_a_stranger = network_of([*organizations, Organization("silent")], ratings)
    without = network_of(organizations, ratings)
    assert with_a_stranger.figures.confirmed == without.figures.confirmed == len(before)
    assert with_a_stranger.figures.disputed == without.figures.disputed
    assert with_a_stranger.ties == without.ties
