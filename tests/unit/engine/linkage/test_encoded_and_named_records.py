"""Records that came encoded are linked among their own, beside those with names; the count says what nobody knows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.linkage import pair_scores
from tests.unit.engine.linkage.people import records_of, together

from groundswell.engine.encoding import Secret, as_texts, encode, link_encoded
from groundswell.engine.encoding.views import WORDS, starts
from groundswell.engine.invented import InventedNetwork, invented_network
from groundswell.engine.linkage import Decisions, LinkageModel, Pairs, PersonRecords, link, people_count
from groundswell.engine.linkage.encoded import is_encoded, missed_by_views, sets_of
from groundswell.engine.linkage.more import LinkedState
from groundswell.engine.linkage.reading import records_from_columns

SECRET = Secret(b"a secret for tests, as long as it must be")
OTHER = Secret(b"another secret for tests, and just as long")


def encoded(records: PersonRecords, secret: Secret = SECRET) -> PersonRecords:
    """The same people, of whom nothing is sent but encodings."""
    texts = np.empty(len(records), object)
    texts[:] = as_texts(encode(records, [str(row) for row in range(len(records))], secret), secret)
    return replace(records, texts={}, ids={}, birth_date=np.full(len(records), "NaT", "datetime64[D]"), encodings=texts)


def beside(*several: PersonRecords) -> PersonRecords:
    """Records one behind the other, with their encodings."""
    texts = [np.full(len(each), "", object) if each.encodings is None else each.encodings for each in several]
    return replace(together(*several), encodings=np.concatenate(texts))


@pytest.fixture(scope="module")
def network() -> InventedNetwork:
    return invented_network(7, 1_200, providers=3)


@pytest.fixture(scope="module")
def mixed(network: InventedNetwork) -> PersonRecords:
    """Two providers send names, each of the people of the third is encoded."""
    at_third = network.records.provider == 2
    return beside(network.records.chosen(~at_third), encoded(network.records.chosen(at_third)))


def test_encodings_alone_are_compared_as_by_their_own_engine_and_grouped_without_chains(
    network: InventedNetwork,
) -> None:
    records = encoded(network.records)
    linkage = link(records)
    assert records.encodings is not None
    expected = link_encoded(encode(network.records, [str(row) for row in range(1_200)], SECRET), records.source)
    for found, chained in (
        (linkage.person, expected.person),
        (linkage.person_at_provider, expected.person_at_provider),
    ):
        assert all(len(set(chained[found == person])) == 1 for person in range(found.max() + 1))
        assert found.max() <= 1.02 * chained.max()
    assert linkage.pairs.probability.tolist() == expected.probability.tolist()
    assert (linkage.candidate_pairs, len(linkage.pairs)) == (expected.candidate_pairs, len(expected.left))
    assert len(linkage.doubtful) == 0
    assert pair_scores(linkage.person, network.person).f1 > 0.93
    assert LinkageModel.from_bytes(linkage.model.to_bytes()).records == 0


def test_each_kind_is_linked_as_if_the_other_were_not_there(mixed: PersonRecords) -> None:
    whole, sets = link(mixed), sets_of(mixed)
    named, others = (link(mixed.chosen(sets == number)) for number in (0, 1))
    here = int((sets == 0).sum())
    assert whole.person.tolist() == [*named.person, *(others.person + named.person.max() + 1)]
    at_provider = [*named.person_at_provider, *(others.person_at_provider + named.person_at_provider.max() + 1)]
    assert whole.person_at_provider.tolist() == at_provider
    assert whole.pairs.left.tolist() == [*named.pairs.left, *(others.pairs.left + here)]
    assert whole.pairs.right.tolist() == [*named.pairs.right, *(others.pairs.right + here)]
    assert whole.pairs.probability.tolist() == [*named.pairs.probability, *others.pairs.probability]
    assert whole.doubtful.tolist() == named.doubtful.tolist()
    assert whole.candidate_pairs == named.candidate_pairs + others.candidate_pairs
    assert whole.matched_pairs == named.matched_pairs + others.matched_pairs
    assert whole.model.to_bytes() == named.model.to_bytes()


def test_the_order_of_records_changes_nobodys_person(mixed: PersonRecords) -> None:
    order = np.random.default_rng(3).permutation(len(mixed))
    one, other = link(mixed), link(mixed.chosen(order))
    firsts = np.unique(other.person, return_index=True)[1]
    assert (np.diff(firsts) > 0).all()
    assert sets_of(mixed)[order].tolist() != sorted(sets_of(mixed)[order].tolist())
    assert (other.pairs.left < other.pairs.right).all()
    assert pair_scores(other.person, one.person[order]).f1 > 0.97


def test_the_range_allows_for_everybody_and_for_nobody_in_both(mixed: PersonRecords, network: InventedNetwork) -> None:
    whole, sets = link(mixed), sets_of(mixed)
    named, others = (link(mixed.chosen(sets == number)).count for number in (0, 1))
    assert whole.count.people == named.people + others.people
    assert whole.count.low == max(named.low, others.low)
    assert whole.count.high == named.high + others.high
    assert (whole.count.records, whole.count.groups) == (1_200, named.groups + others.groups)
    assert whole.count.low <= len(network.people) <= whole.count.high
    assert people_count(whole.person, whole.doubts, sets == 1) == others
    assert people_count(whole.person, whole.doubts, sets == 0) == named


def test_encodings_of_two_secrets_are_never_linked(network: InventedNetwork) -> None:
    few = network.records.chosen(np.arange(300))
    records = beside(encoded(few), encoded(few, OTHER))
    linkage = link(records)
    assert sets_of(records).tolist() == [1] * 300 + [2] * 300
    assert not set(linkage.person[:300]) & set(linkage.person[300:])
    assert linkage.count.low < 300 < linkage.count.high


def test_who_has_names_too_is_linked_by_them() -> None:
    ann = {"first_name": "Ann", "last_name": "Lee", "birth_date": "2001-02-03"}
    plain = records_of([ann, ann])
    both = replace(plain, encodings=encoded(plain).encodings)
    assert is_encoded(both).tolist() == [False, False]
    assert is_encoded(encoded(plain)).tolist() == [True, True]
    damaged = replace(encoded(plain), encodings=np.array(["gs1-cut", ""], object))
    assert is_encoded(damaged).tolist() == [False, False]
    assert link(damaged).person.tolist() == [0, 1]


def test_what_people_decided_holds_within_a_kind_and_rests_between(mixed: PersonRecords) -> None:
    sets = sets_of(mixed)
    free = link(mixed)
    row = int(np.flatnonzero(sets == 1)[0])
    left, right = (int(at) for at in next(
        pair for pair in zip(free.pairs.left, free.pairs.right, strict=True)
        if sets[pair[0]] and free.person[pair[0]] == free.person[pair[1]]
    ))  # fmt: skip
    far = int(np.flatnonzero((sets == 1) & (free.person != free.person[row]))[-1])
    decisions = Decisions(np.array([left, row, 0]), np.array([right, far, row]), np.array([False, True, True]))
    found = link(mixed, decisions=decisions)
    assert found.person[left] != found.person[right]
    assert found.person[row] == found.person[far]
    assert found.person[0] != found.person[row]


def test_another_providers_encodings_change_no_person_at_home(network: InventedNetwork) -> None:
    some = network.records.provider == 0
    alone, whole = link(encoded(network.records.chosen(some))), link(encoded(network.records))
    people = whole.person_at_provider[some]
    assert pair_scores(alone.person_at_provider, people).f1 > 0.95


@pytest.mark.parametrize("seed", range(1, 11))
def test_the_truth_lies_in_the_range_of_encoded_people(seed: int) -> None:
    network = invented_network(seed, 4_000, providers=3)
    count = link(encoded(network.records)).count
    assert count.low <= len(network.people) <= count.high
    assert abs(count.people / len(network.people) - 1) < 0.03


def test_progress_rises_over_both_kinds_and_work_can_be_stopped(mixed: PersonRecords) -> None:
    from groundswell.engine.measures.run import StoppedError

    told: list[float] = []
    linkage = link(mixed, progress=lambda _step, done: told.append(done))
    assert told == sorted(told) and told[-1] == pytest.approx(1.0)
    assert set(linkage.seconds) >= {"read", "compare", "group", "count"}
    with pytest.raises(StoppedError):
        link(mixed, cancelled=lambda: len(told) > 0)


def test_encoded_records_are_not_added_to_others(mixed: PersonRecords) -> None:
    with pytest.raises(ValueError, match="linked all at once"):
        LinkedState.of(mixed)
    state = LinkedState.of(mixed.chosen(np.arange(50)))
    with pytest.raises(ValueError, match="linked all at once"):
        state.adding(mixed.chosen(sets_of(mixed) == 1))


def test_columns_of_files_bring_encodings_where_they_have_them(network: InventedNetwork) -> None:
    texts = encoded(network.records.chosen(np.arange(2))).encodings
    named = {"first_name": np.array(["Ann"], object)}
    records = records_from_columns([named, {"encoding": texts}])
    assert records.encodings is not None and records.encodings.tolist() == ["", *texts]
    assert records.chosen(np.array([2])).encodings.tolist() == [texts[1]]
    assert records_from_columns([named]).encodings is None


def test_what_was_never_compared_follows_from_two_ways_that_lead_to_a_pair() -> None:
    """Six surely found both ways, three by birth date alone, two otherwise: one by neither, and more that fail both."""
    rng = np.random.default_rng(1)
    words = rng.integers(1, 2**63, (22, WORDS), np.uint64)
    left, right = np.arange(0, 22, 2, dtype=np.int32), np.arange(1, 22, 2, dtype=np.int32)
    for pair in range(11):
        ways = ([0, 4], [0], [5])[(pair >= 6) + (pair >= 9)]
        for at in ways:
            words[right[pair], starts()[at]] = words[left[pair], starts()[at]]
    pairs = Pairs(left, right, np.ones(11, np.float32))
    assert missed_by_views(words, pairs) == pytest.approx(2.3 / (11 + 2.3))
    assert missed_by_views(words, Pairs(left[:0], right[:0], np.zeros(0, np.float32))) == 0.0


def test_more_people_than_records_are_never_counted_and_none_where_there_are_none() -> None:
    nobody = encoded(invented_network(1, 50, providers=2).records).chosen(np.arange(0))
    assert link(nobody).count.people == 0
    few = encoded(invented_network(1, 50, providers=2).records)
    count = link(few).count
    assert 1 <= count.low <= count.people <= count.high <= 50
    assert people_count(link(few).person, link(few).doubts, np.zeros(50, bool)).high == 0
