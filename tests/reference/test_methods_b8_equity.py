"""Locks of B8: equity measures, against WHO's worked example and independently computed values."""

import random

import numpy as np
import pytest
from tests.reference import slow_but_obvious

from groundswell.core import inequality
from groundswell.core.differences import difference_of
from groundswell.core.equity import GroupValue, inequality_of, ratio_of
from groundswell.core.estimates import Estimate, Observation
from groundswell.core.gaps import gap_history
from groundswell.core.intervals import share
from groundswell.core.periods import Period
from groundswell.core.vocabulary import EquityMeasure, Polarity, Unit

PEOPLE = (78, 91, 162, 103, 105)
RATES = (20, 30, 40, 50, 60)
LOCKS = {
    EquityMeasure.INDEX_OF_DISPARITY: (100, 41.666667),
    EquityMeasure.UNWEIGHTED_MEAN_DIFFERENCE: (100, 29.702970),
    EquityMeasure.WEIGHTED_MEAN_DIFFERENCE: (100, 25.880343),
    EquityMeasure.THEIL_INDEX: (1000, 52.517430),
    EquityMeasure.MEAN_LOG_DEVIATION: (1000, 57.401510),
    EquityMeasure.BETWEEN_GROUP_VARIANCE: (1, 170.300254),
    EquityMeasure.ATTRIBUTABLE_RISK: (1, 60 - 41.224490),
    EquityMeasure.ATTRIBUTABLE_FRACTION: (100, 45.544554),
    EquityMeasure.ABSOLUTE_CONCENTRATION_INDEX: (1, 7.3284202),
    EquityMeasure.RELATIVE_CONCENTRATION_INDEX: (1, 0.17776860),
}


def groups_of(rates=RATES, people=PEOPLE, margin: float | None = None) -> list[GroupValue]:
    values = [Estimate.from_margin(float(rate), margin, 0.90) for rate in rates]
    return [GroupValue(f"g{i}", f"Group {i}", v, float(n)) for i, (v, n) in enumerate(zip(values, people, strict=True))]


@pytest.mark.parametrize("measure", LOCKS)
def test_the_measures_of_whos_worked_example(measure):
    scale, expected = LOCKS[measure]
    found = inequality_of(groups_of(), polarity=Polarity.HIGHER, is_ordered=True).measures[measure]
    assert scale * found.value == pytest.approx(expected, abs=6e-7)


def test_the_mean_of_whos_worked_example():
    shares = np.array(PEOPLE) / sum(PEOPLE)
    assert float(inequality.population_mean(RATES, shares)) == pytest.approx(41.224490, abs=5e-7)


def test_the_difference_and_the_ratio_of_two_shares():
    first, second = share(30, 200), share(15, 220)
    ratio = ratio_of(first, second, level=0.95)
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx((2.2, 1.220164, 3.966680), abs=5.1e-7)
    difference = difference_of(first, second, level=0.95).estimate
    expected = (0.081818, 0.022328, 0.143793)
    assert (difference.value, difference.low, difference.high) == pytest.approx(expected, abs=5.1e-7)


def test_measures_agree_with_their_slow_twins_on_random_groups():
    draw = random.Random(8)
    names = {
        "theil": EquityMeasure.THEIL_INDEX,
        "mld": EquityMeasure.MEAN_LOG_DEVIATION,
        "variance": EquityMeasure.BETWEEN_GROUP_VARIANCE,
        "unweighted": EquityMeasure.UNWEIGHTED_MEAN_DIFFERENCE,
        "weighted": EquityMeasure.WEIGHTED_MEAN_DIFFERENCE,
        "index": EquityMeasure.INDEX_OF_DISPARITY,
        "concentration": EquityMeasure.ABSOLUTE_CONCENTRATION_INDEX,
    }
    for _ in range(40):
        count = draw.randint(3, 9)
        rates = [draw.uniform(1, 90) for _ in range(count)]
        people = [draw.randint(30, 5000) for _ in range(count)]
        found = inequality_of(groups_of(rates, people), polarity=Polarity.LOWER, is_ordered=True).measures
        slow = slow_but_obvious.inequality(rates, people, rates.index(min(rates)))
        assert {name: found[measure].value for name, measure in names.items()} == pytest.approx(slow)


def test_concentration_is_measured_only_where_groups_have_an_order():
    found = inequality_of(groups_of(), polarity=Polarity.HIGHER).measures
    assert EquityMeasure.ABSOLUTE_CONCENTRATION_INDEX not in found


@pytest.mark.parametrize(
    ("groups", "reason"),
    [
        ([*groups_of(), GroupValue("x", "X", Estimate.withheld("small"), 40)], "withheld"),
        (groups_of()[:2], "fewer than three groups"),
        ([*groups_of()[:4], GroupValue("x", "Group X", Estimate(50.0, denominator=29))], "Group X has fewer than 30"),
    ],
)
def test_summary_measures_are_refused_with_the_reason(groups, reason):
    found = inequality_of(groups, polarity=Polarity.HIGHER)
    assert found.measures == {}
    assert reason in found.reason
    assert found.largest_difference is not None  # two groups that are shown can still be compared


def test_without_the_number_of_people_only_the_index_of_disparity_is_given():
    groups = [GroupValue(g.group_id, g.label, g.estimate) for g in groups_of()]
    found = inequality_of(groups, polarity=Polarity.HIGHER).measures
    assert not found[EquityMeasure.INDEX_OF_DISPARITY].is_withheld
    assert "number of people" in found[EquityMeasure.THEIL_INDEX].reason


def test_the_reference_is_the_one_declared_or_else_the_best_that_can_be_relied_on():
    groups = groups_of(people=(78, 91, 162, 103, 20))
    assert inequality_of(groups, polarity=Polarity.HIGHER).reference is groups[3]  # the best has 20 people
    assert inequality_of(groups, polarity=Polarity.LOWER).reference is groups[0]
    assert inequality_of(groups, polarity=Polarity.HIGHER, reference_id="g1").reference is groups[1]


def test_standard_errors_come_from_a_seeded_bootstrap_and_repeat():
    first = inequality_of(groups_of(margin=3), polarity=Polarity.HIGHER).measures
    again = inequality_of(groups_of(margin=3), polarity=Polarity.HIGHER).measures
    risk = EquityMeasure.ATTRIBUTABLE_RISK
    assert first == again
    # The best rate less the mean of all: the error that the groups' own errors give it in closed form.
    weights = np.array(PEOPLE) / sum(PEOPLE)
    weights[-1] -= 1
    expected = 3 / 1.645 * float(np.sqrt((weights**2).sum()))
    assert first[risk].standard_error == pytest.approx(expected, rel=0.10)


def test_without_margins_measures_have_no_interval():
    found = inequality_of(groups_of(), polarity=Polarity.HIGHER).measures
    assert all(estimate.margin is None for estimate in found.values())


def test_a_group_at_zero_leaves_the_measures_that_divide_by_it_withheld():
    found = inequality_of(groups_of((0, 30, 40), PEOPLE[:3]), polarity=Polarity.LOWER)
    assert found.measures[EquityMeasure.INDEX_OF_DISPARITY].is_withheld
    assert found.measures[EquityMeasure.MEAN_LOG_DEVIATION].is_withheld
    assert not found.measures[EquityMeasure.THEIL_INDEX].is_withheld


def test_the_words_give_the_gap_in_absolute_and_in_relative_terms():
    groups = [
        GroupValue("a", "Hispanic children", Estimate.from_margin(0.48, 0.02, 0.90)),
        GroupValue("b", "White children", Estimate.from_margin(0.62, 0.02, 0.90)),
    ]
    found = inequality_of(groups, polarity=Polarity.HIGHER, unit=Unit.PERCENT)
    expected = (
        "The value for White children (62.0 %) is 14.0 points above that for Hispanic children (48.0 %), "
        "or 1.3 times as high; more than the survey's margin of error (90 %)"
    )
    assert found.words == expected


def test_slope_and_relative_index_of_ordered_groups_lean_the_way_the_rates_do():
    shares = np.array([0.2] * 5)
    slope, relative = inequality.slope_index([0.2, 0.3, 0.4, 0.5, 0.6], shares)
    assert slope == pytest.approx(0.5, abs=0.03)
    assert relative > 2
    assert inequality.slope_index([0.6, 0.5, 0.4, 0.3, 0.2], shares)[0] == pytest.approx(-slope)
    flat_slope, flat_relative = inequality.slope_index([0.4] * 5, shares)
    assert (flat_slope, flat_relative) == pytest.approx((0, 1), abs=1e-9)


def history(*values: float | None, margin: float = 0.01) -> list[Observation]:
    estimates = [Estimate.withheld("small") if v is None else Estimate.from_margin(v, margin, 0.90) for v in values]
    return [Observation(Period.year(2018 + i), estimate) for i, estimate in enumerate(estimates)]


def test_a_gap_is_compared_only_over_periods_in_which_the_same_groups_are_shown():
    found = gap_history({"a": history(0.20, None, 0.30), "b": history(0.40, 0.42, 0.41)}, unit=Unit.PERCENT)
    assert [point.period.first_year for point in found.points] == [2018, 2020]
    assert found.words == "The gap is 9.0 points narrower than in 2018; more than the survey's margin of error (90 %)"


def test_it_is_said_where_the_gap_narrows_in_one_term_and_widens_in_the_other():
    found = gap_history({"a": history(0.20, 0.05), "b": history(0.40, 0.20)}, unit=Unit.PERCENT)
    assert found.words.endswith("yet in relative terms the gap widened")


def test_a_change_of_the_gap_within_its_margin_is_called_so():
    found = gap_history({"a": history(0.20, 0.21, margin=0.05), "b": history(0.40, 0.40, margin=0.05)})
    assert "within the survey's margin of error" in found.words


def test_one_group_has_no_gap():
    assert gap_history({"a": history(0.20, 0.21)}).points == ()
