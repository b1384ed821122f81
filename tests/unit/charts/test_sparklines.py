"""A sparkline is the whole of a curve in the height of a line of text."""

import re

from groundswell.charts.scales import Scale, period_words, tick_expression, ticks
from groundswell.charts.sparklines import HEIGHT, WIDTH, sparkline
from groundswell.core.curves import BaselinePoint
from groundswell.core.periods import Period

YEARS = [Period.year(2018 + n) for n in range(5)]


def test_a_withheld_value_breaks_the_line() -> None:
    svg = sparkline(list(zip(YEARS, (1.0, 2.0, None, 2.0, 3.0), strict=True)), label="two stretches")
    assert svg.count("<polyline") == 2


def test_a_lone_value_is_a_dot_and_not_a_line() -> None:
    svg = sparkline(list(zip(YEARS, (1.0, 2.0, None, 2.0, None), strict=True)), label="a lone point")
    assert svg.count("<polyline") == 1
    assert "spark-lone" in svg


def test_everything_stays_inside_the_drawing() -> None:
    band = [BaselinePoint(period, 5.0, -40.0, 90.0) for period in YEARS]
    svg = sparkline([(period, 5.0) for period in YEARS], band=band, label="band")
    for pair in re.findall(r"(-?[\d.]+),(-?[\d.]+)", svg):
        assert 0 <= float(pair[0]) <= WIDTH
        assert 0 <= float(pair[1]) <= HEIGHT


def test_no_known_value_draws_nothing() -> None:
    assert sparkline([(YEARS[0], None)], label="nothing") == ""
    assert sparkline([], label="nothing") == ""


def test_the_words_of_a_sparkline_are_escaped() -> None:
    svg = sparkline([(YEARS[0], 1.0)], label='"><script>')
    assert "<script>" not in svg


def test_periods_are_written_as_people_write_them() -> None:
    spelled = [period_words(Period.parse(text)) for text in ("2023", "2022/2023", "2023-Q2", "2018..2022", "2099/2100")]
    assert spelled == ["2023", "2022–23", "2023 Q2", "2018–22", "2099–00"]


def test_the_latest_period_is_always_labelled() -> None:
    labelled = ticks([Period.year(year) for year in range(2000, 2024)], at_most=5)
    assert labelled[-1] == Period.year(2023)
    assert len(labelled) <= 5
    assert ticks([], at_most=5) == []
    assert tick_expression(labelled).count("?") == len(labelled)


def test_an_axis_never_leaves_what_a_unit_can_be() -> None:
    percent = Scale(100.0, "", " %", 0.0, 1.0)
    assert percent.domain([0.01, 0.99]) == (0.0, 1.0)
    assert percent.domain([]) == (0.0, 1.0)
    low, high = Scale().domain([5.0, 5.0])
    assert low < 5.0 < high
