"""Links that would tell of few people are not made: as a slow reading of the rule finds them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from groundswell.apps.submissions.actions.apart import Linked, TooFew, too_few

SMALLEST = 3
Row = tuple[int, int, int, int, bool]  # provider, person, within the provider, was, moved
ROWS = some.lists(
    some.tuples(some.integers(0, 2), some.integers(0, 5), some.integers(0, 1), some.integers(-1, 5), some.booleans()),
    min_size=1, max_size=30,
)  # fmt: skip


def linked(rows: list[Row]) -> Linked:
    """Within a provider nobody is two people over all: two there may be one over all."""
    provider, person, within, was, moved = (np.array([row[at] for row in rows]) for at in range(5))
    at_provider = person * 6 + within * 3 + provider
    return Linked(provider.astype(np.int64), person.astype(np.int64), at_provider.astype(np.int64),
                  was.astype(np.int64), moved.astype(bool))  # fmt: skip


def slow(one: Linked, smallest: int) -> TooFew:
    """By sets of records, one person within a provider after another."""
    count = len(one.person)
    rows, person = range(count), one.person.tolist()
    few: set[int] = set()
    keeps: set[int] = set()
    while True:
        anew: dict[int, set[int]] = {}
        no_more: dict[int, set[int]] = {}
        for row in rows:
            own = [each for each in rows if one.at_provider[each] == one.at_provider[row]]
            others = {each for each in rows if one.provider[each] != one.provider[row]}
            before = {each for each in others for mine in own
                      if one.was[mine] >= 0 and one.was[each] == one.was[mine]}  # fmt: skip
            now = {each for each in others if person[each] == person[row]}
            if now - before:
                anew.setdefault(int(one.provider[row]), set()).add(row)
            if any({each for each in others if one.was[mine] >= 0 and one.was[each] == one.was[mine]}
                   - {each for each in others if person[each] == person[mine]} for mine in own):  # fmt: skip
                no_more.setdefault(int(one.provider[row]), set()).add(row)
        gained, lost = (_of_few(one, which, few, smallest) for which in (anew, no_more))
        if not gained | lost:
            break
        gone = {row for each in no_more.values() for row in each}
        keeps |= {row for row in lost | (gained - gone) if one.was[row] >= 0}
        few |= gained | lost
        person = [1000 + int(one.at_provider[row]) if row in few else person[row] for row in rows]
    return TooFew(np.array([row in few - keeps for row in rows]), np.array([row in few & keeps for row in rows]))


def _of_few(one: Linked, which: dict[int, set[int]], few: set[int], smallest: int) -> set[int]:
    found: set[int] = set()
    for rows in which.values():
        free = {row for row in rows if one.moved[row] and row not in few}
        if len({int(one.at_provider[row]) for row in free}) < smallest:
            found |= free
    return found


@given(ROWS)
def test_those_held_are_those_of_the_slow_reading(rows: list[Row]) -> None:
    one = linked(rows)
    found, expected = too_few(one, SMALLEST), slow(one, SMALLEST)
    assert found.apart.tolist() == expected.apart.tolist()
    assert found.as_before.tolist() == expected.as_before.tolist()


@given(ROWS)
def test_nobody_is_held_whose_provider_sent_nothing(rows: list[Row]) -> None:
    one = linked(rows)
    assert not (too_few(one, SMALLEST).held & ~one.moved).any()
