"""One observations file read by itself: easy on what is absent, exact about what is there."""

from pathlib import Path

import pytest

from groundswell.core.estimates import SeriesKey
from groundswell.core.findings import Severity
from groundswell.core.vocabulary import ObservationStatus, Unit
from groundswell.exchange.series import estimate_of, read_series

HIDDEN = "has a value though its status says there is none; clear the value, or write final or provisional"
NO_LEVEL = "90 is out of range; a level lies strictly between 0 and 1"


def written(folder: Path, text: str, name: str = "numbers.csv") -> Path:
    """A file with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def problems(path: Path, unit: Unit = Unit.INDEX) -> list[str]:
    """What is wrong with a file, as the command line prints it; nothing may be read from it then."""
    series, findings = read_series(path, unit=unit)
    errors = [str(finding) for finding in findings if finding.is_error]
    assert bool(series) != bool(errors)
    return errors


def test_period_and_value_are_enough(tmp_path: Path) -> None:
    series, findings = read_series(written(tmp_path, "period,value\n2012,3\n2011,2.5\n"))
    assert findings == []
    assert series[0].key == SeriesKey("")
    assert [(str(o.period), o.estimate.value) for o in series[0].observations] == [("2011", 2.5), ("2012", 3.0)]


def test_a_percent_becomes_the_proportion_that_was_written(tmp_path: Path) -> None:
    path = written(tmp_path, "period,value,moe,level\n2011,20.4,3.9,0.90\n")
    (series,), findings = read_series(path, unit=Unit.PERCENT)
    (observation,) = series.observations
    assert observation.estimate.value == 0.204
    assert observation.estimate.margin == pytest.approx(0.039)
    assert not findings


def test_a_two_sided_interval_is_kept_as_it_is() -> None:
    estimate = estimate_of(Unit.PERCENT, "20", "9", "15", "31", "0.95", "", "")
    assert (estimate.low, estimate.high, estimate.level) == (0.15, 0.31, 0.95)


def test_a_margin_without_a_level_is_taken_as_ninety_percent_and_said(tmp_path: Path) -> None:
    (series,), findings = read_series(written(tmp_path, "period,value,moe\n2011,20,4\n2012,21,4\n"))
    assert series.observations[0].estimate.level == 0.90
    assert [(f.severity, f.file, f.row, f.column) for f in findings] == [
        (Severity.WARNING, "numbers.csv", 2, "level"),
    ]


def test_ids_may_be_any_text_and_each_indicator_place_and_group_is_a_series(tmp_path: Path) -> None:
    text = "indicator_id,place_id,group_id,period,value\nReady?,Fair Haven,All,2011,1\nReady?,Fair Haven,Girls,2011,2\n"
    series, findings = read_series(written(tmp_path, text))
    assert [one.key for one in series] == [SeriesKey("Ready?", "Fair Haven", g) for g in ("All", "Girls")]
    assert findings == []


def test_every_column_of_observations_may_be_there(tmp_path: Path) -> None:
    text = (
        "indicator_id,place_id,period,group_id,value,moe,low,high,level,numerator,denominator,status,break,quality,"
        "source_id,as_of,note,note.es,retired\n"
        "x,y,2011,z,50,,,,,5,10,provisional,true,fair,s,2012-01-01,n,nota,\n"
        "x,y,2012,z,,,,,,,,suppressed,,,,,,,\n"
        "x,y,2013,z,9,,,,,,,final,,,,,,,2020-01-01\n"
    )
    (series,), findings = read_series(written(tmp_path, text))
    first, second = series.observations
    assert findings == []
    assert (first.status, first.is_break, first.estimate.denominator) == (ObservationStatus.PROVISIONAL, True, 10)
    assert (second.status, second.estimate.value) == (ObservationStatus.SUPPRESSED, None)
    assert second.estimate.reason == "withheld by the publisher"


def test_a_blank_value_is_missing_where_nobody_could_say_why(tmp_path: Path) -> None:
    (series,), findings = read_series(written(tmp_path, "period,value\n2011,5\n2012,\n"))
    assert series.observations[1].status is ObservationStatus.MISSING
    assert [(f.severity, f.message) for f in findings] == [(Severity.INFO, "1 row has no value")]


def test_a_semicolon_file_from_a_spreadsheet_is_read(tmp_path: Path) -> None:
    series, _ = read_series(written(tmp_path, "\ufeffperiod;value\r\n2011/2012;4.5\r\n"))
    assert str(series[0].observations[0].period) == "2011/2012"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "numbers.csv: the file is empty; the first row names the columns"),
        ("period,value\n", "numbers.csv: the file has headings and no rows; write one row for each period"),
        ("period\n2011\n", "numbers.csv:1:value: is missing; add this column"),
        ("value\n2011\n", "numbers.csv:1:period: is missing; add this column"),
        ("period,value,plase_id\n1,1,a\n", "numbers.csv:1:plase_id: unknown column 'plase_id'; did you mean place_id?"),
        ("period,value\n2011,62%\n", "numbers.csv:2:value: '62%' is not a decimal number; write 62"),
        ('period,value\n2011,"1,000"\n', "numbers.csv:2:value: '1,000' is not a decimal number; write 1000"),
        ("period,value\n,1\n", "numbers.csv:2:period: is blank; every row needs one"),
        ("period,value,level\n2011,1,90\n", f"numbers.csv:2:level: {NO_LEVEL}"),
        ("period,value,status\n2011,4,suppressed\n", f"numbers.csv:2:value: {HIDDEN}"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_row_column_and_remedy(tmp_path: Path, text: str, message: str) -> None:
    assert message in problems(written(tmp_path, text))


def test_no_problem_hides_another_further_down(tmp_path: Path) -> None:
    text = "period,value,plase_id\n2011,1,a,b\n2012,abc,a\n2012,5,a\n2011,7,a\n,8,a\n"
    assert [message.partition(";")[0] for message in problems(written(tmp_path, text))] == [
        "numbers.csv:2: the row has 4 cells and the headings have 3",
        "numbers.csv:1:plase_id: unknown column 'plase_id'",
        "numbers.csv:6:period: is blank",
        "numbers.csv:3:value: 'abc' is not a decimal number",
        "numbers.csv:4:indicator_id: repeats row 3: "
        "indicator_id (blank), place_id (blank), period 2012, group_id (blank)",
        "numbers.csv:5:indicator_id: repeats row 2: "
        "indicator_id (blank), place_id (blank), period 2011, group_id (blank)",
    ]


def test_bad_cells_are_said_beside_a_column_that_is_missing(tmp_path: Path) -> None:
    found = problems(written(tmp_path, "value,level\nabc,90\n"))
    assert [message.rpartition(":")[0] for message in found] == [
        "numbers.csv:1:period",
        "numbers.csv:2:value",
        "numbers.csv:2:level",
    ]


@pytest.mark.parametrize("cell", ["nan", "inf", "1e999", "-", "n/a", "1.2.3", "١٢"])
def test_what_is_no_decimal_number_is_never_computed_with(tmp_path: Path, cell: str) -> None:
    (message,) = problems(written(tmp_path, f"period,value\n2011,{cell}\n"))
    assert message.startswith("numbers.csv:2:value: ")


@pytest.mark.parametrize("cell", ["2011-13", "2011/2013", "twenty", "2015..2011", "2011-Q5"])
def test_what_is_no_period_is_said_with_what_would_be(tmp_path: Path, cell: str) -> None:
    (message,) = problems(written(tmp_path, f"period,value\n{cell},1\n"))
    assert message.startswith("numbers.csv:2:period: ")
    assert "write" in message


def test_two_rows_for_one_period_name_each_other(tmp_path: Path) -> None:
    (message,) = problems(written(tmp_path, "period,value\n2011,1\n2012,2\n2011,3\n"))
    assert message.startswith("numbers.csv:4:")
    assert "repeats row 2" in message
    assert "keep one of the two" in message


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    found = problems(written(tmp_path, "period,value\nx,1\n2012,y\n2013,3\n2013,4\n"))
    assert [message.split(":")[1] for message in found] == ["2", "3", "5"]


def test_percents_written_as_proportions_are_doubted(tmp_path: Path) -> None:
    rows = "".join(f"{2010 + i},0.{20 + i}\n" for i in range(6))
    series, findings = read_series(written(tmp_path, "period,value\n" + rows), unit=Unit.PERCENT)
    assert len(series) == 1
    assert [f.fix for f in findings] == ["write a percent as people do: 20.4, not 0.204"]


def test_headings_that_people_use_for_the_needed_columns_are_understood_as_meant(tmp_path: Path) -> None:
    assert problems(written(tmp_path, "Year,Rate\n2011,3\n")) == [
        "numbers.csv:1:Year: unknown column 'Year'; did you mean period?",
        "numbers.csv:1:Rate: unknown column 'Rate'; did you mean value?",
        "numbers.csv:1:period: is missing; add this column",
        "numbers.csv:1:value: is missing; add this column",
    ]
    assert "did you mean" not in problems(written(tmp_path, "period,year,value\n2011,2011,3\n"))[0]


def test_a_period_that_cannot_be_read_mixes_with_nothing(tmp_path: Path) -> None:
    _, findings = read_series(written(tmp_path, "period,value\n20-21,3\n2021/2022,4\n2022/2023,5\n"))
    assert [str(finding) for finding in findings] == [
        "numbers.csv:2:period: '20-21' is not a period; write 2020/2021 if it is a school or fiscal year; "
        "the spellings are 2023, 2023-Q2, 2023-06, 2022/2023 or 2018..2022"
    ]


def test_periods_of_two_kinds_are_told_beside_one_that_cannot_be_read(tmp_path: Path) -> None:
    _, findings = read_series(written(tmp_path, "period,value\nsoon,3\n2021,4\n2022/2023,5\n"))
    assert [(finding.row, finding.message) for finding in findings] == [
        (2, "'soon' is not a period"),
        (4, "this series mixes periods of different kinds"),
    ]
