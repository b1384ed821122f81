"""The quick arrays and the slow definition say the same, on random series with missing years and margins."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from tests.reference.slow_drift import SlowAnswer, slow_judgement

from groundswell.core.drift import VERDICTS, Judgement, judge_arrays

SERIES, BEFORE, SINCE = 300, 14, 6


@pytest.fixture(scope="module", params=[True, False], ids=["higher is better", "lower is better"])
def both(request: pytest.FixtureRequest) -> tuple[Judgement, list[SlowAnswer]]:
    """The same random series judged twice: 5 to 14 points before, 0 to 6 since, one in five years missing."""
    random = np.random.default_rng(7)
    walk = random.normal(0.2, 1, (SERIES, BEFORE + SINCE)).cumsum(axis=1) + 50
    walk[:, BEFORE:] += random.normal(0, 3, (SERIES, 1)) * np.arange(1, SINCE + 1)
    walk[random.random(walk.shape) < 0.2] = np.nan
    for row in walk:
        if np.isfinite(row[:BEFORE]).sum() < 5:
            row[:5] = random.normal(50, 1, 5)
    errors = np.where(random.random((SERIES, SINCE)) < 0.3, np.nan, random.random((SERIES, SINCE)))
    before, since = walk[:, :BEFORE], walk[:, BEFORE:]
    quick = judge_arrays(before, since, higher_is_better=request.param, standard_errors=errors)
    slow = [
        slow_judgement(
            list(enumerate(y.tolist())),
            [(BEFORE + i, v, se) for i, (v, se) in enumerate(zip(new.tolist(), se_row.tolist(), strict=True))],
            higher_is_better=request.param,
        )
        for y, new, se_row in zip(before, since, errors, strict=True)
    ]
    return quick, slow


@pytest.mark.parametrize("name", ["slope", "sd", "span"])
def test_the_fit_is_that_of_the_definition(both: tuple[Judgement, list[SlowAnswer]], name: str) -> None:
    quick, slow = both
    assert_allclose(getattr(quick.drift, name), [getattr(answer, name) for answer in slow], rtol=1e-9)


def test_line_and_band_are_those_of_the_definition(both: tuple[Judgement, list[SlowAnswer]]) -> None:
    quick, slow = both
    assert_allclose(quick.value, [answer.line for answer in slow], rtol=1e-9)
    assert_allclose((quick.high - quick.low) / 2, [answer.margins for answer in slow], rtol=1e-9)


@pytest.mark.parametrize(
    ("name", "slow_name"),
    [("mean", "mean"), ("standard_error", "error"), ("p_value", "p_value"), ("low", "low"), ("high", "high")],
)
def test_the_departure_is_that_of_the_definition(
    both: tuple[Judgement, list[SlowAnswer]], name: str, slow_name: str
) -> None:
    quick, slow = both
    assert_allclose(getattr(quick.departure, name), [getattr(a, slow_name) for a in slow], rtol=1e-8, atol=1e-10)


def test_the_verdicts_are_those_of_the_definition(both: tuple[Judgement, list[SlowAnswer]]) -> None:
    quick, slow = both
    assert [VERDICTS[code] for code in quick.codes] == [answer.verdict for answer in slow]
    assert len({answer.verdict for answer in slow}) == len(VERDICTS)


def test_rows_judged_in_many_blocks_are_judged_as_alone() -> None:
    walk = np.random.default_rng(3).normal(size=(20_000, 14)).cumsum(axis=1)
    together = judge_arrays(walk[:, :11], walk[:, 11:], higher_is_better=True)
    alone = judge_arrays(walk[-3:, :11], walk[-3:, 11:], higher_is_better=True)
    assert_allclose(together.departure.p_value[-3:], alone.departure.p_value)
    assert len(together.codes) == 20_000
