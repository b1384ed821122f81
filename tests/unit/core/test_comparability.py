"""Which points may be set beside each other."""

from groundswell.core.comparability import are_of_one_kind, comparable_points, overlap, since_last_break
from groundswell.core.estimates import Estimate, Observation
from groundswell.core.periods import Period
from groundswell.core.vocabulary import ObservationStatus


def point(period: str, value: float | None = 1.0, *, is_break: bool = False, **status) -> Observation:
    return Observation(Period.parse(period), Estimate(value), is_break=is_break, **status)


def periods(points) -> list[str]:
    return [str(observation.period) for observation in points]


def test_a_break_on_a_withheld_point_still_divides_the_series():
    withheld = point("2020", None, is_break=True, status=ObservationStatus.SUPPRESSED)
    assert periods(since_last_break([point("2019"), withheld, point("2021")])) == ["2021"]


def test_a_provisional_value_counts_and_a_withheld_one_does_not():
    points = [point("2020", status=ObservationStatus.PROVISIONAL), point("2021", status=ObservationStatus.MISSING)]
    assert periods(comparable_points(points)) == ["2020"]


def test_only_periods_of_the_latest_kind_are_comparable():
    points = [point("2019"), point("2016..2020"), point("2021")]
    assert periods(comparable_points(points)) == ["2019", "2021"]
    assert not are_of_one_kind(points)


def test_spans_that_share_a_year_overlap():
    assert overlap([point("2016..2020"), point("2017..2021")])
    assert not overlap([point("2011..2015"), point("2016..2020")])
