"""What never changes a verdict, and what never comes out of one, whatever goes in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.curves import Curve, judge_curves
from groundswell.core.estimates import Estimate, Observation, Series, SeriesKey
from groundswell.core.forecasts import forecast_of
from groundswell.core.periods import Period, PeriodKind
from groundswell.core.vocabulary import ObservationStatus, Polarity, Unit, Verdict
from groundswell.exchange.documents import curve_document

MIRROR = {
    Verdict.TURNED: Verdict.WORSENED,
    Verdict.POSSIBLY_TURNING: Verdict.POSSIBLY_WORSENING,
    Verdict.POSSIBLY_WORSENING: Verdict.POSSIBLY_TURNING,
    Verdict.WORSENED: Verdict.TURNED,
}
CURVES = st.lists(st.integers(-500, 500), min_size=9, max_size=20)

PERIODS = st.one_of(
    st.builds(Period, st.just(PeriodKind.YEAR), st.integers(1990, 2024)),
    st.builds(Period, st.just(PeriodKind.SPLIT_YEAR), st.integers(1990, 2024)),
    st.builds(Period, st.just(PeriodKind.MONTH), st.integers(2010 * 12, 2024 * 12)),
    st.builds(Period, st.just(PeriodKind.SPAN), st.integers(1990, 2024), st.integers(2, 5)),
)
VALUES = st.one_of(st.none(), st.floats(-1e12, 1e12), st.sampled_from([0.0, 0.5, 1.0, 1e-300]))
OBSERVATIONS = st.builds(
    lambda period, value, margin, level, status, is_break: Observation(
        period, Estimate(None) if value is None else Estimate.from_margin(value, margin, level), status, is_break
    ),
    PERIODS,
    VALUES,
    st.one_of(st.none(), st.floats(0, 1e6)),
    st.sampled_from([0.90, 0.95, None]),
    st.sampled_from(list(ObservationStatus)),
    st.booleans(),
)


def judged(values: list[float], polarity: Polarity = Polarity.HIGHER) -> Curve:
    """Years from 2000 on; the work begins four years before the end."""
    observations = [Observation(Period.year(2000 + i), Estimate(v)) for i, v in enumerate(values)]
    began = Period.year(2000 + len(values) - 4)
    return judge_curves([Series.of(SeriesKey("x"), observations)], work_began=began, polarity=polarity)[0]


@given(CURVES, st.sampled_from([0.25, 0.5, 2.0, 1024.0]), st.integers(-1000, 1000))
def test_the_scale_on_which_a_curve_is_written_never_changes_its_verdict(
    values: list[int], stretch: float, shift: int
) -> None:
    one, other = judged([float(v) for v in values]), judged([v * stretch + shift for v in values])
    assert one.p_value == (None if other.p_value is None else pytest.approx(other.p_value, abs=1e-9))
    if one.p_value is None or min(abs(one.p_value - edge) for edge in (0.05, 0.10)) > 1e-9:
        assert one.verdict is other.verdict


@given(CURVES)
def test_a_mirrored_curve_has_the_mirrored_verdict(values: list[int]) -> None:
    one, other = judged([float(v) for v in values]), judged([-float(v) for v in values])
    assert one.verdict is not None
    assert other.verdict is MIRROR.get(one.verdict, one.verdict)
    assert judged([-float(v) for v in values], Polarity.LOWER).verdict is one.verdict


@given(
    st.lists(st.lists(OBSERVATIONS, max_size=14), max_size=4),
    PERIODS,
    st.sampled_from([None, *Polarity]),
    st.sampled_from(list(Unit)),
)
def test_whatever_goes_in_comes_out_as_a_verdict_or_a_reason_and_never_as_a_number_that_is_none(
    many: list[list[Observation]], began: Period, polarity: Polarity | None, unit: Unit
) -> None:
    series = [Series.of(SeriesKey("x", str(at)), observations) for at, observations in enumerate(many)]
    curves = judge_curves(series, work_began=began, polarity=polarity, unit=unit)
    assert [curve.key for curve in curves] == [one.key for one in series]
    for curve in curves:
        assert curve.reason
        assert (curve.verdict is None) == (polarity is None or polarity is Polarity.NEUTRAL)
        assert (curve.p_value is None) == (curve.mean_difference is None)
        json.dumps(curve_document(curve), allow_nan=False)
        if curve.baseline:
            assert all(p.low <= p.value <= p.high for p in curve.baseline.points)


@given(st.lists(OBSERVATIONS, max_size=14), st.integers(1, 6), st.sampled_from(list(Unit)))
def test_a_forecast_has_an_interval_around_it_or_a_reason_instead(
    observations: list[Observation], horizon: int, unit: Unit
) -> None:
    forecast, reason = forecast_of(observations, horizon, unit=unit)
    assert bool(forecast) != bool(reason)
    for _, estimate in forecast:
        assert estimate.low is not None and estimate.value is not None and estimate.high is not None
        assert estimate.low <= estimate.value <= estimate.high
