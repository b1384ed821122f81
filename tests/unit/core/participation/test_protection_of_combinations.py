"""No combination of few people can be worked out from what is shown, by somebody who tries every other table."""

from __future__ import annotations

from itertools import chain, combinations
from random import Random

import pytest
from tests.unit.core.participation.attacker import what_follows

from groundswell.core.participation import are_hidden_well, people_in_all, people_in_any, protected
from groundswell.core.participation.protection import may_stand

SMALL = 11
PROGRAMS = ("A", "B", "C")
EVERY = tuple(chain.from_iterable(combinations(PROGRAMS, size) for size in (1, 2, 3)))


def random_cells(random: Random) -> dict[tuple[str, ...], int]:
    """Combinations of three programs, some of few people and some of nobody."""
    drawn = {each: random.choice((0, 0, 1, 2, 5, 10, 11, 13, 17)) for each in EVERY}
    return {each: people for each, people in drawn.items() if people}


@pytest.mark.parametrize("seed", range(25))
def test_no_combination_of_few_follows_from_what_is_shown(seed: int) -> None:
    random = Random(seed)
    cells = random_cells(random)
    unions = {"a strategy": ("A", "B"), "another": ("B", "C")}
    found = protected(cells, unions=unions)
    assert all(cells[each] > SMALL for each in found.shown)
    known = [unions[each] for each in found.unions]
    if not (found.shown or found.is_whole_shown or known):
        return  # nothing is shown: what the programs' own numbers tell, no table can take back
    assert what_follows(cells, found.shown, knows_the_whole=found.is_whole_shown, unions=known) == {}


def test_without_protection_the_attacker_finds_small_combinations() -> None:
    leaks = 0
    tables = [random_cells(Random(seed)) for seed in range(16)]
    with_few = [cells for cells in tables if any(people < SMALL for people in cells.values())]
    for cells in with_few:
        shown = {each for each, people in cells.items() if may_stand(people)}
        leaks += bool(what_follows(cells, shown, knows_the_whole=True))
    assert leaks > len(with_few) / 2


@pytest.mark.parametrize("seed", range(60, 74))
def test_what_is_called_hidden_well_is_what_an_attacker_cannot_find(seed: int) -> None:
    random = Random(seed)
    cells = random_cells(random)
    standing = [each for each, people in cells.items() if may_stand(people)]
    shown = {each for each in standing if random.random() < 0.4}
    knows = may_stand(sum(cells.values())) and random.random() < 0.6
    found = are_hidden_well(cells, shown, is_whole_shown=knows)
    assert found is (what_follows(cells, shown, knows_the_whole=knows) == {})


def test_an_overlap_of_two_does_not_follow_from_two_programs_and_their_union() -> None:
    cells = {("A",): 48, ("B",): 28, ("A", "B"): 2}
    assert people_in_any(cells, "AB") == 78
    found = protected(cells)
    assert not found.is_whole_shown
    assert not found.shown


def test_a_table_without_small_combinations_is_shown_whole() -> None:
    cells = {("A",): 350, ("B",): 250, ("C",): 850, ("A", "B"): 150, ("A", "C"): 250, ("B", "C"): 50, EVERY[-1]: 50}
    found = protected(cells, unions={"AB": "AB"})
    assert found.shown == frozenset(cells)
    assert found.is_whole_shown
    assert found.unions == {"AB"}
    assert people_in_all(cells, "AB") == 200


def test_few_people_in_all_are_not_shown_in_any_way() -> None:
    found = protected({("A",): 5, ("B",): 4})
    assert not found.is_whole_shown
    assert not found.shown


def test_nobody_is_nothing_to_hide() -> None:
    found = protected({})
    assert found.is_whole_shown
    assert not found.shown


@pytest.mark.parametrize("smallest", [5, 20])
def test_a_community_may_show_more_or_less(smallest: int) -> None:
    cells = {("A",): 40, ("B",): 60, ("A", "B"): 15, ("B", "C"): 45, ("C",): 70, ("A", "C"): 50}
    found = protected(cells, smallest)
    assert (("A", "B") in found.shown) is (smallest == 5)
    assert what_follows(cells, found.shown, knows_the_whole=found.is_whole_shown, smallest=smallest) == {}


def test_a_table_of_many_programs_is_protected_and_still_says_most() -> None:
    random = Random(1)
    cells: dict[tuple[str, ...], int] = {}
    programs = [f"p{number:02}" for number in range(14)]
    for _ in range(6_000):
        those = tuple(sorted(random.sample(programs, random.choice((1, 1, 1, 1, 2, 2, 3)))))
        cells[those] = cells.get(those, 0) + 1
    assert sum(people < SMALL for people in cells.values()) > 200
    found = protected(cells)
    assert found.is_whole_shown
    assert len(found.shown) >= 50
    assert are_hidden_well(cells, found.shown)
