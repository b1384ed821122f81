"""Published files through their mappings: what is stored, what is skipped and why, and whom each row is about."""

from pathlib import Path

import pytest

from groundswell.core.vocabulary import Polarity, Unit
from groundswell.exchange.mapping import Known, KnownGroup, KnownPlace, SourceReading, mapping_from, read_source

HEAD = "indicator_id: absence\nfile: '*.csv'\n"
LONG = HEAD + "period: {column: year, format: year}\nvalue: {column: v, unit: percent}\n"
PLACES = LONG + "place: {column: place}\n"


@pytest.fixture
def read(tmp_path: Path):
    def reading(mapping: str, *files: str | bytes, known: Known | None = None, **options: object) -> SourceReading:
        made, findings = mapping_from(mapping, "src", "src.yaml")
        assert made is not None, [str(finding) for finding in findings]
        for number, content in enumerate(files):
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / f"f{number}.csv").write_bytes(data)
        return read_source(made, folder=tmp_path, known=known, **options)  # type: ignore[arg-type]

    return reading


def told(reading: SourceReading, severity: str = "") -> list[str]:
    return [str(finding) for finding in reading.findings if severity in ("", str(finding.severity))]


def column(reading: SourceReading, name: str) -> list[str]:
    return reading.observations[name]


def test_each_observation_knows_its_file_and_row(read) -> None:
    reading = read(LONG, "year,v\n2020,1.50\n\n2021,2\n", "year,v\n2022,3\n")
    assert column(reading, "period") == ["2020", "2021", "2022"]
    assert column(reading, "value") == ["1.50", "2", "3"]
    assert [
        (reading.files[at].name, row) for at, row in zip(reading.file_numbers, reading.row_numbers, strict=True)
    ] == [
        ("f0.csv", 2),
        ("f0.csv", 4),
        ("f1.csv", 2),
    ]
    assert (reading.read, reading.storable, len(reading.files[0].sha256)) == (3, 3, 64)


def test_all_columns_of_observations_have_one_length(read) -> None:
    reading = read(
        LONG + "moe: {column: m, level: 0.90}\nquality: {column: q}\n", "year,v,m,q\n2020,1,2,good\n2021,,3,poor\n"
    )
    assert {len(cells) for cells in reading.observations.values()} == {2}
    assert (column(reading, "moe"), column(reading, "level")) == (["2", ""], ["0.90", ""])
    assert (column(reading, "quality"), column(reading, "status")) == (["good", "poor"], ["final", "missing"])


def test_c15_a_missing_column_is_told_with_the_nearest_heading(read) -> None:
    reading = read(LONG.replace("column: v", "column: Value"), "year,value\n2020,1\n")
    assert told(reading) == ["src.yaml:4:value: f0.csv has no column 'Value'; write 'value'"]
    assert (reading.storable, reading.skipped) == (0, {"columns are missing": 1})


def test_c14_a_duplicate_heading_matters_only_where_it_is_read(read) -> None:
    assert read(LONG, "year,v,x,X\n2020,1,2,3\n").is_sound
    reading = read(LONG, "year,v,V\n2020,1,2\n")
    assert "src.yaml:4:value: f0.csv has two columns 'v'; rename one of them in the file" in told(reading)


def test_where_keeps_rows_and_counts_the_others(read) -> None:
    reading = read(LONG + "where: {kind: [Percent]}\n", "year,kind,v\n2020,Percent,1\n2020,Count,7\n")
    assert (column(reading, "value"), dict(reading.skipped)) == (["1"], {"where: kind": 1})


def test_a_misspelt_value_of_where_is_told_with_the_nearest(read) -> None:
    reading = read(LONG + "where: {kind: percent}\n", "year,kind,v\n2020,Percent,1\n")
    assert told(reading) == ["f0.csv:kind: no row has 'percent' here, as where: asks; write 'Percent'"]


def test_marks_are_withheld_with_their_status_and_counted(read) -> None:
    reading = read(LONG + "suppressed: ['*']\nmissing: [NA]\n", "year,v\n2020,*\n2021,NA\n2022,\n2023,5\n")
    assert column(reading, "status") == ["suppressed", "missing", "missing", "final"]
    assert reading.withheld == {"suppressed": 1, "missing": 2}


def test_a_proportion_becomes_a_percent_by_moving_its_point(read) -> None:
    mapping = LONG.replace("percent", "proportion") + "interval: {low: lo, high: hi, level: 0.95}\n"
    reading = read(mapping, "year,v,lo,hi\n2020,0.7249520285087719,0.7,1\n")
    assert [column(reading, name) for name in ("value", "low", "high")] == [["72.49520285087719"], ["70"], ["100"]]
    assert reading.indicators[0].unit is Unit.PERCENT


def test_a_wide_file_gives_one_observation_for_each_period(read) -> None:
    mapping = (
        HEAD + 'period: {format: fiscal_year}\nvalue: {columns: {2019: "FY 19", 2020: "FY 20"}}\nplace: {column: p}\n'
    )
    reading = read(mapping, "p,FY 19,FY 20\nA,1,2\nB,3,4\n")
    assert column(reading, "period") == ["2018/2019"] * 2 + ["2019/2020"] * 2
    assert column(reading, "value") == ["1", "3", "2", "4"]
    assert reading.row_numbers == [2, 3, 2, 3]


def test_a_year_is_found_in_a_title_line_or_in_the_name_of_the_file(read) -> None:
    title = (
        HEAD + "skip_rows: 2\nperiod: {title: 'Absence, (\\d{4}-\\d{2})', format: school_year}\nvalue: {column: v}\n"
    )
    assert column(read(title, "Absence, 2011-12\n\nv\n5\n"), "period") == ["2011/2012"]
    named = HEAD + "period: {file_name: '\\d+', format: year, }\nvalue: {column: v}\n"
    assert told(read(named, "v\n5\n"), "error") == ["f0.csv:period.file_name: '0' is no year; write 2023"]
    assert "no period was found" in told(read(title, "Presence\n\nv\n5\n"), "error")[0]


def test_many_indicators_stand_in_one_file_with_their_names_and_directions(read) -> None:
    mapping = LONG.replace(
        "indicator_id: absence", "indicator: {column: ID, name: N, polarity: {column: D, map: {Up: higher}}}"
    )
    reading = read(mapping, "ID,N,D,year,v\n7,Wait,Up,2020,1\nB 2,Speed,sideways,2020,2\n,x,Up,2020,3\n")
    assert [(each.id, each.name, each.polarity) for each in reading.indicators] == [
        ("7", "Wait", Polarity.HIGHER),
        ("b-2", "Speed", None),
    ]
    assert (
        "f0.csv:3:D: 'sideways' does not say which way is good; say it with map: {sideways: higher} in the mapping"
        in told(reading)
    )
    assert (reading.skipped, reading.storable) == ({"no indicator": 1}, 2)


def test_targets_are_read_once_for_each_series(read) -> None:
    mapping = PLACES + "target: {column: t, period: 2025}\nmissing: [NA]\n"
    reading = read(mapping, "place,year,v,t\nA,2020,1,10\nA,2021,2,10\nB,2020,3,NA\n")
    assert [(each.place_id, each.period, each.value) for each in reading.targets] == [("a", "2025", "10")]
    differing = read(mapping, "place,year,v,t\nA,2020,1,10\nA,2021,2,11\n")
    assert told(differing, "error") == [
        "f0.csv:3:t: the target is 11 here and 10 in row 2; keep one target for a period"
    ]


def test_c20_total_rows_are_left_out_and_said(read) -> None:
    reading = read(PLACES, "place,year,v\nA,2020,1\nB,2020,2\nTotal,2020,3\n")
    assert (reading.storable, dict(reading.skipped)) == (2, {"total row": 1})
    assert "f0.csv:4:place: 'Total' looks like a total and was left out" in told(reading)
    beneath = read(LONG.replace("column: year", "column: year"), "year,v\n2020,1\nTotal,9\n")
    assert (beneath.storable, dict(beneath.skipped)) == (1, {"total row": 1})


def test_a_total_in_a_groups_column_is_everyone(read) -> None:
    reading = read(LONG + "group: {column: g, dimension: sex}\n", "g,year,v\nGirls,2020,1\nTotal,2020,2\n")
    assert column(reading, "group_id") == ["girls", ""]
    assert "f0.csv:3:g: 'Total' is read as everyone; say everyone: Total if it is" in told(reading)


def test_rows_that_say_the_same_count_once_and_those_that_differ_are_named(read) -> None:
    same = read(PLACES, "place,year,v\nA,2020,1\nA,2020,1\n")
    assert (same.storable, same.is_sound, dict(same.skipped)) == (1, True, {"repeats an earlier row": 1})
    differ = read(PLACES, "place,year,v\nA,2020,1\n", "place,year,v\nA,2020,2\n")
    assert told(differ, "error") == [
        "f1.csv:2: absence a 2020 has the value 2 here and 1 in row 2 of f0.csv; "
        "say with where: or group: what tells the two rows apart"
    ]


@pytest.mark.parametrize(
    ("unit", "v", "words"),
    [
        ("percent", "104", "a percent is above 100: 104"),
        ("percent", "-9999", "a percent is below 0: -9999"),
        ("proportion", "20.4", "a proportion is above 1: 2040"),
        ("count", "-3", "a count is below 0: -3"),
        ("count", "2.5", "a count is not a whole number: 2.5"),
    ],
)
def test_c23_c24_c26_numbers_that_cannot_be_are_told_with_their_row(read, unit: str, v: str, words: str) -> None:
    reading = read(LONG.replace("percent", unit), f"year,v\n2019,1\n2020,{v}\n")
    assert len(told(reading)) == 1
    assert told(reading)[0].startswith(f"f0.csv:3:value: {words}; ")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2020,1e80", "value: a number is longer than 64 digits: '1000000000"),
        (f"2020,5.{'1' * 80}", "value: a number is longer than 64 digits: '5.11111111"),
        ("9999,5", "period: the year is out of range: '9999'; say with period"),
    ],
)
def test_what_a_package_would_not_take_is_not_stored(read, row: str, words: str) -> None:
    reading = read(LONG.replace("percent", "rate"), f"year,v\n2019,1\n{row}\n")
    assert [line for line in told(reading) if line.startswith(f"f0.csv:3:{words}")]
    assert not reading.is_sound


def test_c25_a_numerator_above_its_denominator_is_an_error(read) -> None:
    mapping = LONG + "numerator: {column: n}\ndenominator: {column: d}\n"
    reading = read(mapping, "year,v,n,d\n2020,50,1,2\n2021,50,3,2\n")
    assert told(reading) == [
        "f0.csv:3:numerator: the numerator is larger than the denominator: 3 and 2; swap them, or say another unit"
    ]


def test_bounds_that_are_swapped_are_an_error_and_a_value_outside_is_a_warning(read) -> None:
    mapping = LONG + "interval: {low: lo, high: hi, level: 0.95}\n"
    reading = read(mapping, "year,v,lo,hi\n2020,5,6,4\n2021,9,1,2\n2022,5,1,9\n")
    assert [(str(finding.severity), finding.row) for finding in reading.findings] == [
        ("error", 2), ("warning", 2), ("warning", 2), ("warning", 3),
    ]  # fmt: skip


def test_c30_a_jam_value_in_a_margin_is_nought_where_the_total_is_controlled(read) -> None:
    mapping = LONG.replace("percent", "count") + "moe: {column: m, level: 0.90}\n"
    reading = read(mapping, "year,v,m\n2020,5,-555555555\n2021,6,-222222222\n2022,-666666666,1\n")
    assert column(reading, "moe") == ["0", "", ""]
    assert column(reading, "status") == ["final", "final", "missing"]
    assert reading.is_sound


def test_c22_a_cell_that_is_no_number_is_told_once_with_how_many_rows(read) -> None:
    reading = read(LONG, "year,v\n2020,N/A\n2021,5\n2022,N/A\n")
    assert told(reading) == [
        "f0.csv:2:v: 'N/A' is not a number (2 rows); "
        "name it in the mapping, such as missing: ['N/A'], or under suppressed or not_applicable"
    ]


def test_c27_dates_in_two_orders_are_refused(read) -> None:
    mapping = HEAD + "period: {column: d, format: date, order: mdy}\nvalue: {column: v}\n"
    reading = read(mapping, "d,v\n03/04/2024,1\n25/12/2024,2\n")
    assert (
        "f0.csv:3:d: dates are in two orders: '25/12/2024' is dmy, others are mdy; write all of them in one order"
        in told(reading)
    )


def test_places_match_by_name_without_case_and_the_rest_are_kept_under_an_id(read) -> None:
    known = Known(places=(KnownPlace("new-haven", "New Haven"), KnownPlace("st-john", "St. John")))
    reading = read(PLACES, "place,year,v\nNEW  HAVEN,2020,1\nSt John,2020,2\nEast Rock,2020,3\n", known=known)
    assert next((place.id, place.matched) for place in reading.places) == ("new-haven", True)
    assert column(reading, "place_id")[2] == "east-rock"
    assert column(reading, "place_id")[1].startswith("st-john-")
    assert (
        "f0.csv: 'East Rock' matches no place of the community and is kept as east-rock; "
        "add it to places.csv, or say which it is with map: in the mapping"
    ) in told(reading, "warning")


def test_places_match_by_several_columns_joined_to_a_geoid(read) -> None:
    known = Known(places=(KnownPlace("new-haven", "New Haven", "0952000"),))
    mapping = LONG + "place: {columns: [state, place], match: geoid}\n"
    reading = read(mapping, "state,place,year,v\n09,52000,2020,1\n09,08000,2020,2\n", known=known)
    assert column(reading, "place_id") == ["new-haven", "0908000"]


def test_a_name_of_two_places_is_unclear_and_a_blank_place_is_skipped(read) -> None:
    known = Known(places=(KnownPlace("a-1", "A"), KnownPlace("a-2", "A")))
    reading = read(PLACES, "place,year,v\nA,2020,1\n,2020,2\n", known=known)
    assert dict(reading.skipped) == {"unclear place": 1, "no place": 1}
    assert "f0.csv:2:place: 'A' is the name of several places: a-1; a-2; say which with map:, or match: geoid" in told(
        reading
    )


def test_a_blank_place_can_be_mapped(read) -> None:
    reading = read(LONG + 'place: {column: place, map: {"": united-kingdom}}\n', "place,year,v\n,2020,1\n")
    assert column(reading, "place_id") == ["united-kingdom"]
    assert reading.places[0].matched


def test_groups_cross_and_everyone_in_one_dimension_leaves_the_other(read) -> None:
    mapping = LONG + "group: [{column: sex, everyone: All}, {column: age, everyone: ''}]\n"
    reading = read(mapping, "sex,age,year,v\nGirls,5 to 9,2020,1\nAll,5 to 9,2020,2\nGirls,,2020,3\nAll,,2020,4\n")
    assert column(reading, "group_id") == ["girls-5-to-9", "5-to-9", "girls", ""]
    assert next((g.id, g.dimension, g.label) for g in reading.groups) == ("girls-5-to-9", "sex_by_age", "Girls, 5 to 9")


def test_groups_match_known_ones_by_label_and_mapped_ones_by_the_map(read) -> None:
    known = Known(groups=(KnownGroup("black", "race", "Black or African American"),))
    mapping = LONG + "group: {column: r, dimension: race, map: {White alone: white}}\n"
    reading = read(
        mapping, "r,year,v\nBlack or african american,2020,1\nWhite alone,2020,2\nOther,2020,3\n", known=known
    )
    assert [(g.id, g.matched) for g in reading.groups] == [("black", True), ("white", True), ("other", False)]


def test_one_word_in_two_dimensions_is_two_groups(read) -> None:
    mapping = LONG + "group: [{column: sex, everyone: ''}, {column: race, everyone: ''}]\n"
    reading = read(mapping, "sex,race,year,v\nOther,,2020,1\n,Other,2020,2\n")
    assert column(reading, "group_id") == ["other", "race-other"]


def test_no_file_is_told_and_files_outside_are_refused_where_confined(read, tmp_path: Path) -> None:
    assert told(read(LONG)) == [
        "src.yaml:2:file: there is no file '*.csv' in the folder; put it there, or mend its name"
    ]
    outside = tmp_path.parent / "outside.csv"
    outside.write_text("year,v\n2020,1\n")
    mapping = LONG.replace("'*.csv'", f"'{outside}'")
    assert read(mapping).storable == 1
    assert "leads outside of the folder" in told(read(mapping, confined=True))[0]


def test_a_file_that_cannot_be_read_is_told_and_nothing_is_read_of_it(read) -> None:
    reading = read(LONG, "")
    assert (reading.storable, told(reading)) == (0, ["f0.csv: the file is empty; the first row names the columns"])


def test_a_place_that_is_known_by_its_id_alone_is_met_by_the_name_that_makes_it(read) -> None:
    known = Known(places=(KnownPlace("state-of-connecticut", ""), KnownPlace("hartford", "City of Hartford")))
    reading = read(PLACES, "place,year,v\nState of Connecticut,2020,1\nHartford,2020,2\n", known=known)
    assert [(place.id, place.matched) for place in reading.places] == [
        ("state-of-connecticut", True), ("hartford", True),
    ]  # fmt: skip


FISCAL = HEAD + "period: {column: year, format: fiscal_year}\nvalue: {column: v, unit: percent}\n"


@pytest.mark.parametrize("spelled", ["2023", "FY2023", "2022/2023", "2022-23"])
def test_a_targets_period_is_read_as_the_values_periods_are(read, spelled: str) -> None:
    reading = read(f"{FISCAL}target: {{column: t, period: {spelled}}}\n", "year,v,t\n2022,5,6\n")
    assert [each.period for each in reading.targets] == ["2022/2023"]
    assert told(reading) == []


def test_a_targets_fiscal_year_is_the_communitys(read) -> None:
    known = Known(fiscal_year_start=1)
    reading = read(f"{FISCAL}target: {{column: t, period: FY2023}}\n", "year,v,t\n2022,5,6\n", known=known)
    assert [each.period for each in reading.targets] == ["2023"]


def test_a_target_for_another_kind_of_period_is_told_once(read) -> None:
    mapping = LONG.replace("format: year", "format: school_year") + "target: {column: t, period: 2023}\n"
    reading = read(mapping, "year,v,t\n2020-21,5,6\n", "year,v,t\n2021-22,5,6\n")
    assert told(reading) == [
        "src.yaml:5:target.period: the target is for 2023, and the values are for periods such as 2020/2021; "
        "write a period such as 2021/2022"
    ]
