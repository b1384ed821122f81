"""Comparing encodings: the compiled loops beside a slow and obvious twin."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from tests.unit.engine.encoding.test_encodings import SECRET, invented

from groundswell.engine.encoding import encode
from groundswell.engine.encoding.comparing import LEVELS, SLOTS, candidate_pairs
from groundswell.engine.encoding.linking import people_of
from groundswell.engine.encoding.views import FIELDS, VIEWS, field_starts, starts
from groundswell.engine.encoding.weighing import LEVEL_OF, start

NAME_LADDER = ((4, 1), (12, 3), (19, 4), (47, 6))  # bits up to which a level reaches
LADDERS = {
    "birth": ((4, 1), (20, 2), (50, 3)),
    "postal": ((3, 1), (12, 2), (22, 3)),
    "phone": ((3, 1), (22, 2)),
    "ssn": ((3, 1), (22, 2)),
    "street": ((3, 1), (12, 2), (22, 3)),
    "first": NAME_LADDER,
    "last": NAME_LADDER,
}


def plain_levels(one: list[int], other: list[int], number: int) -> list[int]:
    """How two records agree in a view, slot by slot."""
    view, places = VIEWS[number], field_starts(number)

    def distance(name: str) -> int | None:
        if name in view.salt or (name == "ssn" and view.name == "student"):
            return 0
        if name not in places:
            return None
        at = places[name]
        return sum((one[word] ^ other[word]).bit_count() for word in range(at, at + FIELDS[name].words))

    def level(name: str) -> int:
        bits = distance(name)
        return 0 if bits is None else next((each for most, each in LADDERS[name] if bits <= most), 0)

    first, last = level("first"), level("last")
    names, given = distance("names"), distance("given")
    if first >= 4 and last >= 4 and names is not None and names <= 4:
        first = last = 5
    elif first >= 3 and given is not None and given <= 3:
        first = 2
    birth = level("birth")
    if birth == 3 and view.name != "name-year":
        birth = 4
    return [first, last, birth, level("postal"), level("phone"), level("ssn"), level("street")]


@pytest.mark.parametrize("seed", [21, 22])
def test_pairs_and_their_levels_are_those_of_the_slow_twin(seed: int) -> None:
    records, ids, _ = invented(seed, 220)
    words = encode(records, ids, SECRET)
    left, right, patterns = candidate_pairs(words, records.source, False)
    found = {
        (int(one), int(other)): LEVEL_OF[:, pattern].tolist()
        for one, other, pattern in zip(left, right, patterns, strict=True)
    }
    rows = [[int(word) for word in row] for row in words]
    expected = {}
    for one, other in combinations(range(len(rows)), 2):
        for number, at in enumerate(starts()):
            if rows[one][at] == rows[other][at]:
                expected[one, other] = plain_levels(rows[one], rows[other], number)
                break
    assert len(found) > 20
    assert found == expected


def test_groups_are_those_that_links_hold_together() -> None:
    rng = np.random.default_rng(5)
    left, right = (rng.integers(0, 300, 200).astype(np.int32) for _ in range(2))
    groups = [{row} for row in range(300)]
    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        mine, theirs = (next(group for group in groups if row in group) for row in (one, other))
        if mine is not theirs:
            groups.remove(theirs)
            mine |= theirs
    groups.sort(key=min)
    person = people_of(300, left, right)
    assert [set(np.flatnonzero(person == number).tolist()) for number in range(len(groups))] == groups


def test_what_is_known_of_people_everywhere_adds_up() -> None:
    for slot, (table, levels) in enumerate(zip(start(), LEVELS, strict=True)):
        assert table.shape == (3, levels - 1), SLOTS[slot]
        assert np.allclose(table.sum(axis=1), 1)
