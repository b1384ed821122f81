"""Whatever the seed and the size, an invented community agrees with itself."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.engine.invented import InventedCommunity


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**40), people=st.integers(1, 400), at=st.integers(0, 8))
def test_truths_and_records_are_of_one_length_and_one_order(seed: int, people: int, at: int) -> None:
    community = InventedCommunity(seed, people)
    program = community.programs[at].program_id
    tables, truth, seen = community.records(program), community.truth(program), community.outcome_truth(program)
    assert len({len(column) for column in truth.values()} | {len(tables["participants"]["participant_id"])}) == 1
    assert len({len(column) for column in seen.values()} | {len(tables["outcomes"]["participant_id"])}) == 1
    whose = dict(zip(truth["participant_id"], truth["person"], strict=True))
    assert [whose[each] for each in tables["outcomes"]["participant_id"]] == seen["person"].tolist()
    assert (truth["person"] < people).all()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**40), people=st.integers(1, 300))
def test_everybody_is_in_a_program_and_every_record_is_somebodys(seed: int, people: int) -> None:
    community = InventedCommunity(seed, people)
    memberships = community.memberships()
    assert memberships.shape == (people, len(community.programs))
    children = ~community.people.is_parent
    assert memberships[children].any(axis=1).all()
    enrollments = community.enrollments
    assert (enrollments.ended >= enrollments.started).all()
    assert np.array_equal(enrollments.program, np.sort(enrollments.program))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**40))
def test_two_communities_of_one_seed_are_one(seed: int) -> None:
    one, other = (InventedCommunity(seed, 60).records("first-steps") for _ in range(2))
    for table, columns in one.items():
        for name, column in columns.items():
            assert column.astype(str).tolist() == other[table][name].astype(str).tolist()
