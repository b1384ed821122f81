"""What was modelled for a year beside what happened, and which assumption to look at first."""

import pytest

from groundswell.core.contribution.calibration import Calibration, judged
from groundswell.core.contribution.kept import Inside, KeptModel, KeptProgram, kept_programs
from groundswell.core.contribution.links import Declared, Evidence, Link, Population
from groundswell.core.contribution.ranges import modelled
from groundswell.core.contribution.sensitivity import Swing, tornado
from groundswell.core.contribution.suspects import Assumption
from groundswell.core.estimates import Estimate

JOINT = Estimate(2.1, 1.3, 2.9, 0.8)
PROGRAMS = (
    KeptProgram(
        "tutoring",
        800,
        Estimate(0.8, 0.4, 1.2, 0.8),
        Evidence.RANDOMIZED,
        (Swing("tutoring", "effect", -0.5, 0.5),),
    ),
    KeptProgram(
        "texts",
        5000,
        Estimate(0.9, 0.1, 1.7, 0.8),
        Evidence.EXPERT,
        (Swing("texts", "effect", 0.6, -0.7), Swing("texts", "completion", -0.1, 0.1)),
    ),
    KeptProgram(
        "bridge", 160, Estimate(0.4, 0.3, 0.5, 0.8), Evidence.PRE_POST, (Swing("bridge", "effect", 0.2, -0.3),)
    ),
)
HIGHER = KeptModel(JOINT, 0.600, True, PROGRAMS)
LOWER = KeptModel(JOINT, 0.400, False, PROGRAMS)
AS_ASSUMED = {"tutoring": 800.0, "texts": 5000.0, "bridge": 160.0}


def calibrated(kept: KeptModel, seen: Estimate | None) -> Calibration:
    return judged(kept, seen, reach_now=AS_ASSUMED)


def observed(value: float, margin: float | None = 0.004) -> Estimate:
    return Estimate.from_margin(value, margin, 0.90)


@pytest.mark.parametrize(
    ("value", "margin", "verdict"),
    [
        (0.620, 0.004, Inside.INSIDE),
        (0.613, None, Inside.INSIDE),  # on the edge
        (0.605, 0.004, Inside.BELOW),
        (0.595, 0.004, Inside.BELOW),  # the wrong way
        (0.600, 0.004, Inside.BELOW),  # not at all, and that for sure
        (0.640, 0.004, Inside.ABOVE),
        (0.610, 0.015, Inside.CANNOT_BE_TOLD),  # neither no movement nor the range is ruled out
        (0.620, 0.030, Inside.CANNOT_BE_TOLD),
        (0.640, 0.045, Inside.CANNOT_BE_TOLD),
        (0.610, 0.008, Inside.CANNOT_BE_TOLD),  # it moved for sure, but its margin reaches into the range
        (0.632, 0.004, Inside.CANNOT_BE_TOLD),  # from above as well
        (0.608, 0.004, Inside.BELOW),  # its margin ends before the range begins
        (0.580, 0.030, Inside.BELOW),  # its margin ends before the range begins
    ],
)
def test_the_verdict_is_where_the_movement_lies_unless_its_margin_reaches_from_elsewhere_into_the_range(
    value, margin, verdict
):
    assert calibrated(HIGHER, observed(value, margin)).verdict is verdict
    mirrored = calibrated(LOWER, observed(1 - value, margin))  # the same movement where down is good
    assert mirrored.verdict is verdict


def test_the_movement_is_counted_in_the_good_direction_with_the_margin_of_the_observation():
    for kept, value in ((HIGHER, 0.612), (LOWER, 0.388)):
        moved = calibrated(kept, observed(value)).moved_points
        assert moved.value == pytest.approx(1.2)
        assert (moved.low, moved.high, moved.level) == (pytest.approx(0.8), pytest.approx(1.6), 0.90)


def test_a_range_that_holds_no_movement_and_all_of_a_narrow_margin_is_inside():
    kept = KeptModel(Estimate(1.0, -0.5, 2.5, 0.8), 0.600, True)
    assert calibrated(kept, observed(0.601)).verdict is Inside.INSIDE
    assert calibrated(kept, observed(0.601, 0.04)).verdict is Inside.CANNOT_BE_TOLD


def test_what_was_not_observed_cannot_be_told_and_the_reason_is_said():
    assert calibrated(HIGHER, None).verdict is Inside.CANNOT_BE_TOLD
    found = calibrated(HIGHER, Estimate.withheld("Fewer than 11 children were tested"))
    assert found.verdict is Inside.CANNOT_BE_TOLD
    assert found.moved_points is None
    assert "Fewer than 11 children were tested." in found.words


def test_the_words_say_the_movement_the_range_and_that_neither_shows_a_cause():
    words = calibrated(HIGHER, observed(0.605)).words
    assert words == (
        "The curve moved less than what was modelled. It lies 0.50 points better than the forecast that was kept. "
        "Between 1.3 points and 2.9 points better was modelled. "
        "This does not show what moved the curve; it says whether the assumptions agree with it."
    )


def test_what_is_not_known_of_margins_and_ranges_is_said():
    without = calibrated(HIGHER, observed(0.605, None))
    assert not without.is_margin_known
    assert "margin of what was observed is not known" in without.words
    exact = calibrated(KeptModel(Estimate(2.0), 0.6, True), observed(0.605))
    assert (exact.verdict, exact.expected_low, exact.expected_high) == (Inside.BELOW, 2.0, 2.0)
    assert "No range was kept" in exact.words


def test_a_margin_that_reaches_into_the_range_never_stands_under_less_or_more():
    found = calibrated(HIGHER, observed(0.610, 0.008))
    assert found.verdict is Inside.CANNOT_BE_TOLD
    assert "Its margin reaches into the range, so it may have moved inside it." in found.words
    both = calibrated(HIGHER, observed(0.610, 0.015)).words
    assert "reaches from no movement at all into" in both
    assert "may have moved inside" not in both


# suspects


def looked_at(value: float, reach_now=AS_ASSUMED, kept: KeptModel = HIGHER, margin: float = 0.004):
    return judged(kept, observed(value, margin), reach_now=reach_now).suspects


def test_reach_that_fell_short_comes_first_and_says_how_many_points_it_is():
    found = looked_at(0.605, {**AS_ASSUMED, "tutoring": 320.0, "bridge": 128.0})
    assert (found[0].program_id, found[0].assumption) == ("tutoring", Assumption.REACH)
    assert found[0].points == pytest.approx(0.6 * 0.8)
    assert found[0].words == (
        "tutoring reached 40 % of the people assumed for it; at the assumed effect, that is 0.48 points less"
    )
    assert found[1].program_id == "bridge"  # short by 20 %, worth less
    assert found[2].assumption is not Assumption.REACH


def test_then_come_ranges_with_weak_evidence_by_their_swing_and_only_then_strong_ones():
    found = looked_at(0.605)
    assert [(each.program_id, each.assumption) for each in found] == [
        ("texts", Assumption.EFFECT),
        ("bridge", Assumption.EFFECT),
        ("texts", Assumption.COMPLETION),
        ("", Assumption.FORECAST),
    ]
    assert found[0].points == pytest.approx(0.7)
    assert found[0].words == (
        "The effect assumed for texts: it rests on judgement, and its range alone is worth 0.70 points"
    )


def test_of_a_share_only_what_its_range_is_worth_is_said_for_evidence_is_of_the_effect():
    assert looked_at(0.605)[2].words == (
        "The share of those whom texts serves who complete: its range alone is worth 0.10 points"
    )


def test_what_is_worth_next_to_nothing_is_left_out_unless_there_is_nothing_else():
    def kept(*worst: float) -> KeptModel:
        swings = tuple(
            Swing("texts", field, -one, one) for field, one in zip(("effect", "completion"), worst, strict=True)
        )
        return KeptModel(JOINT, 0.6, True, (KeptProgram("texts", 5000, PROGRAMS[1].points, None, swings),))

    assert [each.assumption for each in looked_at(0.605, {}, kept(0.3, 0.04))] == ["effect", "forecast"]
    assert [each.assumption for each in looked_at(0.605, {}, kept(0.04, 0.03))] == ["effect", "forecast"]


def test_a_swing_away_from_the_miss_is_no_suspect():
    found = looked_at(0.640, {**AS_ASSUMED, "tutoring": 320.0, "texts": 6000.0})
    assert (found[0].program_id, found[0].assumption) == ("texts", Assumption.REACH)
    assert "more" in found[0].words
    assert [each.points for each in found[1:3]] == [pytest.approx(0.6), pytest.approx(0.2)]


def test_nothing_is_suspected_inside_the_range():
    assert looked_at(0.620, {**AS_ASSUMED, "tutoring": 0.0}) == ()


def test_where_nothing_can_be_told_only_reach_that_fell_short_is_named():
    found = looked_at(0.610, {**AS_ASSUMED, "tutoring": 320.0}, margin=0.015)
    assert [each.assumption for each in found] == [Assumption.REACH]


def test_reach_that_is_not_known_by_now_is_not_judged():
    assert all(each.assumption is not Assumption.REACH for each in looked_at(0.605, {}))


def test_without_kept_swings_the_range_of_the_program_as_a_whole_stands_in():
    bare = tuple(KeptProgram(each.id, each.reach, each.points, each.evidence) for each in PROGRAMS)
    found = looked_at(0.605, kept=KeptModel(JOINT, 0.600, True, bare))
    assert [(each.program_id, each.assumption) for each in found[:3]] == [
        ("texts", Assumption.WHOLE),
        ("bridge", Assumption.WHOLE),
        ("tutoring", Assumption.WHOLE),
    ]
    assert found[0].points == pytest.approx(0.8)


def test_programs_are_called_by_their_names():
    found = judged(HIGHER, observed(0.605), reach_now=AS_ASSUMED, names={"texts": "Attendance texts"}).suspects
    assert "Attendance texts" in found[0].words


def test_a_model_that_came_true_but_for_a_bad_assumption_is_found_out():
    """Half of what was modelled rested on an expert's effect that was none; the curve says so, and where to look."""
    population = Population(12_000, 0.40)
    good = Link("tutoring", 2000, Declared(0.8, 0.75, 0.85), baseline_risk=Declared(0.5), evidence=Evidence.RANDOMIZED)
    bad = Link("texts", 4000, Declared(0.8, 0.7, 0.99), baseline_risk=Declared(0.4), evidence=Evidence.EXPERT)
    found = modelled([good, bad], population, draws=4000)
    programs = kept_programs(found, [good, bad], tornado([good, bad], population))
    kept = KeptModel(found.joint_points, 0.40, False, programs)
    came_true = 0.40 - 2000 / 12_000 * 0.5 * 0.2  # tutoring alone
    judgement = judged(kept, observed(came_true, 0.002), reach_now={"tutoring": 2000, "texts": 4000})
    assert judgement.verdict is Inside.BELOW
    assert (judgement.suspects[0].program_id, judgement.suspects[0].assumption) == ("texts", Assumption.EFFECT)
    whole = 0.40 - found.joint_points.value / 100
    assert judged(kept, observed(whole, 0.002), reach_now={}).verdict is Inside.INSIDE


FORBIDDEN = ("caused", "because of", "led to", "resulted in", "attributable", "due to", "thanks to", "impact of")


@pytest.mark.parametrize("value", [0.595, 0.605, 0.610, 0.620, 0.640])
def test_no_sentence_says_that_a_program_moved_the_curve(value):
    kept = calibrated(HIGHER, observed(value))
    said = [kept.words, *(each.words for each in looked_at(value, {**AS_ASSUMED, "tutoring": 320.0}))]
    assert not [word for word in FORBIDDEN for one in said if word in one.lower()]
