"""What counts as an effect, what it comes to, and what is refused with a reason."""

from dataclasses import replace

import numpy as np
import pytest

from groundswell.core.contribution.effects import people_of, reach_of, risk_difference, why_no_effect
from groundswell.core.contribution.links import Declared, EffectKind, Evidence, Link
from groundswell.core.sentences import Sentence

GOOD = Link("mentoring", 300, Declared(0.75, 0.6, 0.9), baseline_risk=Declared(0.35), completion=Declared(0.8))


def test_a_risk_ratio_takes_its_part_of_the_baseline_risk():
    assert risk_difference(0.75, EffectKind.RISK_RATIO, 0.35) == pytest.approx(0.0875)


def test_a_standardized_difference_is_carried_by_the_cox_index():
    good = 1 / (1 + (0.35 / 0.65) * np.exp(-1.65 * 0.2))
    assert risk_difference(0.2, EffectKind.COHENS_D, 0.35) == pytest.approx(good - 0.65)


@pytest.mark.parametrize("kind", list(EffectKind))
def test_a_difference_is_never_more_than_the_risk_nor_takes_it_above_certainty(kind):
    effects = np.linspace(0 if kind is EffectKind.RISK_RATIO else -4, 4, 41)
    for risk in (0.0, 0.1, 0.9, 1.0):
        found = risk_difference(effects, kind, risk)
        assert (found <= risk + 1e-12).all()
        assert (found >= risk - 1 - 1e-12).all()


def test_effects_and_risks_are_arrays_that_broadcast():
    found = risk_difference(np.array([[0.5], [0.8]]), EffectKind.RISK_RATIO, np.array([0.1, 0.2, 0.3]))
    assert found == pytest.approx(np.array([[0.05, 0.1, 0.15], [0.02, 0.04, 0.06]]))


def test_only_the_change_since_the_baseline_is_reach():
    link = replace(GOOD, served_before=200, in_population=Declared(0.9))
    assert reach_of(link) == pytest.approx(100 * 0.9 * 0.8)
    assert people_of(link) == pytest.approx(100 * 0.9 * 0.8 * 0.35 * 0.25)


def test_a_program_that_serves_fewer_than_before_takes_away():
    assert people_of(replace(GOOD, served_before=400)) < 0


def test_a_sound_link_has_nothing_against_it():
    assert why_no_effect(GOOD, success_rate=0.62) == ()


def difference(value: float, **others: object) -> Link:
    return replace(GOOD, effect_kind=EffectKind.RISK_DIFFERENCE, effect=Declared(value), **others)


REFUSED = {
    "a rate entered as a difference, above the risk": (difference(0.62), "A risk difference of 0.62 is all"),
    "a difference that leaves nobody at risk": (difference(0.35), "all of the baseline risk of 35.0 %"),
    "a difference below -1": (difference(-5), "between -1 and 1"),
    "a risk ratio of 0": (replace(GOOD, effect=Declared(0)), "above 0"),
    "a risk ratio whose range reaches 0": (replace(GOOD, effect=Declared(0.5, 0, 0.9)), "above 0"),
    "a risk ratio below 0": (replace(GOOD, effect=Declared(-0.2)), "above 0"),
    "a ratio that takes the risk above certainty": (replace(GOOD, effect=Declared(85)), "above certainty"),
    "a ratio in percent where no risk is declared": (
        replace(GOOD, effect=Declared(85), baseline_risk=Declared(1)),
        "not as 85",
    ),
    "points of a test as a standardized difference": (
        replace(GOOD, effect_kind=EffectKind.COHENS_D, effect=Declared(12)),
        "larger than any program",
    ),
    "a baseline risk of 0": (replace(GOOD, baseline_risk=Declared(0)), "nobody served is at risk"),
    "an effect outside its range": (replace(GOOD, effect=Declared(0.75, 0.8, 0.9)), "outside its own range"),
    "a share outside its range": (replace(GOOD, completion=Declared(0.5, 0.6)), "complete lies outside"),
    "a share above 1": (replace(GOOD, completion=Declared(80)), "a share between 0 and 1"),
    "a share whose range is above 1": (replace(GOOD, in_population=Declared(0.9, 0.8, 1.1)), "between 0 and 1"),
    "a share below 0": (replace(GOOD, baseline_risk=Declared(-0.1)), "baseline risk of those served is a share"),
    "an effect that is no number": (replace(GOOD, effect=Declared(float("nan"))), "not a number"),
    "a share that is no number": (replace(GOOD, completion=Declared(float("nan"))), "between 0 and 1"),
    "people below 0": (replace(GOOD, served=-1), "from 0 on"),
    "people without end": (replace(GOOD, served_before=float("inf")), "from 0 on"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_an_effect_is_refused_with_its_reason(what):
    link, words = REFUSED[what]
    said = why_no_effect(link)
    assert len(said) == 1
    assert words in said[0]
    assert isinstance(said[0], Sentence)


BEFORE_AND_AFTER = replace(GOOD, evidence=Evidence.PRE_POST)


@pytest.mark.parametrize(
    "link",
    [
        BEFORE_AND_AFTER,
        replace(BEFORE_AND_AFTER, effect=Declared(0.75)),
        replace(BEFORE_AND_AFTER, effect_kind=EffectKind.RISK_DIFFERENCE, effect=Declared(0.1, 0.05, 0.2)),
        replace(BEFORE_AND_AFTER, effect_kind=EffectKind.COHENS_D, effect=Declared(0.1, None, 0.2)),
    ],
)
def test_a_change_from_before_to_after_is_refused_unless_its_range_reaches_to_no_effect(link):
    (said,) = why_no_effect(link)
    assert "without a comparison" in said


@pytest.mark.parametrize(
    "link",
    [
        replace(BEFORE_AND_AFTER, effect=Declared(0.9, 0.75, 1.0)),
        replace(BEFORE_AND_AFTER, effect_kind=EffectKind.RISK_DIFFERENCE, effect=Declared(0.1, 0, 0.2)),
        replace(BEFORE_AND_AFTER, effect_kind=EffectKind.COHENS_D, effect=Declared(0.1, -0.1, 0.2)),
    ],
)
def test_a_change_from_before_to_after_stands_where_its_range_reaches_to_no_effect(link):
    assert why_no_effect(link) == ()


@pytest.mark.parametrize(
    ("link", "success_rate"),
    [
        (difference(0.3), 0.3),
        (replace(GOOD, effect=Declared(0.62)), 0.38),
        (replace(GOOD, effect=Declared(0.62)), 0.62),
    ],
)
def test_an_effect_that_equals_the_rate_of_success_is_that_rate(link, success_rate):
    (said,) = why_no_effect(link, success_rate=success_rate)
    assert "That is a result, not an effect" in said


def test_a_standardized_difference_is_never_taken_for_a_rate():
    link = replace(GOOD, effect_kind=EffectKind.COHENS_D, effect=Declared(0.3))
    assert why_no_effect(link, success_rate=0.3) == ()


def test_all_that_is_wrong_is_said_at_once():
    wrong = replace(GOOD, completion=Declared(80), in_population=Declared(-1), served=-1)
    assert len(why_no_effect(wrong)) == 3
