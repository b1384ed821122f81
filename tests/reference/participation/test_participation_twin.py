"""The engine and its slow twin find the same people in the same programs, on random records and on invented ones."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest
from tests.reference.measures.random_measures import AS_OF, FIRST, periods_of, random_world
from tests.reference.measures.test_measures_twin import earliest, stored_world
from tests.reference.participation.slow_participation import slow_combinations, slow_pathways

from groundswell.engine.invented import InventedCommunity
from groundswell.engine.measures.parts import Part, People
from groundswell.engine.measures.periods import Grain, PeriodsWanted
from groundswell.engine.participation import participation
from groundswell.engine.store import part_folder, write_part

DIMENSIONS = {"language": "group.language", "sex": "sex"}


@pytest.mark.parametrize("seed", range(12))
def test_the_engine_finds_the_combinations_and_pathways_of_its_slow_twin(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    world = random_world(random, 12)
    parts, people = stored_world(world, tmp_path)
    grain = random.choice((Grain.YEAR, Grain.QUARTER, Grain.FISCAL_YEAR))
    wanted = PeriodsWanted(AS_OF, random.choice((FIRST, None)), (grain,), fiscal_first_month=random.choice((7, 10)))
    within = random.choice((30, 90, 365))
    found = participation(parts, wanted, people=people, until=world.until, within_days=within)
    named = sorted({name for _, tables in world.parts for row in tables.get("participants", []) for name in row})
    dimensions = {name: column for name, column in DIMENSIONS.items() if column in named}
    periods = [one for one in periods_of(wanted, wanted.since or earliest(world)) if one.text.startswith(grain.name)]
    for one in periods:
        one.text = one.text.removeprefix(f"{grain.name} ")
    expected = slow_combinations(world, periods, dimensions)
    got = {(str(one.period), one.dimension, one.group, one.programs): one.people for one in found.combinations}
    assert got == expected
    assert len(got) > 5
    moves = {(one.origin, one.destination): (one.people, one.median_days) for one in found.pathways}
    assert moves == slow_pathways(world, within)


def test_linked_as_they_truly_are_people_are_counted_as_many_as_they_are(tmp_path: Path) -> None:
    community = InventedCommunity(3, 800)
    parts, programs, ids, persons = [], [], [], []
    for program in community.programs:
        name = program.program_id
        digest = hashlib.sha256(name.encode()).hexdigest()
        write_part(tmp_path, community.records(name), digest=digest)
        parts.append(Part(name, part_folder(tmp_path, digest), digest))
        truth = community.truth(name)
        programs += [name] * len(truth["person"])
        ids += [str(each) for each in truth["participant_id"]]
        persons += [int(each) for each in truth["person"]]
    people = People(np.array(programs, object), np.array(ids, object), np.array(persons, np.int64))
    wanted = PeriodsWanted(date(2100, 12, 31), None, (Grain.ALL,))
    found = participation(parts, wanted, people=people)
    was_in = community.memberships()
    expected = Counter(
        tuple(sorted(community.programs[at].program_id for at in np.flatnonzero(row))) for row in was_in if row.any()
    )
    assert {one.programs: one.people for one in found.combinations if not one.dimension} == expected
    apart = participation(parts, wanted)
    assert sum(one.people for one in apart.combinations if not one.dimension) > sum(expected.values())
    assert all(len(one.programs) == 1 for one in apart.combinations)


def test_more_than_sixty_two_programs_are_told_apart(tmp_path: Path) -> None:
    from tests.reference.measures.stored_records import stored

    day = date(2024, 3, 1)
    names = [f"p{number:03}" for number in range(130)]
    parts = [
        stored(tmp_path / name, name, {"services": [{"participant_id": "a", "date": day, "service": "x"}]})
        for name in names
    ]
    people = People(
        np.array(names, object), np.array(["a"] * 130, object), np.array([at % 2 for at in range(130)], np.int64)
    )
    found = participation(parts, PeriodsWanted(day, None, (Grain.YEAR,)), people=people)
    whole = [one.programs for one in found.combinations if not one.dimension]
    assert sorted(whole) == [tuple(names[0::2]), tuple(names[1::2])]


def test_without_records_nothing_is_found() -> None:
    found = participation([], PeriodsWanted(AS_OF, None, (Grain.YEAR,)))
    assert (found.combinations, found.pathways) == ((), ())
