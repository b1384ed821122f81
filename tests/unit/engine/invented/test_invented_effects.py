"""What programs truly add can be worked out again from how people would have fared without them."""

import numpy as np
import pytest

from groundswell.engine.invented import InventedCommunity, riverbend
from groundswell.engine.invented.dosage import dose_keys, doses_until

PEOPLE = 60_000
OUTCOMES = {outcome.outcome: outcome for outcome in riverbend().outcomes}
PAIRS = [(program, effect) for program in riverbend().programs for effect in program.effects]
IDS = [f"{program.program_id}-{effect.outcome}" for program, effect in PAIRS]


@pytest.fixture(scope="module")
def community() -> InventedCommunity:
    return InventedCommunity(31, PEOPLE)


@pytest.mark.parametrize(("program", "effect"), PAIRS, ids=IDS)
def test_the_effect_at_full_dose_is_the_stated_one(community: InventedCommunity, program, effect) -> None:
    truth = community.outcome_truth(program.program_id)
    rows = (truth["outcome"] == effect.outcome) & (truth["dose"] >= effect.full_dose)
    assert rows.sum() > 50
    with_it, without = truth["chance"][rows], truth["chance_without_program"][rows]
    if OUTCOMES[effect.outcome].is_score:
        assert abs((with_it - without).mean() - effect.effect) < 0.2  # scores are whole points
    else:
        assert (1 - with_it).sum() / (1 - without).sum() == pytest.approx(1 - effect.effect, abs=1e-9)


@pytest.mark.parametrize(("program", "effect"), PAIRS, ids=IDS)
def test_endings_follow_their_chances_and_nobody_is_harmed(community: InventedCommunity, program, effect) -> None:
    truth = community.outcome_truth(program.program_id)
    rows = truth["outcome"] == effect.outcome
    if OUTCOMES[effect.outcome].is_score:
        assert not truth["achieved"][rows].any()
        return
    # One row for each person: a person's rows share their luck.
    at = np.flatnonzero(rows)
    at = at[np.unique(truth["person"][at], return_index=True)[1]]
    for ending, chance in (
        ("achieved", "chance"),
        ("achieved_without_program", "chance_without_program"),
        ("achieved_without_any", "chance_without_any"),
    ):
        error = np.sqrt((truth[chance][at] * (1 - truth[chance][at])).sum()) / len(at)
        assert abs(truth[ending][at].mean() - truth[chance][at].mean()) < 4 * error
    assert not (truth["achieved_without_program"] & ~truth["achieved"])[rows].any()
    assert not (truth["achieved_without_any"] & ~truth["achieved_without_program"])[rows].any()
    assert (truth["chance"][rows] <= 1).all()


def test_a_program_that_adds_nothing_changes_nothing(community: InventedCommunity) -> None:
    truth = community.outcome_truth("story-hubs")
    ready = truth["outcome"] == "ready"
    assert np.array_equal(truth["achieved"][ready], truth["achieved_without_program"][ready])


def test_half_the_dose_prevents_half_as_much(community: InventedCommunity) -> None:
    program = next(program for program in community.programs if program.program_id == "first-steps")
    effect = program.effects[0]
    truth = community.outcome_truth(program.program_id)
    half = truth["dose"] == effect.full_dose // 2
    left = (1 - truth["chance"][half]).sum() / (1 - truth["chance_without_program"][half]).sum()
    assert half.sum() > 20
    assert left == pytest.approx(1 - effect.effect / 2, abs=1e-9)


def test_groups_differ_before_any_program_as_stated(community: InventedCommunity) -> None:
    truth = community.outcome_truth("attendance-texts")
    income = community.people.income[truth["person"]]
    lower, higher = (truth["chance_without_any"][income == code].mean() for code in (0, 1))
    assert higher - lower > 0.1


def test_records_hold_the_truth_but_for_answers_nobody_wrote_down(community: InventedCommunity) -> None:
    for program in community.programs:
        outcomes, truth = community.records(program.program_id)["outcomes"], community.outcome_truth(program.program_id)
        assert outcomes["outcome"].tolist() == truth["outcome"].tolist()
        is_score = np.array([OUTCOMES[name].is_score for name in truth["outcome"]])
        answered = np.array([answer is not None for answer in outcomes["achieved"]])
        assert outcomes["achieved"][answered].tolist() == truth["achieved"][answered].tolist()
        assert not answered[is_score].any()
        scored = ~np.isnan(outcomes["score"])
        assert np.array_equal(outcomes["score"][scored], truth["chance"][scored])
        unanswered = 1 - (answered | scored).mean()
        assert unanswered < 3 * community.invention.answer_missing


def test_parents_are_served_and_only_children_are_looked_at(community: InventedCommunity) -> None:
    truth = community.truth("first-steps")
    seen = community.outcome_truth("first-steps")
    assert truth["is_parent"].any()
    assert not community.people.is_parent[seen["person"]].any()


def test_doses_until_a_day_are_counted_as_one_would_by_hand() -> None:
    rng = np.random.default_rng(5)
    person, day = rng.integers(0, 40, 3_000).astype(np.int32), rng.integers(18_000, 19_000, 3_000).astype(np.int32)
    who, until = rng.integers(0, 45, 500).astype(np.int32), rng.integers(17_900, 19_100, 500).astype(np.int32)
    slow = [int(((person == each) & (day <= last)).sum()) for each, last in zip(who, until, strict=True)]
    assert doses_until(dose_keys(person, day), who, until).tolist() == slow
