"""Locks of B2: differences that are more than chance, and the five categories of change."""

import csv
import random

import pytest
from tests.reference import slow_but_obvious

from groundswell.core.changes import category_of_change, change_of, share_of_targeted_change
from groundswell.core.differences import benjamini_hochberg, difference_error, difference_of, z_statistic
from groundswell.core.estimates import Estimate, Observation
from groundswell.core.periods import Period
from groundswell.core.vocabulary import ChangeCategory, ComparisonRule, ObservationStatus, Polarity, Unit


def acs(value: float, margin: float | None) -> Estimate:
    return Estimate.from_margin(value, margin, 0.90)


def with_error(value: float, error: float | None) -> Estimate:
    return acs(value, None if error is None else 1.645 * error)


def yearly(*values: float, first: int = 2015, margin: float | None = None) -> list[Observation]:
    return [Observation(Period.year(first + i), acs(value, margin)) for i, value in enumerate(values)]


@pytest.mark.parametrize(
    ("first", "second", "z", "is_real"),
    [
        ((23.4, 1.0), (28.1, 1.0), 5.466996, True),
        ((135_173, 3_860), (139_301, 4_047), 1.214192, False),
        ((37.9, 0.1), (38.4, 0.1), 5.815952, True),
    ],
)
def test_the_handbooks_differences(first, second, z, is_real):
    found = difference_of(acs(*second), acs(*first))
    assert found.z == pytest.approx(z, abs=2e-6)
    assert found.is_more_than_chance is is_real
    assert (found.estimate.low > 0) is is_real  # the interval of the difference says the same


def test_the_form_with_margins_is_the_same_test():
    assert z_statistic(37.9, 0.1, 38.4, 0.1) == pytest.approx(3.5355339, abs=5e-8)
    assert 1.645 * z_statistic(37.9, 0.1, 38.4, 0.1) == pytest.approx(5.815952, abs=2e-6)


def test_overlapping_intervals_do_not_mean_that_the_difference_is_chance():
    found = difference_of(acs(11.5, 1.0), acs(10.0, 1.0))
    assert acs(10.0, 1.0).high > acs(11.5, 1.0).low
    assert found.is_more_than_chance is True


def test_margins_of_unlike_levels_are_compared_as_what_they_are():
    same = difference_of(acs(28.1, 1.645), acs(23.4, 1.645))
    mixed = difference_of(Estimate.from_margin(28.1, 1.960, 0.95), acs(23.4, 1.645))
    assert mixed.z == pytest.approx(same.z)


def test_a_margin_of_unknown_level_is_refused_with_the_reason():
    found = difference_of(Estimate.from_margin(28.1, 1.0, None), acs(23.4, 1.0))
    assert found.is_more_than_chance is None
    assert found.estimate.margin is None
    assert "level" in found.reason


def test_spans_that_share_years_are_refused_unless_the_correction_is_asked_for():
    shared = Period.parse("2015..2019").shared_fraction(Period.parse("2016..2020"))
    refused = difference_of(acs(25, 1), acs(24, 1), shared=shared)
    corrected = difference_of(acs(25, 1), acs(24, 1), shared=shared, allow_overlap=True)
    assert refused.estimate.is_withheld
    assert "share years" in refused.reason
    assert corrected.estimate.margin == pytest.approx(1.645 * difference_error(1 / 1.645, 1 / 1.645) * 0.2**0.5)


def test_counts_of_people_are_compared_by_newcombes_interval():
    later, earlier = Estimate(0.8, numerator=56, denominator=70), Estimate(0.6, numerator=48, denominator=80)
    found = difference_of(later, earlier, level=0.95)
    assert found.estimate.method == "newcombe"
    assert (found.estimate.low, found.estimate.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert found.is_more_than_chance is True


def test_counts_that_give_another_number_are_not_taken_for_the_values_own():
    later = Estimate(0.2, numerator=56, denominator=70)
    assert difference_of(later, Estimate(0.6, numerator=48, denominator=80)).is_more_than_chance is None


@pytest.mark.parametrize(
    ("baseline", "recent", "error", "level", "category"),
    [
        (50, 55, 1, 0.90, "improving"),
        (50, 50.9, None, 0.90, "little_change"),
        (50, 51, None, 0.90, "improving"),
        (50, 46, 1.5, 0.90, "getting_worse"),
        (50, 46, 1.5, 0.95, "little_change"),
        (50, 60, 1, 0.90, "target_met"),
        (50, 61, None, 0.90, "target_met"),
        (50, 45.1, None, 0.90, "little_change"),
        (50, 45, None, 0.90, "getting_worse"),
        (50, 50, 1, 0.90, "little_change"),
    ],
)
def test_the_five_categories_by_the_statistical_rule(baseline, recent, error, level, category):
    found = category_of_change(
        with_error(recent, error), with_error(baseline, error), polarity=Polarity.HIGHER, target=60, level=level
    )
    assert found is ChangeCategory(category)


def test_the_mirror_where_down_is_good():
    found = category_of_change(acs(46, 1), acs(50, 1), polarity=Polarity.LOWER, target=40)
    assert found is ChangeCategory.IMPROVING


@pytest.mark.parametrize(("recent", "error", "z"), [(55, 1, 3.54), (46, 1.5, 1.886)])
def test_the_tests_behind_the_categories(recent, error, z):
    assert z_statistic(50, error, recent, error) == pytest.approx(z, abs=5e-3)


@pytest.mark.parametrize(("recent", "share"), [(55, 0.5), (50.9, 0.09), (51, 0.10)])
def test_the_share_of_the_targeted_change(recent, share):
    assert share_of_targeted_change(recent, 50, 60) == pytest.approx(share)


def test_a_baseline_that_met_the_target_has_no_share_of_a_targeted_change():
    assert share_of_targeted_change(80, 100, 90) is None
    assert share_of_targeted_change(30, 20, 25, Polarity.LOWER) is None


def test_without_margins_the_words_do_not_speak_of_detection():
    found = change_of(yearly(50, 50.5), polarity=Polarity.HIGHER, target=60)
    said = "Little change: up 0.50; no margin is published, so chance cannot be told (5 % of the way to the target)"
    assert found.words == said


def test_the_words_of_a_change_that_is_more_than_its_margin():
    history = [
        Observation(Period.year(2015), Estimate.from_margin(0.500, 0.010, 0.90)),
        Observation(Period.year(2020), Estimate.from_margin(0.543, 0.010, 0.90)),
    ]
    found = change_of(history, polarity=Polarity.HIGHER, unit=Unit.PERCENT)
    assert found.words == "Up 4.3 points; more than the survey's margin of error (90 %)"
    assert (found.category, found.since) == (ChangeCategory.IMPROVING, Period.year(2015))


def test_a_change_within_its_margin_is_no_detectable_change():
    found = change_of(yearly(50, 51, margin=3), polarity=Polarity.HIGHER)
    assert found.category is ChangeCategory.LITTLE_CHANGE
    assert found.words == "No detectable change: up 1.0; within the survey's margin of error (90 %)"


def test_points_before_a_break_are_never_compared_with_the_latest():
    history = yearly(30, 31, 50, 50.1, margin=0.1)
    history[2] = Observation(history[2].period, history[2].estimate, is_break=True)
    found = change_of(history, polarity=Polarity.HIGHER)
    assert found.since == Period.year(2017)
    assert found.category is ChangeCategory.LITTLE_CHANGE


def test_one_point_since_a_break_is_not_enough():
    history = yearly(30, 31, 50, margin=0.1)
    history[2] = Observation(history[2].period, history[2].estimate, is_break=True)
    assert change_of(history, polarity=Polarity.HIGHER).category is ChangeCategory.NOT_ENOUGH_DATA


def test_withheld_points_are_left_out():
    history = [*yearly(50, 60, margin=1), Observation(Period.year(2017), Estimate(70.0), ObservationStatus.SUPPRESSED)]
    assert change_of(history, polarity=Polarity.HIGHER).latest == Period.year(2016)


def test_a_span_is_compared_only_with_a_span_that_shares_no_year():
    spans = [Observation(Period.parse(f"{y}..{y + 4}"), acs(50 + y - 2010, 0.5)) for y in range(2010, 2019)]
    assert change_of(spans, polarity=Polarity.HIGHER).since == Period.parse("2010..2014")
    found = change_of(spans[-4:], polarity=Polarity.HIGHER)
    assert found.category is ChangeCategory.NOT_ENOUGH_DATA
    assert "shares years" in found.words


def test_a_value_with_an_error_of_more_than_two_fifths_is_not_compared():
    found = change_of(yearly(50, 5, margin=5), polarity=Polarity.HIGHER)
    assert found.category is ChangeCategory.NOT_ENOUGH_DATA
    assert "2016" in found.words


def test_the_change_is_taken_from_the_last_point_before_the_work_began():
    found = change_of(yearly(1, 2, 3, 4, 5), polarity=Polarity.HIGHER, work_began=Period.parse("2017-06"))
    assert found.since == Period.year(2016)


def test_no_direction_is_said_to_be_good_where_none_is():
    found = change_of(yearly(50, 60, margin=1), polarity=Polarity.NEUTRAL)
    assert found.category is ChangeCategory.NOT_ENOUGH_DATA
    assert found.words.endswith("; neither direction is good or bad")


@pytest.mark.parametrize("rule", ComparisonRule)
def test_a_direction_that_was_never_given_is_not_called_a_choice(rule: ComparisonRule):
    found = change_of(yearly(50, 60, margin=1), polarity=None, rule=rule)
    assert found.category is not ChangeCategory.LITTLE_CHANGE
    assert "it is not said which way is better" in found.words.lower()
    assert "neither" not in found.words.lower()


def test_a_change_from_counts_of_people_is_not_said_to_be_of_a_survey():
    counts = [Estimate(x / 1000, numerator=x, denominator=1000) for x in (500, 600)]
    history = [Observation(Period.year(2020 + i), one) for i, one in enumerate(counts)]
    found = change_of(history, polarity=Polarity.HIGHER, unit=Unit.PERCENT)
    assert found.words == "Up 10.0 points; more than the margin of error of the counts (90 %)"


def test_a_tie_improves_by_new_yorks_rule():
    found = change_of(yearly(10, 10), polarity=Polarity.LOWER, target=9, rule=ComparisonRule.TIES_IMPROVE)
    assert (found.category, found.meets_target, found.improves_on_last) == (ChangeCategory.IMPROVING, False, True)
    assert found.words == "Target not met; as good as or better than the period before"


def test_new_yorks_rule_needs_the_period_just_before():
    history = [*yearly(10, 11), *yearly(12, first=2020)]
    found = change_of(history, polarity=Polarity.HIGHER, rule=ComparisonRule.TIES_IMPROVE)
    assert (found.category, found.improves_on_last) == (ChangeCategory.NOT_ENOUGH_DATA, None)


@pytest.mark.real_data
def test_every_published_verdict_of_new_york_against_target_and_last_year_comes_out_equal(shared_data):
    path = shared_data / "performance" / "nyc_management_indicators.csv"
    if not path.exists():
        pytest.skip(f"real data: {path.name} is absent")
    with path.open(encoding="utf-8-sig", newline="") as file:
        judged = [row for row in csv.DictReader(file) if row["Success"]]
    found = [_verdicts_of_new_york(row) for row in judged]
    assert len(judged) == 679
    assert found == [(row["Success"], row["OneYrImproving"]) for row in judged]


def _verdicts_of_new_york(row: dict[str, str]) -> tuple[str, str]:
    years = [year for year in row if year.isdigit() and row[year] not in ("", "NA")]
    history = [Observation(Period.year(int(year)), Estimate(float(row[year]))) for year in years]
    target = None if row["Target.MMR"] == "NA" else float(row["Target.MMR"])
    polarity = Polarity.HIGHER if row["Desired.Direction"] == "Up" else Polarity.LOWER
    found = change_of(history, polarity=polarity, target=target, rule=ComparisonRule.TIES_IMPROVE)
    against_target = {True: "Met_Goal", False: "Did_Not_Meet", None: "NA"}[found.meets_target]
    return against_target, {True: "Improving", False: "Not_Improving", None: "NA"}[found.improves_on_last]


def test_the_line_agrees_with_its_slow_twin_on_random_p_values():
    draw = random.Random(2)
    for _ in range(100):
        p_values = [draw.random() ** 3 for _ in range(draw.randint(1, 30))]
        assert benjamini_hochberg(p_values, 0.1) == slow_but_obvious.benjamini_hochberg(p_values, 0.1)


def test_of_many_comparisons_only_those_under_the_line_stand():
    p_values = [0.01, 0.04, 0.03, 0.005, 0.55, 0.9]
    assert benjamini_hochberg(p_values, q=0.10) == [True, True, True, True, False, False]
    assert benjamini_hochberg([], q=0.10) == []
