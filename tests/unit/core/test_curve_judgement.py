"""What a curve may be judged by, and when it is too early to say."""

from dataclasses import replace
from math import nan

import pytest

from groundswell.core import reasons
from groundswell.core.curves import Baseline, Curve, judge_curves
from groundswell.core.estimates import Estimate, Observation, Series, SeriesKey
from groundswell.core.periods import Period
from groundswell.core.vocabulary import ObservationStatus, Polarity, Unit, Verdict

HISTORY = (62.1, 62.9, 62.4, 63.3, 63.0, 63.8, 64.1, 63.9, 64.6, 64.9)  # 2008 to 2017
SINCE = (66.0, 67.4, 68.1)
BEGAN = Period.year(2018)
KEY = SeriesKey("reading")


def yearly(values: tuple[float | None, ...], first: int = 2008) -> list[Observation]:
    """One observation a year; None is missing."""
    missing = ObservationStatus.MISSING
    return [
        Observation(Period.year(first + i), Estimate(v), ObservationStatus.FINAL if v is not None else missing)
        for i, v in enumerate(values)
    ]


def judged(
    observations: list[Observation],
    *,
    began: Period | None = BEGAN,
    polarity: Polarity | None = Polarity.HIGHER,
    unit: Unit = Unit.INDEX,
    horizon: int | None = None,
    frozen: Baseline | None = None,
) -> Curve:
    """The one curve of these observations."""
    kept = {KEY: frozen} if frozen else None
    series = [Series.of(KEY, observations)]
    (curve,) = judge_curves(series, work_began=began, polarity=polarity, unit=unit, horizon=horizon, frozen=kept)
    return curve


def test_a_higher_curve_is_good_or_bad_by_its_polarity() -> None:
    far = yearly((*HISTORY, 70.0, 72.0, 74.0))
    assert judged(far).verdict is Verdict.TURNED
    assert judged(far, polarity=Polarity.LOWER).verdict is Verdict.WORSENED
    near = yearly(HISTORY + SINCE)
    assert judged(near).verdict is Verdict.POSSIBLY_TURNING
    assert judged(near, polarity=Polarity.LOWER).verdict is Verdict.POSSIBLY_WORSENING


def test_a_positive_difference_is_a_higher_value_whatever_is_good() -> None:
    curve = judged(yearly(HISTORY + SINCE), polarity=Polarity.LOWER)
    assert curve.mean_difference == pytest.approx(1.644444, abs=1e-6)
    assert (curve.low, curve.high) == pytest.approx((0.2439, 3.0449), abs=5e-5)


def test_a_curve_that_goes_on_as_before_is_on_its_baseline() -> None:
    curve = judged(yearly((*HISTORY, 65.1, 65.6, 65.7)))
    assert curve.verdict is Verdict.AS_EXPECTED
    assert "within what chance allows" in curve.reason


def test_only_periods_strictly_before_the_work_began_make_the_baseline() -> None:
    curve = judged(yearly(HISTORY + SINCE))
    assert curve.baseline is not None
    assert str(curve.baseline.frozen_at) == "2017"
    assert (curve.baseline.observations, curve.baseline.span) == (10, 9)
    assert judged(yearly((*HISTORY, 99.0, 1.0))).baseline == curve.baseline


@pytest.mark.parametrize(
    ("before", "since", "reason"),
    [
        (0, 3, "No point before the work began; 6 are needed"),
        (1, 3, "Only 1 point before the work began; 6 are needed"),
        (4, 3, "Only 4 points before the work began; 6 are needed"),
        (5, 3, "Only 5 points before the work began; 6 are needed"),
        (6, 0, "No point since the work began; 2 are needed"),
        (6, 1, "Only 1 point since the work began; 2 are needed"),
    ],
)
def test_with_too_few_points_it_is_too_early_and_the_reason_counts_them(before: int, since: int, reason: str) -> None:
    curve = judged(yearly(HISTORY[:before] + SINCE[:since], 2018 - before))
    assert (curve.verdict, curve.reason) == (Verdict.TOO_EARLY, reason)
    assert (curve.mean_difference, curve.p_value) == (None, None)
    assert (curve.baseline is None) == (before < 5)


def test_a_baseline_on_fewer_than_eight_points_is_said_to_be_a_trial() -> None:
    trial = judged(yearly(HISTORY[:5] + SINCE, 2013))
    assert trial.warnings == ("The baseline rests on 5 points only and is a trial",)
    assert judged(yearly(HISTORY[:8] + SINCE, 2010)).warnings == ()


def test_without_a_beginning_there_is_no_verdict_and_no_baseline() -> None:
    curve = judged(yearly(HISTORY + SINCE), began=None)
    assert (curve.verdict, curve.baseline, curve.reason) == (None, None, reasons.NO_BEGINNING)
    undirected = judged(yearly(HISTORY + SINCE), polarity=None, began=None)
    assert (undirected.verdict, undirected.reason) == (None, reasons.NOTHING_SAID)
    assert (curve.observations, str(curve.latest_period)) == (13, "2020")


@pytest.mark.parametrize(("polarity", "reason"), [(None, reasons.NOT_SAID), (Polarity.NEUTRAL, reasons.NO_DIRECTION)])
def test_without_a_good_direction_there_is_a_difference_and_no_verdict(polarity: Polarity | None, reason: str) -> None:
    curve = judged(yearly(HISTORY + SINCE), polarity=polarity)
    assert (curve.verdict, curve.reason) == (None, reason)
    assert curve.mean_difference is not None
    assert curve.baseline is not None


def test_the_baseline_reaches_the_last_point_observed_and_at_least_half_the_history_up_to_five() -> None:
    def reach(before: int, since: int) -> int:
        baseline = judged(yearly(tuple(HISTORY[i % 10] for i in range(before + since)), 2018 - before)).baseline
        assert baseline is not None
        return len(baseline.points)

    assert [reach(6, 0), reach(9, 2), reach(14, 0), reach(8, 7)] == [3, 4, 5, 7]


def test_a_horizon_that_is_asked_for_is_kept() -> None:
    short, long = (judged(yearly(HISTORY + SINCE), horizon=n) for n in (1, 8))
    assert short.baseline and [str(p.period) for p in short.baseline.points] == ["2018"]
    assert long.baseline and len(long.baseline.points) == 8
    assert short.p_value == long.p_value
    with pytest.raises(ValueError, match="at least 1"):
        judged(yearly(HISTORY + SINCE), horizon=0)


def test_missing_years_keep_their_true_distance() -> None:
    gap = yearly((*HISTORY[:4], None, *HISTORY[5:], None, *SINCE))
    curve = judged(gap)
    assert curve.baseline is not None
    assert (curve.baseline.observations, curve.baseline.span) == (9, 9)
    assert [str(p.period) for p in curve.baseline.points][:4] == ["2018", "2019", "2020", "2021"]
    assert curve.warnings == ("2 values are withheld or missing and left out (2012, 2018)",)


def test_a_suppressed_value_is_never_computed_with_even_where_one_stands_there() -> None:
    observations = yearly(HISTORY + SINCE)
    observations[3] = replace(observations[3], estimate=Estimate(999.0), status=ObservationStatus.SUPPRESSED)
    curve = judged(observations)
    assert curve.observations == 12
    assert curve.baseline and curve.baseline.observations == 9
    assert curve.baseline.sd < 1


def test_a_withheld_latest_value_gives_way_to_the_last_that_is_shown() -> None:
    curve = judged(yearly((*HISTORY, *SINCE, None)))
    assert str(curve.latest_period) == "2020"
    assert "1 value is withheld or missing and left out (2021)" in curve.warnings


def test_a_provisional_latest_value_is_judged_and_said() -> None:
    observations = yearly(HISTORY + SINCE)
    observations[-1] = replace(observations[-1], status=ObservationStatus.PROVISIONAL)
    assert judged(observations).warnings == ("The latest value (2020) is provisional",)


def test_a_period_that_straddles_the_beginning_is_left_out_and_said() -> None:
    school = [
        replace(o, period=Period.parse(f"{o.period.index}/{o.period.index + 1}")) for o in yearly(HISTORY + SINCE)
    ]
    curve = judged(school)
    assert curve.baseline and str(curve.baseline.frozen_at) == "2016/2017"
    assert curve.warnings == (
        "2017/2018 lies partly before and partly after 2018, when the work began, and is left out",
    )


def test_the_period_in_which_the_work_began_counts_as_since() -> None:
    school = [
        replace(o, period=Period.parse(f"{o.period.index}/{o.period.index + 1}")) for o in yearly(HISTORY + SINCE)
    ]
    curve = judged(school, began=Period.parse("2017/2018"))
    assert curve.baseline and str(curve.baseline.frozen_at) == "2016/2017"
    assert curve.warnings == ()


def test_after_a_break_in_the_history_only_the_points_since_it_are_used() -> None:
    observations = yearly((20.0, 21.0, *HISTORY[2:], *SINCE))
    observations[2] = replace(observations[2], is_break=True)
    curve = judged(observations)
    assert curve.baseline and curve.baseline.observations == 8
    assert curve.warnings == ("The definition changed in 2010; only the values since then are used",)
    assert judged(observations[2:]).p_value == curve.p_value


def test_a_break_after_the_work_began_makes_it_too_early_and_is_never_averaged_through() -> None:
    observations = yearly(HISTORY + SINCE)
    observations[-2] = replace(observations[-2], is_break=True)
    curve = judged(observations)
    assert (curve.verdict, curve.reason) == (Verdict.TOO_EARLY, reasons.BROKEN_SINCE)
    assert curve.mean_difference is None
    assert curve.baseline is not None


def test_a_break_at_a_value_that_was_withheld_still_counts() -> None:
    observations = yearly((*HISTORY, None, *SINCE))
    observations[10] = replace(observations[10], is_break=True)
    assert judged(observations).reason == reasons.BROKEN_SINCE


def spans(years: list[int], values: tuple[float, ...]) -> list[Observation]:
    """Five-year survey spans beginning in these years."""
    return [Observation(Period.parse(f"{y}..{y + 4}"), Estimate(v)) for y, v in zip(years, values, strict=True)]


def test_overlapping_survey_spans_are_never_judged_as_independent() -> None:
    curve = judged(spans(list(range(2004, 2017)), HISTORY + SINCE), began=Period.year(2013))
    assert (curve.verdict, curve.reason) == (Verdict.TOO_EARLY, reasons.OVERLAPPING)
    assert curve.baseline is None


def test_survey_spans_that_do_not_overlap_are_judged_and_drawn_end_to_end() -> None:
    curve = judged(spans(list(range(1950, 2015, 5)), HISTORY + SINCE), began=Period.year(2000))
    assert curve.verdict is Verdict.POSSIBLY_TURNING
    assert curve.baseline and [str(p.period) for p in curve.baseline.points][:2] == ["2000..2004", "2005..2009"]
    assert curve.p_value == pytest.approx(judged(yearly(HISTORY + SINCE)).p_value)


def test_periods_of_different_kinds_are_not_put_on_one_axis() -> None:
    observations = yearly(HISTORY + SINCE)
    observations[0] = replace(observations[0], period=Period.parse("2008-Q1"))
    assert judged(observations).reason == reasons.MIXED


def test_two_values_for_one_period_are_not_judged() -> None:
    observations = yearly(HISTORY + SINCE)
    assert judged([*observations, observations[3]]).reason == reasons.TWICE


@pytest.mark.parametrize("history", [(50.0,) * 8, tuple(0.1 * i for i in range(8))], ids=["constant", "straight line"])
def test_a_history_without_variation_cannot_measure_chance(history: tuple[float, ...]) -> None:
    curve = judged(yearly(history + SINCE, 2010))
    assert (curve.verdict, curve.reason, curve.baseline) == (Verdict.TOO_EARLY, reasons.NO_VARIATION, None)


def test_a_series_without_any_value_is_too_early() -> None:
    curve = judged(yearly((None, None, None)))
    assert (curve.verdict, curve.reason, curve.latest, curve.observations) == (
        Verdict.TOO_EARLY, reasons.NO_VALUES, None, 0,
    )  # fmt: skip
    assert judged([]).reason == reasons.NO_VALUES


def test_no_series_give_no_curves() -> None:
    assert judge_curves([], work_began=BEGAN, polarity=Polarity.HIGHER) == []


def test_margins_of_the_new_points_make_a_verdict_harder() -> None:
    far = yearly((*HISTORY, 70.0, 72.0, 74.0))
    noisy = [
        replace(o, estimate=Estimate.from_margin(o.estimate.value or 0, 12.0, 0.90)) if o.period >= BEGAN else o
        for o in far
    ]
    assert judged(far).verdict is Verdict.TURNED
    assert judged(noisy).verdict is Verdict.AS_EXPECTED
    assert judged([*noisy[:-1], far[-1]]).warnings == ("Only 2 of 3 values since the work began have a margin",)


def test_margins_of_different_levels_are_brought_to_standard_errors_first() -> None:
    def with_margin(margin: float, level: float) -> float | None:
        return judged(
            [
                replace(o, estimate=Estimate.from_margin(o.estimate.value or 0, margin, level))
                for o in yearly(HISTORY + SINCE)
            ]
        ).p_value

    assert with_margin(1.645, 0.90) == pytest.approx(with_margin(1.96, 0.95))


def test_the_baseline_of_a_percent_ends_at_a_hundred_and_it_is_judged_by_what_is_shown() -> None:
    rising = yearly((0.80, 0.83, 0.85, 0.89, 0.91, 0.95, 0.97, 0.99, 0.985), 2009 - 0)
    curve = judged([*rising, *yearly((0.99, 0.99), 2018)], unit=Unit.PERCENT)
    assert curve.baseline is not None
    assert all(0 <= p.low <= p.value <= p.high <= 1 for p in curve.baseline.points)
    assert curve.baseline.points[-1].value == 1
    assert curve.mean_difference == pytest.approx(0.99 - 1.0)
    assert "The baseline or its band is capped between 0 and 100 %, where the unit ends" in curve.warnings


def test_a_percent_change_beyond_a_hundred_is_not_capped() -> None:
    curve = judged(yearly((1.2, 1.4, 0.9, 1.3, 1.8, 1.1, -0.2, 0.4), 2010), unit=Unit.PERCENT)
    assert curve.baseline and min(p.low for p in curve.baseline.points) < 0
    assert not any("capped" in warning for warning in curve.warnings)


def test_a_count_is_never_expected_below_zero() -> None:
    curve = judged(yearly((90.0, 80.0, 72.0, 55.0, 41.0, 30.0, 19.0, 4.0), 2010), unit=Unit.COUNT)
    assert curve.baseline and curve.baseline.points[0].value == 0
    assert "The baseline or its band is capped at 0, where the unit ends" in curve.warnings


@pytest.mark.parametrize(("first", "word"), [("2015-Q1", "Quarterly"), ("2015-01", "Monthly")])
def test_values_within_a_year_warn_of_seasons(first: str, word: str) -> None:
    start = Period.parse(first)
    observations = [Observation(start.shift(i), Estimate(v)) for i, v in enumerate(HISTORY + SINCE)]
    curve = judged(observations, began=start.shift(10))
    assert curve.verdict is Verdict.POSSIBLY_TURNING
    assert curve.warnings == (f"{word} values may follow the seasons; the baseline knows nothing of seasons",)


@pytest.mark.parametrize("unit", list(Unit))
def test_the_reason_says_how_far_and_how_surely(unit: Unit) -> None:
    scale = 0.01 if unit is Unit.PERCENT else 1
    reason = judged(yearly(tuple(v * scale for v in HISTORY + SINCE)), unit=unit).reason
    points = " points" if unit is Unit.PERCENT else ""
    assert reason.startswith(f"The 3 values since the work began lie 1.6{points} above the baseline on average (90 % ")
    assert reason.endswith("chance would take them this far in 6.1 % of cases")


def test_series_are_answered_in_their_order_each_by_itself() -> None:
    turned, short = yearly((*HISTORY, 70.0, 72.0, 74.0)), yearly(SINCE, 2018)
    names = [SeriesKey("a"), SeriesKey("b", "east"), SeriesKey("c", group_id="girls")]
    series = [Series.of(k, o) for k, o in zip(names, (turned, short, yearly(HISTORY + SINCE)), strict=True)]
    curves = judge_curves(series, work_began=BEGAN, polarity=Polarity.HIGHER)
    assert [curve.key for curve in curves] == names
    assert [curve.verdict for curve in curves] == [Verdict.TURNED, Verdict.TOO_EARLY, Verdict.POSSIBLY_TURNING]


class TestFrozenBaselines:
    """A frozen baseline is used as it stands."""

    def frozen(self, **changes: object) -> Baseline:
        baseline = judged(yearly(HISTORY)).baseline
        assert baseline is not None
        return replace(baseline, **changes)  # type: ignore[arg-type]

    def test_what_was_frozen_gives_the_verdict_that_was_drawn(self) -> None:
        fresh, kept = judged(yearly(HISTORY + SINCE)), judged(yearly(HISTORY + SINCE), frozen=self.frozen())
        assert kept.verdict is fresh.verdict
        assert (kept.p_value, kept.low) == pytest.approx((fresh.p_value, fresh.low))

    def test_a_revised_history_does_not_move_it(self) -> None:
        revised = judged(yearly(tuple(v - 5 + i for i, v in enumerate(HISTORY)) + SINCE), frozen=self.frozen())
        assert revised.p_value == pytest.approx(judged(yearly(HISTORY + SINCE)).p_value)
        assert revised.baseline == self.frozen()

    def test_it_stands_where_the_history_is_gone(self) -> None:
        assert judged(yearly(SINCE, 2018), frozen=self.frozen()).verdict is Verdict.POSSIBLY_TURNING

    def test_later_years_make_it_longer_and_leave_what_was_frozen(self) -> None:
        frozen = self.frozen()
        later = judged(yearly(HISTORY + SINCE + (68.5, 69.0, 69.4, 70.0)), frozen=frozen)
        assert later.baseline is not None
        assert later.baseline.points[: len(frozen.points)] == frozen.points
        assert str(later.baseline.points[-1].period) == "2024"
        afresh = judged(yearly(HISTORY + SINCE + (68.5, 69.0, 69.4, 70.0)))
        assert afresh.baseline and later.baseline.points[-1].high == pytest.approx(afresh.baseline.points[-1].high)
        assert later.p_value == pytest.approx(afresh.p_value)

    def test_points_are_judged_by_the_values_that_were_frozen(self) -> None:
        points = tuple(replace(p, value=p.value + 1) for p in self.frozen().points)
        curve = judged(yearly(HISTORY + SINCE), frozen=self.frozen(points=points))
        assert curve.mean_difference == pytest.approx(1.644444 - 1, abs=1e-6)

    def test_a_file_that_does_not_tell_spread_and_slope_takes_them_from_the_history(self) -> None:
        bare = self.frozen(slope=nan, sd=nan, observations=0, span=0)
        curve = judged(yearly(HISTORY + SINCE), frozen=bare)
        assert curve.p_value == pytest.approx(judged(yearly(HISTORY + SINCE)).p_value)
        gone = judged(yearly(SINCE, 2018), frozen=bare)
        assert (gone.verdict, gone.reason) == (Verdict.TOO_EARLY, reasons.too_few_before(0))
        assert gone.baseline == bare

    def test_one_frozen_on_too_few_points_stays_too_early(self) -> None:
        curve = judged(yearly(HISTORY + SINCE), frozen=self.frozen(observations=5, span=4))
        assert (curve.verdict, curve.reason) == (Verdict.TOO_EARLY, reasons.too_few_before(5))

    def test_one_frozen_on_other_periods_is_not_compared_with(self) -> None:
        school = [Observation(Period.parse(f"{y}/{y + 1}"), Estimate(70.0 + y % 3)) for y in range(2018, 2022)]
        assert judged(school, frozen=self.frozen()).reason == reasons.MIXED

    def test_a_break_after_it_was_frozen_is_never_averaged_through(self) -> None:
        observations = yearly(HISTORY + SINCE)
        observations[10] = replace(observations[10], is_break=True)
        assert judged(observations, frozen=self.frozen()).reason == reasons.BROKEN_SINCE

    def test_a_break_between_the_freezing_and_the_beginning_counts_too(self) -> None:
        observations = yearly((*HISTORY, *SINCE))
        observations[9] = replace(observations[9], is_break=True)
        early = judged(yearly(HISTORY[:8]), began=Period.year(2016)).baseline
        assert judged(observations, frozen=early).reason == reasons.BROKEN_SINCE

    def test_one_frozen_after_the_break_is_compared_with(self) -> None:
        observations = yearly((*HISTORY, *SINCE))
        observations[8] = replace(observations[8], is_break=True)
        curve = judged(observations, began=Period.year(2014), frozen=self.frozen())
        assert curve.verdict is Verdict.POSSIBLY_TURNING
