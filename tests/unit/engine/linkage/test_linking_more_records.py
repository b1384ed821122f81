"""New records linked to those that are there come to what linking all at once comes to, by the same model."""

import numpy as np
import pytest
from tests.linkage import pair_scores
from tests.unit.engine.linkage.people import together

from groundswell.engine.invented.network import invented_network
from groundswell.engine.linkage import Decisions, LinkageModel, LinkageSettings, PersonRecords, explain, link
from groundswell.engine.linkage.more import LinkedState


@pytest.fixture(scope="module")
def model():
    """Of other records than those that are linked by it."""
    return link(invented_network(99, 4_000).records).model


def pairs_of(linkage):
    found = zip(linkage.pairs.left.tolist(), linkage.pairs.right.tolist(), strict=True)
    return dict(zip(found, linkage.pairs.probability.tolist(), strict=True))


def assert_same(one, other):
    assert one.person.tolist() == other.person.tolist()
    assert one.person_at_provider.tolist() == other.person_at_provider.tolist()
    assert pairs_of(one) == pairs_of(other)
    assert (one.candidate_pairs, one.matched_pairs) == (other.candidate_pairs, other.matched_pairs)
    reviewed, again = (
        {frozenset((each.person[each.pairs.left[n]], each.person[each.pairs.right[n]])) for n in each.doubtful}
        for each in (one, other)
    )  # fmt: skip
    assert reviewed == again
    assert one.count.groups == other.count.groups
    for name in ("people", "low", "high"):  # sums in another order may round otherwise
        assert abs(getattr(one.count, name) - getattr(other.count, name)) <= 1


def decisions_of(*said: tuple[int, int, bool]) -> Decisions:
    left, right, same = zip(*said, strict=True)
    return Decisions(np.array(left, np.int64), np.array(right, np.int64), np.array(same, bool))


def grown(records: PersonRecords, sizes: list[int], decided: list[Decisions | None], **kept) -> LinkedState:
    state = LinkedState.of(records.chosen(np.arange(sizes[0])), decisions=decided[0], **kept)
    start = sizes[0]
    for size, said in zip(sizes[1:], decided[1:], strict=True):
        state = state.adding(records.chosen(np.arange(start, start + size)), said)
        start += size
    return state


@pytest.mark.parametrize("seed", range(20))
def test_records_that_come_in_steps_are_linked_as_all_at_once(seed, model):
    records = invented_network(seed, 2_000).records
    sizes = [[1_500, 400, 100], [1, 1_999], [1_000] + [250] * 4, [500, 0, 1_400, 1, 99]][seed % 4]
    state = grown(records, sizes, [None] * len(sizes), model=model)
    assert_same(state.linkage, link(records, model=model))


@pytest.mark.parametrize("seed", range(6))
def test_decisions_that_come_in_between_do_what_they_do_at_once(seed, model):
    records = invented_network(seed, 2_000).records
    at_once = link(records, model=model)
    rng = np.random.default_rng(seed)
    linked = rng.choice(np.flatnonzero(at_once.pairs.probability > 0.9), 12)
    said = [(int(at_once.pairs.left[n]), int(at_once.pairs.right[n]), bool(n % 3 == 0)) for n in linked]
    said += [
        (int(i), int(j), k % 2 == 0) for k, (i, j) in enumerate(rng.integers(0, 2_000, (12, 2)).tolist()) if i != j
    ]
    reach = [1_000, 1_500, 2_000]
    decided = [decisions_of(*(each for each in said if max(each[:2]) < size), (0, 1, False)) for size in reach]
    state = grown(records, [1_000, 500, 500], decided, model=model)
    assert_same(state.linkage, link(records, model=model, decisions=decided[-1]))


def test_a_decision_taken_back_leaves_nothing_behind(model):
    records = invented_network(3, 2_000).records
    plain = link(records, model=model)
    sure = np.flatnonzero(plain.pairs.probability > 0.99)[:5]
    said = decisions_of(*((int(plain.pairs.left[n]), int(plain.pairs.right[n]), False) for n in sure), (5, 900, True))
    state = LinkedState.of(records, model=model, decisions=said)
    assert state.linkage.person.tolist() != plain.person.tolist()
    nobody = records.chosen(np.arange(0))
    assert_same(state.adding(nobody, Decisions.none()).linkage, plain)


def test_somebody_who_comes_a_thousand_times_is_linked_in_steps_as_at_once(model):
    records = invented_network(7, 1_500).records
    often = np.concatenate([np.arange(1_500), np.full(1_200, 17), np.full(300, 23)])
    records = records.chosen(np.random.default_rng(7).permutation(often))
    at_once = link(records, model=model)
    assert np.bincount(at_once.person).max() >= 1_201
    assert_same(grown(records, [1_400, 900, 700], [None] * 3, model=model).linkage, at_once)


def test_a_state_is_not_changed_by_what_is_added_to_it(model):
    records = invented_network(4, 2_000).records
    old = records.chosen(np.arange(1_800))
    state = LinkedState.of(old, model=model)
    before = state.linkage.person.copy()
    one, other = (state.adding(records.chosen(np.arange(start, start + 100))) for start in (1_800, 1_900))
    assert state.linkage.person.tolist() == before.tolist()
    last = together(old, records.chosen(np.arange(1_900, 2_000)))
    assert_same(other.linkage, link(last, model=model))
    assert len(one.linkage.person) == 1_900


def test_a_state_with_its_own_model_links_as_that_model_does():
    records = invented_network(5, 2_400).records
    state = LinkedState.of(records.chosen(np.arange(2_000)))
    assert not state.is_worth_training
    more = state.adding(records.chosen(np.arange(2_000, 2_400)))
    assert_same(more.linkage, link(records, model=more.linkage.model))
    read_back = LinkageModel.from_bytes(more.linkage.model.to_bytes())
    assert_same(more.linkage, link(records, model=read_back))


def test_a_model_is_worth_training_again_when_half_as_many_records_have_come():
    records = invented_network(5, 1_500).records
    state = LinkedState.of(records.chosen(np.arange(1_000)))
    more = state.adding(records.chosen(np.arange(1_000, 1_490)))
    assert not more.is_worth_training
    assert more.adding(records.chosen(np.arange(1_490, 1_500))).is_worth_training


# What people decided.


@pytest.fixture(scope="module")
def decided_on(model):
    """Records, and three of them that are surely one person, three that are surely different."""
    records = invented_network(6, 2_000).records
    linkage = link(records, model=model)
    group = np.flatnonzero(np.bincount(linkage.person) == 3)[0]
    trio = np.flatnonzero(linkage.person == group).tolist()
    alone = np.flatnonzero(np.bincount(linkage.person) == 2)[:3].tolist()
    return records, trio, [int(np.flatnonzero(linkage.person == person)[0]) for person in alone]


def persons(model, records, said):
    """By linking at once, and by linking what came before and adding the rest."""
    half = LinkedState.of(records.chosen(np.arange(1_999)), model=model)
    for state in (
        link(records, model=model, decisions=said),
        half.adding(records.chosen(np.array([1_999])), said).linkage,
    ):
        yield state.person


def test_what_was_said_to_be_one_person_is_one_against_all_weights(model, decided_on):
    records, _, (one, other, third) = decided_on
    for person in persons(model, records, decisions_of((one, other, True))):
        assert person[one] == person[other] != person[third]


def test_what_was_said_to_be_two_people_is_two_against_all_weights(model, decided_on):
    records, (one, other, _), _ = decided_on
    for person in persons(model, records, decisions_of((other, one, False))):
        assert person[one] != person[other]


def test_who_is_one_with_another_is_apart_from_whom_that_one_is_apart_from(model, decided_on):
    records, (a, c, _), (b, _, _) = decided_on
    for person in persons(model, records, decisions_of((b, c, False), (a, b, True))):
        assert person[a] == person[b]
        assert person[a] != person[c]


def test_who_was_said_to_be_one_is_so_over_several_steps(model, decided_on):
    records, _, (a, b, c) = decided_on
    for person in persons(model, records, decisions_of((a, b, True), (b, c, True))):
        assert person[a] == person[b] == person[c]


def test_apart_stands_above_the_same_where_people_contradict_one_another(model, decided_on):
    records, _, (a, b, c) = decided_on
    said = decisions_of((a, b, True), (b, c, True), (a, c, False))
    for person in persons(model, records, said):
        assert person[a] != person[c]
        assert person[b] in (person[a], person[c])


def test_decisions_hold_when_more_records_come_and_when_trained_anew(model, decided_on):
    records, (one, other, _), (a, b, _) = decided_on
    said = decisions_of((one, other, False), (a, b, True))
    state = LinkedState.of(records, model=model, decisions=said)
    more = invented_network(6, 2_600).records.chosen(np.arange(2_000, 2_600))
    again = records.chosen(np.array([one, other, a, b] * 3))
    for person in (
        state.adding(more).adding(again).linkage.person,
        link(together(records, more, again), decisions=said).person,
    ):
        assert person[one] != person[other]
        assert person[a] == person[b]


def test_nobody_is_asked_again_what_was_decided(model):
    net = invented_network(8, 3_000)
    records, truth = net.records, net.person
    before = link(records, model=model)
    assert len(before.doubtful) > 5
    chance = before.pairs.probability[before.doubtful]
    assert (np.diff(np.abs(chance - 0.5)) >= 0).all()
    asked = [(int(before.pairs.left[n]), int(before.pairs.right[n])) for n in before.doubtful]
    said = decisions_of(*((right, left, bool(truth[left] == truth[right])) for left, right in asked))
    after = link(records, model=model, decisions=said)
    assert not {(int(after.pairs.left[n]), int(after.pairs.right[n])) for n in after.doubtful} & set(asked)
    assert after.count.high - after.count.low < before.count.high - before.count.low


def test_of_two_groups_one_pair_is_asked_about_and_none_where_it_was_answered(model):
    records = invented_network(8, 3_000).records
    linkage = link(records, model=model)

    def asked(linkage):
        sides = linkage.person[linkage.pairs.left], linkage.person[linkage.pairs.right]
        one, other = (side[linkage.doubtful].tolist() for side in sides)
        return [(min(pair), max(pair)) for pair in zip(one, other, strict=True)]

    groups = asked(linkage)
    assert len(groups) == len(set(groups)) > 20
    between = np.flatnonzero([one != other for one, other in groups])
    said = decisions_of(
        *((int(linkage.pairs.left[n]), int(linkage.pairs.right[n]), False) for n in linkage.doubtful[between])
    )
    after = link(records, model=model, decisions=said)
    assert after.person.tolist() == linkage.person.tolist()
    assert not set(asked(after)) & {groups[n] for n in between}


# What must not change who is who.


def groups(person, names):
    found: dict[int, set] = {}
    for number, name in zip(person.tolist(), names.tolist(), strict=True):
        found.setdefault(number, set()).add(name)
    return {frozenset(each) for each in found.values()}


@pytest.mark.parametrize("seed", range(5))
def test_another_order_of_records_gives_the_same_groups(seed, model):
    records = invented_network(seed, 2_000).records
    order = np.random.default_rng(seed).permutation(2_000)
    before, after = link(records, model=model), link(records.chosen(order), model=model)
    assert groups(before.person, np.arange(2_000)) == groups(after.person, order)
    assert before.candidate_pairs == after.candidate_pairs
    assert abs(before.count.people - after.count.people) <= 1


def test_another_order_of_records_trains_nearly_the_same():
    records = invented_network(1, 3_000).records
    order = np.random.default_rng(1).permutation(3_000)
    before, after = link(records), link(records.chosen(order))
    back = np.empty(3_000, np.int64)
    back[order] = after.person
    assert pair_scores(before.person, back).f1 > 0.995
    assert abs(before.count.people - after.count.people) <= 6


def test_a_record_of_somebody_else_changes_no_group(model):
    records = invented_network(2, 2_000).records
    before = link(records, model=model)
    stranger = PersonRecords(
        {name: np.array(["Zyx" if name.endswith("name") else ""], object) for name in records.texts},
        np.array(["1931-07-29"], "datetime64[D]"), np.zeros(1, np.int32), np.zeros(1, np.int32),
        {"ssn4": np.array([""], object)},
    )  # fmt: skip
    after = link(together(stranger, records), model=model)
    assert (after.person[1:] - 1).tolist() == before.person.tolist()
    assert after.count.people == before.count.people + 1


@pytest.mark.parametrize("seed", range(3))
def test_who_is_who_at_a_provider_does_not_depend_on_other_providers(seed, model):
    records = invented_network(seed, 3_000, providers=3).records
    every = link(records, model=model)
    for provider in range(3):
        own = np.flatnonzero(records.provider == provider)
        alone = link(records.chosen(own), model=model)
        assert groups(every.person_at_provider[own], own) == groups(alone.person, own)
        assert alone.person.tolist() == alone.person_at_provider.tolist()
    assert len(np.unique(every.person)) < len(np.unique(every.person_at_provider))


@pytest.mark.parametrize("said", [True, False])
def test_decisions_over_providers_change_nobody_at_a_provider(said, model):
    records = invented_network(3, 2_000, providers=2).records
    before = link(records, model=model)
    over = np.flatnonzero(records.provider[before.pairs.left] != records.provider[before.pairs.right])[:200]
    decided = decisions_of(*((int(before.pairs.left[n]), int(before.pairs.right[n]), said) for n in over))
    after = link(records, model=model, decisions=decided)
    assert after.person.tolist() != before.person.tolist()
    assert after.person_at_provider.tolist() == before.person_at_provider.tolist()


def test_who_is_one_person_is_who_is_linked_at_the_stated_probability(model):
    records = invented_network(3, 2_000).records
    strict, lenient = (link(records, model=model, settings=LinkageSettings(linked=at)) for at in (0.99, 0.2))
    assert len(np.unique(strict.person)) > len(np.unique(lenient.person))
    assert abs(strict.count.people - lenient.count.people) < 0.01 * 2_000
    assert explain(model, records, 0, 1).probability < 0.5
